//! How large a pattern becomes once it is compiled, before it is.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A range of characters beyond ASCII is several ranges of bytes.
const BEYOND: u64 = 8;

/// How many ranges of bytes a pattern unrolls to once it is compiled for all of Unicode: within a small factor, the number of its states.
pub(super) fn weight(pattern: &Hir) -> u64 {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().map(|range| if range.end().is_ascii() { 1 } else { BEYOND }).sum()
        }
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64,
        HirKind::Repetition(again) => weight(&again.sub).saturating_mul(u64::from(again.max.unwrap_or(again.min).max(1))),
        HirKind::Capture(group) => weight(&group.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => all.iter().map(weight).fold(0, u64::saturating_add),
    }
}
