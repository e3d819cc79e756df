//! Coverage for programs: JSON, version 1, described by `schemas/coverage.v1.schema.json`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Shown, words};
use crate::answers::coverage::{Answer, Gap, Lack, Row};
use crate::output::json::{VERSION, tool};
use crate::rules::coverage::State;

/// Writes one JSON object, indented, followed by a line break. Summaries are of all rows; `rows` and `gaps` hold those asked for.
pub fn write(shown: Shown<'_>, out: &mut dyn Write) -> io::Result<()> {
    let coverage = shown.coverage;
    let value = json!({
        "version": VERSION,
        "tool": tool(),
        "root": shown.root,
        "standard": coverage.standard.as_deref(),
        "as_of": coverage.as_of.to_string(),
        "stage": shown.stages.get(usize::from(coverage.stage.0)).map(|name| &**name),
        "caution": &*coverage.caution,
        "levels": coverage.levels.iter().map(|name| &**name).collect::<Vec<_>>(),
        "wanted": coverage.wanted,
        "band": coverage.band.as_ref().map(|band| json!({
            "names": band.names.iter().map(|name| &**name).collect::<Vec<_>>(),
            "reached": band.reached,
            "lacking": band.lacking.iter().map(|lack| self::lack(shown, lack, false)).collect::<Vec<_>>(),
        })),
        "views": coverage.views.iter().map(|view| json!({
            "title": &*view.title,
            "states": State::ALL.iter().map(|s| (s.word(), view.states[*s as usize])).collect::<std::collections::BTreeMap<_, _>>(),
            "excluded": view.excluded,
            "distribution": view.distribution,
            "mean": view.mean(),
            "groups": view.groups.iter().map(|group| json!({
                "id": group.id.as_deref(),
                "title": group.title.as_deref(),
                "rows": group.rows.iter().map(|i| &*coverage.rows[*i].id).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "rows": shown.rows.iter().map(|i| row(shown, &coverage.rows[*i])).collect::<Vec<_>>(),
        "gaps": coverage.gaps.iter().filter(|g| shown.rows.contains(&g.row)).map(|g| gap(shown, g)).collect::<Vec<_>>(),
        "unkeyed_findings": coverage.unkeyed(),
    });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

fn row(shown: Shown<'_>, row: &Row) -> Value {
    let claimed = row.state == State::Claimed;
    json!({
        "id": &*row.id,
        "title": &*row.title,
        "excluded": row.excluded,
        "state": row.state.word(),
        "stale": row.stale,
        "level": row.level,
        "lacking": row.lacking.iter().map(|lack| self::lack(shown, lack, claimed)).collect::<Vec<_>>(),
        "owner": row.owner.as_ref().map(|owner| json!({ "id": owner.id.as_deref(), "name": &*owner.name })),
        "usual_owner": row.usual_owner,
        "answers": row.answers.iter().map(|a| answer(shown, a)).collect::<Vec<_>>(),
        "claims": row.claims.iter().map(|a| answer(shown, a)).collect::<Vec<_>>(),
        "elsewhere": row.elsewhere.iter().map(|kind| &**kind).collect::<Vec<_>>(),
        "findings": row.findings.iter().map(|i| finding(shown, *i)).collect::<Vec<_>>(),
        "later_findings": row.later.len(),
    })
}

fn answer(shown: Shown<'_>, answer: &Answer) -> Value {
    json!({
        "kind": answer.kind.as_deref(),
        "name": &*answer.name,
        "title": answer.title.as_deref(),
        "path": &*answer.path,
        "line": answer.place.map(|place| shown.sources.get(place.file).position(place.span.start).line),
        "state": answer.state.word(),
        "stale": answer.stale,
        "cited_by": answer.cited_by.as_ref().map(|(kind, name)| json!({ "kind": &**kind, "name": &**name })),
    })
}

/// What is lacking: a word for programs, and the words for people.
fn lack(shown: Shown<'_>, lack: &Lack, claimed: bool) -> Value {
    let (what, rows): (&str, Vec<&str>) = match lack {
        Lack::State(state) => (state.word(), Vec::new()),
        Lack::Rows(state, ids) => (state.word(), ids.iter().map(|id| &**id).collect()),
        Lack::Owner => ("owner", Vec::new()),
        Lack::Renewal => ("renewal", Vec::new()),
        Lack::Errors(..) => ("errors", Vec::new()),
        Lack::Said(_) => ("other", Vec::new()),
    };
    json!({ "what": what, "words": words::lack(shown, lack, claimed), "rows": rows })
}

fn finding(shown: Shown<'_>, position: usize) -> Value {
    let single = &shown.coverage.findings[position];
    let finding = &single.verdict.finding;
    let place = finding.at.place().map(|place| {
        let file = shown.sources.get(place.file);
        json!({ "path": &*file.path, "line": file.position(place.span.start).line })
    });
    json!({
        "code": &*finding.code,
        "severity": finding.severity.word(),
        "stage": shown.stages.get(usize::from(finding.stage.0)).map(|name| &**name),
        "message": finding.message,
        "at": place,
        "fingerprint": single.fingerprint.to_string(),
    })
}

fn gap(shown: Shown<'_>, gap: &Gap) -> Value {
    let coverage = shown.coverage;
    let row = &coverage.rows[gap.row];
    let claimed = row.state == State::Claimed;
    let phase = gap.step.and_then(|(phase, _)| coverage.roadmap.get(phase));
    json!({
        "row": &*row.id,
        "phase": phase.map(|phase| &*phase.title),
        "step": gap.step.and_then(|(_, step)| phase?.steps.get(step)).map(|step| &**step),
        "lacking": gap.lacking.iter().map(|lack| self::lack(shown, lack, claimed)).collect::<Vec<_>>(),
        "owner": words::owner(row),
        "told_at": gap.told_at.iter().map(|i| &*coverage.rows[*i].id).collect::<Vec<_>>(),
        "findings": gap.findings.iter().map(|i| finding(shown, *i)).collect::<Vec<_>>(),
    })
}
