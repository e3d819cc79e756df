//! Spans of time as written: how long, how often.

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

/// What may stand before the glyphs and letters of an interval, in turn.
const STARTS: &[&str] = &[
    "reviewed ",
    "formally ",
    "at least ",
    "minimum ",
    "min. ",
    "at a minimum ",
    "no less than ",
    "once ",
    "one time ",
    "1x ",
    "1 x ",
    "every ",
    "each ",
    "per ",
    "in a ",
    "in ",
    "a ",
    "an ",
    "mindestens ",
    "einmal ",
    "alle ",
    "jedes ",
    "jeden ",
    "pro ",
    "im ",
    "au moins ",
    "une fois ",
    "tous les ",
    "toutes les ",
    "chaque ",
    "par ",
    "al menos ",
    "una vez ",
    "al ",
    "cada ",
    "almeno ",
    "una volta ",
    "ogni ",
    "all'",
    "minstens ",
    "eens ",
    "elke ",
    "ieder ",
];

/// What ends an interval: a note, or what else may bring it forward.
const ENDS: &[&str] = &[
    " or ", " and ", " per ", " on ", " at ", " plus ", " + ", " & ", " in ", " by ", " for ", " with ", " after ", " before ",
    " during ", " until ", " from ", " since ", " / ", " – ", " — ", " - ", " minimum", " review", " oder ", " und ", " sowie ",
    " ou ", " et ", ",", ";", ":", " (", ".",
];

/// Reads an ISO 8601 duration of whole years, months, weeks and days (`P12M`), words (`12 months`, `once every two weeks`, `alle 6 Monate`)
/// or a period's name (`annual`, `jährlich`). What follows is a note: `Annual per supplier; updated on change`.
pub fn read_duration(text: &str) -> Option<Duration> {
    let text = text.trim().trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric()).trim();
    let certain = |text: &str| iso(text).or_else(|| words(&text.to_lowercase()));
    let before = |end: usize| certain(text[..end].trim_end());
    // From the longest beginning to the shortest, so that "once per quarter" is not cut before its quarter.
    certain(text).or_else(|| {
        let mut ends: Vec<usize> = ENDS.iter().flat_map(|s| text.match_indices(s)).map(|(at, _)| at).collect();
        ends.sort_unstable();
        ends.dedup();
        ends.into_iter().take(8).rev().find_map(before).or_else(|| {
            // "Updated continuously; formally reviewed twice a year": of several statements, the one that is an interval.
            let mut all = text.split(';').filter_map(|part| certain(part.trim()));
            all.next().filter(|_| all.next().is_none()).or_else(|| adverb(text))
        })
    })
}

/// The one adverb of time in a sentence: "Full review of the register annually and upon material change".
fn adverb(text: &str) -> Option<Duration> {
    let lower = text.to_lowercase();
    let mut before = "";
    let mut found = lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')')).filter_map(|word| {
        let negated = matches!(std::mem::replace(&mut before, word), "not" | "than");
        Some((named(word).filter(|_| word.ends_with("ly"))?, negated))
    });
    let (length, negated) = found.next()?;
    (!negated && found.next().is_none()).then_some(length)
}

/// The two things that a word for an interval may mean, if it may mean two: `biannual`, `bimonthly`.
pub fn interval_in_two_ways(text: &str) -> Option<(&'static str, &'static str)> {
    let folded: String = text.trim().to_lowercase().chars().filter(|c| *c != '-').collect();
    match folded.split(|c: char| !c.is_alphabetic()).next()? {
        "biannual" | "biannually" | "biyearly" => Some(("twice a year", "every two years")),
        "bimonthly" => Some(("twice a month", "every two months")),
        _ => None,
    }
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
    // "Release-based", "event-driven".
    let first = text.split([' ', ',', ';', '(', '/']).next().unwrap_or_default();
    let by_event = ["-based", "-driven", "-triggered"].iter().any(|end| first.ends_with(end));
    by_event || always.iter().chain(&whenever).any(|start| text.starts_with(start))
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
    while let Some(rest) = STARTS.iter().find_map(|start| text.strip_prefix(start)) {
        text = rest.trim_start();
    }
    named(text).or_else(|| times(text)).or_else(|| counted(text)).or_else(|| between(text))
}

/// The longer of two: `6 to 12 months`, `6–12 Monate`, `between 6 months and 1 year`. What is due is due then at the latest.
fn between(text: &str) -> Option<Duration> {
    let (text, ends) = match text.strip_prefix("between ").or_else(|| text.strip_prefix("zwischen ")) {
        Some(rest) => (rest, &[" and ", " und "][..]),
        None => (text, &[" to ", " bis ", " à ", " - ", " – ", "–", "-"][..]),
    };
    let (shorter, longer) = ends.iter().find_map(|end| text.split_once(end))?;
    let longer = counted(longer.trim())?;
    let counts = |text: &str| text.parse().ok().or_else(|| number(text)).is_some_and(|n: i32| n > 0);
    let shorter = shorter.trim();
    (counts(shorter) || counted(shorter).is_some_and(|shorter| shorter.length() < longer.length())).then_some(longer)
}

