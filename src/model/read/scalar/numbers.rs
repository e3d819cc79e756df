//! Numbers, and places on a scale: a number, a word, or both.

use std::borrow::Cow;
use std::sync::Arc;

use super::super::super::facts::ScaleText;
use super::words::head;
use crate::schema::fold_value;

/// `12`, `50 %`, and one number with its word set off: `15 (High)`, `High (15)`, `4 - Likely`, `12 🟠 medium`, `2 × 3 = 6`. None where
/// two numbers stand, as in a range, or where a word follows that may be a unit: `3 years`.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = &*of_most(text);
    plain(text).or_else(|| {
        let both = beside(text).or_else(|| beside(first(text)?))?;
        both.set_off.then_some(both.number?)
    })
}

/// The most that two steps multiplied, or a percentage, can come to. A smaller number after a slash may be the other of two ratings: `4/5`.
const MOST: &[u32] = &[16, 20, 25, 36, 100];

/// `12/25`, `12 / 25 (Medium)`: the number without the most that it could be.
fn of_most(text: &str) -> Cow<'_, str> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let Some((number, rest)) = text.split_at_checked(digits(text)) else { return text.into() };
    let Some(most) = rest.trim_start().strip_prefix('/').map(str::trim_start) else { return text.into() };
    let (most, after) = most.split_at(digits(most));
    match (number.parse::<u32>(), most.parse::<u32>()) {
        (Ok(n), Ok(most)) if n <= most && MOST.contains(&most) && !after.starts_with(['/', '-', '.']) => {
            format!("{number}{after}").into()
        }
        _ => text.into(),
    }
}

/// `M12`, `VH 20`: the number behind the initials of a word of those that name levels, and that word if it is one alone.
pub(in crate::model::read) fn initialled<'w>(text: &str, words: &'w [Arc<str>]) -> Option<(f64, Option<&'w str>)> {
    let text = text.trim();
    let (letters, rest) = text.split_at(text.find(|c: char| !c.is_ascii_uppercase())?);
    let number = rest.trim_start_matches(['-', ' ']);
    if letters.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fits = |word: &&Arc<str>| {
        let initials = word.split_whitespace().filter_map(|w| w.chars().next());
        initials.map(|c| c.to_ascii_uppercase()).eq(letters.chars())
    };
    let mut fitting = words.iter().filter(fits);
    let first = fitting.next()?;
    Some((number.parse().ok()?, fitting.next().is_none().then_some(&**first)))
}

fn plain(text: &str) -> Option<f64> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim_end();
    let plain = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    plain.then(|| bare.parse().ok()).flatten().filter(|n: &f64| n.is_finite())
}

/// "High", "15", "4 - Likely", "15 (High)", "Possible (3)".
pub(in crate::model::read) fn scale(text: &str) -> Option<ScaleText> {
    // As most are written: a word or two, which is what is left of them once all signs and numbers are taken off.
    if text.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ') {
        let word = fold_value(text.trim_matches(' '));
        return (!word.is_empty()).then_some(ScaleText { number: None, word: Some(word) });
    }
    let text = &*of_most(text);
    if let Some(n) = plain(text) {
        return Some(ScaleText { number: Some(n), word: None });
    }
    let both = beside(text).or_else(|| beside(first(text)?))?;
    (both.number.is_some() || both.word.is_some()).then_some(ScaleText { number: both.number, word: both.word })
}

