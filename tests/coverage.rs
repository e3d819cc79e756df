//! How far clauses and controls are: each state from the facts that make it, and nothing from any other; levels, bands and gaps. What it
//! looks like is shown, and tested, in `docs/coverage.md`.

#![allow(clippy::disallowed_methods, reason = "tests read their own files")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

mod folder;
mod judging;

mod closed;

use std::sync::{Arc, OnceLock};

use clauselint::answers::coverage::{Coverage, Lack, Row, coverage};
use clauselint::finding::Stage;
use clauselint::output::coverage::{Shown, human, json};
use clauselint::rules::coverage::State;
use clauselint::source::{MemorySystem, System as _};
use clauselint::workspace::{Base, Workspace};
use serde_json::Value;

const DAY: &str = "2026-07-01";

fn of(files: &[(&str, &str)], stage: u8) -> (Workspace, Coverage) {
    static BUILT_IN: OnceLock<Arc<Base>> = OnceLock::new();
    let mut system = MemorySystem::default();
    for (path, text) in files {
        system.set(path, *text);
    }
    let built_in = BUILT_IN.get_or_init(|| Workspace::open(&MemorySystem::default()).expect("the built-in pack is there").base);
    let mut workspace = Workspace::grounded(built_in.clone(), &system).expect("it opens");
    let answer = coverage(&mut workspace, judging::day(DAY), Stage(stage));
    (workspace, answer)
}

fn row<'c>(coverage: &'c Coverage, id: &str) -> &'c Row {
    coverage.rows.iter().find(|row| *row.id == *id).unwrap_or_else(|| panic!("no row {id}"))
}

/// State, staleness and level of a row in a repository of these files.
fn state(files: &[(&str, &str)], id: &str) -> (State, bool, Option<usize>) {
    let (_, coverage) = of(files, 0);
    let row = row(&coverage, id);
    (row.state, row.stale, row.level)
}

fn scope(fields: &str) -> String {
    format!("---\nkind: scope\nid: SCO-001\n{fields}\n---\n\n# Scope of the AI management system\n")
}

fn procedure(fields: &str) -> String {
    format!("---\nkind: procedure\nid: PRO-001\ntopic: [data-management]\nowner: Head of Data\n{fields}\n---\n\n# Data\n")
}

const APPROVED: &str = "status: approved\napproved_by: Managing Director\napproved_on: 2026-03-02";

fn soa(line: &str) -> String {
    format!(
        "---\nkind: soa\nid: SOA-001\n---\n\n# Statement of Applicability\n\n\
         | Control | Applicable | Justification | Status | Owner | Evidence |\n|---|---|---|---|---|---|\n{line}\n"
    )
}

#[test]
fn each_clause_and_control_is_a_row_and_can_be_answered() {
    let (_, coverage) = of(&[], 0);
    let rows = |view: usize| coverage.views[view].groups.iter().map(|group| group.rows.len()).sum::<usize>();
    assert_eq!((rows(0), rows(1)), (32, 38));
    assert_eq!((coverage.views[0].groups.len(), coverage.views[1].groups.len()), (7, 9));
    let unanswered: Vec<&str> = coverage.rows.iter().filter(|row| row.could.is_empty()).map(|row| &*row.id).collect();
    assert!(unanswered.is_empty(), "no kind answers to {unanswered:?}");
    let nowhere: Vec<&str> =
        coverage.gaps.iter().filter(|gap| gap.step.is_none()).map(|gap| &*coverage.rows[gap.row].id).collect();
    assert!(nowhere.is_empty(), "no step of the roadmap names {nowhere:?}");
}

#[test]
fn nothing_is_absent() {
    let (_, coverage) = of(&[], 0);
    assert!(coverage.rows.iter().all(|row| row.state == State::Absent && row.level == Some(0)), "{coverage:#?}");
    assert_eq!(coverage.band.as_ref().unwrap().reached, 0);
}

#[test]
fn a_template_is_not_documented() {
    let files = [("templates/scope.md", &*scope("status: approved"))];
    assert_eq!(state(&files, "4.3"), (State::Absent, false, Some(0)));
}

#[test]
fn a_withdrawn_document_does_not_count() {
    assert_eq!(state(&[("scope.md", &scope("status: withdrawn"))], "4.3"), (State::Absent, false, Some(0)));
}

#[test]
fn a_draft_is_documented_even_with_an_approver() {
    assert_eq!(state(&[("scope.md", &scope("status: draft"))], "4.3").0, State::Documented);
    let draft = procedure("status: draft\napproved_by: Managing Director\napproved_on: 2026-03-02");
    assert_eq!(state(&[("data.md", &draft)], "A.7.2").0, State::Documented);
}

#[test]
fn an_approval_wants_somebody_and_a_day_that_has_come() {
    assert_eq!(state(&[("data.md", &procedure(APPROVED))], "A.7.2"), (State::Approved, false, Some(2)));
    for fields in ["status: approved\napproved_on: 2026-03-02", "status: approved\napproved_by: Managing Director"] {
        assert_eq!(state(&[("data.md", &procedure(fields))], "A.7.2").0, State::Documented, "{fields}");
    }
    let tomorrow = "status: approved\napproved_by: Managing Director\napproved_on: 2026-07-02";
    assert_eq!(state(&[("data.md", &procedure(tomorrow))], "A.7.2").0, State::Documented);
}

