//! Syntax errors in our words. The parser tells a kind and a place; what the author most likely meant follows from
//! the brackets and quotes that are open there and from the line itself.

use granit_parser::ErrorKind;

use super::super::Problem;
use super::scan;
use crate::source::Span;

/// What is known where an error is met.
pub(super) struct Context<'t> {
    /// The text, cut at the end of what is read.
    pub text: &'t str,
    /// Where the latest event stood.
    pub latest: Span,
    /// Start of the outermost flow collection that is open.
    pub flow: Option<usize>,
}

/// Longest excerpt in a message, in characters.
const LONGEST: usize = 50;

/// A text as it may stand in a one-line message: shortened, control characters left out.
pub(super) fn shorten(text: &str) -> String {
    let mut chars = text.chars().filter(|c| !c.is_control());
    let mut short: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

/// A value in quotes, as help shows it.
pub(super) fn quoted(value: &str) -> String {
    let short = shorten(value.trim());
    if short.contains(['"', '\\']) { format!("'{}'", short.replace('\'', "''")) } else { format!("\"{short}\"") }
}

/// The problem of a syntax error at an offset.
pub(super) fn explain(kind: &ErrorKind, at: usize, context: &Context<'_>) -> Problem {
    let Context { text, .. } = *context;
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => tab(at, text),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar => {
            unclosed_quote(at, context).unwrap_or_else(|| indentation(at, text))
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => escape(at, text),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => mismatched(*open, *close, at, text),
        ErrorKind::MisplacedFlowCollectionEnd => {
            let closer = shorten(text.get(at..).and_then(|s| s.get(..1)).unwrap_or("]"));
            problem(format!("`{closer}` closes nothing"), token(text, at), "remove it, or quote the value")
        }
        ErrorKind::UnexpectedCharacter { character } => character_at(*character, at, text),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            if context.flow.is_some() {
                between_items(at, text)
            } else {
                after_value(at, text)
            }
        }
        ErrorKind::InvalidBlockScalarHeader => problem(
            "text cannot follow `|` or `>` on the same line".to_owned(),
            token(text, at),
            "start the text on the next line, indented, or quote the value",
        ),
        ErrorKind::ZeroBlockScalarIndent | ErrorKind::InvalidBlockScalarIndent => {
            problem("this line is not indented like its text block".to_owned(), token(text, at), "indent the block's lines alike")
        }
        ErrorKind::BomInsideDocument => {
            problem("a byte-order mark stands inside the text".to_owned(), token(text, at), "remove the invisible character")
        }
        _ => unclosed_bracket(at, context).unwrap_or_else(|| structure(kind, at, context)),
    }
}

