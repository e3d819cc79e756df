//! Questions over a workspace: data, no printing. The command line and the editor ask here and know nothing about records themselves.

mod card;
mod explain;
mod listing;
mod scaffold;

pub use card::{Card, CardField, card};
pub use explain::{Explained, Keyed, Subject, explain};
pub use listing::{FileEntry, Listing, RecordEntry, Standing, listing};
pub use scaffold::scaffold;
