//! How far a repository has come, seen from another framework: for each of its provisions what of the standard is related to it, and how far
//! that is. A view of [`Coverage`]; it says nothing of whether a provision is met, and counts no share.

use std::sync::Arc;

use super::card::{name, text};
use super::coverage::Coverage;
use super::crosswalk::{Crosswalks, framework_of};
use super::facts::{Fact, facts};
use crate::rules::coverage::lies_within;
use crate::workspace::Workspace;

/// A framework with its provisions.
#[derive(Clone, Debug, PartialEq)]
pub struct ByFramework {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// What must be said beside every relation to it.
    pub caution: Option<Arc<str>>,
    /// Provisions to which something is related, or of which the pack says that nothing is; in the pack's order.
    pub provisions: Vec<Provision>,
    /// How many others it has, of which the pack says nothing.
    pub others: usize,
}

/// A provision, and what of the standard is related to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Provision {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// What is told of it with every relation.
    pub facts: Vec<Fact>,
    /// What is related.
    pub related: Vec<RelatedRow>,
}

impl Provision {
    /// True for the provision of an id, and for one that lies within it.
    pub fn lies_within(&self, id: &str) -> bool {
        lies_within(&self.id, id)
    }
}

/// A clause or control that is related to a provision.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedRow {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// What is said of the relation.
    pub facts: Vec<Fact>,
    /// Positions in [`Coverage::rows`]: its own, or those of what lies within it.
    pub rows: Vec<usize>,
}

/// Ids and titles of the frameworks that can be asked for.
pub fn frameworks(workspace: &Workspace) -> Vec<(Arc<str>, Arc<str>)> {
    let all = Crosswalks::new(workspace).frameworks();
    let named = all.into_iter().map(|(framework, ..)| {
        let id = name(workspace, framework);
        (id.clone(), text(workspace, framework, "title").unwrap_or(id))
    });
    named.collect()
}

/// The view by a framework, named by id or title in any case; none for a name that no framework bears.
pub fn by_framework(workspace: &Workspace, coverage: &Coverage, wanted: &str) -> Option<ByFramework> {
    let index = &workspace.index;
    let crosswalks = Crosswalks::new(workspace);
    let title_of = |entity| text(workspace, entity, "title").unwrap_or_else(|| name(workspace, entity));
    let bears = |entity| [name(workspace, entity), title_of(entity)].iter().any(|n| n.eq_ignore_ascii_case(wanted.trim()));
    let (framework, kind, spec) = crosswalks.frameworks().into_iter().find(|(framework, ..)| bears(*framework))?;
    let mut view = ByFramework {
        id: name(workspace, framework),
        title: title_of(framework),
        caution: text(workspace, framework, &spec.caution),
        provisions: Vec::new(),
        others: 0,
    };
    for provision in index.all(kind).iter().filter(|e| framework_of(workspace, **e, spec) == Some(framework)) {
        let mut facts: Vec<Fact> = facts(workspace, *provision).into_iter().filter(|f| spec.tell.contains(&f.name)).collect();
        let to = crosswalks.related(*provision).into_iter().flat_map(|related| related.to);
        let related: Vec<RelatedRow> = to
            .filter_map(|relation| {
                let Some(other) = relation.other else {
                    facts.extend(relation.facts); // a row that names nothing here says something of the provision
                    return None;
                };
                let id = relation.id?;
                let within = (0..coverage.rows.len()).filter(|i| lies_within(&coverage.rows[*i].id, &id));
                Some(RelatedRow { title: title_of(other), facts: relation.facts, rows: within.collect(), id })
            })
            .collect();
        if related.is_empty() && facts.is_empty() {
            view.others += 1;
        } else {
            view.provisions.push(Provision { id: name(workspace, *provision), title: title_of(*provision), facts, related });
        }
    }
    Some(view)
}
