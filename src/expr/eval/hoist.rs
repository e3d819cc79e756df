//! Paths within a quantifier that its variable does not decide: they are read once for all elements, not once for each.

use std::cell::{Cell, RefCell};

use crate::expr::ir::{X, var_bit};
use crate::expr::value::Item;
use crate::schema::KindId;

/// What paths came to that lead out of a quantifier.
pub(in crate::expr) struct Hoist<'c, 'a> {
    /// Its variable.
    slot: u8,
    /// Bits of its variable, and of all that are bound within it.
    bound: u32,
    /// Of the first element nothing is kept: there may be no second.
    on: Cell<bool>,
    found: RefCell<Vec<(&'a X, Item<'a>)>>,
    /// The kind of which it goes through all records, if there are many.
    kind: Cell<Option<KindId>>,
    /// How many elements have been looked at.
    passed: Cell<u32>,
    /// That of the quantifier around it.
    up: Option<&'c Hoist<'c, 'a>>,
}

/// In place of a variable: `this`.
pub(super) const THIS_SLOT: u8 = u8::MAX;

impl<'c, 'a> Hoist<'c, 'a> {
    /// For the quantifier that binds `slot`.
    pub fn new(slot: u8, up: Option<&'c Self>) -> Self {
        Self::binding(slot, !(var_bit(slot) - 1), up)
    }

    /// For whoever asks the same of one record after another: it is `this`, and nothing is kept.
    pub fn of_this() -> Self {
        Self::binding(THIS_SLOT, u32::MAX, None)
    }

    fn binding(slot: u8, bound: u32, up: Option<&'c Self>) -> Self {
        Self { slot, bound, on: Cell::new(false), found: RefCell::default(), kind: Cell::new(None), passed: Cell::new(0), up }
    }

    /// To be called when an element has been looked at.
    pub fn next(&self) {
        self.on.set(true);
        self.passed.set(self.passed.get() + 1);
    }

    /// To be called before it goes through all records of a kind of which there are many, in their order.
    pub fn goes_through(&self, kind: KindId) {
        self.kind.set(Some(kind));
    }

    /// The kind whose records the quantifier of a variable goes through, and the position of the one that it is at.
    pub fn passing(&self, slot: u8) -> Option<(KindId, usize)> {
        if self.slot == slot { Some((self.kind.get()?, self.passed.get() as usize)) } else { self.up?.passing(slot) }
    }

    /// The outermost one that keeps a plain path with these roots: all elements of its quantifier share what it comes to.
    pub fn keeper(&'c self, roots: u32) -> Option<&'c Self> {
        let (mut keeper, mut next) = (None, Some(self));
        while let Some(hoist) = next.filter(|h| h.bound & roots == 0) {
            keeper = Some(hoist).filter(|h| h.on.get()).or(keeper);
            next = hoist.up;
        }
        keeper
    }

    /// What a path came to, if it was read before.
    pub fn get(&self, x: &'a X) -> Option<Item<'a>> {
        self.found.borrow().iter().find(|(known, _)| std::ptr::eq(*known, x)).map(|(_, item)| item.clone())
    }

    /// Keeps what a path came to.
    pub fn put(&self, x: &'a X, item: Item<'a>) {
        self.found.borrow_mut().push((x, item));
    }
}