/// The name of a period, or of what happens once in it.
fn named(text: &str) -> Option<Duration> {
    let months = match text {
        "biennial" | "biennially" | "every other year" | "other year" | "zweijährlich" | "bisannuel" => 24,
        "annual" | "annually" | "yearly" | "year" | "annum" | "p.a." | "p. a." | "jährlich" | "jahr" | "annuel" | "annuelle"
        | "annuellement" | "an" | "année" | "anual" | "anualmente" | "año" | "annuale" | "annualmente" | "anno" | "jaarlijks"
        | "jaar" => 12,
        "half-yearly" | "half yearly" | "half-year" | "half year" | "semi-annual" | "semi-annually" | "semiannual"
        | "semiannually" | "six-monthly" | "6-monthly" | "halbjährlich" | "halbjahr" | "semestriel" | "semestrielle"
        | "semestre" | "semestral" | "semestrale" | "halfjaarlijks" => 6,
        "four-monthly" | "4-monthly" => 4,
        "quarterly" | "quarter" | "three-monthly" | "3-monthly" | "vierteljährlich" | "quartalsweise" | "quartal"
        | "trimestriel" | "trimestrielle" | "trimestre" | "trimestral" | "trimestrale" | "kwartaal" | "driemaandelijks" => 3,
        "two-monthly" | "2-monthly" | "other month" | "zweimonatlich" => 2,
        "monthly" | "month" | "monatlich" | "monat" | "mensuel" | "mensuelle" | "mois" | "mensual" | "mes" | "mensile"
        | "mese" | "maandelijks" | "maand" => 1,
        "weekly" | "week" | "wöchentlich" | "woche" | "hebdomadaire" | "semaine" | "semanal" | "settimanale" | "wekelijks" => {
            return unit("week", 1);
        }
        "fortnightly" | "fortnight" | "bi-weekly" | "biweekly" | "other week" | "zweiwöchentlich" | "14-tägig" | "14-täglich" =>
        {
            return unit("week", 2);
        }
        "daily" | "day" | "täglich" | "tag" | "quotidien" | "quotidienne" | "jour" | "diario" | "giornaliero" | "dagelijks" => {
            return unit("day", 1);
        }
        _ => return None,
    };
    Some(Duration { months, days: 0 })
}

/// So many times in a year: `twice a year`, `2x per year`, `zweimal jährlich`.
fn times(text: &str) -> Option<Duration> {
    let (count, rest) = text.split_once(' ')?;
    let rest = rest.strip_prefix("times ").or_else(|| rest.strip_prefix("x ")).unwrap_or(rest);
    let often = match count {
        "twice" | "zweimal" => 2,
        "thrice" => 3,
        _ => {
            let bare =
                count.strip_suffix(['x', '×']).or_else(|| Some(count).filter(|_| rest.len() < text.len() - count.len() - 1))?;
            bare.parse().ok().or_else(|| number(bare))?
        }
    };
    let year = words(rest).filter(|d| *d == Duration { months: 12, days: 0 })?;
    (often > 0 && year.months % often == 0).then(|| Duration { months: year.months / often, days: 0 })
}

/// So many of a unit: `12 months`, `two-year`, `6 Monate`.
fn counted(text: &str) -> Option<Duration> {
    let (n, word) = text.split_once([' ', '-'])?;
    let english = match word.trim() {
        "jahr" | "jahre" | "jahren" | "an" | "ans" | "année" | "années" | "año" | "años" | "anno" | "anni" | "jaar" | "yr"
        | "yrs" => "years",
        "monat" | "monate" | "monaten" | "mois" | "mes" | "meses" | "mese" | "mesi" | "maand" | "maanden" | "mo" | "mos" => {
            "months"
        }
        "woche" | "wochen" | "semaine" | "semaines" | "semana" | "semanas" | "settimana" | "settimane" | "weken" | "wk"
        | "wks" => "weeks",
        "tag" | "tage" | "tagen" | "jour" | "jours" | "día" | "días" | "giorno" | "giorni" | "dag" | "dagen" => "days",
        other => other,
    };
    unit(english, n.parse().ok().or_else(|| number(n))?)
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
        for (length, spellings) in [
            (12, "Annual; Annually; yearly; per annum; at least once a year; every 12 months; Yearly – March"),
            (
                12,
                "jährlich; mindestens einmal jährlich; alle 12 Monate; annuel; une fois par an; tous les 12 mois; anual; annuale; jaarlijks; 1 year",
            ),
            (
                6,
                "half-yearly; twice yearly; 2x per year; 2 times a year; halbjährlich; zweimal im Jahr; tous les 6 mois; cada 6 meses; Semi-annually",
            ),
            (4, "three times a year; 3x a year; every four months"),
            (
                3,
                "Quarterly; every quarter; once per quarter; vierteljährlich; trimestriel; every 3 months or on change; 🔁 Quarterly (CISO)",
            ),
            (1, "monatlich; mensuel; mensile; 1 month; Monthly, by the CISO; per month and on change"),
            (
                12,
                "6 to 12 months and upon material change; every 6-12 months; alle 6 bis 12 Monate; between 6 months and 1 year; Updated on each change: full review annually and on change",
            ),
            (24, "every 2 years; every other year; two years; alle 2 Jahre; biennial"),
        ] {
            for spelling in spellings.split("; ") {
                assert_eq!(read_duration(spelling), months(length), "{spelling}");
            }
        }
        assert_eq!(read_duration("Annual per supplier; updated on change"), months(12));
        assert_eq!(read_duration("Updated continuously; formally reviewed semi-annually"), months(6));
        for fortnight in ["once every two weeks", "bi-weekly", "biweekly", "every other week", "14-tägig"] {
            assert_eq!(read_duration(fortnight), Some(Duration { months: 0, days: 14 }), "{fortnight}");
        }
        for either in ["biannual", "Bi-annually", "bimonthly", "bi-monthly (by the board)"] {
            assert!(interval_in_two_ways(either).is_some() && read_duration(either).is_none(), "{either}");
        }
        for wrong in [
            "P",
            "12",
            "PM",
            "P1.5Y",
            "soon",
            "P99999999999M",
            "P1X",
            "x to 12 months",
            "2 years to 6 months",
            "6 to 12",
            "Read monthly, reviewed annually",
            "It is not annually",
        ] {
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
