//! Where a pattern of the built-in packs matches, and what its groups hold: steps that were made when the program was built are gone
//! through one way after the other, the preferred one first, and no choice twice at one place.
//!
//! That takes no time to make ready, and little in a text that is known to hold a match. Their form is told in `write.rs`.

mod form;
#[cfg(test)]
#[path = "write.rs"]
pub(super) mod write;

use form::{CHOOSE, LOOK, MARK, MATCH, READ};

use super::captures::{Names, Slots};
use super::letters::Letters;

/// Numbers that hold which choices were made where, at most: a longer search is left to the library's way, which takes less room.
const MOST_SEEN: usize = 1 << 15;

/// A search that takes too much room.
#[derive(Debug)]
pub(super) struct TooLong;

/// A pattern's steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps<'a> {
    letters: Letters<'a>,
    /// A bit for each byte that a match may begin with.
    begins: &'a [u8; 32],
    /// A match may begin with whatever it likes.
    anywhere: bool,
    groups: usize,
    choices: usize,
    names: &'a [u8],
    numbers: &'a [[u8; 2]],
}

/// What is to be done where a way ends.
enum Back {
    /// Go on at a step and a place.
    Step(u16, usize),
    /// A group began or ended elsewhere.
    Mark(u8, Option<usize>),
}

/// What a search has done so far.
struct Search {
    slots: Slots,
    back: Vec<Back>,
    seen: Seen,
}

/// Which choices were made at which places from one on.
struct Seen {
    choices: usize,
    from: usize,
    bits: Vec<u64>,
}

impl<'a> Steps<'a> {
    pub(super) fn read(bytes: &'a [u8], letters: Letters<'a>) -> Option<Self> {
        let (begins, rest) = bytes.split_first_chunk::<32>()?;
        let ([anywhere, groups, low, high], names) = rest.split_first_chunk::<4>()?;
        let groups = usize::from(*groups);
        let mut numbers = names;
        for _ in 0..groups {
            let (length, rest) = numbers.split_first()?;
            numbers = rest.get(usize::from(*length)..)?;
        }
        let choices = usize::from(u16::from_le_bytes([*low, *high]));
        Some(Self { letters, begins, anywhere: *anywhere == 1, groups, choices, names, numbers: numbers.as_chunks().0 })
    }

    /// The names of its groups.
    pub(super) fn names(&self) -> Names {
        let mut rest = self.names;
        let name = |_| {
            let (length, after) = rest.split_first()?;
            let (name, after) = after.split_at_checked(usize::from(*length))?;
            rest = after;
            std::str::from_utf8(name).ok().map(Box::from)
        };
        (0..self.groups).map_while(name).collect()
    }

    /// True if the text holds a match that begins no further on than at a place.
    pub(super) fn is_match(&self, text: &str, to: usize) -> Result<bool, TooLong> {
        self.search(0).find(self, text, 0, to)
    }

    /// The groups of the first match that begins at a place or after it, and no further on than at another.
    pub(super) fn find(&self, text: &str, from: usize, to: usize) -> Result<Option<Slots>, TooLong> {
        let mut search = self.search(2 * self.groups);
        Ok(search.find(self, text, from, to)?.then_some(search.slots))
    }

    /// The groups of all matches, one after the other, the first of which begins no further on than at a place.
    pub(super) fn find_all(&self, text: &str, to: usize) -> Result<Vec<Slots>, TooLong> {
        let mut all: Vec<Slots> = Vec::new();
        let (mut from, mut to) = (0, to);
        // What is empty, and stands where the last one ended, is none.
        let mut last = None;
        while let Some(slots) = self.find(text, from, to)? {
            let Some((Some(start), Some(end))) = slots.first().copied().zip(slots.get(1).copied()) else { break };
            to = text.len();
            if start == end && last == Some(end) {
                from = end + 1;
                continue;
            }
            (from, last) = (end, Some(end));
            all.push(slots);
        }
        Ok(all)
    }

    fn search(&self, slots: usize) -> Search {
        Search { slots: vec![None; slots], back: Vec::new(), seen: Seen { choices: self.choices, from: 0, bits: Vec::new() } }
    }

    fn number(&self, at: usize) -> u16 {
        self.numbers.get(at).map_or(0, |number| u16::from_le_bytes(*number))
    }

