//! A pattern that tells letters beyond ASCII apart, as one over bytes. Only the build script makes such, and the tests that compare.

use std::collections::{BTreeMap, BTreeSet};

use regex_syntax::hir::{Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, Hir, HirKind, Repetition};

/// The first byte that stands for characters beyond ASCII.
const FIRST: u8 = 0x80;
/// The first character beyond ASCII.
const BEYOND: u32 = 0x80;

/// Which characters beyond ASCII are read as which byte.
struct Bytes {
    /// The first of each range of characters that are treated alike, and the byte.
    ranges: Vec<(u32, u8)>,
}

/// The pattern over bytes, and the list of what is read as which (see `letters.rs`). None for one that tells too many characters apart.
pub(super) fn narrowed(pattern: &Hir) -> Option<(Hir, Vec<u8>)> {
    let mut sets = Vec::new();
    collect(pattern, &mut sets);
    let sets: BTreeSet<Vec<(u32, u32)>> = sets.into_iter().collect();
    let mut begins = BTreeSet::from([BEYOND]);
    for (start, end) in sets.iter().flatten() {
        begins.extend([(*start).max(BEYOND), (*end + 1).max(BEYOND)]);
    }
    begins.retain(|begin| *begin <= u32::from(char::MAX));
    let mut alike: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
    let mut ranges = Vec::new();
    for begin in begins {
        let holds = |set: &Vec<(u32, u32)>| set.iter().any(|(start, end)| (*start..=*end).contains(&begin));
        let next = FIRST.checked_add(u8::try_from(alike.len()).ok()?);
        let byte = match alike.entry(sets.iter().map(holds).collect()) {
            std::collections::btree_map::Entry::Occupied(known) => *known.get(),
            std::collections::btree_map::Entry::Vacant(new) => *new.insert(next?),
        };
        ranges.push((begin, byte));
    }
    let bytes = Bytes { ranges };
    let list = bytes.ranges.iter().flat_map(|(begin, byte)| {
        let [low, middle, high, _] = begin.to_le_bytes();
        [low, middle, high, *byte]
    });
    Some((bytes.of(pattern)?, list.collect()))
}

/// All sets of characters that the pattern names.
fn collect(pattern: &Hir, sets: &mut Vec<Vec<(u32, u32)>>) {
    match pattern.kind() {
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0);
            sets.extend(text.chars().map(|c| vec![(u32::from(c), u32::from(c))]));
        }
        HirKind::Class(Class::Unicode(class)) => sets.push(ranges(class)),
        HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Repetition(repetition) => collect(&repetition.sub, sets),
        HirKind::Capture(capture) => collect(&capture.sub, sets),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| collect(part, sets)),
    }
}

fn ranges(class: &ClassUnicode) -> Vec<(u32, u32)> {
    class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
}

impl Bytes {
    /// The pattern with bytes in place of characters. None for one that is not all text.
    fn of(&self, pattern: &Hir) -> Option<Hir> {
        let all = |parts: &[Hir]| parts.iter().map(|part| self.of(part)).collect::<Option<Vec<Hir>>>();
        Some(match pattern.kind() {
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                Hir::literal(text.chars().map(|c| self.byte(c)).collect::<Vec<u8>>())
            }
            HirKind::Class(Class::Unicode(class)) => Hir::class(Class::Bytes(self.class(&ranges(class)))),
            HirKind::Class(Class::Bytes(class)) if !class.is_ascii() => return None,
            HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) => pattern.clone(),
            HirKind::Repetition(repetition) => {
                Hir::repetition(Repetition { sub: Box::new(self.of(&repetition.sub)?), ..repetition.clone() })
            }
            HirKind::Capture(capture) => Hir::capture(Capture { sub: Box::new(self.of(&capture.sub)?), ..capture.clone() }),
            HirKind::Concat(parts) => Hir::concat(all(parts)?),
            HirKind::Alternation(parts) => Hir::alternation(all(parts)?),
        })
    }

    fn byte(&self, c: char) -> u8 {
        let before = self.ranges.partition_point(|(begin, _)| *begin <= u32::from(c)).checked_sub(1);
        before.map_or(c as u8, |at| self.ranges[at].1)
    }

    fn class(&self, ranges: &[(u32, u32)]) -> ClassBytes {
        let ascii = ranges.iter().filter(|(start, _)| *start < BEYOND);
        let ascii = ascii.map(|(start, end)| ClassBytesRange::new(*start as u8, (*end).min(BEYOND - 1) as u8));
        let holds = |at: u32| ranges.iter().any(|(start, end)| (*start..=*end).contains(&at));
        let beyond = self.ranges.iter().filter(|(begin, _)| holds(*begin)).map(|(_, byte)| ClassBytesRange::new(*byte, *byte));
        ClassBytes::new(ascii.chain(beyond))
    }
}
