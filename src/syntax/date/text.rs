//! The date that a text tells, among whatever else it says.

use std::ops::Range;

use jiff::civil::Date;

use super::part::{Part, Tokens, Unit};
use super::tokens::{Kind, tokens};
use super::{names, read_date};

/// Longest text that is looked through: a date stands in a cell or on a line, not in an essay.
const LONGEST: usize = 240;

/// In which order the day and the month stand in a date of numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Order {
    /// `25/03/2026`
    DayFirst,
    /// `03/25/2026`
    MonthFirst,
}

/// A date that a text tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dated {
    /// Its first day; of a month, a quarter or `16–17 June`, the first of them.
    pub first: Date,
    /// Its last day: the same for a date that is one day.
    pub last: Date,
    /// The bytes of the text that tell it.
    pub at: Range<usize>,
    /// The order of its numbers, where they alone show it.
    pub order: Option<Order>,
}

impl Dated {
    /// True where the words are `YYYY-MM-DD`.
    pub fn is_iso(&self, text: &str) -> bool {
        text.get(self.at.clone()).and_then(read_date).is_some()
    }
}

/// What a text says of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Dating {
    /// This one, for certain.
    Told(Dated),
    /// One of two, by the order in which the writer puts day and month.
    Either {
        /// The bytes of the text that tell it.
        at: Range<usize>,
        /// The date, if the day comes first.
        day_first: Date,
        /// The date, if the month does.
        month_first: Date,
    },
    /// Several, of which any may be meant: the first two.
    Several(Dated, Dated),
    /// A day that no calendar has.
    NoSuchDay,
    /// None that could be read.
    Nothing,
}

/// Reads the date that a text tells: `14 March 2026`, `Sat 14/03/2026 (draft)`, `Q2 2026`, `Jane Doe, May 22nd, 2026`. Certain or not at
/// all: what may be read in two ways is given as such, and a date that the words around it take back is none.
pub fn dating(text: &str) -> Dating {
    if let Some(date) = read_date(text) {
        return Dating::Told(Dated { first: date, last: date, at: 0..text.len(), order: None });
    }
    if text.len() > LONGEST || !text.bytes().any(|b| b.is_ascii_digit()) {
        return Dating::Nothing;
    }
    let tokens = Tokens(tokens(text));
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.0.len() {
        match tokens.find(i) {
            Some(one) => {
                i = one.tokens.end;
                found.push(one);
            }
            None => i += 1,
        }
    }
    // A note in brackets may hold other dates; it is heard only where nothing else speaks.
    if found.iter().any(|f| !tokens.0[f.tokens.start].noted) {
        found.retain(|f| !tokens.0[f.tokens.start].noted);
    }
    let mut different: Vec<Found> = Vec::new();
    for one in found {
        if !different.iter().any(|d| d.days == one.days) {
            different.push(one);
        }
    }
    // Among dates, a bare number is no year.
    if different.iter().any(|f| !f.bare_year) {
        different.retain(|f| !f.bare_year);
    }
    match &different[..] {
        [] => Dating::Nothing,
        [one] if tokens.takes_back(one) || (one.bare_year && !tokens.only_announced(one)) => Dating::Nothing,
        [one] => one.dating(&tokens),
        [one, other, ..] => match (one.dating(&tokens), other.dating(&tokens)) {
            (Dating::Told(one), Dating::Told(other)) => Dating::Several(one, other),
            _ => Dating::Nothing,
        },
    }
}

/// What was found from one token to another.
struct Found {
    tokens: Range<usize>,
    days: Days,
    order: Option<Order>,
    /// Four digits and nothing that says that they are a year.
    bare_year: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Days {
    Span(Date, Date),
    Either(Date, Date),
    None,
}

impl Found {
    fn dating(&self, tokens: &Tokens) -> Dating {
        let at = tokens.0[self.tokens.start].from..tokens.0[self.tokens.end - 1].to;
        match self.days {
            Days::Span(first, last) => Dating::Told(Dated { first, last, at, order: self.order }),
            Days::Either(day_first, month_first) => Dating::Either { at, day_first, month_first },
            Days::None => Dating::NoSuchDay,
        }
    }
}

impl Tokens {
    /// The date, or the span from one to another, that begins at `i`.
    fn find(&self, i: usize) -> Option<Found> {
        if !self.begins(i) {
            return None;
        }
        let part = self.part(i)?;
        // "32 March 2026" is a slip of the pen, not all of March.
        let numbered = i.checked_sub(1).is_some_and(|before| matches!(self.0[before].kind, Kind::Number(_)));
        if numbered && matches!(part.unit, Unit::Month(_)) {
            return None;
        }
        let (days, end) = match self.span(part) {
            Some((first, last, end)) if first <= last => (Days::Span(first, last), end),
            _ => (Self::days(part)?, part.end),
        };
        let bare_year = part.unit == Unit::Year && end == part.end;
        self.ends(end).then_some(Found { tokens: i..end, days, order: part.order, bare_year })
    }

