//! Text without its markup, gathered piece by piece and borrowed from the source while the pieces touch: most cells
//! and headings hold no markup, and cost no allocation.

use std::borrow::Cow;

/// Other characters for a hyphen: the one that does not break, and the one that is nothing else.
const HYPHENS: [char; 2] = ['\u{2011}', '\u{2010}'];

/// Text being gathered: a slice of the source, until something comes that does not touch it.
#[derive(Debug, Default)]
pub(super) struct Words {
    slice: Option<(usize, usize)>,
    owned: String,
}

impl Words {
    /// Adds a piece that was read from `text[from..to]`, which may hold more than the piece: quotes of code, escapes.
    pub(super) fn push(&mut self, text: &str, piece: &str, from: usize, to: usize) {
        if piece.contains(HYPHENS) {
            // A hyphen that keeps an id on one line is a hyphen.
            self.push_owned(text, &piece.replace(HYPHENS, "-"));
            return;
        }
        let raw = text.get(from..to).unwrap_or_default();
        let found = if raw == piece { Some(from) } else { raw.find(piece).map(|i| from + i) };
        match (&mut self.slice, found) {
            (Some((_, end)), Some(at)) if *end == at => *end += piece.len(),
            (slice @ None, Some(at)) if self.owned.is_empty() => *slice = Some((at, at + piece.len())),
            _ => self.push_owned(text, piece),
        }
    }

    fn push_owned(&mut self, text: &str, piece: &str) {
        let owned = self.own(text);
        let piece = if owned.ends_with('\n') { piece.trim_start_matches(' ') } else { piece };
        owned.push_str(piece);
    }

    /// Adds a line break; blanks around it are no part of the text. `</li><li>` is one.
    pub(super) fn push_break(&mut self, text: &str) {
        let owned = self.own(text);
        owned.truncate(owned.trim_end_matches(' ').len());
        if !owned.ends_with('\n') {
            owned.push('\n');
        }
    }

    /// Adds a blank that stands for a line's end in the source.
    pub(super) fn push_blank(&mut self, text: &str) {
        self.own(text).push(' ');
    }

    /// Adds the words of something within, such as a link's.
    pub(super) fn append(&mut self, text: &str, inner: &Self) {
        if let Some((from, to)) = inner.slice {
            self.push(text, text.get(from..to).unwrap_or_default(), from, to);
        } else if !inner.owned.is_empty() {
            self.own(text).push_str(&inner.owned);
        }
    }

    /// The text, trimmed.
    pub(super) fn finish(self, text: &str) -> Cow<'_, str> {
        if let Some((from, to)) = self.slice {
            return Cow::Borrowed(text.get(from..to).unwrap_or_default().trim());
        }
        let trimmed = self.owned.trim();
        match trimmed.len() {
            0 => Cow::Borrowed(""),
            length if length == self.owned.len() => Cow::Owned(self.owned),
            _ => Cow::Owned(trimmed.to_owned()),
        }
    }

    fn own(&mut self, text: &str) -> &mut String {
        if let Some((from, to)) = self.slice.take() {
            text.get(from..to).unwrap_or_default().clone_into(&mut self.owned);
        }
        &mut self.owned
    }
}

/// True for `<br>`, `<br/>`, and for the tags that part paragraphs and list items: `<li>`, `</p>`.
pub(in super::super) fn is_break(html: &str) -> bool {
    let inner = html.strip_prefix('<').and_then(|h| h.strip_suffix('>')).unwrap_or_default();
    let name = inner.trim_start_matches('/').trim_end_matches('/').split_whitespace().next().unwrap_or_default();
    ["br", "li", "p", "ul", "ol", "div"].iter().any(|tag| name.eq_ignore_ascii_case(tag))
}
