//! Questions over a workspace: data, no printing. The command line and the editor ask here and know nothing about records themselves.

pub mod add;
pub mod begin;
mod by_framework;
mod card;
pub mod coverage;
mod crosswalk;
pub mod diff;
mod explain;
mod facts;
mod lenses;
mod listing;
mod manual;
pub mod naming;
mod outline;
mod owners;
mod rules;
mod scaffold;
mod search;
mod support;

pub use by_framework::{ByFramework, Provision, RelatedRow, by_framework, frameworks};
pub use card::{Card, CardField, card};
pub use crosswalk::{Related, Relation};
pub use explain::{Explained, Keyed, RuleCard, Subject, explain, ids};
pub use facts::{Fact, FactValue, facts};
pub use lenses::{answered_by, references_to, told_in};
pub use listing::{FileEntry, Listing, RecordEntry, Standing, listing};
pub use manual::{MANUAL, manual, manual_of_code};
pub use outline::{OutlineItem, outline};
pub use owners::{Owner, owners};
pub use rules::{RuleFilter, is_named};
pub use scaffold::scaffold;
pub use search::{Hit, search};
pub use support::{OfKind, Support};
