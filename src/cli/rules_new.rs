//! `rules new`: a house rule with its test, in a pack that the manifest names. Nothing that is there is written over.

use std::path::Path;
use std::sync::Arc;

use super::args::{Color, RulesNew};
use super::write::{create, replace, within};
use super::{Status, root, terminal};
use crate::answers::scaffold;
use crate::finding::codes;
use crate::output::Failure;
use crate::rules::examples;
use crate::source::{RealSystem, System as _};
use crate::workspace::{ExampleEngine, MANIFEST, Workspace, is_folder};

/// Where house rules go if nobody says otherwise.
const FOLDER: &str = "rules/house";

/// Writes a rule, the pack it is in and the line of the manifest that switches it on, so far as they are not there; then tests the rule.
pub fn new(args: &RulesNew, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let system = RealSystem::new(&root.path);
    let workspace = Workspace::open(&system)?;
    name(&workspace, &args.name)?;
    let schema = &workspace.base.schema;
    let kind = schema.find(&args.kind).ok_or_else(|| {
        let known = schema.kinds.iter().map(|kind| &*kind.name);
        Failure::unknown("kind", &args.kind, known, "see `clauselint schema` for all kinds")
    })?;
    let stage = workspace.base.stages().first().map(|stage| &**stage);
    let text = scaffold(&workspace.index, kind, &args.name, &args.require, stage).map_err(Failure::Refused)?;
    let folder = folder(&workspace, args);
    within(&root.path, &folder, "a house pack")?;
    let pack = format!("{folder}/pack.yaml");
    let rule = format!("{folder}/{}.yaml", args.name);
    let mut written = Vec::new();
    if system.read(&pack, u64::MAX).is_err() {
        create(&root.path, &pack, &pack_text(&workspace, &folder))?;
        written.push(pack);
    }
    create(&root.path, &rule, &text)?;
    written.push(rule.clone());
    let todo = switch_on(&workspace, &root.path, &folder, &mut written)?;
    let mut lines: Vec<String> = written.iter().map(|path| format!("wrote {path}")).collect();
    match todo {
        Some(todo) => lines.push(todo),
        None => lines.extend(tested(&system, &args.name)?.map(str::to_owned)),
    }
    lines.push(format!("say in {rule} what must hold, then run `clauselint rules test {}`\n", args.name));
    terminal::print(lines.join("\n").as_bytes(), color)?;
    Ok(Status::Clean)
}

/// Refuses a name that is none, or that is taken.
fn name(workspace: &Workspace, name: &str) -> Result<(), Failure> {
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !name.split('-').all(word) || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(Failure::Refused(format!("a rule's name is lower-case words joined by hyphens, not `{name}`")));
    }
    if workspace.base.rules.find(name).is_some() || codes::find(name).is_some() {
        return Err(Failure::Refused(format!("there is a rule {name} already; `clauselint explain {name}` shows it")));
    }
    Ok(())
}

/// The pack's folder, relative to the root: as told, else the first house pack that is on.
fn folder(workspace: &Workspace, args: &RulesNew) -> String {
    let named = workspace.manifest.iter().flat_map(|(_, m)| m.packs.iter().flatten()).map(|p| p.name.to_string());
    let house = args.pack.clone().or_else(|| named.into_iter().find(|name| is_folder(name)));
    house.as_deref().unwrap_or(FOLDER).trim_start_matches("./").trim_end_matches('/').to_owned()
}

/// A pack with the stages and the steering of the first one that is on.
fn pack_text(workspace: &Workspace, folder: &str) -> String {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let stages: Vec<String> = workspace.base.stages().iter().map(|stage| format!("\"{stage}\"")).collect();
    let steering = workspace.base.packs.iter().find_map(|pack| pack.steering.as_ref());
    let steering = steering.map(|s| format!("steering: {{ kind: {}, excluded: {} }}\n", s.kind, s.excluded)).unwrap_or_default();
    format!(
        "# Our own rules. What the keys mean: the manual, \"Writing rules\".\nname: {name}\nversion: \"1\"\nstages: [{}]\n{steering}",
        stages.join(", ")
    )
}

/// Names the pack in the manifest; or says what is to be written there, where a list of packs stands already.
fn switch_on(workspace: &Workspace, root: &Path, folder: &str, written: &mut Vec<String>) -> Result<Option<String>, Failure> {
    let packs: Vec<Arc<str>> = workspace.base.packs.iter().map(|pack| pack.name.clone()).collect();
    let line = format!("packs: [{}, ./{folder}]\n", packs.join(", "));
    let Some((file, manifest)) = &workspace.manifest else {
        create(root, MANIFEST, &line)?;
        written.push(MANIFEST.into());
        return Ok(None);
    };
    let Some(named) = &manifest.packs else {
        let text: &str = &workspace.sources.get(*file).text;
        let line_end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        replace(root, MANIFEST, &format!("{text}{line_end}{line}"))?;
        written.push(MANIFEST.into());
        return Ok(None);
    };
    let is_on = named.iter().any(|pack| pack.name.trim_start_matches("./").trim_end_matches('/') == folder);
    Ok((!is_on).then(|| format!("add ./{folder} to `packs:` in {MANIFEST}: until then nothing reads it")))
}

/// What to say of the rule if its examples are right, which a later pack's replacing it could prevent.
fn tested(system: &RealSystem, name: &str) -> Result<Option<&'static str>, Failure> {
    let workspace = Workspace::open(system)?;
    let engine = ExampleEngine { base: workspace.base.clone() };
    let failures = examples::test(&workspace.base.rules, &[name.into()], &engine, &workspace.sources);
    let loads = workspace.base.rules.find(name).is_some();
    Ok((loads && failures.is_empty()).then_some("it loads, fires on its `bad` and is silent on its `good`"))
}
