//! Words of a vocabulary, and yes and no, as they stand in documents: with a glyph or a note.

use memchr::memchr2;
use rustc_hash::FxHashMap;

use super::signs::{Boxes, bare, sign, ticked, without_variants};
use crate::schema::{Type, Vocabulary as Words, fold, fold_value};

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

/// How a word and what goes on are parted.
#[derive(Clone, Copy)]
enum Note {
    /// By a blank.
    SameBreath,
    /// By a comma or a dash.
    SetOff,
    /// By brackets.
    Aside,
}

/// The word of a vocabulary that a text begins with or is.
pub(in crate::model::read) fn word(words: &Words, text: &str) -> Option<u16> {
    let known = |folded: &str| words.known().get(folded).copied();
    // As programs write it, it is folded already.
    known(text).or_else(|| find(text, &known, Note::SetOff)).or_else(|| leading(words, text))
}

/// True for several words of a vocabulary that hold together: `reduce + share`, `reduce and share (by contract)`.
pub(super) fn several(words: &Words, text: &str) -> bool {
    const JOINED: &[&str] = &[" + ", " & ", " and ", " und ", " et "];
    let folded = fold_value(text);
    let Some(joint) = JOINED.iter().find(|joint| folded.contains(*joint)) else { return false };
    folded.split(joint).all(|part| word(words, part).is_some())
}

/// Yes or no.
pub(super) fn truth(words: &FxHashMap<Box<str>, bool>, text: &str) -> Option<bool> {
    find(text, &|folded| words.get(folded).copied(), Note::Aside)
}

/// A text as a whole, without glyphs and notes; a glyph alone; or what stands before a comma, a bracket or a dash.
fn find<T: PartialEq + Copy>(text: &str, known: &dyn Fn(&str) -> Option<T>, set_off: Note) -> Option<T> {
    let text = without_variants(text);
    let whole = |text: &str| {
        let folded = fold_value(text);
        let note = || folded.rsplit_once(['(', '[']).is_some_and(|(_, note)| takes_back(note, Note::Aside));
        // What ends in a question mark is asked, not said.
        let certain = |_: &T| !folded.ends_with('?') && !note();
        known(&folded).or_else(|| known(&fold(&folded)).filter(certain))
    };
    if let Some(found) = whole(&text).or_else(|| whole(bare(&text))) {
        return Some(found);
    }
    if let Some(glyph) = sign(&text) {
        return agreed(if glyph { DONE_WORDS } else { UNDONE_WORDS }, known);
    }
    match ticked(&text) {
        Some(Boxes::One(words)) => return whole(words),
        Some(Boxes::Unclear) => return None,
        None => {}
    }
    let head = head(&text)?;
    let rest = &text[text.find(head)? + head.len()..];
    let found = whole(head).or_else(|| whole(bare(head)))?;
    (!takes_back(rest, set_off) && others(rest, known).all(|other| other == found)).then_some(found)
}

/// What all of some words mean that are known, if that is one thing.
fn agreed<T: PartialEq>(words: &[&str], known: &dyn Fn(&str) -> Option<T>) -> Option<T> {
    let mut meant = words.iter().filter_map(|word| known(word));
    let first = meant.next()?;
    meant.all(|other| other == first).then_some(first)
}

/// What stands before the first comma, bracket, semicolon, colon or dash that a blank sets off; none where there is none.
pub(super) fn head(text: &str) -> Option<&str> {
    // Most are words and blanks alone, and need no search for each of the signs.
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ') {
        return None;
    }
    let ends = [", ", " (", "; ", ": ", " - ", " – ", " — ", "\n", " [", " / ", " | "];
    let end = ends.iter().filter_map(|s| text.find(s)).min()?;
    Some(text[..end].trim()).filter(|head| head.contains(char::is_alphanumeric))
}

/// True where what goes on takes a word back. A note that is set off does so by fewer words, and one in brackets or after yes and no by
/// fewest: "closed (pending verification)" is closed.
fn takes_back(rest: &str, note: Note) -> bool {
    let folded = fold_value(rest);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.any(|w| match note {
        Note::SameBreath => TAKES_BACK.contains(&w),
        Note::SetOff => TAKES_BACK.contains(&w) && !matches!(w, "pending" | "awaiting" | "once"),
        Note::Aside => matches!(w, "partly" | "partially" | "teilweise" | "partiellement" | "conditional" | "conditionally"),
    })
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
    let longest = words.known().keys().map(|k| &**k).filter(begins).max_by_key(|known| known.len())?;
    let rest = folded[longest.len()..].trim_start();
    let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let dated = matches!(crate::syntax::dating(rest), crate::syntax::Dating::Told(_));
    let goes_on = GOES_ON.contains(&next) || (dated && rest.split(' ').count() <= 4);
    let found = words.known()[longest];
    // The rest names no other word of the vocabulary.
    let other = |known: &str| {
        let within = |at: usize| {
            let (before, after) = (&rest[..at], &rest[at + known.len()..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        };
        known.len() > 2 && rest.match_indices(known).any(|(at, _)| within(at))
    };
    let unique = words.known().iter().all(|(known, i)| *i == found || !other(known));
    (goes_on && unique && !takes_back(rest, Note::SameBreath)).then_some(found)
}

/// True for a form's choice that nobody has made: "Yes / No", "Live / Pilot / Retired", "[ ] Yes [ ] No".
pub(in crate::model::read) fn is_choice(text: &str, ty: &Type) -> bool {
    if matches!(ty, Type::Word(_) | Type::Truth(_)) && ticked(text) == Some(Boxes::Unclear) {
        return true;
    }
    if memchr2(b'/', b'|', text.as_bytes()).is_none() {
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
