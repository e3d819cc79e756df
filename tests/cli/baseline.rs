//! Beginning in a repository with old findings: the baseline, and what speaks all the same.

use std::path::Path;

use crate::run::{Repository, Said};

const DAY: &str = "2026-07-01";
const FILE: &str = "clauselint-baseline.yaml";

/// A repository with three old findings: two in records, one in prose.
fn repository() -> Repository {
    Repository::new(&[
        ("clauselint.yaml", "standard: ISO/IEC 42001:2023\n"),
        ("risk/register.yaml", REGISTER),
        ("policy.md", POLICY),
    ])
}

const REGISTER: &str = "risks:\n  - id: RSK-001\n    evidence: [one.pdf]\n  - id: RSK-002\n    evidence: [two.pdf]\n";
const POLICY: &str = "---\nkind: ai-policy\n---\n\n# AI policy\n\n## Scope\n\nWhat is covered is told in [the scope](scope.md).\n\n## Review\n\nEach year.\n";

/// Only what links lead to: the rest of what such a repository lacks is not what this is about.
fn check(repository: &Repository, arguments: &[&str]) -> Said {
    repository.run(&[&["check", "--as-of", DAY, "--select", "dead-link,stale-baseline,invalid-baseline"], arguments].concat())
}

fn text(repository: &Repository, path: &str) -> String {
    std::fs::read_to_string(repository.path().join(path)).unwrap()
}

fn write(repository: &Repository, path: &str, text: &str) {
    std::fs::write(repository.path().join(path), text).unwrap();
}

fn summary(said: &Said) -> String {
    said.out.lines().last().unwrap_or_default().to_owned()
}

/// A repository with a baseline of its findings.
fn begun() -> Repository {
    let repository = repository();
    assert_eq!(check(&repository, &[]).status, 1);
    let said = check(&repository, &["--write-baseline"]);
    assert_eq!((said.status, said.err.trim_end()), (0, "clauselint-baseline.yaml: 3 findings"));
    repository
}

#[test]
fn what_was_there_does_not_count_and_is_there_for_programs() {
    let repository = begun();
    let said = check(&repository, &[]);
    assert_eq!((said.status, &*said.out), (0, "no findings in 3 documents, 4 records, as of 2026-07-01; 3 in the baseline\n"));
    let json = check(&repository, &["--format", "json"]).out;
    assert_eq!(json.matches("\"by\": \"baseline\"").count(), 3, "{json}");
    assert_eq!(check(&repository, &["--no-baseline"]).status, 1);
    let baseline = text(&repository, FILE);
    assert!(baseline.lines().filter(|l| l.starts_with("  - ")).all(|l| l.contains("fingerprint")), "{baseline}");
    assert!(baseline.contains("{ code: dead-link, record: \"risk RSK-001\", fingerprint: "), "{baseline}");
    assert!(!repository.run(&["ls"]).out.contains(FILE));
}

#[test]
fn what_moves_stays_known_and_what_changes_is_new() {
    let repository = begun();
    let risks: Vec<&str> = REGISTER.split_inclusive('\n').collect();
    let swapped = ["# moved\n\n", risks[0], risks[3], risks[4], risks[1], risks[2]].concat();
    std::fs::remove_file(repository.path().join("risk/register.yaml")).unwrap();
    write(&repository, "risk/all.yaml", &swapped);
    let (head, review) = (&POLICY[..POLICY.find("## Scope").unwrap()], &POLICY[POLICY.find("## Review").unwrap()..]);
    let scope = &POLICY[head.len()..POLICY.find("## Review").unwrap()];
    std::fs::remove_file(repository.path().join("policy.md")).unwrap();
    write(&repository, "ai-policy.md", &format!("{head}{review}\n{}", scope.replace("## Scope", "## What is covered")));
    let said = check(&repository, &[]);
    assert_eq!(
        (said.status, &*summary(&said)),
        (0, "no findings in 3 documents, 4 records, as of 2026-07-01; 3 in the baseline")
    );
    write(&repository, "risk/all.yaml", &swapped.replace("two.pdf", "three.pdf"));
    let said = check(&repository, &[]);
    assert!(said.out.contains("RSK-002 refers to three.pdf"), "{}", said.out);
    assert!(said.out.contains("dead-link of risk RSK-002 is in the baseline, and is not found any more"), "{}", said.out);
    assert_eq!((said.status, said.out.matches("[dead-link]").count()), (1, 1));
}

