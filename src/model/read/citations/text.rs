//! The words around a citation.

use std::ops::Range;

/// Most bytes that are looked at on each side of a citation: a text of one endless sentence must not be read once for each.
const LONGEST_HALF: usize = 2_000;

/// The beginning of what follows a citation.
pub(super) fn near(rest: &str) -> &str {
    &rest[..rest.floor_char_boundary(LONGEST_HALF)]
}

/// The sentence around an offset: from the last full stop, question or exclamation mark before it that ends a sentence, to the next.
pub(super) fn sentence(text: &str, at: usize) -> Range<usize> {
    let ends = |i: usize| {
        let rest = &text[i..];
        rest.starts_with(['.', '!', '?'])
            && rest[1..].starts_with(char::is_whitespace)
            && rest[1..].trim_start().starts_with(|c: char| c.is_uppercase() || c == '[')
    };
    let near = |i: &usize| i.abs_diff(at) <= LONGEST_HALF;
    let mut first = at;
    for i in text[..at].char_indices().rev().map(|(i, _)| i).take_while(near) {
        if ends(i) {
            first = i + 1;
            break;
        }
        first = i;
    }
    let mut last = at;
    for i in text[at..].char_indices().map(|(i, _)| at + i).chain([text.len()]).take_while(near) {
        last = i;
        if i < text.len() && ends(i) {
            last = i + 1;
            break;
        }
    }
    first..last
}

/// The words that touch a citation: those before it, if only a bracket, a comma or a small word parts them from it; else those after it
/// where a colon, a dash or a bracket leads over. At most five words, none beyond a punctuation mark.
pub(super) fn beside(text: &str, sentence: Range<usize>, citation: Range<usize>) -> Option<Range<usize>> {
    let stop = |c: char| matches!(c, '.' | ';' | ':' | '(' | ')' | '|' | '\n' | ',' | '"');
    let before = &text[sentence.start.min(citation.start)..citation.start];
    if before.trim_end().ends_with('(') && !closes(near(&text[citation.end..])) {
        return None;
    }
    let lead = before.trim_end_matches([' ', '(', '[', ',', '*', '_']);
    let lead = ["in", "under", "per", "see", "of"]
        .iter()
        .find_map(|w| lead.strip_suffix(w).filter(|l| l.ends_with([' ', '('])))
        .unwrap_or(lead);
    let lead = lead.trim_end_matches([' ', '(', '[', ',']);
    let from = lead.rfind(stop).map_or(0, |i| i + lead[i..].chars().next().map_or(1, char::len_utf8));
    let words: Vec<&str> = lead[from..].split_whitespace().collect();
    if let Some(first) = words.get(words.len().saturating_sub(5)).filter(|_| before.trim_end() != before || before.ends_with('('))
    {
        let offset = first.as_ptr() as usize - text.as_ptr() as usize;
        let end = lead.as_ptr() as usize - text.as_ptr() as usize + lead.len();
        return (end > offset).then_some(offset..end);
    }
    let after = &text[citation.end..sentence.end.max(citation.end)];
    let rest = after.trim_start_matches([' ', '*', '_']).strip_prefix([':', '–', '—', '-', '('])?;
    let start = rest.trim_start();
    let end = start.find(stop).unwrap_or(start.len());
    let last = start[..end].split_whitespace().take(5).last()?;
    let offset = start.as_ptr() as usize - text.as_ptr() as usize;
    Some(offset..last.as_ptr() as usize - text.as_ptr() as usize + last.len())
}

/// True where a bracket that opens with a citation holds nothing that has a verb: "(clause 6.1.3)", "(6.1.3 of the AI Act)".
fn closes(rest: &str) -> bool {
    let inner = rest.split([')', ',', ';', ':', '/', '–', '—', '(']).next().unwrap_or(rest);
    let mut words = inner.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.all(|w| !w.starts_with(char::is_lowercase) || ["of", "the", "in", "and", "or", "to"].contains(&w))
}

/// The word of the namespace that an id is in: `27001:A.8.15`.
pub(super) fn namespace(text: &str, id: usize) -> Option<&str> {
    let before = text[..id].strip_suffix(':')?;
    before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().filter(|word| !word.is_empty())
}

/// True where the id is part of a path or of a longer name: `docs/A.5.2.md`.
pub(super) fn is_path(text: &str, id: Range<usize>) -> bool {
    let mut before = text[..id.start].chars().rev();
    let led =
        matches!(before.next(), Some('/' | '\\' | '-' | '_' | '#' | '.')) && before.next().is_some_and(char::is_alphanumeric);
    let mut after = text[id.end..].chars();
    let follows = after.next();
    let goes_on = matches!(follows, Some('_')) || follows == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    led && !text[..id.start].ends_with(|c: char| c.is_ascii_digit()) || goes_on
}

/// What stands between two ids that are cited together.
const BETWEEN: [&str; 10] = [",", "/", "&", "-", "–", "—", "and ", "or ", "to ", "through "];

/// True where a citation is one of several for one thing: "sections 4 and 8.2", "R.1 / R.2".
pub(super) fn is_listed(text: &str, citation: Range<usize>) -> bool {
    let after = text[citation.end..].trim_start_matches([' ', '*', '_', '`', ']']);
    let follows = BETWEEN.iter().find_map(|b| after.strip_prefix(b)).is_some_and(|rest| {
        let rest = rest.trim_start_matches([' ', '*', '_', '`', '[', ',']);
        let rest = BETWEEN.iter().find_map(|b| rest.strip_prefix(b)).unwrap_or(rest).trim_start();
        begins_with_id(rest)
    });
    let before = text[..citation.start].trim_end_matches([' ', '*', '_', '`', '[']);
    let led = BETWEEN.iter().find_map(|b| before.strip_suffix(b.trim_end())).is_some_and(|lead| {
        let lead = lead.trim_end_matches([' ', '*', '_', '`', ']', ',']);
        lead.ends_with(|c: char| c.is_ascii_digit()) && (lead.len() < before.len())
    });
    follows || led
}

