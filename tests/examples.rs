//! The examples: the complete one has nothing wrong with it, and the first draft has exactly what is committed beside this
//! test.

#![allow(clippy::disallowed_methods, reason = "tests read their own files")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

mod folder;
mod judging;

/// All findings of an example in the short form, one a line.
fn findings(example: &str, day: &str) -> String {
    let judged = judging::judge(&folder::folder(&format!("examples/{example}")), judging::day(day)).expect("an example opens");
    judged.verdicts.iter().map(|v| judging::short(&v.finding, &judged.workspace.sources) + "\n").collect()
}

#[test]
fn the_complete_one_has_no_findings() {
    let found = findings("complete", "2026-11-02");
    assert!(found.is_empty(), "{} findings\n{found}", found.lines().count());
}

/// Every line of the snapshot is a finding of one stage or another. `UPDATE_EXAMPLES=1` writes it anew.
#[test]
fn the_first_draft_has_the_findings_that_are_written_down() {
    let path = folder::home().join("tests/examples/first-draft.txt");
    let found = findings("first-draft", "2026-09-01");
    if std::env::var("UPDATE_EXAMPLES").is_ok_and(|v| v == "1") {
        std::fs::write(&path, &found).expect("the snapshot can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).expect("tests/examples/first-draft.txt is there");
    let new: Vec<&str> = found.lines().filter(|l| !expected.lines().any(|e| e == *l)).collect();
    let gone: Vec<&str> = expected.lines().filter(|l| !found.lines().any(|f| f == *l)).collect();
    assert!(found == expected, "\nnew:\n{}\n\ngone:\n{}", new.join("\n"), gone.join("\n"));
}
