//! Rules as a list: `rules list`.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::finding::Basis;
use crate::output::human::basis_line;
use crate::output::json::{VERSION, tool};
use crate::output::{legible, table};
use crate::rules::Rule;
use crate::workspace::Workspace;

/// Writes a line a rule.
pub fn human(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let mut rows = vec![["rule", "severity", "stage", "rests on", "summary"].map(str::to_owned)];
    rows.extend(rules.iter().map(|rule| {
        let rests = basis_line(None, &rule.keys, rule.basis).unwrap_or_else(|| Basis::Hygiene.phrase().to_owned());
        let cells = [&*rule.name, rule.severity.word(), stage(rule), rests.as_str(), &*rule.about().summary];
        cells.map(legible::line)
    }));
    let mut text = String::new();
    table::columns(&mut text, &rows, [false; 5]);
    write!(out, "{text}")
}

/// Writes the list as one JSON object, version 1, indented, followed by a line break.
pub fn json(rules: &[&Rule], workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<Value> = rules.iter().map(|rule| describe(rule, workspace)).collect();
    serde_json::to_writer_pretty(&mut *out, &json!({ "version": VERSION, "tool": tool(), "rules": rules }))?;
    writeln!(out)
}

/// A rule without its texts.
pub(in crate::output) fn describe(rule: &Rule, workspace: &Workspace) -> Value {
    let file = workspace.sources.get(rule.place.file);
    let keys: Vec<&str> = rule.keys.iter().map(|key| &**key).collect();
    json!({
        "rule": *rule.name,
        "summary": *rule.about().summary,
        "severity": rule.severity.word(),
        "basis": rule.basis.word(),
        "standard": rule.pack.standard.as_deref(),
        "keys": keys,
        "stage": stage(rule),
        "pack": *rule.pack.name,
        "path": *file.path,
        "line": file.position(rule.place.span.start).line,
    })
}

fn stage(rule: &Rule) -> &str {
    rule.pack.stage_word(rule.stage)
}
