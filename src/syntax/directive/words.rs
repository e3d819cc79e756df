//! The words of a comment, each with its place; what stands in quotation marks is one word.

use crate::source::Span;

/// A word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// Its letters, without the marks around them.
    pub text: &'t str,
    /// Its bytes, marks included.
    pub span: Span,
    /// True in quotation marks that are closed.
    pub quoted: bool,
}

/// What closes a text that this mark opens.
fn closing(open: char) -> Option<char> {
    match open {
        '"' | '\'' => Some(open),
        '“' | '„' => Some('”'),
        '‘' => Some('’'),
        _ => None,
    }
}

/// The words of `text[from..to]`.
pub(super) fn words(text: &str, from: usize, to: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = from;
    while let Some(rest) = text.get(at..to) {
        at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { break };
        let inner = &rest[first.len_utf8()..];
        let end = closing(first).and_then(|mark| Some((inner.find(mark)?, mark.len_utf8())));
        let (length, word, quoted) = match end {
            Some((end, mark)) => (first.len_utf8() + end + mark, &inner[..end], true),
            None => {
                let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (length, &rest[..length], false)
            }
        };
        words.push(Word { text: word, span: Span::new(at, at + length), quoted });
        at += length;
    }
    words
}