#[test]
fn what_is_approved_is_stale_once_its_interval_has_passed() {
    let due = |day| procedure(&format!("{APPROVED}\nnext_review: {day}"));
    assert_eq!(state(&[("data.md", &due("2026-07-01"))], "A.7.2"), (State::Approved, false, Some(2)));
    let (_, coverage) = of(&[("data.md", &due("2026-06-30"))], 0);
    let row = row(&coverage, "A.7.2");
    assert!(row.stale && row.lacking.contains(&Lack::Renewal), "{row:#?}");
    let gap = coverage.gaps.iter().find(|gap| *coverage.rows[gap.row].id == *"A.7.2").expect("a gap");
    assert!(gap.lacking.contains(&Lack::Renewal), "{gap:#?}");
}

#[test]
fn a_dated_record_is_evidence_and_a_planned_one_is_not() {
    let held = "management_reviews:\n  - { id: MR-2026-01, date: 2026-06-01, chair: Managing Director }\n";
    assert_eq!(state(&[("review.yaml", held)], "9.3.2").0, State::Evidenced);
    let planned = "management_reviews:\n  - { id: MR-2026-01, chair: Managing Director }\n";
    assert_eq!(state(&[("review.yaml", planned)], "9.3.2").0, State::Documented);
    let old = held.replace("2026-06-01", "2025-06-01");
    let (reached, stale, _) = state(&[("review.yaml", &old)], "9.3.2");
    assert_eq!((reached, stale), (State::Evidenced, true));
}

#[test]
fn a_record_answers_only_to_what_it_is_about() {
    let validation = "lifecycle_records:\n  - { id: LCR-001, record_type: validation, system: AIS-001, date: 2026-05-01 }\n";
    let files = [("records.yaml", validation)];
    assert_eq!(state(&files, "A.6.2.4").0, State::Evidenced);
    assert_eq!(state(&files, "A.6.2.5").0, State::Absent);
}

#[test]
fn a_document_answers_to_what_it_names() {
    let fields = format!("{APPROVED}\ncontrols: [A.4.4]\nclauses: [\"9.2\"]");
    let files = [("data.md", &*procedure(&fields))];
    assert_eq!(state(&files, "A.4.4").0, State::Approved);
    assert_eq!(state(&files, "9.2.2").0, State::Approved);
    assert_eq!(state(&files, "A.4.5").0, State::Absent);
}

#[test]
fn what_the_statement_names_counts_for_what_it_is() {
    let with = |evidence: &str| soa(&format!("| A.8.5 | yes | law | implemented | General Counsel | {evidence} |"));
    let state_of = |evidence: &str| {
        let soa = with(evidence);
        let approved = procedure(APPROVED);
        let files = [("soa.md", &*soa), ("data.md", &*approved), ("minutes.pdf", "%PDF"), ("notes.md", "# Notes\n")];
        state(&files, "A.8.5").0
    };
    assert_eq!(state_of("minutes.pdf"), State::Evidenced);
    assert_eq!(state_of("PRO-001"), State::Approved);
    assert_eq!(state_of("notes.md"), State::Documented);
    assert_eq!(state_of("lost.pdf"), State::Claimed);
    assert_eq!(state_of("shared drive"), State::Claimed);
    assert_eq!(state_of("https://example.org/report"), State::Claimed);
    assert_eq!(state_of(""), State::Claimed);
}

#[test]
fn a_template_is_no_evidence() {
    let soa = soa("| A.8.5 | yes | law | implemented | General Counsel | templates/duties.md |");
    let files = [("soa.md", &*soa), ("templates/duties.md", "# Template: duties to inform\n")];
    assert_eq!(state(&files, "A.8.5").0, State::Claimed);
}

#[test]
fn what_is_planned_is_not_claimed() {
    assert_eq!(state(&[("soa.md", &soa("| A.8.5 | yes | law | planned | General Counsel | |"))], "A.8.5").0, State::Absent);
}

#[test]
fn what_is_excluded_has_no_level_and_leaves_the_mean() {
    let (_, coverage) = of(&[("soa.md", &soa("| A.8.5 | no | nobody is owed any | | | |"))], 0);
    let row = row(&coverage, "A.8.5");
    assert!(row.excluded && row.level.is_none() && row.lacking.is_empty(), "{row:#?}");
    assert_eq!(coverage.views[1].excluded, 1);
    assert_eq!(coverage.views[1].distribution.iter().sum::<usize>(), 37);
}

#[test]
fn what_is_kept_elsewhere_is_claimed() {
    let manifest = "standard: ISO/IEC 42001:2023\nelsewhere: { supplier: the purchasing system }\n";
    let (_, coverage) = of(&[("clauselint.yaml", manifest)], 0);
    let row = row(&coverage, "A.10.3");
    assert_eq!((row.state, row.level), (State::Claimed, Some(1)));
    assert_eq!(row.elsewhere.len(), 1);
}