    /// The first place from one on where a match may begin.
    fn next_beginning(&self, text: &str, from: usize) -> Option<usize> {
        let mut at = from;
        while !text.is_char_boundary(at) {
            at += 1;
        }
        if self.anywhere {
            return (at <= text.len()).then_some(at);
        }
        loop {
            at += text.as_bytes().get(at..)?.iter().position(|byte| !byte.is_ascii() || self.begins_with(*byte))?;
            let (byte, length) = self.letters.at(text, at)?;
            if self.begins_with(byte) {
                return Some(at);
            }
            at += length;
        }
    }

    /// True if a match may begin with a byte.
    fn begins_with(&self, byte: u8) -> bool {
        self.begins[usize::from(byte / 8)] >> (byte % 8) & 1 == 1
    }
}

impl Search {
    fn find(&mut self, steps: &Steps<'_>, text: &str, from: usize, to: usize) -> Result<bool, TooLong> {
        let mut from = from;
        while let Some(at) = if from > to { None } else { steps.next_beginning(text, from) } {
            self.seen.forget_before(at);
            if self.go(steps, text, at)? {
                return Ok(true);
            }
            from = at + 1;
        }
        Ok(false)
    }

    /// True if a match begins at a place.
    fn go(&mut self, steps: &Steps<'_>, text: &str, from: usize) -> Result<bool, TooLong> {
        let (mut step, mut at) = (0_u16, from);
        loop {
            let here = usize::from(step);
            let [what, of] = steps.number(here).to_le_bytes();
            let next = match what {
                READ => steps.letters.at(text, at).and_then(|(byte, length)| {
                    at += length;
                    let leads = |range: &usize| {
                        let [first, last] = steps.number(*range).to_le_bytes();
                        (first..=last).contains(&byte)
                    };
                    let ranges = (0..usize::from(of)).map(|i| here + 1 + 2 * i);
                    ranges.into_iter().find(leads).map(|range| steps.number(range + 1))
                }),
                LOOK => holds(of, text.as_bytes(), at).then(|| steps.number(here + 1)),
                CHOOSE if self.seen.add(usize::from(steps.number(here + 1)), at)? => {
                    let ways = here + 3..here + 3 + usize::from(steps.number(here + 2));
                    self.back.extend(ways.clone().skip(1).rev().map(|way| Back::Step(steps.number(way), at)));
                    ways.into_iter().next().map(|way| steps.number(way))
                }
                MARK => {
                    if let Some(slot) = self.slots.get_mut(usize::from(of)) {
                        self.back.push(Back::Mark(of, slot.replace(at)));
                    }
                    Some(steps.number(here + 1))
                }
                MATCH => return Ok(true),
                _ => None,
            };
            match next.or_else(|| self.back(&mut at)) {
                Some(next) => step = next,
                None => return Ok(false),
            }
        }
    }

    /// Goes back to the last choice that has another way.
    fn back(&mut self, at: &mut usize) -> Option<u16> {
        loop {
            match self.back.pop()? {
                Back::Step(step, there) => {
                    *at = there;
                    return Some(step);
                }
                Back::Mark(slot, was) => self.slots[usize::from(slot)] = was,
            }
        }
    }
}

/// Whether what stands before and after a place is what a step looks for.
fn holds(look: u8, text: &[u8], at: usize) -> bool {
    let (before, after) = (at.checked_sub(1).map(|at| text[at]), text.get(at));
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let ends_word = || before.is_some_and(is_word) != after.is_some_and(|byte| is_word(*byte));
    match look {
        0 => before.is_none(),
        1 => after.is_none(),
        2 => before.is_none_or(|byte| byte == b'\n'),
        3 => after.is_none_or(|byte| *byte == b'\n'),
        4 => ends_word(),
        _ => !ends_word(),
    }
}

impl Seen {
    /// What was done before a place will not be done again.
    fn forget_before(&mut self, at: usize) {
        // Of as many places, the bits fill whole numbers.
        let passed = (at - self.from) / 64;
        if (at - self.from) * self.choices >= self.bits.len() * 64 {
            self.bits.clear();
            self.from = at;
        } else if 2 * passed * self.choices > self.bits.len() {
            self.bits.drain(..passed * self.choices);
            self.from += 64 * passed;
        }
    }

    /// True for a choice that was not made at that place.
    fn add(&mut self, choice: usize, at: usize) -> Result<bool, TooLong> {
        let bit = (at - self.from) * self.choices + choice;
        if bit / 64 >= self.bits.len() {
            if bit / 64 >= MOST_SEEN {
                return Err(TooLong);
            }
            self.bits.resize(bit / 64 + 1, 0);
        }
        let (bits, mask) = (&mut self.bits[bit / 64], 1 << (bit % 64));
        let new = *bits & mask == 0;
        *bits |= mask;
        Ok(new)
    }
}
