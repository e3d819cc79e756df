//! What was made of the built-in packs' patterns when the program was built: whether a text holds a match, where, and which words it
//! must hold is told without reading the pattern. Users' own are read and compiled when a text first needs them.
//!
//! Its form is told in `write.rs`.

#[cfg(test)]
#[path = "write.rs"]
pub(super) mod write;

use super::letters::Letters;
use super::literals::Literals;
use super::steps::Steps;
use super::table::Table;

/// All patterns as written, with whether case is ignored in them, ascending, and where in [`MADE`] what was made of each begins.
#[expect(clippy::unreadable_literal, reason = "the build script writes it, and nobody reads it")]
pub(super) const PATTERNS: &[(&str, bool, usize)] = include!(concat!(env!("OUT_DIR"), "/patterns.rs"));

/// What was made, one after the other.
const MADE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/patterns.made"));

/// What was made of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// Whether a text holds a match, or may hold one; none where it would be large.
    pub table: Option<Table<'static>>,
    /// Where.
    pub steps: Steps<'static>,
    /// Which words it must hold.
    pub literals: Literals,
}

/// What was made of a pattern, if it is of a pack.
pub(super) fn find(source: &str, ignore_case: bool) -> Option<Made> {
    let at = PATTERNS.binary_search_by(|(pattern, ignores, _)| (*pattern, *ignores).cmp(&(source, ignore_case))).ok()?;
    Made::read(MADE.get(PATTERNS[at].2..)?)
}

impl Made {
    pub(super) fn read(made: &'static [u8]) -> Option<Self> {
        let (letters, rest) = part(made)?;
        let (table, rest) = part(rest)?;
        let (steps, rest) = part(rest)?;
        let letters = Letters::read(letters);
        Some(Self {
            table: Table::read(table, letters),
            steps: Steps::read(steps, letters)?,
            literals: Literals::packed(part(rest)?.0),
        })
    }
}

/// What stands after its length, and the rest.
fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::super::Lazy;
    use super::super::tests::whole;
    use super::*;

    #[test]
    fn the_packs_patterns_are_made_ready() {
        assert!(PATTERNS.is_sorted());
        // Of each origin: kinds' ids, citations, patterns of rules, literals of expressions, and the program's own.
        let has = |holds: &dyn Fn(&str, bool) -> bool| PATTERNS.iter().any(|(source, ignores, _)| holds(source, *ignores));
        assert!(has(&|source, ignores| source.ends_with(r"-[A-Z0-9.-]*\d+$") && !ignores));
        assert!(has(&|source, ignores| source.contains("(?P<id>") && !ignores));
        assert!(has(&|source, ignores| source.contains(r"\b") && ignores));
        assert!(has(&|source, ignores| source.contains("lorem ipsum") && !ignores));
        assert!(PATTERNS.len() > 500, "{}", PATTERNS.len());
        for (source, ignore_case, _) in PATTERNS {
            assert!(find(source, *ignore_case).is_some(), "{source}");
            let (lazy, whole) = (Lazy::tried(source, *ignore_case), whole(source, *ignore_case));
            for text in
                ["", "clause 6.1.3 of ISO/IEC 42001", "RSK-001", "– not applicable –", "A.5.2", "the board is told that [TBD]"]
            {
                let here: Vec<_> = lazy.captures_iter(text).filter_map(|found| Some(found.get(0)?.range())).collect();
                let there: Vec<_> = whole.find_iter(text).map(|found| found.range()).collect();
                assert_eq!(here, there, "{source} {text}");
            }
        }
    }
}
