//! A heading per record: `### RSK-007: Drift`, with key lines or a table of field and entry below, or in the parts below it; and a table of
//! field and entry that holds the id itself.

use std::borrow::Cow;

use super::super::facts::Carrier;
use super::Reading;
use super::key_lines::{Lines, second_of_field_table};
use super::recognise::{is_id, is_numbered};
use super::record::Unknown;
use super::vocabulary::is_otherwise;
use crate::schema::{IdSpec, Kind, KindId, Type, fold, with_folded};
use crate::source::Span;
use crate::syntax::markdown::{Heading, Markdown, Table};
use crate::syntax::{Entry, Key, Node, NodeValue, Style};

/// A record that has no row of its own: below a heading with its id, or in a table of field and entry that holds it.
pub(super) struct RecordHeading<'a> {
    kind: KindId,
    /// All of it: from the heading, or the table, to where it ends.
    span: Span,
    /// All that stands below it: a heading's parts as well.
    below: Span,
    entries: Vec<Entry<'a>>,
    reason: &'static str,
}

impl RecordHeading<'_> {
    /// True for a table that is a part of it.
    pub(super) fn owns(&self, table: &Table<'_>) -> bool {
        self.span.contains(table.span)
    }
}

impl<'a> Reading<'a> {
    /// The headings that are records: an id shaped like one of a single kind, and at least two of its fields below; the title, too, of a file
    /// that is one record and no document. Then the tables of field and entry that hold an id. `document`: the kind of the file, whose control
    /// block is no record of its own.
    pub(super) fn record_headings(&self, tree: &Markdown<'_>, document: Option<KindId>) -> Vec<RecordHeading<'a>> {
        let mut found: Vec<RecordHeading<'a>> = Vec::new();
        let one_title = tree.headings.iter().filter(|h| h.level == 1).nth(1).is_none();
        let least = if one_title && document.is_none() { 1 } else { 2 };
        for (i, heading) in tree.headings.iter().enumerate().filter(|(_, h)| h.level >= least && !h.quoted) {
            let Some((kind, mut entries)) = self.identity(tree, i, heading) else { continue };
            if heading.level == 1 && self.vocabulary.schema.is_paper(kind) {
                continue;
            }
            let below = self.entries_below(tree, i, kind);
            if below.len() >= 2 && (heading.level > 1 || self.is_told_by_title(tree, heading, &below)) {
                entries.extend(below);
                let span = Span::new(heading.span.start as usize, heading.body.end as usize);
                found.push(RecordHeading { kind, span, below: heading.section, entries, reason: "a heading with the id of" });
            }
        }
        let headings = found.len();
        let tables: Vec<(usize, KindId)> = (tree.tables.iter().enumerate())
            .filter(|(_, table)| !table.quoted && !found.iter().any(|r| r.owns(table)))
            .filter_map(|(i, table)| Some((i, self.table_identity(table)?)))
            .filter(|(i, kind)| document.is_none_or(|d| !self.is_control_block(&tree.tables[*i], d, *kind)))
            .collect();
        for (n, (i, kind)) in tables.iter().enumerate() {
            let table = &tree.tables[*i];
            let over = table.heading.map(|h| Self::over(tree, h, &tables, &found[..headings]));
            let section = over.map_or(self.text.len() as u32, |h| tree.headings[h].section.end);
            let next = tables.get(n + 1).map_or(u32::MAX, |(next, _)| tree.tables[*next].span.start);
            let end = section.min(next).max(table.span.end);
            let span = Span::new(table.span.start as usize, end as usize);
            let mut entries = self.field_table(table, *kind);
            let level = over.map_or(0, |h| tree.headings[h].level);
            let below = tree.headings.iter().enumerate().filter(|(_, h)| span.contains(h.span) && h.level > level);
            entries.extend(self.in_parts(tree, below.map(|(h, _)| h), *kind));
            found.push(RecordHeading {
                kind: *kind,
                span,
                below: span,
                entries,
                reason: "a table of field and entry with the id of",
            });
        }
        found
    }

    /// True where two fields of a record stand right below the title or head the file's parts, and one of them is of few kinds: "Date" and
    /// "Status" stand below the title of anything, and deeper in a file stands what it speaks of.
    fn is_told_by_title(&self, tree: &Markdown<'_>, title: &Heading<'_>, entries: &[Entry<'_>]) -> bool {
        let heads = |key: Span| {
            let before = &tree.headings[..tree.headings.partition_point(|h| h.span.start <= key.start)];
            before.last().is_some_and(|h| h.level == 2 && h.span.contains(key))
        };
        let near: Vec<&Entry<'_>> = entries.iter().filter(|e| title.body.contains(e.key.span) || heads(e.key.span)).collect();
        near.len() >= 2 && near.iter().any(|entry| self.is_of_few(entry))
    }

    /// True for an entry whose name few kinds have for a field.
    fn is_of_few(&self, entry: &Entry<'_>) -> bool {
        let kinds = with_folded(&entry.key.text, |name| self.vocabulary.columns(name).len());
        !self.vocabulary.schema.are_many(kinds)
    }

    /// The heading over all that a record in a table below `heading` tells: the one above, if the table stands in its first part and no other
    /// record begins within it. `Incident 1`, `Part A: identification`, `Part B: closure`.
    fn over(tree: &Markdown<'_>, heading: usize, tables: &[(usize, KindId)], found: &[RecordHeading<'_>]) -> usize {
        let Some(above) = heading.checked_sub(1) else { return heading };
        let Heading { level, section, .. } = &tree.headings[above];
        let within = tables.iter().filter(|(i, _)| section.contains(tree.tables[*i].span)).count();
        let is_title = *level == 1;
        let is_first_part = *level < tree.headings[heading].level;
        let alone = within == 1 && !found.iter().any(|r| section.contains(r.span));
        if is_first_part && alone && !is_title { above } else { heading }
    }

    /// The record below whose heading, or table of field and entry, a table stands: its kind, and the entry that is its id.
    pub(super) fn above<'r, 't>(&self, records: &'r [RecordHeading<'t>], table: &Table<'_>) -> Option<(KindId, &'r Entry<'t>)> {
        let over = records.iter().filter(|r| r.below.contains(table.span)).min_by_key(|r| r.below.len())?;
        let field = self.vocabulary.schema.kind(over.kind).id.as_ref()?.field;
        let id = self.entry_of(over.kind, field, &over.entries)?;
        self.id_text(over.kind, &id.value).map(|_| (over.kind, id))
    }