#[test]
fn an_error_holds_a_level_back_and_is_told_once() {
    let files = [
        ("clauselint.yaml", "standard: ISO/IEC 42001:2023\n"),
        ("roles.yaml", "roles:\n  - { id: ROL-001, holder: PER-001 }\n  - { id: ROL-002, title: Head of Data }\n"),
        ("people.yaml", "people:\n  - { id: PER-001, title: Ada }\n"),
    ];
    let (_, coverage) = of(&files, 0);
    let row = row(&coverage, "5.3");
    assert_eq!((row.state, row.level), (State::Evidenced, Some(1)), "{row:#?}");
    assert!(row.lacking.iter().any(|lack| matches!(lack, Lack::Errors(..))), "{row:#?}");
    let mut told: Vec<usize> = coverage.gaps.iter().flat_map(|gap| gap.findings.clone()).collect();
    let all = told.len();
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), all, "a finding about several rows is told at one");
    let steps: Vec<_> = coverage.gaps.iter().map(|gap| gap.step).collect();
    assert!(steps.is_sorted(), "gaps are in the order of the roadmap: {steps:?}");
}

#[test]
fn names_choose_rows_and_all_below_them() {
    let (_, coverage) = of(&[], 0);
    let chosen = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        coverage.selected(&names).len()
    };
    assert_eq!(chosen(&[]), 70);
    assert_eq!(chosen(&["A.7", "6.1.3"]), 6);
    assert_eq!(chosen(&["6"]), 6);
    assert_eq!(chosen(&["A.1", "11"]), 0);
}

fn shown<'a>(workspace: &'a Workspace, coverage: &'a Coverage, rows: &'a [usize], verbose: bool) -> Shown<'a> {
    Shown {
        coverage,
        rows,
        all: rows.len() == coverage.rows.len(),
        verbose,
        stages: workspace.base.stages(),
        sources: &workspace.sources,
        root: ".",
        colour: false,
    }
}

fn example(name: &str, day: &str, stage: u8) -> (Workspace, Coverage) {
    let mut workspace = Workspace::open(&folder::folder(&format!("examples/{name}"))).expect("an example opens");
    let answer = coverage(&mut workspace, judging::day(day), Stage(stage));
    (workspace, answer)
}

#[test]
fn json_is_what_the_schema_describes() {
    let mut schema: Value = serde_json::from_str(include_str!("../schemas/coverage.v1.schema.json")).unwrap();
    closed::close(&mut schema);
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, stage) in [("complete", 0), ("first-draft", 2)] {
        let (workspace, coverage) = example(name, "2026-11-02", stage);
        let rows: Vec<usize> = (0..coverage.rows.len()).collect();
        let mut bytes = Vec::new();
        json(shown(&workspace, &coverage, &rows, false), &mut bytes).unwrap();
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn text_fits_a_hundred_columns_and_never_calls_anybody_compliant() {
    for (name, stage) in [("complete", 0), ("first-draft", 0), ("first-draft", 2)] {
        for verbose in [false, true] {
            let (workspace, coverage) = example(name, "2026-11-02", stage);
            let rows: Vec<usize> = (0..coverage.rows.len()).collect();
            let mut bytes = Vec::new();
            human(shown(&workspace, &coverage, &rows, verbose), &mut bytes).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 100 && !line.contains('/')).collect();
            assert!(long.is_empty(), "{name}: {long:#?}");
            let titles: String = text.lines().filter(|line| !line.contains("audit result")).collect();
            for word in ["compliant", "certified that", "conforms", "conformity with"] {
                assert!(verbose || !titles.contains(word), "{name} says `{word}`");
            }
        }
    }
}

#[test]
fn a_library_has_rows_levels_and_bands_of_its_own() {
    let mut system = folder::folder("tests/library/good");
    for pack in ["pack", "branch"] {
        let files = folder::folder(&format!("tests/library/{pack}"));
        for path in files.walk_all("", &["yaml", "json"]) {
            system.set(&format!("{pack}/{path}"), files.read(&path, u64::MAX).expect("just listed"));
        }
    }
    let mut workspace = Workspace::open(&system).expect("both packs are there");
    let answer = coverage(&mut workspace, judging::day(DAY), Stage(2));
    let told: Vec<String> = answer
        .rows
        .iter()
        .map(|row| {
            let stale = if row.stale { " stale" } else { "" };
            let level = row.level.map_or("-".to_owned(), |level| level.to_string());
            format!("{} {} {level}{stale}", row.id, if row.excluded { "excluded" } else { row.state.word() })
        })
        .collect();
    let expected = [
        "S.1 absent 0",
        "S.1.1 evidenced 3",
        "S.2 approved 1",
        "S.2.1 approved 1",
        "S.2.2 excluded -",
        "S.3.1 documented 1",
        "4 evidenced 3",
        "4.2 evidenced 3",
        "7 evidenced 3",
    ];
    assert_eq!(told, expected);
    let band = answer.band.expect("the pack has bands");
    assert_eq!((&*band.names[band.reached], band.lacking.as_slice()), ("Open", [Lack::Owner].as_slice()));
}
