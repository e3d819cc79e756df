//! From a reference's text to a record, and back.

use std::sync::Arc;

use super::build::{fold_id, targets};
use super::{EntityId, Index, Target};
use crate::model::{Data, Nth, Value};
use crate::schema::{KindId, RefSpec, RefTo, Type, fold_value};
use crate::source::FileId;

impl Index {
    /// What a text leads to as a reference. `from` is the file it stands in: paths are relative to it.
    pub fn resolve(&self, text: &str, spec: &RefSpec, from: FileId) -> Target {
        self.find(text, spec).map_or_else(|| self.beyond_names(text, spec, from), Target::Record)
    }

    /// What a reference in a field leads to: as [`Index::resolve`], but looked up once.
    pub fn target(&self, (text, nth): (&str, Nth), spec: &RefSpec, from: FileId) -> Target {
        match self.led.get(from, nth) {
            Some(Some(entity)) => Target::Record(entity),
            Some(None) => self.beyond_names(text, spec, from),
            None => {
                let target = self.resolve(text, spec, from);
                let entity = if let Target::Record(entity) = target { Some(entity) } else { None };
                self.led.set(from, nth, entity);
                target
            }
        }
    }

    /// What a text leads to that is no record's id or name.
    fn beyond_names(&self, text: &str, spec: &RefSpec, from: FileId) -> Target {
        if is_url(text) {
            return Target::Url;
        }
        if looks_like_path(text) {
            let Some(path) = self.path_of(text, from) else { return Target::Dangling };
            return match self.documents.get(&*path) {
                Some(entity) if self.allowed(*entity, spec) => Target::Record(*entity),
                _ => Target::File(path),
            };
        }
        if text.split_once(':').is_some_and(|(prefix, rest)| is_namespace(prefix) && !rest.starts_with(' ')) {
            return Target::Text; // another scheme's id
        }
        if !self.shaped(text, spec) || self.outside.get(&*fold_id(text)).is_some_and(|n| *n > 0) {
            return Target::Text;
        }
        if let Some(other) = self.by_id(text).first() {
            return Target::WrongKind(*other);
        }
        if self.kept_elsewhere(spec) { Target::Text } else { Target::Dangling }
    }

    /// True for an id within a range that no record has: a range means those that there are. `items` is the list that it stands in. It bears
    /// the place of the whole range, and so holds the places of its ends.
    pub fn is_gap(&self, value: &Value, items: &[Value], ty: &Type, from: FileId) -> bool {
        let (Data::Ref(text, nth), Type::Ref(spec)) = (&value.data, ty) else { return false };
        let holds = |other: &Value| value.span != other.span && value.span.contains(other.span);
        // A reference's place is that of its id: only within a range is it longer.
        value.span.len() > text.size() && items.iter().any(holds) && self.target((text, *nth), spec, from) == Target::Dangling
    }

    /// The record that all of a text names, else its head.
    fn find(&self, text: &str, spec: &RefSpec) -> Option<EntityId> {
        self.find_exactly(text, spec).or_else(|| self.find_by_head(text, spec))
    }

    /// The record that bears a text as its id or as a name.
    pub(super) fn find_exactly(&self, text: &str, spec: &RefSpec) -> Option<EntityId> {
        let by_id = self.find_id(text, spec);
        by_id.or_else(|| {
            let folded = fold_value(text);
            spec.by.iter().find_map(|field| {
                let named = self.by_name.get(field)?.get(&folded)?;
                // A name that two records bear names neither.
                let mut fitting = named.iter().copied().filter(|e| self.allowed(*e, spec));
                let first = fitting.next()?;
                fitting.all(|e| e == first).then_some(first)
            })
        })
    }

    fn allowed(&self, entity: EntityId, spec: &RefSpec) -> bool {
        targets(&spec.to).is_none_or(|kinds| kinds.iter().any(|k| self.schema.is_a(self.kind(entity), *k)))
    }

