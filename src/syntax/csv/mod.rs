//! CSV into the same [`Table`] that Markdown gives. Cells are parted by commas, semicolons, tabs or vertical bars; which, the text tells.
//! What a row lacks or has too much is never made up for by a shift: such a row is named, and left to the caller.

mod records;
mod sniff;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::markdown::Table;
use super::{Entry, Key, Limits, Node, NodeValue, Problem, Style};
use crate::finding::codes;
use crate::source::Span;
use records::{Record, Records};

/// How many rows from the top the header is looked for: titles, dates and empty lines may stand above it.
const HEADER_WITHIN: usize = 10;

/// Most columns of a header: what has more is a data set and no register.
const MOST_COLUMNS: usize = 500;

/// Most bytes of a column's name.
const LONGEST_NAME: usize = 200;

/// What a CSV text holds.
#[derive(Clone, Debug, Default)]
pub struct Csv<'t> {
    /// What parts the cells: `,`, `;`, `|` or a tab. None where the first lines do not tell: then there are no rows.
    pub delimiter: Option<char>,
    /// What is wrong, in order of place.
    pub problems: Vec<Problem>,
    records: Vec<Record<'t>>,
}

/// A CSV text read under one of its rows as the header.
#[derive(Clone, Debug)]
pub struct Sheet<'t> {
    /// Columns and rows, those of `ragged` included, whose cells may stand under the wrong column. A cell's span is the text between
    /// its quotation marks, or the field without the blanks around it.
    pub table: Table<'t>,
    /// Rows with more or fewer cells than there are columns, in order. Cells that are empty and beyond the last column are not counted;
    /// a cell alone is a remark and no row.
    pub ragged: Vec<Ragged>,
}

/// A row that does not fit the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ragged {
    /// Its position in the table's rows.
    pub row: usize,
    /// How many cells it has.
    pub cells: usize,
    /// How many columns the header has.
    pub columns: usize,
}

/// Reads a CSV text. Never fails: what cannot be read is a problem.
pub fn read<'t>(text: &'t str, limits: &Limits) -> Csv<'t> {
    let Some(delimiter) = sniff::delimiter(text) else { return Csv::default() };
    let mut csv = Csv { delimiter: Some(char::from(delimiter)), ..Csv::default() };
    let mut reader = Records::new(text, delimiter);
    let mut cells = 0;
    while let Some(record) = reader.next() {
        if let Some(open) = reader.unclosed {
            csv.problems.push(unclosed(open));
            break;
        }
        cells += record.cells.len();
        if cells > limits.nodes {
            csv.problems.push(too_many(record.span, limits.nodes));
            break;
        }
        if record.filled() > 0 {
            csv.records.push(record);
        }
    }
    csv
}

/// A row by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What parts its cells.
    pub delimiter: char,
    /// From the first cell to the last, quotation marks included.
    pub span: Span,
    /// Its cells without quotation marks and the blanks around them; an empty one is where it would begin.
    pub cells: Vec<Span>,
}

/// The row that a byte of a CSV text stands in, or right behind.
pub fn row(text: &str, at: usize) -> Option<Row> {
    let delimiter = sniff::delimiter(text)?;
    let found = Records::new(text, delimiter).find(|record| at <= record.span.end as usize)?;
    let cells = found.cells.iter().map(|cell| cell.span).collect();
    (found.span.start as usize <= at).then_some(Row { delimiter: char::from(delimiter), span: found.span, cells })
}

