//! Directives in Markdown: alone on a line they are about the block below, above a heading about its section; in a cell or at the end of a
//! line about that line. In front matter they are those of YAML.

use super::{Astray, Directive, WORD, Wrong, line, phrase};
use crate::source::Span;
use crate::syntax::markdown::{Comment, Markdown, Table};

const OPENS: &str = "<!--";
const CLOSES: &str = "-->";

/// The directives of a text.
pub fn in_markdown(text: &str, tree: &Markdown<'_>) -> Vec<Directive> {
    let front: Vec<_> = tree.front_matter.iter().cloned().collect();
    let end = tree.front_matter.as_ref().map_or(0, |front| front.span.end as usize);
    let mut found = super::in_yaml(text, end, &front, &tree.remarks);
    found.extend(tree.comments.iter().filter_map(|comment| directive(text, tree, comment)));
    for row in tree.tables.iter().flat_map(|table| lines(text, table)) {
        found.extend(lost(text, tree, row));
    }
    found.extend(headings(text, tree));
    found.sort_by_key(|d| d.comment);
    found
}

fn directive(text: &str, tree: &Markdown<'_>, comment: &Comment) -> Option<Directive> {
    let span = comment.span;
    let raw = text.get(span.range())?;
    let from = span.start as usize + OPENS.len();
    let closed = raw.len() >= OPENS.len() + CLOSES.len() && raw.ends_with(CLOSES);
    let mut said = phrase::read(text, from, if closed { span.end as usize - CLOSES.len() } else { span.end as usize })?;
    if !closed {
        said = Err(Wrong { span, message: "the comment is not closed with `-->`".to_owned(), instead: None });
    }
    Some(Directive { comment: span, said, covers: covers(text, tree, comment) })
}

fn covers(text: &str, tree: &Markdown<'_>, comment: &Comment) -> Result<Span, Astray> {
    let (from, to) = line(text, comment.span.start as usize);
    let last = line(text, comment.span.end as usize).1;
    let rest = text.get(comment.span.end as usize..last).unwrap_or_default();
    if !comment.block || !only_comments(rest) {
        return Ok(Span::new(from, to));
    }
    let row_before = tree
        .tables
        .iter()
        .any(|t| (t.span.end as usize) < from && text[t.span.end as usize..from].trim_matches([' ', '\t', '\r']) == "\n");
    let next = text.get(last..).and_then(|rest| rest.strip_prefix('\n')).unwrap_or_default();
    if row_before && next.trim_start_matches([' ', '\t']).starts_with('|') {
        return Err(Astray::BetweenRows);
    }
    comment.below.ok_or(Astray::Last)
}

/// True where nothing but further comments stands.
fn only_comments(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.strip_prefix(OPENS).and_then(|r| r.split_once(CLOSES)).is_some_and(|(_, rest)| only_comments(rest))
}

/// The lines of a table's rows, each with the end of its last cell.
fn lines(text: &str, table: &Table<'_>) -> Vec<(Span, usize)> {
    let row = |first: usize, last: Span| {
        let (from, to) = line(text, first);
        (Span::new(from, to), last.end as usize)
    };
    let header = table.columns.last().map(|last| row(last.span.start as usize, last.span));
    let rows = table.rows.iter().filter_map(|r| Some(row(r.span.start as usize, r.entries().last()?.value.span)));
    header.into_iter().chain(rows).collect()
}

/// Comments of a row that no reader takes for one: after its last cell, or torn by a bar.
fn lost(text: &str, tree: &Markdown<'_>, (row, last_cell): (Span, usize)) -> Vec<Directive> {
    let mut found = Vec::new();
    let (mut at, end) = (row.start as usize, row.end as usize);
    while let Some(next) = text.get(at..end).and_then(|rest| rest.find(OPENS)) {
        let start = at + next;
        at = start + OPENS.len();
        let before = text.get(row.start as usize..start).unwrap_or_default();
        let known = tree.comments.iter().any(|c| c.span.start as usize <= start && start < c.span.end as usize);
        if known || before.matches('`').count() % 2 == 1 || !text[at..end].trim_start().to_ascii_lowercase().starts_with(WORD) {
            continue;
        }
        let close = text.get(at..end).and_then(|rest| rest.find(CLOSES)).map(|i| at + i);
        let span = Span::new(start, close.map_or(end, |i| i + CLOSES.len()));
        let Some(said) = phrase::read(text, at, close.unwrap_or(end)) else { continue };
        let after = start >= last_cell && text.get(last_cell..start).is_some_and(|between| between.contains('|'));
        let torn = Wrong { span, message: "a bar ends the cell, and the comment with it; write `\\|`".to_owned(), instead: None };
        let (said, covers) = if after { (said, Err(Astray::AfterRow)) } else { (Err(torn), Ok(row)) };
        found.push(Directive { comment: span, said, covers });
        at = span.end as usize;
    }
    found
}

