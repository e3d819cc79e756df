//! `coverage`: how far a management system has come, clause by clause and control by control.

use std::sync::Arc;

use jiff::civil::Date;

use super::args::{Color, Coverage, Format};
use super::{Status, root, stage, terminal};
use crate::answers;
use crate::finding::Stage;
use crate::output::{Failure, by_framework, coverage};
use crate::source::RealSystem;
use crate::workspace::Workspace;

/// Tells how far each clause and control is, or what is to be closed.
pub fn coverage(args: &Coverage, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let system = RealSystem::new(&root.path);
    let mut workspace = if args.by.is_some() { Workspace::open_whole(&system) } else { Workspace::open(&system) }?;
    let as_of = args.as_of.unwrap_or_else(stage::today);
    let stage = stage::stage(args.stage.as_deref(), &workspace)?;
    if let Some(framework) = &args.by {
        return by(args, framework, &mut workspace, (as_of, stage), color);
    }
    let names: Vec<String> =
        args.names.iter().map(|name| workspace.vocabulary.citations.without_namespace(name.trim()).to_owned()).collect();
    let answer = answers::coverage::coverage(&mut workspace, as_of, stage);
    for name in &names {
        if answer.selected(std::slice::from_ref(name)).is_empty() {
            let known = answer.rows.iter().map(|row| &*row.id);
            return Err(Failure::unknown("clause or control", name, known, "`clauselint coverage` lists all"));
        }
    }
    let rows = answer.selected(&names);
    let shown = coverage::Shown {
        coverage: &answer,
        rows: &rows,
        all: names.is_empty(),
        verbose: args.verbose || !names.is_empty(),
        stages: workspace.base.stages(),
        sources: &workspace.sources,
        root: &root.shown,
        colour: color.on_stdout(),
    };
    let mut bytes = Vec::new();
    match args.format {
        Format::Human if args.gaps => coverage::gaps(shown, &mut bytes),
        Format::Human => coverage::human(shown, &mut bytes),
        Format::Json => coverage::json(shown, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}

/// The same, seen from another framework.
fn by(args: &Coverage, framework: &str, workspace: &mut Workspace, at: (Date, Stage), color: Color) -> Result<Status, Failure> {
    let answer = answers::coverage::coverage(workspace, at.0, at.1);
    let Some(mut view) = answers::by_framework(workspace, &answer, framework) else {
        let known: Vec<_> = answers::frameworks(workspace).into_iter().map(|(id, _)| id).collect();
        let help = if known.is_empty() {
            "no pack knows another framework".into()
        } else {
            format!("frameworks are {}", known.join(", "))
        };
        return Err(Failure::unknown("framework", framework, known.iter().map(|id| &**id), &help));
    };
    let mut wanted: Vec<Arc<str>> = Vec::new();
    for name in &args.names {
        // Who has said which framework is meant need not say it again before each provision.
        let spelt = [name.clone(), format!("{} {name}", view.title), format!("{}:{name}", view.id)];
        let mut ids: Vec<Arc<str>> = spelt.iter().flat_map(|name| answers::ids(workspace, name)).collect();
        ids.retain(|id| view.provisions.iter().any(|p| p.lies_within(id)));
        if ids.is_empty() {
            let known = view.provisions.iter().map(|p| &*p.id);
            return Err(Failure::unknown("related provision", name, known, "without names all are listed"));
        }
        wanted.extend(ids);
    }
    if !wanted.is_empty() {
        view.provisions.retain(|p| wanted.iter().any(|id| p.lies_within(id)));
        view.others = 0;
    }
    let mut bytes = Vec::new();
    match args.format {
        Format::Human => by_framework::human(&view, &answer, workspace, color.on_stdout(), &mut bytes),
        Format::Json => by_framework::json(&view, &answer, workspace, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}
