//! One spelling of a day or of a longer time, from a given token on.

use jiff::civil::{Date, ISOWeekDate, Weekday, date};

use super::names;
use super::text::Order;
use super::tokens::{Kind, Token};

/// What a spelling names, without its year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// A day of a month.
    Day { month: i8, day: i8 },
    /// A day whose month stands elsewhere: the first of `16–17 June`.
    DayAlone(i8),
    /// Two numbers either of which may be the month.
    Either { one: i8, other: i8 },
    /// A month.
    Month(i8),
    /// A part of the year: how many months it has, and which it is.
    Part { months: i8, nth: i8 },
    /// A week, by ISO 8601.
    Week(i8),
    /// All of the year.
    Year,
}

/// A spelling.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub year: Option<i16>,
    pub unit: Unit,
    /// The token after it.
    pub end: usize,
    /// The order of its numbers, where they alone show it.
    pub order: Option<Order>,
}

impl Part {
    fn new(year: Option<i16>, unit: Unit, end: usize) -> Self {
        Self { year, unit, end, order: None }
    }

    /// Its first and its last day in a year. None for days that no calendar has, and for what is not settled.
    pub fn days(self, year: i16) -> Option<(Date, Date)> {
        let first_of = |month: i8| Date::new(year, month, 1).ok();
        Some(match self.unit {
            Unit::Day { month, day } => {
                let day = Date::new(year, month, day).ok()?;
                (day, day)
            }
            Unit::Month(month) => (first_of(month)?, first_of(month)?.last_of_month()),
            Unit::Part { months, nth } => (first_of((nth - 1) * months + 1)?, first_of(nth * months)?.last_of_month()),
            Unit::Week(week) => {
                let day = |weekday| ISOWeekDate::new(year, week, weekday).ok().map(ISOWeekDate::date);
                (day(Weekday::Monday)?, day(Weekday::Sunday)?)
            }
            Unit::Year => (date(year, 1, 1), date(year, 12, 31)),
            Unit::DayAlone(_) | Unit::Either { .. } => return None,
        })
    }
}

/// Tokens, and ways to ask what stands where.
pub(super) struct Tokens(pub Vec<Token>);

impl Tokens {
    pub fn mark(&self, i: usize, marks: &[char]) -> Option<char> {
        match self.0.get(i)?.kind {
            Kind::Mark(c) if marks.contains(&c) => Some(c),
            _ => None,
        }
    }

    pub fn word(&self, i: usize) -> Option<&str> {
        self.0.get(i).filter(|t| t.kind == Kind::Word).map(|t| &*t.word)
    }

    /// The number of so many digits at `i`.
    fn number(&self, i: usize, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let token = self.0.get(i)?;
        match token.kind {
            Kind::Number(Some(n)) if digits.contains(&token.digits()) => i16::try_from(n).ok(),
            _ => None,
        }
    }

    fn small(&self, i: usize) -> Option<i8> {
        self.number(i, 1..=2).and_then(|n| i8::try_from(n).ok())
    }

    /// A year of four digits.
    fn year(&self, i: usize) -> Option<i16> {
        self.number(i, 4..=4).filter(|y| (1900..2200).contains(y))
    }

    /// True where token `i` touches the one before it.
    pub fn touches(&self, i: usize) -> bool {
        self.0.get(i).is_some_and(|t| !t.gap)
    }

    /// The position after one of these marks, or `i` itself.
    fn skip(&self, i: usize, marks: &[char]) -> usize {
        i + usize::from(self.mark(i, marks).is_some())
    }

    fn skip_words(&self, i: usize, is: impl Fn(&str) -> bool) -> usize {
        i + usize::from(self.word(i).is_some_and(is))
    }

    /// The day at `i`, with what makes it one, and the position after.
    fn day(&self, i: usize) -> Option<(i8, usize)> {
        let day = self.small(i).filter(|d| (1..=31).contains(d))?;
        let after = if self.touches(i + 1) { self.skip_words(i + 1, names::is_ordinal) } else { i + 1 };
        Some((day, after))
    }

    /// The month named at `i`, and the position after it and its full stop.
    fn month(&self, i: usize) -> Option<(i8, usize)> {
        let month = self.word(i).and_then(names::month)?;
        Some((month, if self.touches(i + 1) { self.skip(i + 1, &['.']) } else { i + 1 }))
    }

