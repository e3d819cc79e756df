//! A heading per record: `### RSK-007: Drift`, with key lines or a table of field and entry below.

use std::borrow::Cow;

use super::super::facts::Carrier;
use super::Reading;
use super::recognise::is_id;
use super::record::Unknown;
use crate::schema::{Kind, KindId};
use crate::source::Span;
use crate::syntax::markdown::{Heading, Markdown};
use crate::syntax::{Entry, Key, Node, NodeValue, Style};

/// A heading that is a record's.
pub(super) struct RecordHeading<'a> {
    /// Which heading.
    pub heading: usize,
    kind: KindId,
    entries: Vec<Entry<'a>>,
}

impl<'a> Reading<'a> {
    /// The headings that are records: an id shaped like one of a single kind, and at least two of its fields below.
    pub(super) fn record_headings(&self, tree: &Markdown<'_>) -> Vec<RecordHeading<'a>> {
        let mut found = Vec::new();
        for (i, heading) in tree.headings.iter().enumerate().filter(|(_, h)| h.level > 1) {
            let Some((kind, mut entries)) = self.identity(tree, i, heading) else { continue };
            let below = self.entries_below(tree, i, kind);
            if below.len() >= 2 {
                entries.extend(below);
                found.push(RecordHeading { heading: i, kind, entries });
            }
        }
        found
    }

    /// Adds the records of these headings to the facts.
    pub(super) fn heading_records(&mut self, tree: &Markdown<'_>, headings: &[RecordHeading<'a>]) {
        for found in headings {
            let heading = &tree.headings[found.heading];
            let reason = format!("a heading with the id of {}", self.vocabulary.schema.kind(found.kind).name);
            self.because(reason);
            let entries: Vec<&Entry<'_>> = found.entries.iter().collect();
            let span = Span::new(heading.span.start as usize, heading.body.end as usize);
            self.record(found.kind, span, &entries, Carrier::Section, Unknown::NearMiss);
        }
    }

    /// The kind whose ids the heading begins with one of, and the entries that the heading itself gives: id and title.
    fn identity(&self, tree: &Markdown<'_>, index: usize, heading: &Heading<'_>) -> Option<(KindId, Vec<Entry<'a>>)> {
        let raw: &'a str = self.text.get(heading.span.range())?.trim_start_matches(['*', '_', '`', '[']);
        let end = raw.find(|c: char| c.is_whitespace() || matches!(c, ':' | '–' | '—' | ']' | '*' | '`')).unwrap_or(raw.len());
        let id = &raw[..end];
        let schema = &self.vocabulary.schema;
        let mut fits = schema.iter().filter(|(_, kind)| {
            let shaped =
                |spec: &crate::schema::IdSpec| !spec.prefix.is_empty() && spec.pattern.as_ref().is_some_and(|p| p.is_match(id));
            !kind.data && kind.id.as_ref().is_some_and(shaped)
        });
        let (kind, spec) = match (fits.next(), fits.next()) {
            (Some(one), None) => one,
            (None, _) => self.called_kind(tree, index, id)?,
            _ => return None,
        };
        let id_field = &spec.fields[usize::from(spec.id.as_ref()?.field)].name;
        let mut entries = vec![self.told_in(heading.span, id_field.to_string(), id)];
        let title = raw[end..].trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '–' | '—' | '-' | ']' | '*' | '`'));
        if !title.is_empty() && spec.field("title").is_some() {
            entries.push(self.told_in(heading.span, "title".into(), title));
        }
        Some((kind, entries))
    }

    /// The kind of a heading with an id of the writer's own making: the one that the title, the file's name or the heading over it calls so.
    fn called_kind(&self, tree: &Markdown<'_>, index: usize, id: &str) -> Option<(KindId, &Kind)> {
        if !(is_id(id) && id.contains(|c: char| c.is_ascii_uppercase())) {
            return None;
        }
        let level = tree.headings.get(index)?.level;
        let over = tree.headings[..index].iter().rev().find(|h| h.level < level && h.level > 1).map(|h| &*h.text);
        let title = tree.headings.iter().find(|h| h.level == 1).map(|h| &*h.text);
        [over, title, Some(self.path)].into_iter().flatten().find_map(|text| self.vocabulary.called(text))
    }

    fn told_in(&self, key: Span, name: String, value: &'a str) -> Entry<'a> {
        let start = value.as_ptr() as usize - self.text.as_ptr() as usize;
        let value = Node {
            span: Span::new(start, start + value.len()),
            value: NodeValue::Scalar(Cow::Borrowed(value)),
            style: Style::Cell,
        };
        Entry { key: Key { span: key, text: Cow::Owned(name) }, value }
    }
}
