//! Records by a date that they state, so that asking each record of a kind for those before or after it is not quadratic.

use std::ops::Range;

use jiff::civil::Date;

use super::V;
use crate::expr::ast::Compare;

/// Positions among all records of a kind by the date at one field path.
#[derive(Debug, Default)]
pub(in crate::expr) struct Dates {
    /// In order of date.
    dated: Vec<(Date, u32)>,
    /// Those without a date that is known: they are always looked at.
    others: Vec<u32>,
}

impl Dates {
    /// Of the values at the path, each with its position.
    pub(super) fn of<'v>(values: impl Iterator<Item = (u32, V<'v>)>) -> Self {
        let mut dates = Self::default();
        for (at, value) in values {
            match value {
                V::Date(date) => dates.dated.push((date, at)),
                _ => dates.others.push(at),
            }
        }
        dates.dated.sort_unstable();
        dates
    }

    /// Where among those with a date stand the ones of which `date op day` may hold.
    pub(super) fn range(&self, op: Compare, day: Date) -> Range<usize> {
        let before = self.dated.partition_point(|(date, _)| *date < day);
        let until = before + self.dated[before..].partition_point(|(date, _)| *date == day);
        match op {
            Compare::Lt => 0..before,
            Compare::Le => 0..until,
            Compare::Gt => until..self.dated.len(),
            Compare::Ge => before..self.dated.len(),
            Compare::Eq | Compare::Ne => 0..self.dated.len(),
        }
    }

    /// Those of a range, and those that are always looked at: in no particular order.
    pub(super) fn positions(&self, range: Range<usize>) -> impl Iterator<Item = u32> {
        self.dated[range].iter().map(|(_, at)| *at).chain(self.others.iter().copied())
    }
}
