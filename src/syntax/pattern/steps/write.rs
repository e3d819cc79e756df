//! Makes a pattern's steps. Only the build script does, and the tests that compare.
//!
//! They are: the bytes that a match begins with, a bit each, 32 bytes; 1 where one may begin anywhere, else 0; the number of groups; the number of
//! choices, two bytes; the groups' names, each after its length; then the steps, of numbers of two bytes each, the low one first. A step is
//! known by where it begins, in numbers. Its first number tells in the low byte what it is, with something of it in the high byte:
//!
//! - [`READ`], how many ranges: each range's first and last byte in one number, and the step that it leads to in another;
//! - [`LOOK`], at what: the step that follows;
//! - [`CHOOSE`]: the choice's own number, the number of steps to choose from, and the steps, the preferred one first;
//! - [`MARK`], a slot: the step that follows;
//! - [`MATCH`].

use std::collections::{HashMap, HashSet};

use regex_automata::nfa::thompson::{NFA, State, Transition};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::{PatternID, StateID};
use regex_syntax::hir::Hir;

use super::super::program::{Text, program};
use super::form::{CHOOSE, LOOK, MARK, MATCH, READ};

/// The steps of a pattern over bytes. None for one that is too large, or looks at what steps cannot look at.
pub(crate) fn steps(pattern: &Hir) -> Option<Vec<u8>> {
    let program = program(pattern, Text::Ascii, true)?;
    let states = reached(&program);
    let mut begins = HashMap::new();
    let mut length = 0;
    for state in &states {
        begins.insert(*state, u16::try_from(length).ok()?);
        length += size(program.state(*state));
    }
    let step = |state: &StateID| begins[state];
    let mut choices = 0;
    let mut numbers: Vec<u16> = Vec::with_capacity(length);
    for state in &states {
        let first = |what: u8, of: usize| u8::try_from(of).ok().map(|of| u16::from_le_bytes([what, of]));
        match program.state(*state) {
            State::ByteRange { trans } => {
                numbers.push(first(READ, 1)?);
                numbers.extend([range(*trans), step(&trans.next)]);
            }
            State::Sparse(sparse) => {
                numbers.push(first(READ, sparse.transitions.len())?);
                numbers.extend(sparse.transitions.iter().flat_map(|trans| [range(*trans), step(&trans.next)]));
            }
            State::Dense(_) => return None,
            State::Look { look, next } => numbers.extend([first(LOOK, usize::from(looks_at(*look)?))?, step(next)]),
            State::Union { alternates } => {
                numbers.extend([first(CHOOSE, 0)?, choices, alternates.len() as u16]);
                numbers.extend(alternates.iter().map(step));
                choices += 1;
            }
            State::BinaryUnion { alt1, alt2 } => {
                numbers.extend([first(CHOOSE, 0)?, choices, 2, step(alt1), step(alt2)]);
                choices += 1;
            }
            State::Capture { next, slot, .. } => numbers.extend([first(MARK, slot.as_usize())?, step(next)]),
            State::Fail => numbers.push(first(READ, 0)?),
            State::Match { .. } => numbers.push(first(MATCH, 0)?),
        }
    }
    let mut bytes = vec![0; 32];
    let anywhere = begin(&program, &mut bytes);
    let names = program.group_info().pattern_names(PatternID::ZERO);
    bytes.extend([u8::from(anywhere), u8::try_from(names.len()).ok()?]);
    bytes.extend(choices.to_le_bytes());
    for name in names.map(Option::unwrap_or_default) {
        bytes.push(u8::try_from(name.len()).ok()?);
        bytes.extend(name.as_bytes());
    }
    bytes.extend(numbers.into_iter().flat_map(u16::to_le_bytes));
    Some(bytes)
}

/// All states that can be reached, the one to begin with first.
fn reached(program: &NFA) -> Vec<StateID> {
    let mut states = vec![program.start_anchored()];
    let mut known: HashSet<StateID> = states.iter().copied().collect();
    let mut at = 0;
    while let Some(state) = states.get(at).copied() {
        at += 1;
        let next: Vec<StateID> = match program.state(state) {
            State::ByteRange { trans } => vec![trans.next],
            State::Sparse(sparse) => sparse.transitions.iter().map(|trans| trans.next).collect(),
            State::Look { next, .. } | State::Capture { next, .. } => vec![*next],
            State::Union { alternates } => alternates.to_vec(),
            State::BinaryUnion { alt1, alt2 } => vec![*alt1, *alt2],
            State::Dense(_) | State::Fail | State::Match { .. } => Vec::new(),
        };
        states.extend(next.into_iter().filter(|state| known.insert(*state)));
    }
    states
}

/// How many numbers a state takes.
fn size(state: &State) -> usize {
    match state {
        State::ByteRange { .. } => 3,
        State::Sparse(sparse) => 1 + 2 * sparse.transitions.len(),
        State::Look { .. } | State::Capture { .. } => 2,
        State::Union { alternates } => 3 + alternates.len(),
        State::BinaryUnion { .. } => 5,
        State::Dense(_) | State::Fail | State::Match { .. } => 1,
    }
}

fn range(trans: Transition) -> u16 {
    u16::from_le_bytes([trans.start, trans.end])
}

/// What a step looks at, as it is numbered in `mod.rs`.
fn looks_at(look: Look) -> Option<u8> {
    Some(match look {
        Look::Start => 0,
        Look::End => 1,
        Look::StartLF => 2,
        Look::EndLF => 3,
        Look::WordAscii => 4,
        Look::WordAsciiNegate => 5,
        _ => return None,
    })
}

/// Sets the bits of the bytes that a match begins with. True where one may begin anywhere, since it may be empty.
fn begin(program: &NFA, bits: &mut [u8]) -> bool {
    let mut open = vec![program.start_anchored()];
    let mut known: HashSet<StateID> = open.iter().copied().collect();
    let mut anywhere = false;
    while let Some(state) = open.pop() {
        let mut reads = |trans: &Transition| (trans.start..=trans.end).for_each(|b| bits[usize::from(b / 8)] |= 1 << (b % 8));
        let next = match program.state(state) {
            State::ByteRange { trans } => {
                reads(trans);
                continue;
            }
            State::Sparse(sparse) => {
                sparse.transitions.iter().for_each(reads);
                continue;
            }
            State::Look { next, .. } | State::Capture { next, .. } => vec![*next],
            State::Union { alternates } => alternates.to_vec(),
            State::BinaryUnion { alt1, alt2 } => vec![*alt1, *alt2],
            State::Match { .. } => {
                anywhere = true;
                continue;
            }
            State::Dense(_) | State::Fail => continue,
        };
        open.extend(next.into_iter().filter(|state| known.insert(*state)));
    }
    anywhere
}
