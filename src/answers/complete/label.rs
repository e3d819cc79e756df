//! Lines that give a field in Markdown: `**Owner:** …`, `- Status: …`. The value where there is a label, else labels in the manner of those
//! beside it.

use super::spoken::{Spoken, spoken};
use super::{Choice, Choices, Here, Sort, values};
use crate::answers::add::line;
use crate::model::read::pairs;
use crate::schema::Type;

/// How a line sets a label off.
#[derive(Clone, Copy)]
struct Manner<'t> {
    /// What stands before the mark: a bullet, or nothing.
    lead: &'t str,
    /// The mark: `**`, `*`, or nothing.
    mark: &'t str,
    /// The colon stands before the mark that closes.
    within: bool,
}

/// What may be written in a line that gives a field, or begins to.
pub(super) fn choices(here: &Here<'_>) -> Option<Choices> {
    let (whole, start, _) = line(here.text, here.offset);
    let before = &here.text[start..here.offset];
    let spoken = spoken(here)?;
    let names = |key: &str| here.workspace.vocabulary.field(spoken.kind, key).is_some();
    // `pairs` reads a line as the reader does, so that what is proposed is understood.
    if let Some(pair) = pairs(before, false, &names).pop() {
        let field = here.workspace.vocabulary.field(spoken.kind, pair.key)?;
        let after = pair.key.as_ptr() as usize - before.as_ptr() as usize + pair.key.len();
        let value = before[after..].trim_start_matches(['*', '_', ':']);
        return values::choices(here, spoken.kind, &[field], value);
    }
    let bare = before.trim_start_matches([' ', '\t', '>', '-', '+']);
    let lead = before.len() - bare.strip_prefix("* ").unwrap_or(bare).len();
    let mark = before[lead..].len() - before[lead..].trim_start_matches(['*', '_']).len();
    let word = &before[lead + mark..];
    let is_word = word.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
    let rest = &whole[before.len()..];
    if !is_word || word.len() > 40 || !rest.trim_matches(['*', '_', ':', ' ']).is_empty() {
        return None;
    }
    let (lead, mark) = (&before[..lead], &before[lead..lead + mark]);
    // A paragraph may begin below an empty line, and with any word.
    let within = if mark.is_empty() { 1 } else { 2 };
    let beside = beside(here, &spoken, start, within, &names);
    let manner = match (mark, beside) {
        ("", Some(beside)) if lead.is_empty() || lead == beside.lead => beside,
        ("", _) => return None,
        (mark, beside) => Manner { lead, mark, within: beside.is_none_or(|beside| beside.within) },
    };
    Some(Choices::beginning(here, start, here.offset - word.len(), labels(here, &spoken, manner)))
}

/// The labels of fields that are not given yet.
fn labels(here: &Here<'_>, spoken: &Spoken<'_>, manner: Manner<'_>) -> Vec<Choice> {
    let kind = here.workspace.index.schema.kind(spoken.kind);
    let given = |field: u16| spoken.record.and_then(|record| record.get(field)).is_some_and(|value| !value.is_missing());
    let fields = (0u16..).zip(&kind.fields).filter(|(field, _)| !given(*field));
    let labels = fields.filter(|(_, field)| !matches!(field.ty.element(), Type::Group(_) | Type::Map(_) | Type::Pattern));
    let choice = |label: String, detail: String, says: &str| {
        let Manner { lead, mark, within } = manner;
        let text = if within { format!("{lead}{mark}{label}:{mark} ") } else { format!("{lead}{mark}{label}{mark}: ") };
        Choice::new(Sort::Field, &label, detail).written(text).saying(says)
    };
    labels.map(|(_, field)| choice(field.label(), values::noun(field), &field.description)).collect()
}

/// How the nearest line above, else the nearest below, sets its label off, of so many lines on each side.
fn beside<'w>(
    here: &Here<'w>,
    spoken: &Spoken<'_>,
    start: usize,
    within: usize,
    names: &dyn Fn(&str) -> bool,
) -> Option<Manner<'w>> {
    let text = here.text;
    let (above, below) = (text.get(spoken.start..start)?, &text[line(text, start).2..]);
    let manner = |line: &'w str| {
        let pairs = pairs(line, false, names);
        let pair = pairs.first()?;
        let at = pair.key.as_ptr() as usize - line.as_ptr() as usize;
        let opening = line[..at].trim_end_matches(['*', '_']).len();
        let mark = &line[opening..at];
        Some(Manner { lead: &line[..opening], mark, within: line[at + pair.key.len()..].starts_with(':') })
    };
    let near = |lines: &mut dyn Iterator<Item = &'w str>| lines.take(within).find_map(&manner);
    near(&mut above.lines().rev()).or_else(|| near(&mut below.lines()))
}
