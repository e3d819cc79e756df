//! GitHub workflow commands: an annotation a finding, in the log of a workflow and beside the lines of a pull request. GitHub shows the
//! first ten of each severity of a step, so the worst come first, and findings of one cause are one.
//!
//! The job summary that belongs to it is the [`markdown`](super::markdown) format; which file takes it only the environment knows.

use std::io::{self, Write};

use super::place::{Unit, path, region};
use super::{Report, legible};
use crate::finding::{At, Finding, Nowhere, Severity};

/// Writes an annotation for each finding that is not suppressed, the worst first, then in the report's order.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<&Finding> = report.open().map(|reported| &reported.finding).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let mut properties = place(report, finding);
        properties.push(("title", finding.code.to_string()));
        let properties: Vec<String> = properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
        let mut lines = vec![legible::line(&finding.message)];
        lines.extend(finding.notes.iter().map(|note| legible::line(note)));
        lines.extend(finding.help.as_ref().map(|help| format!("help: {}", legible::line(help))));
        writeln!(out, "::{command} {}::{}", properties.join(","), data(&lines.join("\n")))?;
    }
    Ok(())
}

/// Where the annotation stands; nothing for what is about the repository as a whole. Columns are told within one line only, as GitHub
/// takes them no other way.
fn place(report: &Report<'_>, finding: &Finding) -> Vec<(&'static str, String)> {
    match finding.at {
        At::Place(place) => {
            let (start, end) = region(report, place, Unit::Utf16);
            let mut all =
                vec![("file", path(report, place.file)), ("line", start.line.to_string()), ("endLine", end.line.to_string())];
            if start.line == end.line {
                all.extend([("col", start.column.to_string()), ("endColumn", end.column.to_string())]);
            }
            all
        }
        At::Nowhere(Nowhere::File(file)) => vec![("file", path(report, file))],
        At::Nowhere(Nowhere::Repository) => Vec::new(),
    }
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value, in which the signs that part properties are escaped, too.
fn property(text: &str) -> String {
    data(&legible::line(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_commands_is_escaped() {
        assert_eq!(data("100%\r\nof: a, b"), "100%25%0D%0Aof: a, b");
        assert_eq!(property("a: 5%, b"), "a%3A 5%25%2C b");
    }
}
