//! The lines that a finding points at, cut out of their files. Rendering through an excerpt keeps a line of a megabyte from being
//! printed whole, and a document's control characters from reaching the terminal, while lines and columns stay those of the file.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::files::{Error, Files};

use super::legible;
use crate::source::{SourceFile, Span};

/// How many characters are kept on either side of where a label starts; where there are fewer on one side, more on the other.
const REACH: usize = 60;
/// How many characters are kept on either side of where a label ends.
const TAIL: usize = 20;
/// A line of at most this many characters is shown whole.
const WHOLE: usize = 2 * REACH + TAIL;
/// How many lines of a label of several lines are shown after its first.
const FOLLOWING: usize = 3;

/// A text to cut excerpts from: a file, or the part of one that is at hand.
pub(super) struct Original<'a> {
    /// The text.
    pub file: &'a SourceFile,
    /// The file's name as it is shown.
    pub name: String,
    /// How many lines of the file come before the text.
    pub lines_before: usize,
}

/// The lines of one file that the labels of one diagnostic need.
pub(super) struct Excerpt {
    name: String,
    text: String,
    lines: Vec<Line>,
    /// Columns of label starts in the file, by their offset in `text`.
    columns: Vec<(usize, usize)>,
}

struct Line {
    number: usize,
    range: Range<usize>,
}

/// A piece of the original that stands unchanged in the excerpt.
struct Piece {
    original: Range<usize>,
    start: usize,
}

impl Excerpt {
    /// Cuts out what the spans need. Returns with it the spans' ranges in the excerpt, in the order given. Spans need not fit the text.
    pub(super) fn new(original: &Original<'_>, spans: &[Span]) -> (Self, Vec<Range<usize>>) {
        let text = &*original.file.text;
        let ranges: Vec<Range<usize>> = spans.iter().map(|span| fit(text, *span)).collect();
        let mut excerpt =
            Self { name: legible::line(&original.name), text: String::new(), lines: Vec::new(), columns: Vec::new() };
        let mut pieces = Vec::new();
        let mut last: Option<usize> = None;
        for (line, points) in wanted(original.file, &ranges) {
            match last.map_or(1, |last| line - last) {
                0 | 1 => {}
                // A gap of one line is filled, as codespan-reporting would do; of a longer one two empty lines tell it to draw a break.
                2 => excerpt.push(original, line - 1, &[], &mut pieces),
                _ => (0..2).for_each(|_| excerpt.skip(original.lines_before + line)),
            }
            excerpt.push(original, line, &points, &mut pieces);
            last = Some(line);
        }
        let moved = |offset: usize| moved(&pieces, offset);
        for range in &ranges {
            let column = original.file.position(range.start as u32).column as usize;
            excerpt.columns.push((moved(range.start), column));
        }
        let ranges = ranges.iter().map(|range| moved(range.start)..moved(range.end)).collect();
        (excerpt, ranges)
    }

    fn skip(&mut self, number: usize) {
        self.lines.push(Line { number, range: self.text.len()..self.text.len() });
        self.text.push('\n');
    }

    /// Appends a line (from 0), or what is needed of it to show the places at `points`.
    fn push(&mut self, original: &Original<'_>, line: usize, points: &[(usize, usize)], pieces: &mut Vec<Piece>) {
        let text = &*original.file.text;
        let content = content(original.file, line);
        let first = self.text.len();
        let kept = kept(text, &content, points);
        let mut at = content.start;
        for range in kept {
            if range.start > at {
                self.text.push('…');
            }
            pieces.push(Piece { original: range.clone(), start: self.text.len() });
            legible::push(&mut self.text, &text[range.clone()]);
            at = range.end;
        }
        if at < content.end {
            self.text.push('…');
        }
        self.lines.push(Line { number: original.lines_before + line + 1, range: first..self.text.len() });
        self.text.push('\n');
    }
}

