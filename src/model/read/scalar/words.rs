//! Words of a vocabulary, and yes and no, as they stand in documents: with a glyph, a note, a badge.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::schema::{Type, Vocabulary as Words, fold, fold_value};

/// Signs for yes, done, there; those that a field's own words do not name.
const DONE: &[&str] =
    &["✓", "✔", "✅", "☑", "🗸", "🗹", "[x]", ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:"];
/// Signs for no, open, not there.
const UNDONE: &[&str] =
    &["✗", "✘", "❌", "✖", "☐", "☒", "⬜", "[ ]", "[]", ":x:", ":heavy_multiplication_x:", ":white_large_square:"];

/// Words that a sign for done stands for, and for undone, where a field has them.
const DONE_WORDS: &[&str] = &["yes", "done", "true"];
const UNDONE_WORDS: &[&str] = &["no", "open", "false"];

/// What follows a word and takes it back in part, so that it is not that word: `approved, but not signed`, `closed pending evidence`.
const TAKES_BACK: &[&str] = &[
    "not",
    "no",
    "never",
    "but",
    "except",
    "unless",
    "if",
    "pending",
    "subject",
    "partly",
    "partially",
    "almost",
    "nearly",
    "condition",
    "conditions",
    "conditional",
    "conditionally",
    "awaiting",
    "once",
    "nicht",
    "teilweise",
    "pas",
    "partiellement",
];

/// How a phrase goes on that says more of a word, and does not change it: `accepted by Pieter`, `retired May 2026`.
const GOES_ON: &[&str] = &[
    "by", "on", "in", "at", "since", "until", "from", "for", "via", "per", "as", "due", "with", "von", "am", "im", "seit", "bis",
    "durch", "für", "par", "le", "depuis", "en", "door", "op",
];

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

/// The word of a vocabulary that a text begins with or is.
pub(super) fn word(words: &Words, text: &str) -> Option<u16> {
    let known = |folded: &str| words.known.get(folded).copied();
    find(text, &known, true).or_else(|| leading(words, text))
}

/// Yes or no.
pub(super) fn truth(words: &FxHashMap<Box<str>, bool>, text: &str) -> Option<bool> {
    find(text, &|folded| words.get(folded).copied(), false)
}

/// A text as a whole, without glyphs and notes; a glyph alone; or what stands before a comma, a bracket or a dash.
fn find<T: PartialEq + Copy>(text: &str, known: &dyn Fn(&str) -> Option<T>, cautious: bool) -> Option<T> {
    let text = without_variants(text);
    let whole = |text: &str| {
        let folded = fold_value(text);
        known(&folded).or_else(|| known(&fold(&folded)))
    };
    if let Some(found) = whole(&text).or_else(|| whole(bare(&text))) {
        return Some(found);
    }
    if let Some(glyph) = sign(&text) {
        return agreed(if glyph { DONE_WORDS } else { UNDONE_WORDS }, known);
    }
    let head = head(&text)?;
    let rest = &text[text.find(head)? + head.len()..];
    let found = whole(head).or_else(|| whole(bare(head)))?;
    (!takes_back(rest, cautious) && others(rest, known).all(|other| other == found)).then_some(found)
}

/// What all of some words mean that are known, if that is one thing.
fn agreed<T: PartialEq>(words: &[&str], known: &dyn Fn(&str) -> Option<T>) -> Option<T> {
    let mut meant = words.iter().filter_map(|word| known(word));
    let first = meant.next()?;
    meant.all(|other| other == first).then_some(first)
}

/// Done or undone, if the text is a sign for one and nothing else.
fn sign(text: &str) -> Option<bool> {
    let text = text.trim().to_lowercase();
    let is = |signs: &[&str]| signs.contains(&&*text);
    if is(DONE) { Some(true) } else { is(UNDONE).then_some(false) }
}

/// Without the selectors that choose how the sign before them looks.
fn without_variants(text: &str) -> Cow<'_, str> {
    const VARIANTS: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];
    if text.contains(VARIANTS) { Cow::Owned(text.replace(VARIANTS, "")) } else { Cow::Borrowed(text) }
}

