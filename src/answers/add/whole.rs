//! One more file for a record that is a whole file; or one more part of a file of several that are parted by `---`.

use std::fmt::Write as _;

use super::blank::{blank, lines, quoted};
use super::row::line;
use super::{Change, New, There};
use crate::model::Carrier;
use crate::schema::{Field, RefTo, Type, fold};

/// Adds a file beside the one of the last record, or a part to it.
pub(super) fn add(new: &New<'_>, there: &There<'_>) -> Result<Change, String> {
    let head = format!("kind: {}", new.kind.name);
    let same = there.facts.records.iter().filter(|r| r.kind == new.wanted.kind && r.carrier == Carrier::Mapping).count();
    if there.record.carrier == Carrier::Mapping && (same > 1 || new.wanted.file.is_some()) {
        let lead = if there.text.ends_with('\n') { "" } else { "\n" };
        return Ok(there.insert(there.text.len(), &format!("{lead}---\n{}", new.mapping(&head, ""))));
    }
    let path = beside(new, there);
    if new.workspace.sources.find(&path).is_some() {
        return Err(format!("there is a file {path} already; name another with --file"));
    }
    let text = match there.record.carrier {
        Carrier::Document => document(new, Some(there)),
        _ => new.mapping(&head, ""),
    };
    let at = text.find(new.id).unwrap_or_default();
    Ok(Change::Create { path, text, at })
}

/// A Markdown document: front matter with the keys, and below it the headings, of the one that is there.
pub(super) fn document(new: &New<'_>, there: Option<&There<'_>>) -> String {
    let mut text = format!("---\nkind: {}\nid: {}\ntitle: {}\n", new.kind.name, new.id, quoted(new.title()));
    let mut fields: Vec<&Field> = new.fields.clone();
    if let Some(there) = there {
        for (field, _) in &there.record.fields {
            let field = &*new.kind.fields[usize::from(*field)];
            let key = format!("\n{}:", field.name);
            let front = there.text.get(there.record.span.range()).unwrap_or_default();
            let stated = format!("\n{front}").contains(&key);
            if stated && !fields.iter().any(|other| other.name == field.name) {
                fields.push(field);
            }
        }
    }
    for field in fields.into_iter().filter(|field| !matches!(&*field.name, "id" | "title")) {
        match there.and_then(|there| kept(new, there, field)) {
            Some(line) => _ = writeln!(text, "{line}"),
            None => text.push_str(&lines(field, "")),
        }
    }
    let _ = write!(text, "---\n\n# {}\n", new.title());
    for heading in there.into_iter().flat_map(headings) {
        let field = new.kind.names().get(&*fold(heading)).map(|field| &new.kind.fields[usize::from(*field)]);
        let says = field.map_or_else(|| "[Insert what is to be said here]".to_owned(), |field| blank(field));
        let _ = write!(text, "\n## {heading}\n\n{says}\n");
    }
    text
}

/// The line of a field that leads to records of a pack only, such as clauses: what one document of the kind answers to, the next does, too.
fn kept<'t>(new: &New<'_>, there: &There<'t>, field: &Field) -> Option<&'t str> {
    let Type::Ref(reference) = field.ty.element() else { return None };
    let RefTo::Kinds(kinds) = &reference.to else { return None };
    let schema = &new.workspace.index.schema;
    if !kinds.iter().all(|kind| schema.kind(*kind).data) {
        return None;
    }
    let value = there.record.get(new.kind.field(&field.name)?.0).filter(|value| !value.is_missing())?;
    let (line, ..) = line(there.text, value.span.start as usize);
    line.starts_with(&format!("{}:", field.name)).then_some(line)
}

/// The headings of level 2, in order.
fn headings<'t>(there: &There<'t>) -> impl Iterator<Item = &'t str> {
    let text = there.text;
    let headings = there.facts.document.headings.iter().map(move |heading| line(text, heading.span.start as usize).0);
    headings.filter_map(|line| line.strip_prefix("## ")).map(str::trim)
}

/// A path in the folder of the file that is there, named like it.
fn beside(new: &New<'_>, there: &There<'_>) -> String {
    if let Some(file) = &new.wanted.file {
        return file.clone();
    }
    let path = &*there.facts.path;
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "md"));
    let old = there.record.id.as_deref().unwrap_or_default();
    let at = stem.to_lowercase().find(&old.to_lowercase()).filter(|_| !old.is_empty());
    let slug = new.wanted.title.as_deref().map(slug).unwrap_or_default();
    let stem = match at {
        Some(at) => {
            let small = stem.get(at..at + old.len()).is_some_and(|found| found != old);
            let id = if small { new.id.to_lowercase() } else { new.id.to_owned() };
            let more = stem.len() > at + old.len() && !slug.is_empty();
            format!("{}{id}{}", stem.get(..at).unwrap_or_default(), if more { format!("-{slug}") } else { String::new() })
        }
        None => [new.id.to_lowercase(), slug].join("-").trim_end_matches('-').to_owned(),
    };
    if folder.is_empty() { format!("{stem}.{ending}") } else { format!("{folder}/{stem}.{ending}") }
}

fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6);
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
