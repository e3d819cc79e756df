//! Tables into rows of cells. Cells that a short row lacks are clamped to the row, as the parser places them at the
//! start of the next line.

use std::collections::BTreeSet;

use super::super::{Entry, Key, Node, NodeValue, Style};
use super::Table;
use super::words::Words;
use crate::source::Span;

/// A table being read.
pub(super) struct Open<'t> {
    table: Table<'t>,
    /// Which columns are in the rows' maps: all but those with a header that a column before has.
    kept: Vec<bool>,
    row: Span,
    column: usize,
    entries: Vec<Entry<'t>>,
}

impl<'t> Open<'t> {
    pub(super) fn new(span: Span, heading: Option<usize>, quoted: bool) -> Self {
        let table = Table { span, heading, quoted, columns: Vec::new(), rows: Vec::new() };
        Self { table, kept: Vec::new(), row: span, column: 0, entries: Vec::new() }
    }

    pub(super) fn start_row(&mut self, span: Span) {
        self.row = span;
        self.column = 0;
        self.entries = Vec::with_capacity(self.table.columns.len());
    }

    /// A header cell that stands at `from..to`.
    pub(super) fn header(&mut self, text: &'t str, words: Words, from: usize, to: usize) {
        let span = cell_span(text, self.row, from, to);
        self.table.columns.push(Key { span, text: words.finish(text) });
    }

    pub(super) fn end_header(&mut self) {
        let mut seen = BTreeSet::new();
        self.kept = self.table.columns.iter().map(|c| c.text.is_empty() || seen.insert(&*c.text)).collect();
    }

    /// The next cell of the row, which stands at `from..to`.
    pub(super) fn cell(&mut self, text: &'t str, words: Words, from: usize, to: usize) {
        let column = self.column;
        self.column += 1;
        if !self.kept.get(column).is_some_and(|kept| *kept) {
            return;
        }
        let words = words.finish(text);
        let value = if words.is_empty() { NodeValue::Null } else { NodeValue::Scalar(words) };
        let value = Node { span: cell_span(text, self.row, from, to), value, style: Style::Cell };
        self.entries.push(Entry { key: self.table.columns[column].clone(), value });
    }

    pub(super) fn end_row(&mut self) {
        let value = NodeValue::Map(std::mem::take(&mut self.entries));
        self.table.rows.push(Node { span: self.row, value, style: Style::Plain });
    }

    pub(super) fn finish(self) -> Table<'t> {
        self.table
    }
}

/// A cell's bytes without the blanks around them; an empty span one blank into the cell if there is nothing else.
fn cell_span(text: &str, row: Span, from: usize, to: usize) -> Span {
    let end = (row.end as usize).min(to);
    let from = from.clamp(row.start as usize, row.end as usize).min(end.max(row.start as usize));
    let raw = text.get(from..end).unwrap_or_default();
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return Span::at(from + usize::from(raw.starts_with(' ')));
    }
    let lead = raw.len() - raw.trim_start().len();
    Span::new(from + lead, from + lead + trimmed.len())
}

/// A block's span without the blanks and line breaks around it.
pub(super) fn trimmed(text: &str, from: usize, to: usize) -> Span {
    let raw = text.get(from..to).unwrap_or_default();
    let lead = raw.len() - raw.trim_start().len();
    Span::new(from + lead, from + lead + raw.trim().len())
}