/// Without glyphs around it: `✅ Implemented`, `Implemented ✅`, `[x] done`. A question mark stays, as it changes what is said.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let text = ["[x]", "[X]", "[ ]"].iter().find_map(|b| text.strip_prefix(b)).unwrap_or(text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '['));
    text.trim_end_matches(|c: char| {
        (!c.is_ascii() && !c.is_alphanumeric()) || c.is_whitespace() || matches!(c, '.' | ';' | ':' | '*' | '!')
    })
}

/// What stands before the first comma, bracket, semicolon, colon or dash that a blank sets off; none where there is none.
pub(super) fn head(text: &str) -> Option<&str> {
    let ends = [", ", " (", "; ", ": ", " - ", " – ", " — ", "\n", " [", " / ", " | "];
    let end = ends.iter().filter_map(|s| text.find(s)).min()?;
    Some(text[..end].trim()).filter(|head| head.contains(char::is_alphanumeric))
}

fn takes_back(rest: &str, cautious: bool) -> bool {
    let folded = fold_value(rest);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.any(|w| TAKES_BACK.contains(&w) && (cautious || matches!(w, "partly" | "partially" | "pending" | "teilweise")))
}

/// What the pieces of the rest mean that are words of the field themselves: `open, in progress` is two values and no note.
fn others<'t, T>(rest: &'t str, known: &'t dyn Fn(&str) -> Option<T>) -> impl Iterator<Item = T> + 't {
    rest.split([',', ';', '/', '|', '(', ')', ':', '–', '—', '\n']).filter_map(move |piece| {
        let piece = bare(piece.trim_start_matches(['-', ' ']));
        known(&fold_value(piece)).filter(|_| !piece.is_empty())
    })
}

