//! A value written where another stands, or beside the others of its record, in the manner of its place: quotes stay quotes, a cell stays a
//! cell, a block stays a block.

use crate::answers::add::{line, quoted};
use crate::finding::Edit;
use crate::model::read::is_markdown;
use crate::model::{Carrier, EntityId, Record};
use crate::source::{Place, SourceFile, Span};
use crate::workspace::Workspace;

/// The edit that writes a value in the place of another.
pub(super) fn replaced(file: &SourceFile, place: Place, value: &str) -> Option<Edit> {
    let raw = file.text.get(place.span.range())?;
    let (before, after) = (&file.text[..place.span.start as usize], &file.text[place.span.end as usize..]);
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let cell = is_cell(before, after) && is_markdown(&file.path) && !in_front_matter(file, place.span.start as usize);
    let yaml = !is_markdown(&file.path) || in_front_matter(file, place.span.start as usize);
    let text = match raw.chars().next() {
        None if cell => format!("{}{value}{}", blank_unless(before.ends_with(' ')), blank_unless(after.starts_with(' '))),
        None => format!("{}{}", blank_unless(before.ends_with([' ', '\n'])), if yaml { quoted(&value) } else { value }),
        Some(quote @ ('"' | '\'')) if raw.len() > 1 && raw.ends_with(quote) && yaml => {
            let escaped = if quote == '"' { value.replace('\\', "\\\\").replace('"', "\\\"") } else { value.replace('\'', "''") };
            format!("{quote}{escaped}{quote}")
        }
        Some('|' | '>') if yaml => block(raw, &value)?,
        Some('[' | '{' | '&' | '*' | '!') if yaml => return None,
        Some(_) if yaml => quoted(&value),
        Some(_) if raw.contains('\n') => return None,
        Some(_) => {
            let value = if cell { value.replace('|', "\\|") } else { value };
            let marks = raw.len() - raw.trim_start_matches(['*', '_', '`']).len();
            let end = raw.len() - raw.trim_end_matches(['*', '_', '`']).len();
            // Marks stay where they hold the whole of it.
            let (open, close) = if marks == end { (&raw[..marks], &raw[raw.len() - end..]) } else { ("", "") };
            format!("{open}{value}{close}")
        }
    };
    (*text != *raw).then_some(Edit { place, text })
}

/// The edit that gives a record a field that it does not say: after the last of its keys, or within its braces. None for rows and sections,
/// whose fields are the columns and lines that there are.
pub(super) fn added(workspace: &Workspace, entity: EntityId, field: &str, value: &str) -> Option<Edit> {
    let index = &workspace.index;
    let [telling] = index.tellings(entity) else { return None };
    let record = index.record(*telling);
    let file = workspace.sources.get(telling.file);
    let text = &*file.text;
    let written = format!("{field}: {}", quoted(value));
    let place = |at: usize| Place::new(telling.file, Span::at(at));
    let (begin, end) = (record.span.start as usize, record.span.end as usize);
    match record.carrier {
        Carrier::Mapping | Carrier::Item if text[begin..end].starts_with('{') => {
            let inner = text[begin..end].strip_suffix('}')?.trim_end();
            let comma = if inner.ends_with([',', '{']) { "" } else { "," };
            Some(Edit { place: place(begin + inner.len()), text: format!("{comma} {written}") })
        }
        Carrier::Mapping | Carrier::Item | Carrier::Document => {
            let at = after_name(text, record, file)?;
            let indent = indent(text, record)?;
            let ends = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let lead = if text[..at].ends_with('\n') { "" } else { ends };
            Some(Edit { place: place(at), text: format!("{lead}{indent}{written}{ends}") })
        }
        Carrier::Row(_) | Carrier::Section | Carrier::Manifest => None,
    }
}

/// The start of the line below the id, if that stands as a key's value on a line of its own.
fn after_name(text: &str, record: &Record, file: &SourceFile) -> Option<usize> {
    let at = record.name.start as usize;
    if record.carrier == Carrier::Document && !in_front_matter(file, at) {
        return None;
    }
    let (line, _, next) = line(text, at);
    (line.contains(": ") && !line.contains(['{', '['])).then_some(next)
}

/// The blanks before the keys of a record: those of the line of its id, a dash counted as one.
fn indent(text: &str, record: &Record) -> Option<String> {
    let (line, ..) = line(text, record.name.start as usize);
    let key = line.find(|c: char| c != ' ' && c != '-')?;
    Some(" ".repeat(key))
}

/// A block scalar with other words: header and indentation stay.
fn block(raw: &str, value: &str) -> Option<String> {
    let mut lines = raw.split_inclusive('\n');
    let header = lines.next().filter(|header| header.ends_with('\n'))?;
    let first = lines.find(|line| !line.trim().is_empty())?;
    let indent = &first[..first.len() - first.trim_start().len()];
    let ends = &raw[raw.trim_end_matches(['\n', '\r']).len()..];
    Some(format!("{header}{indent}{value}{ends}"))
}

fn is_cell(before: &str, after: &str) -> bool {
    let (left, right) = (before.rsplit('\n').next().unwrap_or_default(), after.split('\n').next().unwrap_or_default());
    left.contains('|') || right.contains('|')
}

/// True for a place in the front matter of a Markdown file.
fn in_front_matter(file: &SourceFile, at: usize) -> bool {
    let text = file.text.trim_start_matches('\u{feff}');
    let lead = file.text.len() - text.len();
    let Some(rest) = text.strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r'])) else { return false };
    let end = rest.find("\n---").or_else(|| rest.find("\n..."));
    is_markdown(&file.path) && end.is_some_and(|end| at < lead + 3 + end + 1)
}

fn blank_unless(there: bool) -> &'static str {
    if there { "" } else { " " }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn after(path: &str, text: &str, old: &str, new: &str) -> Option<String> {
        let at = text.find(old).unwrap();
        let file = SourceFile::new(path, text);
        let edit = replaced(&file, Place::new(FileId(0), Span::new(at, at + old.len())), new)?;
        let mut text = text.to_owned();
        text.replace_range(edit.place.span.range(), &edit.text);
        Some(text)
    }

    #[test]
    fn the_manner_of_writing_stays() {
        let wrote = |path, text, old, new, expected: &str| assert_eq!(after(path, text, old, new).as_deref(), Some(expected));
        wrote("a.yaml", "a: x # why\n", "x", "y: z", "a: \"y: z\" # why\n");
        wrote("a.yaml", "a: 'x'\n", "'x'", "it's", "a: 'it''s'\n");
        wrote("a.yaml", "a: \"x\"\n", "\"x\"", "y", "a: \"y\"\n");
        wrote("a.yaml", "a: >-\n  one\n  two\nb: c\n", ">-\n  one\n  two\n", "three", "a: >-\n  three\nb: c\n");
        wrote("a.md", "| **x** | y |", "**x**", "a|b", "| **a\\|b** | y |");
        wrote("a.md", "---\na: x\n---\n", "x", "y: z", "---\na: \"y: z\"\n---\n");
        assert_eq!(after("a.yaml", "a: [x]\n", "[x]", "y"), None);
    }
}
