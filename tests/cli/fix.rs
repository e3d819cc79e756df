//! `check --fix`, `--unsafe`, `--diff`: what is written, what is said of it, and what is left alone.

use crate::run::Repository;

const RISKS: &str = "risks:\n  - id: RSK-001\n    title: drift\n    reviewed_on: 14 March 2026 # by us\n    owner: ROL-0001\n";
const ROLES: &str = "roles:\n  - { id: ROL-001, title: Head of AI, holder: Ada Byron }\n";

fn repository() -> Repository {
    Repository::new(&[("clauselint.yaml", "stage: 1\n"), ("risk/risks.yaml", RISKS), ("roles.yaml", ROLES)])
}

fn read(repository: &Repository, path: &str) -> String {
    std::fs::read_to_string(repository.path().join(path)).unwrap()
}

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["check", "--select", "hygiene", "--as-of", "2026-07-01"], more].concat()
}

#[test]
fn what_is_safe_is_written_and_the_rest_reported() {
    let repository = repository();
    let said = repository.run(&check(&["--fix"]));
    assert_eq!(said.err, "fixed 1 finding in 1 file; 1 more with --unsafe\n", "{said:?}");
    assert!(
        said.status == 1 && said.out.contains("error[unresolved-reference]") && !said.out.contains("date-format"),
        "{said:?}"
    );
    assert_eq!(read(&repository, "risk/risks.yaml"), RISKS.replace("14 March 2026", "2026-03-14"));
    let again = repository.run(&check(&["--fix"]));
    assert_eq!(again.err, "nothing to fix safely; 1 with --unsafe\n");
    assert_eq!(again.out, said.out);
}

#[test]
fn proposals_are_written_where_they_are_asked_for() {
    let repository = repository();
    let said = repository.run(&check(&["--fix", "--unsafe"]));
    assert_eq!((said.status, &*said.err), (0, "fixed 2 findings in 1 file\n"), "{said:?}");
    assert_eq!(read(&repository, "risk/risks.yaml"), RISKS.replace("14 March 2026", "2026-03-14").replace("ROL-0001", "ROL-001"));
    let alone = repository.run(&check(&["--unsafe"]));
    assert_eq!((alone.status, &*alone.out), (2, ""));
    assert!(alone.err.contains("--unsafe says which fixes are meant") && alone.err.contains("add --fix"), "{alone:?}");
}

#[test]
fn a_patch_is_shown_and_nothing_written() {
    let repository = repository();
    let said = repository.run(&check(&["--diff"]));
    assert_eq!(
        said.out,
        "--- a/risk/risks.yaml\n+++ b/risk/risks.yaml\n@@ -1,5 +1,5 @@\n risks:\n   - id: RSK-001\n     title: drift\n-    reviewed_on: 14 March 2026 # by us\n+    reviewed_on: 2026-03-14 # by us\n     owner: ROL-0001\n"
    );
    assert_eq!((said.status, &*said.err), (1, "would fix 1 finding in 1 file; 1 more with --unsafe\n"));
    assert_eq!(read(&repository, "risk/risks.yaml"), RISKS);
    let none = repository.run(&check(&["--diff", "--ignore", "date-format", "--quiet"]));
    assert_eq!((none.status, &*none.out, &*none.err), (0, "", ""));
}

#[test]
fn only_what_is_reported_is_fixed() {
    let repository = repository();
    let said = repository.run(&check(&["--fix", "roles.yaml"]));
    assert_eq!(said.err, "nothing to fix\n", "{said:?}");
    assert_eq!(read(&repository, "risk/risks.yaml"), RISKS);
}

#[test]
fn programs_are_told_of_fixes_that_rules_intend() {
    let criteria = "kind: risk-criteria\nid: RC-001\nacceptable_max: 9\nmethod: likelihood × impact\n";
    let risks = "risks:\n  - { id: RSK-001, title: drift, likelihood: 3, impact: 3, score: 6 }\n";
    let repository = Repository::new(&[("clauselint.yaml", "stage: 1\n"), ("criteria.yaml", criteria), ("risks.yaml", risks)]);
    let said = repository.run(&["check", "--select", "risk-score-inconsistent", "--format", "json"]);
    assert!(said.out.contains("\"title\": \"write 9\"") && said.out.contains("\"safe\": false"), "{said:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_left_and_told() {
    use std::os::unix::fs::PermissionsExt as _;

    let repository = repository();
    let file = repository.path().join("risk/risks.yaml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    let said = repository.run(&check(&["--fix"]));
    assert!(said.err.starts_with("risk/risks.yaml is left as it is: it may not be written\nnothing to fix"), "{said:?}");
    assert!(said.out.contains("date-format"), "what was not written is reported: {said:?}");
    assert_eq!(read(&repository, "risk/risks.yaml"), RISKS);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_nothing_is_left_beside() {
    use std::os::unix::fs::PermissionsExt as _;

    let repository = repository();
    let file = repository.path().join("risk/risks.yaml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    repository.run(&check(&["--fix"]));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    let names: Vec<_> = std::fs::read_dir(file.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["risks.yaml"]);
}
