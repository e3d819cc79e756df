//! Why a condition came out as it did: places, in the order in which they matter.

use std::sync::Arc;

use super::value::Item;
use crate::model::EntityId;
use crate::source::Place;

/// The trail of a condition that has been evaluated.
#[derive(Clone, Debug, Default)]
pub struct Reason<'a> {
    /// What was read, in order; witnesses stand where their quantifier stands.
    pub steps: Vec<Step>,
    /// Elements that decided a quantifier, by the name of its variable: for `labels.at: e.applicable`. Near misses are among them.
    pub witnesses: Vec<Witness<'a>>,
}

/// What holds something that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nothing that has a name.
    Nothing,
    /// A record.
    Record(EntityId),
    /// A citation, whose place stands for all that is found out of it: what that comes to is not what is written there.
    Citation,
}

impl From<Option<EntityId>> for Holder {
    fn from(record: Option<EntityId>) -> Self {
        record.map_or(Self::Nothing, Self::Record)
    }
}

impl Holder {
    /// The record, if it is one.
    pub fn record(self) -> Option<EntityId> {
        if let Self::Record(record) = self { Some(record) } else { None }
    }
}

/// One thing that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where it stands; never in a pack.
    pub place: Place,
    /// What holds it.
    pub holder: Holder,
    /// It lies in `this`.
    pub in_record: bool,
    /// It lies in the element of `each` (the first variable of the environment).
    pub in_element: bool,
    /// The field path read, dotted, without `this`: `approved_by.top_management`.
    pub operand: Arc<str>,
    /// What was read is not stated; the place is that of what should hold it.
    pub missing: bool,
    /// What to say there ("status not given"); may be empty.
    pub note: String,
    /// For what was read of a witness or near miss: the variable.
    pub witness: Option<Arc<str>>,
}

/// An element that decided a quantifier.
#[derive(Clone, Debug)]
pub struct Witness<'a> {
    /// The quantifier's variable.
    pub var: Arc<str>,
    /// The element.
    pub item: Item<'a>,
    /// All parts of the condition but one hold of it.
    pub near: bool,
}
