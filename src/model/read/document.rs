//! Markdown files: front matter and sections as one record, tables as records.

use std::sync::Arc;

use super::super::DottedName;
use super::super::facts::{Block, Carrier, Data, Heading, MapEntry, Record, Value, Whose};
use super::coerce::About;
use super::headings::RecordHeading;
use super::record::Unknown;
use super::{Reading, placeholder};
use crate::finding::{Finding, RecordName, codes};
use crate::schema::{Field, Group, KindId, Type, fold, with_folded};
use crate::source::Span;
use crate::syntax::markdown::{Heading as HeadingNode, Markdown};
use crate::syntax::{Entry, Node, NodeValue, Style};

impl Reading<'_> {
    /// Reads a Markdown file.
    pub(super) fn markdown(&mut self, tree: &Markdown<'_>) {
        self.problems(&tree.problems);
        self.links(&tree.links);
        self.facts.document.headings =
            tree.headings.iter().map(|h| Heading { span: h.span, anchor: h.anchor.clone().into() }).collect();
        self.facts.document.anchors = set_anchors(self.text);
        self.facts.document.blocks = tree.blocks.iter().map(|b| Block { span: b.span, quoted: b.quoted }).collect();
        let title = Self::title(tree);
        self.facts.document.title.clone_from(&title);
        let words = title.as_ref().map(|(t, _)| &**t);
        self.facts.ground = self.markdown_ground(tree, words);
        let guesses = self.guesses(tree, words);
        let kind = self.document_kind(tree, words, &guesses);
        let ground = self.has_ground();
        let mut tables: Vec<Option<KindId>> = guesses.iter().map(|guess| guess.kind(ground)).collect();
        let said =
            tree.front_matter.as_ref().is_some_and(|f| f.get("kind").is_some()) || self.vocabulary.named(self.path).is_some();
        if let Some(why) = self.template(tree, words, said) {
            let recognised = kind.is_some() || tables.iter().any(Option::is_some);
            self.facts.whose = Whose::Template { why, recognised, kind: kind.as_ref().map(|(k, _)| *k) };
        }
        let records = if ground { self.record_headings(tree, kind.as_ref().map(|(k, _)| *k)) } else { Vec::new() };
        for (table, rows) in tree.tables.iter().zip(&mut tables).filter(|(_, rows)| rows.is_none()) {
            *rows = self.above(&records, table).and_then(|(above, _)| self.rows_below(tree, table, words, above));
        }
        if kind.is_none() {
            self.own_id(tree);
        }
        if let Some((kind, unknown)) = kind {
            self.document(tree, kind, unknown, title.as_ref(), &records);
        }
        self.record_tables(tree, &tables, kind.map(|(k, _)| k), &records);
        self.heading_records(&records);
        self.tallies(tree, &tables);
        if !self.ours.is_empty() || self.is_about_a_scheme(tree) {
            self.citations(tree);
        }
    }

    /// The id that a document of no kind gives itself, so that references to it are not taken for dangling.
    fn own_id(&mut self, tree: &Markdown<'_>) {
        let schema = &self.vocabulary.schema;
        let Some((kind, field)) = schema.find("document").and_then(|k| Some((k, schema.kind(k).field("id")?.0))) else { return };
        let lines = self.key_entries(tree, kind, &[]);
        let front = tree.front_matter.as_ref().map(Node::entries).unwrap_or_default();
        let id = self.entry_of(kind, field, front).or_else(|| self.entry_of(kind, field, &lines)).and_then(|e| e.value.text());
        self.facts.outside_ids.extend(id.map(|id| id.trim().into()));
    }

    fn title(tree: &Markdown<'_>) -> Option<(std::sync::Arc<str>, Span)> {
        let front = tree.front_matter.as_ref().and_then(|f| f.entries().iter().find(|e| &*fold(&e.key.text) == "title"));
        let stated = front.and_then(|e| e.value.text().map(|t| (t.trim().into(), e.value.span)));
        stated.or_else(|| tree.headings.iter().find(|h| h.level == 1).map(|h| (h.text.trim().into(), h.span)))
    }

    fn document(
        &mut self,
        tree: &Markdown<'_>,
        kind: KindId,
        unknown: Unknown,
        title: Option<&(std::sync::Arc<str>, Span)>,
        records: &[RecordHeading<'_>],
    ) {
        let lines = self.key_entries(tree, kind, records);
        let front = tree.front_matter.as_ref().map(Node::entries).unwrap_or_default();
        let entries: Vec<&Entry<'_>> = front.iter().chain(&lines).collect();
        let span = tree.front_matter.as_ref().map(|f| f.span).or(title.map(|(_, s)| *s)).unwrap_or_default();
        let position = self.record(kind, span, &entries, Carrier::Document, unknown);
        let name =
            RecordName { kind: self.vocabulary.schema.kind(kind).name.clone(), id: self.facts.records[position].id.clone() };
        let mut fields = std::mem::take(&mut self.facts.records[position].fields);
        self.sections(tree, kind, &name, &mut fields);
        if let (Some((title, at)), Some((i, _))) = (title, self.vocabulary.schema.kind(kind).field("title"))
            && !fields.iter().any(|(f, _)| *f == i)
        {
            let written = self.text.get(at.range()).map(str::trim).filter(|written| *written == &**title);
            fields.push((i, Value { span: *at, data: Data::Text(self.piece(written.unwrap_or(title))) }));
        }
        fields.sort_by_key(|(f, _)| *f);
        let record: &mut Record = &mut self.facts.records[position];
        record.fields = fields;
        if record.id.is_none()
            && let Some((_, at)) = title
        {
            record.name = *at;
        }
        self.facts.document.record = Some(position);
        if !matches!(self.facts.whose, Whose::Template { .. }) {
            self.prose_placeholders(tree, &name);
        }
    }

    /// Placeholders left in the document's prose and headings: one finding a document, however many there are.
    fn prose_placeholders(&mut self, tree: &Markdown<'_>, name: &RecordName) {
        let text = self.text;
        let words = placeholder::holds_words(text);
        if !placeholder::may_hold_one(text, words) {
            return;
        }
        let mut spans: Vec<Span> = tree.blocks.iter().map(|b| b.span).chain(tree.headings.iter().map(|h| h.span)).collect();
        spans.sort_unstable();
        let found: Vec<Span> = spans
            .into_iter()
            .flat_map(|block| {
                let at = block.start as usize;
                placeholder::in_prose(&text[block.range()], words).map(move |r| Span::new(at + r.start, at + r.end))
            })
            .collect();
        let Some((first, rest)) = found.split_first() else { return };
        // A blank in a key line is one of them: it is not told again by itself.
        let within = |span: Span| tree.blocks.iter().any(|b| b.span.contains(span));
        self.facts.findings.retain(|f| *f.code != *codes::PLACEHOLDER_LEFT || !f.at.place().is_some_and(|p| within(p.span)));
        let message = match rest.len() {
            0 => format!("the placeholder {} is still in the text", &text[first.range()]),
            more => format!("{} placeholders are still in the text, the first is {}", more + 1, &text[first.range()]),
        };
        let mut finding = Finding::built_in(codes::PLACEHOLDER_LEFT, self.place(*first), message).about(name.clone(), "prose");
        for span in rest.iter().take(3) {
            finding = finding.label(self.place(*span), "");
        }
        self.find(
            finding.help(
                "write what they stand for, or delete them; a file that is meant as a template says so in its name or title",
            ),
        );
    }

    fn sections(&mut self, tree: &Markdown<'_>, kind: KindId, name: &RecordName, fields: &mut Vec<(u16, Value)>) {
        let schema = self.vocabulary.schema.clone();
        let spec = schema.kind(kind);
        for (i, heading) in tree.headings.iter().enumerate() {
            if heading.level == 1 && i == 0 {
                continue;
            }
            let path = with_folded(&heading.text, |folded| match self.vocabulary.folded_field(kind, folded) {
                Some(field) => Some(vec![field]),
                None => spec.sections().get(folded).cloned(),
            });
            let Some(path) = path else { continue };
            let outer = &spec.fields[path[0] as usize];
            let Some((inner, ty)) = leaf(outer, path.get(1).copied()) else { continue };
            let whole = DottedName::of(&outer.name);
            let about = About { kind, record: name, field: inner.map_or(whole, |f| whole.inner(&f.name)) };
            let Some(value) = self.section(tree, i, heading, ty, &about) else { continue };
            match path.get(1) {
                None if !fields.iter().any(|(f, v)| *f == path[0] && !v.is_missing()) => {
                    fields.retain(|(f, _)| *f != path[0]);
                    fields.push((path[0], value));
                }
                None => {}
                Some(part) => nest(fields, outer, path[0], *part, value, heading.span),
            }
        }
    }

    /// The value that a section gives a field, if a section can carry the field's type.
    fn section(
        &mut self,
        tree: &Markdown<'_>,
        index: usize,
        heading: &HeadingNode<'_>,
        ty: &Type,
        about: &About<'_>,
    ) -> Option<Value> {
        let table = tree.tables.iter().find(|t| heading.body.contains(t.span));
        if let Some(table) = table
            && Self::carries(ty)
        {
            return Some(self.table_value(table, ty, about));
        }
        let body = self.trimmed(heading.section);
        let empty = Value { span: heading.span, data: Data::Missing };
        match ty {
            Type::Text | Type::Group(_) => {
                if body.is_empty() {
                    return Some(empty);
                }
                let text = self.text[body.range()].trim();
                let node = Node { span: body, value: NodeValue::Scalar(text.into()), style: Style::Prose };
                match ty {
                    Type::Group(group) => self.group_section(tree, index, &node, group, about),
                    _ => Some(self.value(&node, ty, about)),
                }
            }
            Type::List(item) if matches!(**item, Type::Ref(_)) => self.cited(tree, index, item, about),
            Type::List(item) if matches!(**item, Type::Text | Type::Word(_)) => {
                let blocks: Vec<Span> = tree.blocks.iter().filter(|b| b.heading == Some(index)).map(|b| b.span).collect();
                if blocks.is_empty() {
                    return body.is_empty().then_some(empty);
                }
                let items: Vec<Node<'_>> = blocks
                    .iter()
                    .map(|b| Node {
                        span: *b,
                        value: NodeValue::Scalar(self.text[b.range()].trim().to_owned().into()),
                        style: Style::Prose,
                    })
                    .collect();
                let node = Node { span: body, value: NodeValue::List(items), style: Style::Prose };
                Some(self.value(&node, ty, about))
            }
            _ => None,
        }
    }

    /// A section that is a group: its key lines, and its text for the field that takes the body.
    fn group_section(
        &mut self,
        tree: &Markdown<'_>,
        index: usize,
        body: &Node<'_>,
        group: &Arc<Group>,
        about: &About<'_>,
    ) -> Option<Value> {
        let ty = Type::Group(group.clone());
        let taker = group.fields.iter().position(|f| f.body);
        let entries = self.group_entries(tree, index, group);
        if entries.is_empty() {
            return taker.map(|_| self.value(body, &ty, about));
        }
        let stated = Node { span: body.span, value: NodeValue::Map(entries), style: Style::Prose };
        let mut value = self.value(&stated, &ty, about);
        if let (Some(i), Data::Group(fields)) = (taker, &mut value.data)
            && !fields.iter().any(|(f, _)| usize::from(*f) == i)
        {
            let mut all = std::mem::take(fields).into_vec();
            all.push((i as u16, self.value(body, &group.fields[i].ty, about)));
            all.sort_by_key(|(f, _)| *f);
            *fields = all.into();
        }
        Some(value)
    }

    /// The references of a section: ids at the head of its list items, or in the rows of its tables. Prose cites what it likes.
    fn cited(&mut self, tree: &Markdown<'_>, index: usize, item: &Type, about: &About<'_>) -> Option<Value> {
        let Type::Ref(spec) = item else { return None };
        // A row that is only numbered waits to be filled in.
        let says = |row: &&Node<'_>| row.entries().iter().filter(|e| super::placeholder::blank(&e.value).is_none()).count() > 1;
        let rows = tree.tables.iter().filter(|t| t.heading == Some(index)).flat_map(|t| &t.rows).filter(says);
        let cells = rows.filter_map(|row| {
            row.entries()
                .iter()
                .map(|e| &e.value)
                .find(|v| v.text().is_some_and(|t| self.leading_id(t.trim(), spec).is_some()))
                .cloned()
        });
        let items = tree.blocks.iter().filter(|b| b.heading == Some(index)).filter_map(|b| {
            let text = self.text[b.span.range()].trim_start_matches(['-', '*', '+', ' ']).trim();
            let start = text.as_ptr() as usize - self.text.as_ptr() as usize;
            self.leading_id(text, spec)?;
            Some(Node {
                span: Span::new(start, start + text.len()),
                value: NodeValue::Scalar(text.to_owned().into()),
                style: Style::Prose,
            })
        });
        let found: Vec<Node<'_>> = cells.chain(items).collect();
        let (first, last) = (found.first()?.span, found.last()?.span);
        let node = Node { span: first.to(last), value: NodeValue::List(found), style: Style::Prose };
        Some(self.value(&node, &Type::List(Box::new(item.clone())), about))
    }

    pub(super) fn trimmed(&self, span: Span) -> Span {
        let raw = self.text.get(span.range()).unwrap_or_default();
        let start = span.start as usize + (raw.len() - raw.trim_start().len());
        Span::new(start, start + raw.trim().len())
    }

    fn carries(ty: &Type) -> bool {
        match ty {
            Type::List(item) => matches!(**item, Type::Group(_)),
            Type::Map(_) | Type::Group(_) => true,
            _ => false,
        }
    }
}