#[test]
fn written_anew_it_loses_what_is_gone_and_gains_only_what_is_asked_for() {
    let repository = begun();
    write(&repository, "risk/register.yaml", &REGISTER.replace("one.pdf", "other.pdf"));
    let said = check(&repository, &["--write-baseline"]);
    assert_eq!((said.status, said.err.trim_end()), (1, "clauselint-baseline.yaml: 2 findings, 3 before"));
    assert!(said.out.contains("RSK-001 refers to other.pdf") && !said.out.contains("stale-baseline"), "{}", said.out);
    let said = check(&repository, &["--write-baseline=all"]);
    assert_eq!((said.status, said.err.trim_end()), (0, "clauselint-baseline.yaml: 3 findings, 2 before"));
    let before = text(&repository, FILE);
    check(&repository, &["--write-baseline=all"]);
    assert_eq!(text(&repository, FILE), before);
}

#[test]
fn filters_say_what_is_added_and_take_nothing_out() {
    let repository = repository();
    assert_eq!(check(&repository, &["policy.md", "--write-baseline"]).err.trim_end(), "clauselint-baseline.yaml: 1 finding");
    let said = check(&repository, &["risk", "--write-baseline=all"]);
    assert_eq!(said.err.trim_end(), "clauselint-baseline.yaml: 3 findings, 1 before");
    write(&repository, "clauselint.yaml", "standard: ISO/IEC 42001:2023\nrules:\n  dead-link: off\n");
    let said = check(&repository, &["--write-baseline"]);
    assert_eq!(said.err.trim_end(), "clauselint-baseline.yaml: 3 findings, 3 before");
    assert_eq!(check(&repository, &[]).out.matches("stale-baseline").count(), 0);
}

#[test]
fn another_file_may_be_named() {
    let repository = repository();
    let said = check(&repository, &["--baseline", "known/old.yaml"]);
    assert_eq!(said.status, 2, "{}", said.err);
    check(&repository, &["--baseline", "known/old.yaml", "--write-baseline"]);
    assert_eq!(check(&repository, &["--baseline", "known/old.yaml"]).status, 0);
    assert_eq!(check(&repository, &[]).status, 1);
    assert_eq!(check(&repository, &["--baseline", "../old.yaml", "--write-baseline"]).status, 2);
}

#[test]
fn a_conflict_is_said_and_both_sides_are_read() {
    let repository = begun();
    let baseline = text(&repository, FILE);
    let lines: Vec<&str> = baseline.split_inclusive('\n').collect();
    let first = lines.iter().position(|l| l.starts_with("  - ")).unwrap();
    let torn = [
        &lines[..first],
        &["<<<<<<< HEAD\n", lines[first], "=======\n", lines[first + 1], ">>>>>>> other\n"],
        &lines[first + 2..],
    ];
    write(&repository, FILE, &torn.concat().concat());
    let said = check(&repository, &[]);
    assert!(said.out.contains("their conflict is not settled"), "{}", said.out);
    assert!(said.out.ends_with("1 error in 3 documents, 4 records, as of 2026-07-01; 3 in the baseline\n"), "{}", said.out);
    assert_eq!(check(&repository, &["--write-baseline"]).status, 0);
    assert_eq!(text(&repository, FILE), baseline);
    write(&repository, FILE, "version: 2\nbaseline: []\n");
    assert_eq!(check(&repository, &["--write-baseline"]).status, 2);
}

#[test]
fn introduced_to_a_strangers_repository_one_change_brings_its_findings_alone() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/multi-framework");
    if !corpus.is_dir() {
        println!("skipped: there is no {}", corpus.display());
        return;
    }
    let repository = Repository::new(&[]);
    copy(&corpus, repository.path());
    let run = |arguments: &[&str]| repository.run(&[&["check", "--as-of", DAY], arguments].concat());
    assert_eq!(run(&[]).status, 1);
    assert_eq!(run(&["--write-baseline"]).status, 0);
    let said = run(&["--fail-on", "advice"]);
    assert_eq!((said.status, said.out.lines().count()), (0, 1), "{}", said.out);
    let policy = "org/4-quality/policies/ai-governance.md";
    let before = text(&repository, policy);
    write(&repository, policy, &format!("{before}\nWho decides is told in [the charter](charter-of-the-board.md).\n"));
    let said = run(&["--fail-on", "advice"]);
    assert_eq!((said.status, said.out.matches(" ┌─ ").count()), (1, 1), "{}", said.out);
    assert!(
        said.out.starts_with("error[dead-link]: the link target org/4-quality/policies/charter-of-the-board.md"),
        "{}",
        said.out
    );
    write(&repository, policy, &before);
    assert_eq!(run(&["--fail-on", "advice"]).status, 0);
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
