//! Patterns, read as nearly all of them are written: in a hundredth of the time that the library takes, which is the greater part of what
//! a small repository's check would cost. What is not understood here, and what is wrong, is left to the library.

use regex_automata::util::look::Look;
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// Deepest nesting of groups that is read here.
const DEEPEST: usize = 20;

/// Bytes that a match may begin with: so many are found in a text as fast as one.
const MOST: usize = 3;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// One character.
    Set(Set),
    /// What stands between characters.
    Look(Look),
    /// A group that is counted, by its number.
    Group(u32, Option<String>, Box<Node>),
    /// A part some times over.
    Repeat { node: Box<Node>, least: u32, most: Option<u32>, greedy: bool },
    /// Parts that follow one another.
    All(Vec<Node>),
    /// Parts of which one stands there.
    Any(Vec<Node>),
}

/// Characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    /// Those of ASCII, a bit each.
    pub ascii: u128,
    pub beyond: Beyond,
}

/// Characters beyond ASCII.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Beyond {
    #[default]
    None,
    All,
    Some(ClassUnicode),
}

/// Reads a pattern. None if it is not understood here; it may be right.
pub(super) fn read(source: &str, ignore_case: bool) -> Option<Node> {
    let mut reader = Reader { rest: source, ignore_case, groups: 0, depth: 0 };
    let whole = reader.alternation()?;
    reader.rest.is_empty().then_some(whole)
}

struct Reader<'s> {
    rest: &'s str,
    ignore_case: bool,
    groups: u32,
    depth: usize,
}

/// What a backslash makes of a character.
enum Escaped {
    One(char),
    Set(Set),
    Look(Look),
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn skip(&mut self, start: &str) -> bool {
        let rest = self.rest.strip_prefix(start);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn repeats(&self) -> bool {
        self.rest.starts_with(['?', '*', '+', '{'])
    }

    fn alternation(&mut self) -> Option<Node> {
        let first = self.sequence()?;
        if !self.rest.starts_with('|') {
            return Some(first);
        }
        let mut any = vec![first];
        while self.skip("|") {
            any.push(self.sequence()?);
        }
        Some(Node::Any(any))
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut all = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let atom = self.atom()?;
            all.push(self.repeated(atom)?);
        }
        Some(Node::All(all))
    }

    fn atom(&mut self) -> Option<Node> {
        let set = match self.next()? {
            '(' => return self.group(),
            '[' => self.class()?,
            '\\' => match self.escaped()? {
                Escaped::One(c) => self.one(c)?,
                Escaped::Set(set) => set,
                Escaped::Look(look) => return Some(Node::Look(look)),
            },
            '.' => Set::of('\n').complement(),
            '^' => return Some(Node::Look(Look::Start)),
            '$' => return Some(Node::Look(Look::End)),
            '?' | '*' | '+' | '{' | '}' | ']' => return None,
            c => self.one(c)?,
        };
        Some(Node::Set(set))
    }

    fn one(&self, c: char) -> Option<Set> {
        let set = Set::of(c);
        if self.ignore_case { set.either_case() } else { Some(set) }
    }

