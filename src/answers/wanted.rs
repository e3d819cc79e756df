//! Records that one may want to write: the one that a reference leads to and is not there, and one more of those that are.

use jiff::civil::Date;

use super::add::{Addition, Scaffolded, Wanted, addition, among, unasked};
use super::at::{At, What};
use crate::finding::{Edit, Stage};
use crate::model::Target;
use crate::rules::{Check, Does, Verdict};
use crate::schema::{KindId, RefTo};
use crate::source::{FileId, Place, Span};
use crate::workspace::Workspace;

/// What a record that is not there yet takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: KindId,
    /// How it comes to be.
    pub change: Write,
}

/// How a record comes to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// In a file that is there.
    Edit(Edit),
    /// As a file of its own, or in the first of its list: its path and its text.
    File(String, String),
}

/// Where first records go, asked only if there is nothing to put a record beside.
pub type Given<'g> = &'g dyn Fn() -> Option<&'g Scaffolded>;

/// The record that a reference wants and nobody tells: beside others of its kind, else where the scaffold would have it.
pub fn missing(workspace: &Workspace, given: Given<'_>, at: &At) -> Option<Wish> {
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
    let wish = |kind: &KindId, change| Wish { id: id.to_owned(), kind: *kind, change };
    let shaped = || kinds.iter().filter(shaped);
    let beside = shaped().find_map(|kind| Some(wish(kind, Write::Edit(among(workspace, *kind, id, None)?))));
    beside.or_else(|| shaped().find_map(|kind| new(workspace, given()?, *kind, Some(id))))
}

/// The record that is missing by what a rule says: one about another that has no others to stand among, or the first of a kind of which there
/// are to be some.
pub fn absent(workspace: &Workspace, given: Given<'_>, verdict: &Verdict) -> Option<Wish> {
    if let Some(Does::Add { kind, about: Some(about) }) = verdict.intent.as_ref().map(|intent| &intent.does) {
        let id = workspace.index.id(*about)?;
        let stands_among_others = among(workspace, *kind, id, None).is_some();
        return if stands_among_others { None } else { new(workspace, given()?, *kind, Some(id)) };
    }
    let rule = workspace.base.rules.find(&verdict.finding.code).filter(|rule| rule.is_presence())?;
    let Check::Exists(exists) = &rule.body().check else { return None };
    // A kind that others extend is told by what it says, which nobody knows here.
    let schema = &workspace.index.schema;
    let is_general = schema.iter().any(|(kind, _)| kind != exists.kind && schema.is_a(kind, exists.kind));
    let is_there = workspace.index.all(exists.kind).iter().any(|entity| !workspace.index.in_pack(*entity));
    if is_general || is_there { None } else { new(workspace, given()?, exists.kind, None) }
}

/// A record where the scaffold would have it, or beside others that are whole files.
fn new(workspace: &Workspace, given: &Scaffolded, kind: KindId, id: Option<&str>) -> Option<Wish> {
    let wanted = Wanted { id: id.map(ToOwned::to_owned), ..Wanted::next(kind) };
    let added = |wanted: &Wanted| unasked(workspace, given, wanted).ok();
    // Where ids are no running numbers, the first is that of the scaffold.
    let named = || added(&Wanted { id: Some(given.id(workspace, kind)?), ..Wanted::next(kind) });
    let Addition { id, path, before, after, .. } = added(&wanted).or_else(|| if id.is_none() { named() } else { None })?;
    let change = match (before, workspace.sources.find(&path)) {
        (Some(before), Some(file)) => Write::Edit(edit(file, &before, &after)),
        _ => Write::File(path, after),
    };
    Some(Wish { id, kind, change })
}

/// What makes one text of a file of another.
fn edit(file: FileId, before: &str, after: &str) -> Edit {
    let (from, to, new) = difference(before, after);
    Edit { place: Place::new(file, Span::new(from, to)), text: new.to_owned() }
}

/// One more record of the kind of the one that stands at an offset, in its file: its id, and the edit that adds it.
pub fn another(workspace: &Workspace, file: FileId, offset: usize, stage: Stage, today: Date) -> Option<(String, Edit)> {
    let facts = workspace.index.facts(file)?;
    let here = |span: Span| span.start as usize <= offset && offset <= span.end as usize;
    let own = facts.document.record;
    let told = facts.records.iter().enumerate().filter(|(i, record)| Some(*i) != own && record.id.is_some() && here(record.span));
    let (_, record) = told.min_by_key(|(_, record)| record.span.len())?;
    let wanted = Wanted { kind: record.kind, title: None, id: None, file: Some(facts.path.to_string()), stage };
    let Addition { id, path, before, after, .. } = addition(workspace, &Scaffolded::new(Vec::new()), &wanted, today).ok()?;
    let before = before.filter(|_| path == *facts.path)?;
    Some((id, edit(file, &before, &after)))
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