/// A span as a range that fits the text: within it, on character boundaries, without trailing line breaks.
fn fit(text: &str, span: Span) -> Range<usize> {
    let floor = |offset: usize| {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let (start, end) = (floor(span.start as usize), floor(span.end as usize));
    let end = start + text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']).len();
    start..end
}

/// The range of a line (from 0) without its break and without a byte-order mark.
fn content(file: &SourceFile, line: usize) -> Range<usize> {
    let range = file.lines().range(line, &file.text);
    let text = &file.text[range.clone()];
    let mark = if range.start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let end = range.start + text.trim_end_matches('\n').trim_end_matches('\r').len();
    range.start + mark..end.max(range.start + mark)
}

/// The lines that the ranges need, each with the places on it that must be seen and how much around each.
fn wanted(file: &SourceFile, ranges: &[Range<usize>]) -> BTreeMap<usize, Vec<(usize, usize)>> {
    let mut wanted: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for range in ranges {
        let (first, last) = (file.lines().line_of(range.start as u32), file.lines().line_of(range.end as u32));
        wanted.entry(first).or_default().push((range.start, REACH));
        wanted.entry(last).or_default().push((range.end, TAIL));
        if first != last {
            for line in (first + 1..=last.min(first + FOLLOWING)).chain([last - 1]) {
                wanted.entry(line).or_default();
            }
        }
    }
    wanted
}

/// The parts of a line that are shown.
fn kept(text: &str, content: &Range<usize>, points: &[(usize, usize)]) -> Vec<Range<usize>> {
    let line = &text[content.clone()];
    if line.len() <= WHOLE || line.chars().nth(WHOLE).is_none() {
        return vec![content.clone()];
    }
    let points = if points.is_empty() { &[(content.start, REACH)] } else { points };
    let mut windows: Vec<Range<usize>> = points
        .iter()
        .map(|(point, reach)| {
            let point = (*point).clamp(content.start, content.end);
            around(text, content, point, *reach)
        })
        .collect();
    windows.sort_by_key(|w| (w.start, w.end));
    let mut kept: Vec<Range<usize>> = Vec::new();
    for window in windows {
        match kept.last_mut() {
            Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
            _ => kept.push(window),
        }
    }
    kept
}

/// Twice `reach` characters around a place on a line: as many on either side, unless there are fewer on one.
fn around(text: &str, content: &Range<usize>, point: usize, reach: usize) -> Range<usize> {
    let left: Vec<usize> = text[content.start..point].char_indices().rev().take(2 * reach).map(|(i, _)| content.start + i).collect();
    let right: Vec<usize> = text[point..content.end].char_indices().take(2 * reach).map(|(i, c)| point + i + c.len_utf8()).collect();
    let before = left.len().min(reach.max((2 * reach).saturating_sub(right.len())));
    let after = right.len().min(2 * reach - before);
    let end = |offsets: &[usize], n: usize| n.checked_sub(1).map_or(point, |last| offsets[last]);
    end(&left, before)..end(&right, after)
}

/// Where an offset of the original stands in the excerpt: within a piece, or at the nearest piece's edge (line breaks, a byte-order mark).
fn moved(pieces: &[Piece], offset: usize) -> usize {
    let next = pieces.partition_point(|piece| piece.original.start <= offset);
    let Some(piece) = next.checked_sub(1).or((!pieces.is_empty()).then_some(0)).map(|i| &pieces[i]) else { return 0 };
    piece.start + offset.clamp(piece.original.start, piece.original.end) - piece.original.start
}

/// The excerpts of one diagnostic, by their position.
pub(super) struct Excerpts(pub Vec<Excerpt>);

impl Excerpts {
    fn file(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.text)
    }

    fn line_index(&'a self, id: usize, offset: usize) -> Result<usize, Error> {
        Ok(self.file(id)?.lines.partition_point(|line| line.range.start <= offset).saturating_sub(1))
    }

    fn line_number(&'a self, id: usize, line: usize) -> Result<usize, Error> {
        self.line(id, line).map(|line| line.number)
    }

    fn column_number(&'a self, id: usize, line: usize, offset: usize) -> Result<usize, Error> {
        let file = self.file(id)?;
        if let Some((_, column)) = file.columns.iter().find(|(at, _)| *at == offset) {
            return Ok(*column);
        }
        Ok(codespan_reporting::files::column_index(&file.text, self.line(id, line)?.range.clone(), offset) + 1)
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        self.line(id, line).map(|line| line.range.clone())
    }
}

impl Excerpts {
    fn line(&self, id: usize, line: usize) -> Result<&Line, Error> {
        let lines = &self.file(id)?.lines;
        lines.get(line).ok_or(Error::LineTooLarge { given: line, max: lines.len().saturating_sub(1) })
    }
}
