//! Rules as a list: `rules list`.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::finding::Basis;
use crate::output::human::basis_line;
use crate::output::json::{VERSION, tool};
use crate::output::summary::count;
use crate::output::{RuleCount, legible, table};
use crate::rules::Rule;
use crate::workspace::Workspace;

/// A rule, and what it did in a check.
pub type Listed<'a> = (&'a Rule, Option<&'a RuleCount>);

/// Writes a line a rule. A rule that applied to nothing shows a dash where it could have fired.
pub fn human(rules: &[Listed<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    if rules.iter().any(|(_, did)| did.is_some()) {
        let mut rows = vec![["applied", "fired", "not judged", "rule", "severity", "stage", "rests on"].map(str::to_owned)];
        rows.extend(rules.iter().map(|(rule, did)| {
            let [name, severity, stage, rests, _] = cells(rule);
            let [applied, fired, unknown] = did.map_or([0; 3], |did| [did.applied, did.fired, did.not_judged]);
            let dash = |n: usize| if applied + unknown == 0 { "-".to_owned() } else { n.to_string() };
            [applied.to_string(), dash(fired), dash(unknown), name, severity, stage, rests]
        }));
        table::columns(&mut text, &rows, [true, true, true, false, false, false, false]);
        let idle = rules.iter().filter(|(_, did)| did.is_some_and(|did| did.applied == 0)).count();
        let _ = writeln!(text, "\n{}, of which {idle} applied to nothing here", count(rules.len(), "rule", "rules"));
    } else {
        let mut rows = vec![["rule", "severity", "stage", "rests on", "summary"].map(str::to_owned)];
        rows.extend(rules.iter().map(|(rule, _)| cells(rule)));
        table::columns(&mut text, &rows, [false; 5]);
    }
    write!(out, "{text}")
}

fn cells(rule: &Rule) -> [String; 5] {
    let rests = basis_line(None, &rule.keys, rule.basis).unwrap_or_else(|| Basis::Hygiene.phrase().to_owned());
    [&*rule.name, rule.severity.word(), stage(rule), rests.as_str(), &*rule.about().summary].map(legible::line)
}

/// Writes the list as one JSON object, version 1, indented, followed by a line break.
pub fn json(rules: &[Listed<'_>], workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<Value> = (rules.iter())
        .map(|(rule, did)| {
            let mut value = describe(rule, workspace);
            if let Some(did) = did {
                value["applied"] = did.applied.into();
                value["fired"] = did.fired.into();
                value["not_judged"] = did.not_judged.into();
            }
            value
        })
        .collect();
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
