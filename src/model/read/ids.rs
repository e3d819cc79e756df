//! Several ids in one piece of text: ranges (`A.6.2.2-A.6.2.8`, `A.2.2–4`, `RSK-001..004`), slashes (`A.7.4/A.7.5`, `A.7.4/5`), and ids that
//! only a blank, a comma, `&` or "and" parts.

use std::ops::Range;

/// One of several ids.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The id, completed where only its last number is written.
    pub id: String,
    /// Where it is written, in the text; for an id within a range, the range.
    pub at: Range<usize>,
}

/// What stands between two ids.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    To,
}

/// Signs and words between ids, the longer before those that begin alike. A word has blanks around it.
const JOINTS: &[(&str, Joint)] = &[
    ("...", Joint::To),
    ("..", Joint::To),
    ("…", Joint::To),
    ("–", Joint::To),
    ("—", Joint::To),
    ("-", Joint::To),
    ("to ", Joint::To),
    ("through ", Joint::To),
    ("until ", Joint::To),
    ("and ", Joint::And),
    ("/", Joint::And),
    ("&", Joint::And),
    ("+", Joint::And),
    (",", Joint::And),
];

/// An id's length at most.
const LONGEST: usize = 64;

/// More ids than a range is taken to mean.
const MOST: u64 = 500;

/// The ids that `text` names, if it begins with at least two; nothing where it is one id, or anything else. `shaped` tells an id,
/// `between` gives the ids between the ends of a range.
pub(super) fn several(
    text: &str,
    shaped: &dyn Fn(&str) -> bool,
    between: &dyn Fn(&str, &str) -> Vec<String>,
) -> Option<Vec<Named>> {
    if shaped(text) && !text.contains("..") {
        return None;
    }
    let (id, mut at) = leading(text, None, shaped)?;
    let mut found = vec![Named { id, at: 0..at }];
    while let Some((joint, gap)) = joint(&text[at..]) {
        let last = &found[found.len() - 1];
        let Some((id, length)) = leading(&text[at + gap..], Some(&last.id), shaped) else { break };
        let here = at + gap..at + gap + length;
        if joint == Joint::To {
            let range = last.at.start..here.end;
            let within = between(&last.id, &id);
            found.extend(within.into_iter().map(|id| Named { id, at: range.clone() }));
        }
        at = here.end;
        found.push(Named { id, at: here });
    }
    (found.len() > 1).then_some(found)
}

/// The id at the head of a text and how long it is as written. After another id its last number will do: the 5 of `A.7.4/5`.
fn leading(text: &str, before: Option<&str>, shaped: &dyn Fn(&str) -> bool) -> Option<(String, usize)> {
    let word = &text[..text.find(char::is_whitespace).unwrap_or(text.len())];
    let ends = |i: &usize| {
        word[*i..]
            .chars()
            .next()
            .is_none_or(|c| matches!(c, '/' | '&' | '+' | '-' | '–' | '—' | '.' | '…' | ',' | ':' | ';' | '(' | ')'))
    };
    let cuts: Vec<usize> = (1..=word.len().min(LONGEST)).filter(|i| word.is_char_boundary(*i)).filter(ends).collect();
    let whole = cuts.iter().rev().find(|end| !word[..**end].contains("..") && shaped(&word[..**end]));
    if let Some(end) = whole {
        return Some((word[..*end].to_owned(), *end));
    }
    let before = before?;
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let stem = before.trim_end_matches(|c: char| c.is_ascii_digit());
    // 001 goes on with 004, not with the 3 of "3 incidents".
    let padded = before[stem.len()..].starts_with('0') && before.len() - stem.len() != digits;
    let rest = text[digits..].trim_start();
    let ended = rest.is_empty() || rest.starts_with(['(', ';', ')']) || JOINTS.iter().any(|(sign, _)| rest.starts_with(sign));
    let completed = format!("{stem}{}", &word[..digits]);
    (digits > 0 && ended && !padded && cuts.contains(&digits) && shaped(&completed)).then_some((completed, digits))
}

/// What parts the id that ended from the next, and how many bytes it and the blanks around it take.
fn joint(text: &str) -> Option<(Joint, usize)> {
    let blank = text.len() - text.trim_start().len();
    let rest = &text[blank..];
    let sign = JOINTS.iter().find(|(sign, _)| rest.starts_with(sign) && (blank > 0 || !sign.ends_with(' ')));
    let (joint, length) = match sign {
        Some((sign, joint)) => (*joint, sign.len()),
        None if blank > 0 => (Joint::And, 0),
        None => return None,
    };
    let after = &rest[length..];
    Some((joint, blank + length + after.len() - after.trim_start().len()))
}

