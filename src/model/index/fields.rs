//! Reading a field of a record over all its tellings.

use super::{EntityId, Index, Told};
use crate::model::Value;
use crate::model::agreement::same;
use crate::schema::Type;
use crate::source::FileId;

impl Index {
    /// What the tellings of a record say of a field.
    pub fn told(&self, entity: EntityId, field: u16) -> Told<'_> {
        let of = &self.entities[entity.0 as usize];
        if let ([only], 0..64) = (&*of.tellings, field) {
            if of.written >> field & 1 == 0 {
                return Told::Absent;
            }
            // Fields ascend: as many stand before it as are written of those before it.
            let before = (of.written & ((1 << field) - 1)).count_ones();
            let value = self.record(*only).fields.get(before as usize);
            return value.map_or(Told::Absent, |(_, value)| Told::One(only.file, value));
        }
        let tellings = self.tellings(entity);
        if let [only] = tellings {
            return self.record(*only).get(field).map_or(Told::Absent, |v| Told::One(only.file, v));
        }
        let all: Vec<(FileId, &Value)> =
            tellings.iter().filter_map(|t| self.record(*t).get(field).map(|v| (t.file, v))).collect();
        let given: Vec<(FileId, &Value)> = all.iter().copied().filter(|(_, v)| !v.is_missing()).collect();
        let Some((file, first)) = given.first().or(all.first()).copied() else { return Told::Absent };
        if given.iter().all(|(_, v)| same(&v.data, &first.data)) {
            return Told::One(file, first);
        }
        match self.schema.kind(self.kind(entity)).fields[field as usize].ty {
            Type::List(_) => Told::Joined(given),
            _ => Told::Conflict(file, first),
        }
    }
}
