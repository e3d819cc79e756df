//! Taking records out of what counts: what a superseded document says is history, not a second opinion.

use rustc_hash::FxHashSet;

use super::referring::Tables;
use super::{EntityId, Index};
use crate::source::FileId;

impl Index {
    /// Takes records out of what counts, and with a document the records that it carries: they stay targets of references. A record that
    /// another document tells as well stays, as that one tells it. Adds to what is retired already; [`Index::settle`] forgets it.
    pub fn retire(&mut self, retired: impl IntoIterator<Item = EntityId>) {
        let mut retired: FxHashSet<EntityId> = retired.into_iter().collect();
        if retired.is_empty() {
            return;
        }
        let files: FxHashSet<FileId> =
            retired.iter().flat_map(|e| self.tellings(*e)).map(|t| t.file).filter(|f| self.is_carried(*f, &retired)).collect();
        for (i, entity) in self.entities.iter_mut().enumerate().filter(|(_, e)| !e.tellings.is_empty()) {
            let shelved = entity.tellings.iter().filter(|t| files.contains(&t.file)).count();
            if shelved == entity.tellings.len() {
                retired.insert(EntityId(i as u32));
            } else if shelved > 0 {
                entity.tellings.sort_by_key(|t| files.contains(&t.file));
                entity.shelved = shelved as u32;
            }
        }
        self.referring = Tables::default();
        self.live.iter_mut().for_each(|list| list.retain(|e| !retired.contains(e)));
        self.retired.extend(retired);
    }

    /// True for a file whose own document is among the retired.
    fn is_carried(&self, file: FileId, retired: &FxHashSet<EntityId>) -> bool {
        self.document(file).is_some_and(|document| retired.contains(&document))
    }
}
