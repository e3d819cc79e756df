//! A document's control block where there is no front matter: key lines, and tables of field and entry.

use std::borrow::Cow;

use crate::model::titles_contradict;
use crate::schema::{Group, KindId, fold};
use crate::source::Span;
use crate::syntax::markdown::{Markdown, Table};
use crate::syntax::{Entry, Key, Node, NodeValue, Style};

use super::Reading;
use super::headings::RecordHeading;
use super::pairs::{Pair, pairs};

/// Titles of a first column that names fields, where more columns than the value's follow.
const NAMING: &[&str] =
    &["", "field", "attribute", "item", "property", "dimension", "criterion", "aspect", "element", "factor", "parameter"];

/// Titles of a second column that holds values, where more columns follow.
const HOLDING: &[&str] = &["value", "entry", "score", "rating", "detail", "details", "answer", "response", "content", "result"];

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

/// Where key lines are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// Directly below a title or a record's heading: two plain lines `Key: value` one after the other count as well.
    Plain,
    /// Elsewhere: only what is set off.
    Marked,
}

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
        let blocks = tree.blocks.iter().filter(|b| in_intro(b.heading)).map(|b| b.span);
        entries.extend(self.lines_in(blocks, Lines::Plain, &|key| self.vocabulary.field(kind, key).is_some()));
        for table in &tree.tables {
            if !records.iter().any(|r| r.owns(table)) {
                let told = self.field_table(table, kind);
                if !self.is_of_another_document(kind, &entries, &told) {
                    entries.extend(told);
                }
            }
        }
        entries.extend(self.history(tree, kind, &entries));
        entries
    }

    /// True for a table with another id and another title than the document has: several documents were put into one file, and this is a later
    /// one's.
    fn is_of_another_document(&self, kind: KindId, known: &[Entry<'_>], told: &[Entry<'_>]) -> bool {
        let spec = self.vocabulary.schema.kind(kind);
        let differs = |field: u16| {
            // Most tables tell neither, and then what is known need not be looked through.
            let told = self.entry_of(kind, field, told).and_then(|e| e.value.text());
            let known = || self.entry_of(kind, field, known).and_then(|e| e.value.text());
            told.is_some_and(|told| known().is_some_and(|known| titles_contradict(known, told)))
        };
        spec.id.as_ref().is_some_and(|id| differs(id.field)) && spec.field("title").is_some_and(|(title, _)| differs(title))
    }

    /// The first entry that is for a field of a kind.
    pub(super) fn entry_of<'e, 't>(&self, kind: KindId, field: u16, entries: &'e [Entry<'t>]) -> Option<&'e Entry<'t>> {
        entries.iter().find(|e| self.vocabulary.field(kind, &e.key.text) == Some(field))
    }

    /// The entries directly below a heading for the fields of a group.
    pub(super) fn group_entries(&self, tree: &Markdown<'_>, heading: usize, group: &Group) -> Vec<Entry<'a>> {
        let blocks = tree.blocks.iter().filter(|b| b.heading == Some(heading)).map(|b| b.span);
        self.lines_in(blocks, Lines::Marked, &|key| group.named(key).is_some())
    }

    /// The entries of the key lines in these blocks. Plain lines count where at least two pairs stand together.
    pub(super) fn lines_in(
        &self,
        blocks: impl Iterator<Item = Span>,
        which: Lines,
        names: &dyn Fn(&str) -> bool,
    ) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        for block in blocks {
            let mut run: Vec<Pair<'a>> = Vec::new();
            let close = |run: &mut Vec<Pair<'a>>, entries: &mut Vec<Entry<'a>>| {
                let kept = which == Lines::Plain && run.len() > 1;
                entries.extend(run.drain(..).filter(|_| kept).map(|pair| self.pair_entry(&pair)));
            };
            let text: &'a str = self.text.get(block.range()).unwrap_or_default();
            for (i, line) in text.lines().enumerate() {
                // Neither a key nor a list of names in bold is without these.
                let may_be = memchr::memchr2(b':', b'*', line.as_bytes()).is_some();
                let found = if may_be { pairs(line, i == 0 && self.is_item(block), names) } else { Vec::new() };
                if found.iter().any(|pair| pair.plain) {
                    run.extend(found);
                    continue;
                }
                close(&mut run, &mut entries);
                entries.extend(found.iter().map(|pair| self.pair_entry(pair)));
            }
            close(&mut run, &mut entries);
        }
        entries
    }

    /// True for the text of a list item: a bullet stands before it.
    fn is_item(&self, block: Span) -> bool {
        let before = self.text.get(..block.start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        matches!(line.trim_start_matches(['>', ' ', '\t']).trim_end(), "-" | "*" | "+")
    }

    fn pair_entry(&self, pair: &Pair<'a>) -> Entry<'a> {
        let span = |part: &str| {
            let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
            Span::new(start, start + part.len())
        };
        self.entry(span(pair.key), span(pair.value))
    }

    /// The entries of a table of field and entry; none if it is not one. At least two rows name a field in their first cell, and at least
    /// half of the rows do. Not a table that says what each field is for: `| Field | Requirement |`.
    pub(super) fn field_table(&self, table: &Table<'_>, kind: KindId) -> Vec<Entry<'a>> {
        let Some(second) = second_of_field_table(table) else { return Vec::new() };
        let mut entries: Vec<Entry<'a>> = table.rows.iter().filter_map(|row| self.field_row(row, kind)).collect();
        let rows = table.rows.len();
        // The first pair may stand where a header would.
        if let [key, value] = &*table.columns
            && !HOLDING.contains(&&*second)
            && self.vocabulary.field(kind, &key.text).is_some()
            && self.vocabulary.field(kind, &value.text).is_none()
            && entries.len() == rows
        {
            entries.insert(0, self.entry(key.span, value.span));
        }
        if entries.len() >= 2 && entries.len() * 2 >= rows { entries } else { Vec::new() }
    }

    fn field_row(&self, row: &Node<'_>, kind: KindId) -> Option<Entry<'a>> {
        let [key, value, ..] = row.entries() else { return None };
        self.vocabulary.field(kind, key.value.text()?)?;
        Some(self.entry(key.value.span, value.value.span))
    }

    /// An entry for a field, of a value that stands somewhere without the field's name.
    pub(super) fn entry_named(&self, name: &str, key: Span, value: Span) -> Entry<'a> {
        Entry { key: Key { span: key, text: Cow::Owned(name.to_owned()) }, value: self.entry(key, value).value }
    }

    /// An entry from two pieces of the text, markup around them removed.
    pub(super) fn entry(&self, key: Span, value: Span) -> Entry<'a> {
        let plain = |span: Span| {
            let raw = self.text[span.range()].trim_matches(['*', '_', '`', ' ']);
            let start = raw.as_ptr() as usize - self.text.as_ptr() as usize;
            (raw, Span::new(start, start + raw.len()))
        };
        let (name, key_span) = plain(key);
        // Underscores to write on are a blank, not markup.
        let (text, value_span) =
            if self.text[value.range()].contains("__") { (&self.text[value.range()], value) } else { plain(value) };
        let content = match text {
            "" => NodeValue::Null,
            text => NodeValue::Scalar(unbroken(text)),
        };
        Entry {
            key: Key { span: key_span, text: Cow::Borrowed(name) },
            value: Node { span: value_span, value: content, style: Style::Cell },
        }
    }
}

/// A cell's text with its line breaks, and hyphens that do not break as hyphens.
fn unbroken(text: &str) -> Cow<'_, str> {
    let breaks = text.contains("<br");
    if !breaks && !text.contains('\u{2011}') {
        return Cow::Borrowed(text);
    }
    let plain = text.replace('\u{2011}', "-");
    let broken = plain.replace("<br/>", "\n").replace("<br />", "\n").replace("<br>", "\n");
    Cow::Owned(broken)
}

/// The title of the second column of a table of field and entry; none of any other table.
pub(super) fn second_of_field_table(table: &Table<'_>) -> Option<Box<str>> {
    let title = |i: usize| table.columns.get(i).map(|column| fold(&column.text)).unwrap_or_default();
    let (first, second) = (title(0), title(1));
    let keyed = table.columns.len() == 2 || NAMING.contains(&&*first) && HOLDING.contains(&&*second);
    (keyed && !EXPLAINING.contains(&&*second)).then_some(second)
}