/// The ids between two of which only the last number differs: of `RSK-001` and `RSK-004`, `RSK-002` and `RSK-003`.
pub(super) fn counted(from: &str, to: &str) -> Vec<String> {
    let split = |id: &str| {
        let stem = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        id[stem..].parse::<u64>().ok().map(|n| (stem, n))
    };
    let (Some((stem, first)), Some((other, last))) = (split(from), split(to)) else { return Vec::new() };
    if from[..stem] != to[..other] || last.saturating_sub(first) > MOST {
        return Vec::new();
    }
    let width = from.len() - stem;
    (first + 1..last).map(|n| format!("{}{n:0width$}", &from[..stem])).collect()
}

/// Those of `ids` that lie between two, in the order that people number things in: A.6.2.10 after A.6.2.9.
pub(super) fn listed<'i>(ids: impl Iterator<Item = &'i str>, from: &str, to: &str) -> Vec<String> {
    let (first, last) = (order(from), order(to));
    let mut between: Vec<(Vec<Part>, &str)> =
        ids.map(|id| (order(id), id)).filter(|(order, _)| first < *order && *order < last).collect();
    between.sort_unstable();
    between.into_iter().map(|(_, id)| id.to_owned()).collect()
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

fn order(id: &str) -> Vec<Part> {
    let parts = id.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    parts.map(|p| p.parse().map_or_else(|_| Part::Word(p.to_uppercase()), Part::Number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaped(text: &str) -> bool {
        let control =
            text.strip_prefix("S.").is_some_and(|rest| rest.split('.').all(|n| n.parse::<u8>().is_ok()) && rest.contains('.'));
        control || text.strip_prefix("RSK-").is_some_and(|n| n.parse::<u16>().is_ok())
    }

    fn between(from: &str, to: &str) -> Vec<String> {
        if from.starts_with("RSK") {
            return counted(from, to);
        }
        listed(["S.2.2", "S.2.3", "S.2.4", "S.3.2", "S.6.2.9", "S.6.2.10", "S.6.2.11"].into_iter(), from, to)
    }

    fn ids(text: &str) -> Vec<String> {
        several(text, &shaped, &between).into_iter().flatten().map(|n| format!("{}@{}", n.id, &text[n.at])).collect()
    }

    #[test]
    fn ids_part_and_ranges_expand() {
        for (text, expected) in [
            ("S.2.2-S.2.4", "S.2.2@S.2.2 S.2.3@S.2.2-S.2.4 S.2.4@S.2.4"),
            ("S.2.2 – S.2.3", "S.2.2@S.2.2 S.2.3@S.2.3"),
            ("S.2.2 to S.2.3 (policy)", "S.2.2@S.2.2 S.2.3@S.2.3"),
            ("S.6.2.9–11", "S.6.2.9@S.6.2.9 S.6.2.10@S.6.2.9–11 S.6.2.11@11"),
            ("RSK-001..003", "RSK-001@RSK-001 RSK-002@RSK-001..003 RSK-003@003"),
            ("RSK-009 … RSK-011", "RSK-009@RSK-009 RSK-010@RSK-009 … RSK-011 RSK-011@RSK-011"),
            ("RSK-001-RSK-002", "RSK-001@RSK-001 RSK-002@RSK-002"),
            ("S.7.4/S.7.5", "S.7.4@S.7.4 S.7.5@S.7.5"),
            ("S.7.4/5", "S.7.4@S.7.4 S.7.5@5"),
            ("S.7.4 & S.7.5", "S.7.4@S.7.4 S.7.5@S.7.5"),
            ("S.7.4, S.7.5 and S.7.6", "S.7.4@S.7.4 S.7.5@S.7.5 S.7.6@S.7.6"),
            ("S.7.4 S.7.5 Data", "S.7.4@S.7.4 S.7.5@S.7.5"),
            ("S.2.4-S.2.2", "S.2.4@S.2.4 S.2.2@S.2.2"),
        ] {
            assert_eq!(ids(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn what_names_one_id_or_none_is_left_alone() {
        for text in [
            "S.2.2",
            "S.2.2 AI policy",
            "S.2.2 – 3rd edition",
            "S.2.2 – 3 pages",
            "RSK-001 – 3",
            "S.2.2 – policy",
            "docs/a.md",
            "see S.2.2/S.2.3",
            "",
            "—",
            "S.2.2-x",
        ] {
            assert!(ids(text).is_empty(), "{text}: {:?}", ids(text));
        }
    }

    #[test]
    fn a_range_has_an_end() {
        assert!(counted("RSK-1", "RSK-99999999999999999999").is_empty());
        assert!(counted("RSK-1", "RSK-9999999").is_empty());
        assert!(counted("RSK-1", "INC-9").is_empty());
    }
}
