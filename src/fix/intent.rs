//! What a finding's fix is: the one that it brought along, or the edits that come of what its rule intends.

use super::{section, value};
use crate::answers::add::among;
use crate::finding::{Edit, Fix};
use crate::model::{Data, EntityId, Index};
use crate::rules::{Does, Verdict};
use crate::schema::{KindId, RefTo, Type};
use crate::workspace::Workspace;

/// The fix of a finding, if there is one.
pub fn of(workspace: &Workspace, verdict: &Verdict) -> Option<Fix> {
    intended(workspace, verdict).map(|(fix, _)| fix)
}

/// The same, and whether the finding is gone once it is made: what is scaffolded still wants to be filled in.
pub(super) fn intended(workspace: &Workspace, verdict: &Verdict) -> Option<(Fix, bool)> {
    if let Some(fix) = &verdict.finding.fix {
        return Some((fix.clone(), true));
    }
    let intent = verdict.intent.as_ref()?;
    let (title, edit) = match &intent.does {
        Does::Set { field, place, value } => {
            let edit = match (place, field) {
                (Some(place), _) => value::replaced(workspace.sources.get(place.file), *place, value)?,
                (None, Some((record, field))) => value::added(workspace, *record, field, value)?,
                (None, None) => return None,
            };
            (format!("write {}", crate::finding::one_line(value, 60)), edit)
        }
        Does::Add { kind, about } => {
            let about = (*about)?;
            added(workspace, *kind, about)?
        }
        Does::Section { record, fields } => {
            let (title, edits) = section::added(workspace, *record, fields)?;
            return Some((Fix { title, edits, safe: intent.safe }, false));
        }
    };
    Some((Fix { title, edits: vec![edit], safe: intent.safe }, true))
}

/// A record of a kind that is identified by another record: it bears that one's id, and its title.
fn added(workspace: &Workspace, kind: KindId, about: EntityId) -> Option<(String, Edit)> {
    let index = &workspace.index;
    let spec = index.schema.kind(kind);
    let field = &spec.fields[usize::from(spec.id.as_ref()?.field)];
    let of = index.kind(about);
    let Type::Ref(reference) = &field.ty else { return None };
    let RefTo::Kinds(kinds) = &reference.to else { return None };
    if !kinds.iter().any(|wanted| index.schema.is_a(of, *wanted)) {
        return None;
    }
    let id = index.id(about)?;
    Some((format!("add {id}"), among(workspace, kind, id, title(index, about))?))
}

fn title(index: &Index, entity: EntityId) -> Option<String> {
    let (_, record) = index.first(entity);
    let (field, _) = index.schema.kind(record.kind).field("title")?;
    match &record.get(field)?.data {
        Data::Text(title) => Some(title.to_string()),
        _ => None,
    }
}
