//! One more row of a table, below the last that holds a record, with the columns where they are.

use super::{Change, New, There};
use crate::model::read::is_csv;
use crate::source::Span;
use crate::syntax::csv;

/// Adds a row with id and title; the other cells are left open.
pub(super) fn add(new: &New<'_>, there: &There<'_>, header: Span) -> Result<Change, String> {
    let (id, title) = new.names();
    let (line, start, end) = line(there.text, there.record.span.start as usize);
    let cells = cells(line);
    let aligned = widths(self::line(there.text, header.start as usize).0) == widths(line);
    let holds = |cell: &(usize, usize), field: Option<u16>| {
        there.span(field).is_some_and(|span| span.start as usize >= start + cell.0 && span.end as usize <= start + cell.1)
    };
    if !cells.iter().any(|cell| holds(cell, id)) {
        return Err(format!(
            "the table in {} cannot be written to: its last row does not show where the id stands",
            there.facts.path
        ));
    }
    let mut row = line[..cells.first().map_or(0, |cell| cell.0)].to_owned();
    for (i, cell) in cells.iter().enumerate() {
        let says = match () {
            () if holds(cell, id) => in_manner_of(line[cell.0..cell.1].trim(), there.record.id.as_deref(), new),
            () if holds(cell, title) => new.title().replace('|', "\\|"),
            () => String::new(),
        };
        let width = line[cell.0..cell.1].chars().count();
        let said = if says.is_empty() { " ".to_owned() } else { format!(" {says} ") };
        if i > 0 {
            row.push('|');
        }
        row.push_str(&said);
        if aligned {
            row.extend(std::iter::repeat_n(' ', width.saturating_sub(said.chars().count())));
        }
    }
    row.push_str(&line[cells.last().map_or(line.len(), |cell| cell.1)..]);
    // The last row of a file may have no line break.
    let row = if end == there.text.len() && !there.text.ends_with('\n') { format!("\n{row}") } else { format!("{row}\n") };
    Ok(there.insert(end, &row))
}

/// The cell of the id, marked up like that of another row, and with the title if that one holds its own there.
fn in_manner_of(cell: &str, old: Option<&str>, new: &New<'_>) -> String {
    let Some((before, after)) = old.and_then(|old| cell.split_once(old)) else { return new.id.to_owned() };
    let is_mark =
        |part: &str| part.chars().all(|c| matches!(c, '*' | '_' | '`' | ':') || c.is_ascii_digit() || c.is_ascii_lowercase());
    let (parting, words) = after.split_at(after.find(char::is_alphanumeric).unwrap_or(after.len()));
    match () {
        () if !is_mark(before) || before.len() > 12 => new.id.to_owned(),
        () if words.is_empty() && is_mark(parting) => format!("{before}{}{parting}", new.id),
        () if before.is_empty() && new.wanted.title.is_some() && matches!(parting.trim(), "" | "–" | "—" | "-" | ":") => {
            format!("{}{parting}{}", new.id, new.title().replace('|', "\\|"))
        }
        () => new.id.to_owned(),
    }
}

/// The line around a byte without its end, where it starts, and where the next one starts.
pub fn line(text: &str, at: usize) -> (&str, usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i + 1);
    (text[start..end].trim_end_matches(['\n', '\r']), start, end)
}

/// The cells of a row: what lies between its bars, as byte ranges.
pub fn cells(line: &str) -> Vec<(usize, usize)> {
    let mut bars = Vec::new();
    let mut escaped = false;
    for (i, c) in line.char_indices() {
        if c == '|' && !escaped {
            bars.push(i);
        }
        escaped = c == '\\' && !escaped;
    }
    let open = line.trim_start().starts_with('|');
    let closed = line.trim_end().ends_with('|') && bars.len() > usize::from(open);
    let mut edges: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for (i, bar) in bars.iter().enumerate() {
        if !(open && i == 0) {
            edges.push((from, *bar));
        }
        from = bar + 1;
    }
    if !closed {
        edges.push((from, line.len()));
    }
    edges
}

/// The cells of the row that a byte of a file stands in: of a CSV file, or of a table in Markdown, where a cell that nothing closes as yet is
/// one as well. None outside of rows.
pub fn row_at(path: &str, text: &str, at: usize) -> Option<Vec<Span>> {
    let (line, start, _) = line(text, at);
    if is_csv(path) {
        // An empty line is a row with one cell that is about to be written.
        return if line.is_empty() { Some(vec![Span::at(start)]) } else { Some(csv::row(text, at)?.cells) };
    }
    if !line.trim_start().starts_with('|') {
        return None;
    }
    let mut cells = cells(line);
    if let Some(last) = cells.last().map(|cell| cell.1 + 1).filter(|last| *last <= line.len()) {
        cells.push((last, line.len()));
    }
    Some(cells.into_iter().map(|(from, to)| Span::new(start + from, start + to)).collect())
}

fn widths(line: &str) -> Vec<usize> {
    cells(line).into_iter().map(|(from, to)| line[from..to].chars().count()).collect()
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_lie_between_bars() {
        let told = |line: &'static str| cells(line).into_iter().map(|(a, b)| &line[a..b]).collect::<Vec<_>>();
        assert_eq!(told("| a | b |"), [" a ", " b "]);
        assert_eq!(told("a | b\\|c"), ["a ", " b\\|c"]);
        assert_eq!(told("|a||"), ["a", ""]);
    }
}