/// The longest word of the vocabulary that the text begins with, if what goes on leaves it as it is.
fn leading(words: &Words, text: &str) -> Option<u16> {
    let text = without_variants(text);
    let folded = fold_value(bare(&text));
    let begins = |known: &&str| folded.strip_prefix(*known).is_some_and(|rest| rest.starts_with(' ')) && known.len() > 1;
    let longest = words.known.keys().map(|k| &**k).filter(begins).max_by_key(|known| known.len())?;
    let rest = folded[longest.len()..].trim_start();
    let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let dated = matches!(crate::syntax::dating(rest), crate::syntax::Dating::Told(_));
    let goes_on = GOES_ON.contains(&next) || (dated && rest.split(' ').count() <= 4);
    let found = words.known[longest];
    // The rest names no other word of the vocabulary.
    let other = |known: &str| {
        let within = |at: usize| {
            let (before, after) = (&rest[..at], &rest[at + known.len()..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        };
        known.len() > 2 && rest.match_indices(known).any(|(at, _)| within(at))
    };
    let unique = words.known.iter().all(|(known, i)| *i == found || !other(known));
    (goes_on && unique && !takes_back(rest, true)).then_some(found)
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

/// True for a form's choice that nobody has made: "Yes / No", "Live / Pilot / Retired".
pub(in crate::model::read) fn is_choice(text: &str, ty: &Type) -> bool {
    if !text.contains(['/', '|']) {
        return false;
    }
    let parts: Vec<&str> = text.split(['/', '|']).map(str::trim).collect();
    if parts.iter().any(|p| p.is_empty()) {
        return false;
    }
    // Whatever a column asks, nobody answers yes and no.
    if ["yes", "no"].iter().all(|word| parts.iter().any(|part| part.eq_ignore_ascii_case(word))) {
        return true;
    }
    let known = |part: &&&str| match ty {
        Type::Word(words) => word(words, part).is_some(),
        Type::Truth(words) => words.contains_key(&fold_value(part)),
        _ => false,
    };
    match ty {
        Type::Word(_) | Type::Truth(_) => parts.iter().filter(known).count() * 2 > parts.len(),
        Type::Scale(_) => parts.len() > 2 && parts.iter().all(|p| p.chars().all(|c| c.is_alphabetic() || c == ' ')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&[&str]]) -> Words {
        let known = words.iter().enumerate().flat_map(|(i, all)| all.iter().map(move |w| (fold_value(w), i as u16))).collect();
        Words { words: words.iter().map(|all| all[0].into()).collect(), known, ordered: false }
    }

    #[test]
    fn words_with_what_stands_around_them() {
        let words = vocabulary(&[
            &["open", "not started", "no"],
            &["in-progress", "ongoing", "in progress"],
            &["implemented", "done", "yes"],
            &["retired"],
            &["accepted"],
            &["third-party", "bought"],
        ]);
        for (text, meant) in [
            ("✅ Implemented", "implemented"),
            ("Implemented ✅", "implemented"),
            ("✔️ Implemented", "implemented"),
            ("[x] implemented", "implemented"),
            ("**Implemented**", "implemented"),
            ("Implemented.", "implemented"),
            ("🟡 In progress", "in-progress"),
            ("In progress (since May)", "in-progress"),
            ("🔄 Open — to be planned", "open"),
            ("❌ Not started", "open"),
            ("✅", "implemented"),
            ("✔️", "implemented"),
            ("[x]", "implemented"),
            (":white_check_mark:", "implemented"),
            ("❌", "open"),
            ("☐", "open"),
            ("[ ]", "open"),
            ("bought, HireLogic B.V.", "third-party"),
            ("bought – HireLogic", "third-party"),
            ("Implemented: see POL-001", "implemented"),
            ("retired May 2026", "retired"),
            ("retired on 2026-05-01", "retired"),
            ("accepted by Pieter", "accepted"),
            ("✅ accepted by Pieter", "accepted"),
            ("Implemented since 2024", "implemented"),
        ] {
            assert_eq!(word(&words, text).map(|i| &*words.words[i as usize]), Some(meant), "{text}");
        }
        for text in [
            "open, in progress",
            "open / accepted",
            "implemented, but not effective",
            "implemented?",
            "open source",
            "accepted with conditions",
            "retired from accepted",
            "not implemented",
            "partially implemented",
            "🟡",
            "done deal",
            "implemented, partially",
            "somebody accepted",
        ] {
            assert_eq!(word(&words, text).map(|i| &*words.words[i as usize]), None, "{text}");
        }
    }

    #[test]
    fn a_glyph_alone_means_what_the_field_has_words_for() {
        let levels = vocabulary(&[&["low"], &["high"]]);
        assert_eq!((word(&levels, "✅"), word(&levels, "❌")), (None, None));
        let lights = vocabulary(&[&["fine", "🟢"], &["late", "🔴"]]);
        assert_eq!((word(&lights, "🟢"), word(&lights, "🔴 (since May)"), word(&lights, "🟡")), (Some(0), Some(1), None));
    }

    #[test]
    fn yes_and_no() {
        let words: FxHashMap<Box<str>, bool> = [("yes", true), ("x", true), ("✅", true), ("no", false), ("❌", false)]
            .iter()
            .map(|(w, t)| (fold_value(w), *t))
            .collect();
        for (text, meant) in [
            ("Yes", true),
            ("✅ Yes", true),
            ("Yes – see POL-001", true),
            ("yes, with HireLogic", true),
            ("Yes (since 2025)", true),
            ("✔️", true),
            ("[x]", true),
            ("x", true),
            ("❌ no", false),
            ("No, because nobody asked", false),
            ("[ ]", false),
            ("✗", false),
        ] {
            assert_eq!(truth(&words, text), Some(meant), "{text}");
        }
        for text in ["yes / no", "yes, partly", "no idea", "x-ray", "perhaps", "yes?"] {
            assert_eq!(truth(&words, text), None, "{text}");
        }
    }

    #[test]
    fn badges_say_their_message() {
        let said = |raw| badge(raw).unwrap_or_default().join("|");
        assert_eq!(said("![status](https://img.shields.io/badge/status-in_progress-yellow.svg)"), "in progress");
        assert_eq!(said("![Status: approved](badges/green.svg)"), "approved");
        assert_eq!(said("![status](https://img.shields.io/badge/status-in--review-blue?style=flat)"), "in-review");
        assert_eq!(said("[![status](https://img.shields.io/badge/status-done-green)](x.md)"), "done");
        assert_eq!(said("![status](a-b-c-d.svg)"), "");
        assert_eq!(said("in progress"), "");
    }

    #[test]
    fn no_date_yet() {
        for text in [
            "open",
            "Ongoing",
            "not yet",
            "not yet approved",
            "❌",
            "❌ nothing yet",
            "🟡 in progress",
            "pending – waiting for the vendor",
        ] {
            assert!(is_not_yet(text), "{text}");
        }
        for text in ["✅", "done", "openness", "open since 2026", "Ingrid"] {
            assert!(!is_not_yet(text), "{text}");
        }
    }
}
