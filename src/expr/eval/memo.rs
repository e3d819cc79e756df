//! A question over all citations, asked again with the same words: dozens of rules' worth of citations ask of each other, and what they
//! ask differs in a field's name and a kind. What comes of it is found out once for each that is different.

use super::join::{Key, key};
use super::{Cx, V, read};
use crate::expr::ir::{P, var_bit};
use crate::expr::without::paths;
use crate::schema::KindId;

/// What a question depends on besides the repository: the values of the paths that lead out of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::expr) enum Asked {
    Value(Key),
    Kind(KindId),
    Unknown(u32),
}

/// The values that a quantifier over all records of a kind asks with; none if one of them cannot be told from others.
pub(super) fn asked<'a>(cx: Cx<'_, 'a>, pick: &'a P) -> Option<Vec<Asked>> {
    let mut asked = Some(Vec::new());
    if let Some(c) = &pick.cond {
        paths(c, var_bit(pick.slot), &mut |x| {
            let v = read(cx, x).v;
            let value = match (&v, v.unknown()) {
                (_, Some(causes)) => Some(Asked::Unknown(causes)),
                (V::Kind(kind), _) => Some(Asked::Kind(*kind)),
                _ => key(&v).map(Asked::Value),
            };
            match (&mut asked, value) {
                (Some(all), Some(value)) => all.push(value),
                _ => asked = None,
            }
        });
    }
    asked
}
