//! What a title says: the name of a kind, whole or as a part that a subject, a year or a bracket follows.

use crate::schema::fold_title;

/// How far a name stands for a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The title ends in the name, after a word or two: "Larkfield AI policy".
    End,
    /// A part of the title, beside a subject or a year: `Impact assessment – ScoreWell`.
    Part,
    /// All of the title.
    Whole,
}

/// What separates the name of a document from its subject.
const SEPARATORS: &[&str] = &[" – ", " — ", " - ", ": ", " | ", " · ", " / "];

/// Most words that may stand before a name at the end.
const BEFORE: usize = 2;

/// A name that a title may hold.
#[derive(Debug)]
pub(super) struct Reading {
    /// Folded.
    pub name: String,
    pub fit: Fit,
    /// The title with `…` for the name.
    pub rest: String,
}

/// The names that a title may hold, the surest first.
pub(super) fn readings(title: &str) -> Vec<Reading> {
    let title = without_template(title);
    let mut found: Vec<Reading> = Vec::new();
    let mut offer = |text: &str, fit| {
        let name = fold_title(text).into_string();
        if !name.is_empty() && !found.iter().any(|known| known.name == name) {
            found.push(Reading { name, fit, rest: title.replacen(text.trim(), "…", 1) });
        }
    };
    offer(&title, Fit::Whole);
    let plain = without_brackets(&title);
    offer(&plain, Fit::Whole);
    let mut parts = vec![plain.as_str()];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    for part in &parts {
        offer(part, Fit::Part);
        offer(without_number(part), Fit::Part);
    }
    for part in &parts {
        let words: Vec<&str> = without_number(part).split_whitespace().collect();
        for before in 1..=BEFORE.min(words.len().saturating_sub(2)) {
            // "How to write a policy" is about one.
            if words[..before].iter().all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())) {
                offer(&words[before..].join(" "), Fit::End);
            }
        }
    }
    found
}

/// A text without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// A text without a year, version, number or id at its end.
fn without_number(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some((before, last)) = rest.rsplit_once(char::is_whitespace) {
        if !last.contains(|c: char| c.is_ascii_digit()) {
            break;
        }
        rest = before.trim_end_matches([',', ' ', '–', '—', '-']);
    }
    rest
}

/// A title without the word that makes it a template's.
fn without_template(title: &str) -> String {
    let is_word = |w: &&str| !fold_title(w).starts_with("template");
    title.split_whitespace().filter(is_word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_beside_a_subject() {
        for (title, name, fit) in [
            ("AI policy", "ai policy", Fit::Whole),
            ("AI policy (v2)", "ai policy", Fit::Whole),
            ("AI system impact assessment – ScoreWell", "ai system impact assessment", Fit::Part),
            ("Larkfield: AI policy", "ai policy", Fit::Part),
            ("Internal audit report IA-2026", "internal audit report", Fit::Part),
            ("AI objectives 2026", "ai objectives", Fit::Part),
            ("Audit programme 2025–2027", "audit programme", Fit::Part),
            ("Nordhaven AI Risk Register", "ai risk register", Fit::End),
            ("Scope statement template", "scope statement", Fit::Whole),
        ] {
            assert!(readings(title).iter().any(|r| r.name == name && r.fit == fit), "{title}: {:?}", readings(title));
        }
        let none = readings("How to write an AI policy");
        assert!(!none.iter().any(|r| r.name == "ai policy"));
    }

    #[test]
    fn what_stands_beside_a_name_is_kept() {
        for (title, rest) in [
            ("AI policy", "…"),
            ("AI policy (summary)", "… (summary)"),
            ("AI policy – Operational annex", "… – Operational annex"),
            ("Larkfield AI policy: FAQ", "Larkfield …: FAQ"),
        ] {
            let found = readings(title).into_iter().find(|r| r.name == "ai policy").map(|r| r.rest);
            assert_eq!(found.as_deref(), Some(rest));
        }
    }
}