impl<'t> Csv<'t> {
    /// The rows that may be the header, in order.
    pub fn headers(&self) -> impl Iterator<Item = usize> + '_ {
        self.records.iter().enumerate().take(HEADER_WITHIN).filter(|(_, r)| r.may_be_header()).map(|(i, _)| i)
    }

    /// The names in a row.
    pub fn names(&self, row: usize) -> impl Iterator<Item = &str> + '_ {
        self.records.get(row).into_iter().flat_map(|r| &r.cells).map(|c| &*c.text)
    }

    /// What stands alone in the first row, if that is above the header.
    pub fn title(&self, header: usize) -> Option<&str> {
        let first = self.records.first().filter(|r| header > 0 && r.filled() == 1)?;
        first.cells.iter().map(|c| &*c.text).find(|text| !text.is_empty())
    }

    /// The text under one of [`Csv::headers`].
    pub fn sheet(&self, header: usize) -> Option<Sheet<'t>> {
        let (head, rows) = self.records.get(header..)?.split_first()?;
        let columns: Vec<Key<'t>> = head.cells.iter().map(|c| Key { span: c.span, text: on_one_line(&c.text) }).collect();
        let mut seen = BTreeSet::new();
        let kept: Vec<bool> = columns.iter().map(|c| c.text.is_empty() || seen.insert(&*c.text)).collect();
        let span = head.span.to(rows.last().map_or(head.span, |r| r.span));
        let (mut ragged, mut nodes) = (Vec::new(), Vec::with_capacity(rows.len()));
        // A cell alone is a remark, or a heading between rows.
        for record in rows.iter().filter(|r| r.filled() > 1) {
            ragged.extend(misfit(head, record).map(|(cells, columns)| Ragged { row: nodes.len(), cells, columns }));
            let cells = columns.iter().zip(&kept).enumerate().filter(|(_, (_, kept))| **kept);
            let entries = cells.map(|(i, (key, _))| Entry { key: key.clone(), value: record.node(i) }).collect();
            nodes.push(Node { span: record.span, value: NodeValue::Map(entries), style: Style::Plain });
        }
        Some(Sheet { table: Table { span, heading: None, quoted: false, columns, rows: nodes }, ragged })
    }
}

impl<'t> Record<'t> {
    /// True for two names or more, each with a letter in it.
    fn may_be_header(&self) -> bool {
        let names = || self.cells.iter().filter(|c| !c.text.is_empty());
        names().count() > 1
            && self.cells.len() <= MOST_COLUMNS
            && names().all(|c| c.text.len() <= LONGEST_NAME && c.text.contains(char::is_alphabetic))
    }

    /// The cell of a column; nothing, at the row's end, where the row has none.
    fn node(&self, column: usize) -> Node<'t> {
        let (span, value) = match self.cells.get(column) {
            Some(cell) if cell.text.is_empty() => (cell.span, NodeValue::Null),
            Some(cell) => (cell.span, NodeValue::Scalar(cell.text.clone())),
            None => (Span::at(self.span.end as usize), NodeValue::Null),
        };
        Node { span, value, style: Style::Cell }
    }
}

/// How many cells and columns there are, where a row does not fit its header.
fn misfit(header: &Record<'_>, row: &Record<'_>) -> Option<(usize, usize)> {
    let (named, cells) = (header.used(), row.used());
    if cells > header.cells.len() {
        return Some((cells, header.cells.len()));
    }
    (row.cells.len() < named).then_some((row.cells.len(), named))
}

/// A column's name as it would stand on one line.
fn on_one_line<'t>(name: &Cow<'t, str>) -> Cow<'t, str> {
    if name.contains('\n') { name.replace('\n', " ").into() } else { name.clone() }
}

fn unclosed(open: Span) -> Problem {
    Problem {
        code: codes::SYNTAX_ERROR,
        message: "this quotation mark is never closed, so the rest of the file would be one cell".into(),
        span: open,
        label: String::new(),
        labels: Vec::new(),
        help: Some("close the cell with a quotation mark; one that belongs to the text is written twice".into()),
    }
}

fn too_many(row: Span, most: usize) -> Problem {
    Problem {
        code: codes::LIMIT_EXCEEDED,
        message: format!("the file has more than {most} cells; the rows from here on are not read"),
        span: Span::at(row.start as usize),
        label: String::new(),
        labels: Vec::new(),
        help: None,
    }
}
