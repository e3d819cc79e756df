//! What a file holds, as a tree: sections by their headings, and the records that are told in them.

use std::sync::Arc;

use crate::finding::one_line;
use crate::source::{FileId, SourceFile, Span};
use crate::workspace::Workspace;

/// Most characters of a name.
const WIDTH: usize = 100;

/// A section or a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// The heading, or the record's id, else its title, else its kind.
    pub name: Arc<str>,
    /// The kind of a record; none for a section.
    pub kind: Option<Arc<str>>,
    /// All of it.
    pub span: Span,
    /// What names it.
    pub at: Span,
    /// What is told within it, in order of place.
    pub children: Vec<OutlineItem>,
}

/// The sections and records of a file, in order of place.
pub fn outline(workspace: &Workspace, file: FileId) -> Vec<OutlineItem> {
    let Some(facts) = workspace.index.facts(file) else { return Vec::new() };
    let source = workspace.sources.get(file);
    let mut items = sections(source, &facts.document.headings.iter().map(|h| h.span).collect::<Vec<Span>>());
    for (i, record) in facts.records.iter().enumerate() {
        let kind = &workspace.index.schema.kind(record.kind).name;
        // The document's own record is the file: only its front matter is one more thing in it.
        let whole = facts.document.record == Some(i) && record.span == record.name;
        if !whole {
            let said = record.id.clone().unwrap_or_else(|| one_line(source.slice(record.name), WIDTH).into());
            let name = if said.is_empty() { kind.clone() } else { said };
            let at = if record.span.contains(record.name) { record.name } else { Span::at(record.span.start as usize) };
            items.push(OutlineItem { name, kind: Some(kind.clone()), span: record.span, at, children: Vec::new() });
        }
    }
    nested(items)
}

/// Each section from its heading to the next of its level or a higher one.
fn sections(source: &SourceFile, headings: &[Span]) -> Vec<OutlineItem> {
    let levels: Vec<usize> = headings.iter().map(|h| level(source, *h)).collect();
    let begins = |heading: Span| source.text[..heading.start as usize].rfind('\n').map_or(0, |i| i + 1);
    let mut items = Vec::new();
    for (i, heading) in headings.iter().enumerate() {
        let next = (i + 1..headings.len()).find(|j| levels[*j] <= levels[i]);
        let end = next.map_or(source.text.len(), |j| begins(headings[j]));
        let name = one_line(source.slice(*heading), WIDTH).into();
        items.push(OutlineItem { name, kind: None, span: Span::new(begins(*heading), end), at: *heading, children: Vec::new() });
    }
    items
}

/// The level of a heading, from what stands around its words: `#` before, or a line of `=` or `-` below.
fn level(source: &SourceFile, heading: Span) -> usize {
    let before = source.text[..heading.start as usize].trim_end_matches([' ', '\t']);
    match before.bytes().rev().take_while(|b| *b == b'#').count() {
        0 if source.text[heading.end as usize..].trim_start().starts_with('=') => 1,
        0 => 2,
        marks => marks,
    }
}

/// Items within the smallest that holds them.
fn nested(mut items: Vec<OutlineItem>) -> Vec<OutlineItem> {
    items.sort_by_key(|item| (item.span.start, std::cmp::Reverse(item.span.end), item.kind.is_some()));
    let mut roots: Vec<OutlineItem> = Vec::new();
    // Those that the next one may lie in, each within the one before it.
    let mut open: Vec<OutlineItem> = Vec::new();
    let close = |open: &mut Vec<OutlineItem>, roots: &mut Vec<OutlineItem>| {
        if let Some(done) = open.pop() {
            open.last_mut().map_or(roots, |parent| &mut parent.children).push(done);
        }
    };
    for item in items {
        while open.last().is_some_and(|last| !last.span.contains(item.span)) {
            close(&mut open, &mut roots);
        }
        open.push(item);
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}
