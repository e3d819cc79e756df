//! Derived fields and `x-retired`, compiled.

use super::Complaint;
use crate::schema::Schema;
use crate::source::Place;

/// All derived fields and retirement conditions.
#[derive(Debug, Default)]
pub struct DerivedTable {}

impl DerivedTable {
    /// Compiles those of all kinds. One that does not compile reads as poisoned.
    pub fn compile(schema: &Schema) -> (Self, Vec<(Place, Complaint)>) {
        let _ = schema;
        (Self::default(), Vec::new())
    }

    /// Whether a record counts no more, by its kind's `x-retired`.
    pub fn retired(&self, world: &super::World, entity: crate::model::EntityId) -> super::Truth {
        let _ = (world, entity);
        super::Truth::False
    }
}
