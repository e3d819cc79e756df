//! Text to tokens. The text is a slice of the source, so spans are those of the file; lines may break anywhere between tokens.

use jiff::civil::Date;

use crate::model::{Duration, read_date, read_duration};
use crate::source::Span;
use crate::syntax::literal_length;

/// A token and where it stands, relative to the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token<'t> {
    pub span: Span,
    pub tok: Tok<'t>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tok<'t> {
    /// A name or a word of the language: which, the parser knows.
    Name(&'t str),
    Number(f64),
    Date(Date),
    Duration(Duration),
    Text(&'t str),
    /// The pattern, with the slashes.
    Regex(&'t str),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

/// More tokens than any rule needs: bounds the depth of everything that follows.
const LIMIT: usize = 1500;

/// A message and its span.
pub(super) struct LexError {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}

/// What is lexed, or what is no token.
type Lexed<T> = Result<T, Box<LexError>>;

/// Reads one token after the other.
pub(super) struct Lexer<'t> {
    text: &'t str,
    /// Where the next token begins, or blanks before it.
    at: usize,
    /// How many there were.
    count: usize,
}

impl<'t> Lexer<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, count: 0 }
    }

    /// The next token; at the end, [`Tok::End`] again and again.
    pub fn next(&mut self) -> Lexed<Token<'t>> {
        let at = after_blanks(self.text, self.at);
        self.at = at;
        if at == self.text.len() {
            return Ok(Token { span: Span::at(self.text.trim_end().len()), tok: Tok::End });
        }
        if self.count >= LIMIT {
            return wrong(at, 1, "this expression is too long", None);
        }
        let (length, tok) = token(self.text, at)?;
        (self.at, self.count) = (at + length, self.count + 1);
        Ok(Token { span: Span { start: at as u32, end: (at + length) as u32 }, tok })
    }
}

/// Where the next token begins.
fn after_blanks(text: &str, at: usize) -> usize {
    let (bytes, mut at) = (text.as_bytes(), at);
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    if bytes.get(at).is_none_or(u8::is_ascii_graphic) { at } else { text.len() - text[at..].trim_start().len() }
}

fn wrong<T>(at: usize, length: usize, message: impl Into<String>, help: Option<&str>) -> Lexed<T> {
    let (span, help) = (Span::new(at, at + length), help.map(str::to_owned));
    Err(LexError { span, message: message.into(), help }.into())
}

fn token(text: &str, at: usize) -> Lexed<(usize, Tok<'_>)> {
    let rest = &text[at..];
    let first = rest.as_bytes()[0];
    match first {
        b'a'..=b'z' => Ok(name(rest)),
        b'0'..=b'9' => number(rest, at),
        b'"' => quoted(rest, at),
        b'/' => regex(rest, at),
        b'-' => minus(text, at),
        _ => sign(rest, at),
    }
}

/// True for the bytes of names.
const OF_NAMES: [bool; 256] = {
    let mut of_names = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        of_names[byte] = c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
        byte += 1;
    }
    of_names
};

fn name(rest: &str) -> (usize, Tok<'_>) {
    let (bytes, mut length) = (rest.as_bytes(), 0);
    while bytes.get(length).is_some_and(|byte| OF_NAMES[usize::from(*byte)]) {
        length += 1;
    }
    (length, Tok::Name(&rest[..length]))
}

fn quoted(rest: &str, at: usize) -> Lexed<(usize, Tok<'_>)> {
    match rest[1..].find('"') {
        Some(end) => Ok((end + 2, Tok::Text(&rest[1..=end]))),
        None => wrong(at, 1, "this text is not closed", Some("a \" at its end is missing, or YAML cut the line at ` #`")),
    }
}

fn minus(text: &str, at: usize) -> Lexed<(usize, Tok<'_>)> {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if blank(text[..at].chars().next_back()) && blank(text[at + 1..].chars().next()) {
        return Ok((1, Tok::Sign("-")));
    }
    wrong(at, 1, "`-` needs a blank on either side", Some("names are written with `_`: some_kind, not some-kind"))
}

