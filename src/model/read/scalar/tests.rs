//! Words and signs, and what they are read as.

use rustc_hash::FxHashMap;

use super::signs::{badge, is_not_yet};
use super::words::{truth, word};
use crate::schema::{Vocabulary as Words, fold_value};
use crate::source::Text;

fn vocabulary(words: &[&[&str]]) -> Words {
    let others = words.iter().enumerate().flat_map(|(i, all)| all[1..].iter().map(move |w| (Text::Read((*w).into()), i as u16)));
    Words::new(words.iter().map(|all| all[0].into()).collect(), others.collect(), false)
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
        ("✅ Implemented (pending verification)", "implemented"),
        ("Implemented – evidence pending", "implemented"),
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
        ("[ ] Retired [x] Accepted", "accepted"),
        ("☒ Done ☐ Open", "implemented"),
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
        "[ ] open [ ] accepted",
        "[x] open [x] accepted",
        "implemented, but not effective",
        "implemented (partially)",
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
