//! From a schema's `properties` to fields and their types.

use std::borrow::Borrow;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::fold_value;
use super::kind::KindId;
use super::shape::CONSTRAINTS;
use super::types::{
    Aliases, Field, Group, LevelSpec, MapType, OtherEnd, RefSpec, RefTo, ScaleSpec, TRUTHS, Texts, Truths, Type, Vocabulary,
};
use crate::finding::{Finding, codes, did_you_mean};
use crate::source::{FileId, Place, Span, Text};
use crate::syntax::{Entry, Left, Node, Unread};

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

/// True for the keys whose values are left unread in a file that came with the program: other names and words are the greater part of it,
/// and needed only where documents have the field; what a kind answers to is asked only about coverage.
pub(super) fn is_left(key: &str) -> bool {
    matches!(key, "x-aliases" | "x-values" | "x-answers")
}

/// What a field's schema says, by keyword.
#[derive(Clone, Copy, Default)]
struct Said<'n, 't> {
    ty: Option<&'n Node<'t>>,
    format: Option<&'n Node<'t>>,
    description: Option<&'n Node<'t>>,
    default: Option<&'n Node<'t>>,
    words: Option<&'n Node<'t>>,
    items: Option<&'n Node<'t>>,
    properties: Option<&'n Node<'t>>,
    additional: Option<&'n Node<'t>>,
    reference: Option<&'n Node<'t>>,
    scale: Option<&'n Node<'t>>,
    level: Option<&'n Node<'t>>,
    ordered: Option<&'n Node<'t>>,
    past: Option<&'n Node<'t>>,
    sensitive: Option<&'n Node<'t>>,
    body: Option<&'n Node<'t>>,
    aliases: Option<&'n Entry<'t>>,
    values: Option<&'n Entry<'t>>,
    /// It says something else, that may be for the validator.
    more: bool,
}

impl<'n, 't> Said<'n, 't> {
    fn by(node: &'n Node<'t>) -> Self {
        let mut said = Self::default();
        for entry in node.entries() {
            let value = Some(&entry.value);
            match &*entry.key.text {
                "type" => said.ty = value,
                "format" => said.format = value,
                "description" => said.description = value,
                "default" => said.default = value,
                "enum" => said.words = value,
                "items" => said.items = value,
                "properties" => said.properties = value,
                "additionalProperties" => said.additional = value,
                "x-ref" => said.reference = value,
                "x-scale" => said.scale = value,
                "x-level" => said.level = value,
                "x-ordered" => said.ordered = value,
                "x-past" => said.past = value,
                "x-sensitive" => said.sensitive = value,
                "x-body" => said.body = value,
                "x-aliases" => said.aliases = Some(entry),
                "x-values" => said.values = Some(entry),
                other => said.more |= !other.starts_with("x-"),
            }
        }
        // Nobody looks below the type of such a field.
        let settled = said.reference.is_some() || said.scale.is_some() || said.words.is_some();
        let is = |ty: &str| !settled && said.ty.and_then(Node::text) == Some(ty);
        said.more |=
            said.items.is_some() && !is("array") || (said.properties.is_some() || said.additional.is_some()) && !is("object");
        said
    }
}

