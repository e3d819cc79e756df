//! Words that are looked for in a text all at once, wherever they stand, one within another too.

use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::nfa::contiguous::NFA;

/// As many words make a quick search, which takes more room.
const FEW: usize = 100;

/// Words to look for, case aside.
#[derive(Clone, Debug)]
pub struct WordSearch(Form);

#[derive(Clone, Debug)]
enum Form {
    Quick(DFA),
    Small(NFA),
}

impl WordSearch {
    /// A search for words, each known by its position. None for more than can be looked for.
    pub fn new<W: AsRef<[u8]>>(words: &[W]) -> Option<Self> {
        // What words begin with stands all over a text: to look for that first costs more than it spares.
        let form = if words.len() <= FEW {
            DFA::builder().ascii_case_insensitive(true).prefilter(false).build(words).map(Form::Quick)
        } else {
            NFA::builder().ascii_case_insensitive(true).prefilter(false).build(words).map(Form::Small)
        };
        form.ok().map(Self)
    }

    /// Hands over each word that stands in a text, by its position, and where it ends there, ascending.
    pub fn each(&self, text: &str, found: impl FnMut(usize, usize)) {
        match &self.0 {
            Form::Quick(automaton) => each(automaton, text, found),
            Form::Small(automaton) => each(automaton, text, found),
        }
    }
}

/// A long text is searched in so many parts at once: each step waits for the one before it, and those of other parts fill the time.
const PARTS: usize = 4;

/// A text of so many bytes is long.
const LONG: usize = 1 << 10;

/// All prose of a repository goes through this: the library's own search keeps its state in memory, and takes longer.
fn each(automaton: &impl Automaton, text: &str, mut found: impl FnMut(usize, usize)) {
    let Ok(start) = automaton.start_state(Anchored::No) else { return };
    let next = |state, byte: &u8| automaton.next_state(Anchored::No, state, *byte);
    let mut tell = |state, end| {
        if automaton.is_match(state) {
            (0..automaton.match_len(state)).for_each(|i| found(automaton.match_pattern(state, i).as_usize(), end));
        }
    };
    let bytes = text.as_bytes();
    // A word that ends in one part may begin in the part before it.
    let lead = automaton.max_pattern_len();
    let part = if bytes.len() < LONG.max(lead * PARTS) { 0 } else { bytes.len() / PARTS };
    let mut states: [StateID; PARTS] = std::array::from_fn(|i| {
        let before = &bytes[(i * part).saturating_sub(lead)..i * part];
        before.iter().fold(start, next)
    });
    let ((a, b), (c, d)) = (bytes[..2 * part].split_at(part), bytes[2 * part..PARTS * part].split_at(part));
    let mut ends: [Vec<(StateID, usize)>; PARTS] = Default::default();
    for (at, (((a, b), c), d)) in (1..).zip(a.iter().zip(b).zip(c).zip(d)) {
        states = [next(states[0], a), next(states[1], b), next(states[2], c), next(states[3], d)];
        if states.iter().fold(false, |any, state| any | automaton.is_special(*state)) {
            for (i, state) in states.into_iter().enumerate().filter(|(_, state)| automaton.is_special(*state)) {
                ends[i].push((state, i * part + at));
            }
        }
    }
    ends.into_iter().flatten().for_each(|(state, end)| tell(state, end));
    let (mut state, rest) = (if part == 0 { start } else { states[PARTS - 1] }, PARTS * part);
    for (at, byte) in (rest + 1..).zip(&bytes[rest..]) {
        state = next(state, byte);
        if automaton.is_special(state) {
            tell(state, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_wherever_they_end() {
        let search = WordSearch::new(&["plate", "late", "of"]).unwrap();
        let mut found = Vec::new();
        search.each("A Plate of – SLATE", |word, end| found.push((word, end)));
        assert_eq!(found, [(0, 7), (1, 7), (2, 10), (1, 20)]);
    }

    #[test]
    fn words_are_found_across_the_places_where_a_long_text_is_parted() {
        let words = ["of the board", "board", "the"];
        let search = WordSearch::new(&words).unwrap();
        let all = "the minutes of the board – ".repeat(60);
        for length in (0..all.len()).filter(|end| all.is_char_boundary(*end)) {
            let text = &all[..length];
            let mut found = Vec::new();
            search.each(text, |word, end| found.push((end, word)));
            assert!(found.is_sorted_by_key(|(end, _)| *end), "{length}");
            for (number, word) in words.iter().enumerate() {
                let told: Vec<usize> = found.iter().filter(|(_, w)| *w == number).map(|(end, _)| *end).collect();
                let there: Vec<usize> = text.match_indices(word).map(|(at, _)| at + word.len()).collect();
                assert_eq!(told, there, "{word} in {length} bytes");
            }
        }
    }
}
