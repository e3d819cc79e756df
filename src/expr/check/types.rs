//! Types: of fields, of unions, and which fit together.

use std::sync::Arc;

use smallvec::smallvec;

use crate::expr::{Kinds, Ty};
use crate::schema::{RefTo, Schema, Type};

/// The type of a field.
pub(in crate::expr) fn ty_of(ty: &Type) -> Ty {
    match ty {
        Type::Text => Ty::Text,
        Type::Number => Ty::Number,
        Type::Truth(_) => Ty::Truth,
        Type::Date => Ty::Date,
        Type::Duration => Ty::Duration,
        Type::Pattern => Ty::Pattern,
        Type::Word(vocabulary) => Ty::Word(smallvec![vocabulary.clone()]),
        Type::Scale(spec) => Ty::Scale(spec.clone()),
        Type::Ref(spec) => Ty::Record(match &spec.to {
            RefTo::Any => Kinds { open: spec.open, ..Kinds::any() },
            RefTo::Kinds(kinds) => Kinds { any: false, of: kinds.as_slice().into(), open: spec.open },
        }),
        Type::List(item) => Ty::List(Box::new(ty_of(item))),
        Type::Group(group) => Ty::Object(smallvec![group.clone()]),
        Type::Map(map) => Ty::Map(map.clone()),
    }
}

/// The type of what is of either type; none where they do not fit.
pub(super) fn unify(a: Ty, b: Ty) -> Option<Ty> {
    Some(match (a, b) {
        (Ty::Wrong, ty) | (ty, Ty::Wrong) => ty,
        (Ty::Number, Ty::Number) => Ty::Number,
        (Ty::Truth, Ty::Truth) => Ty::Truth,
        (Ty::Date, Ty::Date) => Ty::Date,
        (Ty::Duration, Ty::Duration) => Ty::Duration,
        (Ty::Pattern, Ty::Pattern) => Ty::Pattern,
        (Ty::Prose, Ty::Prose) => Ty::Prose,
        (Ty::Kind, Ty::Kind) => Ty::Kind,
        (Ty::Text | Ty::Kind, Ty::Text | Ty::Word(_) | Ty::Kind) | (Ty::Word(_), Ty::Text | Ty::Kind) => Ty::Text,
        (Ty::Word(mut a), Ty::Word(b)) => {
            for vocabulary in b {
                if !a.iter().any(|v| Arc::ptr_eq(v, &vocabulary) || **v == *vocabulary) {
                    a.push(vocabulary);
                }
            }
            Ty::Word(a)
        }
        (Ty::Scale(a), Ty::Scale(b)) if a == b => Ty::Scale(a),
        (Ty::Object(mut a), Ty::Object(b)) => {
            for group in b {
                if !a.iter().any(|g| Arc::ptr_eq(g, &group)) {
                    a.push(group);
                }
            }
            Ty::Object(a)
        }
        (Ty::Entry(a), Ty::Entry(b)) => Ty::Entry(Box::new(unify(*a, *b)?)),
        (Ty::Map(a), Ty::Map(b)) if Arc::ptr_eq(&a, &b) => Ty::Map(a),
        (Ty::Record(a), Ty::Record(b)) => {
            let mut kinds = a;
            kinds.any |= b.any;
            kinds.open |= b.open;
            kinds.of.extend(b.of);
            kinds.of.sort_unstable();
            kinds.of.dedup();
            Ty::Record(kinds)
        }
        (Ty::List(a), Ty::List(b)) => Ty::List(Box::new(unify(*a, *b)?)),
        (Ty::List(a), b) | (b, Ty::List(a)) => Ty::List(Box::new(unify(*a, b)?)),
        _ => return None,
    })
}

/// Types that `==` compares as words.
pub(super) fn textual(ty: &Ty) -> bool {
    matches!(ty, Ty::Text | Ty::Word(_) | Ty::Kind | Ty::Wrong)
}

/// Whether `==` may stand between the two.
pub(super) fn equal_fits(a: &Ty, b: &Ty) -> bool {
    match (a, b) {
        (Ty::Wrong, _)
        | (_, Ty::Wrong)
        | (Ty::Number | Ty::Scale(_), Ty::Number | Ty::Scale(_))
        | (Ty::Date, Ty::Date)
        | (Ty::Duration, Ty::Duration)
        | (Ty::Record(_), Ty::Record(_)) => true,
        (Ty::Scale(_), other) | (other, Ty::Scale(_)) => textual(other),
        (a, b) => textual(a) && textual(b),
    }
}

/// Whether `<` may stand between the two.
pub(super) fn order_fits(a: &Ty, b: &Ty) -> bool {
    match (a, b) {
        (Ty::Wrong, _)
        | (_, Ty::Wrong)
        | (Ty::Number | Ty::Scale(_), Ty::Number | Ty::Scale(_))
        | (Ty::Date, Ty::Date)
        | (Ty::Duration, Ty::Duration) => true,
        (Ty::Word(a), Ty::Word(b)) => a.iter().chain(b).all(|v| v.ordered && v.words == a[0].words),
        // A literal: that it is one, and of the vocabulary, is seen elsewhere.
        (Ty::Word(a), Ty::Text) => a.iter().all(|v| v.ordered),
        _ => false,
    }
}

/// What a type is called in a complaint: "a date", "a list of records (control)".
pub(super) fn noun(ty: &Ty, schema: &Schema) -> String {
    match ty {
        Ty::Text => "text".into(),
        Ty::Prose => "running text".into(),
        Ty::Kind => "the name of a kind".into(),
        Ty::Number => "a number".into(),
        Ty::Truth => "yes or no".into(),
        Ty::Date => "a date".into(),
        Ty::Duration => "a duration".into(),
        Ty::Pattern => "a regular expression".into(),
        Ty::Word(_) => "a word of a vocabulary".into(),
        Ty::Scale(_) => "a level".into(),
        Ty::Object(_) | Ty::Entry(_) => "a group of fields".into(),
        Ty::Map(_) => "a mapping".into(),
        Ty::Record(kinds) if kinds.any => "a record".into(),
        Ty::Record(kinds) => {
            let names: Vec<&str> = kinds.of.iter().map(|k| &*schema.kind(*k).name).collect();
            format!("a record ({})", names.join(", "))
        }
        Ty::List(item) => format!("a list of {}", plural(item)),
        Ty::Wrong => "unknown".into(),
    }
}

fn plural(ty: &Ty) -> &'static str {
    match ty {
        Ty::Number => "numbers",
        Ty::Truth => "truths",
        Ty::Date => "dates",
        Ty::Duration => "durations",
        Ty::Record(_) => "records",
        Ty::Object(_) | Ty::Entry(_) | Ty::Map(_) => "groups of fields",
        Ty::Word(_) => "words",
        _ => "texts",
    }
}
