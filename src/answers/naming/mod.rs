//! Where records are named: where they are told, referred to in fields, cited in prose, linked to, or written by their id.

mod at;
mod definition;
mod everywhere;
mod ids;
mod rename;
mod runs;
mod words;

pub use at::{Meant, meant};
pub use definition::{LinkTarget, definition, link_target};
pub use everywhere::{How, Naming, namings, namings_in};
pub use ids::{ids_in, paths_in, titles};
pub use rename::{renamable, rename};
pub(super) use words::{at as word_at, written};

use crate::model::EntityId;
use crate::workspace::Workspace;

/// The records that stand for the same: with a record of a pack those of the repository that bear its id, as a decision on it does.
fn alike(workspace: &Workspace, entity: EntityId) -> Vec<EntityId> {
    let index = &workspace.index;
    let bearing = index.id(entity).map_or(&[][..], |id| index.by_id(id));
    if bearing.contains(&entity) && bearing.iter().any(|e| index.in_pack(*e)) { bearing.to_vec() } else { vec![entity] }
}
