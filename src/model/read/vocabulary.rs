//! What reading needs to know besides the file itself: the kinds, the manifest's words, the packs' citation patterns.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::citations::Citations;
use super::recognise::Words;
use super::stem;
use crate::schema::{Kind, KindId, Schema, fold, named, with_folded};
use crate::syntax::Limits;

/// Fields by the folded names of their columns.
type Columns = FxHashMap<Arc<str>, Vec<(KindId, u16)>>;

/// The vocabulary that facts are read with. A change to it means that every file is read anew.
#[derive(Debug)]
pub struct Vocabulary {
    /// The kinds.
    pub schema: Arc<Schema>,
    /// Budgets.
    pub limits: Limits,
    /// Paths or patterns with `*` that the manifest gives a kind.
    pub documents: Vec<(Box<str>, KindId)>,
    /// The organisation's own names for fields: kind and folded name to field.
    pub names: FxHashMap<(KindId, Box<str>), u16>,
    /// The organisation's own words: kind, field and folded word to the vocabulary's word.
    pub words: FxHashMap<(KindId, u16, Box<str>), Box<str>>,
    /// The repository as a whole is known to be about what the packs are about: a file need not say so.
    pub grounded: bool,
    /// Citation schemes of the packs.
    pub citations: Arc<Citations>,
    /// Ids of the packs' own records, folded, by kind name.
    pub pack_ids: FxHashMap<Arc<str>, FxHashSet<Box<str>>>,
    lists: FxHashMap<Box<str>, KindId>,
    stems: FxHashMap<Box<str>, Option<KindId>>,
    /// What [`Vocabulary::columns`] looks up: made for the first table.
    columns: OnceLock<Columns>,
    validators: Vec<OnceLock<Option<jsonschema::Validator>>>,
}

impl Vocabulary {
    /// The vocabulary of these kinds, without a manifest's additions.
    pub fn new(schema: Arc<Schema>, citations: Arc<Citations>) -> Self {
        let mut lists: FxHashMap<Box<str>, KindId> = FxHashMap::default();
        let mut stems: FxHashMap<Box<str>, Option<KindId>> = FxHashMap::default();
        for (id, kind) in schema.iter() {
            for list in &kind.recognise.lists {
                lists.entry(list.clone()).or_insert(id);
            }
            if kind.document {
                for name in &kind.recognise.paths {
                    // A name that two kinds claim tells neither.
                    stems.entry(name.clone()).and_modify(|k| *k = None).or_insert(Some(id));
                }
            }
        }
        let validators = schema.kinds.iter().map(|_| OnceLock::new()).collect();
        Self {
            schema,
            limits: Limits::default(),
            documents: Vec::new(),
            names: FxHashMap::default(),
            words: FxHashMap::default(),
            grounded: false,
            citations,
            pack_ids: FxHashMap::default(),
            lists,
            stems,
            columns: OnceLock::new(),
            validators,
        }
    }

    /// The kind that the manifest gives a path.
    pub fn named(&self, path: &str) -> Option<KindId> {
        self.documents.iter().find(|(pattern, _)| matches(pattern, path)).map(|(_, kind)| *kind)
    }

    /// True where the manifest names this very path, and not a folder or a pattern that it falls under.
    pub(super) fn is_named_alone(&self, path: &str) -> bool {
        self.documents.iter().any(|(pattern, _)| **pattern == *path)
    }

    /// The one kind whose records a title, heading or path calls by name; of two, the one with the longer name.
    pub fn called(&self, text: &str) -> Option<(KindId, &Kind)> {
        let words = Words::new(&text.replace(['/', '.'], " "));
        let names = |kind: &Kind| {
            let held = kind.recognise.names.iter().filter(|n| words.hold(n));
            held.map(|n| n.len()).max().filter(|_| !kind.data && !kind.recognise.columns.is_empty() && !is_otherwise(kind, text))
        };
        let mut fitting: Vec<_> = self.schema.iter().filter_map(|(id, kind)| Some((names(kind)?, id, kind))).collect();
        fitting.sort_by_key(|(length, ..)| std::cmp::Reverse(*length));
        match fitting[..] {
            [(first, ..), (second, ..), ..] if first == second => None,
            [(_, id, kind), ..] => Some((id, kind)),
            [] => None,
        }
    }

