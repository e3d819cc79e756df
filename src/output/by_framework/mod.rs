//! Coverage seen from another framework: `coverage --by`.

mod human;
mod json;

pub use human::write as human;
pub use json::write as json;

use crate::answers::RelatedRow;
use crate::answers::coverage::{Coverage, Row};

/// How far what is related is: the state of a clause or control; of several that lie within one, the least and the greatest.
fn state(coverage: &Coverage, related: &RelatedRow) -> String {
    let rows: Vec<&Row> = related.rows.iter().map(|i| &coverage.rows[*i]).collect();
    let kept: Vec<&&Row> = rows.iter().filter(|row| !row.excluded).collect();
    let stale = if !kept.is_empty() && kept.iter().all(|row| row.stale) { ", stale" } else { "" };
    match (kept.iter().map(|row| row.state).min(), kept.iter().map(|row| row.state).max()) {
        (Some(least), Some(most)) if least == most => format!("{}{stale}", least.word()),
        (Some(least), Some(most)) => format!("{} to {}{stale}", least.word(), most.word()),
        _ if rows.is_empty() => String::new(),
        _ => "excluded".to_owned(),
    }
}
