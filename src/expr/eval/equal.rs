//! Equality of known values.

use unicode_normalization::UnicodeNormalization;

use super::scale::{Order, compare_scale, scale_is_text};
use super::{Cx, Rec, Tri, V};
use crate::expr::ast::Compare;
use crate::expr::value::text_of;

/// Whether two known values are equal.
pub(super) fn equal(cx: Cx, a: &V, b: &V) -> Tri {
    match (a, b) {
        (V::Number(a), V::Number(b)) => Tri::known(same_number(*a, *b)),
        (V::Range(..), _) | (_, V::Range(..)) => super::compare::order(cx, Compare::Eq, a, b),
        (V::Date(a), V::Date(b)) => Tri::known(a == b),
        (V::Duration(a), V::Duration(b)) => Tri::known(a == b || same_number(a.length(), b.length())),
        (V::Truth(a), V::Truth(b)) => Tri::known(a == b),
        (V::Rec(a), V::Rec(b)) => Tri::known(same_record(a, b)),
        (V::Scale(..), V::Number(_) | V::Scale(..)) | (V::Number(_), V::Scale(..)) => match compare_scale(cx, a, b) {
            Some(Order::Same) => Tri::T,
            Some(Order::Above | Order::Below) => Tri::F,
            _ => Tri::POISON,
        },
        (V::Scale(text, spec), other) | (other, V::Scale(text, spec)) => match text_of(cx.world, other) {
            Some(word) => scale_is_text(cx, text, spec, word),
            None => Tri::POISON,
        },
        (V::Word(a, i), V::Word(b, j)) if std::ptr::eq(*a, *b) => Tri::known(i == j),
        (V::Word(..), _) | (_, V::Word(..)) => match (text_of(cx.world, a), text_of(cx.world, b)) {
            (Some(a), Some(b)) => Tri::known(same_text(a, b, true)),
            _ => Tri::POISON,
        },
        _ => match (text_of(cx.world, a), text_of(cx.world, b)) {
            (Some(a), Some(b)) => Tri::known(same_text(a, b, false)),
            _ => Tri::POISON,
        },
    }
}

#[expect(clippy::float_cmp, reason = "numbers are as written; equality is of what was written")]
fn same_number(a: f64, b: f64) -> bool {
    a == b
}

/// Whether two values stand for one record; free words are one record if they are the same words.
pub(super) fn same_record(a: &Rec, b: &Rec) -> bool {
    match (a, b) {
        (Rec::Text(a), Rec::Text(b)) => same_text(a, b, false),
        (a, b) => a == b,
    }
}

/// Equality of texts: after normalisation, blanks folded, case ignored. For words of a vocabulary `-` and `_` are blanks too.
pub(super) fn same_text(a: &str, b: &str, word: bool) -> bool {
    // Most differ in their first letter.
    if let (Some(x), Some(y)) = (a.bytes().next(), b.bytes().next())
        && x.is_ascii_alphanumeric()
        && y.is_ascii_alphanumeric()
        && !x.eq_ignore_ascii_case(&y)
    {
        return false;
    }
    if a == b {
        return true;
    }
    if a.is_ascii() && b.is_ascii() {
        let (a, b) = (trimmed(a.as_bytes()), trimmed(b.as_bytes()));
        // Of the rest, most in their last.
        let last = |text: &[u8]| text.last().map(|byte| fold(*byte, word));
        if last(a) != last(b) {
            return false;
        }
        return folded(a.iter().copied(), word).eq(folded(b.iter().copied(), word));
    }
    text_key(a, word) == text_key(b, word)
}

/// An ASCII text as [`str::trim`] leaves it.
fn trimmed(text: &[u8]) -> &[u8] {
    let is_word = |b: &u8| !matches!(b, b'\t'..=b'\r' | b' ');
    let Some(start) = text.iter().position(is_word) else { return &[] };
    let end = text.iter().rposition(is_word).map_or(start, |last| last + 1);
    &text[start..end]
}

fn folded(bytes: impl Iterator<Item = u8>, word: bool) -> impl Iterator<Item = u8> {
    let mut gap = false;
    bytes.filter_map(move |b| {
        let folded = fold(b, word);
        let repeated = folded == b' ' && gap;
        gap = folded == b' ';
        (!repeated).then_some(folded)
    })
}

/// A byte with case aside, and every blank alike.
fn fold(b: u8, word: bool) -> u8 {
    let blank = b.is_ascii_whitespace() || word && (b == b'-' || b == b'_');
    if blank { b' ' } else { b.to_ascii_lowercase() }
}

/// What two equal texts have in common.
pub(super) fn text_key(text: &str, word: bool) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        key.extend(folded(text.trim().bytes(), word).map(char::from));
        return key;
    }
    let mut gap = false;
    for c in text.trim().nfc() {
        if c.is_whitespace() || word && (c == '-' || c == '_') {
            gap = true;
            continue;
        }
        if gap {
            key.push(' ');
        }
        gap = false;
        key.extend(c.to_lowercase());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_equal_after_folding() {
        assert!(same_text(" In  Review ", "in review", false));
        assert!(same_text("caf\u{e9}", "CAFE\u{301}", false));
        assert!(!same_text("in-review", "in review", false));
        assert!(same_text("In-Review", "in review", true));
        assert!(!same_text("a b", "ab", false));
        assert!(!same_text("e\u{301}t\u{e9}", "ete", false));
        assert!(same_text("e\u{301}T\u{e9}", "\u{e9}t\u{e9}", false));
        assert!(!same_text("e\u{301}", "a\u{301}", false));
        assert!(same_text("\u{212a}elvin", "kelvin", false));
    }
}
