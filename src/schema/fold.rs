//! How names and words are compared: exactly, after folding what writers vary without meaning anything.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Folds the name of a field, column, heading or document: case, width, blanks, `-` and `_`, leading numbering, a trailing colon and a
/// bracketed note at the end are passed over. "1.2 Risk owner (role):" folds to "risk owner".
pub fn fold(name: &str) -> Box<str> {
    let folded = fold_value(name);
    let mut rest: &str = folded.trim_end_matches([':', '.', '*', ' ']);
    if let Some(stripped) = rest.strip_suffix(')').or_else(|| rest.strip_suffix(']'))
        && let Some(open) = stripped.rfind(['(', '['])
        && open > 0
    {
        rest = stripped[..open].trim_end();
    }
    let unnumbered = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')');
    if unnumbered.len() < rest.len() && unnumbered.starts_with(' ') && unnumbered.trim_start().starts_with(char::is_alphabetic) {
        rest = unnumbered.trim_start();
    }
    if rest.len() == folded.len() { folded } else { rest.into() }
}

/// Folds a document's title: as [`fold_value`], and punctuation counts as a blank. "SoA — ISO/IEC 42001:2023" folds to "soa iso iec 42001 2023".
pub fn fold_title(title: &str) -> Box<str> {
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
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for byte in text.bytes() {
        // Vertical tab is a blank to Unicode and not to `is_ascii_whitespace`.
        if byte.is_ascii_whitespace() || matches!(byte, b'-' | b'_' | 0x0b) {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        folded.push(char::from(byte.to_ascii_lowercase()));
    }
    folded.into()
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
            ("1.2 Scope", "scope"),
            ("2026", "2026"),
            ("(note)", "(note)"),
            ("Ｒisk　owner", "risk owner"),
        ] {
            assert_eq!(&*fold(written), folded, "{written}");
        }
    }
}
