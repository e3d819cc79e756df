//! How names and words are compared: exactly, after folding what writers vary without meaning anything.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Folds the name of a field, column, heading or document: case, width, blanks, `-` and `_`, leading numbering and signs, marks that point to
/// a note (`*`, `¹`), a colon or question mark and a note in brackets at the end are passed over, `#` at the end is a number.
/// "1.2 Risk owner (role):" folds to "risk owner", "Likelihood (1-5) *" to "likelihood", "Audit #" to "audit no".
/// A single word in `CamelCase` is parted: `RiskOwner` folds to "risk owner", `AISystemID` to "ai system id".
pub fn fold(name: &str) -> Box<str> {
    let mut buffer = [0; 48];
    fold_letters(name, &mut buffer).map_or_else(|| fold_any(name), Box::from)
}

fn fold_any(name: &str) -> Box<str> {
    let bare = name.trim_end_matches(is_mark);
    let words = parted(bare);
    // As most names are written: words alone, of which nothing is passed over. Names are folded by the million.
    if words.is_none() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'-' | b'_')) {
        return fold_ascii(name);
    }
    let folded = words.map_or_else(|| fold_value(bare), |words| fold_value(&words));
    let mut rest: &str = &folded;
    loop {
        let bare = without_note(rest.trim_end_matches([':', '.', '*', '?', ' ', '†', '‡']));
        if bare.len() == rest.len() || bare.is_empty() {
            break;
        }
        rest = bare;
    }
    let unnumbered = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')');
    if unnumbered.len() < rest.len() && unnumbered.starts_with(' ') && unnumbered.trim_start().starts_with(char::is_alphabetic) {
        rest = unnumbered.trim_start();
    }
    let unsigned = rest.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric()).trim_start();
    if !unsigned.is_empty() {
        rest = unsigned;
    }
    if let Some(numbered) = rest.strip_suffix(" #") {
        return format!("{numbered} no").into();
    }
    if rest.len() == folded.len() { folded } else { rest.into() }
}

/// Hands over a folded name, as [`fold`] gives it. For those who look it up and let it go: most names, which are words of letters alone, cost
/// no allocation.
pub fn with_folded<R>(name: &str, found: impl FnOnce(&str) -> R) -> R {
    let mut buffer = [0; 48];
    match fold_letters(name, &mut buffer) {
        Some(folded) => found(folded),
        None => found(&fold_any(name)),
    }
}

/// A folded name that begins and ends with a letter and has no brackets; none for any other, for a long one, and for one that may be
/// `CamelCase`.
fn fold_letters<'b>(name: &str, buffer: &'b mut [u8; 48]) -> Option<&'b str> {
    if name.len() > buffer.len() {
        return None;
    }
    let (mut length, mut gap, mut before) = (0, false, b' ');
    let (mut camel, mut single) = (false, true);
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' => {}
            b'A'..=b'Z' => camel |= before.is_ascii_alphabetic(),
            b' ' | b'-' | b'_' => {
                // A blank at the end parts nothing.
                single &= byte == b' ' && length > 0;
                (gap, before) = (true, byte);
                continue;
            }
            b'0'..=b'9' | b'/' | b'.' | b',' | b'&' | b'\'' if length > 0 => single = false,
            _ => return None,
        }
        if gap && length > 0 {
            single = false;
            buffer[length] = b' ';
            length += 1;
        }
        buffer[length] = byte.to_ascii_lowercase();
        (length, gap, before) = (length + 1, false, byte);
    }
    // Of several words, each is as it is written; a number at the end may be a scale's.
    if camel && single || !buffer[..length].last().is_none_or(u8::is_ascii_alphabetic) {
        return None;
    }
    std::str::from_utf8(&buffer[..length]).ok()
}

/// A name in `CamelCase` with blanks between its words, and a note after it as it is; none for any other. Words have two letters at least:
/// "SoA" and "IDs" are one each.
fn parted(name: &str) -> Option<String> {
    let end = name.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(name.len());
    let (word, note) = name.split_at(end);
    if !(note.is_empty() || note.trim_start().starts_with(['(', '[', ':', '?'])) {
        return None;
    }
    let bytes = word.as_bytes();
    let lower = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_lowercase);
    let upper = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_uppercase);
    let begins =
        |i: usize| upper(i) && (lower(i - 1) && i > 1 && i + 1 < word.len() || upper(i - 1) && lower(i + 1) && lower(i + 2));
    let mut words = String::new();
    let mut from = 0;
    for at in (1..word.len()).filter(|i| begins(*i)) {
        words.extend([&word[from..at], " "]);
        from = at;
    }
    (from > 0).then(|| words + &word[from..] + note)
}

