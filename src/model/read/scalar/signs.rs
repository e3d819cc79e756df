//! Signs that stand for words: ticks, crosses, badges, and what stands in the place of a date.

use std::borrow::Cow;

use memchr::memchr2;

use crate::schema::fold_value;

/// Signs for yes, done, there; those that a field's own words do not name.
const DONE: &[&str] =
    &["✓", "✔", "✅", "☑", "🗸", "🗹", "[x]", ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:"];
/// Signs for no, open, not there.
const UNDONE: &[&str] =
    &["✗", "✘", "❌", "✖", "☐", "☒", "⬜", "[ ]", "[]", ":x:", ":heavy_multiplication_x:", ":white_large_square:"];

/// Words in the place of a date that has not come about yet.
const NOT_YET: &[&str] = &[
    "open",
    "still open",
    "ongoing",
    "on going",
    "pending",
    "not",
    "nothing",
    "never",
    "no",
    "none",
    "outstanding",
    "unscheduled",
    "in progress",
    "under way",
    "underway",
    "wip",
    "tba",
    "to be",
    "planned",
    "awaiting",
    "waiting",
    "offen",
    "laufend",
    "nicht",
    "noch nicht",
    "noch offen",
    "ausstehend",
    "en cours",
    "ouvert",
    "ouverte",
    "pas encore",
    "pendiente",
    "abierto",
    "abierta",
    "in corso",
    "aperto",
    "lopend",
    "nog niet",
    "nog open",
];

/// Done or undone, if the text is a sign for one and nothing else.
pub(super) fn sign(text: &str) -> Option<bool> {
    let text = text.trim().to_lowercase();
    let is = |signs: &[&str]| signs.contains(&&*text);
    if is(DONE) { Some(true) } else { is(UNDONE).then_some(false) }
}

/// Without the selectors that choose how the sign before them looks.
pub(super) fn without_variants(text: &str) -> Cow<'_, str> {
    const VARIANTS: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];
    if !text.is_ascii() && text.contains(VARIANTS) { Cow::Owned(text.replace(VARIANTS, "")) } else { Cow::Borrowed(text) }
}

/// Without glyphs around it: `✅ Implemented`, `Implemented ✅`, `[x] done`. A question mark stays, as it changes what is said.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim();
    let text = ["[x]", "[X]", "[ ]"].iter().find_map(|b| text.strip_prefix(b)).unwrap_or(text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '['));
    text.trim_end_matches(|c: char| {
        (!c.is_ascii() && !c.is_alphanumeric()) || c.is_whitespace() || matches!(c, '.' | ';' | ':' | '*' | '!')
    })
}

/// A form's boxes.
#[derive(PartialEq, Eq)]
pub(super) enum Boxes<'t> {
    /// One is ticked: its words.
    One(&'t str),
    /// None is, or several are.
    Unclear,
}

/// Of a form's boxes, the one that is ticked: `[x] Yes [ ] No`. None for what is no form.
pub(super) fn ticked(text: &str) -> Option<Boxes<'_>> {
    const BOXES: [(&str, bool); 7] =
        [("[ ]", false), ("[]", false), ("☐", false), ("[x]", true), ("[X]", true), ("☑", true), ("☒", true)];
    // Every value of a vocabulary is asked, and nearly none holds what a box begins with: a bracket, or the first byte of ☐.
    memchr2(b'[', 0xe2, text.as_bytes())?;
    let mut boxes: Vec<(usize, usize, bool)> =
        (BOXES.iter()).flat_map(|(sign, tick)| text.match_indices(sign).map(|(at, _)| (at, at + sign.len(), *tick))).collect();
    boxes.sort_unstable();
    if boxes.len() < 2 {
        return None;
    }
    let ends = boxes.iter().skip(1).map(|b| b.0).chain([text.len()]);
    let words = |start: usize, end: usize| {
        text[start..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '|' | ',' | ';'))
    };
    let mut on = boxes.iter().zip(ends).filter(|((.., tick), _)| *tick).map(|((_, start, _), end)| words(*start, end));
    let first = on.next();
    Some(first.filter(|_| on.next().is_none()).map_or(Boxes::Unclear, Boxes::One))
}

/// The value that a badge shows: the words of its picture (`![Status: approved](…)`), or the message part of an address in the manner of
/// shields.io (`…/badge/status-in_progress-yellow.svg`). None for a text that is no picture, and for one whose address says nothing.
pub(in crate::model::read) fn badge(raw: &str) -> Option<Vec<String>> {
    let (alternative, rest) = raw.trim().trim_start_matches('[').strip_prefix("![")?.split_once("](")?;
    let mut said = Vec::new();
    if let Some((_, value)) = alternative.split_once(':') {
        said.push(value.trim().to_owned());
    }
    let target = rest.split([')', ' ', '?', '#']).next().unwrap_or_default();
    let last = target.rsplit('/').next().unwrap_or_default();
    let last = [".svg", ".png"].iter().find_map(|ending| last.strip_suffix(ending)).unwrap_or(last);
    // A doubled dash or underscore is the sign itself; a single dash parts label, message and colour.
    let plain = last.replace("--", "\u{0}").replace("__", "\u{1}").replace("%20", " ").replace('_', " ");
    let parts: Vec<String> = plain.split('-').map(|p| p.replace('\u{0}', "-").replace('\u{1}', "_")).collect();
    match &parts[..] {
        [_, message] | [_, message, _] => said.push(message.trim().to_owned()),
        _ => {}
    }
    (!said.is_empty()).then_some(said)
}

/// True for a word that stands in the place of a date because there is none yet: `open`, `not yet approved`, `❌`.
pub(in crate::model::read) fn is_not_yet(text: &str) -> bool {
    let text = without_variants(text);
    let bare = bare(&text);
    if bare.is_empty() {
        return sign(&text) != Some(true);
    }
    let folded = fold_value(bare);
    let begins = |word: &str| folded.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    !folded.contains(|c: char| c.is_ascii_digit()) && NOT_YET.iter().any(|word| begins(word))
}
