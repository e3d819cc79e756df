//! `rules list` and `rules test`: the rules of all packs that are on, and their own examples.

use std::sync::Arc;

use super::args::{Color, Format, RulesArgs};
use super::{Status, root, terminal};
use crate::finding::{Finding, Severity};
use crate::output::Failure;
use crate::output::rules::{list as listed, tested};
use crate::rules::{Rule, examples};
use crate::source::RealSystem;
use crate::workspace::{ExampleEngine, Workspace, embedded};

/// Lists the rules named, or all.
pub fn list(args: &RulesArgs, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let workspace = Workspace::open(&RealSystem::new(&root.path))?;
    let wanted = named(&workspace, &args.names)?;
    let mut bytes = Vec::new();
    match args.format {
        Format::Human => listed::human(&wanted, &mut bytes),
        Format::Json => listed::json(&wanted, &workspace, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}

/// Runs the examples of the rules named, or of all; of all, also whether two rules tell one cause.
pub fn test(args: &RulesArgs, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let workspace = Workspace::open(&RealSystem::new(&root.path))?;
    let names: Vec<Arc<str>> = args.names.iter().map(|name| name.as_str().into()).collect();
    let rules = named(&workspace, &args.names)?.len();
    let engine = ExampleEngine { base: workspace.base.clone() };
    let mut failures = examples::test(&workspace.base.rules, &names, &engine, &workspace.sources);
    let mut complaints: Vec<Finding> = Vec::new();
    if names.is_empty() {
        failures.extend(examples::sweep(&workspace.base.rules, &engine, &workspace.sources));
        // Advice on rules that are built in would be for us, not for who writes a house pack.
        let own = |f: &Finding| f.at.place().is_some_and(|p| embedded::text(&workspace.sources.get(p.file).path).is_none());
        let base = &workspace.base;
        complaints.extend(base.findings.iter().cloned().chain(base.rules.complaints()));
        complaints.extend(base.rules.unowned(&base.schema).into_iter().filter(own));
    }
    let mut bytes = Vec::new();
    let tested = tested::Tested { complaints: &complaints, failures: &failures, rules, sources: &workspace.sources };
    match args.format {
        Format::Human => tested::human(tested, color.on_stdout(), &mut bytes),
        Format::Json => tested::json(tested, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    let wrong = !failures.is_empty() || complaints.iter().any(|complaint| complaint.severity == Severity::Error);
    Ok(if wrong { Status::Findings } else { Status::Clean })
}

/// The rules of these names, in the packs' order; all without names.
pub fn named<'w>(workspace: &'w Workspace, names: &[String]) -> Result<Vec<&'w Rule>, Failure> {
    let all = workspace.base.rules.all();
    for name in names {
        if !all.iter().any(|rule| *rule.name == **name) {
            let known = all.iter().map(|rule| &*rule.name);
            return Err(Failure::unknown("rule", name, known, "see `clauselint rules list` for all names"));
        }
    }
    Ok(all.iter().filter(|rule| names.is_empty() || names.iter().any(|name| *rule.name == **name)).collect())
}
