//! The literals of a pattern: words of which at least one stands in whatever the pattern matches. One pass over a text
//! for all literals of all rules replaces hundreds of passes, one a pattern.
//!
//! They are read from the pattern as written, in a hundredth of the time that the library takes to read it, since most patterns are never
//! asked for more. What is not understood here has no literals, which is always true.

/// Shortest literal that is worth looking for.
const SHORTEST: usize = 3;

/// Literals (lower-case ASCII) of which every match of a pattern contains one, case aside. None if there are no such words, one is short,
/// or the pattern sets flags other than that for case.
pub(super) fn literals(source: &str) -> Option<Vec<String>> {
    let mut scan = Scan { rest: source.as_bytes() };
    let part = scan.alternation()?;
    // A parenthesis that nothing opened: the library will refuse it.
    let whole = scan.rest.is_empty().then_some(part)?;
    whole.required.filter(|set| set.iter().all(|l| l.len() >= SHORTEST))
}

/// What is certain of a part of a pattern.
#[derive(Default)]
struct Part {
    /// The one word that it matches, case aside.
    exact: Option<String>,
    /// Words of which each match contains one.
    required: Option<Vec<String>>,
}

impl Part {
    fn word(word: impl Into<String>) -> Self {
        let word = word.into();
        Self { required: Some(vec![word.clone()]), exact: Some(word) }
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
        let mut union = first.required;
        while self.skip(b"|") {
            let next = self.sequence()?.required;
            union = union.zip(next).map(|(mut all, more)| {
                all.extend(more);
                all
            });
        }
        if let Some(union) = &mut union {
            union.sort();
            union.dedup();
        }
        Some(Part { exact: None, required: union })
    }

    /// Parts that follow one another: the best set is the one whose shortest word is longest.
    fn sequence(&mut self) -> Option<Part> {
        let mut best: Option<Vec<String>> = None;
        let mut offer = |set: Vec<String>| {
            if best.as_ref().is_none_or(|b| worth(&set) > worth(b)) {
                best = Some(set);
            }
        };
        let (mut run, mut whole) = (String::new(), true);
        while !matches!(self.rest.first(), None | Some(b'|' | b')')) {
            let atom = self.atom()?;
            let part = self.repeated(atom)?;
            // What stands between words without matching anything (`\b`) ends no word.
            if let Some(word) = part.exact {
                run.push_str(&word);
                continue;
            }
            whole = false;
            if !run.is_empty() {
                offer(vec![std::mem::take(&mut run)]);
            }
            part.required.into_iter().for_each(&mut offer);
        }
        if whole {
            return Some(Part::word(run));
        }
        if !run.is_empty() {
            offer(vec![run]);
        }
        Some(Part { exact: None, required: best })
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
        Some(Part { exact: None, required: part.required.filter(|_| least > 0) })
    }
}

fn worth(set: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    (set.iter().map(String::len).min().unwrap_or(0).min(8), std::cmp::Reverse(set.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(words: &[&str]) -> Option<Vec<String>> {
        Some(words.iter().map(|w| (*w).to_owned()).collect())
    }

    #[test]
    fn the_longest_certain_word_is_found() {
        assert_eq!(literals(r"\bnever late\b"), set(&["never late"]));
        assert_eq!(literals("(loan|book)s? (is|are) lost"), set(&[" lost"]));
        assert_eq!(literals(r"\b(ensure|promote)\w*"), set(&["ensure", "promote"]));
        assert_eq!(literals("[Tt]bd"), set(&["tbd"]));
        assert_eq!(literals(r"kill[- ]?switch"), set(&["switch"]));
        assert_eq!(literals(r"(?:the )?(?P<name>shelf|room){2} x?"), set(&["room", "shelf"]));
        assert_eq!(literals(r"A\.5"), set(&["a.5"]));
        assert_eq!(literals(r"[^]a]late[)|(]shelf"), set(&["shelf"]));
        assert_eq!(literals(r"\d+"), None);
        assert_eq!(literals("(late)?"), None);
        assert_eq!(literals("(late){0,3}"), None);
        assert_eq!(literals("ab|xyz"), None);
        assert_eq!(literals("late|"), None);
        assert_eq!(literals("(?i:Late)"), set(&["late"]));
        assert_eq!(literals("(?-i)Late"), set(&["late"]));
        assert_eq!(literals("(?x) l a t e"), None);
        assert_eq!(literals("late)"), None);
    }

    /// Patterns as rules write them.
    fn patterns() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[a-z]{1,6}",
            Just(r"\d".to_owned()),
            Just(r"\.".to_owned()),
            Just("[Ss]".to_owned()),
            Just("[^ab]".to_owned()),
            Just("[a-c-]".to_owned()),
            Just(".".to_owned()),
            Just(" ".to_owned()),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("({})", parts.join("|"))),
                (inner, prop_oneof![Just("?"), Just("*"), Just("+"), Just("{2}"), Just("{0,2}"), Just("{1,}"), Just("+?")])
                    .prop_map(|(part, times)| format!("(?:{part}){times}")),
            ]
        })
    }

    proptest! {
        #[test]
        fn each_match_holds_a_word((pattern, text) in patterns().prop_flat_map(|p| {
            let texts = proptest::string::string_regex(&p).unwrap();
            (Just(p), texts)
        })) {
            let lower = text.to_lowercase();
            if let Some(words) = literals(&pattern) {
                prop_assert!(words.iter().any(|w| lower.contains(w.as_str())), "{pattern} {words:?} {text}");
            }
        }
    }
}
