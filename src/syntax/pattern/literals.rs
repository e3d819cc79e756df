//! The literals of a pattern: words of which at least one stands in whatever the pattern matches. One pass over a text
//! for all literals of all rules replaces hundreds of passes, one a pattern.
//!
//! They are read from the pattern as written, in a hundredth of the time that the library takes to read it, since most patterns are never
//! asked for more. What is not understood here has no literals, which is always true.

use memchr::memchr2_iter;

/// Shortest literal that is worth looking for.
const SHORTEST: usize = 3;

/// What is known of every match of a pattern, case aside. Nothing where a word is too short to be looked for, or the pattern sets flags
/// other than that for case.
#[derive(Debug, Default)]
pub(super) struct Literals {
    /// Words (lower-case ASCII) of which each match contains one; empty where there are none.
    pub words: Vec<String>,
    /// All that can be said of the words in it.
    pub needs: Option<Needs>,
}

/// The words that a match holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    Word(Word),
    All(Vec<Needs>),
    Any(Vec<Needs>),
}

/// A lower-case word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// The byte in it that is rarest in texts, by which it is looked for.
    pub rare: usize,
}

impl Needs {
    /// False for a text that cannot hold a match, by the words that it holds.
    pub fn are_met(&self, holds: &impl Fn(&Word) -> bool) -> bool {
        match self {
            Self::Word(word) => holds(word),
            Self::All(all) => all.iter().all(|n| n.are_met(holds)),
            Self::Any(any) => any.iter().any(|n| n.are_met(holds)),
        }
    }

    /// How many words it names.
    fn words(&self) -> usize {
        match self {
            Self::Word(_) => 1,
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::words).sum(),
        }
    }
}

/// Reads them from a pattern as written.
pub(super) fn literals(source: &str) -> Literals {
    let mut scan = Scan { rest: source.as_bytes() };
    // A parenthesis that nothing opened: the library will refuse it.
    let whole = scan.alternation().filter(|_| scan.rest.is_empty()).unwrap_or_default();
    let words = whole.required.filter(|set| set.iter().all(|l| l.len() >= SHORTEST));
    Literals { words: words.unwrap_or_default(), needs: whole.needs }
}

/// What is certain of a part of a pattern.
#[derive(Default)]
struct Part {
    /// The one word that it matches, case aside.
    exact: Option<String>,
    /// Words of which each match contains one.
    required: Option<Vec<String>>,
    /// What each match holds.
    needs: Option<Needs>,
}

impl Part {
    fn word(word: impl Into<String>) -> Self {
        let word = word.into();
        Self { required: Some(vec![word.clone()]), needs: need(&word), exact: Some(word) }
    }
}

fn need(word: &str) -> Option<Needs> {
    (word.len() >= SHORTEST).then(|| Needs::Word(Word::new(word)))
}

/// Letters, the most frequent first.
const FREQUENT: &[u8; 27] = b" etaoinsrhldcumfpgwybvkxjqz";

/// How rare each byte is, as a table: it is asked of each letter of thousands of words.
const RARITY: [u8; 256] = {
    let mut rarity = [FREQUENT.len() as u8; 256];
    let mut i = 0;
    while i < FREQUENT.len() {
        rarity[FREQUENT[i] as usize] = i as u8;
        i += 1;
    }
    rarity
};

impl Word {
    pub(super) fn new(text: &str) -> Self {
        let rare = text.bytes().enumerate().max_by_key(|(_, byte)| RARITY[usize::from(*byte)]).map_or(0, |(at, _)| at);
        Self { text: text.to_owned(), rare }
    }

    /// Whether it stands in a text, case aside.
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        let word = self.text.as_bytes();
        let Some(rare) = word.get(self.rare) else { return true };
        let fits = |found: usize| {
            let here = found.checked_sub(self.rare).and_then(|start| text.get(start..start + word.len()));
            here.is_some_and(|here| here.eq_ignore_ascii_case(word))
        };
        memchr2_iter(*rare, rare.to_ascii_uppercase(), text).any(fits)
    }
}

/// A pattern that is being read. None of what it gives: not understood.
struct Scan<'a> {
    rest: &'a [u8],
}

