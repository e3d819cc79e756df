//! Paths within a quantifier that its variable does not decide: they are read once for all elements, not once for each.

use std::cell::{Cell, RefCell};

use crate::expr::ir::{X, var_bit};
use crate::expr::value::Item;

/// What paths came to that lead out of a quantifier.
pub(in crate::expr) struct Hoist<'c, 'a> {
    /// Bits of its variable, and of all that are bound within it.
    bound: u32,
    /// Of the first element nothing is kept: there may be no second.
    on: Cell<bool>,
    found: RefCell<Vec<(&'a X, Item<'a>)>>,
    /// That of the quantifier around it.
    up: Option<&'c Hoist<'c, 'a>>,
}

impl<'c, 'a> Hoist<'c, 'a> {
    /// For the quantifier that binds `slot`.
    pub fn new(slot: u8, up: Option<&'c Self>) -> Self {
        Self { bound: !(var_bit(slot) - 1), on: Cell::new(false), found: RefCell::default(), up }
    }

    /// To be called when an element has been looked at.
    pub fn next(&self) {
        self.on.set(true);
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
