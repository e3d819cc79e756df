//! A document's control block where there is no front matter: bold or bulleted key lines, and two-column tables of field and entry.

use std::borrow::Cow;

use crate::schema::{Group, KindId, fold};
use crate::source::Span;
use crate::syntax::markdown::{Markdown, Table};
use crate::syntax::{Entry, Key, Node, NodeValue, Style};

use super::Reading;
use super::headings::RecordHeading;

/// Titles of a second column that holds no values, but what to write there.
const EXPLAINING: &[&str] = &[
    "requirement",
    "requirements",
    "description",
    "meaning",
    "explanation",
    "definition",
    "purpose",
    "guidance",
    "instruction",
    "instructions",
    "format",
    "example",
    "examples",
    "what to write",
    "what to enter",
    "how to fill in",
    "expected content",
    "content required",
];

impl<'a> Reading<'a> {
    /// The entries that key lines and field tables give for fields of `kind`. Lines that name no field are prose.
    /// `records`: headings that are records of their own, whose tables are theirs.
    pub(super) fn key_entries(&self, tree: &Markdown<'_>, kind: KindId, records: &[RecordHeading<'_>]) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        // The title, and a subtitle that follows it with nothing between.
        let body =
            tree.blocks.iter().map(|b| b.span.start).chain(tree.tables.iter().map(|t| t.span.start)).min().unwrap_or(u32::MAX);
        let intro = tree.headings.iter().take_while(|h| h.span.start < body).count();
        let in_intro = |heading: Option<usize>| heading.is_none_or(|h| h < intro.max(1));
        for block in tree.blocks.iter().filter(|b| in_intro(b.heading)) {
            self.key_lines(block.span, kind, &mut entries);
        }
        for table in &tree.tables {
            let owned = table.heading.is_some_and(|h| records.iter().any(|r| r.heading == h));
            if !owned && self.is_field_table(table, kind) {
                entries.extend(table.rows.iter().filter_map(|row| self.field_row(row, kind)));
            }
        }
        entries
    }

    /// The entries directly below a heading that is a record of `kind`.
    pub(super) fn entries_below(&self, tree: &Markdown<'_>, heading: usize, kind: KindId) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        for block in tree.blocks.iter().filter(|b| b.heading == Some(heading)) {
            self.key_lines(block.span, kind, &mut entries);
        }
        for table in tree.tables.iter().filter(|t| t.heading == Some(heading) && self.is_field_table(t, kind)) {
            entries.extend(table.rows.iter().filter_map(|row| self.field_row(row, kind)));
        }
        entries
    }

    /// The entries directly below a heading for the fields of a group.
    pub(super) fn group_entries(&self, tree: &Markdown<'_>, heading: usize, group: &Group) -> Vec<Entry<'a>> {
        let names = |key: &str| group.names.contains_key(&*fold(key));
        let mut entries = Vec::new();
        for block in tree.blocks.iter().filter(|b| b.heading == Some(heading)) {
            let mut at = block.span.start as usize;
            for line in self.text[block.span.range()].split_inclusive('\n') {
                entries.extend(self.key_line(line, at, &names));
                at += line.len();
            }
        }
        entries
    }

    fn key_lines(&self, block: Span, kind: KindId, entries: &mut Vec<Entry<'a>>) {
        let mut at = block.start as usize;
        for line in self.text[block.range()].split_inclusive('\n') {
            entries.extend(self.key_line(line, at, &|key| self.vocabulary.field(kind, key).is_some()));
            at += line.len();
        }
    }

    /// `**Version:** 1.1`, `- **Owner**: CISO`, `> **Status:** Draft`, `* Version: 1.1`.
    fn key_line(&self, line: &str, at: usize, names: &dyn Fn(&str) -> bool) -> Option<Entry<'a>> {
        let bare = line.trim_start_matches(['>', ' ', '\t']);
        let bulleted = bare.starts_with("- ") || bare.starts_with("* ") || bare.starts_with("+ ");
        let body = if bulleted { bare[2..].trim_start() } else { bare };
        let bold = body.strip_prefix("**").or_else(|| body.strip_prefix("__"));
        if bold.is_none() && !bulleted {
            return None;
        }
        let body = bold.unwrap_or(body);
        let colon = body.find(':')?;
        let key = body[..colon].trim_end_matches(['*', '_', ' ']);
        // A comment at the end of the line is the writer's aside, not a part of the value.
        let rest = body[colon + 1..].split("<!--").next().unwrap_or_default();
        let value = rest.trim_start_matches(['*', '_']).trim().trim_end_matches('\\').trim_end();
        if key.is_empty() || key.len() > 60 || key.contains(['*', '[', '|']) || !names(key) {
            return None;
        }
        let offset = |part: &str| at + (part.as_ptr() as usize - line.as_ptr() as usize);
        let span = Span::new(offset(value), offset(value) + value.len());
        Some(self.entry(Span::new(offset(key), offset(key) + key.len()), span))
    }

    /// Two columns, and at least two rows whose first cell names a field; at least half of the rows do. Not a table that says what each
    /// field is for: `| Field | Requirement |`.
    fn is_field_table(&self, table: &Table<'_>, kind: KindId) -> bool {
        let explains = table.columns.get(1).is_some_and(|column| EXPLAINING.contains(&&*fold(&column.text)));
        if explains {
            return false;
        }
        let named = |row: &&Node<'_>| {
            row.entries().first().and_then(|e| e.value.text()).is_some_and(|t| self.vocabulary.field(kind, t).is_some())
        };
        let fields = table.rows.iter().filter(named).count();
        table.columns.len() == 2 && fields >= 2 && fields * 2 >= table.rows.len()
    }

    fn field_row(&self, row: &Node<'_>, kind: KindId) -> Option<Entry<'a>> {
        let [key, value] = row.entries() else { return None };
        self.vocabulary.field(kind, key.value.text()?)?;
        Some(self.entry(key.value.span, value.value.span))
    }

    /// An entry from two pieces of the text, markup around them removed.
    fn entry(&self, key: Span, value: Span) -> Entry<'a> {
        let plain = |span: Span| {
            let raw = self.text[span.range()].trim_matches(['*', '_', '`', ' ']);
            let start = raw.as_ptr() as usize - self.text.as_ptr() as usize;
            (raw, Span::new(start, start + raw.len()))
        };
        let (name, key_span) = plain(key);
        // Underscores to write on are a blank, not markup.
        let (text, value_span) =
            if self.text[value.range()].contains("__") { (&self.text[value.range()], value) } else { plain(value) };
        let content = if text.is_empty() { NodeValue::Null } else { NodeValue::Scalar(Cow::Borrowed(text)) };
        Entry {
            key: Key { span: key_span, text: Cow::Borrowed(name) },
            value: Node { span: value_span, value: content, style: Style::Cell },
        }
    }
}
