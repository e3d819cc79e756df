//! GitLab Code Quality: a JSON array that a merge request compares with that of its target branch, by fingerprint.

use std::io::{self, Write};

use serde::Serialize;

use super::place::{Unit, below, path, region};
use super::{Report, Reported, legible};
use crate::finding::{At, Nowhere, Severity};
use crate::workspace::MANIFEST;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the findings that are not suppressed as one array. They should be single ones: GitLab drops what has a fingerprint again.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Issue<'_>> = report.open().map(|reported| issue(report, reported)).collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn issue<'a>(report: &Report<'_>, reported: &'a Reported) -> Issue<'a> {
    let finding = &reported.finding;
    let (path, begin, end) = match finding.at {
        At::Place(place) => {
            let (start, end) = region(report, place, Unit::Bytes);
            (path(report, place.file), start.line, end.line)
        }
        At::Nowhere(Nowhere::File(file)) => (path(report, file), 1, 1),
        // The format knows no issue without a file: what is about the repository as a whole stands at the manifest's first line.
        At::Nowhere(Nowhere::Repository) => (below(report, MANIFEST), 1, 1),
    };
    let help = finding.help.as_ref().map(|help| format!("; help: {}", legible::line(help))).unwrap_or_default();
    Issue {
        description: format!("{}{help}", legible::line(&finding.message)),
        check_name: &finding.code,
        fingerprint: reported.fingerprints.first().map(ToString::to_string).unwrap_or_default(),
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Advice => "info",
        },
        location: Location { path, lines: Lines { begin, end } },
    }
}
