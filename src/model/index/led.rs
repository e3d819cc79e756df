//! Which record each reference in a field leads to: dozens of rules follow the same references, and each is looked up by its text once.

use std::sync::atomic::{AtomicU32, Ordering};

use super::EntityId;
use crate::model::Nth;
use crate::source::FileId;

/// In place of a record: it has not been looked up yet, and it leads to none.
const UNKNOWN: u32 = u32::MAX;
const NOWHERE: u32 = u32::MAX - 1;

/// What is known of the references of each file. Several threads may look up one at once: they find the same.
#[derive(Debug, Default)]
pub(super) struct Led {
    /// Of each file, where its references begin among `all`, and how many there are.
    rooms: Vec<(u32, u32)>,
    all: Vec<AtomicU32>,
}

impl Led {
    /// Room for as many references as each file has; nothing is known.
    pub fn over(counts: impl Iterator<Item = u32>) -> Self {
        let mut led = Self::default();
        for count in counts {
            led.rooms.push((led.all.len() as u32, count));
            led.all.resize_with(led.all.len() + count as usize, unknown);
        }
        led
    }

    /// Room for the references of one file, of which nothing is known any more.
    pub fn renew(&mut self, file: FileId, count: u32) {
        let Some(room) = self.rooms.get_mut(file.0 as usize) else { return };
        if count > room.1 {
            room.0 = self.all.len() as u32;
            self.all.resize_with(self.all.len() + count as usize, unknown);
        }
        room.1 = count;
        self.all[room.0 as usize..][..count as usize].fill_with(unknown);
    }

    /// Nothing is known any more.
    pub fn forget(&mut self) {
        self.all.fill_with(unknown);
    }

    /// Where a reference leads, if it was looked up: none for one that leads to no record.
    pub fn get(&self, file: FileId, nth: Nth) -> Option<Option<EntityId>> {
        match self.slot(file, nth)?.load(Ordering::Relaxed) {
            UNKNOWN => None,
            NOWHERE => Some(None),
            entity => Some(Some(EntityId(entity))),
        }
    }

    /// Notes where it leads.
    pub fn set(&self, file: FileId, nth: Nth, to: Option<EntityId>) {
        if let Some(slot) = self.slot(file, nth) {
            slot.store(to.map_or(NOWHERE, |entity| entity.0), Ordering::Relaxed);
        }
    }

    fn slot(&self, file: FileId, nth: Nth) -> Option<&AtomicU32> {
        let (start, count) = self.rooms.get(file.0 as usize)?;
        let nth = nth.get().filter(|nth| nth < count)?;
        self.all.get((start + nth) as usize)
    }
}

fn unknown() -> AtomicU32 {
    AtomicU32::new(UNKNOWN)
}

impl Clone for Led {
    /// Empty: a copy is made to be changed.
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_known_until_the_file_is_another() {
        let mut led = Led::over([2, 0, 1].into_iter());
        let (first, last) = (FileId(0), FileId(2));
        led.set(first, Nth::new(1), Some(EntityId(7)));
        led.set(last, Nth::new(0), None);
        let known = |led: &Led| [(first, 0), (first, 1), (first, 2), (last, 0)].map(|(file, nth)| led.get(file, Nth::new(nth)));
        assert_eq!(known(&led), [None, Some(Some(EntityId(7))), None, Some(None)]);
        led.renew(first, 3);
        assert_eq!(known(&led), [None, None, None, Some(None)]);
        led.set(first, Nth::new(2), Some(EntityId(1)));
        assert_eq!(known(&led), [None, None, Some(Some(EntityId(1))), Some(None)]);
        led.forget();
        assert_eq!(known(&led), [None; 4]);
        assert_eq!(led.get(first, Nth::default()), None);
    }
}
