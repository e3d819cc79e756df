//! `check`: status, day, root and paths.

use crate::run::Repository;

const DANGLING: &str = "risks:\n  - id: RSK-001\n    title: drift\n    owner: ROL-999\n";
const CLEAN: &str = "risks:\n  - id: RSK-001\n    title: drift\n";

fn with_manifest() -> Repository {
    Repository::new(&[("clauselint.yaml", "stage: 1\n"), ("risk/register.yaml", DANGLING), ("other/risks.yaml", CLEAN)])
}

/// Only what the language layer says: the packs' rules have tests of their own.
const PLAIN: &[&str] = &["check", "--select", "hygiene", "--as-of", "2026-07-01"];

fn plain(more: &[&'static str]) -> Vec<&'static str> {
    [PLAIN, more].concat()
}

#[test]
fn status_is_one_with_findings_and_nought_without() {
    let said = with_manifest().run(PLAIN);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("error[unresolved-reference]"), "{said:?}");
    assert!(said.out.ends_with(", as of 2026-07-01\n"), "{said:?}");
    assert_eq!(said.err, "");
    let said = Repository::new(&[("clauselint.yaml", "stage: 1\n"), ("risks.yaml", CLEAN)]).run(PLAIN);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.starts_with("no findings in 2 documents, 2 records, as of 2026-07-01"), "{said:?}");
}

#[test]
fn fail_on_decides_the_status_alone() {
    let repository = with_manifest();
    let never = repository.run(&plain(&["--fail-on", "never"]));
    let advice = repository.run(&plain(&["--fail-on", "advice"]));
    assert_eq!((never.status, advice.status), (0, 1));
    assert_eq!(never.out, advice.out);
}

#[test]
fn status_is_two_when_nothing_can_be_judged() {
    let repository = Repository::new(&[("clauselint.yaml", "stage: 1\n"), ("risks.yaml", CLEAN)]);
    let cases: &[(&[&str], &str)] = &[
        (&["check", "nowhere"], "error[no-such-path]: there is no file or folder nowhere"),
        (&["check", "--as-of", "2026-02-30"], "not a calendar date"),
        (&["check", "--stage", "9"], "error[unknown-name]: there is no stage 9"),
        (&["check", "--select", "no-such-rule"], "error[unknown-name]: there is no rule"),
        (&["check", "--format", "xml"], "invalid value 'xml'"),
        (&["explain", "no-such-rule"], "error[unknown-name]"),
        (&["schema", "no-such-kind"], "error[unknown-name]: there is no schema no-such-kind"),
        (&[], "Usage: clauselint"),
    ];
    for (arguments, complaint) in cases {
        let said = repository.run(arguments);
        assert_eq!(said.status, 2, "{arguments:?}: {said:?}");
        assert!(said.err.contains(complaint), "{arguments:?}: {said:?}");
        assert_eq!(said.out, "", "{arguments:?}");
    }
}

#[test]
fn a_manifest_that_is_no_mapping_and_a_pack_that_is_absent_end_the_run() {
    for manifest in ["- a list\n", "packs: [no-such-pack]\n", "packs: [./no-such-folder]\n"] {
        let said = Repository::new(&[("clauselint.yaml", manifest), ("risks.yaml", CLEAN)]).run(PLAIN);
        assert_eq!(said.status, 2, "{manifest}: {said:?}");
        assert!(said.err.starts_with("error[cannot-open]: "), "{manifest}: {said:?}");
    }
}

#[test]
fn a_mistake_in_the_manifest_is_a_finding() {
    let said = Repository::new(&[("clauselint.yaml", "stge: 1\n"), ("risks.yaml", CLEAN)]).run(PLAIN);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("error[invalid-manifest]"), "{said:?}");
}

#[test]
fn paths_filter_what_is_reported_not_what_is_read() {
    let repository = with_manifest();
    let said = repository.run(&plain(&["other"]));
    assert_eq!(said.status, 0, "{said:?}");
    let documents = "in 3 documents";
    assert!(said.out.contains(documents), "{said:?}");
    let said = repository.run(&plain(&["other", "risk/register.yaml"]));
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains(documents), "{said:?}");
}