/// True for a sign at a word's end that points to a note below: `¹`, `†`. As a digit it would be a part of the word.
fn is_mark(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡' | '*' | ' ')
}

/// A folded name without what stands in brackets at its end, and without a range of numbers there: "likelihood 1–5".
fn without_note(name: &str) -> &str {
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
        if let Some(at) = name.strip_suffix(close).and_then(|inner| inner.rfind(open)).filter(|at| *at > 0) {
            return name[..at].trim_end();
        }
    }
    let digits = |c: char| c.is_ascii_digit();
    let ends_in_range = |from: &str| {
        let upper = from.trim_end_matches(digits);
        let lower = upper.trim_end_matches([' ', '–', '—', '.']);
        let word = lower.trim_end_matches(digits);
        // A scale's ends, not years.
        let short = |longer: &str, shorter: &str| (1..=3).contains(&(longer.len() - shorter.len()));
        let ranged = short(from, upper) && lower.len() < upper.len() && short(lower, word) && word.ends_with(' ');
        ranged.then(|| word.trim_end().len())
    };
    match ends_in_range(name) {
        Some(end) if name[..end].ends_with(char::is_alphabetic) => &name[..end],
        _ => name,
    }
}

/// What a folded name names: itself, or what either side of its `/` names, if that is one thing: "owner / accountable".
pub fn named<K: Borrow<str> + Eq + Hash, S: BuildHasher>(names: &HashMap<K, u16, S>, folded: &str) -> Option<u16> {
    names.get(folded).copied().or_else(|| {
        let mut sides = folded.contains('/').then(|| folded.split('/')).into_iter().flatten();
        let mut found = sides.by_ref().filter_map(|side| names.get(&*fold(side)).copied());
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    })
}

/// Folds a document's title: as [`fold_value`], and punctuation counts as a blank. "Loans — LIB 7:2023" folds to "loans lib 7 2023".
pub fn fold_title(title: &str) -> Box<str> {
    if title.is_ascii() {
        return words_of_ascii(title, |byte| !byte.is_ascii_alphanumeric());
    }
    let folded = fold_value(title);
    let mut words = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words.into()
}

/// True for a title that is written as [`fold_title`] folds it.
pub(super) fn is_folded_title(title: &str) -> bool {
    let mut before = b' ';
    let is_plain = |byte: u8| {
        let after = std::mem::replace(&mut before, byte);
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b' ' && after != b' '
    };
    title.bytes().all(is_plain) && before != b' '
}

/// Lower case, with one blank in place of what parts words.
fn words_of_ascii(text: &str, parts: impl Fn(u8) -> bool) -> Box<str> {
    let (mut short, mut long) = ([0; 64], Vec::new());
    let words = if text.len() <= short.len() {
        &mut short[..]
    } else {
        long.resize(text.len(), 0);
        &mut long
    };
    let (mut length, mut gap) = (0, false);
    for byte in text.bytes() {
        if parts(byte) {
            gap = length > 0;
            continue;
        }
        // It stands in for what parts them, so there is room.
        if gap {
            words[length] = b' ';
            length += 1;
            gap = false;
        }
        words[length] = byte.to_ascii_lowercase();
        length += 1;
    }
    std::str::from_utf8(&words[..length]).unwrap_or_default().into()
}

/// Folds a word of a vocabulary or a text to compare: NFKC, case, and runs of blanks, `-` and `_` become one blank.
pub fn fold_value(text: &str) -> Box<str> {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_whitespace() || c == '-' || c == '_' {
            gap = true;
        } else {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.extend(c.to_lowercase());
        }
    };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes && text.chars().all(|c| c < '\u{2000}') {
        text.chars().for_each(&mut push);
    } else {
        text.nfkc().for_each(&mut push);
    }
    folded.into()
}

