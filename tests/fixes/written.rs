//! What is written for which finding, byte for byte.

use crate::{files, fixed, run};

/// One file beside some others, before and after.
#[track_caller]
fn writes(others: &[(&str, &str)], path: &str, before: &str, after: &str, proposals: bool) {
    let mut all = files(others);
    all.insert(path.to_owned(), before.to_owned());
    let fixed = fixed(&all, proposals);
    assert_eq!(fixed[path], after);
    for (other, text) in others {
        assert_eq!(fixed[*other], *text, "{other}");
    }
}

#[track_caller]
fn proposes(others: &[(&str, &str)], path: &str, before: &str, after: &str) {
    writes(others, path, before, before, false);
    writes(others, path, before, after, true);
}

const ROLES: (&str, &str) = ("roles.yaml", "roles:\n  - id: ROL-001\n    title: Head of AI\n    holder: Ada Byron\n");

#[test]
fn dates_are_written_as_iso_dates_and_nothing_else_is_touched() {
    let before = "\u{feff}risks: # the register\r\n  - id: RSK-001\r\n    title: 'drift'   # of scores\r\n    reviewed_on: \"14 March 2026\" # by us\r\n";
    writes(&[], "risks.yaml", before, &before.replace("14 March 2026", "2026-03-14"), false);
    let flow = "risks:\n  - { id: RSK-001, title: \"drift\", reviewed_on: 14 March 2026 }   # why\n";
    writes(&[], "risks.yaml", flow, &flow.replace("14 March 2026", "2026-03-14"), false);
}

#[test]
fn an_aligned_table_stays_aligned() {
    let before = "\
# Risks

| ID      | Risk  | Likelihood | Impact | Level | Owner   | Last reviewed |
|---------|-------|-----------:|-------:|-------|---------|---------------|
| RSK-001 | drift |          2 |      2 | Low   | ROL-001 | 14 March 2026 |
| RSK-002 | bias  |          2 |      3 | High  | ROL-001 | 2026-03-15    |
";
    writes(&[ROLES], "risks.md", before, &before.replace("14 March 2026", "2026-03-14   "), false);
}

#[test]
fn ids_that_are_nearly_there_are_a_proposal() {
    let before = "risks:\n  - id: RSK-001\n    title: drift\n    owner: 'ROL-0001' # accountable\n";
    proposes(&[ROLES], "risks.yaml", before, &before.replace("ROL-0001", "ROL-001"));
}

#[test]
fn of_two_ids_that_are_as_near_none_is_written() {
    let two = ("roles.yaml", "roles:\n  - { id: ROL-010, title: A, holder: B }\n  - { id: ROL-00010, title: C, holder: D }\n");
    let before = "risks:\n  - { id: RSK-001, title: drift, owner: ROL-0010 }\n";
    writes(&[two], "risks.yaml", before, before, true);
}

#[test]
fn names_and_words_that_are_nearly_right_are_a_proposal() {
    let before = "risks:\n  - id: RSK-001\n    title: drift\n    ownr: ROL-001 # x\n    treatment: avid\n";
    let fixed = crate::fixed(&files(&[ROLES, ("risks.yaml", before)]), true);
    assert!(fixed["risks.yaml"].contains("    owner: ROL-001 # x\n"), "{fixed:?}");
    let policy = "---\nkind: ai-policy\nid: POL-001\nstatus: Aproved\n---\n# AI policy\n";
    proposes(&[], "policy.md", policy, &policy.replace("Aproved", "Approved"));
    let kind = "kind: ai-polcy\nid: POL-001\ntitle: AI policy\n";
    proposes(&[], "policy.yaml", kind, &kind.replace("ai-polcy", "ai-policy"));
}

#[test]
fn a_key_that_is_there_already_is_not_written_again() {
    let before = "risks:\n  - id: RSK-001\n    title: drift\n    owner: ROL-001\n    ownr: ROL-001\n";
    writes(&[ROLES], "risks.yaml", before, before, true);
}

