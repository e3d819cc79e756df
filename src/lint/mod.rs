//! The built-in codes that need the index: references, duplicates, dates, links. They read `x-` keywords, never a field's name, and name
//! no kind.

mod dates;
mod duplicates;
mod links;
mod references;
mod scale;
mod totals;

pub use scale::levels;

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

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
    pub ours: &'a (dyn Fn(FileId) -> bool + Sync),
    /// Kinds that there is one of, and several claim to be.
    pub unsettled: &'a [KindId],
    /// What is meant by ids that many cite by mistake.
    pub citations: &'a Citations,
}

impl Lint<'_> {
    /// What is found in each file, in order of path.
    pub fn by_file(&self) -> Vec<(FileId, Vec<Finding>)> {
        let files: Vec<&Arc<Facts>> = self.index.files().filter(|facts| (self.ours)(facts.file)).collect();
        files.par_iter().map(|facts| (facts.file, self.of_file(facts))).collect()
    }

    /// What is found only where all files are looked at together.
    pub fn across(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.duplicates(&mut findings);
        self.claims(&mut findings);
        findings
    }

    /// What is found in one file.
    pub fn of_file(&self, facts: &Arc<Facts>) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.references(facts, &mut findings);
        self.links(facts, &mut findings);
        self.dates(facts, &mut findings);
        self.scales(facts, &mut findings);
        self.totals(facts, &mut findings);
        findings
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