    fn group(&mut self) -> Option<Node> {
        self.depth += 1;
        let outer = self.ignore_case;
        let mut group = None;
        if self.skip("?P<") || self.skip("?<") {
            let (name, rest) = self.rest.split_once('>')?;
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
            (name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain)).then_some(())?;
            group = Some(Some(name.to_owned()));
            self.rest = rest;
        } else if self.skip("?i:") {
            self.ignore_case = true;
        } else if self.skip("?-i:") {
            self.ignore_case = false;
        } else if !self.skip("?:") {
            group = Some(None);
        }
        let number = self.groups + 1;
        self.groups += u32::from(group.is_some());
        let inner = if self.depth > DEEPEST { None } else { self.alternation() }?;
        self.depth -= 1;
        self.ignore_case = outer;
        self.skip(")").then(|| match group {
            Some(name) => Node::Group(number, name, Box::new(inner)),
            None => inner,
        })
    }

    fn repeated(&mut self, node: Node) -> Option<Node> {
        let (least, most) = match self.rest.as_bytes().first() {
            Some(b'?') => (0, Some(1)),
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'{') => {
                let (range, rest) = self.rest[1..].split_once('}')?;
                let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u32>().ok())?;
                let (least, most) = match range.split_once(',') {
                    None => (number(range)?, Some(number(range)?)),
                    Some((least, "")) => (number(least)?, None),
                    Some((least, most)) => (number(least)?, Some(number(most)?)),
                };
                // Its closing brace is passed over as the other signs are.
                self.rest = self.rest.get(self.rest.len() - rest.len() - 1..)?;
                (least, most)
            }
            _ => return Some(node),
        };
        self.next();
        let greedy = !self.skip("?");
        let right = most.is_none_or(|most| least <= most) && !self.repeats();
        right.then(|| Node::Repeat { node: Box::new(node), least, most, greedy })
    }

    fn escaped(&mut self) -> Option<Escaped> {
        Some(match self.next()? {
            'd' => Escaped::Set(Set::digits()),
            'D' => Escaped::Set(Set::digits().complement()),
            'w' => Escaped::Set(Set::word()),
            'W' => Escaped::Set(Set::word().complement()),
            's' => Escaped::Set(Set::blanks()),
            'S' => Escaped::Set(Set::blanks().complement()),
            'b' if !self.rest.starts_with('{') => Escaped::Look(Look::WordAscii),
            'n' => Escaped::One('\n'),
            't' => Escaped::One('\t'),
            // `\<` is the start of a word.
            c if c.is_ascii_punctuation() && !matches!(c, '<' | '>') => Escaped::One(c),
            _ => return None,
        })
    }

    /// What stands in square brackets.
    fn class(&mut self) -> Option<Set> {
        let not = self.skip("^");
        let mut set = Set::default();
        let mut first = true;
        loop {
            let low = match self.next()? {
                ']' if !first => break,
                // A class within a class, or signs that join classes.
                '[' => return None,
                c @ ('&' | '-' | '~') if self.rest.starts_with(c) => return None,
                '\\' => match self.escaped()? {
                    Escaped::One(c) => c,
                    Escaped::Set(more) => {
                        set = set.union(more);
                        first = false;
                        (!self.rest.starts_with('-') || self.rest.starts_with("-]")).then_some(())?;
                        continue;
                    }
                    Escaped::Look(_) => return None,
                },
                c => c,
            };
            first = false;
            let mut high = low;
            if self.rest.starts_with('-') && !self.rest.starts_with("-]") {
                self.next();
                high = match self.next()? {
                    '[' | '-' => return None,
                    '\\' => match self.escaped()? {
                        Escaped::One(c) => c,
                        _ => return None,
                    },
                    c => c,
                };
                (low <= high).then_some(())?;
            }
            set = set.union(Set::range(low, high));
        }
        let set = if self.ignore_case { set.either_case()? } else { set };
        Some(if not { set.complement() } else { set })
    }
}

const LOWER: u128 = bits(b'a', b'z');
pub(super) const UPPER: u128 = bits(b'A', b'Z');

const fn bits(low: u8, high: u8) -> u128 {
    (u128::MAX >> (127 - high)) & (u128::MAX << low)
}

impl Set {
    fn of(c: char) -> Self {
        Self::range(c, c)
    }

    fn range(low: char, high: char) -> Self {
        let ascii = if low.is_ascii() { bits(low as u8, high.min('\x7f') as u8) } else { 0 };
        let beyond = if high.is_ascii() {
            Beyond::None
        } else {
            Beyond::Some(ClassUnicode::new([ClassUnicodeRange::new(low.max('\u{80}'), high)]))
        };
        Self { ascii, beyond }
    }

    fn digits() -> Self {
        Self { ascii: bits(b'0', b'9'), beyond: Beyond::None }
    }

    fn word() -> Self {
        Self { ascii: bits(b'0', b'9') | LOWER | UPPER | 1 << b'_', beyond: Beyond::None }
    }

    fn blanks() -> Self {
        let beyond = [
            ('\u{85}', '\u{85}'),
            ('\u{a0}', '\u{a0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{2028}', '\u{2029}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{3000}', '\u{3000}'),
        ];
        let beyond = ClassUnicode::new(beyond.map(|(low, high)| ClassUnicodeRange::new(low, high)));
        Self { ascii: bits(b'\t', b'\r') | 1 << b' ', beyond: Beyond::Some(beyond) }
    }

