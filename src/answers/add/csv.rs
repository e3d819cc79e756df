//! One more row of a CSV file, below the last that holds a record, with the columns where they are.

use super::row::line;
use super::{Change, New, There};
use crate::source::Span;
use crate::syntax::csv;

/// Adds a row with id and title; the other cells are left open.
pub(super) fn add(new: &New<'_>, there: &There<'_>) -> Result<Change, String> {
    let (id, title) = new.names();
    let row = csv::row(there.text, there.record.span.start as usize);
    let holds = |cell: &Span, field: Option<u16>| there.span(field).is_some_and(|span| !cell.is_empty() && cell.contains(span));
    let Some(row) = row.filter(|row| row.cells.iter().any(|cell| holds(cell, id))) else {
        return Err(format!("{} cannot be written to: its last row does not show where the id stands", there.facts.path));
    };
    let cells = row.cells.iter().map(|cell| match () {
        () if holds(cell, id) => new.id.to_owned(),
        () if holds(cell, title) => quoted(new.title(), row.delimiter),
        () => String::new(),
    });
    let cells = cells.collect::<Vec<String>>().join(row.delimiter.encode_utf8(&mut [0; 4]));
    let (_, _, next) = line(there.text, row.span.end as usize);
    let is_open = next == there.text.len() && !there.text.ends_with('\n');
    Ok(there.insert(next, &if is_open { format!("\n{cells}") } else { format!("{cells}\n") }))
}

/// A text as a cell.
fn quoted(text: &str, delimiter: char) -> String {
    if text.contains([delimiter, '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
