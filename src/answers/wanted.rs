//! Records that one may want to write: the one that a reference leads to and is not there, and one more of those that are.

use jiff::civil::Date;

use super::add::{Addition, Wanted, addition, among};
use super::at::{At, What};
use crate::finding::{Edit, Stage};
use crate::model::Target;
use crate::schema::{KindId, RefTo};
use crate::source::{FileId, Place, Span};
use crate::workspace::Workspace;

/// The record that a reference wants and nobody tells: its id, and the edit that adds it beside others of its kind.
pub fn missing(workspace: &Workspace, at: &At) -> Option<(String, Edit)> {
    let What::Reference { target: Target::Dangling, mention: Some(mention) } = &at.what else { return None };
    let index = &workspace.index;
    let id = index.mention_words(*mention)?;
    let (record, field) = index.mention(*mention)?.field()?;
    let kind = index.facts(at.place.file)?.records.get(record)?.kind;
    let spec = index.ref_spec(kind, &index.schema.kind(kind).path(field)?)?;
    let RefTo::Kinds(kinds) = &spec.to else { return None };
    let shaped = |kind: &&KindId| {
        let pattern = index.schema.kind(**kind).id.as_ref().and_then(|id| id.pattern.as_ref());
        pattern.is_some_and(|pattern| pattern.is_match(id))
    };
    let edit = kinds.iter().filter(shaped).find_map(|kind| among(workspace, *kind, id, None))?;
    Some((id.to_owned(), edit))
}

/// One more record of the kind of the one that stands at an offset, in its file: its id, and the edit that adds it.
pub fn another(workspace: &Workspace, file: FileId, offset: usize, stage: Stage, today: Date) -> Option<(String, Edit)> {
    let facts = workspace.index.facts(file)?;
    let here = |span: Span| span.start as usize <= offset && offset <= span.end as usize;
    let own = facts.document.record;
    let told = facts.records.iter().enumerate().filter(|(i, record)| Some(*i) != own && record.id.is_some() && here(record.span));
    let (_, record) = told.min_by_key(|(_, record)| record.span.len())?;
    let wanted = Wanted { kind: record.kind, title: None, id: None, file: Some(facts.path.to_string()), stage };
    let Addition { id, path, before, after, .. } = addition(workspace, &[], &wanted, today).ok()?;
    let before = before.filter(|_| path == *facts.path)?;
    let (from, to, new) = difference(&before, &after);
    Some((id, Edit { place: Place::new(file, Span::new(from, to)), text: new.to_owned() }))
}

/// The bytes in which two texts differ: from where to where in the first, and what stands there in the second.
fn difference<'a>(before: &str, after: &'a str) -> (usize, usize, &'a str) {
    let mut start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
        start -= 1;
    }
    let most = before.len().min(after.len()) - start;
    let mut same = before.bytes().rev().zip(after.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(before.len() - same) || !after.is_char_boundary(after.len() - same) {
        same -= 1;
    }
    (start, before.len() - same, &after[start..after.len() - same])
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn what_differs_is_as_little_as_can_be() {
        assert_eq!(difference("a\nb\n", "a\nb\nb\n"), (4, 4, "b\n"));
        assert_eq!(difference("xäz", "xöz"), (1, 3, "ö"));
        assert_eq!(difference("same", "same"), (4, 4, ""));
    }
}
