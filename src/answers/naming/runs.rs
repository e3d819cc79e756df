//! Ranges of ids, `RSK-001 to RSK-004`, and rows behind one stem, `RSK-001/002`, as a text writes them, be it prose or a cell: what is meant in
//! one and not written, no edit could reach, and one end under another id would make it a range of other records.

use super::words;
use crate::source::Span;

/// Signs and words that make a range of the ids on their two sides; of two that begin alike the longer comes first.
pub(super) const SIGNS: [&str; 9] = ["...", "..", "…", "-", "–", "—", "through", "until", "to"];

/// Numbers behind one stem that stand together.
struct Run {
    /// All of it.
    span: Span,
    /// The number that is written with the stem, and those that a stroke parts from it.
    row: Vec<u64>,
    /// The sign behind the row, and the number behind that.
    to: Option<(&'static str, u64)>,
    /// That number stands without the stem.
    short: bool,
    /// It has the stem, or stands right behind the sign.
    close: bool,
}

/// The first range or row of a text in which an id is meant.
pub(super) fn with(text: &str, id: &str) -> Option<Span> {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: u64 = id[stem.len()..].parse().ok()?;
    let is_begun = |start: usize| !text[..start].ends_with(char::is_alphanumeric);
    let starts = text.match_indices(stem).map(|(start, _)| start).filter(|start| !stem.is_empty() && is_begun(*start));
    let mut found = starts.filter_map(|start| run(text, start, stem)).filter(|run| run.means(number, text, id));
    found.next().map(|run| run.span)
}

impl Run {
    /// True where the number is meant as one of several. Of the ends, one that is not written out is; one that is only where a sign stands
    /// for the range.
    fn means(&self, number: u64, text: &str, id: &str) -> bool {
        let Some((first, others)) = self.row.split_first() else { return false };
        let in_range = self.to.is_some_and(|(sign, last)| {
            let is_written = || words::written(text, self.span, id).is_some() && !sign.starts_with(char::is_alphabetic);
            let is_end = || (number == last && self.short || [*first, last].contains(&number) && is_written()) && self.close;
            *first < number && number < last || *first < last && is_end()
        });
        others.contains(&number) || in_range
    }
}

/// The run that begins where a stem does; none where one id stands by itself.
fn run(text: &str, start: usize, stem: &str) -> Option<Run> {
    let digits = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse::<u64>().ok().map(|number| (number, end))
    };
    let blanks: &[char] = &[' ', '\t'];
    let (first, end) = digits(&text[start + stem.len()..])?;
    let mut rest = &text[start + stem.len() + end..];
    let mut row = vec![first];
    while let Some((number, end)) = rest.strip_prefix('/').and_then(digits) {
        rest = &rest[1 + end..];
        row.push(number);
    }
    let (mut to, mut short, mut close) = (None, false, false);
    let after = rest.trim_start_matches(blanks);
    if let Some(sign) = SIGNS.iter().find(|sign| after.starts_with(**sign)) {
        let behind = &after[sign.len()..];
        let bare = behind.trim_start_matches(blanks);
        let number = bare.strip_prefix(stem).unwrap_or(bare);
        if let Some((last, end)) = digits(number) {
            short = number.len() == bare.len();
            close = !short || bare.len() == behind.len();
            to = Some((*sign, last));
            rest = &number[end..];
        }
    }
    (row.len() > 1 || to.is_some()).then(|| Run { span: Span::new(start, text.len() - rest.len()), row, to, short, close })
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn what_a_range_means_is_found() {
        let found = |text: &str| with(text, "RSK-002").map(|span| text[span.range()].to_owned());
        assert_eq!(found("risks: [RSK-001–RSK-004]").as_deref(), Some("RSK-001–RSK-004"));
        assert_eq!(found("of RSK-001 to RSK-003, all").as_deref(), Some("RSK-001 to RSK-003"));
        assert_eq!(found("| RSK-001...003 |").as_deref(), Some("RSK-001...003"));
        assert_eq!(found("[RSK-001/002/7]").as_deref(), Some("RSK-001/002/7"));
        assert_eq!(
            found("RSK-003–RSK-009, RSK-001, RSK-002 - RSK-004, RSK-001 - a risk, XRSK-001-3").as_deref(),
            Some("RSK-002 - RSK-004")
        );
        assert_eq!(found("RSK-001 – RSK-002").as_deref(), Some("RSK-001 – RSK-002"));
        assert_eq!(found("RSK-001–002").as_deref(), Some("RSK-001–002"));
        assert_eq!(found("RSK-002 - a risk, RSK-002 – 3 of them, from RSK-001 to RSK-002, RSK-002-1"), None);
    }
}
