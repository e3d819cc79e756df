//! Words in lines.

use super::legible;

/// Columns of a line.
pub(super) const WIDTH: usize = 100;

/// The lines of a text: the first after `first`, the others after `rest`; none longer than [`WIDTH`] unless a word is. A text without words
/// is one line.
pub(super) fn lines(first: &str, rest: &str, text: &str) -> Vec<String> {
    let text = legible::line(text);
    let mut lines = Vec::new();
    let (mut line, mut columns, mut words) = (first.to_owned(), first.chars().count(), 0);
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if words > 0 && columns + 1 + width > WIDTH {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            (columns, words) = (rest.chars().count(), 0);
        }
        if words > 0 {
            line.push(' ');
            columns += 1;
        }
        line.push_str(word);
        columns += width;
        words += 1;
    }
    lines.push(line.trim_end().to_owned());
    lines
}
