//! The first record of a kind: in the file that is named, else in a list that waits for it, else where a new management system would have it,
//! else in a file of its own.

use super::whole::document;
use super::{Change, New, Scaffolded};

/// Writes the first record of a kind.
pub(super) fn first(new: &New<'_>, scaffold: &Scaffolded) -> Result<Change, String> {
    if let Some(path) = &new.wanted.file {
        return named(new, path);
    }
    let waits = new.workspace.index.files().filter(|facts| !new.workspace.is_pack(facts.file)).find_map(|facts| {
        let text = &*new.workspace.sources.get(facts.file).text;
        Some((facts, text, empty(new, &facts.path, text)?))
    });
    if let Some((facts, text, (at, gone))) = waits {
        return Ok(Change::Edit { path: facts.path.to_string(), text: text.into(), at, gone, new: list(new) });
    }
    if let Some(change) = scaffolded(new, scaffold) {
        return Ok(change);
    }
    let path =
        if is_paper(new) { format!("{}.md", new.kind.name) } else { format!("{}.yaml", new.kind.plural.replace('_', "-")) };
    match new.workspace.sources.find(&path) {
        Some(_) => Err(format!("{path} holds no {} to write another beside; name a file with --file", new.kind.name)),
        None => named(new, &path),
    }
}

/// True for what is a controlled document, rather than a record that may fill a file.
fn is_paper(new: &New<'_>) -> bool {
    new.workspace.index.schema.is_paper(new.wanted.kind)
}

/// The record as a list of one.
fn list(new: &New<'_>) -> String {
    format!("{}:\n  - {}", new.kind.plural, new.mapping("", "    "))
}

/// Where `risks: []` stands at the top of a YAML file: first byte and length, with the line break.
fn empty(new: &New<'_>, path: &str, text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n').filter(|_| is_yaml(path)) {
        let rest = line.strip_prefix(&*new.kind.plural).and_then(|rest| rest.strip_prefix(':'));
        if rest.is_some_and(|rest| rest.trim().is_empty() || rest.trim() == "[]") {
            let next = text[at + line.len()..].chars().next();
            // A key without a value may have its list on the lines below.
            return (rest.is_some_and(|rest| rest.trim() == "[]") || !matches!(next, Some(' ' | '-')))
                .then_some((at, line.len()));
        }
        at += line.len();
    }
    None
}

fn is_yaml(path: &str) -> bool {
    [".yaml", ".yml"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending))
}

/// A file of that name: a list in it, or at its end, where it is there, else a new one.
fn named(new: &New<'_>, path: &str) -> Result<Change, String> {
    match new.workspace.sources.find(path) {
        Some(file) => {
            let text = &*new.workspace.sources.get(file).text;
            let edit = |at, gone, new| Ok(Change::Edit { path: path.to_owned(), text: text.into(), at, gone, new });
            if let Some((at, gone)) = empty(new, path, text) {
                return edit(at, gone, list(new));
            }
            let holds = |line: &str| line.starts_with(['-', '[', '{']) || line.starts_with(&format!("{}:", new.kind.plural));
            if !is_yaml(path) || text.lines().any(holds) {
                let why = format!("{path} holds no {} to write another beside", new.kind.name);
                return Err(format!("{why}; name a new file, or a YAML file of lists"));
            }
            let lead = match text {
                "" => "",
                text if text.ends_with('\n') => "\n",
                _ => "\n\n",
            };
            edit(text.len(), 0, format!("{lead}{}", list(new)))
        }
        None if is_yaml(path) => {
            let text = if is_paper(new) { new.mapping(&format!("kind: {}", new.kind.name), "") } else { list(new) };
            Ok(create(new, path, text))
        }
        None if crate::model::read::is_markdown(path) && new.kind.document => Ok(create(new, path, document(new, None))),
        None if crate::model::read::is_markdown(path) => {
            Err(format!("a record of the kind {} is no document by itself; name a YAML file", new.kind.name))
        }
        None => Err(format!("{path} is neither Markdown nor YAML")),
    }
}

fn create(new: &New<'_>, path: &str, text: String) -> Change {
    let at = text.find(new.id).unwrap_or_default();
    Change::Create { path: path.to_owned(), text, at }
}

/// The scaffold's own file for the kind, if it is not there yet: with its first record under the new id and title.
fn scaffolded(new: &New<'_>, scaffold: &Scaffolded) -> Option<Change> {
    let (given, records) = scaffold.records(new.workspace, new.wanted.kind)?;
    // The one that is asked for, if it is there; else of several that tell it, the one that says most is where it is kept. The first of
    // equals, so that ids run on from it.
    let asked = || records.iter().find(|(_, record)| record.id.as_deref() == Some(new.id));
    let Some((facts, record)) = asked().or_else(|| records.iter().rev().max_by_key(|(_, record)| record.fields.len())) else {
        let is_free = |path: &str| new.workspace.sources.find(path).is_none();
        let (path, text) = scaffold.files().iter().find(|(path, text)| is_free(path) && empty(new, path, text).is_some())?;
        let (at, gone) = empty(new, path, text)?;
        let text = format!("{}{}{}", &text[..at], list(new), &text[at + gone..]);
        return Some(create(new, path, text));
    };
    let mut text = given.sources.get(facts.file).text.to_string();
    let (id, title) = new.names();
    let id = id.and_then(|field| record.get(field));
    let at = id.map_or(record.name.start, |value| value.span.start) as usize;
    let mut edits: Vec<(std::ops::Range<usize>, String)> =
        id.map(|value| (value.span.range(), new.id.to_owned())).into_iter().collect();
    if let (Some(value), Some(words)) = (title.and_then(|field| record.get(field)), &new.wanted.title) {
        let quoted = text.get(value.span.range()).is_some_and(|within| within.starts_with('"'));
        edits.push((value.span.range(), if quoted { format!("{words:?}") } else { words.clone() }));
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    for (range, words) in edits {
        text.replace_range(range, &words);
    }
    Some(Change::Create { path: facts.path.to_string(), text, at })
}
