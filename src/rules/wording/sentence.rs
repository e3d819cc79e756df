//! Where a sentence begins and ends, well enough to tell what qualifies a claim.

use std::ops::Range;

/// The sentence around a match: from the end of the sentence before to its own full stop, that included. A match that
/// runs over several takes them all in.
pub fn around(text: &str, hit: Range<usize>) -> &str {
    let start = ends(text).take_while(|end| *end <= hit.start).last().unwrap_or(0);
    let end = ends(text).find(|end| *end >= hit.end).unwrap_or(text.len());
    text.get(start..end).unwrap_or(text)
}

/// Offsets just after what ends a sentence: a stop that is followed by a blank and no small letter ("e.g. so" goes on), or by nothing.
/// A number after a short word ("cl. 4", "no. 7") goes on too.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['.', '!', '?']).map(|(i, stop)| i + stop.len()).filter(|end| {
        let rest = text[*end..].trim_start_matches(['"', '”', '’', ')', '\'']);
        let next = rest.trim_start();
        let word = text[..end - 1].chars().rev().take_while(|c| c.is_alphabetic()).count();
        let counted = next.starts_with(|c: char| c.is_ascii_digit()) && (1..=3).contains(&word);
        next.is_empty() || next.len() < rest.len() && !next.starts_with(char::is_lowercase) && !counted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_that_end_them() {
        let text = "Loans, e.g. of maps, are free. Are books (v. 2.1) free? Yes";
        let of = |needle: &str| {
            let at = text.find(needle).unwrap();
            around(text, at..at + needle.len()).trim()
        };
        assert_eq!(of("maps"), "Loans, e.g. of maps, are free.");
        assert_eq!(of("books"), "Are books (v. 2.1) free?");
        assert_eq!(of("Yes"), "Yes");
    }
}