    /// True for a table that tells as much of the document as of the record with the id that it holds: an assessment names its system.
    fn is_control_block(&self, table: &Table<'_>, document: KindId, record: KindId) -> bool {
        self.vocabulary.schema.is_a(document, record)
            || self.field_table(table, document).len() >= self.field_table(table, record).len()
    }

    /// Adds these records to the facts.
    pub(super) fn heading_records(&mut self, headings: &[RecordHeading<'a>]) {
        for found in headings {
            self.because(format!("{} {}", found.reason, self.vocabulary.schema.kind(found.kind).name));
            let entries: Vec<&Entry<'_>> = found.entries.iter().collect();
            self.record(found.kind, found.span, &entries, Carrier::Section, Unknown::NearMiss);
        }
    }

    /// The entries below a heading that is a record of `kind`: directly below it, and in the parts that it has.
    fn entries_below(&self, tree: &Markdown<'_>, heading: usize, kind: KindId) -> Vec<Entry<'a>> {
        let names = |key: &str| self.vocabulary.field(kind, key).is_some();
        let blocks = tree.blocks.iter().filter(|b| b.heading == Some(heading)).map(|b| b.span);
        let mut entries = self.lines_in(blocks, Lines::Plain, &names);
        for table in tree.tables.iter().filter(|t| t.heading == Some(heading)) {
            entries.extend(self.field_table(table, kind));
        }
        let level = tree.headings[heading].level;
        let below = tree.headings.iter().enumerate().skip(heading + 1).take_while(|(_, h)| h.level > level).map(|(i, _)| i);
        entries.extend(self.in_parts(tree, below, kind));
        entries
    }

    /// The entries that sub-headings of a record give: their tables of field and entry, at least two key lines together, or a text for the
    /// field that the heading names. What has an id of its own, or bears the name of another kind, tells of something else.
    fn in_parts(&self, tree: &Markdown<'_>, headings: impl Iterator<Item = usize>, kind: KindId) -> Vec<Entry<'a>> {
        let names = |key: &str| self.vocabulary.field(kind, key).is_some();
        let mut entries = Vec::new();
        let mut passed: Option<u8> = None;
        for i in headings {
            let heading = &tree.headings[i];
            if passed.is_some_and(|level| heading.level > level) {
                continue;
            }
            passed =
                (self.identity(tree, i, heading).is_some() || self.is_of_another(&heading.text, kind)).then_some(heading.level);
            if passed.is_some() {
                continue;
            }
            let mut tables = tree.tables.iter().filter(|t| t.heading == Some(i) && !t.quoted).peekable();
            let field = self.vocabulary.field(kind, &heading.text);
            let is_text = |f: u16| matches!(self.vocabulary.schema.kind(kind).fields[usize::from(f)].ty, Type::Text);
            if field.is_some_and(is_text) && tables.peek().is_none() {
                let body = self.trimmed(heading.body);
                entries.extend((!body.is_empty()).then(|| self.entry(heading.span, body)));
                continue;
            }
            entries.extend(tables.flat_map(|table| self.field_table(table, kind)));
            let blocks = tree.blocks.iter().filter(|b| b.heading == Some(i) && !b.quoted).map(|b| b.span);
            let lines = self.lines_in(blocks, Lines::Marked, &names);
            if lines.len() >= 2 {
                entries.extend(lines);
            }
        }
        entries
    }

    /// True for a heading that names another kind of record than `kind`, in one or in many.
    fn is_of_another(&self, heading: &str, kind: KindId) -> bool {
        let folded = fold(heading);
        let mut others = self.vocabulary.schema.iter().filter(|(id, _)| *id != kind);
        others.any(|(_, other)| [&other.title, &other.plural, &other.snake].iter().any(|name| *fold(name) == *folded))
    }

    /// The kind whose id a table of field and entry holds: a key names the id of a single kind, with a value in its shape. In the first row
    /// that is enough; further below, as an assessment names its system there, no other kind may have as many of the keys as its fields.
    fn table_identity(&self, table: &Table<'_>) -> Option<KindId> {
        second_of_field_table(table)?;
        let (row, kind) = table.rows.iter().enumerate().find_map(|(i, row)| Some((i, self.row_identity(row)?)))?;
        let told = self.field_table(table, kind).len();
        if row == 0 {
            return (told >= 2).then_some(kind);
        }
        let mut others = self.vocabulary.schema.iter().filter(|(other, _)| *other != kind);
        let most = told * 2 > table.rows.len() && others.all(|(other, _)| self.field_table(table, other).len() < told);
        most.then_some(kind)
    }

    /// The kind whose id a row of field and entry is.
    fn row_identity(&self, row: &Node<'_>) -> Option<KindId> {
        let [key, value, ..] = row.entries() else { return None };
        let (key, id) = (fold(key.value.text()?), value.value.text()?.trim());
        // "ID" and "Ref" are names of any record's id.
        if !key.contains(' ') {
            return None;
        }
        let mut fitting = self.vocabulary.schema.iter().filter(|(kind, spec)| {
            let shaped = |s: &IdSpec| {
                !s.prefix.is_empty()
                    && self.vocabulary.folded_field(*kind, &key) == Some(s.field)
                    && s.pattern.as_ref().is_some_and(|p| p.is_match(id))
            };
            !spec.data && spec.id.as_ref().is_some_and(shaped)
        });
        match (fitting.next(), fitting.next()) {
            (Some((kind, _)), None) => Some(kind),
            _ => None,
        }
    }

    /// The kind whose ids the heading begins with one of, and the entries that the heading itself gives: id and title.
    fn identity(&self, tree: &Markdown<'_>, index: usize, heading: &Heading<'_>) -> Option<(KindId, Vec<Entry<'a>>)> {
        let raw: &'a str = self.text.get(heading.span.range())?.trim_start_matches(['*', '_', '`', '[']);
        let end = raw.find(|c: char| c.is_whitespace() || matches!(c, ':' | '–' | '—' | ']' | '*' | '`')).unwrap_or(raw.len());
        let id = &raw[..end];
        let schema = &self.vocabulary.schema;
        let shaped = schema.shapes().kinds(id).into_iter();
        let mut fits = shaped.map(|kind| (kind, schema.kind(kind))).filter(|(_, spec)| !spec.data);
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
        if !(is_id(id) && is_numbered(id) && id.contains(|c: char| c.is_ascii_uppercase())) {
            return None;
        }
        let level = tree.headings.get(index).map(|h| h.level).filter(|level| *level > 1)?;
        let over = tree.headings[..index].iter().rev().find(|h| h.level < level && h.level > 1).map(|h| &*h.text);
        if over.is_some_and(|over| is_outline_number(id, over)) {
            return None;
        }
        let title = tree.headings.iter().find(|h| h.level == 1).map(|h| &*h.text);
        let names: Vec<&str> = [over, title, Some(self.path)].into_iter().flatten().collect();
        let called = names.iter().find_map(|name| self.vocabulary.called(name));
        called.filter(|(_, kind)| !names.iter().any(|name| is_otherwise(kind, name)))
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

/// True for the number of a part, which goes on from that of the heading over it: `A.5` below `Appendix A: key figures`.
fn is_outline_number(id: &str, over: &str) -> bool {
    let Some((part, rest)) = id.rsplit_once('.') else { return false };
    let number = rest.bytes().all(|b| b.is_ascii_digit());
    number && over.split(|c: char| !c.is_alphanumeric() && c != '.').any(|word| word.trim_end_matches('.') == part)
}
