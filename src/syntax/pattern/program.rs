//! From a pattern as written to an automaton, by the library, but only as much of it as is asked for: forward, and without Unicode's tables
//! where the text is ASCII. A whole regular expression takes ten times as long to make.

use std::borrow::Cow;

use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_syntax::hir::Hir;
use regex_syntax::{Error, ParserBuilder};

/// Largest compiled pattern, in bytes.
const SIZE: usize = 1 << 20;

/// The pattern with `\d`, `\w`, `\D`, `\W` and `\b` spelt out as ASCII.
pub(super) fn ascii(source: &str) -> Cow<'_, str> {
    if !source.contains('\\') {
        return Cow::Borrowed(source);
    }
    let mut spelt = String::with_capacity(source.len() + 32);
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            spelt.push(c);
            continue;
        }
        match chars.next() {
            Some('d') => spelt.push_str("[0-9]"),
            Some('D') => spelt.push_str("[^0-9]"),
            Some('w') => spelt.push_str("[0-9A-Za-z_]"),
            Some('W') => spelt.push_str("[^0-9A-Za-z_]"),
            Some('b') => spelt.push_str(r"(?-u:\b)"),
            Some(other) => spelt.extend(['\\', other]),
            None => spelt.push('\\'),
        }
    }
    Cow::Owned(spelt)
}

/// Of what text a pattern is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Text {
    /// ASCII.
    Ascii,
    /// Any.
    Any,
}

/// Reads a pattern. The error is one line, in the words of the pattern language.
pub(super) fn read(source: &str, ignore_case: bool, text: Text) -> Result<Hir, String> {
    let unicode = text == Text::Any;
    let mut parser = ParserBuilder::new().case_insensitive(ignore_case).unicode(unicode).utf8(unicode).build();
    // Without Unicode, digits, words and their ends are those of ASCII as they stand.
    let source = if unicode { ascii(source) } else { Cow::Borrowed(source) };
    parser.parse(&source).map_err(|error| match error {
        Error::Parse(error) => error.kind().to_string(),
        Error::Translate(error) => error.kind().to_string(),
        _ => "it cannot be read".to_owned(),
    })
}

/// The automaton of a pattern, which tells its groups if that is wanted. None for one that is too large.
pub(super) fn program(pattern: &Hir, text: Text, groups: bool) -> Option<NFA> {
    let captures = if groups { WhichCaptures::All } else { WhichCaptures::None };
    let config = NFA::config().utf8(text == Text::Any).which_captures(captures).nfa_size_limit(Some(SIZE));
    NFA::compiler().configure(config).build_from_hir(pattern).ok()
}

/// True for a pattern that may take one letter beyond ASCII and not another; blanks aside.
pub(super) fn tells_letters_apart(source: &str) -> bool {
    let mut escaped = source.split('\\').skip(1);
    !source.is_ascii() || escaped.any(|rest| rest.starts_with(['p', 'P', 'x', 'u', 'U', 'B'])) || sets_unicode(source)
}

/// True for a pattern that switches Unicode on or off.
fn sets_unicode(source: &str) -> bool {
    let flags = |group: &str| group.split([':', ')']).next().is_some_and(|f| !f.contains(['<', '(']) && f.contains('u'));
    source.split("(?").skip(1).any(flags)
}
