//! Findings for programs: JSON, version 1, described by `schemas/check.v1.schema.json`. Keys may be added within a version; none
//! changes its meaning or goes away.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Value;

use super::{Report, Reported, statistics};
use crate::finding::{At, Nowhere, Severity};
use crate::source::{Place, SourceFile, Sources};

/// The version of the format.
pub const VERSION: u32 = 1;

/// Writes the report as one JSON object, indented, followed by a line break. Its findings should be single ones, as each has a fingerprint
/// of its own; of a group, the first is written.
pub fn write(report: &Report<'_>, with_statistics: bool, out: &mut dyn Write) -> io::Result<()> {
    // Not piece by piece to a writer that is known only when the program runs: there are millions of them.
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, &output(report, with_statistics))?;
    writeln!(out)?;
    out.flush()
}

/// All of it.
pub(super) fn output<'a>(report: &'a Report<'_>, with_statistics: bool) -> Output<'a> {
    Output {
        version: VERSION,
        tool: tool(),
        as_of: report.as_of.to_string(),
        stage: &report.stage,
        root: report.root,
        counts: Counts {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            advice: report.count(Severity::Advice),
            suppressed: report.suppressed(),
            documents: report.counts.documents,
            records: report.counts.records,
            not_judged: report.counts.not_judged,
        },
        held_back: report.held_back.iter().map(|held| Held { stage: &held.stage, count: held.count }).collect(),
        findings: Some(report.findings.iter().map(|reported| finding(report, reported)).collect()),
        since: report.since.as_ref().map(|since| Since {
            revision: &since.named,
            commit: since.commit.as_deref(),
            known: since.known,
        }),
        statistics: with_statistics.then(|| statistics_of(report)),
    }
}

/// The object as a whole.
#[derive(Serialize)]
pub(super) struct Output<'a> {
    version: u32,
    tool: Value,
    as_of: String,
    stage: &'a str,
    root: &'a str,
    counts: Counts,
    held_back: Vec<Held<'a>>,
    /// None where they stand elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Since<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Statistics<'a>>,
}

/// Which program wrote it.
pub(super) fn tool() -> Value {
    serde_json::json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    advice: usize,
    suppressed: usize,
    documents: usize,
    records: usize,
    not_judged: usize,
}

#[derive(Serialize)]
struct Since<'a> {
    revision: &'a str,
    commit: Option<&'a str>,
    known: usize,
}

#[derive(Serialize)]
struct Held<'a> {
    stage: &'a str,
    count: usize,
}

/// A finding.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    code: &'a str,
    severity: &'static str,
    basis: &'static str,
    standard: Option<&'a str>,
    keys: Vec<&'a str>,
    stage: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    notes: &'a [String],
    record: Option<Record<'a>>,
    at: Option<Where<'a>>,
    labels: Vec<Where<'a>>,
    fingerprint: Option<String>,
    fix: Option<Fix<'a>>,
    suppressed: Option<Suppressed<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    kind: &'a str,
    id: Option<&'a str>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Where<'a>>,
}

#[derive(Serialize)]
struct Suppressed<'a> {
    by: &'static str,
    reason: &'a str,
    until: Option<String>,
}

#[derive(Serialize)]
struct Where<'a> {
    path: &'a str,
    start: Option<Position>,
    end: Option<Position>,
    text: &'a str,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    byte: u32,
}

#[derive(Serialize)]
struct Statistics<'a> {
    codes: Vec<CodeRow<'a>>,
    rules: Vec<RuleRow<'a>>,
}

#[derive(Serialize)]
struct CodeRow<'a> {
    code: &'a str,
    severity: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct RuleRow<'a> {
    rule: &'a str,
    applied: usize,
    fired: usize,
    not_judged: usize,
}

/// A finding as it stands in `findings`.
pub(super) fn finding<'a>(report: &'a Report<'_>, reported: &'a Reported) -> Finding<'a> {
    let finding = &reported.finding;
    Finding {
        code: &finding.code,
        severity: finding.severity.word(),
        basis: finding.basis.word(),
        standard: finding.standard.as_deref(),
        keys: finding.keys.iter().map(|key| &**key).collect(),
        stage: report.stage_name(finding.stage),
        message: &finding.message,
        help: finding.help.as_deref(),
        notes: &finding.notes,
        record: finding.record.as_ref().map(|record| Record { kind: &record.kind, id: record.id.as_deref() }),
        at: match finding.at {
            At::Place(place) => Some(at(report.sources, place, &finding.primary)),
            At::Nowhere(Nowhere::File(id)) => {
                Some(Where { path: &report.sources.get(id).path, start: None, end: None, text: &finding.primary })
            }
            At::Nowhere(Nowhere::Repository) => None,
        },
        labels: finding.labels.iter().map(|label| at(report.sources, label.place, &label.text)).collect(),
        fingerprint: reported.fingerprints.first().map(ToString::to_string),
        fix: finding.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            safe: fix.safe,
            edits: fix.edits.iter().map(|edit| at(report.sources, edit.place, &edit.text)).collect(),
        }),
        suppressed: reported.suppressed.as_ref().map(|said| Suppressed {
            by: said.by.word(),
            reason: &said.reason,
            until: said.until.map(|day| day.to_string()),
        }),
    }
}

fn at<'a>(sources: &'a Sources, place: Place, text: &'a str) -> Where<'a> {
    let file = sources.get(place.file);
    let (start, end) = (position(file, place.span.start), position(file, place.span.end));
    Where { path: &file.path, start: Some(start), end: Some(end), text }
}

fn position(file: &SourceFile, byte: u32) -> Position {
    let position = file.position(byte);
    Position { line: position.line, column: position.column, byte }
}

fn statistics_of<'a>(report: &'a Report<'_>) -> Statistics<'a> {
    let codes = statistics::codes(report);
    Statistics {
        codes: codes.iter().map(|c| CodeRow { code: c.code, severity: c.severity.word(), count: c.count }).collect(),
        rules: (report.rules.iter())
            .map(|r| RuleRow { rule: &r.rule, applied: r.applied, fired: r.fired, not_judged: r.not_judged })
            .collect(),
    }
}
