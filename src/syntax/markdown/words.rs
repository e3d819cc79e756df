//! Text without its markup, gathered piece by piece and borrowed from the source while the pieces touch: most cells
//! and headings hold no markup, and cost no allocation.

use std::borrow::Cow;

/// Text being gathered.
#[derive(Debug, Default)]
pub(super) enum Words {
    #[default]
    Empty,
    /// `text[start..end]`.
    Slice(usize, usize),
    Owned(String),
}

impl Words {
    /// Adds a piece that was read from `text[from..to]`, which may hold more than the piece: quotes of code, escapes.
    pub(super) fn push(&mut self, text: &str, piece: &str, from: usize, to: usize) {
        let raw = text.get(from..to).unwrap_or_default();
        let found = if raw == piece { Some(0) } else { raw.find(piece) };
        match (&mut *self, found) {
            (Self::Empty, Some(at)) => *self = Self::Slice(from + at, from + at + piece.len()),
            (Self::Slice(_, end), Some(at)) if *end == from + at => *end += piece.len(),
            _ => {
                let owned = self.own(text);
                let piece = if owned.ends_with('\n') { piece.trim_start_matches(' ') } else { piece };
                owned.push_str(piece);
            }
        }
    }

    /// Adds a line break; blanks around it are no part of the text.
    pub(super) fn push_break(&mut self, text: &str) {
        let owned = self.own(text);
        owned.truncate(owned.trim_end_matches(' ').len());
        owned.push('\n');
    }

    /// Adds a blank that stands for a line's end in the source.
    pub(super) fn push_blank(&mut self, text: &str) {
        self.own(text).push(' ');
    }

    /// Adds the words of something within, such as a link's.
    pub(super) fn append(&mut self, text: &str, inner: &Self) {
        match inner {
            Self::Empty => {}
            Self::Slice(from, to) => self.push(text, text.get(*from..*to).unwrap_or_default(), *from, *to),
            Self::Owned(words) => self.own(text).push_str(words),
        }
    }

    /// The text, trimmed.
    pub(super) fn finish(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Slice(from, to) => Cow::Borrowed(text.get(from..to).unwrap_or_default().trim()),
            Self::Owned(words) if words.trim().len() == words.len() => Cow::Owned(words),
            Self::Owned(words) => Cow::Owned(words.trim().to_owned()),
        }
    }

    fn own(&mut self, text: &str) -> &mut String {
        match self {
            Self::Owned(_) => {}
            Self::Empty => *self = Self::Owned(String::new()),
            Self::Slice(from, to) => *self = Self::Owned(text.get(*from..*to).unwrap_or_default().to_owned()),
        }
        match self {
            Self::Owned(words) => words,
            _ => unreachable!("internal error: made owned above"),
        }
    }
}

/// True for `<br>`, `<br/>` and `<br />`.
pub(super) fn is_break(html: &str) -> bool {
    let inner = html.strip_prefix('<').and_then(|h| h.strip_suffix('>')).unwrap_or_default();
    inner.trim_end_matches('/').trim_end().eq_ignore_ascii_case("br")
}