    /// The year at `i`, behind a comma, `of` or a separator, and the position after.
    fn year_after(&self, i: usize) -> Option<(i16, usize)> {
        let i = self.skip_words(self.skip(i, &[',', '-', '/', '.']), |w| names::OF.contains(&w));
        Some((self.year(i)?, i + 1))
    }

    /// The spelling that begins at `i`; one without a year is but the first half of a span.
    pub fn part(&self, i: usize) -> Option<Part> {
        match self.0.get(i)?.kind {
            Kind::Number(_) => self
                .basic(i)
                .or_else(|| self.year_first(i))
                .or_else(|| self.numeric(i))
                .or_else(|| self.day_and_month(i))
                .or_else(|| self.counted(i))
                .or_else(|| self.day(i).map(|(day, end)| Part::new(None, Unit::DayAlone(day), end))),
            Kind::Word => self.month_first(i).or_else(|| self.counted(i)).or_else(|| self.week(i)),
            Kind::Mark(_) => None,
        }
    }

    /// `20260301`
    fn basic(&self, i: usize) -> Option<Part> {
        let token = self.0.get(i)?;
        let Kind::Number(Some(n)) = token.kind else { return None };
        let year = i16::try_from(n / 10_000).ok().filter(|y| (1900..2200).contains(y) && token.digits() == 8)?;
        let unit = Unit::Day { month: i8::try_from(n / 100 % 100).ok()?, day: i8::try_from(n % 100).ok()? };
        Some(Part::new(Some(year), unit, i + 1))
    }

    /// `2026-03-01`, `2026/3/1`, `2026-08`, `2026-W14`, `2026 Q2`, `2026 March 1`, `2026`
    fn year_first(&self, i: usize) -> Option<Part> {
        let year = self.year(i)?;
        let separator = self.mark(i + 1, &['-', '/', '.', '–']).filter(|_| self.touches(i + 1) && self.touches(i + 2));
        if let (Some(separator), Some(month)) = (separator, self.small(i + 2)) {
            let third = self.mark(i + 3, &[separator]).filter(|_| self.touches(i + 3) && self.touches(i + 4));
            if let (Some(_), Some(day)) = (third, self.small(i + 4)) {
                return Some(Part::new(Some(year), Unit::Day { month, day }, i + 5));
            }
            return ((1..=12).contains(&month) && separator != '–').then_some(Part::new(Some(year), Unit::Month(month), i + 3));
        }
        let next = if separator.is_some() { i + 2 } else { self.skip(i + 1, &[',']) };
        if let Some(part) = self.counted(next).or_else(|| self.week(next)).filter(|p| p.year.is_none()) {
            return Some(Part { year: Some(year), ..part });
        }
        if let Some((month, after)) = self.month(next) {
            let at = self.skip(after, &['-', '/']);
            return Some(match self.day(at) {
                Some((day, end)) => Part::new(Some(year), Unit::Day { month, day }, end),
                None => Part::new(Some(year), Unit::Month(month), after),
            });
        }
        Some(Part::new(Some(year), Unit::Year, i + 1))
    }

    /// `14/03/2026`, `14.03.2026`, `14. 3. 2026`, `14.03.26`, `08/2026`
    fn numeric(&self, i: usize) -> Option<Part> {
        let one = self.small(i)?;
        let separator = self.mark(i + 1, &['-', '/', '.']).filter(|_| self.touches(i + 1))?;
        // "14. 3. 2026" is German usage; elsewhere a blank parts.
        let close = |at: usize| self.touches(at) || separator == '.';
        if !close(i + 2) {
            return None;
        }
        if let Some(year) = self.year(i + 2) {
            return (1..=12).contains(&one).then_some(Part::new(Some(year), Unit::Month(one), i + 3));
        }
        let other = self.small(i + 2)?;
        self.mark(i + 3, &[separator]).filter(|_| self.touches(i + 3) && close(i + 4))?;
        // A year of two digits is one where it can be nothing else.
        let short = || self.number(i + 4, 2..=2).filter(|_| separator != '-').map(|y| 2000 + y);
        let year = self.year(i + 4).or_else(short)?;
        let (unit, order) = match (one, other) {
            // Dotted, the day comes first wherever dates are dotted.
            (day, month) if separator == '.' && month <= 12 => (Unit::Day { month, day }, None),
            (day, month) if day > 12 => (Unit::Day { month, day }, Some(Order::DayFirst)),
            (month, day) if day > 12 => (Unit::Day { month, day }, Some(Order::MonthFirst)),
            (day, month) if day == month => (Unit::Day { month, day }, None),
            _ => (Unit::Either { one, other }, None),
        };
        Some(Part { order: order.filter(|_| separator != '.'), ..Part::new(Some(year), unit, i + 5) })
    }

