//! Which packs are on, and the texts of their files: built in, or in a folder of the user's.

use std::sync::Arc;

use super::embedded;
use crate::config::Manifest;
use crate::finding::{Finding, codes, did_you_mean};
use crate::rules::{Pack, pack};
use crate::schema::SchemaText;
use crate::source::{FileId, Place, SourceFile, Sources, System};
use crate::syntax::{Limits, Node, read_source};

/// The pack that is on where the manifest names none.
const DEFAULT: &str = "iso42001";

/// Kinds that the engine itself needs; they come before every pack's.
const BASE_KINDS: &[&str] = &["record", "document", "mention", "file", "url", "text"];

/// A pack's texts.
#[derive(Debug)]
pub(super) struct PackFiles {
    pub pack: Pack,
    /// Its own file.
    pub file: FileId,
    /// Rule files, in order of path.
    pub rules: Vec<FileId>,
    /// Files of records, in order of path.
    pub records: Vec<FileId>,
    /// Files of records that are read only where somebody asks for them, in order of path.
    pub relations: Vec<FileId>,
    /// Citation patterns.
    pub mentions: Option<FileId>,
    /// What it says of coverage.
    pub coverage: Option<FileId>,
    /// What it says of changes.
    pub changes: Option<FileId>,
}

/// Everything that the packs bring, and what is wrong with their own files.
#[derive(Debug, Default)]
pub(super) struct Packs {
    pub on: Vec<PackFiles>,
    pub schemas: Vec<SchemaText>,
    pub findings: Vec<Finding>,
}

/// Loads the packs that the manifest names. `Err` names a pack that is absent: without it nothing can be judged.
pub(super) fn load(system: &dyn System, sources: &mut Sources, manifest: Option<&Manifest>) -> Result<Packs, String> {
    let mut packs = Packs::default();
    for name in BASE_KINDS {
        if let Some(source) = embedded::source(&format!("schemas/{name}.json")) {
            packs.schema(sources, source, true);
        }
    }
    for name in named(manifest) {
        let folder = name.trim_start_matches("./").trim_end_matches('/');
        let files = files(system, folder, &name);
        let places = ["pack.yaml".to_owned(), format!("{folder}/pack.yaml"), format!("rules/{folder}/pack.yaml")];
        let Some(own) = files.iter().find(|f| places.iter().any(|place| **place == *f.path)) else {
            let built_in: Vec<&str> =
                embedded::files().iter().filter_map(|(p, _)| p.strip_prefix("rules/")?.strip_suffix("/pack.yaml")).collect();
            return Err(format!("there is no pack `{name}`{}", did_you_mean(&name, built_in)));
        };
        let own = own.clone();
        packs.pack(sources, &own, &files);
    }
    Ok(packs)
}

/// The names of the packs that are on.
pub(super) fn named(manifest: Option<&Manifest>) -> Vec<Arc<str>> {
    let named = manifest.and_then(|m| m.packs.as_ref());
    named.map_or_else(|| vec![DEFAULT.into()], |list| list.iter().map(|p| p.name.clone()).collect())
}

/// True for a pack that is a folder of the user's rather than built in.
pub fn is_folder(name: &str) -> bool {
    name.starts_with('.') || name.contains('/')
}

/// A built-in pack's files, or those of a folder; paths as findings show them.
fn files(system: &dyn System, folder: &str, name: &str) -> Vec<SourceFile> {
    if !is_folder(name) {
        return embedded::below(&format!("rules/{folder}")).filter_map(|(path, _)| embedded::source(path)).collect();
    }
    let limit = Limits::default().file_bytes;
    let paths = system.walk_all(folder, &["yaml", "yml", "json"]);
    let read = |path: String| Some(SourceFile::new(path.as_str(), String::from_utf8(system.read(&path, limit).ok()?).ok()?));
    paths.into_iter().filter_map(read).collect()
}

impl Packs {
    fn schema(&mut self, sources: &mut Sources, source: SourceFile, shared: bool) {
        let name = source.path.rsplit('/').next().and_then(|n| n.strip_suffix(".json")).unwrap_or(&source.path).into();
        let file = sources.set(source.clone());
        self.schemas.push(SchemaText { name, file, source, shared });
    }

    fn pack(&mut self, sources: &mut Sources, own: &SourceFile, files: &[SourceFile]) {
        let file = sources.set(own.clone());
        let Some(node) = self.tree(file, own) else { return };
        let (pack, findings) = pack::read(&node, file);
        self.findings.extend(findings);
        let Some(pack) = pack else { return };
        let root = own.path.strip_suffix("pack.yaml").unwrap_or_default();
        match pack.schemas.as_deref() {
            Some(folder) if folder.starts_with('/') => {
                for (path, _) in embedded::below(folder.trim_start_matches('/')) {
                    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".json");
                    // Dotted names are schemas of other things than kinds: the manifest, rule files, output.
                    if !stem.contains('.')
                        && !BASE_KINDS.contains(&stem)
                        && let Some(source) = embedded::source(path)
                    {
                        self.schema(sources, source, false);
                    }
                }
            }
            folder => {
                let folder = format!("{root}{}/", folder.unwrap_or("schemas").trim_end_matches('/'));
                for source in files.iter().filter(|f| f.path.starts_with(&folder) && is_json(&f.path)) {
                    self.schema(sources, source.clone(), false);
                }
            }
        }
        let mut loaded = PackFiles {
            pack,
            file,
            rules: Vec::new(),
            records: Vec::new(),
            relations: Vec::new(),
            mentions: None,
            coverage: None,
            changes: None,
        };
        for source in files {
            let Some(within) = source.path.strip_prefix(root).filter(|w| !is_json(w) && *w != "pack.yaml") else { continue };
            let file = sources.set(source.clone());
            match within {
                "mentions.yaml" => loaded.mentions = Some(file),
                "coverage.yaml" => loaded.coverage = Some(file),
                "changes.yaml" => loaded.changes = Some(file),
                within if within.starts_with("records/") => loaded.records.push(file),
                within if within.starts_with("relations/") => loaded.relations.push(file),
                within if !within.contains('/') => loaded.rules.push(file),
                _ => {}
            }
        }
        self.on.push(loaded);
    }

    fn tree<'t>(&mut self, file: FileId, source: &'t SourceFile) -> Option<Node<'t>> {
        let read = read_source(source, &Limits::default());
        for problem in read.problems {
            self.findings.push(Finding::built_in(codes::INVALID_RULE, Place::new(file, problem.span), problem.message));
        }
        read.documents.into_iter().next()
    }
}

fn is_json(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"))
}
