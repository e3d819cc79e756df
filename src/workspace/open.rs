//! The manifest, the packs, their kinds and records: all that must stand before the first document is read.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::packs::{self, PackFiles};
use super::{MANIFEST, Workspace, settings};
use crate::config::{self, KEYS, Manifest};
use crate::expr::{Complaint, DerivedTable};
use crate::finding::{Finding, Fix, codes, did_you_mean, only_nearest};
use crate::model::Index;
use crate::model::read::{self, Citations, Vocabulary};
use crate::rules::coverage::Plan;
use crate::rules::{self, Against, Pack, Rules, Topic};
use crate::schema::{self, Schema, SchemaText};
use crate::source::{FileId, Place, ReadError, SourceFile, Sources, System};
use crate::syntax::directive::in_yaml;
use crate::syntax::{Limits, NodeValue, read_source, yaml};

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

/// The packs with their kinds, rules and records: all that does not depend on a repository's own documents. Shared by every workspace
/// that is opened over it.
#[derive(Debug)]
pub struct Base {
    /// The packs that are on, in order.
    pub packs: Vec<Arc<Pack>>,
    /// Their rules.
    pub rules: Rules,
    /// The kinds.
    pub schema: Arc<Schema>,
    /// Derived fields.
    pub derived: Arc<DerivedTable>,
    /// What is wrong with the packs and their schemas.
    pub findings: Vec<Finding>,
    citations: Arc<Citations>,
    /// What the packs say of coverage, and in which files.
    coverage: OnceLock<Plan>,
    coverage_files: Vec<(Arc<Pack>, FileId)>,
    /// What the packs say of changes.
    changes_files: Vec<FileId>,
    /// All kinds came with the program.
    tried: bool,
    /// The texts of the kinds.
    schemas: Vec<SchemaText>,
    pack_ids: FxHashMap<Arc<str>, FxHashSet<Box<str>>>,
    /// The packs' texts.
    sources: Sources,
    /// The packs' records.
    index: Index,
    pack_files: FxHashSet<FileId>,
}

impl Base {
    /// Loads the packs. What is in their `relations/` is read if it is asked for, or if a rule follows it: a check needs none of it, and its
    /// records are the greater part of all.
    fn load(system: &dyn System, manifest: Option<&Manifest>, relations: bool) -> Result<Self, OpenError> {
        let mut sources = Sources::default();
        // The manifest's id is the first, whatever the packs bring.
        sources.set(SourceFile::new(MANIFEST, ""));
        let loaded = packs::load(system, &mut sources, manifest).map_err(OpenError::Pack)?;
        let mut findings = loaded.findings;
        let kinds = schema::load(&loaded.schemas);
        findings.extend(kinds.findings);
        let schema = Arc::new(kinds.schema);
        let tried = loaded.schemas.iter().all(|s| s.source.packed().is_some());
        let (derived, complaints) = derived(&schema, tried);
        findings.extend(complaints);
        let citations = Arc::new(citations(&loaded.on, &sources, &schema, &mut findings));
        let mut vocabulary = Vocabulary::new(schema.clone(), citations.clone());
        let mut index = Index::new(schema.clone());
        let records = pack_records(&loaded.on, relations, &sources, &mut vocabulary, &mut index, &mut findings);
        index.settle();
        let texts = loaded
            .on
            .iter()
            .flat_map(|p| p.rules.iter().chain(&p.mentions).chain(&p.coverage).chain(&p.changes).chain([&p.file]).copied());
        let pack_files = records.into_iter().chain(texts).chain(loaded.schemas.iter().map(|s| s.file)).collect();
        let files: Vec<(&Pack, &[FileId])> = loaded.on.iter().map(|p| (&p.pack, p.rules.as_slice())).collect();
        let against = Against { schema: &schema, derived: &derived, sources: &sources, index: &index, tried };
        let (rules, complaints) = Rules::load(&files, against);
        if !relations && rules.follows(|kind| schema.kind(kind).crosswalk.is_some()) {
            return Self::load(system, manifest, true);
        }
        findings.extend(complaints);
        let changes_files: Vec<FileId> = loaded.on.iter().filter_map(|pack| pack.changes).collect();
        let packs: Vec<(Arc<Pack>, Option<FileId>)> = loaded.on.into_iter().map(|p| (Arc::new(p.pack), p.coverage)).collect();
        let coverage_files: Vec<_> = packs.iter().filter_map(|(pack, file)| Some((pack.clone(), (*file)?))).collect();
        let later = tried && coverage_files.iter().all(|(_, file)| sources.get(*file).packed().is_some());
        let packs = packs.into_iter().map(|(pack, _)| pack).collect();
        let pack_ids = vocabulary.pack_ids;
        let coverage = OnceLock::new();
        let mut base = Self {
            packs,
            rules,
            schema,
            derived,
            findings,
            citations,
            coverage,
            coverage_files,
            changes_files,
            tried,
            schemas: loaded.schemas,
            pack_ids,
            sources,
            index,
            pack_files,
        };
        if base.changes_files.iter().any(|file| base.sources.get(*file).packed().is_none()) {
            let complaints = base.topics().1;
            base.findings.extend(complaints);
        }
        if !later {
            let (plan, complaints) = base.plan(tried);
            base.findings.extend(complaints);
            base.coverage = plan.into();
        }
        Ok(base)
    }

