//! The first record of a kind: in the file that is named, else where a new management system would have it, else in a file of its own.

use super::whole::document;
use super::{Change, New, in_memory};
use crate::model::Record;
use crate::workspace::Workspace;

/// Writes the first record of a kind.
pub(super) fn first(new: &New<'_>, scaffold: &[(String, String)]) -> Result<Change, String> {
    if let Some(path) = &new.wanted.file {
        return named(new, path);
    }
    if let Some(change) = scaffolded(new, scaffold) {
        return Ok(change);
    }
    let path =
        if new.kind.document { format!("{}.md", new.kind.name) } else { format!("{}.yaml", new.kind.plural.replace('_', "-")) };
    match new.workspace.sources.find(&path) {
        Some(_) => Err(format!("{path} holds no {} to write another beside; name a file with --file", new.kind.name)),
        None => named(new, &path),
    }
}

/// A file of that name: a list at its end where it is there, else a new one.
fn named(new: &New<'_>, path: &str) -> Result<Change, String> {
    let yaml = [".yaml", ".yml"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending));
    let list = format!("{}:\n  - {}", new.kind.plural, new.mapping("", "    "));
    match new.workspace.sources.find(path) {
        Some(file) => {
            let text = &*new.workspace.sources.get(file).text;
            let mapping = text.lines().all(|line| !line.starts_with('-'))
                && !text.lines().any(|l| l.starts_with(&format!("{}:", new.kind.plural)));
            if !yaml || !mapping {
                return Err(format!(
                    "{path} holds no {} to write another beside; name a new file, or a YAML file of lists",
                    new.kind.name
                ));
            }
            let lead = if text.is_empty() {
                ""
            } else if text.ends_with('\n') {
                "\n"
            } else {
                "\n\n"
            };
            Ok(Change::Insert { path: path.to_owned(), text: text.into(), at: text.len(), new: format!("{lead}{list}") })
        }
        None if yaml => {
            let text = if new.kind.document { new.mapping(&format!("kind: {}", new.kind.name), "") } else { list };
            let at = text.find(new.id).unwrap_or_default();
            Ok(Change::Create { path: path.to_owned(), text, at })
        }
        None if crate::model::read::is_markdown(path) => {
            let text = document(new, None);
            let at = text.find(new.id).unwrap_or_default();
            Ok(Change::Create { path: path.to_owned(), text, at })
        }
        None => Err(format!("{path} is neither Markdown nor YAML")),
    }
}

/// The scaffold's own file for the kind, if it is not there yet: with its first record under the new id and title.
fn scaffolded(new: &New<'_>, scaffold: &[(String, String)]) -> Option<Change> {
    let given = Workspace::over(new.workspace.base.clone(), &in_memory(scaffold)).ok()?;
    let (facts, record) = given.index.files().filter(|facts| !given.is_pack(facts.file)).find_map(|facts| {
        let record: &Record = facts.records.iter().find(|record| record.kind == new.wanted.kind)?;
        Some((facts, record))
    })?;
    if new.workspace.sources.find(&facts.path).is_some() {
        return None;
    }
    let mut text = given.sources.get(facts.file).text.to_string();
    let (id, title) = new.names();
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let id = id.and_then(|field| record.get(field));
    edits.extend(id.map(|value| (value.span.range(), new.id.to_owned())));
    if let (Some(value), Some(words)) = (title.and_then(|field| record.get(field)), &new.wanted.title) {
        let within = text.get(value.span.range()).unwrap_or_default();
        let words = if within.starts_with('"') { format!("{words:?}") } else { words.clone() };
        edits.push((value.span.range(), words));
    }
    let at = id.map_or(record.name.start, |value| value.span.start) as usize;
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    for (range, words) in edits {
        text.replace_range(range, &words);
    }
    Some(Change::Create { path: facts.path.to_string(), text, at })
}
