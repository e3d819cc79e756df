//! Front matter, split off before Markdown is parsed: the Markdown parser's own blocks are taken anywhere in a text,
//! and are lost behind a byte-order mark.

use super::super::{Limits, Node, NodeValue, Problem, yaml};
use crate::source::Span;

/// A text's front matter.
pub(super) struct FrontMatter<'t> {
    pub mapping: Option<Node<'t>>,
    pub comments: Vec<Span>,
    pub problems: Vec<Problem>,
    /// Where the Markdown begins.
    pub body: usize,
}

/// Splits `text`. A first line `---` that is followed by prose is a rule, and opens no front matter.
pub(super) fn split<'t>(text: &'t str, limits: &Limits) -> FrontMatter<'t> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = FrontMatter { mapping: None, comments: Vec::new(), problems: Vec::new(), body: start };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return unopened(text, start, limits).unwrap_or(none);
    };
    let content = start + first.len();
    let mut offset = content;
    for line in lines {
        let after = offset + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return closed(text, content, offset, after, limits).unwrap_or(none);
        }
        offset = after;
    }
    if !looks_unclosed(&text[content..]) {
        return none;
    }
    let problem = Problem {
        code: "syntax-error",
        message: "the front matter is opened but never closed".to_owned(),
        span: Span::new(start, start + first.trim_end().len()),
        label: "opened here".to_owned(),
        labels: Vec::new(),
        help: Some("put a line `---` after the last key".to_owned()),
    };
    FrontMatter { problems: vec![problem], ..none }
}

/// Front matter whose first fence got lost: the text begins with at least two lines of YAML's shape, and a fence follows at once. One line
/// over a fence is a heading.
fn unopened<'t>(text: &'t str, start: usize, limits: &Limits) -> Option<FrontMatter<'t>> {
    let mut end = start;
    let mut keys = 0;
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == "---" {
            let read = (keys > 1).then(|| closed(text, start, end, end + line.len(), limits));
            return read.flatten().filter(|front| front.mapping.is_some() && front.problems.is_empty());
        }
        let goes_on = keys > 0 && (bare.starts_with([' ', '\t', '#']) || bare.starts_with("- "));
        if !goes_on && !is_key_of_one_word(bare) {
            return None;
        }
        keys += usize::from(!goes_on);
        end += line.len();
    }
    None
}

fn closed<'t>(text: &'t str, from: usize, to: usize, body: usize, limits: &Limits) -> Option<FrontMatter<'t>> {
    let content = &text[from..to];
    let first = content.lines().find(|line| !is_remark(line));
    match first {
        None => return Some(FrontMatter { mapping: None, comments: Vec::new(), problems: Vec::new(), body }),
        Some(line) if !starts_key(line) => return None,
        Some(_) => {}
    }
    let read = yaml::read(text, from..to, limits);
    let mapping = read.documents.into_iter().next().filter(|node| matches!(node.value, NodeValue::Map(_)));
    Some(FrontMatter { mapping, comments: read.comments, problems: read.problems, body })
}

fn is_remark(line: &str) -> bool {
    line.trim().is_empty() || line.trim_start().starts_with('#')
}

/// True for a line such as `key:`, `"key": value` or `{ key: value }`.
fn starts_key(line: &str) -> bool {
    let line = line.trim_end();
    let colon = line.find(": ").or_else(|| line.ends_with(':').then(|| line.len() - 1));
    colon.is_some_and(|i| i > 0)
}

fn is_key_of_one_word(line: &str) -> bool {
    starts_key(line) && !line.split(':').next().unwrap_or_default().trim().contains(' ')
}

/// True when the lines up to the first blank one are all of YAML's shape, and the first is a key of one word.
fn looks_unclosed(rest: &str) -> bool {
    let mut lines = rest.lines().take_while(|line| !line.trim().is_empty());
    lines.next().is_some_and(is_key_of_one_word)
        && lines.all(|line| line.starts_with([' ', '\t', '#']) || line.starts_with("- ") || starts_key(line))
}
