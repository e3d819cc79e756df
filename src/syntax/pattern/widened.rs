//! A pattern that matches wherever another does, and elsewhere too, but makes a small table. Only the build script makes such, and the
//! tests that compare.

use regex_syntax::hir::{Capture, Hir, HirKind, Repetition};

/// What may be repeated so often stays as it is: what is longer is a gap between words, and a gap of a certain length has many rows.
const SHORT: u32 = 4;

/// The pattern with gaps of any length.
pub(super) fn widened(pattern: &Hir) -> Hir {
    let all = |parts: &[Hir]| parts.iter().map(widened).collect();
    match pattern.kind() {
        HirKind::Repetition(repetition) => {
            let is_gap = matches!(repetition.sub.kind(), HirKind::Class(_)) && repetition.max.is_some_and(|most| most > SHORT);
            let (min, max) = if is_gap { (repetition.min.min(1), None) } else { (repetition.min, repetition.max) };
            Hir::repetition(Repetition { min, max, sub: Box::new(widened(&repetition.sub)), ..repetition.clone() })
        }
        HirKind::Capture(capture) => Hir::capture(Capture { sub: Box::new(widened(&capture.sub)), ..capture.clone() }),
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => pattern.clone(),
    }
}