    fn days(part: Part) -> Option<Days> {
        let year = part.year?;
        if let Unit::Either { one, other } = part.unit {
            let day = |month, day| Date::new(year, month, day).ok();
            return Some(match (day(other, one), day(one, other)) {
                (Some(day_first), Some(month_first)) => Days::Either(day_first, month_first),
                _ => Days::None,
            });
        }
        Some(part.days(year).map_or(Days::None, |(first, last)| Days::Span(first, last)))
    }

    /// From a part to another that a dash or a word joins to it: first day, last day, and the position after.
    fn span(&self, one: Part) -> Option<(Date, Date, usize)> {
        let close = self.touches(one.end) && self.touches(one.end + 1);
        let dash = self.mark(one.end, &['-', '–']).is_some();
        let slash = self.mark(one.end, &['/', '&', '+']).is_some() && (one.year.is_none() || close);
        let word = self.word(one.end).is_some_and(|w| names::is_until(w) || (one.year.is_none() && names::is_and(w)));
        if !(dash || slash || word) {
            return None;
        }
        let other = self.part(one.end + 1)?;
        // "June 16–17, 2026": the second day has its month before it, and its year behind.
        if let (Unit::Day { month, .. }, None, Unit::DayAlone(day)) = (one.unit, one.year, other.unit) {
            let comma = other.end + usize::from(self.mark(other.end, &[',']).is_some());
            let year = self.part(comma).filter(|p| p.unit == Unit::Year)?;
            let last = Part { unit: Unit::Day { month, day }, ..other };
            return Some((one.days(year.year?)?.0, last.days(year.year?)?.1, year.end));
        }
        let year = other.year.or(one.year)?;
        let first = match (one.unit, other.unit) {
            (Unit::DayAlone(day), Unit::Day { month, .. }) => Part { unit: Unit::Day { month, day }, ..one },
            (Unit::DayAlone(_), _) => return None,
            _ => one,
        };
        Some((first.days(one.year.unwrap_or(year))?.0, other.days(year)?.1, other.end))
    }

    /// False in the middle of an identifier or of a longer number: `AUD-2026-03`, `A.5.2026`.
    fn begins(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).filter(|_| self.touches(i)) else { return true };
        match self.0[before].kind {
            Kind::Mark('-' | '.' | '_' | '/' | ':' | '#' | '–') => {
                let within = self.touches(before) && before > 0 && !matches!(self.0[before - 1].kind, Kind::Mark(_));
                !within || self.word(before - 1).is_some_and(|w| names::announces_year(w) || w.len() > 3)
            }
            Kind::Mark(_) => true,
            Kind::Number(_) | Kind::Word => false,
        }
    }

    /// False where an identifier or a number goes on. A time of day may follow at once.
    fn ends(&self, end: usize) -> bool {
        if !self.touches(end) {
            return true;
        }
        match self.0[end].kind {
            Kind::Word => self.0[end].word == "t",
            Kind::Number(_) => false,
            Kind::Mark('-' | '_' | '/' | '.') => !self.touches(end + 1) || matches!(self.0[end + 1].kind, Kind::Mark(_)),
            Kind::Mark(_) => true,
        }
    }

    /// True where the words around a date say that it is not the one.
    fn takes_back(&self, found: &Found) -> bool {
        let later_than = |i: usize| matches!(self.word(i + 1), Some("later" | "später" | "after" | "more"));
        let outside = (0..self.0.len()).filter(|i| !found.tokens.contains(i) && !self.0[*i].noted);
        let just_before = (1..=2).filter_map(|back| found.tokens.start.checked_sub(back)).filter_map(|i| self.word(i));
        let before_it = |word: &str| names::not_that_day(word);
        outside.into_iter().any(|i| self.word(i).is_some_and(names::takes_back) && !later_than(i))
            || (just_before.into_iter().any(before_it) && !self.no_later(found))
    }

    /// "Not after 14 March", "no later than 14 March".
    fn no_later(&self, found: &Found) -> bool {
        (2..=3)
            .filter_map(|back| found.tokens.start.checked_sub(back))
            .any(|i| matches!(self.word(i), Some("not" | "no" | "nicht")))
    }

    /// True where all that stands beside a bare year leaves it a date: `end of 2026`.
    fn only_announced(&self, found: &Found) -> bool {
        (0..self.0.len()).filter(|i| !found.tokens.contains(i) && !self.0[*i].noted).all(|i| match self.0[i].kind {
            Kind::Word => names::announces_year(&self.0[i].word),
            Kind::Mark(c) => !c.is_alphanumeric(),
            Kind::Number(_) => false,
        })
    }
}
