//! The diagnostic format of reviewdog, which tells findings in reviews on many platforms. Columns are bytes of UTF-8, as it asks.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::described::MANUAL;
use super::place::{Unit, below, path, region};
use super::{Report, legible};
use crate::finding::{At, Finding, Nowhere, Severity};
use crate::source::Place;
use crate::workspace::MANIFEST;

/// Writes the findings that are not suppressed as one `DiagnosticResult`, indented, followed by a line break.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics: Vec<Value> = report.open().map(|reported| diagnostic(report, &reported.finding)).collect();
    let result = json!({
        "source": { "name": env!("CARGO_PKG_NAME"), "url": MANUAL },
        "severity": report.worst().map_or("UNKNOWN_SEVERITY", severity),
        "diagnostics": diagnostics,
    });
    serde_json::to_writer_pretty(&mut *out, &result)?;
    writeln!(out)
}

fn diagnostic(report: &Report<'_>, finding: &Finding) -> Value {
    let mut lines = vec![legible::line(&finding.message)];
    lines.extend(finding.notes.iter().map(|note| legible::line(note)));
    lines.extend(finding.help.as_ref().map(|help| format!("help: {}", legible::line(help))));
    let url = report.described.iter().find(|described| described.code == finding.code).and_then(|d| d.url.as_ref());
    let mut value = json!({
        "message": lines.join("\n"),
        "location": match finding.at {
            At::Place(place) => location(report, place),
            At::Nowhere(Nowhere::File(file)) => json!({ "path": path(report, file) }),
            // The format knows no diagnostic without a file; a range it does not need.
            At::Nowhere(Nowhere::Repository) => json!({ "path": below(report, MANIFEST) }),
        },
        "severity": severity(finding.severity),
        "code": match url {
            Some(url) => json!({ "value": &*finding.code, "url": url }),
            None => json!({ "value": &*finding.code }),
        },
    });
    if let Some(suggestion) = suggestion(report, finding) {
        value["suggestions"] = json!([suggestion]);
    }
    let related = |place: Place, text: &str| json!({ "message": legible::line(text), "location": location(report, place) });
    let related: Vec<Value> = finding.labels.iter().map(|label| related(label.place, &label.text)).collect();
    if !related.is_empty() {
        value["related_locations"] = json!(related);
    }
    value
}

/// A fix of one edit in the file of the finding. The format has no word for edits that belong together, so one of several is none.
fn suggestion(report: &Report<'_>, finding: &Finding) -> Option<Value> {
    let [edit] = finding.fix.as_ref()?.edits.as_slice() else { return None };
    let here = finding.at.place()?.file == edit.place.file;
    here.then(|| json!({ "range": range(report, edit.place), "text": edit.text }))
}

fn location(report: &Report<'_>, place: Place) -> Value {
    json!({ "path": path(report, place.file), "range": range(report, place) })
}

fn range(report: &Report<'_>, place: Place) -> Value {
    let (start, end) = region(report, place, Unit::Bytes);
    json!({ "start": start, "end": end })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Advice => "INFO",
    }
}
