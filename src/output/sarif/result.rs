//! A finding as a `result`.

use serde_json::{Value, json};

use super::super::place::{Unit, below, path, region};
use super::super::{Report, Reported};
use super::rule::level;
use super::{ROOT, object, text, uri};
use crate::finding::{At, Edit, Finding, Fix, Label, Nowhere};
use crate::source::{FileId, Place};
use crate::triage::{By, Suppression};
use crate::workspace::MANIFEST;

/// The finding, its places, how it is known across runs, how to put it right, and why it may count for nothing. `has_baseline` where
/// findings were compared with those of before.
pub(super) fn result(report: &Report<'_>, reported: &Reported, has_baseline: bool) -> Value {
    let finding = &reported.finding;
    let index = report.described.iter().position(|described| described.code == finding.code);
    let related: Vec<Value> = finding.labels.iter().enumerate().map(|(i, label)| related(report, i, label)).collect();
    let prints = reported.fingerprints.first().map(|print| json!({ "clauselint/v1": print.to_string() }));
    let known = reported.suppressed.as_ref().is_some_and(|said| said.by == By::Baseline);
    let record = finding.record.as_ref().map(|record| json!({ "kind": &*record.kind, "id": record.id.as_deref() }));
    object([
        ("ruleId", Some(json!(&*finding.code))),
        ("ruleIndex", index.map(|index| json!(index))),
        ("level", Some(json!(level(finding.severity)))),
        ("message", Some(json!({ "text": message(finding) }))),
        ("locations", Some(json!([primary(report, finding)]))),
        ("relatedLocations", (!related.is_empty()).then(|| json!(related))),
        ("partialFingerprints", prints),
        ("suppressions", Some(json!(reported.suppressed.iter().map(suppression).collect::<Vec<Value>>()))),
        ("baselineState", has_baseline.then(|| json!(if known { "unchanged" } else { "new" }))),
        ("fixes", finding.fix.as_ref().map(|fix| json!([self::fix(report, fix)]))),
        (
            "properties",
            Some(json!({
                "basis": finding.basis.word(),
                "keys": finding.keys.iter().map(|key| &**key).collect::<Vec<&str>>(),
                "stage": report.stage_name(finding.stage),
                "record": record,
            })),
        ),
    ])
}

/// What is wrong, then what is to be done, as sentences.
fn message(finding: &Finding) -> String {
    let mut all = vec![text(&finding.message)];
    all.extend(finding.notes.iter().map(|note| text(note)));
    all.extend(finding.help.as_ref().map(|help| format!("help: {}", text(help))));
    all.join("\n")
}

/// Where the finding points. What is about the repository as a whole stands at the manifest, without a region: code scanning refuses a
/// result that is nowhere.
fn primary(report: &Report<'_>, finding: &Finding) -> Value {
    match finding.at {
        At::Place(place) => {
            let said = (!finding.primary.is_empty()).then(|| json!({ "text": text(&finding.primary) }));
            object([("physicalLocation", Some(physical(report, place))), ("message", said)])
        }
        At::Nowhere(Nowhere::File(file)) => json!({ "physicalLocation": { "artifactLocation": artifact(&path(report, file)) } }),
        At::Nowhere(Nowhere::Repository) => {
            json!({ "physicalLocation": { "artifactLocation": artifact(&below(report, MANIFEST)) } })
        }
    }
}

fn related(report: &Report<'_>, id: usize, label: &Label) -> Value {
    let said = (!label.text.is_empty()).then(|| json!({ "text": text(&label.text) }));
    object([("id", Some(json!(id))), ("physicalLocation", Some(physical(report, label.place))), ("message", said)])
}

fn physical(report: &Report<'_>, place: Place) -> Value {
    json!({ "artifactLocation": artifact(&path(report, place.file)), "region": span(report, place) })
}

fn artifact(path: &str) -> Value {
    json!({ "uri": uri(path), "uriBaseId": ROOT })
}

fn span(report: &Report<'_>, place: Place) -> Value {
    let (start, end) = region(report, place, Unit::Utf16);
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn suppression(said: &Suppression) -> Value {
    let kind = if said.by == By::Comment { "inSource" } else { "external" };
    json!({
        "kind": kind,
        "status": "accepted",
        "justification": super::super::legible::line(&said.reason),
        "properties": { "by": said.by.word(), "until": said.until.map(|day| day.to_string()) },
    })
}

/// A fix: the changes file by file, in the order in which the files first occur.
fn fix(report: &Report<'_>, fix: &Fix) -> Value {
    let mut files: Vec<(FileId, Vec<&Edit>)> = Vec::new();
    for edit in &fix.edits {
        match files.iter_mut().find(|(file, _)| *file == edit.place.file) {
            Some((_, edits)) => edits.push(edit),
            None => files.push((edit.place.file, vec![edit])),
        }
    }
    let replacement =
        |edit: &&Edit| json!({ "deletedRegion": span(report, edit.place), "insertedContent": { "text": edit.text } });
    let change = |(file, edits): &(FileId, Vec<&Edit>)| {
        json!({
            "artifactLocation": artifact(&path(report, *file)),
            "replacements": edits.iter().map(replacement).collect::<Vec<Value>>(),
        })
    };
    json!({
        "description": { "text": text(&fix.title) },
        "artifactChanges": files.iter().map(change).collect::<Vec<Value>>(),
        "properties": { "safe": fix.safe },
    })
}