impl Scan<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, start: &[u8]) -> bool {
        let rest = self.rest.strip_prefix(start);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn alternation(&mut self) -> Option<Part> {
        let first = self.sequence()?;
        if self.rest.first() != Some(&b'|') {
            return Some(first);
        }
        let (mut union, mut any) = (first.required, first.needs.map(|n| vec![n]));
        while self.skip(b"|") {
            let next = self.sequence()?;
            union = union.zip(next.required).map(|(mut all, more)| {
                all.extend(more);
                all
            });
            any = any.zip(next.needs).map(|(mut all, more)| {
                all.push(more);
                all
            });
        }
        if let Some(union) = &mut union {
            union.sort();
            union.dedup();
        }
        Some(Part { exact: None, required: union, needs: any.map(Needs::Any) })
    }

    /// Parts that follow one another: the best set is the one whose shortest word is longest.
    fn sequence(&mut self) -> Option<Part> {
        let mut best: Option<Vec<String>> = None;
        let mut offer = |set: Vec<String>| {
            if best.as_ref().is_none_or(|b| worth(&set) > worth(b)) {
                best = Some(set);
            }
        };
        let mut needs = Vec::new();
        let (mut run, mut whole) = (String::new(), true);
        while !matches!(self.rest.first(), None | Some(b'|' | b')')) {
            // What most of a pattern is made of needs no part of its own.
            if let [byte, after @ ..] = self.rest
                && (byte.is_ascii_alphanumeric() || *byte == b' ')
                && !matches!(after.first(), Some(b'?' | b'*' | b'+' | b'{'))
            {
                run.push(char::from(byte.to_ascii_lowercase()));
                self.rest = after;
                continue;
            }
            let atom = self.atom()?;
            let part = self.repeated(atom)?;
            // What stands between words without matching anything (`\b`) ends no word.
            if let Some(word) = part.exact {
                run.push_str(&word);
                continue;
            }
            whole = false;
            needs.extend(need(&run));
            if !run.is_empty() {
                offer(vec![std::mem::take(&mut run)]);
            }
            needs.extend(part.needs);
            part.required.into_iter().for_each(&mut offer);
        }
        if whole {
            return Some(Part::word(run));
        }
        needs.extend(need(&run));
        if !run.is_empty() {
            offer(vec![run]);
        }
        // What names fewer words is sooner found to be missing.
        needs.sort_by_key(Needs::words);
        let needs = if needs.len() > 1 { Some(Needs::All(needs)) } else { needs.pop() };
        Some(Part { exact: None, required: best, needs })
    }

    fn atom(&mut self) -> Option<Part> {
        match self.next()? {
            // Literals are looked for with case aside.
            b'(' if self.skip(b"?i)") || self.skip(b"?-i)") => Some(Part::word("")),
            b'(' => {
                self.name()?;
                let part = self.alternation()?;
                self.skip(b")").then_some(part)
            }
            b'[' => self.class(),
            b'\\' => match self.next()? {
                b'b' | b'A' | b'z' => Some(Part::word("")),
                b'd' | b'D' | b's' | b'S' | b'w' | b'W' => Some(Part::default()),
                sign if sign.is_ascii_punctuation() => Some(Part::word(char::from(sign))),
                _ => None,
            },
            b'^' | b'$' => Some(Part::word("")),
            b'.' => Some(Part::default()),
            byte if byte.is_ascii() => Some(Part::word(char::from(byte.to_ascii_lowercase()))),
            _ => Some(Part::default()),
        }
    }

    /// How a group begins: nothing, `?:`, a name, or with case aside, which literals always are.
    fn name(&mut self) -> Option<()> {
        if !self.skip(b"?") || self.skip(b":") || self.skip(b"i:") || self.skip(b"-i:") {
            return Some(());
        }
        self.skip(b"P");
        let end = self.rest.iter().position(|b| *b == b'>')?;
        let named = self.skip(b"<");
        self.rest = self.rest.get(end..)?;
        (named && end > 1).then_some(())
    }

