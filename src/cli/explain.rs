//! `explain`: what a name means.

use super::args::{Color, Explain, Format};
use super::stage::today;
use super::{Status, root, terminal};
use crate::answers;
use crate::output::{Failure, explanation};
use crate::source::RealSystem;
use crate::workspace::Workspace;

/// Explains a name; fails on one that means nothing.
pub fn explain(args: &Explain, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let workspace = Workspace::open_whole(&RealSystem::new(&root.path))?;
    let explained = answers::explain(&workspace, &args.name, args.as_of.unwrap_or_else(today));
    if explained.subjects.is_empty() {
        let help = match explained.near.as_slice() {
            [] => "see `clauselint rules list`, `clauselint schema` and `clauselint ls --records` for names".to_owned(),
            near => format!("did you mean {}?", near.join(", ")),
        };
        let name = args.name.clone();
        return Err(Failure::UnknownName { what: "rule, code, clause, control, record or kind", name, help: Some(help) });
    }
    let mut bytes = Vec::new();
    match args.format {
        Format::Human => explanation::human(&explained, &workspace, &root.shown, color.on_stdout(), &mut bytes),
        Format::Json => explanation::json(&explained, &workspace, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}
