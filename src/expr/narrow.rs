//! Which citations a condition may hold of, told from what it says: there are some hundred thousand, and most rules are about a few.

use super::ast::{Compare, Expr, Node};
use super::{Cond, World};
use crate::model::index::MentionId;

/// What only a citation in prose has.
const OF_PROSE: [&str; 6] = ["scheme", "form", "beside", "before", "edition", "cell"];

impl Cond {
    /// The citations of which no part of the condition is sure to fail, in order of path and place.
    pub fn citations(&self, world: &World) -> Vec<MentionId> {
        let prose = self.conjuncts().iter().any(|part| compares_one_of(part, &OF_PROSE));
        let (fields, kinds) = (self.one_of(&["field"]), self.one_of(&["target", "kind"]));
        world.cited().narrowed(world.index, prose, fields.as_deref(), kinds.as_deref())
    }

    /// The words of which a path must be one for the condition to hold: a part of it compares that path with them.
    fn one_of(&self, path: &[&str]) -> Option<Vec<&str>> {
        self.conjuncts().iter().find_map(|part| words_for(part, path))
    }

    fn conjuncts(&self) -> &[Expr] {
        match &self.ast.node {
            Node::And(parts) => parts,
            _ => std::slice::from_ref(&self.ast),
        }
    }
}

fn compares_one_of(part: &Expr, names: &[&str]) -> bool {
    match &part.node {
        Node::Compare(Compare::Eq, left, _) => matches!(&left.node, Node::Name(name) if names.contains(&&**name)),
        _ => false,
    }
}

fn words_for<'e>(part: &'e Expr, path: &[&str]) -> Option<Vec<&'e str>> {
    fn word(node: &Expr) -> Option<&str> {
        match &node.node {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }
    match &part.node {
        Node::Compare(Compare::Eq, left, right) if is_path(left, path) => Some(vec![word(right)?]),
        Node::In(left, all) if is_path(left, path) => all.iter().map(word).collect(),
        _ => None,
    }
}

fn is_path(node: &Expr, path: &[&str]) -> bool {
    match (&node.node, path) {
        (Node::Name(name), [only]) => **name == **only,
        (Node::Field(base, name, _), [first @ .., last]) => **name == **last && is_path(base, first),
        _ => false,
    }
}
