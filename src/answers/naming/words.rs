//! Ids as words of a text: what no field and no citation scheme knows of, such as `RSK-001` in a sentence.

use std::ops::Range;

use crate::model::EntityId;
use crate::model::index::looks_like_path;
use crate::source::Span;
use crate::workspace::Workspace;

/// What a path or an address ends at.
const ENDS: &[char] = &['(', ')', '[', ']', '<', '>', '"', '\'', '`', '|', ',', ';', '\n', '\r', ' ', '\t'];

/// The id as it is written in a piece of text, in capitals or not.
pub(in crate::answers) fn written(text: &str, span: Span, id: &str) -> Option<Span> {
    let slice = text.get(span.range())?.to_ascii_lowercase();
    let id = id.to_ascii_lowercase();
    let mut found = slice.match_indices(&id).map(|(i, _)| span.start as usize + i);
    found.find(|start| is_word(text, &(*start..start + id.len()))).map(|start| Span::new(start, start + id.len()))
}

/// True for an id that is no other word: it has a prefix of a kind's, or capitals and a number, and no pack has it.
pub(super) fn is_telling(workspace: &Workspace, id: &str) -> bool {
    let index = &workspace.index;
    let numbered = id.contains(|c: char| c.is_ascii_digit()) && id.contains(|c: char| c.is_ascii_uppercase());
    (numbered || index.schema.shapes().fit(id)) && !index.by_id(id).iter().any(|e| index.in_pack(*e))
}

/// All places of a text where an id is a word by itself, and no part of a path or an address.
pub(super) fn all<'t>(workspace: &'t Workspace, text: &'t str, id: &'t str) -> impl Iterator<Item = Span> + 't {
    let places = text.match_indices(id).map(|(start, _)| start..start + id.len());
    places.filter(move |range| is_free(workspace, text, range)).map(|range| Span::new(range.start, range.end))
}

/// The id that stands at an offset, and the records that bear it.
pub(in crate::answers) fn at<'w>(workspace: &'w Workspace, text: &str, offset: usize) -> Option<(Span, &'w [EntityId])> {
    let within = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let before = text.get(..offset)?;
    let start = before.trim_end_matches(within).len();
    let end = text.len() - text[offset..].trim_start_matches(within).len();
    let range = start..start + text[start..end].trim_end_matches(['.', '-']).len();
    let word = &text[range.clone()];
    let bearing = workspace.index.by_id(word);
    let is_id = bearing.iter().any(|e| workspace.index.id(*e).is_some_and(|id| **id == *word));
    let named = range.end >= offset && is_id && is_telling(workspace, word) && is_free(workspace, text, &range);
    named.then(|| (Span::new(range.start, range.end), bearing))
}

/// Each id that is a word of a text, and the records that bear it.
pub(super) fn each<'w>(workspace: &'w Workspace, text: &str) -> Vec<(Span, &'w [EntityId])> {
    let mut found = Vec::new();
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut at = 0;
    while let Some(start) = text[at..].find(char::is_alphanumeric).map(|i| at + i) {
        at = text[start..].find(|c| !is_letter(c)).map_or(text.len(), |i| start + i);
        // Most words have no number, and no id is without both number and hyphen.
        if text[start..at].contains(|c: char| c.is_ascii_digit() || c == '-') {
            found.extend(self::at(workspace, text, start));
        }
    }
    found
}

fn is_free(workspace: &Workspace, text: &str, range: &Range<usize>) -> bool {
    if !is_word(text, range) {
        return false;
    }
    let start = text[..range.start].rfind(ENDS).map_or(0, |i| i + 1);
    let end = text[range.end..].find(ENDS).map_or(text.len(), |i| range.end + i);
    let around = text[start..end].trim_end_matches(['.', ':']);
    let is_path = around.contains("://") || looks_like_path(around) || around.contains('/') && workspace.index.is_present(around);
    !is_path && !text[start..range.start].ends_with('#')
}

/// True for a range with no letter of a longer word around it: `RSK-1` is not in `RSK-12`, nor `A.5` in `A.5.2`.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let (Some(before), Some(after)) = (text.get(..range.start), text.get(range.end..)) else { return false };
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let goes_on = |mut chars: Box<dyn Iterator<Item = char> + '_>| match chars.next() {
        Some('-' | '.') => letter(chars.next()),
        first => letter(first),
    };
    !goes_on(Box::new(before.chars().rev())) && !goes_on(Box::new(after.chars()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_where_it_is_a_word() {
        for (text, found) in [
            ("see RSK-1.", true),
            ("(RSK-1)/RSK-2", true),
            ("owned: RSK-1, RSK-2", true),
            ("RSK-12", false),
            ("A-RSK-1", false),
            ("RSK-1-a", false),
            ("xRSK-1", false),
            ("rsk-1: it drifts", true),
        ] {
            assert_eq!(written(text, Span::new(0, text.len()), "RSK-1").is_some(), found, "{text}");
        }
    }
}
