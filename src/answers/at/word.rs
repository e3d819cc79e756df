//! Words of a text, whatever they stand in: an id, a date.

use jiff::civil::Date;

use crate::model::read_date;
use crate::source::{SourceFile, Span};

/// The characters around an offset that one may write an id or a date with.
pub fn around(text: &str, offset: usize) -> Span {
    let part = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let before: usize = text[..offset].chars().rev().take_while(part).map(char::len_utf8).sum();
    let after: usize = text[offset..].chars().take_while(part).map(char::len_utf8).sum();
    Span::new(offset - before, offset + after)
}

/// The word around an offset, without the marks of a sentence.
fn word(source: &SourceFile, offset: usize) -> Span {
    let span = around(&source.text, offset);
    let said = source.slice(span);
    let marks = ['.', '-', '_'];
    let lead = said.len() - said.trim_start_matches(marks).len();
    Span::new(span.start as usize + lead, span.start as usize + said.trim_end_matches(marks).len())
}

/// The date that stands at an offset, written in figures.
pub(super) fn day(source: &SourceFile, offset: usize) -> Option<(Span, Date)> {
    let span = word(source, offset);
    let said = source.slice(span);
    let figures = said.len() == "2026-01-01".len() && said.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    Some((span, read_date(said).filter(|_| figures)?))
}
