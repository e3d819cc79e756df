//! Directives in YAML: at the end of a line they are about the line, alone on a line about the key or item below, with all that is in it.

use super::{Astray, Directive, line, phrase};
use crate::source::Span;
use crate::syntax::{Entry, Node, NodeValue};

/// The directives among `comments` of a text whose YAML ends at `end`.
pub fn in_yaml(text: &str, end: usize, documents: &[Node<'_>], comments: &[Span]) -> Vec<Directive> {
    let directive = |comment: &Span| {
        let raw = text.get(comment.range())?;
        let marks = raw.len() - raw.trim_start_matches('#').len();
        let said = phrase::read(text, comment.start as usize + marks, comment.end as usize)?;
        Some(Directive { comment: *comment, said, covers: covers(text, end, documents, *comment) })
    };
    comments.iter().filter_map(directive).collect()
}

fn covers(text: &str, end: usize, documents: &[Node<'_>], comment: Span) -> Result<Span, Astray> {
    let (from, to) = line(text, comment.start as usize);
    if !text.get(from..comment.start as usize).unwrap_or_default().trim().is_empty() {
        return Ok(Span::new(from, to));
    }
    let at = below(text, to, end).ok_or(Astray::Last)?;
    let found =
        documents.iter().filter(|d| (d.span.start as usize) <= at.max(d.span.start as usize)).find_map(|d| find(text, d, at));
    Ok(found.unwrap_or_else(|| Span::new(at, line(text, at).1)))
}

/// Where the first line of content after `from` begins.
fn below(text: &str, from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    for line in text.get(from..end)?.split_inclusive('\n') {
        let bare = line.trim();
        if !bare.is_empty() && !bare.starts_with('#') && bare != "---" {
            return Some(at + line.len() - line.trim_start().len());
        }
        at += line.len();
    }
    None
}

/// The outermost key with its value, or item, that begins at `at`.
fn find(text: &str, node: &Node<'_>, at: usize) -> Option<Span> {
    match &node.value {
        NodeValue::Map(entries) => entries.iter().find_map(|entry| {
            if entry.key.span.start as usize == at {
                return Some(Span::new(at, extent(entry)));
            }
            find(text, &entry.value, at)
        }),
        NodeValue::List(items) => items.iter().find_map(|item| {
            let start = item.span.start as usize;
            // An item begins with its dash.
            let dash = start > at && text.get(at..start).is_some_and(|between| between.trim() == "-");
            if dash || start == at {
                return Some(Span::new(at, item.span.end as usize));
            }
            find(text, item, at)
        }),
        NodeValue::Null | NodeValue::Scalar(_) => None,
    }
}

fn extent(entry: &Entry<'_>) -> usize {
    entry.key.span.end.max(entry.value.span.end) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Limits, yaml};

    const SAID: &str = "# clauselint: allow late until 2027-03-31 reason \"r\"";

    /// What each directive of a text covers; `@` stands for one.
    fn covered(text: &str) -> Vec<String> {
        let text = text.replace('@', SAID);
        let read = yaml::read(&text, 0..text.len(), &Limits::default());
        let said = in_yaml(&text, text.len(), &read.documents, &read.comments);
        said.iter()
            .map(|d| d.covers.map_or_else(|astray| format!("{astray:?}"), |span| text[span.range()].replace('\n', "/")))
            .collect()
    }

    #[test]
    fn above_a_key_or_item_it_covers_all_of_it() {
        let text =
            "loans:\n  @\n\n  # why\n  - id: L-1\n    due: soon\n  - id: L-2\n    @\n    parts:\n    - a\n    - b\n@\nowner: x\n";
        assert_eq!(covered(text), ["- id: L-1/    due: soon", "parts:/    - a/    - b", "owner: x"]);
    }

    #[test]
    fn at_the_end_of_a_line_it_covers_the_line() {
        assert_eq!(covered("- id: L-1 @\n  due: soon\n")[0].split(" #").next(), Some("- id: L-1"));
    }

    #[test]
    fn above_nothing_it_is_astray() {
        assert_eq!(covered("a: 1\n@\n"), ["Last"]);
    }

    #[test]
    fn in_texts_it_is_text() {
        assert!(covered("a: \"@\"\nb: |\n  @\nc: '\n  @\n'\nd: >\n  x\n  @\n".replace("\"@\"", "'@'").as_str()).is_empty());
        assert!(covered("a: x#@\n").is_empty());
    }
}
