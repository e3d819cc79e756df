//! Records by what somebody remembers of their ids and titles.

use std::sync::Arc;

use super::card::text;
use crate::source::Place;
use crate::workspace::Workspace;

/// Most records that one search gives.
const MOST: usize = 500;

/// A record that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its id, if it has one.
    pub id: Option<Arc<str>>,
    /// Its title, if it has one.
    pub title: Option<Arc<str>>,
    /// Its kind.
    pub kind: Arc<str>,
    /// Where it is told.
    pub place: Place,
}

/// The repository's records whose id, or id and title, hold the letters of a query in order, the nearest first; of equals in order of path
/// and place. An empty query finds all.
pub fn search(workspace: &Workspace, query: &str) -> Vec<Hit> {
    let index = &workspace.index;
    let query = query.trim().to_lowercase();
    let mut found: Vec<(u8, Hit)> = Vec::new();
    for facts in index.files().filter(|facts| !workspace.is_pack(facts.file)) {
        for (i, record) in facts.records.iter().enumerate() {
            let Some(entity) = index.entity_at(facts, i) else { continue };
            let title = text(workspace, entity, "title");
            let Some(name) = record.id.as_ref().or(title.as_ref()) else { continue };
            let whole = format!("{} {}", name, title.as_deref().unwrap_or_default()).to_lowercase();
            let rank = match whole.find(&query) {
                Some(0) => 0,
                Some(_) => 1,
                None if holds(&whole, &query) => 2,
                None => continue,
            };
            let kind = index.schema.kind(record.kind).title.clone();
            found.push((rank, Hit { id: record.id.clone(), title, kind, place: Place::new(facts.file, record.name) }));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(MOST).map(|(_, hit)| hit).collect()
}

/// True when a text holds the letters of a query in their order.
fn holds(text: &str, query: &str) -> bool {
    let mut letters = text.chars();
    query.chars().filter(|c| !c.is_whitespace()).all(|wanted| letters.any(|c| c == wanted))
}