fn leaf(outer: &Field, part: Option<u16>) -> Option<(Option<&Field>, &Type)> {
    let Some(part) = part else { return Some((None, &outer.ty)) };
    let fields = match &outer.ty {
        Type::Group(group) => &group.fields,
        Type::Map(map) => &map.keys.fields,
        _ => return None,
    };
    fields.get(part as usize).map(|f| (Some(f), &f.ty))
}

/// Puts a section's value into a group or map; what is given already stays.
fn nest(fields: &mut Vec<(u16, Value)>, outer: &Field, field: u16, part: u16, value: Value, heading: Span) {
    let at = match fields.iter().position(|(f, _)| *f == field) {
        Some(at) => at,
        None => {
            let data = match &outer.ty {
                Type::Map(_) => Data::Map(Box::default()),
                _ => Data::Group(Box::default()),
            };
            fields.push((field, Value { span: heading, data }));
            fields.len() - 1
        }
    };
    match (&mut fields[at].1.data, &outer.ty) {
        (Data::Group(inner), _) if !inner.iter().any(|(f, _)| *f == part) => {
            let mut fields = std::mem::take(inner).into_vec();
            fields.push((part, value));
            fields.sort_by_key(|(f, _)| *f);
            *inner = fields.into();
        }
        (Data::Map(entries), Type::Map(map)) => {
            let key = map.keys.fields[part as usize].name.clone();
            match entries.iter_mut().find(|e| e.key == key) {
                None => {
                    let entry = MapEntry { key, span: heading, value };
                    *entries = std::mem::take(entries).into_iter().chain([entry]).collect();
                }
                Some(entry) => join(&mut entry.value, value),
            }
        }
        _ => {}
    }
}

/// A table row and a section may each tell part of one entry.
fn join(kept: &mut Value, more: Value) {
    if let (Data::Group(first), Data::Group(second)) = (&mut kept.data, more.data) {
        let mut fields = std::mem::take(first).into_vec();
        for (f, v) in second {
            if !fields.iter().any(|(g, w)| *g == f && !w.is_missing()) {
                fields.retain(|(g, _)| *g != f);
                fields.push((f, v));
            }
        }
        fields.sort_by_key(|(f, _)| *f);
        *first = fields.into();
    }
}

/// Anchors set by hand, as `<a id="x">` or `<a name="x">`.
fn set_anchors(text: &str) -> Vec<Box<str>> {
    let mut anchors = Vec::new();
    for i in memchr::memmem::find_iter(text.as_bytes(), "<a ") {
        // A tag ends at the next one at the latest: else a file of nothing but openings is read once for each of them.
        let tag = text[i + 1..].split(['<', '>']).next().unwrap_or_default();
        for key in ["id=", "name="] {
            if let Some((_, value)) = tag.split_once(key) {
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let inner = quote.and_then(|q| value[1..].split(q).next());
                anchors.extend(inner.map(Box::from));
            }
        }
    }
    anchors
}
