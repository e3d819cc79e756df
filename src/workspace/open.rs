//! The manifest, the packs, their kinds and records: all that must stand before the first document is read.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::packs::{self, PackFiles};
use super::{MANIFEST, Workspace, settings};
use crate::config::{self, KEYS, Manifest};
use crate::expr::DerivedTable;
use crate::finding::{Finding, codes, did_you_mean};
use crate::model::Index;
use crate::model::read::{self, Citations, Vocabulary};
use crate::rules::Rules;
use crate::schema::{self, Schema};
use crate::source::{FileId, Place, ReadError, SourceFile, Sources, System};
use crate::syntax::{Limits, NodeValue, yaml};

/// Why nothing can be judged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The manifest is there and cannot be read.
    #[error("clauselint.yaml cannot be read: {0}")]
    Manifest(String),
    /// The manifest is not a mapping.
    #[error("clauselint.yaml must be a mapping of keys to values, found {0}")]
    NoMapping(&'static str),
    /// A pack that the manifest names is absent.
    #[error("{0}")]
    Pack(String),
}

/// Loads everything but the documents.
pub(super) fn open(system: &dyn System) -> Result<Workspace, OpenError> {
    let mut sources = Sources::default();
    let mut setup = Vec::new();
    let text = manifest_text(system)?;
    let manifest_file = text.as_ref().map(|text| sources.set(SourceFile::new(MANIFEST, text.as_str())));
    let tree = text.as_deref().map(|text| yaml::read(text, 0..text.len(), &Limits::default()));
    let mut manifest = None;
    if let (Some(file), Some(tree)) = (manifest_file, &tree) {
        setup.extend(tree.problems.iter().map(|p| problem(file, p)));
        manifest = Some((file, read_manifest(file, tree, &mut setup)?));
    }
    let loaded = packs::load(system, &mut sources, manifest.as_ref().map(|(f, m)| (*f, m))).map_err(OpenError::Pack)?;
    setup.extend(loaded.findings);
    let kinds = schema::load(&loaded.schemas);
    setup.extend(kinds.findings);
    let schema = Arc::new(kinds.schema);
    let (derived, complaints) = DerivedTable::compile(&schema);
    setup.extend(complaints.into_iter().map(|(place, c)| {
        let mut finding = Finding::built_in(codes::INVALID_RULE, Place::new(place.file, c.span), c.message);
        finding.help = c.help;
        finding
    }));
    let citations = citations(&loaded.packs, &sources, &schema, &mut setup);
    let mut vocabulary = Vocabulary::new(schema.clone(), citations);
    let mut index = Index::new(schema.clone());
    let pack_files = pack_records(&loaded.packs, &sources, &mut vocabulary, &mut index, &mut setup);
    if let (Some((file, manifest)), Some(tree)) = (&manifest, tree.as_ref().and_then(|t| t.documents.first())) {
        unknown_keys(*file, tree, &schema, &mut setup);
        settings::apply(*file, manifest, &mut vocabulary, &mut index, &mut setup);
        let mut facts = read::manifest_record(*file, sources.get(*file), tree, &vocabulary);
        setup.append(&mut facts.findings);
        index.replace(Arc::new(facts));
    }
    let all_files = pack_files
        .into_iter()
        .chain(loaded.packs.iter().flat_map(|p| p.rules.iter().chain(&p.mentions).copied()))
        .chain(loaded.schemas.iter().map(|s| s.file));
    let pack_files: FxHashSet<FileId> = all_files.collect();
    index.settle();
    let rule_files: Vec<_> = loaded.packs.iter().map(|p| (&p.pack, p.rules.as_slice())).collect();
    let (rules, complaints) = Rules::load(&rule_files, &sources, &schema, &derived, &index);
    setup.extend(complaints);
    if let Some((file, manifest)) = &manifest {
        settings::rule_names(*file, manifest, &rules, &mut setup);
    }
    let packs = loaded.packs.into_iter().map(|p| p.pack).collect();
    let vocabulary = Arc::new(vocabulary);
    Ok(Workspace { sources, manifest, packs, rules, vocabulary, index, derived, setup, pack_files, told: FxHashSet::default() })
}

fn manifest_text(system: &dyn System) -> Result<Option<String>, OpenError> {
    match system.read(MANIFEST, Limits::default().file_bytes) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| OpenError::Manifest("it is not UTF-8 text".into())),
        Err(ReadError::NotFound) => Ok(None),
        Err(other) => Err(OpenError::Manifest(other.to_string())),
    }
}

fn problem(file: FileId, problem: &crate::syntax::Problem) -> Finding {
    let mut finding =
        Finding::built_in(problem.code, Place::new(file, problem.span), problem.message.clone()).saying(problem.label.clone());
    for (span, text) in &problem.labels {
        finding = finding.label(Place::new(file, *span), text.clone());
    }
    finding.help.clone_from(&problem.help);
    finding
}

fn read_manifest(file: FileId, tree: &yaml::Yaml<'_>, setup: &mut Vec<Finding>) -> Result<Manifest, OpenError> {
    let Some(root) = tree.documents.first() else { return Ok(Manifest::default()) };
    if !matches!(root.value, NodeValue::Map(_)) {
        return Err(OpenError::NoMapping(root.noun()));
    }
    let (manifest, findings) = config::read(file, root);
    setup.extend(findings);
    Ok(manifest)
}

/// Top-level keys that neither the engine nor a kind in the manifest knows.
fn unknown_keys(file: FileId, tree: &crate::syntax::Node<'_>, schema: &Schema, setup: &mut Vec<Finding>) {
    let mut known: Vec<&str> = KEYS.to_vec();
    for (key, with) in schema.kinds.iter().filter_map(|k| k.in_manifest.as_ref()) {
        known.push(key);
        known.extend(with.iter().map(|k| &**k));
    }
    for entry in tree.entries() {
        let key: &str = &entry.key.text;
        if !known.contains(&key) && !key.starts_with("x-") {
            let message = format!("`{key}` is not a key of the manifest{}", did_you_mean(key, known.iter().copied()));
            setup.push(Finding::built_in(codes::INVALID_MANIFEST, Place::new(file, entry.key.span), message));
        }
    }
}

fn citations(packs: &[PackFiles], sources: &Sources, schema: &Schema, setup: &mut Vec<Finding>) -> Citations {
    let mut citations = Citations::default();
    for file in packs.iter().filter_map(|p| p.mentions) {
        let text = sources.get(file).text.clone();
        let read = yaml::read(&text, 0..text.len(), &Limits::default());
        setup.extend(read.problems.iter().map(|p| problem(file, p)));
        if let Some(node) = read.documents.first() {
            citations.load(file, node, schema, setup);
        }
    }
    citations
}

/// Reads the packs' own records into the index; gives their files.
fn pack_records(
    packs: &[PackFiles],
    sources: &Sources,
    vocabulary: &mut Vocabulary,
    index: &mut Index,
    setup: &mut Vec<Finding>,
) -> Vec<FileId> {
    let files: Vec<FileId> = packs.iter().flat_map(|p| p.records.iter().copied()).collect();
    for file in &files {
        let mut facts = read::read(*file, sources.get(*file), vocabulary);
        setup.append(&mut facts.findings);
        for record in &facts.records {
            if let Some(id) = &record.id {
                let kind = vocabulary.schema.kind(record.kind).name.clone();
                vocabulary.pack_ids.entry(kind).or_default().insert(id.to_uppercase().into());
            }
        }
        index.mark_pack(*file);
        index.replace(Arc::new(facts));
    }
    files
}
