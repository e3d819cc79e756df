//! From a record to those that refer to it. A relation is read from all its holders when it is first asked for: to look for the holders of
//! one record among all that name it, for each record, is quadratic where ten thousand records name the same few.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::build::each_ref;
use super::resolve::looks_like_path;
use super::{EntityId, Few, Index, Target};
use crate::schema::{FieldPath, Inverse, KindId, Type};

/// Who refers to whom by one field, in order of path and place, each once.
type Table = FxHashMap<EntityId, Few>;

/// Tables of the relations that were asked for, by the kind that holds the reference and the field. Valid until anything changes.
#[derive(Debug, Default)]
pub(super) struct Tables(RwLock<FxHashMap<KindId, Vec<Relation>>>);

/// The field, and who refers by it.
type Relation = (FieldPath, Arc<Table>);

impl Tables {
    /// Forgets the tables of some kinds and fields.
    pub(super) fn forget(&mut self, changed: impl Fn(KindId, u16) -> bool) {
        let tables = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for (from, relations) in tables {
            relations.retain(|(path, _)| !path.first().is_some_and(|field| changed(*from, *field)));
        }
    }
}

impl Clone for Tables {
    /// Empty: a copy is made to be changed.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Index {
    /// The records that refer to `entity` by the relation, and those that it stores from its own end; in order of path and place.
    pub fn inverse(&self, entity: EntityId, inverse: &Inverse) -> Vec<EntityId> {
        let mut found = self.referring(inverse).get(&entity).map(|few| few.to_vec()).unwrap_or_default();
        let mut others = inverse.stored.map(|stored| self.stored(entity, stored)).unwrap_or_default();
        others.retain(|e| !self.is_retired(*e));
        if !others.is_empty() {
            // Mostly both ends say the same, and those found are in order.
            let known: FxHashSet<EntityId> = found.iter().copied().collect();
            let before = found.len();
            found.extend(others.into_iter().filter(|e| !known.contains(e)));
            if found.len() > before {
                self.sort(&mut found);
            }
        }
        found
    }

    /// Whether any record does.
    pub fn has_inverse(&self, entity: EntityId, inverse: &Inverse) -> bool {
        let stored = || inverse.stored.is_some_and(|stored| self.stored(entity, stored).iter().any(|e| !self.is_retired(*e)));
        self.referring(inverse).contains_key(&entity) || stored()
    }

    fn referring(&self, inverse: &Inverse) -> Arc<Table> {
        let of = |tables: &[Relation]| tables.iter().find(|(path, _)| *path == inverse.path).map(|(_, t)| t.clone());
        let known = self.referring.0.read().unwrap_or_else(PoisonError::into_inner).get(&inverse.from).and_then(|all| of(all));
        known.unwrap_or_else(|| {
            let table = Arc::new(self.all_referring(inverse));
            let mut tables = self.referring.0.write().unwrap_or_else(PoisonError::into_inner);
            let tables = tables.entry(inverse.from).or_default();
            of(tables).unwrap_or_else(|| {
                tables.push((inverse.path.clone(), table.clone()));
                table
            })
        })
    }

    /// Reads the references of all holders that count, in their order. What a retired document says of a holder that another tells as well is
    /// passed over only where it names a file.
    fn all_referring(&self, inverse: &Inverse) -> Table {
        let mut table = Table::default();
        let (Some(spec), Some(field)) = (self.ref_spec(inverse.from, &inverse.path), inverse.path.first()) else { return table };
        for holder in self.all(inverse.from) {
            let counting = self.tellings(*holder);
            let entity = &self.entities[holder.0 as usize];
            for (i, telling) in entity.tellings.iter().enumerate() {
                let record = self.record(*telling);
                let Some(value) = record.get(*field) else { continue };
                let ty = &self.schema.kind(record.kind).fields[*field as usize].ty;
                each_ref(value, ty, &mut vec![*field], &mut |path, text, nth| {
                    if *path == *inverse.path
                        && (i < counting.len() || !looks_like_path(text))
                        && let Target::Record(target) = self.target((text, nth), spec, telling.file)
                    {
                        let holders = table.entry(target).or_default();
                        if holders.last() != Some(holder) {
                            holders.push(*holder);
                        }
                    }
                });
            }
        }
        table
    }

    fn stored(&self, entity: EntityId, field: u16) -> Vec<EntityId> {
        let kind = self.schema.kind(self.kind(entity));
        let Some(ty) = kind.fields.get(field as usize).map(|f| &f.ty) else { return Vec::new() };
        let Type::Ref(spec) = ty.element() else { return Vec::new() };
        let mut found = Vec::new();
        for telling in self.tellings(entity) {
            if let Some(value) = self.record(*telling).get(field) {
                each_ref(value, ty, &mut Vec::new(), &mut |_, text, nth| {
                    if let Target::Record(e) = self.target((text, nth), spec, telling.file) {
                        found.push(e);
                    }
                });
            }
        }
        found
    }
}