/// What stands before a note that a dash or a comma sets off: `Medium (6) - likelihood reduced to 2`. None where the note may be the other
/// end of a range.
fn first(text: &str) -> Option<&str> {
    let ends = [" - ", " – ", " — ", ", ", "; ", ": ", "\n"];
    let (end, parts) = ends.iter().filter_map(|s| text.find(s).map(|at| (at, s.len()))).min()?;
    let (first, rest) = (&text[..end], &text[end + parts..]);
    (first.contains(char::is_alphabetic) && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some(first)
}

/// A number and the word beside it.
struct Beside {
    number: Option<f64>,
    word: Option<Box<str>>,
    /// More than a blank parts them.
    set_off: bool,
}

/// The number of a text, the words, and what parts them. None where there are two numbers, and no sign that one is the result of the others.
fn beside(text: &str) -> Option<Beside> {
    let result = text.rfind('=').map_or(text, |at| &text[at + 1..]);
    let starts: Vec<usize> = result
        .char_indices()
        .filter(|(i, c)| c.is_ascii_digit() && !result[..*i].ends_with(|b: char| b.is_alphanumeric() || matches!(b, '.' | ',')))
        .map(|(i, _)| i)
        .collect();
    let (number, start, end) = match starts[..] {
        [] => (None, 0, 0),
        [start] => {
            let digits = result[start..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(result.len() - start);
            let bare = result[start..start + digits].trim_end_matches('.');
            (Some(bare.parse().ok()?), start, start + bare.len())
        }
        _ => return None,
    };
    let (before, after) = (&result[..start], &result[end..]);
    if number.is_some() && (before.contains(char::is_alphanumeric) && after.contains(char::is_alphanumeric)) {
        return None; // a number in a sentence
    }
    let signs = |s: &str| s.contains(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
    let set_off = if before.contains(char::is_alphabetic) {
        signs(before.rsplit(char::is_alphanumeric).next().unwrap_or_default())
    } else {
        let gap = after.split(char::is_alphanumeric).next().unwrap_or_default();
        !after.contains(char::is_alphabetic) || (signs(gap) && !after.starts_with(['/', ',', '<', '>', '\'']))
    };
    // A limit or the half of a range is no value: "< 5", "≥ 3", "4/5".
    let limit =
        before.trim_end().ends_with(['<', '>', '≤', '≥', '~', '/', '-', '–', '+']) && !before.contains(char::is_alphabetic);
    if number.is_some() && (limit || after.starts_with(['/', '-', '–', '+', ','])) {
        return None;
    }
    let said = if number.is_none() { head(result).unwrap_or(result) } else { result };
    let letters: String = said.chars().map(|c| if c.is_alphabetic() || c == ' ' || c == '-' { c } else { ' ' }).collect();
    let word = fold_value(letters.trim_matches(|c: char| !c.is_alphabetic()));
    Some(Beside { number, word: (!word.is_empty()).then_some(word), set_off })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_in_words_and_numbers() {
        let of = |text| scale(text).map(|s| (s.number, s.word.map(|w| w.to_string())));
        for (text, number, word) in [
            ("High", None, Some("high")),
            ("🔴 High", None, Some("high")),
            ("High 🔴", None, Some("high")),
            ("Very high", None, Some("very high")),
            ("High (see the register)", None, Some("high")),
            ("15 (High)", Some(15.0), Some("high")),
            ("4 - Likely", Some(4.0), Some("likely")),
            ("4 – Likely", Some(4.0), Some("likely")),
            ("4: Likely", Some(4.0), Some("likely")),
            ("Possible (3)", Some(3.0), Some("possible")),
            ("12 🟠 medium", Some(12.0), Some("medium")),
            ("12 medium", Some(12.0), Some("medium")),
            ("2 × 3 = 6 🟢", Some(6.0), None),
            ("4 x 4 = 16 (High)", Some(16.0), Some("high")),
            ("Medium (6) - Likelihood reduced to Unlikely (2)", Some(6.0), Some("medium")),
            ("High (12) – but see 4.2, page 3", Some(12.0), Some("high")),
            ("12", Some(12.0), None),
            ("3.5", Some(3.5), None),
            ("🟢 6", Some(6.0), None),
            ("12/25", Some(12.0), None),
            ("12 / 25 (Medium)", Some(12.0), Some("medium")),
        ] {
            assert_eq!(of(text), Some((number, word.map(str::to_owned))), "{text}");
        }
        for text in ["…", "🟠", "Low (2) – 4", "3–4", "2-3", "4/5", "< 5", "between 2 and 4"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_behind_initials() {
        let words: Vec<Arc<str>> = ["low", "medium", "moderate", "high", "very high"].map(Arc::from).into();
        for (text, found) in [
            ("M12", Some((12.0, None))),
            ("H20", Some((20.0, Some("high")))),
            ("VH-25", Some((25.0, Some("very high")))),
            ("P1", None),
            ("h20", None),
            ("H", None),
            ("H20a", None),
            ("20", None),
        ] {
            assert_eq!(initialled(text, &words), found, "{text}");
        }
    }

    #[test]
    fn numbers_with_their_words() {
        for (text, n) in [
            ("12e03", 12000.0),
            ("1.10", 1.1),
            ("2 %", 2.0),
            ("50%", 50.0),
            ("-3", -3.0),
            ("12 (Medium)", 12.0),
            ("High (15)", 15.0),
            ("4 - Likely", 4.0),
            ("12 🟠 medium", 12.0),
            ("🟢 6", 6.0),
            ("6 🟢", 6.0),
            ("2 × 3 = 6 🟢", 6.0),
            ("4 x 4 = 16", 16.0),
            ("**8**", 8.0),
            ("12.", 12.0),
            ("12/25", 12.0),
            ("12/25 (High)", 12.0),
            ("80/100", 80.0),
        ] {
            assert_eq!(number(text), Some(n), "{text}");
        }
        for text in [
            "high",
            "inf",
            "3 years",
            "3–4",
            "2-3",
            "4/5",
            "< 2 %",
            "1,200",
            "about 5 of them",
            "12 medium",
            "v2",
            "2 × 3",
            "30/25",
            "12/25/2026",
            "",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
