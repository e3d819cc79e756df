//! The parts of a pattern, and what can be said of them as they stand.

use regex_automata::util::look::Look;

use super::set::{Beyond, Set};

/// Bytes that a match may begin with: so many are found in a text as fast as one.
const MOST: usize = 3;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// One character.
    Set(Set),
    /// What stands between characters.
    Look(Look),
    /// A group that is counted, by its number.
    Group(u32, Option<String>, Box<Node>),
    /// A part some times over.
    Repeat { node: Box<Node>, least: u32, most: Option<u32>, greedy: bool },
    /// Parts that follow one another.
    All(Vec<Node>),
    /// Parts of which one stands there.
    Any(Vec<Node>),
}

impl Node {
    /// True if it may match without a character.
    pub(super) fn may_be_empty(&self) -> bool {
        match self {
            Self::Set(_) => false,
            Self::Look(_) => true,
            Self::Group(_, _, node) => node.may_be_empty(),
            Self::Repeat { node, least, .. } => *least == 0 || node.may_be_empty(),
            Self::All(all) => all.iter().all(Self::may_be_empty),
            Self::Any(any) => any.iter().any(Self::may_be_empty),
        }
    }

    /// True if it matches only where the text begins.
    pub(super) fn begins(&self) -> bool {
        match self {
            Self::Set(_) => false,
            Self::Look(look) => *look == Look::Start,
            Self::Group(_, _, node) => node.begins(),
            Self::Repeat { node, least, .. } => *least > 0 && node.begins(),
            Self::All(all) => all.first().is_some_and(Self::begins),
            Self::Any(any) => any.iter().all(Self::begins),
        }
    }

    /// The bytes that a match may begin with, each on its own. None where it may begin with nothing, or with any of many.
    pub(super) fn first(&self) -> Option<Vec<[u8; 1]>> {
        let mut set = Set::default();
        (!self.starts(&mut set)).then_some(())?;
        let beyond = if set.beyond == Beyond::None { 0..0 } else { 0x80..0xff_u8 };
        let bytes: Vec<[u8; 1]> = (0..0x80).filter(|byte| set.ascii >> byte & 1 == 1).chain(beyond).map(|byte| [byte]).collect();
        (bytes.len() <= MOST).then_some(bytes)
    }

    /// Adds the characters that a match may begin with; true if it may begin with what follows.
    fn starts(&self, set: &mut Set) -> bool {
        match self {
            Self::Set(own) => {
                let all = std::mem::take(set);
                *set = all.union(own.clone());
                false
            }
            Self::Look(_) => true,
            Self::Group(_, _, node) => node.starts(set),
            Self::Repeat { node, least, .. } => node.starts(set) || *least == 0,
            Self::All(all) => all.iter().all(|node| node.starts(set)),
            Self::Any(any) => {
                // Each adds its own, whatever those before it may begin with.
                let open: Vec<bool> = any.iter().map(|node| node.starts(set)).collect();
                open.contains(&true)
            }
        }
    }

    /// Within a small factor, the number of states that it takes, all of Unicode counted.
    pub(super) fn weight(&self) -> u64 {
        match self {
            // A range beyond ASCII is several ranges of bytes.
            Self::Set(set) => match &set.beyond {
                Beyond::None => 2,
                Beyond::All => 8,
                Beyond::Some(class) => 8 * class.ranges().len() as u64,
            },
            Self::Look(_) => 0,
            Self::Group(_, _, node) => node.weight(),
            Self::Repeat { node, least, most, .. } => node.weight().saturating_mul(u64::from(most.unwrap_or(*least).max(1))),
            Self::All(all) | Self::Any(all) => all.iter().map(Self::weight).fold(0, u64::saturating_add),
        }
    }
}
