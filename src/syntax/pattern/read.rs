//! Patterns, read as nearly all of them are written: in a hundredth of the time that the library takes, which is the greater part of what
//! a small repository's check would cost. What is not understood here, and what is wrong, is left to the library.

use regex_automata::util::look::Look;

use super::node::Node;
use super::set::Set;

/// Deepest nesting of groups that is read here.
const DEEPEST: usize = 20;

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
