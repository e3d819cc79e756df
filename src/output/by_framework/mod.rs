//! Coverage seen from another framework: `coverage --by`.

mod human;
mod json;

pub use human::write as human;
pub use json::write as json;

use crate::answers::coverage::{Coverage, Row};
use crate::answers::{RelatedRow, extent};

/// How far what is related is: the state of a clause or control; of several that lie within one, the least and the greatest.
fn state(coverage: &Coverage, related: &RelatedRow) -> String {
    let rows: Vec<&Row> = related.rows.iter().map(|i| &coverage.rows[*i]).collect();
    let kept: Vec<&&Row> = rows.iter().filter(|row| !row.excluded).collect();
    let least = kept.iter().map(|row| row.state).min();
    match least.zip(kept.iter().map(|row| row.state).max()) {
        Some(states) => extent(states, kept.iter().all(|row| row.stale)),
        None if rows.is_empty() => String::new(),
        None => "excluded".to_owned(),
    }
}