/// Comments of YAML, which are headings here. Documents that explain the program may have such a title, so it must say everything.
fn headings(text: &str, tree: &Markdown<'_>) -> Vec<Directive> {
    let astray = |span: Span| {
        let said = phrase::read(text, span.start as usize, span.end as usize)?.ok()?;
        Some(Directive { comment: span, said: Ok(said), covers: Err(Astray::Heading) })
    };
    tree.headings.iter().filter_map(|heading| astray(heading.span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Limits, markdown};

    const SAID: &str = "<!-- clauselint: allow late until 2027-03-31 reason \"r\" -->";

    /// What each directive of a text covers; `@` stands for one.
    fn covered(text: &str) -> Vec<String> {
        let text = text.replace('@', SAID);
        let read = markdown::read(&text, &Limits::default());
        let said = in_markdown(&text, &read);
        let told = |d: &Directive| match (&d.said, d.covers) {
            (Err(wrong), _) => wrong.message.clone(),
            (_, Err(astray)) => format!("{astray:?}"),
            (_, Ok(span)) => text[span.range()].trim_end().replace('\n', "/").replace(SAID, "@"),
        };
        said.iter().map(told).collect()
    }

    #[test]
    fn above_a_block_it_covers_the_block() {
        assert_eq!(covered("@\ntwo\nlines\n\nnext\n"), ["two/lines"]);
        assert_eq!(covered("@\n\n@\n\n- a\n- b\n\nnext\n"), ["- a/- b", "- a/- b"]);
        assert_eq!(covered("- a\n  @\n- b\n"), ["- b"]);
        assert_eq!(covered("- @\n  text\n- b\n"), ["text"]);
        assert_eq!(covered("@\n| A |\n|---|\n| 1 |\n\nnext\n"), ["| A |/|---|/| 1 |"]);
    }

    #[test]
    fn above_a_heading_it_covers_the_section() {
        assert_eq!(covered("# T\n\n@\n## A\n\na\n\n### B\n\nb\n\n## C\n"), ["## A//a//### B//b"]);
    }

    #[test]
    fn in_a_line_it_covers_the_line() {
        assert_eq!(covered("one @\ntwo\n"), ["one @"]);
        assert_eq!(covered("| A | B |\n|---|---|\n| 1 | x @ |\n| 2 | y |\n"), ["| 1 | x @ |"]);
    }

    #[test]
    fn astray() {
        assert_eq!(covered("text\n\n@\n"), ["Last"]);
        assert_eq!(covered("| A |\n|---|\n| 1 | @\n"), ["AfterRow"]);
        assert_eq!(covered("| A |\n|---|\n| 1 |\n@\n| 2 |\n"), ["BetweenRows"]);
        assert_eq!(covered("| A |\n|---|\n| 1 |\n@\n\nnext\n"), ["next"]);
        assert_eq!(covered("# clauselint: allow late until 2027-03-31 reason \"r\"\n\nnext\n"), ["Heading"]);
    }

    #[test]
    fn in_code_it_is_text() {
        assert!(covered("```markdown\n@\n```\n\n    @\n\n`@`\n\n| A |\n|---|\n| `@` |\n").is_empty());
        let torn = "| A |\n|---|\n| <!-- clauselint: allow late until 2027-03-31 reason \"a|b\" --> |\n";
        assert_eq!(covered(torn), ["a bar ends the cell, and the comment with it; write `\\|`"]);
    }

    #[test]
    fn front_matter_has_those_of_yaml() {
        let text = "---\n# clauselint: allow late until 2027-03-31 reason \"r\"\nowner: x\nother: y\n---\n\n# T\n";
        assert_eq!(covered(text), ["owner: x"]);
    }
}
