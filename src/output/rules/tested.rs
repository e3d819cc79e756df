//! What is wrong with rules' own examples: `rules test`. Shown like findings, in the rule file.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::finding::{At, Basis, Finding, Operand, Severity, Stage};
use crate::output::human::finding;
use crate::output::json::{VERSION, tool};
use crate::output::legible;
use crate::output::summary::count;
use crate::rules::examples::{Failure, Wrong};
use crate::source::{Place, Sources};

/// At most so many failures of one sort are shown of one example: a rule that is far too broad fails in every line.
const SHOWN: usize = 5;

/// What testing rules gave.
#[derive(Clone, Copy, Debug)]
pub struct Tested<'a> {
    /// What is wrong with the rule files themselves. A rule that is not understood is not tested.
    pub complaints: &'a [Finding],
    /// What is wrong with the examples.
    pub failures: &'a [Failure],
    /// How many rules were run.
    pub rules: usize,
    /// The rule files.
    pub sources: &'a Sources,
}

/// Writes complaints and failures at their places in the rule files, and a closing line.
pub fn human(tested: Tested<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    // Built-in rule files lie nowhere on the user's disk: their paths are shown as they are.
    let here = ".";
    for complaint in tested.complaints {
        finding(complaint, tested.sources, here, colour, out)?;
    }
    for alike in alike(tested.failures) {
        // One more line than this says as much as saying that there is one more.
        let shown = if alike.len() == SHOWN + 1 { SHOWN + 1 } else { SHOWN };
        for failure in alike.iter().take(shown) {
            finding(&as_finding(failure), tested.sources, here, colour, out)?;
        }
        if let Some(more) = alike.len().checked_sub(shown).filter(|more| *more > 0) {
            let (rule, part) = (legible::line(&alike[0].rule), alike[0].part);
            writeln!(out, "and {more} more of {rule} in `{part}`: `--format json` lists all\n")?;
        }
    }
    let rules = count(tested.rules, "rule", "rules");
    let complaints = match tested.complaints.len() {
        0 => String::new(),
        n => format!("; {} about rule files", count(n, "complaint", "complaints")),
    };
    match failing(tested.failures) {
        0 => writeln!(out, "{rules} tested: each fires where its examples say, and nowhere else{complaints}"),
        n => writeln!(out, "{rules} tested, {n} of them not as their examples say{complaints}"),
    }
}

/// Writes the same as one JSON object, version 1, indented, followed by a line break.
pub fn json(tested: Tested<'_>, out: &mut dyn Write) -> io::Result<()> {
    let at = |place: Place| {
        let file = tested.sources.get(place.file);
        let at = file.position(place.span.start);
        json!({ "path": *file.path, "line": at.line, "column": at.column })
    };
    let failures = tested.failures.iter().map(|failure| {
        json!({ "rule": *failure.rule, "part": failure.part, "message": message(failure), "example": example(failure), "at": at(failure.place) })
    });
    let complaints = tested.complaints.iter().map(|complaint| {
        let severity = complaint.severity.word();
        json!({ "code": *complaint.code, "severity": severity, "message": complaint.message, "at": complaint.at.place().map(at) })
    });
    let value = json!({
        "version": VERSION,
        "tool": tool(),
        "tested": tested.rules,
        "failing": failing(tested.failures),
        "failures": failures.collect::<Vec<Value>>(),
        "complaints": complaints.collect::<Vec<Value>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

/// Failures of one sort in one example together, in order of the first of each.
fn alike(failures: &[Failure]) -> Vec<Vec<&Failure>> {
    let mut groups: Vec<Vec<&Failure>> = Vec::new();
    for failure in failures {
        let sort = |f: &Failure| (f.rule.clone(), f.part, std::mem::discriminant(&f.what));
        match groups.iter_mut().find(|group| sort(group[0]) == sort(failure)) {
            Some(group) => group.push(failure),
            None => groups.push(vec![failure]),
        }
    }
    groups
}

fn failing(failures: &[Failure]) -> usize {
    let mut names: Vec<&str> = failures.iter().map(|failure| &*failure.rule).collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// What is wrong; the rule's name is the code, and the line of the example is shown, so neither is said again.
fn message(failure: &Failure) -> String {
    match &failure.what {
        Wrong::None => format!("there is no `{}` example", failure.part),
        Wrong::NeverApplies => "`good` never makes the rule apply".to_owned(),
        Wrong::Silent(rule) => format!("`{rule}` is marked and silent"),
        Wrong::Fires(rule, message) => format!("`{rule}` fires where it is not marked: {message}"),
        Wrong::Mistake(code, message) => format!("the example has a mistake of its own: {code}: {message}"),
        Wrong::TellTwice(one, other) => format!("`{one}` and `{other}` tell one cause"),
    }
}

/// `bad, docs/soa.md:7`.
fn example(failure: &Failure) -> String {
    match (&failure.what, failure.line) {
        (Wrong::None | Wrong::NeverApplies, _) => String::new(),
        (_, Some(line)) => format!("{}, {}:{line}", failure.part, failure.path),
        (_, None) => format!("{}, {}", failure.part, failure.path),
    }
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
        primary: example(failure),
        labels: Vec::new(),
        help: None,
        notes: Vec::new(),
        record: None,
        operand: Operand::default(),
        fix: None,
    }
}