/// Errors in how lines, keys and items follow one another.
fn structure(kind: &ErrorKind, at: usize, context: &Context<'_>) -> Problem {
    let Context { text, latest, flow } = *context;
    if flow.is_some() {
        return between_items(at, text);
    }
    let (start, _) = scan::line(text, at);
    let leads = text[start..at].trim_start_matches([' ', '\t', '-']).is_empty();
    match kind {
        ErrorKind::MappingValueNotAllowed => second_colon(at, text, latest),
        ErrorKind::BlockSequenceEntryNotAllowed => problem(
            "a list cannot start on the line of its key".to_owned(),
            token(text, at),
            "start the list on the next line; to mean text that starts with `-`, quote it",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => problem(
            "expected `key: value`, this line has no `: `".to_owned(),
            rest_of_line(text, at),
            "write a key, or indent the line to continue the value above",
        ),
        ErrorKind::ExpectedBlockMappingKey if !leads => after_value(at, text),
        ErrorKind::ExpectedBlockMappingKey if text[start..at].contains('-') => problem(
            "a list item stands among the keys of a mapping".to_owned(),
            rest_of_line(text, start + text[start..at].find('-').unwrap_or_default()),
            "put the list under a key, or indent it",
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => indentation(at, text),
        ErrorKind::ExpectedBlockSequenceEntry if leads => problem(
            "expected a list item, which starts with `- `".to_owned(),
            rest_of_line(text, at),
            "indent keys under the item they belong to, or end the list by less indentation",
        ),
        ErrorKind::ExpectedBlockSequenceEntry => after_value(at, text),
        _ => first_character(at, text),
    }
}

fn problem(message: String, span: Span, help: &str) -> Problem {
    let help = if help.is_empty() { None } else { Some(help.to_owned()) };
    Problem { code: "syntax-error", message, span, label: String::new(), labels: Vec::new(), help }
}

/// The word or character at an offset; empty at a line's end.
fn token(text: &str, at: usize) -> Span {
    let rest = text.get(at..).unwrap_or_default();
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
    match rest.chars().next() {
        None | Some('\n' | '\r') => Span::at(at),
        Some(c) => Span::new(at, at + word.max(c.len_utf8())),
    }
}

/// The text from an offset to the end of its line, trimmed.
pub(super) fn to_line_end(text: &str, at: usize) -> &str {
    text.get(rest_of_line(text, at).range()).unwrap_or_default()
}

fn rest_of_line(text: &str, at: usize) -> Span {
    let (_, end) = scan::line(text, at);
    Span::new(at, at + text[at..end.max(at)].trim_end().len())
}

/// The line's value in quotes: `title: "Foo: bar"`.
fn quote_line(text: &str, at: usize) -> String {
    let (start, end) = scan::line(text, at);
    let line = text[start..end].trim().trim_start_matches("- ");
    match line.split_once(": ") {
        Some((key, value)) if !key.contains(['"', '\'']) => format!("quote the value: `{}: {}`", shorten(key), quoted(value)),
        _ => format!("quote the value: `{}`", quoted(line)),
    }
}

fn tab(at: usize, text: &str) -> Problem {
    let (start, end) = scan::line(text, at);
    let indent = &text[start..end];
    let indent = &indent[..indent.len() - indent.trim_start_matches([' ', '\t']).len()];
    // The parser tells the start of a text that goes on in the line with the tab.
    let tab = indent.find('\t').map(|i| start + i).or_else(|| text.get(at..).and_then(|s| s.find('\t')).map(|i| at + i));
    let span = tab.map_or_else(|| token(text, at), |t| Span::new(t, t + 1));
    problem("a tab is used for indentation".to_owned(), span, "indent with blanks; YAML allows no tabs there")
}

fn indentation(at: usize, text: &str) -> Problem {
    problem(
        "this line's indentation fits nothing above it".to_owned(),
        rest_of_line(text, at),
        "align it with the lines that it belongs to",
    )
}

fn unclosed_quote(at: usize, context: &Context<'_>) -> Option<Problem> {
    let text = context.text;
    let from = (context.latest.end as usize).min(at);
    let (opener, quote) = scan::look(text, from, at).quote?;
    let mut found = problem(
        format!("a text in `{quote}` is not closed"),
        token(text, at),
        if quote == '\'' {
            "close the quote; write `''` for an apostrophe within it"
        } else {
            "close the quote; write `\\\"` for a quote within it"
        },
    );
    found.labels.push((Span::new(opener, opener + 1), format!("this `{quote}` is never closed")));
    Some(found)
}

fn unclosed_bracket(at: usize, context: &Context<'_>) -> Option<Problem> {
    let text = context.text;
    let from = context.flow.unwrap_or(context.latest.end as usize).min(at);
    let end = scan::document_end(text, at);
    // The innermost bracket that is still open at the document's end and was opened before the error.
    let (opener, bracket) = scan::look(text, from, end).brackets.into_iter().rev().find(|(offset, _)| *offset <= at)?;
    let (noun, closer) = if bracket == '[' { ("list", ']') } else { ("mapping", '}') };
    let place = if at == opener {
        // The text ended: what is wrong is its end.
        Span::at(opener + text[opener..end].trim_end().len())
    } else {
        token(text, at)
    };
    let help = format!("close the {noun} with `{closer}`; to mean text that starts with `{bracket}`, quote it");
    let mut found = problem(format!("a {noun} is not closed with `{closer}`"), place, &help);
    found.labels.push((Span::new(opener, opener + 1), format!("this `{bracket}` is never closed")));
    Some(found)
}

fn mismatched(open: char, close: char, at: usize, text: &str) -> Problem {
    // The parser tells the opening bracket; the wrong one is the first that closes it.
    let end = scan::document_end(text, at);
    let wrong = scan::look(text, at, end).first_closed;
    let right = if open == '[' { ']' } else { '}' };
    let span = wrong.map_or_else(|| token(text, at), |w| Span::new(w, w + close.len_utf8()));
    let mut found = problem(format!("`{open}` is closed with `{close}`"), span, &format!("close it with `{right}`"));
    if wrong.is_some() {
        found.labels.push((token(text, at), format!("this `{open}` needs `{right}`")));
    }
    found
}

fn escape(at: usize, text: &str) -> Problem {
    let end = scan::document_end(text, at);
    let bytes = &text.as_bytes()[at..end];
    let mut i = usize::from(bytes.first() == Some(&b'"'));
    let mut span = token(text, at);
    while i + 1 < bytes.len() && bytes[i] != b'"' {
        if bytes[i] != b'\\' {
            i += 1;
            continue;
        }
        let digits = match bytes[i + 1] {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            c if b"0abt\tnvfre \"/\\N_LP\r\n".contains(&c) => 0,
            _ => usize::MAX,
        };
        let given = bytes[i + 2..].iter().take_while(|b| b.is_ascii_hexdigit()).take(digits).count();
        if given < digits {
            let next = text[at + i + 1..].chars().next().map_or(0, char::len_utf8);
            span = Span::new(at + i, at + i + 1 + next);
            break;
        }
        i += 2;
    }
    let shown = shorten(text.get(span.range()).unwrap_or_default());
    let message = if shown.starts_with('\\') { format!("`{shown}` is no escape") } else { "an escape cannot be read".to_owned() };
    problem(message, span, "write `\\\\` for a backslash, or use single quotes, where nothing is escaped")
}

fn character_at(character: char, at: usize, text: &str) -> Problem {
    if character.is_control() {
        let message = format!("the control character U+{:04X} cannot stand here", character as u32);
        return problem(message, token(text, at), "remove it");
    }
    first_character(at, text)
}

/// A value that starts with a character of YAML's own.
fn first_character(at: usize, text: &str) -> Problem {
    let Some(c) = text.get(at..).and_then(|s| s.chars().next()).filter(|c| !c.is_whitespace()) else {
        return problem("the text ends where more is expected".to_owned(), token(text, at), "finish or remove the last line");
    };
    if c.is_alphanumeric() {
        return problem("this cannot be read as YAML".to_owned(), rest_of_line(text, at), &quote_line(text, at));
    }
    let named = if c == '`' { "a backtick".to_owned() } else { format!("`{c}`") };
    problem(format!("a value cannot start with {named} unless it is quoted"), token(text, at), &quote_line(text, at))
}

/// Something other than `,` or the closing bracket after an item.
fn between_items(at: usize, text: &str) -> Problem {
    let help = "separate items with `,`; quote an item that holds `: `, `,` or a bracket";
    problem("expected `,` or the closing bracket".to_owned(), token(text, at), help)
}

/// More text after a value that had ended: `*bold* text`, `{{NAME}} Inc`, `"x" y`.
fn after_value(at: usize, text: &str) -> Problem {
    let message = "text follows a value that has already ended".to_owned();
    problem(message, rest_of_line(text, at), &quote_line(text, at))
}

/// A `:` where no key can be: a value with `: ` in it, or lines that ran together.
fn second_colon(at: usize, text: &str, latest: Span) -> Problem {
    let (start, _) = scan::line(text, at);
    if text[start..at].contains(": ") {
        return problem("a value that holds `: ` must be quoted".to_owned(), Span::new(at, at + 1), &quote_line(text, at));
    }
    let value = text.get(latest.range()).unwrap_or_default();
    if latest.end as usize == at && value.contains('\n') {
        let first = value.lines().next().unwrap_or_default();
        let place = Span::new(latest.start as usize, latest.start as usize + first.len());
        let (line_start, _) = scan::line(text, place.start as usize);
        if text[line_start..place.start as usize].trim().is_empty() {
            if let Some((key, value)) = first.split_once(':') {
                let help = format!("write `{}: {}`", shorten(key), shorten(value));
                return problem(format!("`{}` has no blank after its colon", shorten(first)), place, &help);
            }
            let message = format!("expected `key: value`, `{}` has no `: `", shorten(first));
            return problem(message, place, "write a key, or remove the line");
        }
        let (start, _) = scan::line(text, at);
        let indent = text[start..at].len() - text[start..at].trim_start().len();
        let message = "this key is indented under a key that already has a value".to_owned();
        let help = "align it with the key above, or remove that key's value";
        let mut found = problem(message, rest_of_line(text, start + indent), help);
        found.labels.push((place, "the value".to_owned()));
        return found;
    }
    problem("a key cannot stand here".to_owned(), Span::new(at, at + 1), &quote_line(text, at))
}