    /// What the packs say of coverage. What came with the program is read when it is first asked for.
    pub fn coverage(&self) -> &Plan {
        self.coverage.get_or_init(|| self.plan(self.tried).0)
    }

    /// What the packs say of changes, read as it is asked for, and what is wrong with it.
    pub fn topics(&self) -> (Vec<Topic>, Vec<Finding>) {
        rules::topics(&self.changes_files, &self.sources, &self.schema)
    }

    fn plan(&self, tried: bool) -> (Plan, Vec<Finding>) {
        let files: Vec<(&Pack, FileId)> = self.coverage_files.iter().map(|(pack, file)| (&**pack, *file)).collect();
        let Self { schema, derived, sources, index, .. } = self;
        rules::plan(&files, Against { schema, derived, sources, index, tried })
    }

    /// What is wrong with what came with the program and is read only as it is needed. Nothing is: a test says so.
    pub fn complaints(&self) -> Vec<Finding> {
        let mut complaints = Vec::new();
        if self.tried {
            // As the files of anybody else's are read.
            let as_text = |text: &SchemaText| {
                let source = SourceFile::new(text.source.path.clone(), text.source.text.shared());
                SchemaText { source, ..text.clone() }
            };
            let kinds = schema::load(&self.schemas.iter().map(as_text).collect::<Vec<_>>());
            complaints.extend(kinds.findings);
            complaints.extend(derived(&Arc::new(kinds.schema), false).1);
            let Self { schema, derived, sources, index, .. } = self;
            complaints.extend(self.rules.complaints(Against { schema, derived, sources, index, tried: false }));
            complaints.extend(self.plan(false).1);
            complaints.extend(self.topics().1);
            for (file, source) in self.pack_files.iter().map(|file| (*file, self.sources.get(*file))) {
                if source.path.ends_with("mentions.yaml") {
                    let tree = read_source(source, &Limits::default());
                    let (mut citations, mut found) = (Citations::default(), Vec::new());
                    tree.documents.iter().for_each(|node| citations.load(file, node, &self.schema, false, &mut found));
                    complaints.extend(found);
                }
            }
        }
        complaints
    }

    /// The stages in order: those of the pack with the most, as a house pack need not know any.
    pub fn stages(&self) -> &[Arc<str>] {
        let most = self.packs.iter().rev().max_by_key(|pack| pack.stages.len());
        most.map_or(&[], |pack| &pack.stages)
    }

    /// Words that `similar` passes over, folded.
    pub fn noise(&self) -> Vec<Box<str>> {
        self.packs.iter().flat_map(|pack| &pack.noise).map(|word| schema::fold_value(word)).collect()
    }

    pub(super) fn is_pack(&self, file: FileId) -> bool {
        self.pack_files.contains(&file)
    }
}

/// Loads everything but the documents.
pub(super) fn open(system: &dyn System, relations: bool) -> Result<Workspace, OpenError> {
    let text = manifest_text(system)?;
    let (manifest, _) = read_manifest(text.as_deref().unwrap_or_default(), FileId(0))?;
    let base = Base::load(system, text.is_some().then_some(&manifest), relations)?;
    over(Arc::new(base), system, false)
}

