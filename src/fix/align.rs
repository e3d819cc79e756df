//! Tables whose columns stand below each other in the source keep doing so: the cells of a row that was changed are filled up with blanks, and
//! only where a cell has become too long for its column does the column grow. A table that was not aligned is left as it is.

use std::ops::Range;

use super::Patch;
use crate::answers::add::cells;

/// One line of a text, without its end.
struct Line<'t> {
    start: usize,
    text: &'t str,
    /// The cells between its bars, within the line.
    cells: Vec<(usize, usize)>,
    touched: bool,
}

impl Line<'_> {
    fn width(&self, cell: usize) -> usize {
        let (from, to) = self.cells[cell];
        self.text[from..to].chars().count()
    }

    fn widths(&self) -> Vec<usize> {
        (0..self.cells.len()).map(|cell| self.width(cell)).collect()
    }

    /// True for the line below a table's header.
    fn is_rule(&self) -> bool {
        self.text.contains('-') && self.text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '>'))
    }
}

/// The changes by which tables that were aligned before are so again. `written` are the ranges of the text that were changed.
pub fn realigned(text: &str, written: &[Range<usize>]) -> Patch {
    let lines = lines(text, written);
    let mut edits = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = at + lines[at..].iter().take_while(|line| !line.cells.is_empty()).count();
        if end > at + 1 && lines[at + 1].is_rule() && lines[at..end].iter().any(|line| line.touched) {
            edits.extend(table(&lines[at..end]));
        }
        at = end.max(at + 1);
    }
    Patch::new(edits)
}

fn lines<'t>(text: &'t str, written: &[Range<usize>]) -> Vec<Line<'t>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let bare = whole.trim_end_matches(['\n', '\r']);
        let end = start + bare.len();
        let touched =
            written.iter().any(|range| range.start <= end && range.end >= start && !(range.end == start && range.start < start));
        let cells = if bare.contains('|') { cells(bare) } else { Vec::new() };
        lines.push(Line { start, text: bare, cells, touched });
        start += whole.len();
    }
    lines
}

/// The changes that align the rows of a table: header, rule and rows.
fn table(rows: &[Line<'_>]) -> Vec<(Range<usize>, String)> {
    let mut untouched = rows.iter().filter(|row| !row.touched);
    let Some(widths) = untouched.next().map(Line::widths) else { return Vec::new() };
    // The rule alone, or a header alone, shows no intention.
    let shown = rows.iter().filter(|row| !row.touched).count() > 1;
    if !shown || untouched.any(|row| row.widths() != widths) || rows.iter().any(|row| row.cells.len() != widths.len()) {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for (column, width) in widths.iter().enumerate() {
        let needed = |row: &Line<'_>| {
            let (from, to) = row.cells[column];
            let cell = &row.text[from..to];
            // What stands at the edge without a bar needs no blank after it.
            cell.trim().chars().count() + 1 + usize::from(to < row.text.len())
        };
        let wanted = rows.iter().filter(|row| row.touched).map(needed).max().unwrap_or_default().max(*width);
        let rule = {
            let (from, to) = rows[1].cells[column];
            rows[1].text[from..to].trim()
        };
        let to_the_right = rule.ends_with(':') && !rule.starts_with(':');
        for row in rows.iter().filter(|row| row.width(column) != wanted) {
            let (from, to) = row.cells[column];
            if to < row.text.len() || from > 0 && row.text[..from].trim_end().ends_with('|') && to < row.text.len() {
                edits.extend(padded(row, (from, to), wanted, to_the_right));
            }
        }
    }
    edits
}

/// A cell made as wide as wanted: by blanks, in the rule by dashes.
fn padded(row: &Line<'_>, (from, to): (usize, usize), wanted: usize, to_the_right: bool) -> Option<(Range<usize>, String)> {
    let cell = &row.text[from..to];
    let at = row.start + from;
    let width = cell.chars().count();
    if row.is_rule() {
        let last = cell.rfind('-')? + 1;
        return (wanted > width).then(|| (at + last..at + last, "-".repeat(wanted - width)));
    }
    let lead = cell.len() - cell.trim_start().len();
    let end = cell.trim_end().len();
    if wanted > width {
        let blanks = " ".repeat(wanted - width);
        let place = if to_the_right && end > lead { at } else { at + cell.len() };
        return Some((place..place, blanks));
    }
    // Blanks beyond one on each side may go.
    let mut gone = width - wanted;
    let (before, after) = (lead.saturating_sub(1), (cell.len() - end).saturating_sub(1));
    let (first, second) = if to_the_right { (before, after) } else { (after, before) };
    if gone > first + second {
        return None;
    }
    let taken = gone.min(first);
    gone -= taken;
    let (from_start, from_end) = if to_the_right { (taken, gone) } else { (gone, taken) };
    let kept = &cell[from_start..cell.len() - from_end];
    Some((at..at + cell.len(), kept.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, wrong: &str, right: &str) -> String {
        let at = text.find(wrong).unwrap();
        let patch = Patch::new([(at..at + wrong.len(), right.to_owned())]);
        let changed = patch.apply(text);
        realigned(&changed, &patch.written().collect::<Vec<_>>()).apply(&changed)
    }

    const TABLE: &str =
        "| Id  | Date       |  No |\n|-----|------------|----:|\n| R-1 | 14.3.2026  |   1 |\n| R-2 | 2026-03-15 |  20 |\n";

    #[test]
    fn a_cell_keeps_its_width_where_it_can() {
        assert_eq!(after(TABLE, "14.3.2026", "2026-03-14"), TABLE.replace("14.3.2026 ", "2026-03-14"));
        assert_eq!(after(TABLE, " 1 |", "100 |"), TABLE.replace("   1 |", " 100 |"));
        assert_eq!(after(TABLE, "2026-03-15", "x"), TABLE.replace("2026-03-15", "x         "));
    }

    #[test]
    fn a_column_grows_where_a_cell_is_too_long() {
        let wide = "| Id   | Date       |  No |\n|------|------------|----:|\n| R-1  | 14.3.2026  |   1 |\n| R-20 | 2026-03-15 |  20 |\n";
        assert_eq!(after(TABLE, "R-2", "R-20"), wide);
    }

    #[test]
    fn a_table_that_is_not_aligned_is_left() {
        let ragged = "| Id | Date |\n|---|---|\n| R-1 | 14.3.2026 |\n| R-20 | 2026-03-15 |\n";
        assert_eq!(after(ragged, "14.3.2026", "2026-03-14"), ragged.replace("14.3.2026", "2026-03-14"));
    }
}
