//! `coverage`: what it refuses, and that it never fails a run.

use crate::run::Repository;

#[test]
fn coverage_tells_and_never_fails_a_run() {
    let repository = Repository::new(&[("clauselint.yaml", "standard: ISO/IEC 42001:2023\n")]);
    let said = repository.run(&["coverage", "--as-of", "2026-07-01"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.contains("Band: Foundation (indicative, from these rules; not an audit result)"), "{said:?}");
    assert!(!said.out.contains('\u{1b}'), "no colours without a terminal: {said:?}");
    let coloured = repository.run(&["coverage", "--as-of", "2026-07-01", "--color", "always"]);
    assert!(coloured.out.contains('\u{1b}'), "{coloured:?}");
    let unknown = repository.run(&["coverage", "A.7.9"]);
    assert_eq!(unknown.status, 2, "{unknown:?}");
    assert!(unknown.err.contains("A.7.9") && unknown.err.contains("did you mean"), "{unknown:?}");
    assert_eq!(repository.run(&["coverage", "--stage", "9"]).status, 2);
}
