//! The built-in codes that need the index: references, duplicates, dates, links. They read `x-` keywords, never a field's name, and name
//! no kind.

mod dates;
mod duplicates;
mod links;
mod references;
mod scale;
mod totals;

use std::sync::Arc;

use jiff::civil::Date;

use crate::finding::{Finding, Fix, RecordName};
use crate::model::read::Citations;
use crate::model::{EntityId, Facts, Index};
use crate::schema::KindId;
use crate::source::{FileId, Place, Sources};

/// What the language layer judges.
pub struct Lint<'a> {
    /// The records.
    pub index: &'a Index,
    /// The texts that they stand in.
    pub sources: &'a Sources,
    /// The day that is judged for.
    pub today: Date,
    /// Files whose findings are told.
    pub ours: &'a dyn Fn(FileId) -> bool,
    /// Kinds that there is one of, and several claim to be.
    pub unsettled: &'a [KindId],
    /// What is meant by ids that many cite by mistake.
    pub citations: &'a Citations,
}

impl Lint<'_> {
    /// What is found in one file.
    pub fn file(&self, facts: &Arc<Facts>, findings: &mut Vec<Finding>) {
        self.references(facts, findings);
        self.links(facts, findings);
        self.dates(facts, findings);
        self.scales(facts, findings);
        self.totals(facts, findings);
    }

    /// What is found only where all files are looked at together.
    pub fn across(&self, findings: &mut Vec<Finding>) {
        self.duplicates(findings);
        self.claims(findings);
    }

    /// A proposal to write `right` for `wrong` within a place.
    fn instead(&self, place: Place, wrong: &str, right: &str) -> Option<Fix> {
        Fix::instead(place, &self.sources.get(place.file).text, wrong, right)
    }

    fn name(&self, entity: EntityId) -> RecordName {
        let kind = self.index.schema.kind(self.index.kind(entity));
        RecordName { kind: kind.name.clone(), id: self.index.id(entity).cloned() }
    }
}
