//! How to put a finding right, as changes to the text. `fix` applies them; editors and other programs may.

use crate::source::{Place, Span};

/// Changes that together put a finding right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as one reads it in a menu: "write 2026-03-14", "replace by A.7.4". Lower-case, one line.
    pub title: String,
    /// The changes, in order of place; none overlaps another.
    pub edits: Vec<Edit>,
    /// True where the text means afterwards what it meant before, so that nobody need look at it. Anything else is a proposal.
    pub safe: bool,
}

/// A piece of a file's text to replace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The bytes that go; empty to insert.
    pub place: Place,
    /// What stands there instead.
    pub text: String,
}

impl Fix {
    /// A proposal to write `right` for `wrong`, which stands within `place` of a file with this text: the quotes and marks around it stay.
    /// None where it does not stand there as it is read, or stands there twice.
    pub fn instead(place: Place, text: &str, wrong: &str, right: &str) -> Option<Self> {
        let raw = text.get(place.span.range())?;
        let mut found = raw.match_indices(wrong).map(|(at, _)| place.span.start as usize + at);
        let (first, None) = (found.next().filter(|_| !wrong.is_empty() && wrong != right)?, found.next()) else { return None };
        let place = Place::new(place.file, Span::new(first, first + wrong.len()));
        let edits = vec![Edit { place, text: right.to_owned() }];
        Some(Self { title: format!("replace by {right}"), edits, safe: false })
    }
}

/// A name or word in the letters of the one that it stands in for: `in_use` for `In usse` is `In use`, for `in-usse` it is `in-use`.
pub fn in_letters_of(wrong: &str, right: &str) -> String {
    let parting = wrong.chars().find(|c| matches!(c, ' ' | '_' | '-'));
    let capital = wrong.starts_with(char::is_uppercase);
    // A word alone shows by its capital that it is written for readers.
    let parting = parting.or_else(|| capital.then_some(' '));
    let parted: String = right.chars().map(|c| if matches!(c, '_' | '-' | ' ') { parting.unwrap_or(c) } else { c }).collect();
    let letters = || wrong.chars().filter(|c| c.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) {
        return parted.to_uppercase();
    }
    let every = capital && wrong.split([' ', '_', '-']).skip(1).all(|w| w.starts_with(char::is_uppercase)) && wrong.contains(' ');
    let mut begins = capital;
    let mut written = String::with_capacity(parted.len());
    for c in parted.chars() {
        if begins {
            written.extend(c.to_uppercase());
        } else {
            written.push(c);
        }
        begins = every && c == ' ';
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn only_the_wrong_words_go() {
        let text = "| \"RKS-001\" (main) |";
        let place = Place::new(FileId(0), Span::new(2, 18));
        let fix = Fix::instead(place, text, "RKS-001", "RSK-001").unwrap();
        assert_eq!((fix.edits[0].place.span, &*fix.edits[0].text), (Span::new(3, 10), "RSK-001"));
        assert_eq!(Fix::instead(place, text, "RKS-002", "RSK-002"), None);
        assert_eq!(Fix::instead(place, text, "0", "1"), None);
    }

    #[test]
    fn words_keep_the_letters_of_what_was_there() {
        for (wrong, right, written) in [
            ("aproved", "approved", "approved"),
            ("Aproved", "approved", "Approved"),
            ("In progres", "in-progress", "In progress"),
            ("In Progres", "in-progress", "In Progress"),
            ("in_progres", "in-progress", "in_progress"),
            ("OPNE", "open", "OPEN"),
            ("in-progres", "in progress", "in-progress"),
            ("approvd_by", "approved_by", "approved_by"),
            ("Approvd By", "approved_by", "Approved By"),
            ("Ownr", "owner", "Owner"),
            ("dueon", "due_on", "due_on"),
        ] {
            assert_eq!(in_letters_of(wrong, right), written, "{wrong}");
        }
    }
}