/// True for "8.2 …", "R.5 …", and for either behind a word: "clause 8.2 …", "Art. 9 …".
fn begins_with_id(text: &str) -> bool {
    let is_id = |text: &str| {
        let family = text.split_once('.').filter(|(letter, _)| matches!(letter.as_bytes(), [b'A'..=b'Z']));
        family.map_or(text, |(_, number)| number).starts_with(|c: char| c.is_ascii_digit())
    };
    let behind = text.trim_start_matches(char::is_alphabetic).trim_start_matches('.').strip_prefix(' ');
    is_id(text) || behind.is_some_and(is_id)
}

/// The words right after a citation: at most four, none beyond a punctuation mark.
pub(super) fn follows(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = near(&text[end..]).strip_prefix(' ')?;
    let stop = rest.find(['.', ',', ';', ':', '(', ')', '|', '\n']).unwrap_or(rest.len());
    let last = rest[..stop].split_whitespace().take(4).last()?;
    Some(end + 1..last.as_ptr() as usize - text.as_ptr() as usize + last.len())
}

/// Most words of a title.
const LONGEST_TITLE: usize = 12;

/// The title that stands right after a citation: behind a colon or a dash, in brackets or quotes; where the citation opens the text, also
/// words that follow at once and begin with a capital.
pub(super) fn title_after(text: &str, citation: Range<usize>) -> Option<Range<usize>> {
    let markup = [' ', '*', '_', '`'];
    let opens = text[..citation.start].trim_start_matches([' ', '*', '_', '`', '-', '+', '[', '#']).is_empty();
    let bold =
        ["**", "__"].into_iter().find(|m| opens && text[..citation.start].trim_start_matches(['-', '+', ' ']).starts_with(m));
    let after = near(&text[citation.end..]);
    let rest = after.trim_start_matches(markup);
    let gap = rest.len() < after.len();
    let (start, ends): (&str, &[char]) = if let Some(inner) = rest.strip_prefix('(') {
        (inner, &[')', '\n'])
    } else if let Some(inner) = rest.strip_prefix(['“', '"', '«']) {
        (inner, &['”', '"', '»', '\n'])
    } else if let Some(inner) = rest.strip_prefix([':', '–', '—', '|']).or_else(|| rest.strip_prefix("- ").filter(|_| gap)) {
        (inner, &['.', ';', '|', '(', ')', '\n', '—', ':'])
    } else if opens && gap && rest.starts_with(char::is_uppercase) {
        (rest, &['.', ';', '|', '(', ')', '\n', '—', '–', ':'])
    } else {
        return None;
    };
    let start = start.trim_start_matches([' ', '*', '_', '`', '"', '“']);
    let mut end = start.find(ends).unwrap_or(start.len());
    if let Some(close) = bold.and_then(|b| start.find(b)) {
        end = end.min(close);
    }
    let title = start[..end].trim_end_matches([' ', '*', '_', '`', '"', '”', ',']);
    let words = title.split_whitespace().count();
    let from = start.as_ptr() as usize - text.as_ptr() as usize;
    (words > 0 && words <= LONGEST_TITLE && title.starts_with(char::is_alphabetic)).then(|| from..from + title.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_touch_a_citation() {
        let of = |text: &str, citation: &str| {
            let at = text.find(citation).unwrap();
            beside(text, sentence(text, at), at..at + citation.len()).map(|r| text[r].to_owned())
        };
        assert_eq!(
            of("Our Statement of Applicability (clause 6.1.4) says", "clause 6.1.4").as_deref(),
            Some("Our Statement of Applicability")
        );
        assert_eq!(of("Clause 6.2: objectives and plans.", "Clause 6.2").as_deref(), Some("objectives and plans"));
        assert_eq!(of("We audit. Clause 8.2 applies", "Clause 8.2"), None);
        assert_eq!(of("clauses 4.1", "4.1").as_deref(), Some("clauses"));
    }

    #[test]
    fn citations_of_one_thing_follow_each_other() {
        let listed = |text: &str, citation: &str| {
            let at = text.find(citation).unwrap();
            is_listed(text, at..at + citation.len())
        };
        for text in ["R.1 and R.2 apply", "R.1, paragraph 2 and 3", "R.1 / R.2", "R.1 to Art. 9"] {
            assert!(listed(text, "R.1"), "{text}");
        }
        assert!(listed("sections 4 and 8.2", "8.2"));
        for text in ["R.1 and what follows it", "R.1, in the year", "R.1: 3 desks", "R.1 and A. Miller"] {
            assert!(!listed(text, "R.1"), "{text}");
        }
    }

    #[test]
    fn an_endless_sentence_is_cut() {
        let text = "é, clause 4 ".repeat(10_000);
        let at = text[60_000..].find("clause").map(|i| i + 60_000).unwrap();
        let cut = sentence(&text, at);
        assert!(cut.contains(&at) && cut.len() <= 2 * LONGEST_HALF + 4, "{cut:?}");
        assert_eq!(sentence("clause 4", 0), 0..8);
    }

    #[test]
    fn sentences_end_at_stops_before_capitals() {
        let text = "See cl. 8.2 of it. Then clause 9.1 applies. End";
        let at = text.find("clause 9.1").unwrap();
        assert_eq!(text[sentence(text, at)].trim(), "Then clause 9.1 applies.");
    }
}