    fn union(self, other: Self) -> Self {
        let beyond = match (self.beyond, other.beyond) {
            (Beyond::None, one) | (one, Beyond::None) => one,
            (Beyond::All, _) | (_, Beyond::All) => Beyond::All,
            (Beyond::Some(mut all), Beyond::Some(more)) => {
                all.union(&more);
                Beyond::Some(all)
            }
        };
        Self { ascii: self.ascii | other.ascii, beyond }
    }

    fn complement(self) -> Self {
        let beyond = match self.beyond {
            Beyond::None => Beyond::All,
            Beyond::All => Beyond::None,
            Beyond::Some(mut class) => {
                class.push(ClassUnicodeRange::new('\0', '\x7f'));
                class.negate();
                Beyond::Some(class)
            }
        };
        Self { ascii: !self.ascii, beyond }
    }

    /// The same characters in either case. The two beyond ASCII that are another case of an ASCII letter, the long s and the Kelvin sign,
    /// are not among them: nobody writes them for the letter. None for a set beyond ASCII that has one of them.
    fn either_case(self) -> Option<Self> {
        let ascii = self.ascii | (self.ascii & LOWER) >> 32 | (self.ascii & UPPER) << 32;
        let beyond = match self.beyond {
            Beyond::Some(mut class) => {
                class.try_case_fold_simple().ok()?;
                class.ranges().first().is_none_or(|range| !range.start().is_ascii()).then_some(())?;
                Beyond::Some(class)
            }
            other => other,
        };
        Some(Self { ascii, beyond })
    }
}

impl Node {
    /// True if it may match without a character.
    pub(super) fn may_be_empty(&self) -> bool {
        match self {
            Self::Set(_) => false,
            Self::Look(_) => true,
            Self::Group(_, _, node) => node.may_be_empty(),
            Self::Repeat { node, least, .. } => *least == 0 || node.may_be_empty(),
            Self::All(all) => all.iter().all(Self::may_be_empty),
            Self::Any(any) => any.iter().any(Self::may_be_empty),
        }
    }

    /// True if it matches only where the text begins.
    pub(super) fn begins(&self) -> bool {
        match self {
            Self::Set(_) => false,
            Self::Look(look) => *look == Look::Start,
            Self::Group(_, _, node) => node.begins(),
            Self::Repeat { node, least, .. } => *least > 0 && node.begins(),
            Self::All(all) => all.first().is_some_and(Self::begins),
            Self::Any(any) => any.iter().all(Self::begins),
        }
    }

    /// The bytes that a match may begin with, each on its own. None where it may begin with nothing, or with any of many.
    pub(super) fn first(&self) -> Option<Vec<[u8; 1]>> {
        let mut set = Set::default();
        (!self.starts(&mut set)).then_some(())?;
        let beyond = if set.beyond == Beyond::None { 0..0 } else { 0x80..0xff_u8 };
        let bytes: Vec<[u8; 1]> = (0..0x80).filter(|byte| set.ascii >> byte & 1 == 1).chain(beyond).map(|byte| [byte]).collect();
        (bytes.len() <= MOST).then_some(bytes)
    }

    /// Adds the characters that a match may begin with; true if it may begin with what follows.
    fn starts(&self, set: &mut Set) -> bool {
        match self {
            Self::Set(own) => {
                let all = std::mem::take(set);
                *set = all.union(own.clone());
                false
            }
            Self::Look(_) => true,
            Self::Group(_, _, node) => node.starts(set),
            Self::Repeat { node, least, .. } => node.starts(set) || *least == 0,
            Self::All(all) => all.iter().all(|node| node.starts(set)),
            Self::Any(any) => any.iter().fold(false, |open, node| node.starts(set) || open),
        }
    }

    /// Within a small factor, the number of states that it takes, all of Unicode counted.
    pub(super) fn weight(&self) -> u64 {
        match self {
            // A range beyond ASCII is several ranges of bytes.
            Self::Set(set) => match &set.beyond {
                Beyond::None => 2,
                Beyond::All => 8,
                Beyond::Some(class) => 8 * class.ranges().len() as u64,
            },
            Self::Look(_) => 0,
            Self::Group(_, _, node) => node.weight(),
            Self::Repeat { node, least, most, .. } => node.weight().saturating_mul(u64::from(most.unwrap_or(*least).max(1))),
            Self::All(all) | Self::Any(all) => all.iter().map(Self::weight).fold(0, u64::saturating_add),
        }
    }
}
