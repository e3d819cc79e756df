//! `init`: a whole management system in an empty folder, or a manifest for the documents that are there. Nothing is written over.

use std::path::{Path, PathBuf};

use super::args::{Color, Init};
use super::root::Root;
use super::write::create;
use super::{Status, root, stage, terminal};
use crate::answers::begin::{Flags, Scaffold, Suggestions, manifest, understood, valuable};
use crate::answers::{self, Listing, Standing};
use crate::output::{Failure, begun};
use crate::source::RealSystem;
use crate::triage::{Filter, group};
use crate::workspace::{MANIFEST, Workspace};

/// Findings that are shown.
const SHOWN: usize = 10;

/// Files that do not make a folder a place of other things, by how their names begin.
const HARMLESS: &[&str] =
    &[".", "readme", "license", "licence", "copying", "notice", "contributing", "codeowners", "code_of_conduct", "security"];

/// Begins.
pub fn init(args: &Init, color: Color) -> Result<Status, Failure> {
    let root = folder(&args.path)?;
    let system = RealSystem::new(&root.path);
    let mut workspace = Workspace::open(&system)?;
    if workspace.manifest.is_some() && !args.dry_run {
        let at = if root.shown == "." { MANIFEST.to_owned() } else { format!("{}/{MANIFEST}", root.shown) };
        return Err(Failure::Declined {
            why: format!("there is a manifest already: {at}"),
            help: "nothing is written over; `clauselint init --dry-run` prints what would be written, `clauselint ls --why` says how each file is \
                   understood"
                .into(),
        });
    }
    if args.stage.is_some() {
        stage::stage(args.stage.as_deref(), &workspace)?;
    }
    let scaffold = Scaffold::read(workspace.scaffold(&system)).map_err(Failure::Refused)?;
    let flags = Flags {
        name: args.name.clone(),
        roles: args.role.clone(),
        stage: args.stage.clone(),
        systems: args.system.clone(),
        today: args.as_of.unwrap_or_else(stage::today),
    };
    scaffold.verify(&workspace, &flags).map_err(|unknown| {
        let known = unknown.known.join(", ");
        Failure::unknown("role", &unknown.role, unknown.known.iter().map(String::as_str), &format!("roles are {known}"))
    })?;
    let listing = answers::listing(&workspace);
    let found = Suggestions::of(&workspace, &listing);
    let ours = listing.files.iter().any(|file| matches!(file.standing, Standing::Ours | Standing::Template));
    if ours || !found.documents.is_empty() {
        if !args.system.is_empty() {
            let why = "--system is for a folder without documents: what systems there are, the documents here say themselves";
            return Err(Failure::Refused(why.into()));
        }
        let text = manifest(&scaffold, &workspace, &flags, &found).map_err(Failure::Refused)?;
        if args.dry_run {
            terminal::print(text.as_bytes(), color)?;
            return Ok(Status::Clean);
        }
        create(&root.path, MANIFEST, &text)?;
        return explain(args, &root, &mut workspace, &listing, found.documents.len(), color);
    }
    whole(args, &root, &workspace, &scaffold, &flags, color)
}

/// Says how documents are understood, and what is worth a look.
fn explain(
    args: &Init,
    root: &Root,
    workspace: &mut Workspace,
    listing: &Listing,
    suggested: usize,
    color: Color,
) -> Result<Status, Failure> {
    let as_of = args.as_of.unwrap_or_else(stage::today);
    let filter = Filter { stage: Some(stage::stage(args.stage.as_deref(), workspace)?), ..Filter::default() };
    let judged = workspace.judge(as_of);
    let singles = workspace.singles(judged.verdicts, as_of);
    let all = group(filter.apply(singles, &workspace.sources).shown);
    let begun = begun::Begun {
        workspace,
        root: &root.shown,
        understood: &understood(listing),
        strangers: listing.files.iter().filter(|file| !matches!(file.standing, Standing::Ours | Standing::Template)).count(),
        suggested,
        first: &valuable(all, SHOWN),
        colour: color.on_stdout(),
    };
    let mut bytes = Vec::new();
    begun::documents(&begun, &mut bytes).map_err(Failure::CannotWrite)?;
    let manifest = if root.shown == "." { MANIFEST.to_owned() } else { format!("{}/{MANIFEST}", root.shown) };
    let last = format!("\nwrote {manifest}, and nothing else; read it, then run `clauselint check`\n");
    bytes.extend(last.into_bytes());
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}

/// Writes a whole management system.
fn whole(
    args: &Init,
    root: &Root,
    workspace: &Workspace,
    scaffold: &Scaffold,
    flags: &Flags,
    color: Color,
) -> Result<Status, Failure> {
    if let Some(other) = something_else(&root.path) {
        return Err(Failure::Declined {
            why: format!("no document of a management system was recognised here, and the folder is not empty: there is {other}"),
            help: "to begin one in a folder of its own: `clauselint init aims`; `clauselint ls --why` says how each file is understood".into(),
        });
    }
    let mut files = scaffold.filled(workspace, flags).map_err(Failure::Refused)?;
    if files.is_empty() {
        return Err(Failure::Refused("the packs that are on bring nothing to begin with".into()));
    }
    let shown = |path: &str| if root.shown == "." { path.to_owned() } else { format!("{}/{path}", root.shown) };
    // A read-me that is there stays as it is.
    files.retain(|(path, _)| !is_there(&root.path, path));
    if args.dry_run {
        let all: Vec<String> = files.iter().map(|(path, text)| format!("# {}\n{text}\n", shown(path))).collect();
        terminal::print(all.concat().as_bytes(), color)?;
        return Ok(Status::Clean);
    }
    // The manifest comes last: with it, the rest is there.
    files.sort_by_key(|(path, _)| path == MANIFEST);
    for (path, text) in &files {
        create(&root.path, path, text)?;
    }
    let mut bytes = Vec::new();
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    begun::whole(&paths, &root.shown, &mut bytes).map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}

/// The folder: that of the nearest manifest, or the one given. One that is not there is made when the first file is written.
#[expect(clippy::disallowed_methods, reason = "where the root lies is a question to the disk, asked before there is a System")]
fn folder(path: &Path) -> Result<Root, Failure> {
    let here = || std::env::current_dir().map_err(Failure::NoCurrentFolder);
    if path.exists() {
        if !path.is_dir() {
            return Err(Failure::Refused(format!("{} is a file; name a folder", path.display())));
        }
        return root::find(&[PathBuf::from(path)]);
    }
    let shown = path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/");
    Ok(Root { path: here()?.join(path), shown: shown.trim_end_matches('/').to_owned(), only: Vec::new(), below: String::new() })
}

/// The name of something in the folder that nobody would expect in an empty one.
#[expect(clippy::disallowed_methods, reason = "what else lies in a folder is a question to the disk")]
fn something_else(root: &Path) -> Option<String> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names.into_iter().find(|name| !HARMLESS.iter().any(|begin| name.to_lowercase().starts_with(begin)))
}

fn is_there(root: &Path, path: &str) -> bool {
    root.join(path).symlink_metadata().is_ok()
}