fn number(rest: &str, at: usize) -> Lexed<(usize, Tok<'_>)> {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(rest);
    if whole == 4 && rest[4..].starts_with('-') && rest[5..].starts_with(|c: char| c.is_ascii_digit()) {
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
        return match read_date(&rest[..length]) {
            Some(date) => Ok((length, Tok::Date(date))),
            None => wrong(at, length, format!("{} is no day of the calendar", &rest[..length]), Some("dates are YYYY-MM-DD")),
        };
    }
    let after = rest[whole..].trim_start();
    let gap = rest.len() - whole - after.len();
    let (unit, _) = name(after);
    let word = &after[..unit];
    if gap > 0 && matches!(word.strip_suffix('s').unwrap_or(word), "day" | "week" | "month" | "year") {
        let length = whole + gap + unit;
        return match read_duration(&format!("{} {word}", &rest[..whole])) {
            Some(duration) => Ok((length, Tok::Duration(duration))),
            None => wrong(at, length, "this duration is too long", None),
        };
    }
    let mut length = whole;
    if rest[whole..].starts_with('.') && digits(&rest[whole + 1..]) > 0 {
        length += 1 + digits(&rest[whole + 1..]);
    }
    if rest[length..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return wrong(at, length, "a name does not begin with a digit", None);
    }
    match rest[..length].parse::<f64>() {
        Ok(n) if n.is_finite() => Ok((length, Tok::Number(n))),
        _ => wrong(at, length, "this number is too large", None),
    }
}

fn regex(rest: &str, at: usize) -> Lexed<(usize, Tok<'_>)> {
    match literal_length(rest) {
        Some(length) => Ok((length, Tok::Regex(&rest[..length]))),
        None => {
            let help = "a `/` at its end is missing, or YAML cut the line at ` #`";
            wrong(at, 1, "this regular expression is not closed", Some(help))
        }
    }
}

fn sign(rest: &str, at: usize) -> Lexed<(usize, Tok<'_>)> {
    let sign = match rest.as_bytes() {
        [b'=', b'=', ..] => "==",
        [b'!', b'=', ..] => "!=",
        [b'<', b'=', ..] => "<=",
        [b'>', b'=', ..] => ">=",
        [b'<', ..] => "<",
        [b'>', ..] => ">",
        [b'(', ..] => "(",
        [b')', ..] => ")",
        [b'[', ..] => "[",
        [b']', ..] => "]",
        [b',', ..] => ",",
        [b'.', ..] => ".",
        [b'*', ..] => "*",
        [b'+', ..] => "+",
        [b':', ..] => {
            return wrong(at, 1, "`:` is not used in expressions", Some("a quantifier is written `any x in list where …`"));
        }
        _ => return no_sign(rest, at),
    };
    Ok((sign.len(), Tok::Sign(sign)))
}

fn no_sign<T>(rest: &str, at: usize) -> Lexed<T> {
    let c = rest.chars().next().unwrap_or(' ');
    let help = match c {
        'A'..='Z' => Some("names are lower case"),
        '=' => Some("equality is `==`"),
        '!' => Some("negation is `not`, inequality `!=`"),
        '&' => Some("use `and`"),
        '|' => Some("use `or`"),
        '\'' | '“' | '”' => Some("texts stand in \"straight double quotes\""),
        '{' | '}' => Some("braces are for messages"),
        _ => None,
    };
    wrong(at, c.len_utf8(), format!("`{}` is not used in expressions", c.escape_debug()), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lex(text: &str) -> Lexed<Vec<Tok<'_>>> {
        let (mut lexer, mut toks) = (Lexer::new(text), Vec::new());
        while toks.last() != Some(&Tok::End) {
            toks.push(lexer.next()?.tok);
        }
        Ok(toks)
    }

    fn toks(text: &str) -> Vec<Tok<'_>> {
        lex(text).unwrap_or_else(|e| panic!("{text}: {}", e.message))
    }

    #[test]
    fn dates_durations_and_numbers_are_told_apart() {
        assert_eq!(toks("2026-12-02")[0], Tok::Date(read_date("2026-12-02").unwrap()));
        assert_eq!(toks("12 months")[0], Tok::Duration(Duration { months: 12, days: 0 }));
        assert_eq!(toks("12 * year"), vec![Tok::Number(12.0), Tok::Sign("*"), Tok::Name("year"), Tok::End]);
        assert_eq!(toks("a.b - 1.5").len(), 6);
        assert_eq!(toks(r"matches /a\/b\d/")[1], Tok::Regex(r"/a\/b\d/"));
    }

    #[test]
    fn mistakes_are_named() {
        for wrong in ["a-b", "\"open", "/open", "2026-02-30", "A", "1a", "a: b", "é", "99999999999 months"] {
            assert!(lex(wrong).is_err(), "{wrong}");
        }
    }
}
