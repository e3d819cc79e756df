//! From a pattern that was read to the states of an automaton, as the library's own compiler would build them.

use regex_automata::nfa::thompson::{Builder, NFA, Transition};
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::ClassUnicode;
use regex_syntax::utf8::Utf8Sequences;

use super::SIZE;
use super::node::Node;
use super::set::{Beyond, Set, UPPER};

/// What a program is to tell, of what text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Whether a text of ASCII holds a match.
    Ascii,
    /// Whether a text of ASCII without capitals holds a match, case aside.
    Small,
    /// Whether a text holds a match.
    Text,
    /// Where it does.
    Places,
}

/// A part of the automaton: it is entered at one state and left from another.
#[derive(Clone, Copy)]
struct Part {
    from: StateID,
    to: StateID,
}

/// The automaton of a pattern. None for one that is too large.
pub(super) fn program(pattern: &Node, purpose: For) -> Option<NFA> {
    let mut compiler = Compiler { builder: Builder::new(), purpose };
    compiler.builder.set_utf8(matches!(purpose, For::Text | For::Places));
    compiler.builder.set_size_limit(Some(SIZE)).ok()?;
    compiler.builder.start_pattern().ok()?;
    let any = compiler.range(0, 0xff)?;
    let before = compiler.builder.add_union_reverse(Vec::new()).ok()?;
    compiler.join(before, any)?;
    compiler.join(any, before)?;
    let whole = compiler.group(0, None, pattern)?;
    let found = compiler.builder.add_match().ok()?;
    compiler.join(whole.to, found)?;
    compiler.join(before, whole.from)?;
    compiler.builder.finish_pattern(whole.from).ok()?;
    compiler.builder.build(whole.from, if pattern.begins() { whole.from } else { before }).ok()
}

struct Compiler {
    builder: Builder,
    purpose: For,
}

impl Compiler {
    fn part(&mut self, node: &Node) -> Option<Part> {
        match node {
            Node::Set(set) => self.set(set),
            Node::Look(look) => self.builder.add_look(StateID::ZERO, *look).ok().map(one),
            Node::Group(number, name, node) => self.group(*number, name.as_deref(), node),
            Node::All(all) => {
                let mut parts = all.iter();
                let Some(first) = parts.next() else { return self.empty().map(one) };
                let mut whole = self.part(first)?;
                for next in parts {
                    let next = self.part(next)?;
                    self.join(whole.to, next.from)?;
                    whole.to = next.to;
                }
                Some(whole)
            }
            Node::Any(any) => {
                let (from, to) = (self.fork(true)?, self.empty()?);
                for node in any {
                    let part = self.part(node)?;
                    self.join(from, part.from)?;
                    self.join(part.to, to)?;
                }
                Some(Part { from, to })
            }
            Node::Repeat { node, least, most: None, greedy } => self.at_least(node, *least, *greedy),
            Node::Repeat { node, least, most: Some(most), greedy } => self.between(node, (*least, *most), *greedy),
        }
    }

    fn group(&mut self, number: u32, name: Option<&str>, node: &Node) -> Option<Part> {
        if self.purpose != For::Places {
            return self.part(node);
        }
        let from = self.builder.add_capture_start(StateID::ZERO, number, name.map(Into::into)).ok()?;
        let inner = self.part(node)?;
        let to = self.builder.add_capture_end(StateID::ZERO, number).ok()?;
        self.join(from, inner.from)?;
        self.join(inner.to, to)?;
        Some(Part { from, to })
    }

    fn at_least(&mut self, node: &Node, least: u32, greedy: bool) -> Option<Part> {
        if least > 1 {
            let before = self.times(node, least - 1)?;
            let rest = self.at_least(node, 1, greedy)?;
            self.join(before.to, rest.from)?;
            return Some(Part { from: before.from, to: rest.to });
        }
        if least == 0 && !node.may_be_empty() {
            let again = self.fork(greedy)?;
            let part = self.part(node)?;
            self.join(again, part.from)?;
            self.join(part.to, again)?;
            return Some(one(again));
        }
        let part = self.part(node)?;
        let again = self.fork(greedy)?;
        self.join(part.to, again)?;
        self.join(again, part.from)?;
        if least == 1 {
            return Some(Part { from: part.from, to: again });
        }
        // Of a part that may be empty, none at all is another way than once with nothing in it.
        let (maybe, to) = (self.fork(greedy)?, self.empty()?);
        self.join(maybe, part.from)?;
        self.join(maybe, to)?;
        self.join(again, to)?;
        Some(Part { from: maybe, to })
    }