#[test]
fn the_root_is_that_of_the_nearest_manifest_and_paths_are_shown_from_here() {
    let repository = with_manifest();
    let said = repository.run_in("risk", PLAIN);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("┌─ ../risk/register.yaml:4:12"), "{said:?}");
    assert!(said.out.contains("in 3 documents"), "{said:?}");
}

#[test]
fn a_path_outside_the_root_is_refused() {
    let repository = Repository::new(&[("a/clauselint.yaml", "stage: 1\n"), ("b/risks.yaml", CLEAN)]);
    let said = repository.run(&["check", "a", "b"]);
    assert_eq!(said.status, 2, "{said:?}");
    assert!(said.err.contains("error[path-outside-root]: b lies outside a"), "{said:?}");
}

#[test]
fn quiet_leaves_out_the_closing_line_and_statistics_add_a_table() {
    let repository = with_manifest();
    assert!(!repository.run(&plain(&["-q"])).out.contains("as of"));
    let said = repository.run(&plain(&["--statistics"]));
    assert!(said.out.contains("    1  error     unresolved-reference\n"), "{said:?}");
}

#[test]
fn json_is_one_object_with_the_day_and_the_root() {
    let said = with_manifest().run(&plain(&["--format", "json"]));
    assert_eq!(said.status, 1, "{said:?}");
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(value["as_of"], "2026-07-01");
    assert_eq!(value["root"], ".");
    assert_eq!(value["counts"]["errors"], 1);
    assert_eq!(value["findings"][0]["at"]["path"], "risk/register.yaml");
    assert_eq!(value["findings"][0]["fingerprint"].as_str().map(str::len), Some(32));
}

#[test]
fn a_file_that_is_no_text_is_a_finding_and_the_others_are_read() {
    let repository = with_manifest();
    std::fs::write(repository.path().join("clauselint.yaml"), "documents:\n  - { path: policy.md, kind: ai-policy }\n").unwrap();
    std::fs::write(repository.path().join("policy.md"), b"# AI policy\n\xff\xfe\n").unwrap();
    let said = repository.run(PLAIN);
    assert!(said.out.contains("error[unreadable-file]"), "{said:?}");
    assert!(said.out.contains("error[unresolved-reference]"), "{said:?}");
}

const ALLOWED: &str =
    "allow:\n  - { rule: unresolved-reference, path: \"risk/*.yaml\", until: 2026-07-01, reason: \"roles are being named\" }\n";

#[test]
fn what_the_manifest_allows_is_not_shown_and_does_not_count() {
    let repository = Repository::new(&[("clauselint.yaml", ALLOWED), ("risk/register.yaml", DANGLING)]);
    let said = repository.run(PLAIN);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.out, "no findings in 2 documents, 1 record, as of 2026-07-01; 1 allowed\n");
    let said = repository.run(&plain(&["--format", "json", "--fail-on", "advice"]));
    assert_eq!(said.status, 0, "{said:?}");
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&value["counts"]["errors"], &value["counts"]["suppressed"]), (&0.into(), &1.into()));
    assert_eq!(value["findings"][0]["code"], "unresolved-reference");
    assert_eq!(value["findings"][0]["suppressed"]["reason"], "roles are being named");
}

#[test]
fn it_counts_again_on_the_day_after_and_elsewhere() {
    let repository = Repository::new(&[("clauselint.yaml", ALLOWED), ("risk/register.yaml", DANGLING)]);
    let said = repository.run(&["check", "--select", "hygiene", "--as-of", "2026-07-02"]);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("error[unresolved-reference]"), "{said:?}");
    let elsewhere = Repository::new(&[("clauselint.yaml", ALLOWED), ("register.yaml", DANGLING)]);
    assert_eq!(elsewhere.run(PLAIN).status, 1);
}

#[test]
fn what_nothing_can_be_judged_without_is_not_allowed() {
    let manifest = "allow:\n  - { rule: syntax-error, until: 2027-01-01, reason: \"later\" }\n";
    let repository = Repository::new(&[("clauselint.yaml", manifest), ("risks.yaml", "kind: risk\nid: [RSK-001\n")]);
    let said = repository.run(PLAIN);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("error[syntax-error]"), "{said:?}");
    assert!(said.out.contains("`syntax-error` cannot be allowed"), "{said:?}");
}