    /// The kind of a document by its file's stem.
    pub(super) fn by_stem(&self, path: &str) -> Option<KindId> {
        self.stems.get(&fold(stem(path))).copied().flatten()
    }

    /// True for a path called as a list of records is: `risks.yaml`.
    pub(super) fn is_list_by_stem(&self, path: &str) -> bool {
        self.by_list(stem(path)).is_some()
    }

    /// The kind whose records stand in a YAML list under a key.
    pub(super) fn by_list(&self, key: &str) -> Option<KindId> {
        with_folded(key, |folded| self.lists.get(folded).copied())
    }

    /// The field of a kind that a key, column or heading names.
    pub fn field(&self, kind: KindId, name: &str) -> Option<u16> {
        with_folded(name, |folded| self.folded_field(kind, folded))
    }

    /// The field of a kind that a folded name names: for those who ask several kinds about one name.
    pub(super) fn folded_field(&self, kind: KindId, folded: &str) -> Option<u16> {
        let spec = self.schema.kind(kind);
        let own = || spec.line.iter().find_map(|k| self.names.get(&(*k, folded.into())).copied());
        let own = || if self.names.is_empty() { None } else { own() };
        spec.names().get(folded).copied().or_else(own).or_else(|| named(spec.names(), folded))
    }

    /// The fields that a folded column names, of all kinds that tables are recognised as: each table asks for all of its columns and kinds.
    pub(super) fn columns(&self, folded: &str) -> Cow<'_, [(KindId, u16)]> {
        let kinds = || self.schema.iter().filter(|(_, kind)| !kind.recognise.columns.is_empty());
        if folded.contains('/') || !self.names.is_empty() {
            return kinds().filter_map(|(id, _)| Some((id, self.folded_field(id, folded)?))).collect();
        }
        let columns = self.columns.get_or_init(|| {
            let mut columns = Columns::default();
            for (id, kind) in kinds() {
                for (name, field) in kind.names() {
                    columns.entry(name.clone()).or_default().push((id, *field));
                }
            }
            columns
        });
        Cow::Borrowed(columns.get(folded).map_or(&[][..], Vec::as_slice))
    }

    /// The validator for what a kind's schema says beyond types and words, built at first use.
    pub(super) fn validator(&self, kind: KindId) -> Option<&jsonschema::Validator> {
        let build = || {
            let schema = self.schema.kind(kind).validated.as_deref()?;
            jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex()).build(schema).ok()
        };
        self.validators[kind.0 as usize].get_or_init(build).as_ref()
    }
}

/// True for a title, heading or path by which records that look like a kind's are something else: `Architectural decisions`.
pub(super) fn is_otherwise(kind: &Kind, text: &str) -> bool {
    let words = Words::new(&text.replace(['/', '.'], " "));
    kind.recognise.unless.iter().any(|name| words.hold(name))
}

/// Matches a path against a pattern in which `*` stands for anything within a folder and `**` for any folders.
pub fn matches(pattern: &str, path: &str) -> bool {
    fn segment(pattern: &str, name: &str) -> bool {
        let mut pieces = pattern.split('*');
        let Some(first) = pieces.next() else { return name.is_empty() };
        let Some(mut rest) = name.strip_prefix(first) else { return false };
        let pieces: Vec<&str> = pieces.collect();
        let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
        for piece in middle {
            match rest.find(piece) {
                Some(at) => rest = &rest[at + piece.len()..],
                None => return false,
            }
        }
        rest.len() >= last.len() && rest.ends_with(last)
    }
    let pattern: Vec<&str> = pattern.trim_start_matches("./").split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    let (mut p, mut at) = (0, 0);
    // Where the last `**` stands, and up to where it reaches: only the last needs to reach further when what follows does not fit.
    let mut folders: Option<(usize, usize)> = None;
    while at < path.len() {
        match pattern.get(p) {
            Some(&"**") => {
                folders = Some((p, at));
                p += 1;
            }
            Some(part) if segment(part, path[at]) => (p, at) = (p + 1, at + 1),
            _ => {
                let Some((star, reach)) = folders else { return false };
                folders = Some((star, reach + 1));
                (p, at) = (star + 1, reach + 1);
            }
        }
    }
    pattern[p..].iter().all(|part| *part == "**")
}
