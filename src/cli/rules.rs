//! `rules list`: the rules of all packs that are on.

use super::args::{Color, Format, RulesArgs};
use super::{Status, root, terminal};
use crate::output::{Failure, rules};
use crate::rules::Rule;
use crate::source::RealSystem;
use crate::workspace::Workspace;

/// Lists the rules named, or all.
pub fn list(args: &RulesArgs, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let workspace = Workspace::open(&RealSystem::new(&root.path))?;
    let wanted = named(&workspace, &args.names)?;
    let mut bytes = Vec::new();
    match args.format {
        Format::Human => rules::human(&wanted, &mut bytes),
        Format::Json => rules::json(&wanted, &workspace, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
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
