//! What rules say of records, and where.

use super::library::Library;
use crate::finding::Severity;
use crate::rules::{Count, Settings};

fn rule(name: &str, body: &str) -> String {
    format!("{name}:\n  basis: requirement\n  severity: error\n{body}")
}

#[test]
fn expect_points_at_the_operand_and_says_why() {
    let library = Library::right(&rule(
        "loan-late",
        "  for: loan\n  where: reader == \"Ada\"\n  expect: due >= today\n  message: \"{id} was due on {due}\"\n",
    ))
    .with("loans.yaml", "loans:\n  - id: LN-1\n    reader: Ada\n    due: 2026-06-01\n  - { id: LN-2, reader: Ada, due: 2026-08-01 }\n  - { id: LN-3, reader: Ada }\n  - { id: LN-4, reader: Bob, due: 2026-06-01 }\n");
    assert_eq!(library.said(), ["2026-06-01 | LN-1 was due on 2026-06-01 | because reader is Ada at Ada"]);
    assert_eq!(library.run().counts, [Count { judged: true, applied: 3, fired: 1, unknown: 1 }]);
}

#[test]
fn an_element_is_the_place() {
    let library = Library::right(&rule(
        "unbound",
        "  for: loan\n  each: r in renewals\n  expect: r.on >= today\n  message: \"{id} was renewed by {r.by}\"\n",
    ))
    .with(
        "loans.yaml",
        "loans:\n  - id: LN-1\n    renewals:\n      - { on: 2026-01-01, by: Ada }\n      - { on: 2026-12-01, by: Bob }\n",
    );
    assert_eq!(library.said(), ["2026-01-01 | LN-1 was renewed by Ada"]);
}

#[test]
fn require_tells_all_that_lacks_at_the_best_place() {
    let body = "  for: loan\n  require: [due, reader, deposit.sum, deposit.paid_on]\n  message: \"{id} lacks {lacking}\"\n";
    let library = Library::right(&rule("incomplete", body))
        .with("loans.yaml", "loans:\n  - id: LN-1\n    reader: TBD\n    due: 2026-01-01\n");
    assert_eq!(library.said(), ["TBD | LN-1 lacks reader and deposit | deposit is not given at LN-1"]);
    let table = Library::right(&rule("incomplete", body))
        .with("loans.md", "# Loans\n\n| ID | Book | Due |\n|---|---|---|\n| LN-1 | BK-1 | 2026-01-01 |\n");
    assert_eq!(table.said(), ["ID | Book | Due | LN-1 lacks reader and deposit"]);
}

#[test]
fn exists_shows_near_misses_and_has_no_place() {
    let body = "  exists: catalogue where in_force\n  message: \"no catalogue is valid\"\n";
    let rules = rule("catalogue-missing", body);
    assert_eq!(Library::right(&rules).said(), ["nowhere | no catalogue is valid"]);
    let draft = Library::right(&rules).with("catalogue.yaml", "kind: catalogue\nid: CAT-1\nstate: draft\n");
    let said = draft.said();
    assert!(
        said[0].starts_with("nowhere | no catalogue is valid | nearly: CAT-1: ") && said[0].ends_with(" at draft"),
        "{said:?}"
    );
    let valid = Library::right(&rules).with("catalogue.yaml", "kind: catalogue\nid: CAT-1\nstate: valid\n");
    assert_eq!(valid.said(), Vec::<String>::new());
}

#[test]
fn forbidden_wording_is_found_across_lines_and_markup() {
    let body = "  for: document\n  forbid:\n    - match: 'never (?<what>lost|late)'\n      near: 'books?'\n      unless: '\\bsay\\b'\n      say: \"too sure\"\n  message: \"“{match}” is {say}: {what}\"\n";
    let text = "---\nkind: catalogue\nid: CAT-1\n---\n# Never late\n\nOur books are *never\nlost*. Loans are never late. We say books are never late.\n\n> Books are never late.\n";
    let library = Library::right(&rule("too-sure", body)).with("catalogue.md", text);
    assert_eq!(library.said(), ["never\nlost | “never lost” is too sure: lost"]);
    let headings = body.replace("      near: 'books?'\n", "").replace("  message", "  in: headings\n  message");
    let library = Library::right(&rule("too-sure", &headings)).with("catalogue.md", text);
    assert_eq!(library.said(), ["Never late | “Never late” is too sure: late"]);
}

#[test]
fn wording_of_a_field() {
    let body = "  for: loan\n  in: remark\n  forbid:\n    - match: '\\b(ensure|promote)\\w*'\n  message: \"“{match}” cannot be checked\"\n";
    let library =
        Library::right(&rule("vague", body)).with("loans.yaml", "loans:\n  - { id: LN-1, remark: \"We ensure care\" }\n");
    assert_eq!(library.said(), ["ensure | “ensure” cannot be checked"]);
}

#[test]
fn an_excluded_service_steers_its_rules_silent() {
    let body =
        |keys: &str| format!("  keys: {keys}\n  for: book\n  require: [bound_on]\n  message: \"{{id}} lacks {{lacking}}\"\n");
    let run = |keys: &str, offered: &str| {
        let library = Library::right(&rule("unbound", &body(keys)))
            .with("books.yaml", "books:\n  - { id: BK-1 }\n")
            .with("offers.yaml", &format!("kind: offer\nservice: S.2\noffered: {offered}\n"));
        library.said().len()
    };
    assert_eq!(run("[S.2]", "yes"), 1);
    assert_eq!(run("[S.2]", "no"), 0);
    assert_eq!(run("[S.1, S.2]", "no"), 1);
}

#[test]
fn elements_that_are_excluded_services_are_passed_over() {
    let body = "  keys: [S.1, S.2]\n  each: s in all services\n  expect: s.books given\n  message: \"no book serves {s.id}\"\n";
    let library = Library::right(&rule("idle", body)).with("offers.yaml", "kind: offer\nservice: S.2\noffered: no\n");
    assert_eq!(library.said(), ["nowhere | no book serves S.1"]);
}

#[test]
fn the_narrower_rule_speaks_for_both() {
    let due = |name: &str, kind: &str| {
        rule(name, &format!("  for: {kind}\n  require: [title]\n  message: \"{{id}} lacks {{lacking}}\"\n"))
    };
    let library = Library::right(&format!("{}{}", due("any-title", "record"), due("book-title", "book")))
        .with("books.yaml", "books:\n  - { id: BK-1, title: TBD }\n");
    let verdicts = crate::rules::precedence::settle(library.run().verdicts());
    assert_eq!(verdicts.len(), 1);
    assert_eq!(&*verdicts[0].finding.code, "book-title");
    assert_eq!(verdicts[0].finding.notes, ["also: any-title: BK-1 lacks title"]);
}

#[test]
fn settings_switch_rules_off_and_change_how_bad_they_are() {
    let library = Library::right(&rule("untitled", "  for: book\n  require: [title]\n  message: \"x\"\n"))
        .with("books.yaml", "books:\n  - { id: BK-1 }\n");
    let mut settings = Settings::default();
    settings.severity.insert("untitled".into(), Severity::Advice);
    assert_eq!(library.run_with(&settings).verdicts()[0].finding.severity, Severity::Advice);
    settings.off.insert("untitled".into());
    assert_eq!(library.run_with(&settings).verdicts().len(), 0);
}
