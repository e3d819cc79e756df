//! Sets of characters: those of ASCII one by one, which is what nearly all patterns speak of.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// Characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    /// Those of ASCII, a bit each.
    pub ascii: u128,
    pub beyond: Beyond,
}

/// Characters beyond ASCII.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Beyond {
    #[default]
    None,
    All,
    Some(ClassUnicode),
}

const LOWER: u128 = bits(b'a', b'z');
pub(super) const UPPER: u128 = bits(b'A', b'Z');

const fn bits(low: u8, high: u8) -> u128 {
    (u128::MAX >> (127 - high)) & (u128::MAX << low)
}

impl Set {
    pub(super) fn of(c: char) -> Self {
        Self::range(c, c)
    }

    pub(super) fn range(low: char, high: char) -> Self {
        let ascii = if low.is_ascii() { bits(low as u8, high.min('\x7f') as u8) } else { 0 };
        let beyond = if high.is_ascii() {
            Beyond::None
        } else {
            Beyond::Some(ClassUnicode::new([ClassUnicodeRange::new(low.max('\u{80}'), high)]))
        };
        Self { ascii, beyond }
    }

    pub(super) fn digits() -> Self {
        Self { ascii: bits(b'0', b'9'), beyond: Beyond::None }
    }

    pub(super) fn word() -> Self {
        Self { ascii: bits(b'0', b'9') | LOWER | UPPER | 1 << b'_', beyond: Beyond::None }
    }

    pub(super) fn blanks() -> Self {
        let beyond = [
            ('\u{85}', '\u{85}'),
            ('\u{a0}', '\u{a0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{2028}', '\u{2029}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{3000}', '\u{3000}'),
        ];
        let beyond = ClassUnicode::new(beyond.map(|(low, high)| ClassUnicodeRange::new(low, high)));
        Self { ascii: bits(b'\t', b'\r') | 1 << b' ', beyond: Beyond::Some(beyond) }
    }

    pub(super) fn union(self, other: Self) -> Self {
        let beyond = match (self.beyond, other.beyond) {
            (Beyond::None, one) | (one, Beyond::None) => one,
            (Beyond::All, _) | (_, Beyond::All) => Beyond::All,
            (Beyond::Some(mut all), Beyond::Some(more)) => {
                all.union(&more);
                Beyond::Some(all)
            }
        };
        Self { ascii: self.ascii | other.ascii, beyond }
    }

    pub(super) fn complement(self) -> Self {
        let beyond = match self.beyond {
            Beyond::None => Beyond::All,
            Beyond::All => Beyond::None,
            Beyond::Some(mut class) => {
                class.push(ClassUnicodeRange::new('\0', '\x7f'));
                class.negate();
                Beyond::Some(class)
            }
        };
        Self { ascii: !self.ascii, beyond }
    }

    /// The same characters in either case. The two beyond ASCII that are another case of an ASCII letter, the long s and the Kelvin sign,
    /// are not among them: nobody writes them for the letter. None for a set beyond ASCII that has one of them.
    pub(super) fn either_case(self) -> Option<Self> {
        let ascii = self.ascii | (self.ascii & LOWER) >> 32 | (self.ascii & UPPER) << 32;
        let beyond = match self.beyond {
            Beyond::Some(mut class) => {
                class.try_case_fold_simple().ok()?;
                class.ranges().first().is_none_or(|range| !range.start().is_ascii()).then_some(())?;
                Beyond::Some(class)
            }
            other => other,
        };
        Some(Self { ascii, beyond })
    }
}
