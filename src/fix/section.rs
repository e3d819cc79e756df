//! Sections that a document lacks: their headings, and blanks that say what belongs there.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::answers::add::{blank, line};
use crate::finding::{Edit, list};
use crate::model::read::is_markdown;
use crate::model::{Carrier, EntityId, Facts};
use crate::schema::Kind;
use crate::source::{Place, SourceFile, Span};
use crate::workspace::Workspace;

/// A heading of the document that stands for a field.
struct Standing {
    field: u16,
    level: usize,
    start: usize,
}

/// The edits that add the sections of fields that the document does not say: each below the one that comes before it in the order of the
/// kind's fields, else above the one that comes after, else at the end. None if all are there.
pub(super) fn added(workspace: &Workspace, entity: EntityId, names: &[Arc<str>]) -> Option<(String, Vec<Edit>)> {
    let index = &workspace.index;
    let kind = index.schema.kind(index.kind(entity));
    let telling = index.tellings(entity).iter().find(|telling| index.record(**telling).carrier == Carrier::Document)?;
    let record = index.record(*telling);
    let facts = index.facts(telling.file).filter(|facts| is_markdown(&facts.path))?;
    let file = workspace.sources.get(telling.file);
    let standing = standing(facts, file, kind, workspace);
    let mut sections: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut titles = Vec::new();
    for name in names {
        let Some((field, spec)) = kind.field(name) else { continue };
        let said = record.get(field).is_some_and(|value| !value.is_missing());
        if said || standing.iter().any(|heading| heading.field == field) {
            continue;
        }
        let before = standing.iter().rev().filter(|heading| heading.field < field).max_by_key(|heading| heading.field);
        let after = standing.iter().find(|heading| heading.field > field);
        let (at, level) = match (before, after) {
            (Some(before), _) => (end_of(facts, file, before), before.level),
            (None, Some(after)) => (after.start, after.level),
            (None, None) => (file.text.len(), 2),
        };
        let title = spec.label();
        sections.entry(at).or_default().push(format!("{} {title}\n\n{}\n", "#".repeat(level), blank(spec)));
        titles.push(format!("“{title}”"));
    }
    let edits = sections.into_iter().map(|(at, sections)| {
        let (above, below) = (&file.text[..at], &file.text[at..]);
        let gap = match above {
            _ if above.ends_with("\n\n") || above.ends_with("\n\r\n") || above.is_empty() => "",
            _ if above.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let text = format!("{gap}{}{}", sections.join("\n"), if below.is_empty() { "" } else { "\n" });
        let text = if file.text.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
        Edit { place: Place::new(telling.file, Span::at(at)), text }
    });
    let what = if titles.len() == 1 { "the section" } else { "the sections" };
    (!titles.is_empty()).then(|| (format!("add {what} {}", list(&titles)), edits.collect()))
}

/// The document's headings that stand for fields, in order of place.
fn standing(facts: &Facts, file: &SourceFile, kind: &Kind, workspace: &Workspace) -> Vec<Standing> {
    let of = |span: Span| {
        let field = workspace.vocabulary.field(workspace.index.schema.find(&kind.name)?, file.slice(span))?;
        let (line, start, _) = line(&file.text, span.start as usize);
        Some(Standing { field, level: level(line)?, start })
    };
    facts.document.headings.iter().filter_map(|heading| of(heading.span)).collect()
}

/// Where the section of a heading ends: at the next heading of its level or above, else with the text.
fn end_of(facts: &Facts, file: &SourceFile, heading: &Standing) -> usize {
    let later = facts
        .document
        .headings
        .iter()
        .map(|h| line(&file.text, h.span.start as usize))
        .filter(|(_, start, _)| *start > heading.start);
    let next =
        later.filter(|(line, ..)| level(line).is_none_or(|level| level <= heading.level)).map(|(_, start, _)| start).next();
    next.unwrap_or(file.text.len())
}

/// How many signs a heading begins with; none for one that is underlined.
fn level(line: &str) -> Option<usize> {
    Some(line.trim_start().chars().take_while(|c| *c == '#').count()).filter(|level| *level > 0)
}
