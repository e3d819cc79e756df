//! Cells of tables and CSV files: what the field of their column takes.

use super::spoken::spoken;
use super::{Choices, Here, values};
use crate::answers::add::{line, row_at};
use crate::model::read::is_csv;
use crate::model::{Carrier, Facts};
use crate::schema::{FieldPath, KindId, fold};
use crate::source::Span;

/// What may be written in the cell at the cursor.
pub(super) fn choices(here: &Here<'_>) -> Option<Choices> {
    let path = &*here.workspace.sources.get(here.file).path;
    let cells = row_at(path, here.text, here.offset)?;
    let position = cells.iter().rposition(|cell| cell.start as usize <= here.offset)?;
    let facts = here.workspace.index.facts(here.file)?;
    let header = header(here, path, facts)?;
    let value = &here.text[cells[position].start as usize..here.offset];
    let columns = row_at(path, here.text, header)?;
    let words = |cell: Span| here.text[cell.range()].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
    let names: Vec<&str> = columns.iter().map(|cell| words(*cell)).collect();
    let is_header = columns.first()?.start == cells.first()?.start;
    let found = match rows(facts, header, &columns).or_else(|| told_by(here, &names)) {
        Some(kind) => Some((kind, vec![here.workspace.vocabulary.field(kind, names.get(position)?)?])),
        None => in_section(here, facts, header, names.get(position)?).or_else(|| entry(here, position, words(*cells.first()?))),
    };
    let (kind, field) = found.filter(|_| !is_header)?;
    values::choices(here, kind, &field, value)
}

/// Where the header stands of the table at the cursor.
fn header(here: &Here<'_>, path: &str, facts: &Facts) -> Option<usize> {
    let (_, start, _) = line(here.text, here.offset);
    if is_csv(path) {
        let read = facts.records.iter().find_map(|record| match record.carrier {
            Carrier::Row(span) => Some(span.start as usize),
            _ => None,
        });
        let first = || here.text.len() - here.text.trim_start_matches(['\u{feff}', '\r', '\n']).len();
        return Some(read.unwrap_or_else(first)).filter(|header| *header < start);
    }
    let mut header = start;
    while header > 0 {
        let (above, begins, _) = line(here.text, header - 1);
        if !above.trim_start().starts_with('|') {
            break;
        }
        header = begins;
    }
    Some(header)
}

/// The kind of the rows that were read below a header.
fn rows(facts: &Facts, header: usize, columns: &[Span]) -> Option<KindId> {
    let end = columns.last()?.end as usize;
    facts.records.iter().find_map(|record| match record.carrier {
        Carrier::Row(span) if (header..=end).contains(&(span.start as usize)) => Some(record.kind),
        _ => None,
    })
}

/// The one kind that the columns tell, where no row says anything yet: the one that most of them are fields of.
fn told_by(here: &Here<'_>, names: &[&str]) -> Option<KindId> {
    let fitting = here.workspace.index.schema.iter().filter_map(|(id, kind)| {
        let mut fields: Vec<u16> = names.iter().filter_map(|name| here.workspace.vocabulary.field(id, name)).collect();
        fields.sort_unstable();
        fields.dedup();
        let telling = kind.recognise.columns.iter().any(|set| set.iter().all(|field| fields.contains(field)));
        (telling && !kind.data).then_some((fields.len(), id))
    });
    let mut fitting: Vec<(usize, KindId)> = fitting.collect();
    fitting.sort_unstable_by_key(|(fields, _)| std::cmp::Reverse(*fields));
    match fitting[..] {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, kind), ..] => Some(kind),
        [] => None,
    }
}

/// The field of a column in a table that is the value of the document's field whose heading stands above it.
fn in_section(here: &Here<'_>, facts: &Facts, header: usize, name: &str) -> Option<(KindId, FieldPath)> {
    let record = facts.records.get(facts.document.record?)?;
    let heading = facts.document.headings.iter().rev().find(|heading| (heading.span.end as usize) <= header)?;
    let words = here.text.get(heading.span.range())?;
    let field = here.workspace.vocabulary.field(record.kind, words)?;
    let name = fold(name);
    let spec = here.workspace.index.schema.kind(record.kind);
    let within = match spec.fields[usize::from(field)].ty.element() {
        crate::schema::Type::Group(group) => group.named(&name)?,
        _ => return None,
    };
    Some((record.kind, vec![field, within]))
}

/// The field that the first cell of a row names, in a table of field and entry.
fn entry(here: &Here<'_>, position: usize, label: &str) -> Option<(KindId, FieldPath)> {
    let spoken = spoken(here).filter(|_| position == 1)?;
    Some((spoken.kind, vec![here.workspace.vocabulary.field(spoken.kind, label)?]))
}