    /// True when the text looks like an id of a kind that the reference wants, or of any other kind that is loaded.
    fn shaped(&self, text: &str, spec: &RefSpec) -> bool {
        let fits =
            |k: KindId| self.schema.kind(k).id.as_ref().and_then(|id| id.pattern.as_ref()).is_some_and(|p| p.is_match(text));
        match &spec.to {
            RefTo::Kinds(kinds) if kinds.iter().any(|k| fits(*k)) => true,
            // An id of another kind in this field is a mistake too, but only ids with a prefix are told from text.
            _ => self.schema.shapes().fit(text),
        }
    }

    fn kept_elsewhere(&self, spec: &RefSpec) -> bool {
        match &spec.to {
            RefTo::Any => false,
            RefTo::Kinds(kinds) => kinds.iter().any(|k| self.is_elsewhere(*k)),
        }
    }

    /// True when records of the kind are kept in another system and none is here.
    pub fn is_elsewhere(&self, kind: KindId) -> bool {
        self.elsewhere.contains(&kind) && self.all(kind).is_empty()
    }

    /// The path, relative to the root, that a text names, if something is there.
    pub fn path_of(&self, text: &str, from: FileId) -> Option<Arc<str>> {
        if !looks_like_path(text) {
            return None;
        }
        let base = self.facts(from).map_or("", |f| &f.path);
        let text = text.split('#').next().unwrap_or(text);
        [join(base, text), join("", text)].into_iter().flatten().find(|p| self.is_present(p)).map(Arc::from)
    }

    /// True when a path exists in the repository, as far as the index was told.
    pub fn is_present(&self, path: &str) -> bool {
        self.present.contains(path)
    }

    /// The reference at the end of a field path.
    pub fn ref_spec(&self, kind: KindId, path: &[u16]) -> Option<&Arc<RefSpec>> {
        let (first, rest) = path.split_first()?;
        let mut ty = self.schema.kind(kind).fields.get(*first as usize)?.ty.element();
        for step in rest {
            ty = match ty {
                Type::Group(group) => group.fields.get(*step as usize)?.ty.element(),
                Type::Map(map) => match map.entry.element() {
                    Type::Group(group) => group.fields.get(*step as usize)?.ty.element(),
                    _ => return None,
                },
                _ => return None,
            };
        }
        match ty {
            Type::Ref(spec) => Some(spec),
            _ => None,
        }
    }

    /// Puts records in order of path and place, each once.
    pub fn sort(&self, entities: &mut Vec<EntityId>) {
        if entities.len() > 1 {
            entities
                .sort_by_cached_key(|e| self.tellings(*e).first().map(|t| (self.rank.get(t.file.0 as usize).copied(), t.record)));
            entities.dedup();
        }
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn is_namespace(prefix: &str) -> bool {
    !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Endings that tell a file's name from other text with a dot in it ("Node.js").
const EXTENSIONS: &[&str] = &[
    "md", "markdown", "yaml", "yml", "json", "csv", "txt", "log", "pdf", "doc", "docx", "xls", "xlsx", "ods", "odt", "ppt",
    "pptx", "html", "htm", "png", "jpg", "jpeg", "svg", "zip", "eml", "msg", "ipynb",
];

/// True for `a/b.md`, `./x`, `report.pdf`: no blanks, and a file's ending or a leading `./`.
pub fn looks_like_path(text: &str) -> bool {
    // Most are ids, and have neither.
    if !text.starts_with('/') && !text.as_bytes().contains(&b'.') {
        return false;
    }
    let path = text.split('#').next().unwrap_or(text);
    let extension = path
        .rsplit_once('.')
        .is_some_and(|(stem, e)| !stem.is_empty() && EXTENSIONS.iter().any(|known| e.eq_ignore_ascii_case(known)));
    !path.contains(char::is_whitespace)
        && !is_url(path)
        && (extension || path.starts_with("./") || path.starts_with("../") || path.starts_with('/'))
}

/// Joins a relative path to the folder of `base`, and normalises. None if it leaves the root.
pub fn join(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => base.rsplit_once('/').map_or_else(Vec::new, |(folder, _)| folder.split('/').collect()),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
