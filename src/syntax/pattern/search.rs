//! One pass over a text for the literals of many patterns: a pattern runs only where it can match.

use super::words::WordSearch;

/// Finds which patterns may match a text.
#[derive(Debug, Default)]
pub struct Search {
    words: Option<WordSearch>,
    /// For each literal, the patterns that have it.
    owners: Vec<Vec<u32>>,
    /// Patterns without literals, or all of them where they are too many to look for.
    always: Vec<u32>,
}

impl Search {
    /// A search for patterns, each given as its literals; a pattern is known by its position.
    pub fn new<'l, W: IntoIterator<Item = &'l str>>(patterns: impl IntoIterator<Item = W>) -> Self {
        let mut words: Vec<(&str, u32)> = Vec::new();
        let mut always = Vec::new();
        let mut count = 0;
        for (i, literals) in patterns.into_iter().enumerate() {
            count = i as u32 + 1;
            let known = words.len();
            words.extend(literals.into_iter().map(|l| (l, i as u32)));
            if words.len() == known {
                always.push(i as u32);
            }
        }
        words.sort_unstable();
        let mut distinct: Vec<&str> = Vec::new();
        let mut owners: Vec<Vec<u32>> = Vec::new();
        for (word, owner) in words {
            if distinct.last() != Some(&word) {
                distinct.push(word);
                owners.push(Vec::new());
            }
            if let Some(last) = owners.last_mut() {
                last.push(owner);
            }
        }
        match WordSearch::new(&distinct) {
            Some(words) => Self { words: Some(words), owners, always },
            None => Self { words: None, owners: Vec::new(), always: (0..count).collect() },
        }
    }

    /// The patterns that may match, ascending, each once, put into `found`.
    pub fn candidates(&self, text: &str, found: &mut Vec<u32>) {
        found.clear();
        found.extend(&self.always);
        if let Some(words) = &self.words {
            words.each(text, |word, _| found.extend(&self.owners[word]));
        }
        found.sort_unstable();
        found.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_patterns_with_a_literal_in_the_text_are_candidates() {
        let search = Search::new([&["late"][..], &["plate", "loan"], &[]].map(|words| words.iter().copied()));
        let mut found = Vec::new();
        search.candidates("a PLATE", &mut found);
        assert_eq!(found, [0, 1, 2]);
        search.candidates("nothing", &mut found);
        assert_eq!(found, [2]);
    }
}
