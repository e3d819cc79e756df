//! One more heading with the key lines, or the table, of the last.

use super::blank::blank;
use super::row::line;
use super::{Change, New, There};

/// Adds a section after the last: its lines that give a field, with their values left open.
pub(super) fn add(new: &New<'_>, there: &There<'_>) -> Result<Change, String> {
    let (begin, end) = (there.record.span.start as usize, there.record.span.end as usize);
    let end = begin + there.text[begin..end].trim_end().len();
    let (id, title) = new.names();
    let (heading, start, mut at) = line(there.text, begin);
    let mut lines = vec![self::heading(new, there, heading, start).ok_or_else(|| {
        format!("{} cannot be written to: the heading of its last record does not show where the id stands", there.facts.path)
    })?];
    while at < end {
        let (text, start, next) = line(there.text, at);
        at = next;
        let stop = start + text.len();
        let own = there.record.fields.iter().filter(|(field, _)| Some(*field) != id && Some(*field) != title);
        let mut told = own.filter(|(_, value)| (value.span.start as usize) >= start && (value.span.end as usize) <= stop);
        match told.next() {
            Some((field, value)) => {
                let (from, to) = (value.span.start as usize, value.span.end as usize);
                let field = &new.kind.fields[usize::from(*field)];
                lines.push(format!("{}{}{}", &there.text[start..from], blank(field), &there.text[to..stop]));
            }
            None if text.trim().is_empty() || text.trim_start().starts_with('|') => lines.push(text.to_owned()),
            None => {}
        }
    }
    lines.dedup_by(|a, b| a.trim().is_empty() && b.trim().is_empty());
    let text = lines.join("\n");
    let gap = if there.text[end..].starts_with("\n\n") || there.text[end..].trim().is_empty() { "" } else { "\n" };
    let (_, _, next) = line(there.text, end);
    let lead = if there.text[..next].ends_with('\n') { "\n" } else { "\n\n" };
    Ok(there.insert(next, &format!("{lead}{}\n{gap}", text.trim_end())))
}

/// The heading with the new id and title.
fn heading(new: &New<'_>, there: &There<'_>, heading: &str, start: usize) -> Option<String> {
    let (id, title) = new.names();
    let within = |field| {
        let span: crate::source::Span = there.span(field)?;
        Some(((span.start as usize).checked_sub(start)?, (span.end as usize).checked_sub(start)?))
            .filter(|(_, to)| *to <= heading.len())
    };
    let id = within(id)?;
    let title = within(title).filter(|title| title.0 >= id.1);
    let between = title.map_or("", |title| &heading[id.1..title.0]);
    let rest = title.map_or(&heading[id.1..], |title| &heading[title.1..]);
    let words = if title.is_some() { new.title() } else { "" };
    Some(format!("{}{}{between}{words}{rest}", &heading[..id.0], new.id))
}
