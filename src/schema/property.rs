//! From a schema's `properties` to fields and their types.

use std::borrow::Borrow;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::fold_value;
use super::kind::KindId;
use super::shape::CONSTRAINTS;
use super::types::{Field, Group, LevelSpec, MapType, OtherEnd, RefSpec, RefTo, ScaleSpec, TRUTHS, Truths, Type, Vocabulary};
use crate::finding::{Finding, codes, did_you_mean};
use crate::source::{FileId, Place, Span, Text};
use crate::syntax::Node;

/// Keywords of a field's schema, besides [`CONSTRAINTS`].
const KEYWORDS: &[&str] = &[
    "type",
    "format",
    "enum",
    "items",
    "properties",
    "additionalProperties",
    "default",
    "description",
    "title",
    "examples",
    "$comment",
    "x-ref",
    "x-aliases",
    "x-values",
    "x-ordered",
    "x-scale",
    "x-level",
    "x-past",
    "x-interval",
    "x-body",
    "x-sensitive",
];

/// The level beside a number.
fn level(node: &Node<'_>) -> LevelSpec {
    let words = node.get("words").into_iter().flat_map(Node::items).filter_map(Node::text).map(|w| fold_value(w).into());
    LevelSpec { field: node.get("field").and_then(Node::text).unwrap_or_default().into(), words: words.collect() }
}

/// What is made of the texts of a list; nothing of what is none.
pub(super) fn texts<T>(list: Option<&Node<'_>>, of: impl Fn(&str) -> T) -> Vec<T> {
    let items = list.map_or(&[][..], Node::items);
    let mut texts = Vec::with_capacity(items.len());
    texts.extend(items.iter().filter_map(Node::text).map(of));
    texts
}

/// Reads properties of one schema file.
pub(super) struct Properties<'a> {
    pub ids: &'a FxHashMap<Arc<str>, KindId>,
    pub file: FileId,
    /// The file's text.
    pub text: &'a Text,
    pub kind: KindId,
    /// It came with the program, and no keyword of it is unknown.
    pub tried: bool,
    /// See [`super::SchemaText::shared`].
    pub shared: bool,
    pub findings: &'a mut Vec<Finding>,
}

