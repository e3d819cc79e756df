//! The words of a search as one table, in which each byte of a text is one step. The library makes the same table, and takes ten times as
//! long for it, which is longer than it takes to look through a small repository.

use super::words::Walk;

/// Rows of a table at most.
const MOST_ROWS: usize = 1 << 12;
/// Set in a cell that leads to a row at which a word ends.
const FOUND: u16 = 1 << 15;

/// Words to look for, case aside.
#[derive(Clone, Debug)]
pub(super) struct Quick {
    /// The column of each byte; that of all bytes that are in no word is the first.
    columns: [u8; 256],
    /// A row has as many cells as two to the power of this.
    shift: u32,
    /// The row that each column leads to, row by row.
    cells: Vec<u16>,
    rows: Vec<Row>,
    /// For each word the next that is the same, as in [`Row::word`].
    same: Vec<usize>,
    longest: usize,
}

/// What ends where a row is reached.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    /// The first word that ends here, counted from one; 0 for none.
    word: usize,
    /// The row of the longest word that ends what was read so far and is shorter; 0 for none.
    shorter: u16,
    /// The row of the longest beginning of a word that ends what was read so far and is shorter.
    rest: u16,
}

impl Quick {
    /// None for words that make a large table, or for one that is empty.
    pub(super) fn new<W: AsRef<[u8]>>(words: &[W]) -> Option<Self> {
        let mut columns = [0; 256];
        let mut count = 1_u8;
        for byte in words.iter().flat_map(AsRef::as_ref) {
            let column = &mut columns[usize::from(byte.to_ascii_lowercase())];
            if *column == 0 {
                *column = count;
                count = count.checked_add(1)?;
            }
        }
        for byte in b'A'..=b'Z' {
            columns[usize::from(byte)] = columns[usize::from(byte.to_ascii_lowercase())];
        }
        let shift = usize::from(count).next_power_of_two().trailing_zeros();
        let longest = words.iter().map(|word| word.as_ref().len()).max().unwrap_or_default();
        let same = vec![0; words.len()];
        let mut quick = Self { columns, shift, cells: Vec::new(), rows: Vec::new(), same, longest };
        quick.row()?;
        // The last first, as of two that are the same the later is told after the earlier.
        for (at, word) in words.iter().enumerate().rev() {
            quick.add(at, word.as_ref())?;
        }
        quick.join();
        Some(quick)
    }

    /// A new row.
    fn row(&mut self) -> Option<u16> {
        let row = self.rows.len();
        self.rows.push(Row::default());
        self.cells.resize(self.rows.len() << self.shift, 0);
        if row < MOST_ROWS { u16::try_from(row).ok() } else { None }
    }

    fn add(&mut self, at: usize, word: &[u8]) -> Option<()> {
        let mut row = 0;
        for byte in word {
            let cell = self.cell(row, *byte);
            row = self.cells[cell];
            if row == 0 {
                row = self.row()?;
                self.cells[cell] = row;
            }
        }
        let row = self.rows.get_mut(usize::from(row)).filter(|_| !word.is_empty())?;
        self.same[at] = std::mem::replace(&mut row.word, at + 1);
        Some(())
    }

    /// Fills what no word goes on with: there, what was read so far may be the beginning of another.
    fn join(&mut self) {
        let width = 1_usize << self.shift;
        let mut order: Vec<u16> = self.cells[..width].iter().copied().filter(|row| *row != 0).collect();
        let mut at = 0;
        while let Some(row) = order.get(at).copied() {
            at += 1;
            let rest = self.rows[usize::from(row)].rest;
            let (here, there) = (usize::from(row) << self.shift, usize::from(rest) << self.shift);
            for column in 0..width {
                let (next, other) = (self.cells[here + column], self.cells[there + column]);
                if next == 0 {
                    self.cells[here + column] = other;
                } else {
                    // What is shorter was filled before.
                    let shorter = self.rows[usize::from(other)];
                    let next_row = &mut self.rows[usize::from(next)];
                    next_row.rest = other;
                    next_row.shorter = if shorter.word == 0 { shorter.shorter } else { other };
                    order.push(next);
                }
            }
        }
        for cell in &mut self.cells {
            let row = self.rows[usize::from(*cell)];
            if row.word != 0 || row.shorter != 0 {
                *cell |= FOUND;
            }
        }
    }

    fn cell(&self, row: u16, byte: u8) -> usize {
        (usize::from(row) << self.shift) + usize::from(self.columns[usize::from(byte.to_ascii_lowercase())])
    }
}

impl Walk for Quick {
    /// As it stands in a cell.
    type State = u16;

    fn start(&self) -> Option<u16> {
        Some(0)
    }

    #[inline]
    fn next(&self, state: u16, byte: u8) -> u16 {
        self.cells[(usize::from(state & !FOUND) << self.shift) + usize::from(self.columns[usize::from(byte)])]
    }

    #[inline]
    fn ends(&self, state: u16) -> bool {
        state & FOUND != 0
    }

    fn words(&self, state: u16, mut found: impl FnMut(usize)) {
        let mut row = self.rows[usize::from(state & !FOUND)];
        loop {
            let mut word = row.word;
            while let Some(at) = word.checked_sub(1) {
                found(at);
                word = self.same[at];
            }
            if row.shorter == 0 {
                return;
            }
            row = self.rows[usize::from(row.shorter)];
        }
    }

    fn longest(&self) -> usize {
        self.longest
    }
}