#[test]
fn a_month_is_no_day() {
    let before = "risks:\n  - id: RSK-001\n    title: drift\n    reviewed_on: March 2026\n";
    writes(&[ROLES], "risks.yaml", before, before, true);
}

fn statement(rows: &[&str]) -> String {
    let rows = rows.join("\n") + "\n";
    format!(
        "---\nkind: soa\nid: SOA-001\n---\n# Statement of Applicability\n\n| Control | Title | Applicable | Justification |\n|---|---|---|---|\n{rows}"
    )
}

#[test]
fn rows_that_the_statement_lacks_are_laid_where_they_belong() {
    let rows = [
        "| A.2.2 | AI policy | yes | RSK-001 |",
        "| A.3.2 | AI roles and responsibilities | yes | RSK-001 |",
        "",
        "Decided in May.",
    ];
    let fixed = fixed(&files(&[("soa.md", &statement(&rows))]), true);
    let text = &fixed["soa.md"];
    let added = text.lines().filter(|line| line.starts_with("| A.")).collect::<Vec<_>>();
    assert_eq!(added.len(), 38, "{text}");
    assert_eq!(added[1], "| A.2.3 | Alignment with other organizational policies | | |");
    assert_eq!((added[0], added[3]), (rows[0], rows[1]));
    assert!(added[37].starts_with("| A.10.4 |") && text.ends_with("|\n\nDecided in May.\n"), "{text}");
}

#[test]
fn a_title_of_a_control_is_that_of_the_standard() {
    let rows: Vec<String> = run(&files(&[("soa.md", &statement(&["| A.2.2 | AI policy | yes | RSK-001 |"]))]), true)
        .changes
        .iter()
        .flat_map(|change| change.after.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| line.starts_with("| A."))
        .collect();
    let right: Vec<&str> = rows.iter().map(String::as_str).collect();
    let wrong: Vec<String> = rows.iter().map(|row| row.replace("Quality of data for AI systems", "**Personal data**")).collect();
    let wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
    let after = statement(&right).replace("Quality of data for AI systems", "**Quality of data for AI systems**");
    proposes(&[], "soa.md", &statement(&wrong), &after);
}

#[test]
fn what_the_criteria_decide_is_written_by_them() {
    let criteria = (
        "criteria.yaml",
        "kind: risk-criteria\nid: RC-001\nmethod: likelihood × impact\nacceptable_max: 9\nlevels:\n  - { title: Low, min: 1, max: 3 }\n  - { title: High, min: 4, max: 9 }\n",
    );
    let before =
        "risks:\n  - id: RSK-001\n    title: drift\n    likelihood: 3\n    impact: 3\n    score: 6 # by hand\n    level: High\n";
    proposes(&[criteria], "risks.yaml", before, &before.replace("score: 6", "score: 9"));
}

#[test]
fn sections_are_laid_in_the_order_of_the_fields() {
    let before = "---\nkind: audit-programme\nid: AP-001\nstatus: approved\napproved_by: Ada Byron\napproved_on: 2026-02-02\nversion: 1.0\n---\n# Audit programme 2026\r\n\r\n## Methods\r\n\r\nInterviews.\r\n\r\n## Other\r\n\r\nNothing.\r\n".replace("\r\n", "\n");
    let after = crate::fixed(&files(&[("audits/programme.md", &before)]), true).remove("audits/programme.md").unwrap();
    assert!(after.starts_with(before.split("## Other").next().unwrap()), "{after}");
    assert!(after.contains("\n\n## Responsibilities\n\n[") && after.contains("\n\n## Reporting\n\n["), "{after}");
    assert!(after.ends_with("]\n\n## Other\n\nNothing.\n"), "{after}");
}

#[test]
fn the_manifest_is_read_anew() {
    let before = "stge: 1\norganisation:\n  name: Larkfield\n";
    proposes(&[ROLES], "clauselint.yaml", before, &before.replace("stge", "stage"));
}