fn is_true(node: Option<&Node<'_>>) -> bool {
    node.and_then(Node::text) == Some("true")
}

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
    /// What was left unread of the file.
    pub left: &'a Left,
    /// Set if a field's schema says something that is for the validator.
    pub constrained: bool,
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
            let said = Said::by(&entry.value);
            // A list's aliases may stand on the list or on its items.
            let of_items = said.items.and_then(|items| items.entry("x-aliases"));
            fields.push(Field {
                name: (&*entry.key.text).into(),
                description: self.text.part(said.description.and_then(Node::text).unwrap_or_default()),
                ty: self.ty_of(&entry.value, said),
                aliases: Aliases::of([said.aliases, of_items].map(|list| self.aliases(list))),
                folded: OnceLock::new(),
                past: is_true(said.past),
                sensitive: is_true(said.sensitive),
                default: said.default.and_then(Node::text).and_then(|d| d.parse().ok()),
                level: said.level.map(level),
                body: is_true(said.body),
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

    fn aliases(&self, list: Option<&Entry<'_>>) -> Texts {
        match list.map(|list| (list, self.left.under(list.key.span))) {
            None => Texts::default(),
            Some((_, Some(unread))) => Texts::Unread(unread),
            Some((list, None)) => Texts::Read(texts(Some(&list.value), |alias| self.text.part(alias))),
        }
    }

    fn ty(&mut self, node: &Node<'_>) -> Type {
        self.ty_of(node, Said::by(node))
    }

    /// The type of a field whose schema says this.
    fn ty_of(&mut self, node: &Node<'_>, said: Said<'_, '_>) -> Type {
        self.constrained |= said.more;
        if let Some(reference) = said.reference {
            return self.reference(reference);
        }
        if let Some(scale) = said.scale {
            let part = |key: &str| scale.get(key).and_then(Node::text).unwrap_or_default().into();
            return Type::Scale(Arc::new(ScaleSpec { kind: part("kind"), levels: part("levels") }));
        }
        if said.words.is_some() {
            return self.vocabulary(said);
        }
        match (said.ty.and_then(Node::text), said.format.and_then(Node::text)) {
            (Some("string") | None, Some("date")) => Type::Date,
            (Some("string") | None, Some("duration")) => Type::Duration,
            (Some("string") | None, Some("regex")) => Type::Pattern,
            (Some("number" | "integer"), _) => Type::Number,
            (Some("boolean"), _) => Type::Truth(self.truths(said.values)),
            (Some("array"), _) => Type::List(Box::new(said.items.map_or(Type::Text, |items| self.ty(items)))),
            (Some("object"), _) => self.object(said),
            (Some("string") | None, _) => Type::Text,
            (Some(other), _) => {
                let span = said.ty.map_or(node.span, |n| n.span);
                self.complain(span, format!("`{other}` is not a type that a field may have"));
                Type::Text
            }
        }
    }

    fn object(&mut self, said: Said<'_, '_>) -> Type {
        let fields = said.properties.map(|p| self.fields(p)).unwrap_or_default();
        let group = Group { fields, names: OnceLock::new() };
        match said.additional {
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

    fn vocabulary(&mut self, said: Said<'_, '_>) -> Type {
        let words: Vec<Arc<str>> = texts(said.words, |word| word.into());
        let ordered = is_true(said.ordered);
        let vocabulary = match said.values.map(|values| (values, self.left.under(values.key.span))) {
            None => Vocabulary::new(words, Vec::new(), ordered),
            Some((_, Some(unread))) => Vocabulary::later(words, unread, ordered),
            Some((values, None)) => {
                let others = others(&words, &values.value, self.text, &mut |word, span| {
                    let near = did_you_mean(word, words.iter().map(|w| &**w));
                    self.complain(span, format!("`{word}` is not a word of the vocabulary{near}"));
                });
                Vocabulary::new(words, others, ordered)
            }
        };
        Type::Word(Arc::new(vocabulary))
    }

    fn truths(&self, values: Option<&Entry<'_>>) -> Arc<Truths> {
        let Some(values) = values else { return TRUTHS.clone() };
        let unread = self.left.under(values.key.span).and_then(Unread::read);
        let mut known = Truths::clone(&TRUTHS);
        for entry in unread.as_ref().unwrap_or(&values.value).entries() {
            let truth = entry.key.text == "true";
            known.extend(entry.value.items().iter().filter_map(Node::text).map(|w| (fold_value(w), truth)));
        }
        Arc::new(known)
    }
}

/// Other words for those of a vocabulary, with its index. Hands over what is said to be a word and is none.
pub(super) fn others(
    words: &[Arc<str>],
    values: &Node<'_>,
    file: &Text,
    unknown: &mut dyn FnMut(&str, Span),
) -> Vec<(Text, u16)> {
    let mut others: Vec<(Text, u16)> = Vec::new();
    for entry in values.entries() {
        let same = |word: &str| *fold_value(word) == *fold_value(&entry.key.text);
        let exactly = words.iter().position(|word| **word == *entry.key.text);
        let word = exactly.or_else(|| words.iter().rposition(|word| same(word))).map(|i| i as u16);
        match word.or_else(|| others.iter().find(|(other, _)| same(other)).map(|(_, i)| *i)) {
            Some(i) => others.extend(texts(Some(&entry.value), |other| (file.part(other), i))),
            None => unknown(&entry.key.text, entry.key.span),
        }
    }
    others
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
