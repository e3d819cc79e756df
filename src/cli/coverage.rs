//! `coverage`: how far a management system has come, clause by clause and control by control.

use super::args::{Color, Coverage, Format};
use super::{Status, root, stage, terminal};
use crate::answers;
use crate::output::{Failure, coverage};
use crate::source::RealSystem;
use crate::workspace::Workspace;

/// Tells how far each clause and control is, or what is to be closed.
pub fn coverage(args: &Coverage, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let mut workspace = Workspace::open(&RealSystem::new(&root.path))?;
    let as_of = args.as_of.unwrap_or_else(stage::today);
    let stage = stage::stage(args.stage.as_deref(), &workspace)?;
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
