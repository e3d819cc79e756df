//! What `&name` marks, so that `*name` can be expanded: each value with its price, because a few lines of aliases of
//! aliases stand for billions of nodes.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::super::{Node, NodeValue};

/// Bytes of copied text that count as one node: a long folded text behind an alias is copied too.
const BYTES_A_NODE: usize = 64;

struct Anchored<'t> {
    node: Node<'t>,
    cost: usize,
    height: usize,
}

pub(super) struct Anchors<'t> {
    known: FxHashMap<usize, Anchored<'t>>,
    /// What the copies kept here may still cost in all: anchors within anchors are kept once each.
    left: usize,
}

impl<'t> Anchors<'t> {
    pub(super) fn new(budget: usize) -> Self {
        Self { known: FxHashMap::default(), left: budget }
    }

    /// Forgets all names: they do not reach into the next document.
    pub(super) fn clear(&mut self) {
        self.known.clear();
    }

    /// Keeps a copy of a marked value. False when the budget does not allow it.
    pub(super) fn define(&mut self, id: usize, node: &Node<'t>) -> bool {
        let (cost, height) = measure(node);
        let Some(left) = self.left.checked_sub(cost) else { return false };
        self.left = left;
        self.known.insert(id, Anchored { node: node.clone(), cost, height });
        true
    }

    /// Cost and height of a marked value; `None` while it is still open.
    pub(super) fn price(&self, id: usize) -> Option<(usize, usize)> {
        self.known.get(&id).map(|a| (a.cost, a.height))
    }

    /// A copy of a marked value.
    pub(super) fn copy(&self, id: usize) -> Option<Node<'t>> {
        self.known.get(&id).map(|a| a.node.clone())
    }
}

/// Nodes (with copied text) and levels of collections. Recursion is bounded by the depth limit that the node obeys.
fn measure(node: &Node<'_>) -> (usize, usize) {
    let text_cost = |text: &Cow<'_, str>| if let Cow::Owned(text) = text { text.len() / BYTES_A_NODE } else { 0 };
    let deepest = |(cost, height): (usize, usize), (c, h): (usize, usize)| (cost + c, height.max(h + 1));
    match &node.value {
        NodeValue::Null => (1, 0),
        NodeValue::Scalar(text) => (1 + text_cost(text), 0),
        NodeValue::List(items) => items.iter().map(measure).fold((1, 1), deepest),
        NodeValue::Map(entries) => entries
            .iter()
            .map(|e| {
                let (cost, height) = measure(&e.value);
                (cost + text_cost(&e.key.text), height)
            })
            .fold((1, 1), deepest),
    }
}
