//! Cells of tables: what the field of their column takes.

use super::{Choices, Here, values};
use crate::answers::add::{cells, line};
use crate::model::Carrier;

/// What may be written in the cell at the cursor.
pub(super) fn choices(here: &Here<'_>) -> Option<Choices> {
    let (row, start, _) = line(here.text, here.offset);
    let is_row = |line: &str| line.trim_start().starts_with('|');
    let within = here.offset - start;
    let position = cells(row).iter().position(|(from, to)| *from <= within && within <= *to).filter(|_| is_row(row))?;
    let mut header = start;
    while header > 0 {
        let (above, begins, _) = line(here.text, header - 1);
        if !is_row(above) {
            break;
        }
        header = begins;
    }
    let (names, begins, _) = line(here.text, header);
    let (from, to) = *cells(names).get(position).filter(|_| header < start)?;
    let facts = here.workspace.index.facts(here.file)?;
    // The rows that were read tell what the table holds.
    let kind = facts.records.iter().find_map(|record| match record.carrier {
        Carrier::Row(span) if (begins..=begins + names.len()).contains(&(span.start as usize)) => Some(record.kind),
        _ => None,
    })?;
    let name = names[from..to].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
    let field = here.workspace.vocabulary.field(kind, name)?;
    let field = here.workspace.index.schema.kind(kind).at(&[field])?;
    let before = &row[..within];
    let word = before.rsplit([' ', ',', ';', '|', '[', '`', '*']).next().unwrap_or_default();
    Some(Choices::of(here, here.offset - word.len(), values::of(here, field)))
}
