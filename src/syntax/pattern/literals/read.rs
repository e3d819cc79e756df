//! Reads a pattern's literals from it as written, in a hundredth of the time that the library takes to read it. What is not understood here
//! has no literals, which is always true.
//!
//! They are packed: the number of words, two bytes, and each word after its length; then what a match needs, if anything: a [`WORD`], its
//! length, where its rarest byte is, and the word; or [`ALL`] or [`ANY`], the bytes that follow, in four, and as many bytes of needs.
//! Numbers have their low byte first.

use super::form::{ALL, ANY, WORD};

/// Shortest literal that is worth looking for.
const SHORTEST: usize = 3;

/// The words that a match holds.
#[derive(Debug)]
enum Needs {
    Word(String),
    All(Vec<Needs>),
    Any(Vec<Needs>),
}

impl Needs {
    /// How many words it names.
    fn words(&self) -> usize {
        match self {
            Self::Word(_) => 1,
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::words).sum(),
        }
    }

    fn pack(&self, into: &mut Vec<u8>) {
        let (what, parts) = match self {
            Self::Word(word) => {
                let word = short(word);
                into.extend([WORD, word.len() as u8, rarest(word) as u8]);
                into.extend(word);
                return;
            }
            Self::All(parts) => (ALL, parts),
            Self::Any(parts) => (ANY, parts),
        };
        let mut inner = Vec::new();
        for part in parts {
            part.pack(&mut inner);
        }
        into.push(what);
        into.extend((inner.len() as u32).to_le_bytes());
        into.append(&mut inner);
    }
}

/// Reads them from a pattern as written. The words are none where one is too short to be looked for; nothing is told of a pattern that sets
/// flags other than that for case.
pub(crate) fn literals(source: &str) -> Vec<u8> {
    let mut scan = Scan { rest: source.as_bytes() };
    // A parenthesis that nothing opened: the library will refuse it.
    let whole = scan.alternation().filter(|_| scan.rest.is_empty()).unwrap_or_default();
    let words = whole.required.filter(|set| set.iter().all(|l| l.len() >= SHORTEST));
    let words = words.filter(|words| u16::try_from(words.len()).is_ok()).unwrap_or_default();
    let mut packed = (words.len() as u16).to_le_bytes().to_vec();
    for word in &words {
        let word = short(word);
        packed.push(word.len() as u8);
        packed.extend(word);
    }
    if let Some(needs) = whole.needs {
        needs.pack(&mut packed);
    }
    packed
}

/// As much of a word as is worth looking for. Words are ASCII.
fn short(word: &str) -> &[u8] {
    &word.as_bytes()[..word.len().min(usize::from(u8::MAX))]
}

/// Where in a word the byte is that is rarest in texts, by which it is looked for.
fn rarest(word: &[u8]) -> usize {
    word.iter().enumerate().max_by_key(|(_, byte)| RARITY[usize::from(**byte)]).map_or(0, |(at, _)| at)
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
    (word.len() >= SHORTEST).then(|| Needs::Word(word.to_owned()))
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
