//! Words that are looked for in a text all at once, wherever they stand, one within another too.

use aho_corasick::Anchored;
use aho_corasick::automaton::Automaton;
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

/// All prose of a repository goes through this: the library's own search keeps its state in memory, and takes longer.
fn each(automaton: &impl Automaton, text: &str, mut found: impl FnMut(usize, usize)) {
    let Ok(mut state) = automaton.start_state(Anchored::No) else { return };
    for (at, byte) in text.bytes().enumerate() {
        state = automaton.next_state(Anchored::No, state, byte);
        if automaton.is_special(state) && automaton.is_match(state) {
            (0..automaton.match_len(state)).for_each(|i| found(automaton.match_pattern(state, i).as_usize(), at + 1));
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
}