/// [`fold_value`] of what most texts are, byte by byte.
fn fold_ascii(text: &str) -> Box<str> {
    // Words with one blank between them, as most are, differ by case alone.
    let mut before = b' ';
    let is_plain = |byte: u8| {
        let after = std::mem::replace(&mut before, byte);
        byte.is_ascii_graphic() && !matches!(byte, b'-' | b'_') || byte == b' ' && after != b' '
    };
    if text.bytes().all(is_plain) && before != b' ' {
        return text.to_ascii_lowercase().into();
    }
    // Vertical tab is a blank to Unicode and not to `is_ascii_whitespace`.
    words_of_ascii(text, |byte| byte.is_ascii_whitespace() || matches!(byte, b'-' | b'_' | 0x0b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_to_what_they_mean() {
        for (written, folded) in [
            ("Risk owner", "risk owner"),
            ("risk_owner", "risk owner"),
            ("Risk-Owner:", "risk owner"),
            ("3. Risk owner (role)", "risk owner"),
            ("  Risk  owner ", "risk owner"),
            ("Risk -_ owner_", "risk owner"),
            ("Risk\towner", "risk owner"),
            ("Risk/Owner", "risk/owner"),
            ("_", ""),
            ("1.2 Scope", "scope"),
            ("2026", "2026"),
            ("(note)", "(note)"),
            ("Ｒisk　owner", "risk owner"),
            ("Likelihood (1-5)", "likelihood"),
            ("Impact [1–5]", "impact"),
            ("Likelihood 1-5", "likelihood"),
            ("Impact 1–5", "impact"),
            ("Owner *", "owner"),
            ("Owner* (role)", "owner"),
            ("Status¹", "status"),
            ("Status (see note) †", "status"),
            ("Applicable?", "applicable"),
            ("⚠️ Level", "level"),
            ("Audit #", "audit no"),
            ("Audit No.", "audit no"),
            ("#", "#"),
            ("?", "?"),
            ("*", ""),
            ("A.5.2", "a.5.2"),
            ("Stage 1", "stage 1"),
            ("Risks 2025-2026", "risks 2025 2026"),
            ("RiskOwner", "risk owner"),
            ("IncidentID", "incident id"),
            ("AISystemID:", "ai system id"),
            ("dateIdentified", "date identified"),
            ("RiskOwner (role)", "risk owner"),
            ("LikelihoodScore (1-5)", "likelihood score"),
            ("SoA", "soa"),
            ("IDs", "ids"),
            ("eIDAS", "eidas"),
            ("AIIA", "aiia"),
            ("GitHub Actions", "github actions"),
            ("AI system", "ai system"),
            ("AI/ML Owner", "ai/ml owner"),
            ("Risk no. of AI-System", "risk no. of ai system"),
            ("Risk & ISO 42001 Owner", "risk & iso 42001 owner"),
            ("-AIOwner", "aiowner"),
            ("AIOwner ", "ai owner"),
            (" AIOwner", "aiowner"),
            ("AIOwner_", "aiowner"),
        ] {
            assert_eq!(&*fold(written), folded, "{written}");
            assert!(with_folded(written, |name| *name == *folded), "{written}");
        }
    }

    #[test]
    fn a_title_is_known_that_folds_to_itself() {
        for (title, folded) in
            [("ai policy", true), ("iso 42001", true), ("AI policy", false), ("ai  policy", false), (" ai", false)]
        {
            assert_eq!(is_folded_title(title), folded, "{title}");
        }
        for title in ["", "a-b", "a ", "größe", "x", "2 3", "Loans — LIB 7:2023"] {
            assert!(!is_folded_title(title) || *fold_title(title) == *title, "{title}");
        }
    }

    #[test]
    fn either_side_of_a_slash_may_name() {
        let names: HashMap<&str, u16> = [("owner", 1), ("accountable", 1), ("control", 2), ("yes/no", 3)].into_iter().collect();
        for (folded, field) in [
            ("owner", Some(1)),
            ("owner / accountable", Some(1)),
            ("godparent/owner", Some(1)),
            ("owner (role) / deputy", Some(1)),
            ("owner / control", None),
            ("yes/no", Some(3)),
            ("this / that", None),
        ] {
            assert_eq!(named(&names, folded), field, "{folded}");
        }
    }
}
