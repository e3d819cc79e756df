//! One more record where its id belongs among others, as a change to a file that is there. Rules are not asked what it needs: the fixer, whose
//! question this is, asks them afterwards.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Change, New, There, Wanted, below, row, told, usual};
use crate::finding::{Edit, Stage};
use crate::model::{Carrier, Facts, Record};
use crate::schema::KindId;
use crate::source::{FileId, Place, Span};
use crate::workspace::Workspace;

/// The edit that adds a record with this id and title beside the others of its kind: after the one whose id comes before, in the file that
/// holds the most. None where there are no others, or they are whole files.
pub fn among(workspace: &Workspace, kind: KindId, id: &str, title: Option<String>) -> Option<Edit> {
    let told = told(workspace, kind);
    let count = |file: FileId| told.iter().filter(|(facts, _)| facts.file == file).count();
    let file = told.iter().map(|(facts, _)| facts.file).max_by_key(|file| (count(*file), std::cmp::Reverse(*file)))?;
    let here: Vec<(&Facts, &Record, &Arc<str>)> = told
        .iter()
        .filter(|(facts, _)| facts.file == file)
        .filter_map(|(facts, record)| Some((*facts, *record, record.id.as_ref()?)))
        .collect();
    let before = here.iter().filter(|(.., other)| natural(other, id) == Ordering::Less).max_by(|a, b| natural(a.2, b.2));
    let after = here.iter().filter(|(.., other)| natural(other, id) == Ordering::Greater).min_by(|a, b| natural(a.2, b.2));
    // Of its neighbours the one of its own family, where records are parted by that.
    let above = match (before, after) {
        (Some(before), Some(after)) => shared(before.2, id) >= shared(after.2, id),
        (before, _) => before.is_some(),
    };
    let (facts, record, _) = if above { before? } else { after? };
    if !matches!(record.carrier, Carrier::Row(_) | Carrier::Item | Carrier::Section)
        || !above && record.carrier == Carrier::Section
    {
        return None;
    }
    let text = &*workspace.sources.get(file).text;
    let kept = workspace.index.schema.kind(kind);
    let wanted = Wanted { kind, title, id: Some(id.to_owned()), file: None, stage: Stage::default() };
    let new = New { workspace, kind: kept, wanted: &wanted, id, fields: usual(kept, kind, facts) };
    let Ok(Change::Edit { at, gone: 0, new, .. }) = below(&new, &There { facts, record, text }) else { return None };
    let at = if above { at } else { row::line(text, record.span.start as usize).1 };
    Some(Edit { place: Place::new(file, Span::at(at)), text: new })
}

/// How many parts two ids have in common from the first on.
fn shared(a: &str, b: &str) -> usize {
    a.split(['.', '-']).zip(b.split(['.', '-'])).take_while(|(a, b)| a == b).count()
}

/// Ids in the order in which people write them: numbers by their size.
pub fn natural(a: &str, b: &str) -> Ordering {
    let parts = |id: &str| -> Vec<(u64, String)> {
        id.split(|c: char| !c.is_alphanumeric()).map(|part| (part.parse().unwrap_or_default(), part.to_uppercase())).collect()
    };
    parts(a).cmp(&parts(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ordered_as_people_count() {
        let mut ids = ["S.10.2", "S.2.10", "S.2.2", "S.6.2", "S.6.1.3"];
        ids.sort_by(|a, b| natural(a, b));
        assert_eq!(ids, ["S.2.2", "S.2.10", "S.6.1.3", "S.6.2", "S.10.2"]);
        assert!(shared("S.7.2", "S.7.3") > shared("S.6.2.8", "S.7.3"));
    }
}
