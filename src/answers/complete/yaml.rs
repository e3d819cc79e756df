//! Keys and values of mappings. Which kind they are of is told by the list that they stand in, by `kind:`, else by the record that was read there.

use super::{Choice, Choices, Here, Sort, values};
use crate::answers::add::line;
use crate::answers::at::path;
use crate::schema::{Field, KindId, Type, fold};

/// What may be written in YAML.
pub(super) fn choices(here: &Here<'_>) -> Option<Choices> {
    let (_, start, _) = line(here.text, here.offset);
    let before = &here.text[start..here.offset];
    let mut from = before.len() - before.trim_start_matches(' ').len();
    let mut item = false;
    while let Some(rest) = before[from..].strip_prefix("- ") {
        from = before.len() - rest.trim_start_matches(' ').len();
        item = true;
    }
    let said = &before[from..];
    if said.starts_with('#') {
        return None;
    }
    let mut keys = above(here.text, start, from);
    if let Some((key, value)) = said.split_once(':').filter(|(_, value)| value.starts_with(' ')) {
        keys.push(key.trim_matches(['"', '\'']));
        let (kind, rest) = kind(here, &keys)?;
        let field = here.workspace.index.schema.kind(kind).at(&path(here.workspace, kind, rest)?)?;
        return Some(value_of(here, field, value));
    }
    let (kind, rest) = kind(here, &keys)?;
    let fields: Vec<&Field> = if rest.is_empty() {
        here.workspace.index.schema.kind(kind).fields.iter().map(|field| &**field).collect()
    } else {
        let field = here.workspace.index.schema.kind(kind).at(&path(here.workspace, kind, rest)?)?;
        match field.ty.element() {
            Type::Group(group) => group.fields.iter().collect(),
            Type::Map(map) => map.keys.fields.iter().collect(),
            // An item of a list of words or references.
            _ if item => return Some(value_of(here, field, said)),
            _ => return None,
        }
    };
    let given = beside(here.text, start, from);
    let open = fields.into_iter().filter(|field| {
        let names = |key: &&&str| field.folded.contains(&fold(key).into());
        !given.iter().any(|key| names(&key))
    });
    let choice = |field: &Field| Choice {
        words: field.name.to_string(),
        after: ": ",
        detail: field.ty.noun(),
        says: Some(field.description.to_string()).filter(|text| !text.is_empty()),
        sort: Sort::Field,
    };
    (!said.contains(' ')).then(|| Choices::of(here, start + from, open.map(choice)))
}

/// The values of a field; `value` is what stands before the cursor.
fn value_of(here: &Here<'_>, field: &Field, value: &str) -> Choices {
    let word = value.rsplit([' ', ',', '[', '{', '"', '\'']).next().unwrap_or_default();
    Choices::of(here, here.offset - word.len(), values::of(here, field))
}

/// The kind whose fields keys name, and those of the keys that do.
fn kind<'k, 't>(here: &Here<'_>, keys: &'k [&'t str]) -> Option<(KindId, &'k [&'t str])> {
    let index = &here.workspace.index;
    let listed = |key: &str| {
        let folded = fold(key);
        let mut fitting = index.schema.iter().filter(|(_, kind)| kind.recognise.lists.iter().any(|list| **list == *folded));
        fitting.next().map(|(kind, _)| kind)
    };
    let said = || {
        let whole = here.text.lines().take_while(|line| *line == "---" || !line.starts_with("---"));
        let name = whole.filter_map(|line| line.strip_prefix("kind:")).next()?;
        index.schema.find(name.trim().trim_matches(['"', '\'']))
    };
    let read = || {
        let facts = index.facts(here.file)?;
        let (begin, end) = (here.offset, here.offset);
        let holds = |record: &&crate::model::Record| (record.span.start as usize) <= begin && end <= record.span.end as usize;
        facts.records.iter().filter(holds).min_by_key(|record| record.span.len()).map(|record| record.kind)
    };
    if let Some((first, rest)) = keys.split_first()
        && let Some(kind) = listed(first)
    {
        // The document may be of a kind that has such a field.
        let own = said().filter(|own| here.workspace.vocabulary.field(*own, first).is_some());
        return Some(own.map_or((kind, rest), |own| (own, keys)));
    }
    said().or_else(read).map(|kind| (kind, keys))
}

/// The keys that a line stands below, the outermost first.
fn above(text: &str, start: usize, column: usize) -> Vec<&str> {
    let (mut at, mut column) = (start, column);
    let mut keys = Vec::new();
    while at > 0 && column > 0 {
        let (line, start, _) = line(text, at - 1);
        at = start;
        if line.starts_with("---") {
            break;
        }
        let Some((key, from)) = key(line) else { continue };
        // A list may stand as far left as its key.
        if from < column {
            keys.push(key);
            column = from;
        }
    }
    keys.reverse();
    keys
}

/// The keys of the mapping that a line stands in, those of the line aside.
fn beside(text: &str, start: usize, column: usize) -> Vec<&str> {
    let mut keys = Vec::new();
    let own = line(text, start).0;
    let mut at = start;
    let mut first = own[..column.min(own.len())].contains('-');
    while at > 0 && !first {
        let (line, start, _) = line(text, at - 1);
        at = start;
        match key(line) {
            _ if line.starts_with("---") => break,
            Some((_, from)) if from < column => break,
            Some((key, from)) if from == column => {
                keys.push(key);
                first = line[..from].contains('-');
            }
            _ => {}
        }
    }
    for line in text[line(text, start).2..].lines() {
        match key(line) {
            _ if line.starts_with("---") => break,
            Some((_, from)) if from < column || from == column && line[..from].contains('-') => break,
            Some((key, from)) if from == column => keys.push(key),
            _ => {}
        }
    }
    keys
}

/// The key that a line begins with, and its column.
fn key(line: &str) -> Option<(&str, usize)> {
    let mut from = line.len() - line.trim_start_matches(' ').len();
    while let Some(rest) = line[from..].strip_prefix("- ") {
        from = line.len() - rest.trim_start_matches(' ').len();
    }
    let (key, value) = line[from..].split_once(':')?;
    let plain = !key.is_empty() && !key.starts_with(['#', '[', '{']);
    (plain && (value.is_empty() || value.starts_with([' ', '\r']))).then(|| (key.trim_matches(['"', '\'']), from))
}
