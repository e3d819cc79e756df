//! Prose as a reader sees it: line breaks are blanks, markup that only dresses words is passed over. Patterns run on this
//! text, and every offset in it leads back to the file exactly.

use crate::source::Span;

/// A piece of a file's text without its markup. One after another is put in the place of the last: their words need no room of their own.
#[derive(Clone, Debug, Default)]
pub struct Flat<'t> {
    /// The piece itself, if it has no markup.
    bare: Option<&'t str>,
    /// Else its words.
    words: String,
    /// Where runs of the text begin: offset in it, offset in the file. Ascending in both; between two entries both count alike.
    runs: Vec<(u32, u32)>,
}

impl<'t> Flat<'t> {
    /// Of the bytes of `span`, which lies in `text` on character boundaries.
    pub fn new(text: &'t str, span: Span) -> Self {
        let mut flat = Self::default();
        flat.turn_to(text, span);
        flat
    }

    /// Forgets the piece that it was, and is that of `span`.
    pub fn turn_to(&mut self, text: &'t str, span: Span) {
        let piece = text.get(span.range()).unwrap_or_default();
        self.words.clear();
        self.runs.clear();
        self.bare = None;
        match piece.bytes().position(is_special) {
            None => {
                self.bare = Some(piece);
                self.runs.push((0, span.start));
            }
            Some(first) => flatten(piece, first, span.start, (&mut self.words, &mut self.runs)),
        }
    }

    /// The words.
    pub fn text(&self) -> &str {
        self.bare.unwrap_or(&self.words)
    }

    /// The span in the file of a range of the text.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.offset(range.start);
        if range.is_empty() {
            return Span::at(start);
        }
        // The end is that of the last byte, so that markup after the match is not taken in.
        Span::new(start, self.offset(range.end - 1) + 1)
    }

    fn offset(&self, at: usize) -> usize {
        let i = self.runs.partition_point(|(flat, _)| *flat as usize <= at).saturating_sub(1);
        let (flat, file) = self.runs[i];
        file as usize + (at - flat as usize)
    }
}

fn is_special(b: u8) -> bool {
    SPECIAL[usize::from(b)]
}

/// What markup may begin with: looked up, as all prose of a repository goes through it.
const SPECIAL: [bool; 256] = {
    let (signs, mut special, mut i) = (b"\n\r*_`~[]\\<", [false; 256], 0);
    while i < signs.len() {
        special[signs[i] as usize] = true;
        i += 1;
    }
    special
};

struct Flattener<'t, 'o> {
    piece: &'t str,
    base: u32,
    text: &'o mut String,
    runs: &'o mut Vec<(u32, u32)>,
    /// True when the next kept byte does not follow the last kept one in the file.
    gap: bool,
}

impl Flattener<'_, '_> {
    fn keep(&mut self, from: usize, to: usize) {
        if from == to {
            return;
        }
        self.mark(from);
        self.text.push_str(&self.piece[from..to]);
    }

    fn mark(&mut self, at: usize) {
        if self.gap {
            self.runs.push((self.text.len() as u32, self.base + at as u32));
            self.gap = false;
        }
    }
}

/// `first`: where the first byte is that may be markup.
fn flatten(piece: &str, first: usize, base: u32, (text, runs): (&mut String, &mut Vec<(u32, u32)>)) {
    let bytes = piece.as_bytes();
    text.reserve(piece.len());
    let mut out = Flattener { piece, base, text, runs, gap: true };
    let (mut i, mut kept) = (first, 0);
    while let Some(ahead) = bytes[i..].iter().position(|byte| is_special(*byte)) {
        i += ahead;
        let skip = markup(piece, i);
        if skip == 0 {
            i += 1;
            continue;
        }
        out.keep(kept, i);
        if matches!(bytes[i], b'\n' | b'\r') && !out.text.ends_with(' ') && !out.text.is_empty() {
            out.gap = true;
            out.mark(i);
            out.text.push(' ');
        }
        out.gap = true;
        kept = i + skip;
        // What a backslash escapes is a word's, whatever it would mean without.
        i = if bytes[i] == b'\\' { kept + 1 } else { kept };
    }
    out.keep(kept, bytes.len());
    if out.runs.is_empty() {
        out.runs.push((0, base));
    }
}

/// How many bytes of markup stand at `i`; 0 where the byte is part of the words.
fn markup(piece: &str, i: usize) -> usize {
    let rest = &piece[i..];
    let run = |b: u8| rest.bytes().take_while(|c| *c == b).count();
    match rest.as_bytes()[0] {
        b'\n' | b'\r' => line_break(rest),
        b'*' => {
            let stars = run(b'*');
            // A star between blanks is a sign of multiplication or a bullet.
            let before = piece[..i].chars().next_back().is_none_or(char::is_whitespace);
            let after = rest[stars..].chars().next().is_none_or(char::is_whitespace);
            if before && after { 0 } else { stars }
        }
        b'_' => {
            let bars = run(b'_');
            let before = piece[..i].chars().next_back().is_some_and(char::is_alphanumeric);
            let after = rest[bars..].chars().next().is_some_and(char::is_alphanumeric);
            if before == after { 0 } else { bars }
        }
        b'`' => run(b'`'),
        b'~' if rest.starts_with("~~") => 2,
        b'[' if is_link(rest) => 1,
        b']' => rest.strip_prefix("](").and_then(|r| r.find(')').filter(|e| !r[..*e].contains('\n'))).map_or(0, |end| end + 3),
        b'\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => 1,
        b'<' if rest.starts_with("<!--") => rest.find("-->").map_or(rest.len(), |end| end + 3),
        _ => 0,
    }
}

/// A line break with the blanks and quote marks that begin the next line.
fn line_break(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(['\n', '\r', ' ', '\t', '>']).len()
}

fn is_link(rest: &str) -> bool {
    rest.find(']').is_some_and(|close| rest[close..].starts_with("]("))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> Flat<'_> {
        Flat::new(text, Span::new(0, text.len()))
    }

    #[test]
    fn markup_is_passed_over() {
        for (written, seen) in [
            ("plain words", "plain words"),
            ("the **loan\n> period** is", "the loan period is"),
            ("a [loan desk](desk.md) opens", "a loan desk opens"),
            ("snake_case and _this_", "snake_case and this"),
            ("3 * 4 \\* 5", "3 * 4 * 5"),
            ("`code` ~~gone~~ <!-- note -->x", "code gone x"),
            ("[x] y", "[x] y"),
            ("a\r\nb", "a b"),
        ] {
            assert_eq!(flat(written).text(), seen, "{written}");
        }
    }

    #[test]
    fn offsets_lead_back() {
        let text = "Über the **loan\n  period** of _books_";
        let flat = flat(text);
        for (needle, source) in [("loan", "loan"), ("loan period", "loan\n  period"), ("books", "books"), ("Über", "Über")] {
            let at = flat.text().find(needle).unwrap();
            assert_eq!(&text[flat.span(at..at + needle.len()).range()], source);
        }
    }
}