    /// `[Tt]` is a letter; any other class may match this or that.
    fn class(&mut self) -> Option<Part> {
        let start = self.rest;
        let mut length = 0;
        loop {
            match self.next()? {
                b'\\' => {
                    self.next()?;
                    length += 2;
                }
                b']' if length > 0 => break,
                // A class within a class.
                b'[' => return None,
                b'^' if length == 0 => {
                    // A bracket that follows at once is one of the class.
                    let closes = self.skip(b"]");
                    length += 1 + usize::from(closes);
                }
                _ => length += 1,
            }
        }
        Some(match &start[..length] {
            [a, b] if a.is_ascii_alphabetic() && a.eq_ignore_ascii_case(b) => Part::word(char::from(a.to_ascii_lowercase())),
            _ => Part::default(),
        })
    }

    /// What a part is certain of once it is repeated.
    fn repeated(&mut self, part: Part) -> Option<Part> {
        let least = match self.rest.first() {
            Some(b'?' | b'*') => {
                self.next();
                0
            }
            Some(b'+') => {
                self.next();
                1
            }
            Some(b'{') => {
                let end = self.rest.iter().position(|b| *b == b'}')?;
                let range = std::str::from_utf8(&self.rest[1..end]).ok()?;
                self.rest = &self.rest[end + 1..];
                let least = range.split(',').next().unwrap_or(range).trim();
                if least.is_empty() { 0 } else { least.parse().ok()? }
            }
            _ => return Some(part),
        };
        self.skip(b"?");
        // Repeated again: rare, and not worth a word.
        if matches!(self.rest.first(), Some(b'?' | b'*' | b'+' | b'{')) {
            return None;
        }
        let sure = |_: &_| least > 0;
        Some(Part { exact: None, required: part.required.filter(|_| least > 0), needs: part.needs.filter(sure) })
    }
}

fn worth(set: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    (set.iter().map(String::len).min().unwrap_or(0).min(8), std::cmp::Reverse(set.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::patterns;
    use super::*;

    #[test]
    fn the_longest_certain_word_is_found() {
        for (pattern, words) in [
            (r"\bnever late\b", &["never late"][..]),
            ("(loan|book)s? (is|are) lost", &[" lost"]),
            (r"\b(ensure|promote)\w*", &["ensure", "promote"]),
            ("[Tt]bd", &["tbd"]),
            (r"kill[- ]?switch", &["switch"]),
            (r"(?:the )?(?P<name>shelf|room){2} x?", &["room", "shelf"]),
            (r"A\.5", &["a.5"]),
            (r"[^]a]late[)|(]shelf", &["shelf"]),
            ("(?i:Late)", &["late"]),
        ] {
            assert_eq!(literals(pattern).words, words, "{pattern}");
        }
        for pattern in [r"\d+", "(late)?", "(late){0,3}", "ab|xyz", "late|", "(?x) l a t e", "late)"] {
            assert_eq!(literals(pattern).words, [""; 0], "{pattern}");
        }
    }

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        for (text, found) in
            [("Risk", true), ("a risk", true), ("RISKS", true), ("ris", false), ("", false), ("r isk rris", false)]
        {
            assert_eq!(Word::new("risk").is_in(text.as_bytes()), found, "{text}");
        }
    }

    #[test]
    fn all_words_of_a_sequence_are_needed() {
        let met =
            |pattern: &str, text: &str| literals(pattern).needs.is_none_or(|n| n.are_met(&|word| text.contains(&word.text)));
        let pattern = r"\b(lend|loan)\w*[^.]{0,9}\b(shelf|room)\b|catalogue";
        for (text, want) in [("loan of a room", true), ("loan of a book", false), ("a room", false), ("the catalogue", true)] {
            assert_eq!(met(pattern, text), want, "{text}");
        }
        assert!(met(r"late(r)? (today)?", "later") && met("ab|xyz", "") && met("(late)*", ""));
        assert!(!met("late.+today", "late"));
    }

    proptest! {
        #[test]
        fn each_match_holds_a_word((pattern, text) in patterns().prop_flat_map(|p| {
            let texts = proptest::string::string_regex(&p).unwrap();
            (Just(p), texts)
        })) {
            let lower = text.to_lowercase();
            let Literals { words, needs } = literals(&pattern);
            prop_assert!(words.is_empty() || words.iter().any(|w| lower.contains(w.as_str())), "{pattern} {words:?} {text}");
            prop_assert!(needs.as_ref().is_none_or(|n| n.are_met(&|word| lower.contains(&word.text))), "{pattern} {needs:?} {text}");
        }
    }
}
