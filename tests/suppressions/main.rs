//! What puts right a suppression that allows nothing: its edits leave the rest of the text as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

#[path = "../judging/mod.rs"]
mod judging;

use clauselint::finding::Fix;
use clauselint::source::MemorySystem;

/// The file after the fixes of all findings of a code, and whether all of them are safe.
fn fixed(path: &str, text: &str, code: &str) -> (String, bool) {
    let system: MemorySystem = [("clauselint.yaml", "x-ours: 1\n"), (path, text)].into_iter().collect();
    let judged = judging::judge(&system, judging::day("2026-07-01")).unwrap();
    let found = judged.verdicts.iter().filter(|verdict| *verdict.finding.code == *code);
    let fixes: Vec<Fix> = found.map(|verdict| verdict.finding.fix.clone().unwrap()).collect();
    assert!(!fixes.is_empty(), "{path} has no {code}");
    let mut edits: Vec<_> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.place.span));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.place.span.range(), &edit.text);
    }
    (text, fixes.iter().all(|fix| fix.safe))
}

const SAID: &str = "clauselint: allow dead-link until 2027-03-31 reason \"r\"";

#[test]
fn what_is_needless_goes_and_nothing_else() {
    let yaml = format!("risks:\n  # {SAID}\n  - id: RSK-001 # {SAID}\n    title: One\n");
    assert_eq!(fixed("r.yaml", &yaml, "unused-suppression"), ("risks:\n  - id: RSK-001\n    title: One\n".into(), true));
    let rows = "| Risk ID | Risk | Likelihood | Impact |\n|---|---|---|---|\n| RSK-001 | One";
    let markdown = format!("# Risk register\n\n<!-- {SAID} -->\n{rows} <!-- {SAID} --> | 1 | 1 |\n");
    assert_eq!(fixed("r.md", &markdown, "unused-suppression"), (format!("# Risk register\n\n{rows} | 1 | 1 |\n"), true));
    let manifest = "allow:\n  - rule: dead-link\n    until: 2026-06-30\n    reason: r\n  - { rule: dead-link, until: 2026-07-01, reason: r }\nx: 1\n";
    assert_eq!(
        fixed("clauselint.yaml", manifest, "expired-suppression").0,
        manifest.replace("  - rule: dead-link\n    until: 2026-06-30\n    reason: r\n", "")
    );
}

#[test]
fn what_is_missed_is_written_as_it_was_meant() {
    for (wrong, right) in [
        ("# clauselint-disable dead-link until 2027-03-31 reason \"r\"".to_owned(), format!("# {SAID}")),
        ("# clauselint: allow ded-link until 2027-03-31 reason \"r\"".to_owned(), format!("# {SAID}")),
        ("# clauselint: allow dead-link until 31.03.2027 reason \"r\"".to_owned(), format!("# {SAID}")),
        ("# clauselint: allow dead-link until 2027-03-31 reason r".to_owned(), format!("# {SAID}")),
    ] {
        let file = |comment: &str| format!("risks:\n  {comment}\n  - id: RSK-001\n");
        assert_eq!(fixed("r.yaml", &file(&wrong), "malformed-suppression"), (file(&right), false), "{wrong}");
    }
    let heading = format!(
        "# Risk register\n\n## {SAID}\n\n| Risk ID | Risk | Likelihood | Impact |\n|---|---|---|---|\n| RSK-001 | One | 1 | 1 |\n"
    );
    let told = heading.replace(&format!("## {SAID}"), &format!("<!-- {SAID} -->"));
    assert_eq!(fixed("r.md", &heading, "misplaced-suppression"), (told, false));
}
