//! Makes a pattern's table. Only the build script does, and the tests that compare.
//!
//! A table is: the column of each byte, 256 bytes; the column for the end of the text, and the cell at which the row to begin with
//! begins, of two bytes each; what matches begin with: the cell at which the other idle row begins, of two bytes, the number of characters,
//! and room for three; 1 if there is a match where the table says so, else 0; then rows of as many cells as there are columns, of two bytes each. A cell is the cell at which the next row
//! begins, or 0 where no match can follow, or 1 where there was one. The first row is nobody's, so that neither number is a row's. Numbers have their low byte first.

use std::collections::HashMap;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

use regex_syntax::hir::Hir;

use super::super::program::{Text, program};

/// What a pattern may take while it is made, in bytes: one that needs more has gaps that multiply, and makes a large table.
const ROOM: usize = 1 << 20;
/// Cells of a table at most, as they are told by two bytes.
const CELLS: usize = 1 << 16;

/// As many characters can be looked for at once.
const MOST_BEGINNINGS: usize = 3;

/// What characters beyond ASCII are read as (see `plain.rs`).
const STAND_INS: [u8; 2] = [0x0b, 0x7f];

/// What stands in a cell of an unfinished table.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Cell {
    None,
    Found,
    Row(usize),
}

/// The table of a pattern over bytes, which may say that there is a match where there is none if it is not `sure`. None for one that is too
/// large.
pub(crate) fn table(pattern: &Hir, sure: bool) -> Option<Vec<u8>> {
    let program = program(pattern, Text::Ascii, false)?;
    let config =
        dense::Config::new().start_kind(StartKind::Unanchored).dfa_size_limit(Some(ROOM)).determinize_size_limit(Some(ROOM));
    let automaton = dense::Builder::new().configure(config).build_from_nfa(&program).ok()?;
    let (columns, rows) = rows(&automaton)?;
    let rows = merged(rows);
    let width = rows.first()?.len();
    if (rows.len() + 1) * width > CELLS {
        return None;
    }
    let mut bytes = columns.to_vec();
    let number = |n: usize, bytes: &mut Vec<u8>| bytes.extend((n as u16).to_le_bytes());
    number(width - 1, &mut bytes);
    number(width, &mut bytes);
    let (idle, begins) = begins(&columns, &rows).unwrap_or_default();
    number((idle + 1) * width, &mut bytes);
    bytes.push(begins.len() as u8);
    bytes.extend((0..MOST_BEGINNINGS).map(|i| begins.get(i).copied().unwrap_or_default()));
    bytes.push(u8::from(sure));
    bytes.resize(bytes.len() + 2 * width, 0);
    for cell in rows.iter().flatten() {
        let cell = match cell {
            Cell::None => 0,
            Cell::Found => 1,
            Cell::Row(row) => (row + 1) * width,
        };
        number(cell, &mut bytes);
    }
    Some(bytes)
}

/// The column of each byte, and the rows that can be reached, the one to begin with first; the last column is the end of the text.
fn rows(automaton: &dense::DFA<Vec<u32>>) -> Option<([u8; 256], Vec<Vec<Cell>>)> {
    let mut columns = [0; 256];
    let mut first: HashMap<u8, (u8, u8)> = HashMap::new();
    for byte in 0..=255_u8 {
        let next = u8::try_from(first.len()).ok()?;
        columns[usize::from(byte)] = first.entry(automaton.byte_classes().get(byte)).or_insert((next, byte)).0;
    }
    let mut sample: Vec<(u8, u8)> = first.into_values().collect();
    sample.sort_unstable();
    let start = automaton.start_state(&start::Config::new()).ok()?;
    let mut known: HashMap<StateID, usize> = HashMap::from([(start, 0)]);
    let mut states = vec![start];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    while let Some(state) = states.get(rows.len()).copied() {
        let mut to = |next: StateID| {
            if automaton.is_match_state(next) {
                return Cell::Found;
            }
            let row = *known.entry(next).or_insert(states.len());
            if row == states.len() {
                states.push(next);
            }
            Cell::Row(row)
        };
        let mut row: Vec<Cell> = sample.iter().map(|(_, byte)| to(automaton.next_state(state, *byte))).collect();
        // What the end of the text leads to is of use only where it is a match.
        row.push(if automaton.is_match_state(automaton.next_eoi_state(state)) { Cell::Found } else { Cell::None });
        rows.push(row);
    }
    Some((columns, rows))
}

/// The few characters that a match begins with, and a row beside the first that is left on no other: on each of the others, both lead to the same
/// one of the two. (There are two where a match begins only at the beginning of a word.) None where there are many characters, or where the end
/// of the text, or a character beyond ASCII, may be the match.
fn begins(columns: &[u8; 256], rows: &[Vec<Cell>]) -> Option<(usize, Vec<u8>)> {
    let first = rows.first()?;
    let others = first.iter().filter_map(|cell| if let Cell::Row(row) = cell { Some(*row) } else { None });
    let begins = |idle: usize| {
        let second = rows.get(idle)?;
        let stays =
            |column: usize| first[column] == second[column] && matches!(first[column], Cell::Row(row) if row == 0 || row == idle);
        let begins: Vec<u8> = (0..=255).filter(|byte| !stays(usize::from(columns[usize::from(*byte)]))).collect();
        let ends = [first, second].iter().any(|row| row.last() == Some(&Cell::Found));
        let few =
            begins.len() <= MOST_BEGINNINGS && !ends && !begins.iter().any(|byte| !byte.is_ascii() || STAND_INS.contains(byte));
        few.then_some((idle, begins))
    };
    others.filter_map(begins).min_by_key(|(_, begins)| begins.len())
}

/// The same with one row where the same can follow on several, and without those on which nothing can.
fn merged(mut rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    let mut alive = vec![false; rows.len()];
    loop {
        let leads = |cell: &Cell| matches!(cell, Cell::Found) || matches!(cell, Cell::Row(row) if alive[*row]);
        let now: Vec<bool> = rows.iter().map(|row| row.iter().any(leads)).collect();
        if now == alive {
            break;
        }
        alive = now;
    }
    for cell in rows.iter_mut().flatten() {
        if matches!(cell, Cell::Row(row) if !alive[*row]) {
            *cell = Cell::None;
        }
    }
    // Rows are one until they are seen to differ. The row to begin with is the first of its class, and of all.
    let mut class = vec![0_usize; rows.len()];
    let mut count = 0;
    loop {
        let of = |cell: &Cell| if let Cell::Row(row) = cell { Cell::Row(class[*row]) } else { *cell };
        let mut seen: HashMap<(usize, Vec<Cell>), usize> = HashMap::new();
        let mut finer: Vec<usize> = Vec::with_capacity(rows.len());
        let mut distinct: Vec<Vec<Cell>> = Vec::new();
        for (row, class) in rows.iter().zip(&class) {
            let told: Vec<Cell> = row.iter().map(of).collect();
            let next = seen.len();
            let finer_class = *seen.entry((*class, told.clone())).or_insert(next);
            if finer_class == next {
                distinct.push(told);
            }
            finer.push(finer_class);
        }
        if distinct.len() == count {
            return distinct;
        }
        (count, class) = (distinct.len(), finer);
    }
}