impl Properties<'_> {
    fn complain(&mut self, span: Span, message: String) {
        self.findings.push(Finding::built_in(codes::INVALID_RULE, Place::new(self.file, span), message));
    }

    /// The fields of a `properties` mapping.
    pub(super) fn fields(&mut self, node: &Node<'_>) -> Vec<Field> {
        let mut fields = Vec::with_capacity(node.entries().len());
        for entry in node.entries() {
            if self.shared && !self.leads_somewhere(&entry.value) {
                continue;
            }
            let unknown = if self.tried { &[] } else { entry.value.entries() };
            for keyword in unknown {
                let key: &str = &keyword.key.text;
                if !KEYWORDS.contains(&key) && !CONSTRAINTS.contains(&key) {
                    let near = did_you_mean(key, KEYWORDS.iter().chain(CONSTRAINTS).copied());
                    self.complain(keyword.key.span, format!("`{key}` is not a keyword of a field's schema{near}"));
                }
            }
            let said = |key: &str| entry.value.get(key).and_then(Node::text);
            // A list's aliases may stand on the list or on its items.
            let mut aliases = texts(entry.value.get("x-aliases"), |alias| self.text.part(alias));
            aliases.extend(texts(entry.value.get("items").and_then(|i| i.get("x-aliases")), |alias| self.text.part(alias)));
            fields.push(Field {
                name: (&*entry.key.text).into(),
                description: said("description").unwrap_or_default().into(),
                ty: self.ty(&entry.value),
                aliases,
                folded: OnceLock::new(),
                past: said("x-past") == Some("true"),
                sensitive: said("x-sensitive") == Some("true"),
                default: said("default").and_then(|d| d.parse().ok()),
                level: entry.value.get("x-level").map(level),
                body: said("x-body") == Some("true"),
                place: Place::new(self.file, entry.key.span),
                declared_by: self.kind,
            });
        }
        fields
    }

    /// False for a reference none of whose kinds any pack brings.
    fn leads_somewhere(&self, field: &Node<'_>) -> bool {
        let reference = field.get("x-ref").or_else(|| field.get("items")?.get("x-ref"));
        let Some(to) = reference.and_then(|r| r.get("to")) else { return true };
        let is_kind = |node: &Node<'_>| node.text().is_some_and(|name| name == "any" || self.ids.contains_key(name));
        is_kind(to) || to.items().iter().any(is_kind)
    }

    fn ty(&mut self, node: &Node<'_>) -> Type {
        let said = |key: &str| node.get(key).and_then(Node::text);
        if let Some(reference) = node.get("x-ref") {
            return self.reference(reference);
        }
        if let Some(scale) = node.get("x-scale") {
            let part = |key: &str| scale.get(key).and_then(Node::text).unwrap_or_default().into();
            return Type::Scale(Arc::new(ScaleSpec { kind: part("kind"), levels: part("levels") }));
        }
        if node.get("enum").is_some() {
            return self.vocabulary(node);
        }
        match (said("type"), said("format")) {
            (Some("string") | None, Some("date")) => Type::Date,
            (Some("string") | None, Some("duration")) => Type::Duration,
            (Some("string") | None, Some("regex")) => Type::Pattern,
            (Some("number" | "integer"), _) => Type::Number,
            (Some("boolean"), _) => Type::Truth(truths(node)),
            (Some("array"), _) => Type::List(Box::new(node.get("items").map_or(Type::Text, |items| self.ty(items)))),
            (Some("object"), _) => self.object(node),
            (Some("string") | None, _) => Type::Text,
            (Some(other), _) => {
                let span = node.get("type").map_or(node.span, |n| n.span);
                self.complain(span, format!("`{other}` is not a type that a field may have"));
                Type::Text
            }
        }
    }

    fn object(&mut self, node: &Node<'_>) -> Type {
        let fields = node.get("properties").map(|p| self.fields(p)).unwrap_or_default();
        let group = Group { fields, names: OnceLock::new() };
        match node.get("additionalProperties") {
            Some(entry) if !entry.entries().is_empty() => {
                Type::Map(Arc::new(MapType { keys: group, entry: self.ty(entry), open: true }))
            }
            _ => Type::Group(Arc::new(group)),
        }
    }

    fn reference(&mut self, node: &Node<'_>) -> Type {
        let flag = |key: &str| node.get(key).and_then(Node::text) == Some("true");
        let to = match node.get("to") {
            Some(to) if to.text() == Some("any") => RefTo::Any,
            Some(to) => {
                let wanted: Vec<&Node<'_>> = if to.items().is_empty() { vec![to] } else { to.items().iter().collect() };
                let mut kinds = Vec::new();
                for kind in wanted {
                    match kind.text().and_then(|k| self.ids.get(k)) {
                        Some(id) => kinds.push(*id),
                        None if self.shared => {}
                        None => {
                            let name = kind.text().unwrap_or_default();
                            let near = did_you_mean(name, self.ids.keys().map(|k| &**k));
                            self.complain(kind.span, format!("no schema defines the kind `{name}`{near}"));
                        }
                    }
                }
                RefTo::Kinds(kinds)
            }
            None => {
                self.complain(node.span, "a reference says with `to` which kind it leads to".into());
                RefTo::Any
            }
        };
        let by: Vec<Arc<str>> = node.get("by").map_or_else(
            || vec!["title".into()],
            |by| by.items().iter().filter_map(Node::text).filter(|name| *name != "id").map(Arc::from).collect(),
        );
        let inverse = match node.get("inverse") {
            None => OtherEnd::Unsaid,
            Some(said) => said.text().map_or(OtherEnd::Nameless, |name| OtherEnd::Named(name.into())),
        };
        Type::Ref(Arc::new(RefSpec { to, open: flag("open"), acyclic: flag("acyclic"), by, inverse }))
    }

    fn vocabulary(&mut self, node: &Node<'_>) -> Type {
        let words: Vec<Arc<str>> = texts(node.get("enum"), |word| word.into());
        let mut others: Vec<(Text, u16)> = Vec::new();
        for entry in node.get("x-values").into_iter().flat_map(Node::entries) {
            let same = |word: &str| *fold_value(word) == *fold_value(&entry.key.text);
            let exactly = words.iter().position(|word| **word == *entry.key.text);
            let word = exactly.or_else(|| words.iter().rposition(|word| same(word))).map(|i| i as u16);
            let Some(i) = word.or_else(|| others.iter().find(|(other, _)| same(other)).map(|(_, i)| *i)) else {
                let near = did_you_mean(&entry.key.text, words.iter().map(|w| &**w));
                self.complain(entry.key.span, format!("`{}` is not a word of the vocabulary{near}", entry.key.text));
                continue;
            };
            others.extend(texts(Some(&entry.value), |other| (self.text.part(other), i)));
        }
        let ordered = node.get("x-ordered").and_then(Node::text) == Some("true");
        Type::Word(Arc::new(Vocabulary::new(words, others, ordered)))
    }
}

fn truths(node: &Node<'_>) -> Arc<Truths> {
    let Some(values) = node.get("x-values") else { return TRUTHS.clone() };
    let mut known = Truths::clone(&TRUTHS);
    for entry in values.entries() {
        let truth = entry.key.text == "true";
        known.extend(entry.value.items().iter().filter_map(Node::text).map(|w| (fold_value(w), truth)));
    }
    Arc::new(known)
}

/// Folded names and aliases of fields. A name wins over another field's alias; of two aliases the first.
pub(super) fn names<F: Borrow<Field>>(fields: &[F]) -> FxHashMap<Arc<str>, u16> {
    let folded = || fields.iter().enumerate().map(|(i, field)| (field.borrow().folded(), i as u16));
    let mut names: FxHashMap<Arc<str>, u16> = FxHashMap::default();
    names.reserve(fields.iter().map(|f| f.borrow().folded().len()).sum());
    names.extend(folded().filter_map(|(all, i)| Some((all.first()?.clone(), i))));
    for (all, i) in folded() {
        for alias in all.iter().skip(1) {
            names.entry(alias.clone()).or_insert(i);
        }
    }
    names
}
