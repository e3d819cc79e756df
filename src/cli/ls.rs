//! `ls`: documents and records as they are understood.

use super::args::{Color, Format, Ls};
use super::{Status, root, terminal};
use crate::answers;
use crate::output::{Failure, listing};
use crate::source::RealSystem;
use crate::workspace::Workspace;

/// Lists files or records below the path.
pub fn ls(args: &Ls, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.path))?;
    let workspace = Workspace::open(&RealSystem::new(&root.path))?;
    let mut answer = answers::listing(&workspace);
    answer.files.retain(|file| root.holds(&file.path));
    let mut bytes = Vec::new();
    match args.format {
        Format::Human => {
            let options = listing::Options { why: args.why, records: args.records };
            listing::human(&answer, &root.shown, options, &mut bytes)
        }
        Format::Json => listing::json(&answer, &root.shown, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}
