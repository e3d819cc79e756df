//! Edits to one text: sorted, applied, and where a place of the old text lies in the new one.

use std::ops::Range;

use crate::finding::Edit;
use crate::source::Span;

/// Changes to one text, in order of place. Those that only insert at one place stand in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    edits: Vec<(Range<usize>, String)>,
}

impl Patch {
    /// A patch of edits that do not overlap.
    pub fn new(edits: impl IntoIterator<Item = (Range<usize>, String)>) -> Self {
        let mut edits: Vec<_> = edits.into_iter().collect();
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        Self { edits }
    }

    /// The text with the edits made.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, new) in &self.edits {
            out.push_str(&text[at..range.start]);
            out.push_str(new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }

    /// Where a place of the old text lies in the new one; where it was replaced in part, it grows to all that stands there now. An empty one
    /// grows by what was inserted there.
    pub fn moved(&self, span: Span) -> Range<usize> {
        let (from, to) = (span.start as usize, span.end as usize);
        // What has come and gone before the beginning, the end, and the edit at hand.
        let (mut start, mut end) = ((from, 0, 0), (to, 0, 0));
        let (mut come, mut gone) = (0, 0);
        for (range, new) in &self.edits {
            let inserted_here = range.is_empty() && range.start == from && span.is_empty();
            let (before, after) = ((come, gone), (come + new.len(), gone + range.len()));
            if range.start < from && from < range.end {
                start = (range.start, before.0, before.1);
            } else if range.end <= from && !inserted_here {
                start = (start.0, after.0, after.1);
            }
            if range.start < to && to < range.end {
                end = (range.end, after.0, after.1);
            } else if range.end <= to && (range.start < to || span.is_empty()) || range.end <= from {
                end = (end.0, after.0, after.1);
            }
            (come, gone) = after;
        }
        let at = |(place, come, gone): (usize, usize, usize)| place + come - gone;
        at(start)..at(end).max(at(start))
    }

    /// The ranges of the new text that were written.
    pub fn written(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let (mut come, mut gone) = (0, 0);
        self.edits.iter().map(move |(range, new)| {
            let start = range.start + come - gone;
            (come, gone) = (come + new.len(), gone + range.len());
            start..start + new.len()
        })
    }
}

/// True for edits that cannot both be made: they share bytes, or one writes into what the other takes away, or both would insert the same.
pub fn overlap(a: &Edit, b: &Edit) -> bool {
    if a.place.file != b.place.file {
        return false;
    }
    let (one, other) = (a.place.span, b.place.span);
    match (one.is_empty(), other.is_empty()) {
        (true, true) => one == other && a.text == b.text,
        _ => one.start < other.end && other.start < one.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_text() {
        let patch = Patch::new([(4..6, "wxyz".to_owned()), (0..0, "++".to_owned())]);
        assert_eq!(patch.apply("0123456789"), "++0123wxyz6789");
        assert_eq!(patch.moved(Span::new(4, 6)), 6..10);
        assert_eq!(patch.moved(Span::new(5, 6)), 6..10);
        assert_eq!(patch.moved(Span::new(6, 8)), 10..12);
        assert_eq!(patch.moved(Span::new(1, 3)), 3..5);
        assert_eq!(patch.moved(Span::new(2, 9)), 4..13);
        assert_eq!(patch.written().collect::<Vec<_>>(), [0..2, 6..10]);
    }
}
