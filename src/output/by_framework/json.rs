//! The view for programs: JSON, version 1.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::answers::coverage::{Coverage, Row};
use crate::answers::{ByFramework, Fact, Provision, RelatedRow};
use crate::finding::Severity;
use crate::output::json::{VERSION, tool};
use crate::workspace::Workspace;

/// Writes provisions with what is related to each as one JSON object, indented, followed by a line break.
pub fn write(view: &ByFramework, coverage: &Coverage, workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    let provisions: Vec<Value> = view.provisions.iter().map(|p| provision(p, coverage)).collect();
    let value = json!({
        "version": VERSION,
        "tool": tool(),
        "as_of": coverage.as_of.to_string(),
        "stage": workspace.base.stages().get(usize::from(coverage.stage.0)).map(|stage| &**stage),
        "standard": coverage.standard.as_deref(),
        "framework": *view.id,
        "title": *view.title,
        "caution": view.caution.as_deref(),
        "provisions": provisions,
        "not_listed": view.others,
    });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

fn provision(provision: &Provision, coverage: &Coverage) -> Value {
    let related: Vec<Value> = provision.related.iter().map(|r| related_row(r, coverage)).collect();
    let mut value = json!({ "id": *provision.id, "title": *provision.title, "related": related });
    tell(&provision.facts, &mut value);
    value
}

/// What is related, with the state of each clause or control that lies within it.
fn related_row(related: &RelatedRow, coverage: &Coverage) -> Value {
    let rows: Vec<Value> = related.rows.iter().map(|i| row(&coverage.rows[*i], coverage)).collect();
    let mut value = json!({ "id": *related.id, "title": *related.title, "coverage": rows });
    tell(&related.facts, &mut value);
    value
}

fn row(row: &Row, coverage: &Coverage) -> Value {
    let by: Vec<&str> = row.answers.iter().map(|answer| &*answer.name).collect();
    json!({
        "id": *row.id,
        "state": if row.excluded { "excluded" } else { row.state.word() },
        "stale": row.stale,
        "level": row.level,
        "errors": coverage.count(row, Severity::Error),
        "warnings": coverage.count(row, Severity::Warning),
        "answered_by": by,
    })
}

/// Facts stand under their own names.
fn tell(facts: &[Fact], value: &mut Value) {
    for fact in facts {
        if let Some(text) = fact.text() {
            value[&*fact.name] = text.into();
        }
    }
}
