//! What a value says in words. There are some hundred thousand such texts in a large repository, and nearly each stands in its file as it is
//! read: it is kept as a place there, and costs no copy.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::source::{self, Span};

/// A file's text, to be shared by all that point into it: of one word's size, unlike what it holds.
pub type Whole = Arc<source::Text>;

/// A piece of a file's text; where markup or escapes stood among the words, a text of its own.
#[derive(Clone)]
pub struct Text {
    whole: Whole,
    at: Span,
}

impl Text {
    /// A text as a piece of `whole`, if it lies within it.
    pub fn within(whole: &Whole, text: &str) -> Self {
        let start = (text.as_ptr() as usize).checked_sub(whole.as_ptr() as usize);
        match start.filter(|start| start + text.len() <= whole.len()) {
            Some(start) => Self { whole: whole.clone(), at: Span::new(start, start + text.len()) },
            None => text.into(),
        }
    }

    /// How many bytes it has, without a look at the file.
    pub fn size(&self) -> usize {
        self.at.len()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.whole.get(self.at.range()).unwrap_or_default()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { whole: Arc::new(source::Text::Read(text.into())), at: Span::new(0, text.len()) }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_it_was_made_of() {
        let whole: Whole = Arc::new(source::Text::BuiltIn("títle: a b"));
        for text in [&whole[8..], &whole[..6], &whole[11..], "a b", ""] {
            let held = Text::within(&whole, text);
            assert_eq!(&*held, text);
            assert_eq!(held, Text::from(text));
        }
        assert_eq!(Arc::strong_count(&Text::within(&whole, &whole[8..]).whole), 2);
    }
}
