//! Where a finding points: at what was read in the record, never in a pack, never line 1 for want of better.

use super::judge::Judge;
use crate::expr::{Env, Picked, Reason, Rec, Step, ValueExpr};
use crate::finding::{At, Nowhere};
use crate::model::index::Told;
use crate::model::{Carrier, EntityId};
use crate::source::Place;

impl<'a> Judge<'a, '_> {
    /// The primary place of a failed condition, and the step that gave it.
    pub(super) fn primary<'r>(
        &self,
        env: &Env<'a>,
        reason: &'r Reason<'a>,
        element: Option<&Picked<'a>>,
    ) -> (At, Option<&'r Step>) {
        if let Some(place) = self.told_place(env) {
            return (At::Place(place), reason.steps.iter().find(|s| s.place == place));
        }
        let steps = &reason.steps;
        let in_element = || element.and(steps.iter().find(|s| s.in_element && (s.in_record || env.this.is_none())));
        let in_record = || steps.iter().find(|s| s.in_record);
        let beyond = || element.and(steps.iter().find(|s| s.in_element));
        match in_element().or_else(in_record).or_else(beyond) {
            // A column that the table lacks says nothing of this row: the row is what fails.
            Some(step) if step.missing && self.is_header(step.place) => (self.whole(env, element), Some(step)),
            Some(step) => (At::Place(step.place), Some(step)),
            None => (self.whole(env, element), None),
        }
    }

    /// True for the header row of a table.
    pub(super) fn is_header(&self, place: Place) -> bool {
        let records = self.over.index.facts(place.file).map_or(&[][..], |f| &f.records);
        let upto = records.partition_point(|r| r.span.start <= place.span.start);
        // The first row of the table comes just after its header.
        records.get(upto).is_some_and(|r| r.carrier == Carrier::Row(place.span))
    }

    /// Where the record as a whole is meant: the element, else the record's name, else the manifest.
    pub(super) fn whole(&self, env: &Env<'a>, element: Option<&Picked<'a>>) -> At {
        let place =
            self.told_place(env).or_else(|| element.and_then(|e| e.place)).or_else(|| self.name(env)).or(self.over.manifest);
        place.map_or(At::Nowhere(Nowhere::Repository), At::Place)
    }

    /// The place that `at` names.
    pub(super) fn told_place(&self, env: &Env<'a>) -> Option<Place> {
        self.rule.texts().at.as_ref()?.places(env).first().copied()
    }

    fn name(&self, env: &Env<'a>) -> Option<Place> {
        let index = self.over.index;
        match env.this.as_ref()? {
            Rec::Entity(entity) => {
                let ours = index.tellings(*entity).iter().find(|t| !index.is_pack_file(t.file))?;
                Some(Place::new(ours.file, index.record(*ours).name))
            }
            Rec::Mention(mention) => index.mention(*mention).map(|m| Place::new(mention.file, m.span)),
            _ => None,
        }
    }

    /// Where a field is missing: its empty cell or placeholder, else the header row of a table that has no such column, else what
    /// should hold it.
    pub(super) fn missing(
        &self,
        env: &Env<'a>,
        path: &[std::sync::Arc<str>],
        value: &'a ValueExpr,
        element: Option<&Picked<'a>>,
    ) -> At {
        if let Some(place) = self.told_place(env) {
            return At::Place(place);
        }
        if let (Some(Rec::Entity(entity)), None) = (&env.this, element)
            && let Some(place) = self.absent_field(*entity, &path[0])
        {
            return At::Place(place);
        }
        match value.places(env).first() {
            Some(place) => At::Place(*place),
            None => self.whole(env, element),
        }
    }

    /// The place of a field that no telling writes; none where one does, if only as an empty cell.
    fn absent_field(&self, entity: EntityId, name: &str) -> Option<Place> {
        let index = self.over.index;
        let (field, _) = index.schema.kind(index.kind(entity)).field(name)?;
        if !matches!(index.told(entity, field), Told::Absent) {
            return None;
        }
        let ours = index.tellings(entity).iter().find(|t| !index.is_pack_file(t.file))?;
        let record = index.record(*ours);
        match record.carrier {
            Carrier::Row(header) => Some(Place::new(ours.file, header)),
            _ => Some(Place::new(ours.file, record.name)),
        }
    }
}
