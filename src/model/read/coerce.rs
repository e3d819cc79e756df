//! A node as the schema's type wants it. What cannot be read is a finding at its span, and a poisoned value.

use super::super::facts::{Data, MapEntry, Nth, Value};
use super::super::{DottedName, Text};
use super::placeholder::{Blank, blank};
use super::{Reading, lists, scalar};
use crate::finding::{Finding, Fix, RecordName, codes, did_you_mean, in_letters_of, only_nearest};
use crate::schema::{Field, Group, KindId, RefSpec, RefTo, Type};
use crate::source::Span;
use crate::syntax::{Entry, Node, NodeValue, Style};

/// What a coercion is about, for findings.
pub(super) struct About<'r> {
    pub kind: KindId,
    pub record: &'r RecordName,
    pub field: DottedName<'r>,
}

impl About<'_> {
    fn inner<'s>(&'s self, name: &'s str) -> About<'s> {
        About { kind: self.kind, record: self.record, field: self.field.inner(name) }
    }
}

impl Reading<'_> {
    /// The value of a node under a type.
    pub(super) fn value(&mut self, node: &Node<'_>, ty: &Type, about: &About<'_>) -> Value {
        if let Type::List(_) = ty
            && let Some(list) = lists::bracketed(node)
        {
            return self.value(&list, ty, about);
        }
        match blank(node) {
            Some(Blank::Placeholder) => {
                self.placeholder(node.span, about);
                return Value { span: node.span, data: Data::Missing };
            }
            None if node.text().is_some_and(|t| scalar::is_choice(t, ty)) => {
                return Value { span: node.span, data: Data::Missing };
            }
            Some(Blank::Empty) if !self.is_word(node, ty, about) => return Value { span: node.span, data: Data::Missing },
            _ => {}
        }
        let data = match (ty, &node.value) {
            (Type::List(item), _) => self.list(node, item, about),
            (Type::Group(group), NodeValue::Map(entries)) => self.group(entries, group, about),
            (Type::Group(group), NodeValue::Scalar(_)) => match group.fields.iter().position(|f| f.body) {
                Some(i) => Data::Group([(i as u16, self.value(node, &group.fields[i].ty, about))].into()),
                // A cell has no room for fields: what it says in words cannot be told apart.
                None if node.style == Style::Cell => Data::Poisoned,
                None => self.mismatch(node, ty, about),
            },
            (Type::Map(map), NodeValue::Map(entries)) => {
                let mut read = Vec::with_capacity(entries.len());
                for entry in entries {
                    if let Some((key, value)) = self.map_entry(entry, map, about) {
                        read.push(MapEntry { key, span: entry.key.span, value });
                    }
                }
                Data::Map(read.into())
            }
            (Type::Ref(spec), NodeValue::Scalar(text)) => return self.reference(text, node.span, spec),
            (_, NodeValue::Scalar(text)) => self.scalar(text, node.span, ty, about),
            _ => self.mismatch(node, ty, about),
        };
        Value { span: node.span, data }
    }

    fn map_entry(
        &mut self,
        entry: &Entry<'_>,
        map: &crate::schema::MapType,
        about: &About<'_>,
    ) -> Option<(std::sync::Arc<str>, Value)> {
        let known = map.keys.named(&entry.key.text).map(|i| &map.keys.fields[i as usize]);
        let (name, ty): (std::sync::Arc<str>, &Type) = match known {
            Some(field) => (field.name.clone(), &field.ty),
            None if map.open => ((&*entry.key.text).into(), &map.entry),
            None => {
                self.unknown(&entry.key.text, entry.key.span, &map.keys, about);
                return None;
            }
        };
        let value = self.value(&entry.value, ty, &about.inner(&name));
        Some((name, value))
    }

    /// A text that a value keeps.
    pub(super) fn piece(&self, text: &str) -> Text {
        Text::within(&self.whole, text)
    }

    /// A word of the vocabulary such as "none" or "not applicable" is a value, not nothing; so is an own word of the manifest.
    fn is_word(&self, node: &Node<'_>, ty: &Type, about: &About<'_>) -> bool {
        let Some(text) = node.text() else { return false };
        let folded = crate::schema::fold_value(text);
        match ty {
            Type::Word(words) => words.known().contains_key(&folded) || self.own_word(text, about).is_some(),
            Type::Truth(words) => words.contains_key(&folded),
            _ => false,
        }
    }

    fn own_word(&self, text: &str, about: &About<'_>) -> Option<&str> {
        if self.vocabulary.words.is_empty() {
            return None;
        }
        let (field, _) = self.vocabulary.schema.kind(about.kind).field(about.field.alone()?)?;
        self.vocabulary.words.get(&(about.kind, field, crate::schema::fold_value(text))).map(|w| &**w)
    }

    fn list(&mut self, node: &Node<'_>, item: &Type, about: &About<'_>) -> Data {
        let several = match &node.value {
            NodeValue::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for node in items {
                    self.item_values(node, item, about, &mut values);
                }
                values
            }
            NodeValue::Scalar(_) if lists::splits(node, matches!(item, Type::Text)) => {
                if let Type::Ref(spec) = item
                    && let Some(linked) = self.linked(node.span, spec)
                {
                    return Data::List(linked.into());
                }
                let mut values = Vec::new();
                let refers = matches!(item, Type::Ref(_));
                for piece in lists::split(node, self.text) {
                    if refers && !values.is_empty() && lists::is_version(piece.text) {
                        continue;
                    }
                    let part = Node { span: piece.span, value: NodeValue::Scalar(piece.text.into()), style: node.style };
                    self.item_values(&part, item, about, &mut values);
                }
                values
            }
            // One value where several may stand is a list of one.
            _ => vec![self.value(node, item, about)],
        };
        // Blanks among the items are not items; what remains of a list of blanks alone was handled before.
        Data::List(several.into_iter().filter(|v| !v.is_missing()).collect())
    }

    /// Adds one item of a list, or the several ids that it names.
    fn item_values(&mut self, node: &Node<'_>, item: &Type, about: &About<'_>, values: &mut Vec<Value>) {
        let several = match item {
            Type::Ref(spec) => self.ids_in(node, spec),
            _ => None,
        };
        match several {
            Some(nodes) => values.extend(nodes.iter().map(|n| self.value(n, item, about))),
            None => values.push(self.value(node, item, about)),
        }
    }

    fn group(&mut self, entries: &[Entry<'_>], group: &Group, about: &About<'_>) -> Data {
        let mut fields: Vec<(u16, Value)> = Vec::with_capacity(entries.len());
        for entry in entries {
            if entry.key.text.starts_with("x-") {
                continue;
            }
            let Some(i) = group.named(&entry.key.text) else {
                self.unknown(&entry.key.text, entry.key.span, group, about);
                continue;
            };
            let field: &Field = &group.fields[i as usize];
            let value = self.value(&entry.value, &field.ty, &about.inner(&field.name));
            if !fields.iter().any(|(f, _)| *f == i) {
                fields.push((i, value));
            }
        }
        fields.sort_by_key(|(i, _)| *i);
        Data::Group(fields.into())
    }

    fn scalar(&mut self, text: &str, span: Span, ty: &Type, about: &About<'_>) -> Data {
        if let Type::Text | Type::Pattern = ty {
            return Data::Text(self.piece(text.trim()));
        }
        if let Type::Date = ty {
            return self.date(text, span, about);
        }
        if let Some(data) = self.initialled(text, about, ty) {
            return data;
        }
        let own = if matches!(ty, Type::Word(_)) { self.own_word(text, about).map(str::to_owned) } else { None };
        match scalar::read(own.as_deref().unwrap_or(text), ty, about.field).or_else(|e| self.badge(span, ty, about).ok_or(e)) {
            Ok(data) => data,
            Err(misread) => {
                let mut finding =
                    Finding::built_in(misread.code, self.place(span), misread.message).about(about.record.clone(), about.field);
                finding.help = misread.help;
                finding.fix = misread.meant.and_then(|meant| Fix::instead(self.place(span), self.text, text.trim(), &meant));
                self.find(finding);
                Data::Poisoned
            }
        }
    }

    /// What a badge in the place of a value says, if that is a value.
    fn badge(&self, span: Span, ty: &Type, about: &About<'_>) -> Option<Data> {
        let said = scalar::badge(self.text.get(span.range())?)?;
        said.iter().find_map(|text| scalar::read(text, ty, about.field).ok())
    }

    /// A reference: the id without its namespace and without words after it; in a cell, where a link leads if its text is no id.
    fn reference(&mut self, text: &str, span: Span, spec: &RefSpec) -> Value {
        let trimmed = text.trim();
        let bare = self.vocabulary.citations.without_namespace(trimmed);
        let raw = self.text.get(span.range()).unwrap_or_default();
        // Mostly nothing stands before it.
        let offset = span.start as usize + if raw.starts_with(bare) { 0 } else { raw.find(bare).unwrap_or(0) };
        if let Some(id) = self.leading_id(bare, spec) {
            let narrow = Span::new(offset, offset + id.len());
            let found = self.text.get(narrow.range()) == Some(id);
            return Value { span: if found { narrow } else { span }, data: Data::Ref(self.piece(id), Nth::default()) };
        }
        if let Some(linked) = self.linked(span, spec)
            && let Some(first) = linked.into_iter().next()
        {
            return first;
        }
        Value { span, data: Data::Ref(self.piece(bare), Nth::default()) }
    }

    /// The id with which a text begins, if a kind that the reference wants has such ids: `ROL-001 Head of AI`, `A.5.2 – Process`.
    pub(super) fn leading_id<'n>(&self, text: &'n str, spec: &RefSpec) -> Option<&'n str> {
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | '–' | '—')).unwrap_or(text.len());
        let id = &text[..end];
        let schema = &self.vocabulary.schema;
        let fits = |k: KindId| schema.kind(k).id.as_ref().and_then(|s| s.pattern.as_ref()).is_some_and(|p| p.is_match(id));
        let shaped = match &spec.to {
            RefTo::Kinds(kinds) => kinds.iter().any(|k| fits(*k)),
            RefTo::Any => schema.shapes().fit(id),
        };
        shaped.then_some(id)
    }

    /// The targets of the links within a cell, as references.
    fn linked(&self, span: Span, spec: &RefSpec) -> Option<Vec<Value>> {
        let first = self.facts.links.partition_point(|l| l.span.start < span.start);
        let found: Vec<Value> = self.facts.links[first..]
            .iter()
            .take_while(|l| l.span.end <= span.end)
            .filter_map(|l| {
                let path = l.path.as_ref().ok().filter(|p| !p.is_empty())?;
                Some(Value { span: l.span, data: Data::Ref(Text::from(&*format!("/{path}")), Nth::default()) })
            })
            .collect();
        // A link whose words are an id is that id: the link only helps the reader to get there.
        let raw = self.text.get(span.range()).unwrap_or_default();
        let ids_in_brackets =
            raw.trim_start().starts_with('[') && self.leading_id(raw.trim_start().trim_start_matches('['), spec).is_some();
        (!found.is_empty() && !ids_in_brackets).then_some(found)
    }

    fn mismatch(&mut self, node: &Node<'_>, ty: &Type, about: &About<'_>) -> Data {
        let message = format!("`{}` must be {}, found {}", about.field, ty.noun(), node.noun());
        let finding = Finding::built_in(codes::TYPE_MISMATCH, self.place(node.span), message);
        self.find(finding.about(about.record.clone(), about.field));
        Data::Poisoned
    }

    fn unknown(&mut self, key: &str, span: Span, group: &Group, about: &About<'_>) {
        let near = did_you_mean(key, group.fields.iter().map(|f| &*f.name));
        let mut finding = Finding::built_in(
            codes::UNKNOWN_FIELD,
            self.place(span),
            format!("`{key}` is not a field of `{}`{near}", about.field),
        );
        let meant = only_nearest(key, group.fields.iter().enumerate().map(|(i, f)| (&*f.name, i)));
        finding.fix = meant.and_then(|(name, _)| Fix::instead(self.place(span), self.text, key, &in_letters_of(key, name)));
        self.find(finding.about(about.record.clone(), about.inner(key).field));
    }

    fn placeholder(&mut self, span: Span, about: &About<'_>) {
        let text = scalar::excerpt(self.text.get(span.range()).unwrap_or_default());
        let message = format!("`{}` still holds the placeholder {text}", about.field);
        let finding = Finding::built_in(codes::PLACEHOLDER_LEFT, self.place(span), message).help(self.wanted(about));
        self.find(finding.about(about.record.clone(), about.field));
    }

    /// What belongs into a field, in the schema's words.
    fn wanted(&self, about: &About<'_>) -> String {
        let kind = self.vocabulary.schema.kind(about.kind);
        let field = kind.described(&about.field.to_string()).or_else(|| kind.described(about.field.outermost()));
        field.map_or_else(|| "write the value, or leave the field out".into(), |field| format!("fill in: {}", field.words()))
    }
}
