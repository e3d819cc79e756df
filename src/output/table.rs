//! Aligned columns for answers that are lists.

use std::fmt::Write as _;

/// Appends rows with their cells one below the other, numbers to the right, two blanks between columns, none at a line's end.
pub(super) fn columns<const N: usize>(into: &mut String, rows: &[[String; N]], right: [bool; N]) {
    let widths = widths(rows);
    for row in rows {
        into.push_str(&line(row, widths, right));
        into.push('\n');
    }
}

/// The widest cell of each column, in characters.
pub(super) fn widths<const N: usize>(rows: &[[String; N]]) -> [usize; N] {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

/// One row, without a line break.
pub(super) fn line<const N: usize>(row: &[String; N], widths: [usize; N], right: [bool; N]) -> String {
    let mut line = String::new();
    for (i, cell) in row.iter().enumerate() {
        let (gap, width) = (if i == 0 { "" } else { "  " }, widths[i]);
        let _ = if right[i] { write!(line, "{gap}{cell:>width$}") } else { write!(line, "{gap}{cell:<width$}") };
    }
    line.truncate(line.trim_end().len());
    line
}
