//! YAML into [`Node`] trees: granit-parser's events composed with spans, aliases and merge keys expanded within a
//! budget, duplicate keys reported, and errors said in our words.

mod anchors;
mod compose;
mod duplicates;
mod errors;
mod placeholder;
mod scan;
#[cfg(test)]
mod tests;

use granit_parser::{ErrorKind, Event, Parser};

use super::{Limits, Node, Problem};
use crate::source::Span;
use compose::{Composer, Stop};

/// What a YAML text holds.
#[derive(Clone, Debug, Default)]
pub struct Yaml<'t> {
    /// One node a document. Empty documents (a trailing `---`, comments only) are left out. Of a document with a
    /// syntax error, the complete top-level entries before it are kept.
    pub documents: Vec<Node<'t>>,
    /// Comments, `#` included; none are kept of a text that does not speak to the program.
    pub comments: Vec<Span>,
    /// What is wrong, in order of place.
    pub problems: Vec<Problem>,
    /// It holds more than is read: what is here is its beginning.
    pub cut: bool,
}

/// What a comment that speaks to the program begins with. Only texts with such a word are asked for their comments, which costs time.
const ADDRESSED: [&str; 2] = ["clauselint", "Clauselint"];

/// Problems after which a file is not read further: no one mends more at once, and each costs memory.
const MOST_PROBLEMS: usize = 1000;

/// Reads `text[from..to]` as YAML; all spans are offsets into `text`. Never fails: what cannot be read is a problem.
/// A range outside the text, or not on character boundaries, reads as nothing.
pub fn read<'t>(text: &'t str, range: std::ops::Range<usize>, limits: &Limits) -> Yaml<'t> {
    let end = range.end.min(text.len());
    let Some(part) = text.get(range.start..end) else { return Yaml::default() };
    // The parser would take the mark, but the spans of what follows must not depend on how it counts it.
    let stripped = part.strip_prefix('\u{feff}').unwrap_or(part);
    let base = range.start + part.len() - stripped.len();
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_comments: ADDRESSED.iter().any(|word| part.contains(word)),
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth,
    };
    let mut parser = Parser::new_from_str_with_options(stripped, options);
    let mut composer = Composer::new(&text[..end], base, limits);
    while let Some(next) = parser.next_event() {
        let stop = match next {
            Ok((Event::StreamEnd, _)) => break,
            Ok((event, span)) => {
                let bytes = span.byte_range().unwrap_or(0..0);
                composer.event(event, bytes.start, bytes.end)
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or_default();
                composer.broken(error.kind(), at);
                Err(Stop::Document)
            }
        };
        let proceed = match stop {
            Ok(()) => true,
            Err(Stop::Document) => {
                composer.abandon();
                matches!(parser.proceed_next_document(), Ok(true))
            }
            Err(Stop::File) => {
                composer.abandon();
                false
            }
        };
        if !proceed || composer.too_many_problems() {
            break;
        }
    }
    composer.finish()
}

/// The problem of a text that is larger or deeper than the limits allow.
fn limit_exceeded(message: String, span: Span, help: &str) -> Problem {
    Problem { code: "limit-exceeded", message, span, label: String::new(), labels: Vec::new(), help: Some(help.to_owned()) }
}

/// True for an error that is a limit, not a mistake in the syntax.
fn is_limit(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::RecursionLimitExceeded
            | ErrorKind::InputByteLimitExceeded { .. }
            | ErrorKind::DirectiveByteLimitExceeded { .. }
            | ErrorKind::TooManyReservedDirectiveParams { .. }
            | ErrorKind::AnchorCountOverflow
            | ErrorKind::TooManyComments
    )
}
