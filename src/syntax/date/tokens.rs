//! A short text as numbers, words and marks, each with its place.

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Digits, and their value; none where they are too many to be a part of a date.
    Number(Option<u32>),
    /// Letters.
    Word,
    /// Anything else but a blank; dashes of all sorts that are written for a hyphen are one.
    Mark(char),
}

/// A number, a word or a mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Letters in lower case; empty for a mark and a number.
    pub word: String,
    pub from: usize,
    pub to: usize,
    /// A blank stands before it, or nothing does.
    pub gap: bool,
    /// Within brackets.
    pub noted: bool,
}

impl Token {
    /// How many digits a number has.
    pub fn digits(&self) -> usize {
        match self.kind {
            Kind::Number(_) => self.to - self.from,
            _ => 0,
        }
    }
}

/// Parts a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let (mut gap, mut depth) = (true, 0_usize);
    let mut chars = text.char_indices().peekable();
    while let Some((from, c)) = chars.next() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        let mut to = from + c.len_utf8();
        let mut more = |belongs: &dyn Fn(char) -> bool| {
            while let Some((at, next)) = chars.next_if(|(_, n)| belongs(*n)) {
                to = at + next.len_utf8();
            }
        };
        let kind = if c.is_ascii_digit() {
            more(&|n| n.is_ascii_digit());
            Kind::Number(text[from..to].parse().ok().filter(|_| to - from <= 8))
        } else if c.is_alphabetic() {
            more(&char::is_alphabetic);
            Kind::Word
        } else {
            // Variants that only change how the sign before them looks are no signs.
            if matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}') {
                continue;
            }
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            Kind::Mark(match c {
                '\u{2010}' | '\u{2011}' | '\u{2012}' => '-',
                '—' => '–',
                '’' => '\'',
                other => other,
            })
        };
        let word = if kind == Kind::Word { text[from..to].to_lowercase() } else { String::new() };
        found.push(Token { kind, word, from, to, gap, noted: depth > 0 });
        gap = false;
    }
    found
}