/// A workspace over packs that are loaded: reads the manifest, but no documents yet. `grounded`: it is known to be about what they are about.
pub(super) fn over(base: Arc<Base>, system: &dyn System, grounded: bool) -> Result<Workspace, OpenError> {
    let mut sources = base.sources.clone();
    let mut index = base.index.clone();
    let mut vocabulary = Vocabulary::new(base.schema.clone(), base.citations.clone());
    vocabulary.pack_ids.clone_from(&base.pack_ids);
    let mut setup = base.findings.clone();
    let mut own = None;
    if let Some(text) = manifest_text(system)? {
        let file = sources.set(SourceFile::new(MANIFEST, text.as_str()));
        let (manifest, findings) = read_manifest(&text, file)?;
        setup.extend(findings);
        let tree = yaml::read(&text, 0..text.len(), &Limits::default());
        setup.extend(tree.problems.iter().map(|p| read::told(p, file)));
        settings::apply(file, &manifest, &mut vocabulary, &mut index, &mut setup);
        settings::rule_names(file, &manifest, &base.rules, &mut setup);
        settings::stage(file, &manifest, base.stages(), &mut setup);
        if let Some(root) = tree.documents.first() {
            unknown_keys(sources.get(file), file, root, &base.schema, &mut setup);
            let mut facts = read::manifest_record(file, sources.get(file), root, &vocabulary);
            setup.append(&mut facts.findings);
            facts.directives = in_yaml(&text, text.len(), &tree.documents, &tree.comments);
            index.replace(Arc::new(facts));
        }
        own = Some((file, manifest));
    }
    // Whoever keeps a manifest has said what the repository is about.
    vocabulary.grounded = grounded || own.is_some();
    let vocabulary = Arc::new(vocabulary);
    let mut workspace = Workspace {
        base,
        sources,
        manifest: own,
        baseline: None,
        baseline_path: None,
        vocabulary,
        index,
        setup,
        told: FxHashSet::default(),
        admitted: FxHashMap::default(),
    };
    workspace.removable();
    workspace.read_baseline(system, super::BASELINE);
    Ok(workspace)
}

fn manifest_text(system: &dyn System) -> Result<Option<String>, OpenError> {
    match system.read(MANIFEST, Limits::default().file_bytes) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| OpenError::Manifest("it is not UTF-8 text".into())),
        Err(ReadError::NotFound) => Ok(None),
        Err(other) => Err(OpenError::Manifest(other.to_string())),
    }
}

fn read_manifest(text: &str, file: FileId) -> Result<(Manifest, Vec<Finding>), OpenError> {
    let tree = yaml::read(text, 0..text.len(), &Limits::default());
    match tree.documents.first() {
        None => Ok(Default::default()),
        Some(root) if matches!(root.value, NodeValue::Map(_)) => Ok(config::read(file, root)),
        Some(root) => Err(OpenError::NoMapping(root.noun())),
    }
}

/// Top-level keys that neither the engine nor a kind in the manifest knows.
fn unknown_keys(source: &SourceFile, file: FileId, tree: &crate::syntax::Node<'_>, schema: &Schema, setup: &mut Vec<Finding>) {
    let mut known: Vec<&str> = KEYS.to_vec();
    for (key, with) in schema.kinds.iter().filter_map(|k| k.in_manifest.as_ref()) {
        known.push(key);
        known.extend(with.iter().map(|k| &**k));
    }
    for entry in tree.entries() {
        let key: &str = &entry.key.text;
        if !known.contains(&key) && !key.starts_with("x-") {
            let message = format!("`{key}` is not a key of the manifest{}", did_you_mean(key, known.iter().copied()));
            let at = Place::new(file, entry.key.span);
            let mut finding = Finding::built_in(codes::INVALID_MANIFEST, at, message);
            let meant = only_nearest(key, known.iter().map(|name| (*name, *name)));
            finding.fix = meant.and_then(|(name, _)| Fix::instead(at, &source.text, key, name));
            setup.push(finding);
        }
    }
}

/// Derived fields of all kinds. `tried`: they are known to be right.
fn derived(schema: &Arc<Schema>, tried: bool) -> (Arc<DerivedTable>, Vec<Finding>) {
    if tried {
        return (Arc::new(DerivedTable::tried(schema)), Vec::new());
    }
    let (derived, complaints) = DerivedTable::compile(schema);
    let finding = |(place, complaint): (Place, Complaint)| {
        let mut finding = Finding::built_in(codes::INVALID_RULE, Place::new(place.file, complaint.span), complaint.message);
        finding.help = complaint.help;
        finding
    };
    (Arc::new(derived), complaints.into_iter().map(finding).collect())
}

fn citations(packs: &[PackFiles], sources: &Sources, schema: &Schema, setup: &mut Vec<Finding>) -> Citations {
    let mut citations = Citations::default();
    for file in packs.iter().filter_map(|p| p.mentions) {
        let tree = read_source(sources.get(file), &Limits::default());
        setup.extend(tree.problems.iter().map(|p| read::told(p, file)));
        if let Some(node) = tree.documents.first() {
            citations.load(file, node, schema, sources.get(file).packed().is_some(), setup);
        }
    }
    citations
}

/// Reads the packs' own records into the index; gives their files.
fn pack_records(
    packs: &[PackFiles],
    relations: bool,
    sources: &Sources,
    vocabulary: &mut Vocabulary,
    index: &mut Index,
    setup: &mut Vec<Finding>,
) -> Vec<FileId> {
    let read = |pack: &PackFiles| [pack.records.as_slice(), if relations { &pack.relations } else { &[] }].concat();
    let files: Vec<FileId> = packs.iter().flat_map(read).collect();
    for file in &files {
        let mut facts = read::read_records(*file, sources.get(*file), vocabulary);
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
