//! Dates and durations as written.

use std::fmt;

use jiff::civil::Date;

/// A span of calendar time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Duration {
    /// Months (a year is twelve).
    pub months: i32,
    /// Days (a week is seven).
    pub days: i32,
}

impl Duration {
    /// Length in days, a month being 30.44, for comparing.
    pub fn length(self) -> f64 {
        f64::from(self.months) * 30.44 + f64::from(self.days)
    }

    /// The date this much later; a day past the month's end is clipped. None beyond the calendar.
    pub fn after(self, date: Date) -> Option<Date> {
        let span = jiff::Span::new().try_months(self.months).ok()?.try_days(self.days).ok()?;
        date.checked_add(span).ok()
    }

    /// The date this much earlier.
    pub fn before(self, date: Date) -> Option<Date> {
        Self { months: -self.months, days: -self.days }.after(date)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = |n: i32, word: &str| if n == 1 { format!("{n} {word}") } else { format!("{n} {word}s") };
        match (self.months, self.days) {
            (0, days) => write!(f, "{}", unit(days, "day")),
            (months, 0) => write!(f, "{}", unit(months, "month")),
            (months, days) => write!(f, "{} and {}", unit(months, "month"), unit(days, "day")),
        }
    }
}

/// Reads `YYYY-MM-DD`, exactly ten bytes. None for anything else, and for days that no calendar has.
pub fn read_date(text: &str) -> Option<Date> {
    if text.len() != 10 || text.as_bytes()[4] != b'-' {
        return None;
    }
    text.parse().ok()
}

/// Reads an ISO 8601 duration of whole years, months, weeks and days (`P12M`, `P1Y6M`), words (`12 months`, `once every two weeks`) or a
/// period's name (`annual`).
pub fn read_duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let certain = |text: &str| iso(text).or_else(|| words(&text.to_lowercase()));
    // "Annual, or upon significant change": the interval comes first, what else may bring it forward after it.
    certain(text).or_else(|| {
        let ends = [" or ", " and ", " per ", " on ", " at ", " plus ", " + ", " minimum", " review", ",", ";", " ("];
        let end = ends.iter().filter_map(|s| text.find(s)).min()?;
        certain(text[..end].trim_end())
    })
}

/// True for what is done without a fixed period: all the time, or whenever something happens (`continuously`, `per release`, `after an incident`).
pub fn is_occasion(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("reviewed ").unwrap_or(&text);
    let always =
        ["continuous", "ongoing", "real-time", "real time", "realtime", "near real", "hourly", "on-demand", "ad hoc", "ad-hoc"];
    let whenever = [
        "as ",
        "per ",
        "each ",
        "every ",
        "on ",
        "upon ",
        "at ",
        "after ",
        "following ",
        "before ",
        "during ",
        "with ",
        "when ",
        "whenever ",
        "if ",
        "once ",
    ];
    always.iter().chain(&whenever).any(|start| text.starts_with(start))
}

fn unit(word: &str, n: i32) -> Option<Duration> {
    Some(match word {
        "y" | "year" | "years" => Duration { months: n.checked_mul(12)?, days: 0 },
        "m" | "month" | "months" => Duration { months: n, days: 0 },
        "w" | "week" | "weeks" => Duration { months: 0, days: n.checked_mul(7)? },
        "d" | "day" | "days" => Duration { months: 0, days: n },
        _ => return None,
    })
}

fn iso(text: &str) -> Option<Duration> {
    let mut rest = text.strip_prefix(['P', 'p']).filter(|r| !r.is_empty())?;
    let mut total = Duration { months: 0, days: 0 };
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let n: i32 = rest.get(..digits)?.parse().ok()?;
        let letter = rest.get(digits..digits + 1)?;
        let part = unit(&letter.to_ascii_lowercase(), n)?;
        total = Duration { months: total.months.checked_add(part.months)?, days: total.days.checked_add(part.days)? };
        rest = &rest[digits + 1..];
    }
    Some(total)
}

fn words(text: &str) -> Option<Duration> {
    let mut text = text;
    for start in ["reviewed ", "at least ", "once ", "every ", "each ", "per ", "a "] {
        text = text.strip_prefix(start).unwrap_or(text);
    }
    let months = match text {
        "biennial" | "biennially" => 24,
        "annual" | "annually" | "yearly" | "year" => 12,
        "half-yearly" | "half-year" | "half year" | "semi-annual" | "semi-annually" | "biannual" | "twice a year" => 6,
        "quarterly" | "quarter" => 3,
        "monthly" | "month" => 1,
        "weekly" | "week" => return unit("week", 1),
        "fortnightly" => return unit("week", 2),
        "daily" | "day" => return unit("day", 1),
        _ => {
            let (n, word) = text.split_once([' ', '-'])?;
            return unit(word.trim(), n.parse().ok().or_else(|| number(n))?);
        }
    };
    Some(Duration { months, days: 0 })
}

/// Numbers that people spell out.
fn number(word: &str) -> Option<i32> {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    words.iter().position(|w| *w == word).and_then(|i| i32::try_from(i + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_exact() {
        assert!(read_date("2026-02-28").is_some());
        for wrong in ["2026-02-30", "20260228", "2026-2-28", "2026-02-28T10:00", "-002026-11", "2026/02/28", ""] {
            assert_eq!(read_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn durations_in_letters_and_words() {
        let months = |months| Some(Duration { months, days: 0 });
        assert_eq!(read_duration("P12M"), months(12));
        assert_eq!(read_duration("P1Y6M"), months(18));
        assert_eq!(read_duration("12 months"), months(12));
        assert_eq!(read_duration("annual"), months(12));
        assert_eq!(read_duration("Annual or upon significant change"), months(12));
        assert_eq!(read_duration("12 months, or after an incident"), months(12));
        assert_eq!(read_duration("P2W"), Some(Duration { months: 0, days: 14 }));
        for monthly in [
            "monthly",
            "each month",
            "per month",
            "once a month",
            "every month",
            "Monthly at least",
            "Monthly review; yearly reset",
            "at least monthly",
        ] {
            assert_eq!(read_duration(monthly), months(1), "{monthly}");
        }
        for half in ["twice a year", "every six months", "every half-year", "semi-annual (minimum)", "6 months + on change"] {
            assert_eq!(read_duration(half), months(6), "{half}");
        }
        assert_eq!(read_duration("once every two weeks"), Some(Duration { months: 0, days: 14 }));
        for wrong in ["P", "12", "PM", "P1.5Y", "soon", "P99999999999M", "P1X"] {
            assert_eq!(read_duration(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_done_on_occasion_has_no_period() {
        for occasion in [
            "Continuous",
            "real-time",
            "Per deployment",
            "each release",
            "after an incident",
            "Reviewed at each meeting",
            "on change",
            "as needed",
        ] {
            assert!(is_occasion(occasion) && read_duration(occasion).is_none(), "{occasion}");
        }
        for other in ["soon", "12", "asap", "P1X"] {
            assert!(!is_occasion(other), "{other}");
        }
    }
}
