//! The fields of a CSV text, each with its place. Where a field ends and what its quotes hide is csv-core's verdict.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::super::markdown::is_break;
use crate::source::Span;

/// A row.
#[derive(Clone, Debug)]
pub(super) struct Record<'t> {
    /// From the first field to the last, quotation marks included.
    pub span: Span,
    pub cells: Vec<Cell<'t>>,
}

/// A field.
#[derive(Clone, Debug)]
pub(super) struct Cell<'t> {
    /// The bytes between the quotation marks, or of the field, without the blanks around them.
    pub span: Span,
    /// The text: quotes undone, `<br>` and CRLF as line breaks, trimmed.
    pub text: Cow<'t, str>,
}

impl Record<'_> {
    /// How many cells hold something.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|c| !c.text.is_empty()).count()
    }

    /// How many cells there are up to the last that holds something.
    pub fn used(&self) -> usize {
        self.cells.iter().rposition(|c| !c.text.is_empty()).map_or(0, |last| last + 1)
    }
}

/// Reads row by row. Empty lines are no rows.
pub(super) struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    core: Reader,
    at: usize,
    piece: [u8; 1024],
    decoded: Vec<u8>,
    /// The quotation mark of the last row read that has no counterpart.
    pub unclosed: Option<Span>,
}

impl<'t> Records<'t> {
    pub fn new(text: &'t str, delimiter: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, delimiter, core, at, piece: [0; 1024], decoded: Vec::new(), unclosed: None }
    }

    /// The next field, and whether it is the last of its row; none at the end of the text.
    fn field(&mut self) -> Option<(Span, Cell<'t>, bool)> {
        let rest = &self.text[self.at..];
        let delimiter = char::from(self.delimiter);
        let quoted = rest.trim_start_matches(|c| matches!(c, ' ' | '\t') && c != delimiter);
        // Blanks before a quotation mark are none of the cell's; csv-core would take the mark for text.
        if quoted.starts_with('"') {
            self.at += rest.len() - quoted.len();
        }
        let start = self.at;
        self.decoded.clear();
        loop {
            let input = &self.text.as_bytes()[self.at..];
            let (result, read, written) = self.core.read_field(input, &mut self.piece);
            self.at += read;
            self.decoded.extend_from_slice(&self.piece[..written]);
            match result {
                // At the end of the text the next call, with nothing to read, ends the field.
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    // The delimiter or line break is read with the field, unless it is the text that ends.
                    let raw = Span::new(start, self.at - usize::from(!input.is_empty()));
                    return Some((raw, self.cell(raw), record_end));
                }
                ReadFieldResult::End => return None,
            }
        }
    }

    fn cell(&mut self, raw: Span) -> Cell<'t> {
        let field = &self.text[raw.range()];
        let whole = |span: Span, text: Cow<'t, str>| Cell { span, text };
        if !field.starts_with('"') {
            let span = trimmed(self.text, raw);
            return whole(span, plain(&self.text[span.range()]));
        }
        let Some(close) = closing(field) else {
            self.unclosed = Some(Span::new(raw.start as usize, raw.start as usize + 1));
            return whole(raw, Cow::Borrowed(""));
        };
        let decoded = || plain(String::from_utf8_lossy(&self.decoded).trim()).into_owned();
        if !field[close + 1..].trim().is_empty() {
            return whole(trimmed(self.text, raw), decoded().into());
        }
        let start = raw.start as usize;
        let inner = trimmed(self.text, Span::new(start + 1, start + close));
        let text = &self.text[inner.range()];
        whole(inner, if text.contains('"') { decoded().into() } else { plain(text) })
    }
}

impl<'t> Iterator for Records<'t> {
    type Item = Record<'t>;

    fn next(&mut self) -> Option<Record<'t>> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let (first, cell, mut last) = self.field()?;
        let (mut span, mut cells) = (first, vec![cell]);
        while !last && let Some((raw, cell, ends)) = self.field() {
            span = span.to(raw);
            cells.push(cell);
            last = ends;
        }
        Some(Record { span, cells })
    }
}

/// Where the quotation mark stands that closes a field which opens with one.
fn closing(field: &str) -> Option<usize> {
    let mut from = 1;
    loop {
        let at = from + field.get(from..)?.find('"')?;
        if !field[at + 1..].starts_with('"') {
            return Some(at);
        }
        from = at + 2;
    }
}

/// A span without the blanks and line breaks around its text; at its start if there is nothing else.
fn trimmed(text: &str, span: Span) -> Span {
    let raw = &text[span.range()];
    let start = span.start as usize;
    match raw.trim() {
        "" => Span::at(start),
        inner => {
            let lead = start + raw.len() - raw.trim_start().len();
            Span::new(lead, lead + inner.len())
        }
    }
}

/// A text with its line breaks, and the tags that stand for one, as `\n`.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['\r', '<']) {
        return Cow::Borrowed(text);
    }
    let (mut lines, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(['\r', '<']) {
        let tag = rest[at..].find('>').map(|end| &rest[at..=at + end]).filter(|tag| is_break(tag));
        lines.push_str(&rest[..at]);
        match tag {
            Some(tag) => {
                lines.truncate(lines.trim_end_matches(' ').len());
                lines.push('\n');
                rest = rest[at + tag.len()..].trim_start_matches(' ');
            }
            // A carriage return alone ends a line, too.
            None if rest[at..].starts_with('\r') => {
                lines.push('\n');
                rest = rest[at + 1..].strip_prefix('\n').unwrap_or(&rest[at + 1..]);
            }
            None => {
                lines.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    lines.push_str(rest);
    if lines == text { Cow::Borrowed(text) } else { lines.trim().to_owned().into() }
}
