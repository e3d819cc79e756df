//! Names of fields. Facts keep values and not what they are called, so the text says it: a key, a column, a heading, a label before a colon
//! or in the first cell of a row.

use super::touches;
use crate::answers::add::{cells, line, row_at};
use crate::model::{Carrier, Facts, Record};
use crate::schema::{FieldPath, KindId, Type};
use crate::source::{SourceFile, Span};
use crate::workspace::Workspace;

/// The name of a field at an offset: its words, and the field of which kind it is.
pub(super) fn name(
    workspace: &Workspace,
    facts: &Facts,
    source: &SourceFile,
    offset: usize,
) -> Option<(Span, KindId, FieldPath)> {
    let one = |record: &Record, span: Span| {
        let field = workspace.vocabulary.field(record.kind, label(source.slice(span)))?;
        Some((span, record.kind, vec![field]))
    };
    let own = facts.document.record.map(|record| &facts.records[record]);
    if let Some(heading) = facts.document.headings.iter().find(|heading| touches(heading.span, offset)) {
        let within = facts.records.iter().filter(|r| r.carrier == Carrier::Section && touches(r.span, offset));
        let mut holds: Vec<&Record> = within.collect();
        holds.sort_by_key(|record| record.span.len());
        return holds.into_iter().chain(own).find_map(|record| one(record, heading.span));
    }
    let (text, start, _) = line(&source.text, offset);
    let mut records: Vec<&Record> = facts.records.iter().filter(|r| touches(r.span, offset)).collect();
    records.sort_by_key(|record| record.span.len());
    for record in facts.records.iter().filter(|r| matches!(r.carrier, Carrier::Row(header) if touches(header, offset))) {
        let found = column(source, offset).and_then(|span| one(record, span));
        if found.is_some() {
            return found;
        }
    }
    for record in records.into_iter().chain(own) {
        let found = match record.carrier {
            Carrier::Mapping | Carrier::Item | Carrier::Manifest => key(workspace, source, record, offset),
            Carrier::Document if touches(record.span, offset) => key(workspace, source, record, offset),
            Carrier::Document | Carrier::Section => labelled(text, start, offset).and_then(|span| {
                let (span, kind, path) = one(record, span)?;
                // Only where the value stands behind it: any prose has colons.
                let said = record.get(path[0])?.span.start as usize;
                (span.end as usize <= said && said <= start + text.len()).then_some((span, kind, path))
            }),
            Carrier::Row(_) => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Words without what sets them off.
fn label(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '"' | '\'' | ':'))
}

/// The span of a part of a line without what sets it off.
fn tight(text: &str, start: usize, from: usize, to: usize) -> Span {
    let part = &text[from..to];
    let said = label(part);
    let lead = said.as_ptr() as usize - part.as_ptr() as usize;
    Span::new(start + from + lead, start + from + lead + said.len())
}

/// The cell of a header row at an offset.
fn column(source: &SourceFile, offset: usize) -> Option<Span> {
    let cells = row_at(&source.path, &source.text, offset)?.into_iter();
    cells
        .map(|cell| tight(&source.text, 0, cell.start as usize, cell.end as usize))
        .find(|span| touches(*span, offset) && !span.is_empty())
}

/// The label of a line at an offset: what stands before a colon, or in the first cell of a row.
fn labelled(text: &str, start: usize, offset: usize) -> Option<Span> {
    let span = if text.trim_start().starts_with('|') {
        let (from, to) = *cells(text).first()?;
        tight(text, start, from, to)
    } else {
        let lead = text.len() - text.trim_start_matches([' ', '\t', '-', '*', '+', '>', '_']).len();
        tight(text, start, lead, lead + text[lead..].find(':')?)
    };
    (touches(span, offset) && !span.is_empty()).then_some(span)
}

/// The key of a mapping at an offset, with the keys that it stands below.
fn key(workspace: &Workspace, source: &SourceFile, record: &Record, offset: usize) -> Option<(Span, KindId, FieldPath)> {
    let (text, start, _) = line(&source.text, offset);
    let span = key_of(text, start).filter(|span| touches(*span, offset))?;
    let mut keys = vec![source.slice(span)];
    let (mut at, mut column) = (start, span.start as usize - start);
    while at > record.span.start as usize {
        let (text, start, _) = line(&source.text, at - 1);
        at = start;
        let Some(above) = key_of(text, start).filter(|above| (above.start as usize - start) < column) else { continue };
        if above.start < record.span.start {
            break;
        }
        column = above.start as usize - start;
        keys.push(source.slice(above));
    }
    keys.reverse();
    Some((span, record.kind, path(workspace, record.kind, &keys)?))
}

/// The key that a line of YAML begins with.
fn key_of(text: &str, start: usize) -> Option<Span> {
    let mut from = text.len() - text.trim_start().len();
    while let Some(rest) = text[from..].strip_prefix("- ") {
        from = text.len() - rest.trim_start().len();
    }
    let end = from
        + text[from..].find(':').filter(|end| text[from + end + 1..].is_empty() || text[from + end + 1..].starts_with(' '))?;
    let span = tight(text, start, from, end);
    (!span.is_empty() && !text[from..].starts_with('#')).then_some(span)
}

/// The field that keys lead to, each within the one before it.
pub fn path(workspace: &Workspace, kind: KindId, keys: &[&str]) -> Option<FieldPath> {
    let (first, rest) = keys.split_first()?;
    let mut path = vec![workspace.vocabulary.field(kind, first)?];
    let mut ty = workspace.index.schema.kind(kind).fields[usize::from(path[0])].ty.element();
    for key in rest {
        let fields = match ty {
            Type::Group(group) => group,
            Type::Map(map) => &map.keys,
            _ => return None,
        };
        let field = fields.named(key)?;
        path.push(field);
        ty = fields.fields[usize::from(field)].ty.element();
    }
    Some(path)
}
