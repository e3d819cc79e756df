//! What is wrong with rules' own examples: `rules test`. Shown like findings, in the rule file.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::finding::{At, Basis, Finding, Operand, Severity, Stage};
use crate::output::human::finding;
use crate::output::json::{VERSION, tool};
use crate::output::summary::count;
use crate::rules::examples::Failure;
use crate::source::Sources;

/// Writes each failure at its place in the rule file, and a closing line. `tested` is the number of rules that were run; paths are shown
/// below `root`.
pub fn human(failures: &[Failure], tested: usize, sources: &Sources, root: &str, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    for failure in failures {
        finding(&as_finding(failure), sources, root, colour, out)?;
    }
    let rules = count(tested, "rule", "rules");
    match failing(failures) {
        0 => writeln!(out, "{rules} tested: each fires where its examples say, and nowhere else"),
        n => writeln!(out, "{rules} tested, {n} of them not as their examples say"),
    }
}

/// Writes the failures as one JSON object, version 1, indented, followed by a line break.
pub fn json(failures: &[Failure], tested: usize, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let items: Vec<Value> = (failures.iter())
        .map(|failure| {
            let file = sources.get(failure.place.file);
            let at = file.position(failure.place.span.start);
            json!({
                "rule": *failure.rule,
                "part": failure.part,
                "message": message(failure),
                "at": { "path": *file.path, "line": at.line, "column": at.column },
            })
        })
        .collect();
    let value = json!({ "version": VERSION, "tool": tool(), "tested": tested, "failing": failing(failures), "failures": items });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

fn failing(failures: &[Failure]) -> usize {
    let mut names: Vec<&str> = failures.iter().map(|failure| &*failure.rule).collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// What is wrong, without the rule's name, which is the code.
fn message(failure: &Failure) -> String {
    let text = failure.to_string();
    text.strip_prefix(&format!("{}: ", failure.rule)).map_or_else(|| text.clone(), str::to_owned)
}

fn as_finding(failure: &Failure) -> Finding {
    Finding {
        code: failure.rule.clone(),
        severity: Severity::Error,
        basis: Basis::Hygiene,
        keys: Vec::new(),
        standard: None,
        stage: Stage::default(),
        message: message(failure),
        at: At::Place(failure.place),
        primary: String::new(),
        labels: Vec::new(),
        help: None,
        notes: Vec::new(),
        record: None,
        operand: Operand::default(),
    }
}
