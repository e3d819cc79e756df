//! Ids in prose, once enough of one is written to be none of the language's words.

use super::{Choices, Here, values};
use crate::answers::at::around;
use crate::schema::KindId;

/// The ids that what is written may become.
pub(super) fn choices(here: &Here<'_>) -> Option<Choices> {
    let start = around(here.text, here.offset).start as usize;
    let written = &here.text[start..here.offset];
    // A letter and a sign: `RSK-`, `A.6`.
    let sign = written.find(['-', '.'])?;
    if !written.starts_with(|c: char| c.is_ascii_uppercase()) || sign + 1 == written.len() && written.ends_with('.') && sign > 1 {
        return None;
    }
    let index = &here.workspace.index;
    let begins = |id: &str| id.get(..written.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(written));
    let kinds: Vec<KindId> = index.schema.iter().filter(|(_, kind)| kind.id.is_some()).map(|(id, _)| id).collect();
    let mut all: Vec<_> = kinds.iter().flat_map(|kind| index.all(*kind)).copied().collect();
    all.retain(|entity| index.id(*entity).is_some_and(|id| begins(id)));
    index.sort(&mut all);
    let mut choices: Vec<_> = all.into_iter().filter_map(|entity| values::record(here, entity)).collect();
    // A record that bears the id of another says no more of it here.
    let mut seen = rustc_hash::FxHashSet::default();
    choices.retain(|choice| seen.insert(choice.words.clone()));
    Some(Choices::of(here, start, choices))
}
