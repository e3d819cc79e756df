//! Places as other programs count them: each format has its own unit for columns, and its own root for paths.

use super::Report;
use crate::source::{FileId, Place, SourceFile};
use crate::workspace::embedded;

/// What a column counts. All count from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// UTF-16 code units, without a byte-order mark.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// A line and a column, both from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub(super) struct Point {
    pub line: u32,
    pub column: u32,
}

/// Where a place begins, and where what follows it does.
pub(super) fn region(report: &Report<'_>, place: Place, unit: Unit) -> (Point, Point) {
    let file = report.sources.get(place.file);
    (point(file, place.span.start, unit), point(file, place.span.end, unit))
}

fn point(file: &SourceFile, offset: u32, unit: Unit) -> Point {
    let line = file.position(offset).line;
    let start = file.lines().range(line as usize - 1, &file.text).start;
    let before = file.text.get(start..(offset as usize).min(file.text.len())).unwrap_or_default();
    let column = match unit {
        Unit::Utf16 => before.chars().filter(|c| *c != '\u{feff}').map(char::len_utf16).sum(),
        Unit::Bytes => before.len(),
    };
    Point { line, column: column as u32 + 1 }
}

/// The path of a file as seen from the root of the git repository, which is where platforms look for it.
pub(super) fn path(report: &Report<'_>, file: FileId) -> String {
    let path = &report.sources.get(file).path;
    if embedded::text(path).is_some() { path.to_string() } else { below(report, path) }
}

/// A path of the root as seen from the root of the git repository.
pub(super) fn below(report: &Report<'_>, path: &str) -> String {
    if report.below.is_empty() { path.to_owned() } else { format!("{}/{path}", report.below) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_counts_its_own_way() {
        let file = SourceFile::new("a.md", "\u{feff}a𐐀éb\n");
        let at = file.text.find('b').unwrap() as u32;
        assert_eq!(point(&file, at, Unit::Utf16), Point { line: 1, column: 5 });
        assert_eq!(point(&file, at, Unit::Bytes), Point { line: 1, column: 11 });
        assert_eq!(point(&file, 999, Unit::Bytes), Point { line: 2, column: 1 });
    }
}
