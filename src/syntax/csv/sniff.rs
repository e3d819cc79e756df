//! What parts the cells of a text. A header must be found, and most of the rows below it must have as many cells as it has.

use super::HEADER_WITHIN;
use super::records::{Record, Records};

/// What may part cells. Where two explain the text as well, the first does: a comma stands in many a text and number.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];

/// How many rows are looked at.
const LOOKED_AT: usize = 24;

/// The delimiter of a text; none if no reading of the first rows is consistent and more than one is possible.
pub(super) fn delimiter(text: &str) -> Option<u8> {
    let mut best: Option<(usize, u8)> = None;
    let mut possible = Vec::new();
    for delimiter in DELIMITERS {
        let rows: Vec<Record<'_>> = Records::new(text, delimiter).filter(|r| r.filled() > 0).take(LOOKED_AT).collect();
        let headers = || (0..rows.len().min(HEADER_WITHIN)).filter(|i| rows[*i].may_be_header());
        let explained = headers().filter_map(|header| consistent(&rows[header..])).max();
        if headers().next().is_some() {
            possible.push(delimiter);
        }
        if let Some(cells) = explained
            && best.is_none_or(|(most, _)| cells > most)
        {
            best = Some((cells, delimiter));
        }
    }
    match (best, &possible[..]) {
        (Some((_, delimiter)), _) => Some(delimiter),
        // One delimiter alone parts names: it is one, be the rows as ragged as they are.
        (None, [only]) => Some(*only),
        (None, _) => None,
    }
}

/// How many delimiters the header explains, if most rows from it on have as many cells as it has.
fn consistent(rows: &[Record<'_>]) -> Option<usize> {
    let width = rows.first()?.cells.len();
    let alike = rows.iter().filter(|r| r.cells.len() == width).count();
    (alike * 2 > rows.len()).then_some(alike * (width - 1))
}