    fn between(&mut self, node: &Node, (least, most): (u32, u32), greedy: bool) -> Option<Part> {
        let before = self.times(node, least)?;
        if least == most {
            return Some(before);
        }
        let to = self.empty()?;
        let mut end = before.to;
        for _ in least..most {
            let maybe = self.fork(greedy)?;
            let part = self.part(node)?;
            self.join(end, maybe)?;
            self.join(maybe, part.from)?;
            self.join(maybe, to)?;
            end = part.to;
        }
        self.join(end, to)?;
        Some(Part { from: before.from, to })
    }

    fn times(&mut self, node: &Node, times: u32) -> Option<Part> {
        if times == 0 {
            return self.empty().map(one);
        }
        let mut whole = self.part(node)?;
        for _ in 1..times {
            let next = self.part(node)?;
            self.join(whole.to, next.from)?;
            whole.to = next.to;
        }
        Some(whole)
    }

    fn set(&mut self, set: &Set) -> Option<Part> {
        let beyond = if matches!(self.purpose, For::Ascii | For::Small) { &Beyond::None } else { &set.beyond };
        let mut ascii = set.ascii;
        if self.purpose == For::Small && runs(ascii & !UPPER) < runs(ascii) {
            // A letter in either case is one range then, and most of a pattern is letters.
            ascii &= !UPPER;
        }
        if runs(ascii) == 1 && *beyond == Beyond::None {
            return self.range(ascii.trailing_zeros() as u8, 127 - ascii.leading_zeros() as u8).map(one);
        }
        let ranges = ranges(ascii);
        let to = self.empty()?;
        if *beyond == Beyond::None {
            return self.sparse(&ranges, to).map(|from| Part { from, to });
        }
        let from = self.fork(true)?;
        if !ranges.is_empty() {
            let ascii = self.sparse(&ranges, to)?;
            self.join(from, ascii)?;
        }
        match beyond {
            Beyond::None => {}
            Beyond::All => {
                // What stands in a text is UTF-8: a first byte says how many follow.
                let mut next = to;
                for first in [(0xc2, 0xdf), (0xe0, 0xef), (0xf0, 0xf4)] {
                    let rest = self.range(0x80, 0xbf)?;
                    self.join(rest, next)?;
                    let start = self.range(first.0, first.1)?;
                    self.join(start, rest)?;
                    self.join(from, start)?;
                    next = rest;
                }
            }
            Beyond::Some(class) => self.beyond(class, from, to)?,
        }
        Some(Part { from, to })
    }

    fn beyond(&mut self, class: &ClassUnicode, from: StateID, to: StateID) -> Option<()> {
        for range in class.ranges() {
            for sequence in Utf8Sequences::new(range.start(), range.end()) {
                let mut last = from;
                for bytes in sequence.as_slice() {
                    let next = self.range(bytes.start, bytes.end)?;
                    self.join(last, next)?;
                    last = next;
                }
                self.join(last, to)?;
            }
        }
        Some(())
    }

    fn range(&mut self, start: u8, end: u8) -> Option<StateID> {
        self.builder.add_range(Transition { start, end, next: StateID::ZERO }).ok()
    }

    fn sparse(&mut self, ranges: &[(u8, u8)], next: StateID) -> Option<StateID> {
        self.builder.add_sparse(ranges.iter().map(|(start, end)| Transition { start: *start, end: *end, next }).collect()).ok()
    }

    /// A state that leads nowhere yet and matches nothing itself.
    fn empty(&mut self) -> Option<StateID> {
        self.builder.add_empty().ok()
    }

    /// A state with several ways on, the first preferred, or else the last.
    fn fork(&mut self, greedy: bool) -> Option<StateID> {
        let ways = Vec::new();
        if greedy { self.builder.add_union(ways) } else { self.builder.add_union_reverse(ways) }.ok()
    }

    fn join(&mut self, from: StateID, to: StateID) -> Option<()> {
        self.builder.patch(from, to).ok()
    }
}

fn one(state: StateID) -> Part {
    Part { from: state, to: state }
}

/// How many runs of characters there are in a set.
fn runs(ascii: u128) -> u32 {
    (ascii & !(ascii << 1)).count_ones()
}

/// The runs of characters in a set.
fn ranges(mut ascii: u128) -> Vec<(u8, u8)> {
    let mut ranges = Vec::new();
    while ascii != 0 {
        let low = ascii.trailing_zeros();
        let run = (ascii >> low).trailing_ones();
        ranges.push((low as u8, (low + run - 1) as u8));
        if low + run >= 128 {
            break;
        }
        ascii &= u128::MAX << (low + run);
    }
    ranges
}
