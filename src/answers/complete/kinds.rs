//! Names of kinds, and all that a record of one would have.

use super::{Choice, Here, Sort};
use crate::answers::add::next_item;
use crate::schema::{Kind, KindId};

/// The kinds that a document, or a file of data, may say it is.
pub(super) fn names(here: &Here<'_>, documents: bool) -> Vec<Choice> {
    let choice = |kind: &Kind| Choice::new(Sort::Kind, &kind.name, &*kind.title).saying(&kind.description);
    written(here).filter(|kind| kind.document || !documents).map(choice).collect()
}

/// The keys of lists of records, with the first item begun.
pub(super) fn lists(here: &Here<'_>) -> Vec<Choice> {
    let choice = |kind: &Kind| {
        let id = kind.id.as_ref().map_or("id", |id| &*kind.fields[usize::from(id.field)].name);
        let text = format!("{}:\n  - {id}: ", kind.plural);
        Choice::new(Sort::Kind, &kind.plural, format!("list of the kind {}", kind.name)).written(text).saying(&kind.description)
    };
    written(here).filter(|kind| kind.in_manifest.is_none() && !kind.one).map(choice).collect()
}

/// One more item of a list that stands in the file, with all that its others say; `column` is where items begin to say it.
pub(super) fn item(here: &Here<'_>, kind: KindId, column: usize) -> Option<Choice> {
    let (id, text) = next_item(here.workspace, kind, here.file, column)?;
    let title = &here.workspace.index.schema.kind(kind).title;
    Some(Choice::new(Sort::Whole, &id, format!("one more {title}")).written(text))
}

/// The kinds that people write records of.
fn written<'w>(here: &Here<'w>) -> impl Iterator<Item = &'w Kind> {
    let schema = &here.workspace.index.schema;
    let shaped = |kind: &Kind| kind.document || kind.id.as_ref().is_some_and(|id| id.pattern.is_some());
    schema.iter().map(|(_, kind)| kind).filter(move |kind| !kind.data && shaped(kind))
}
