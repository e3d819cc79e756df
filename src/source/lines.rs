//! Byte offsets into lines and columns. Built once per file, and only for files that have a finding.

/// A line and a column, both from 1. The column counts Unicode scalars; a byte-order mark is not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalars, from 1.
    pub column: u32,
}

/// The offsets at which lines start.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text`. Lines end with `\n`; a `\r` before it belongs to the line's end.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(i, _)| i as u32 + 1));
        Self { starts }
    }

    /// Number of lines; at least one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) in which `offset` lies.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|s| *s <= offset).saturating_sub(1)
    }

    /// The byte range of a line (from 0), with its line break. Past the last line: empty, at the end.
    pub fn range(&self, line: usize, text: &str) -> std::ops::Range<usize> {
        let start = self.starts.get(line).map_or(text.len(), |s| *s as usize);
        let end = self.starts.get(line + 1).map_or(text.len(), |s| *s as usize);
        start..end
    }

    /// Line and column of a byte offset. An offset past the end is taken as the end.
    pub fn position(&self, offset: u32, text: &str) -> Position {
        let offset = (offset as usize).min(text.len());
        let line = self.line_of(offset as u32);
        let start = self.starts[line] as usize;
        let before = text.get(start..offset).unwrap_or_default();
        let column = before.chars().filter(|c| *c != '\u{feff}').count();
        Position { line: line as u32 + 1, column: column as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_scalars_and_skip_the_byte_order_mark() {
        let text = "\u{feff}aé\r\n日本x";
        let index = LineIndex::new(text);
        let at = |needle: &str| index.position(text.find(needle).unwrap() as u32, text);
        assert_eq!(at("a"), Position { line: 1, column: 1 });
        assert_eq!(at("\r"), Position { line: 1, column: 3 });
        assert_eq!(at("x"), Position { line: 2, column: 3 });
        assert_eq!(index.position(999, text), Position { line: 2, column: 4 });
    }
}
