//! A question over all citations, asked again with the same words: dozens of rules' worth of citations ask of each other, and what they
//! ask differs in a field's name and a kind. What comes of it is found out once for each that is different.

use super::join::{Key, key};
use super::quick::Quick;
use super::{Cx, V, read};
use crate::expr::ir::{P, X, var_bit};
use crate::expr::without::paths;
use crate::schema::KindId;

/// What a question depends on besides the repository: the values of the paths that lead out of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::expr) enum Asked {
    Value(Key),
    Kind(KindId),
    Unknown(u32),
}

/// What a path comes to, to be told from others; none if it cannot be.
fn value<'a>(cx: Cx<'_, 'a>, x: &'a X) -> Option<Asked> {
    if let Some(Quick::Kind(kind)) = Quick::at(cx, x) {
        return Some(Asked::Kind(kind));
    }
    let v = read(cx, x).v;
    match (&v, v.unknown()) {
        (_, Some(causes)) => Some(Asked::Unknown(causes)),
        (V::Kind(kind), _) => Some(Asked::Kind(*kind)),
        _ => key(&v).map(Asked::Value),
    }
}

/// The values that a quantifier over all records of a kind asks with; none if one of them cannot be told from others.
pub(super) fn asked<'a>(cx: Cx<'_, 'a>, pick: &'a P) -> Option<Vec<Asked>> {
    let mut asked = Some(Vec::new());
    if let Some(c) = &pick.cond {
        paths(c, var_bit(pick.slot), &mut |x| match (&mut asked, value(cx, x)) {
            (Some(all), Some(value)) => all.push(value),
            _ => asked = None,
        });
    }
    asked
}
