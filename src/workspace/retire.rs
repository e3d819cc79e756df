//! Which records count on a day: those that are retired do not, and of a kind that there is one of, only the one in force does.

use jiff::civil::Date;

use super::Workspace;
use crate::expr::{Cache, Truth, World};
use crate::model::EntityId;
use crate::schema::KindId;

impl Workspace {
    /// Takes out of the index what does not count. Gives the kinds that there is one of and several claim to be, none of them alone in force.
    pub(super) fn retire(&mut self, today: Date, noise: &[Box<str>]) -> Vec<KindId> {
        self.index.settle();
        let cache = Cache::default();
        let world = World::new(&self.index, &self.sources, &self.base.derived, today, noise, &cache);
        let mut retired: Vec<EntityId> = Vec::new();
        for (kind, _) in self.index.schema.iter().filter(|(_, k)| k.retired.is_some()) {
            let own = self.index.all(kind).iter().copied().filter(|e| self.index.kind(*e) == kind);
            retired.extend(own.filter(|e| self.base.derived.retired(&world, *e) == Truth::True));
        }
        self.index.retire(retired);

        let cache = Cache::default();
        let world = World::new(&self.index, &self.sources, &self.base.derived, today, noise, &cache);
        let (mut passed_over, mut unsettled) = (Vec::new(), Vec::new());
        for (kind, _) in self.index.schema.iter().filter(|(_, k)| k.one) {
            let claim = self.index.all(kind);
            match world.one(kind) {
                Some(one) => passed_over.extend(claim.iter().copied().filter(|e| *e != one)),
                None if claim.len() > 1 => unsettled.push(kind),
                None => {}
            }
        }
        self.index.retire(passed_over);
        unsettled
    }
}
