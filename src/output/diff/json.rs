//! A change for programs: JSON, version 1, described by `schemas/diff.v1.schema.json`. It leaves the machine: what is sensitive is null.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::super::json::tool;
use super::Told;
use crate::answers::diff::{Change, Named};
use crate::finding::{At, Nowhere};
use crate::source::Sources;
use crate::triage::Single;

/// Writes one object, indented, followed by a line break.
pub fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    let diff = told.diff;
    let state = |(named, commit): &(String, String)| json!({ "revision": named, "commit": commit });
    let changes = diff.topics.iter().flat_map(|(heading, changes)| changes.iter().map(move |c| change(heading, c)));
    let pair = |(a, b): &(Named, Named)| json!({ "from": record(a), "to": record(b) });
    let object = json!({
        "version": 1,
        "tool": tool(),
        "as_of": told.as_of.to_string(),
        "stage": &*told.stage,
        "root": told.root,
        "from": state(&told.from),
        "to": told.to.as_ref().map(state),
        "changes": changes.collect::<Vec<Value>>(),
        "added": diff.added.iter().map(record).collect::<Vec<Value>>(),
        "removed": diff.removed.iter().map(record).collect::<Vec<Value>>(),
        "renamed": diff.renamed.iter().map(pair).collect::<Vec<Value>>(),
        "moved": diff.moved.iter().map(|(a, b)| json!({ "from": a, "to": b })).collect::<Vec<Value>>(),
        "rewritten": diff.rewritten.iter().map(record).collect::<Vec<Value>>(),
        "findings": {
            "new": told.new.iter().map(|s| finding(s, told.sources)).collect::<Vec<Value>>(),
            "gone": told.gone.iter().map(|s| finding(s, told.old_sources)).collect::<Vec<Value>>(),
        },
    });
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}

fn record(record: &Named) -> Value {
    let title = record.title.as_deref().filter(|_| !record.sensitive);
    json!({ "kind": &*record.kind, "name": &*record.name, "title": title })
}

fn change(heading: &str, change: &Change) -> Value {
    let hidden = change.sensitive || change.record.sensitive;
    let shown = |value: &Option<String>| value.clone().filter(|_| !hidden);
    json!({
        "heading": (!heading.is_empty()).then_some(heading),
        "record": record(&change.record),
        "field": &*change.field,
        "way": change.way.word(),
        "says": change.says.as_deref(),
        "from": shown(&change.from),
        "to": shown(&change.to),
        "sensitive": hidden,
    })
}

fn finding(single: &Single, sources: &Sources) -> Value {
    let finding = &single.verdict.finding;
    let (path, line) = match finding.at {
        At::Place(place) => {
            let file = sources.get(place.file);
            (Some(&*file.path), Some(file.position(place.span.start).line))
        }
        At::Nowhere(Nowhere::File(file)) => (Some(&*sources.get(file).path), None),
        At::Nowhere(Nowhere::Repository) => (None, None),
    };
    json!({
        "code": &*finding.code,
        "severity": finding.severity.word(),
        "message": finding.message,
        "path": path,
        "line": line,
        "fingerprint": single.fingerprint.to_string(),
    })
}
