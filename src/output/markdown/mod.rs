//! A comment on a pull request, or the summary of a job: findings by who answers for them, the worst first, folded.

mod escape;
mod finding;

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use super::page::sentence;
use super::summary::{self, count};
use super::{Report, Reported, legible};
use crate::finding::Severity;
pub use escape::escaped;

/// Characters that a comment on GitHub may have.
pub const COMMENT: usize = 65_536;
/// Bytes that the summary of a job on GitHub may have.
pub const SUMMARY: usize = 1 << 20;
/// What a bot finds its own comment by, to renew it.
const MARK: &str = "<!-- clauselint -->";

/// Severities, the worst first, with what one and several are called.
const SEVERITIES: [(Severity, &str, &str); 3] = [
    (Severity::Error, "error", "errors"),
    (Severity::Warning, "warning", "warnings"),
    (Severity::Advice, "piece of advice", "pieces of advice"),
];

/// Writes the report in at most `room` bytes. Where there is no room for all, the mildest are left out, and how many that are is said.
/// Findings should be grouped, and have their owners.
pub fn write(report: &Report<'_>, room: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<&Reported> = report.open().collect();
    findings.sort_by_key(|reported| Reverse(reported.finding.severity));
    // As many as there is room for: between none, for which there is, and one too many, for which there is not.
    let (mut fits, mut too_many) = (0, findings.len() + 1);
    let mut text = page(report, &findings, findings.len());
    if text.len() > room {
        while too_many - fits > 1 {
            let middle = usize::midpoint(fits, too_many);
            if page(report, &findings, middle).len() <= room { fits = middle } else { too_many = middle }
        }
        text = page(report, &findings, fits);
    }
    out.write_all(text.as_bytes())
}

/// All of it, with the first so many findings.
fn page(report: &Report<'_>, findings: &[&Reported], shown: usize) -> String {
    let among = sentence(&escaped(&summary::among(report)));
    let mut text = format!("{MARK}\n### clauselint: {}\n\n{among}.\n", summary::found(report));
    let (shown, left_out) = findings.split_at(shown);
    for (owner, findings) in by_owner(shown) {
        let name = owner.map_or_else(|| "Nobody is named as owner".to_owned(), |owner| escaped(&legible::line(&owner)));
        let _ = write!(text, "\n#### {name}: {}\n", totals(&findings));
        for (severity, one, many) in SEVERITIES {
            let of: Vec<&&Reported> = findings.iter().filter(|reported| reported.finding.severity == severity).collect();
            if of.is_empty() {
                continue;
            }
            let open = if severity == Severity::Error { " open" } else { "" };
            let weight = of.iter().map(|reported| reported.weight()).sum();
            let _ = write!(text, "\n<details{open}><summary>{}</summary>\n\n", count(weight, one, many));
            for reported in of {
                finding::item(report, &reported.finding, &mut text);
            }
            text.push_str("\n</details>\n");
        }
    }
    if !left_out.is_empty() {
        let _ =
            write!(text, "\n**Left out, as there is no more room here: {}.** `clauselint check` shows all.\n", totals(left_out));
    }
    text
}

/// `3 errors, 2 warnings`; nothing for none.
fn totals(findings: &[&Reported]) -> String {
    let weight = |severity| findings.iter().filter(|r| r.finding.severity == severity).map(|r| r.weight()).sum::<usize>();
    let told = SEVERITIES.iter().map(|(severity, one, many)| (weight(*severity), one, many)).filter(|(n, ..)| *n > 0);
    told.map(|(n, one, many)| count(n, one, many)).collect::<Vec<String>>().join(", ")
}

/// Findings by owner: who has the most and worst first, what nobody owns last.
fn by_owner<'r>(findings: &[&'r Reported]) -> Vec<(Option<Arc<str>>, Vec<&'r Reported>)> {
    let mut owners: Vec<(Option<Arc<str>>, Vec<&Reported>)> = Vec::new();
    for reported in findings {
        match owners.iter_mut().find(|(owner, _)| *owner == reported.owner) {
            Some((_, all)) => all.push(reported),
            None => owners.push((reported.owner.clone(), vec![reported])),
        }
    }
    let rank = |all: &[&Reported]| {
        SEVERITIES.map(|(severity, ..)| Reverse(all.iter().filter(|r| r.finding.severity == severity).count()))
    };
    owners.sort_by_cached_key(|(owner, all)| (owner.is_none(), rank(all), owner.clone()));
    owners
}
