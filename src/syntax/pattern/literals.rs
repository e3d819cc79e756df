//! The literals of a pattern: words of which at least one stands in whatever the pattern matches. One pass over a text
//! for all literals of all rules replaces hundreds of passes, one a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Shortest literal that is worth looking for.
const SHORTEST: usize = 3;

/// Literals (lower-case ASCII letters, digits and blanks) of which every match of the pattern contains one, case aside. None if there are
/// no such words, or one is short.
pub(super) fn literals(hir: &Hir) -> Option<Vec<String>> {
    required(hir).filter(|set| set.iter().all(|l| l.len() >= SHORTEST))
}

/// How many ranges of bytes a pattern unrolls to once it is compiled for all of Unicode: within a small factor, the number of its states.
pub(super) fn weight(hir: &Hir, ignore_case: bool) -> u64 {
    let range = if ignore_case { 2 } else { 1 };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(l) => l.0.len() as u64 * range,
        HirKind::Class(class) => class_ranges(class, range),
        HirKind::Repetition(r) => weight(&r.sub, ignore_case).saturating_mul(u64::from(r.max.unwrap_or(r.min).max(1))),
        HirKind::Capture(c) => weight(&c.sub, ignore_case),
        HirKind::Concat(all) | HirKind::Alternation(all) => {
            all.iter().map(|part| weight(part, ignore_case)).fold(0, u64::saturating_add)
        }
    }
}

/// A range beyond ASCII is several ranges of bytes.
fn class_ranges(class: &Class, range: u64) -> u64 {
    const BEYOND: u64 = 8;
    match class {
        Class::Unicode(class) => class.ranges().iter().map(|r| if r.end().is_ascii() { range } else { BEYOND }).sum(),
        Class::Bytes(class) => {
            let holds = |byte: u8| class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&byte));
            // Blanks, or all but blanks: of those, Unicode has eight ranges more.
            let blanks = if holds(0) == holds(0x0b) { 0 } else { 8 * BEYOND };
            blanks + class.ranges().iter().map(|r| if r.end().is_ascii() { range } else { BEYOND }).sum::<u64>()
        }
    }
}

/// The best set: the one whose shortest word is longest.
fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(_) | HirKind::Class(_) => word(hir).map(|w| vec![w]),
        HirKind::Capture(c) => required(&c.sub),
        HirKind::Repetition(r) if r.min >= 1 => required(&r.sub),
        HirKind::Alternation(all) => {
            let mut union = Vec::new();
            for part in all {
                union.extend(required(part)?);
            }
            union.sort();
            union.dedup();
            Some(union)
        }
        HirKind::Concat(all) => {
            let mut best: Option<Vec<String>> = None;
            let mut offer = |set: Vec<String>| {
                if best.as_ref().is_none_or(|b| worth(&set) > worth(b)) {
                    best = Some(set);
                }
            };
            let mut run = String::new();
            for part in all {
                if let Some(w) = word(part) {
                    run.push_str(&w);
                    continue;
                }
                // `\b` and captures of nothing do not end a run of letters only where they match nothing between: they do not.
                if !run.is_empty() {
                    offer(vec![std::mem::take(&mut run)]);
                }
                if let Some(set) = required(part) {
                    offer(set);
                }
            }
            if !run.is_empty() {
                offer(vec![run]);
            }
            best
        }
        _ => None,
    }
}

fn worth(set: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    (set.iter().map(String::len).min().unwrap_or(0).min(8), std::cmp::Reverse(set.len()))
}

/// The text of a node that matches one word only, case aside. Only ASCII, for which ignoring case is certain.
fn word(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(l) => {
            let text = std::str::from_utf8(&l.0).ok()?;
            text.is_ascii().then(|| text.to_ascii_lowercase())
        }
        // `[Tt]`, or a letter under `(?i)`.
        HirKind::Class(Class::Unicode(class)) => letter(class.ranges().iter().flat_map(|r| r.start()..=r.end())),
        HirKind::Class(Class::Bytes(class)) => letter(class.ranges().iter().flat_map(|r| r.start()..=r.end()).map(char::from)),
        HirKind::Capture(c) => word(&c.sub),
        HirKind::Concat(all) => all.iter().map(word).collect(),
        _ => None,
    }
}

/// The one letter that all of these are, case aside.
fn letter(letters: impl Iterator<Item = char>) -> Option<String> {
    let mut letters = letters.take(5);
    let first = letters.next()?.to_ascii_lowercase();
    (first.is_ascii() && letters.all(|c| c.to_ascii_lowercase() == first)).then(|| first.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_certain_word_is_found() {
        let of = |p: &str| literals(&regex_syntax::parse(p).unwrap());
        let set = |words: &[&str]| Some(words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(r"\bnever late\b"), set(&["never late"]));
        assert_eq!(of("(loan|book)s? (is|are) lost"), set(&[" lost"]));
        assert_eq!(of(r"\b(ensure|promote)\w*"), set(&["ensure", "promote"]));
        assert_eq!(of("[Tt]bd"), set(&["tbd"]));
        assert_eq!(of(r"\d+"), None);
        assert_eq!(of("(late)?"), None);
        assert_eq!(of("ab|xyz"), None);
        assert!(weight(&regex_syntax::parse(r"(late(\w{999}){999})").unwrap(), true) > 1_000_000);
    }
}
