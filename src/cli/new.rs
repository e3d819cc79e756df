//! `new`: one more record, where others of its kind stand.

use super::args::{Color, New};
use super::write::{create, replace, within};
use super::{Status, root, stage, terminal};
use crate::answers::add::{Wanted, addition};
use crate::answers::begin::Scaffold;
use crate::output::{Failure, addition as output};
use crate::schema::{KindId, Schema, fold};
use crate::source::RealSystem;
use crate::workspace::Workspace;

/// Adds a record, or shows what would be added.
pub fn new(args: &New, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let system = RealSystem::new(&root.path);
    let workspace = Workspace::open(&system)?;
    let schema = &workspace.base.schema;
    let kind = kind(schema, &args.kind).ok_or_else(|| {
        let known = schema.kinds.iter().filter(|kind| !kind.data).map(|kind| &*kind.name);
        Failure::unknown("kind", &args.kind, known, "see `clauselint schema` for all kinds")
    })?;
    let today = args.as_of.unwrap_or_else(stage::today);
    let scaffold = Scaffold::of(&workspace, &system, today).map_err(Failure::Refused);
    let file = args.file.as_deref().map(|file| file.trim_start_matches("./").replace('\\', "/"));
    if let Some(file) = &file {
        within(&root.path, file, "a record")?;
    }
    let wanted = Wanted { kind, title: args.title.clone(), id: args.id.clone(), file, stage: stage::stage(None, &workspace)? };
    let addition = addition(&workspace, &scaffold?, &wanted, today).map_err(Failure::Refused)?;
    let said = if args.dry_run { output::patch(&addition) } else { output::written(&addition, &root.shown) };
    if !args.dry_run {
        match &addition.before {
            Some(_) => replace(&root.path, &addition.path, &addition.after)?,
            None => create(&root.path, &addition.path, &addition.after)?,
        }
    }
    terminal::print(said.as_bytes(), color)?;
    Ok(Status::Clean)
}

/// The kind of a name, of its plural, or of its title.
fn kind(schema: &Schema, name: &str) -> Option<KindId> {
    let snake = name.replace('-', "_");
    let titled = || schema.iter().find(|(_, kind)| fold(&kind.title) == fold(name)).map(|(id, _)| id);
    schema.find(name).or_else(|| schema.by_snake(&snake)).or_else(|| schema.by_plural(&snake)).or_else(titled)
}
