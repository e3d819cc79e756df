//! Text to tokens. The text is a slice of the source, so spans are those of the file; lines may break anywhere between tokens.

use jiff::civil::Date;

use crate::model::{Duration, read_date, read_duration};
use crate::source::Span;
use crate::syntax::literal;

/// A token and where it stands, relative to the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'t> {
    pub span: Span,
    pub tok: Tok<'t>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tok<'t> {
    /// A name or a word of the language: which, the parser knows.
    Name(&'t str),
    Number(f64),
    Date(Date),
    Duration(Duration),
    Text(&'t str),
    /// The pattern between the slashes, `\/` undone.
    Regex(String),
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

/// All tokens, with an [`Tok::End`] last.
pub(super) fn lex(text: &str) -> Result<Vec<Token<'_>>, LexError> {
    // Few words are shorter than three letters.
    let mut tokens = Vec::with_capacity(text.len() / 4 + 2);
    let mut at = 0;
    loop {
        at = after_blanks(text, at);
        if at == text.len() {
            tokens.push(Token { span: Span::at(text.trim_end().len()), tok: Tok::End });
            return Ok(tokens);
        }
        if tokens.len() >= LIMIT {
            return Err(error(at, 1, "this expression is too long", None));
        }
        let (length, tok) = token(text, at)?;
        tokens.push(Token { span: Span::new(at, at + length), tok });
        at += length;
    }
}

/// Where the next token begins.
fn after_blanks(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    match rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
        None => text.len(),
        Some(blanks) if rest[blanks].is_ascii_graphic() => at + blanks,
        Some(_) => text.len() - text[at..].trim_start().len(),
    }
}

fn error(at: usize, length: usize, message: impl Into<String>, help: Option<&str>) -> LexError {
    LexError { span: Span::new(at, at + length), message: message.into(), help: help.map(str::to_owned) }
}

fn token(text: &str, at: usize) -> Result<(usize, Tok<'_>), LexError> {
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
    let length = rest.bytes().position(|byte| !OF_NAMES[usize::from(byte)]).unwrap_or(rest.len());
    (length, Tok::Name(&rest[..length]))
}

fn quoted(rest: &str, at: usize) -> Result<(usize, Tok<'_>), LexError> {
    match rest[1..].find('"') {
        Some(end) => Ok((end + 2, Tok::Text(&rest[1..=end]))),
        None => Err(error(at, 1, "this text is not closed", Some("a \" at its end is missing, or YAML cut the line at ` #`"))),
    }
}

fn minus(text: &str, at: usize) -> Result<(usize, Tok<'_>), LexError> {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if blank(text[..at].chars().next_back()) && blank(text[at + 1..].chars().next()) {
        return Ok((1, Tok::Sign("-")));
    }
    Err(error(at, 1, "`-` needs a blank on either side", Some("names are written with `_`: some_kind, not some-kind")))
}

fn number(rest: &str, at: usize) -> Result<(usize, Tok<'_>), LexError> {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(rest);
    if whole == 4 && rest[4..].starts_with('-') && rest[5..].starts_with(|c: char| c.is_ascii_digit()) {
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
        return match read_date(&rest[..length]) {
            Some(date) => Ok((length, Tok::Date(date))),
            None => {
                Err(error(at, length, format!("{} is no day of the calendar", &rest[..length]), Some("dates are YYYY-MM-DD")))
            }
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
            None => Err(error(at, length, "this duration is too long", None)),
        };
    }
    let mut length = whole;
    if rest[whole..].starts_with('.') && digits(&rest[whole + 1..]) > 0 {
        length += 1 + digits(&rest[whole + 1..]);
    }
    if rest[length..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return Err(error(at, length, "a name does not begin with a digit", None));
    }
    match rest[..length].parse::<f64>() {
        Ok(n) if n.is_finite() => Ok((length, Tok::Number(n))),
        _ => Err(error(at, length, "this number is too large", None)),
    }
}

fn regex(rest: &str, at: usize) -> Result<(usize, Tok<'_>), LexError> {
    let unclosed = || {
        error(at, 1, "this regular expression is not closed", Some("a `/` at its end is missing, or YAML cut the line at ` #`"))
    };
    literal(rest).map(|(length, pattern)| (length, Tok::Regex(pattern))).ok_or_else(unclosed)
}

fn sign(rest: &str, at: usize) -> Result<(usize, Tok<'_>), LexError> {
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
            return Err(error(at, 1, "`:` is not used in expressions", Some("a quantifier is written `any x in list where …`")));
        }
        _ => return Err(no_sign(rest, at)),
    };
    Ok((sign.len(), Tok::Sign(sign)))
}

fn no_sign(rest: &str, at: usize) -> LexError {
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
    error(at, c.len_utf8(), format!("`{}` is not used in expressions", c.escape_debug()), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toks(text: &str) -> Vec<Tok<'_>> {
        lex(text).unwrap_or_else(|e| panic!("{text}: {}", e.message)).into_iter().map(|t| t.tok).collect()
    }

    #[test]
    fn dates_durations_and_numbers_are_told_apart() {
        assert_eq!(toks("2026-12-02")[0], Tok::Date(read_date("2026-12-02").unwrap()));
        assert_eq!(toks("12 months")[0], Tok::Duration(Duration { months: 12, days: 0 }));
        assert_eq!(toks("12 * year"), vec![Tok::Number(12.0), Tok::Sign("*"), Tok::Name("year"), Tok::End]);
        assert_eq!(toks("a.b - 1.5").len(), 6);
        assert_eq!(toks(r"matches /a\/b\d/")[1], Tok::Regex(r"a/b\d".into()));
    }

    #[test]
    fn mistakes_are_named() {
        for wrong in ["a-b", "\"open", "/open", "2026-02-30", "A", "1a", "a: b", "é", "99999999999 months"] {
            assert!(lex(wrong).is_err(), "{wrong}");
        }
    }
}