    /// `14 March 2026`, `14th of March, 2026`, `14-Mar-26`, `14. März 2026`; also without its year
    fn day_and_month(&self, i: usize) -> Option<Part> {
        let (day, after) = self.day(i)?;
        let at = self.skip(after, &['.', '-', '/']);
        let at = self.skip_words(at, |w| names::OF.contains(&w));
        let at = self.skip_words(at, |w| names::OF.contains(&w));
        let (month, after) = self.month(at)?;
        let unit = Unit::Day { month, day };
        if let Some((year, end)) = self.year_after(after) {
            return Some(Part::new(Some(year), unit, end));
        }
        let at = self.skip(after, &['-', '/', '\'']);
        let short = self.number(at, 2..=2).filter(|_| at > after || self.0.get(at).is_some_and(|t| t.gap));
        // "14 March, 13:00" is no year 13.
        Some(match short.filter(|_| self.mark(at + 1, &[':', '.']).is_none() && (at > after || at + 1 == self.0.len())) {
            Some(year) => Part::new(Some(2000 + year), unit, at + 1),
            None => Part::new(None, unit, after),
        })
    }

    /// `March 14th, 2026`, `March 2026`; also without its year
    fn month_first(&self, i: usize) -> Option<Part> {
        let (month, after) = self.month(i)?;
        if let Some((day, end)) = self.day(self.skip(after, &['-'])) {
            let unit = Unit::Day { month, day };
            return Some(match self.year_after(end) {
                Some((year, end)) => Part::new(Some(year), unit, end),
                None => Part::new(None, unit, end),
            });
        }
        let at = self.skip(after, &['\'']);
        let short = self.number(at, 2..=2).filter(|_| at > after).map(|y| (2000 + y, at + 1));
        Some(match self.year_after(after).or(short) {
            Some((year, end)) => Part::new(Some(year), Unit::Month(month), end),
            None => Part::new(None, Unit::Month(month), after),
        })
    }

    /// `Q2 2026`, `H1/2026`, `1H 2026`, `second quarter of 2026`, `2. Quartal 2026`; also without its year
    fn counted(&self, i: usize) -> Option<Part> {
        let nth_first = || {
            let nth = self.small(i).or_else(|| self.word(i).and_then(names::ordinal).and_then(|n| i8::try_from(n).ok()))?;
            let at = if self.touches(i + 1) { self.skip(self.skip_words(i + 1, names::is_ordinal), &['.']) } else { i + 1 };
            let months = self.word(at).and_then(names::counted)?;
            Some((nth, months, at + 1))
        };
        let name_first = || {
            let months = self.word(i).and_then(names::counted)?;
            Some((self.small(i + 1)?, months, i + 2))
        };
        let (nth, months, after) = nth_first().or_else(name_first)?;
        if !(1..=12 / months).contains(&nth) {
            return None;
        }
        let unit = Unit::Part { months, nth };
        Some(match self.year_after(after) {
            Some((year, end)) => Part::new(Some(year), unit, end),
            None => Part::new(None, unit, after),
        })
    }

    /// `KW 14/2026`, `week 14 of 2026`; without its year after `2026-`
    fn week(&self, i: usize) -> Option<Part> {
        self.word(i).filter(|w| names::is_week(w))?;
        let week = self.small(i + 1).filter(|w| (1..=53).contains(w))?;
        Some(match self.year_after(i + 2) {
            Some((year, end)) => Part::new(Some(year), Unit::Week(week), end),
            None => Part::new(None, Unit::Week(week), i + 2),
        })
    }
}
