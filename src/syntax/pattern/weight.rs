//! How large a pattern becomes once it is compiled, before it is.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How many ranges of bytes a pattern unrolls to once it is compiled for all of Unicode: within a small factor, the number of its states.
pub(super) fn weight(hir: &Hir, ignore_case: bool) -> u64 {
    let range = if ignore_case { 2 } else { 1 };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(l) => l.0.len() as u64 * range,
        HirKind::Class(class) => class_ranges(class, range),
        HirKind::Repetition(r) => weight(&r.sub, ignore_case).saturating_mul(u64::from(r.max.unwrap_or(r.min).max(1))),
        HirKind::Capture(c) => weight(&c.sub, ignore_case),
        HirKind::Concat(all) | HirKind::Alternation(all) => {
            all.iter().map(|part| weight(part, ignore_case)).fold(0, u64::saturating_add)
        }
    }
}

/// A range beyond ASCII is several ranges of bytes.
fn class_ranges(class: &Class, range: u64) -> u64 {
    const BEYOND: u64 = 8;
    match class {
        Class::Unicode(class) => class.ranges().iter().map(|r| if r.end().is_ascii() { range } else { BEYOND }).sum(),
        Class::Bytes(class) => {
            let holds = |byte: u8| class.ranges().iter().any(|r| (r.start()..=r.end()).contains(&byte));
            // Blanks, or all but blanks: of those, Unicode has eight ranges more.
            let blanks = if holds(0) == holds(0x0b) { 0 } else { 8 * BEYOND };
            blanks + class.ranges().iter().map(|r| if r.end().is_ascii() { range } else { BEYOND }).sum::<u64>()
        }
    }
}
