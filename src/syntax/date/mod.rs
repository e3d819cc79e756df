//! Dates and durations as written: strictly, as rule files and the command line have them, and as people write them in documents.

mod duration;
mod names;
mod part;
#[cfg(test)]
mod tests;
mod text;
mod tokens;

use jiff::civil::Date;

pub use duration::{Duration, interval_in_two_ways, is_occasion, read_duration};
pub use text::{Dated, Dating, Order, dating};

/// Reads `YYYY-MM-DD`, exactly ten bytes. None for anything else, and for days that no calendar has.
pub fn read_date(text: &str) -> Option<Date> {
    if text.len() != 10 || text.as_bytes()[4] != b'-' {
        return None;
    }
    text.parse().ok()
}

/// The name of a month in English, for messages.
pub fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|i| names::ENGLISH.get(i)).copied().unwrap_or_default()
}
