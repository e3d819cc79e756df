//! Heading anchors as GitHub makes them, so that a link which works there works here.

use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

/// The anchors given so far in one text.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Each anchor, and the last number that was added to it.
    given: FxHashMap<String, u32>,
}

impl Anchors {
    /// The anchor of a heading's text. The second of its kind ends in `-1`.
    pub(super) fn of_text(&mut self, text: &str) -> String {
        let base = slug(text);
        let mut anchor = base.clone();
        while self.given.contains_key(&anchor) {
            let count = self.given.entry(base.clone()).or_default();
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        self.given.insert(anchor.clone(), 0);
        anchor
    }

    /// Takes an explicit anchor.
    pub(super) fn explicit(&mut self, id: &str) -> String {
        self.given.entry(id.to_owned()).or_default();
        id.to_owned()
    }
}

/// The anchor of words: lower case, blanks as hyphens, punctuation left out.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // As most are.
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => slug.push(c.to_ascii_lowercase()),
            ' ' | '\n' => slug.push('-'),
            c if c.is_alphanumeric() || is_combining_mark(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}
