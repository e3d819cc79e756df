//! Whether a quantifier may pick a file that is no record: such a file has a path and a title, and of all else says nothing. Most conditions
//! ask for more, and need not be tried on each file that was not recognised, for each record.

use crate::expr::ir::{C, Ir, X};

/// What a file that is no record has.
const OF_FILE: [&str; 5] = ["kind", "path", "id", "title", "document"];

/// False for a condition that is never known to hold of a file, as the variable of a slot.
pub(super) fn may_hold(c: &C, slot: u8) -> bool {
    match c {
        C::And(parts) => parts.iter().all(|part| may_hold(part, slot)),
        C::Or(parts) => parts.iter().any(|part| may_hold(part, slot)),
        C::Compare(_, a, b) | C::Similar(a, b) | C::Pattern(a, b) => !is_missing(a, slot) && !is_missing(b, slot),
        C::In(x, _) | C::Regex(x, _) | C::Alone(x) => !is_missing(x, slot),
        // Of a list, that it is empty is enough.
        C::Has(x, ..) | C::Given(x) => !is_of_record(x, slot),
        C::Any(pick) => !is_of_record(&pick.from, slot),
        C::None(_) | C::Not(_) | C::Missing(_) | C::Once(..) => true,
    }
}

/// True for a path that comes to nothing; a list comes to an empty one.
fn is_missing(x: &X, slot: u8) -> bool {
    !x.list && is_of_record(x, slot)
}

/// True for a path that begins with a field that only records have.
fn is_of_record(x: &X, slot: u8) -> bool {
    let Ir::Field(base, access) = &x.ir else { return false };
    match base.ir {
        Ir::Var(own, _) => own == slot && !OF_FILE.contains(&&*access.name),
        _ => is_of_record(base, slot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::ir::Access;

    fn field(name: &str, list: bool) -> X {
        let variable = X { ir: Ir::Var(0, "".into()), roots: 0, list: false };
        let access = Access { name: name.into(), slots: smallvec::smallvec![], kinds: smallvec::smallvec![], plain: true };
        X { ir: Ir::Field(Box::new(variable), access), roots: 0, list }
    }

    #[test]
    fn only_what_a_file_says_may_hold_of_it() {
        let title = || C::Given(field("title", false));
        let status = || C::Alone(field("in_force", false));
        for (condition, want) in [
            (title(), true),
            (status(), false),
            (C::And(vec![title(), status()]), false),
            (C::Or(vec![title(), status()]), true),
            (C::Not(Box::new(status())), true),
            (C::Missing(field("topic", true)), true),
            (C::Given(field("topic", true)), false),
            (C::Has(field("topic", true), field("title", false), None), false),
        ] {
            assert_eq!(may_hold(&condition, 0), want, "{condition:?}");
            assert!(may_hold(&condition, 1), "{condition:?}");
        }
    }
}
