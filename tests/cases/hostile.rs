//! Input that is too large or too deep to stand in a case file: every one ends in a finding or a clean run, and soon.

use std::fmt::Write as _;

use clauselint::source::MemorySystem;

use crate::judging;

/// Judges one file and gives the short form of what is said of the language layer.
fn said(path: &str, bytes: Vec<u8>) -> Vec<String> {
    let mut system = MemorySystem::default();
    system.set("clauselint.yaml", format!("documents:\n  - {{ path: \"{path}\", kind: ai-policy }}\n"));
    system.set(path, bytes);
    let judged = judging::judge(&system, judging::day("2026-07-01")).expect("a manifest without a fault");
    let own = judged.verdicts.iter().filter(|v| clauselint::finding::codes::find(&v.finding.code).is_some());
    own.map(|v| judging::short(&v.finding, &judged.workspace.sources)).collect()
}

#[test]
fn a_hundred_thousand_brackets() {
    for (open, path) in
        [("[", "x.yaml"), ("{", "x.yaml"), ("- ", "x.yaml"), ("[", "x.md"), ("> ", "x.md"), ("- ", "x.md"), ("<a ", "x.md")]
    {
        let text = open.repeat(100_000);
        let said = said(path, text.clone().into_bytes());
        if path == "x.yaml" {
            assert!(
                said.iter().any(|s| s.contains("limit-exceeded") || s.contains("syntax-error")),
                "{open:?} in {path}: {said:?}"
            );
        }
        let within = format!("---\nid: POL-001\nnotes: {text}\n---\n\n# AI policy\n\n{text}\n");
        let _ = self::said("y.md", within.into_bytes());
    }
}

#[test]
fn deep_front_matter_is_told_once() {
    let text = format!("---\nid: POL-001\nx: {}\n---\n\n# AI policy\n", "[".repeat(100_000));
    let said = said("x.md", text.into_bytes());
    assert_eq!(said.iter().filter(|s| s.contains("limit-exceeded") || s.contains("syntax-error")).count(), 1, "{said:?}");
}

#[test]
fn bytes_that_are_no_text() {
    for bytes in
        [vec![0xFF; 4096], vec![0; 4096], b"id: \xC3".to_vec(), b"\xEF\xBB\xBF".to_vec(), b"\xFE\xFFid".to_vec(), Vec::new()]
    {
        for path in ["x.yaml", "x.md", "x.csv"] {
            let said = said(path, bytes.clone());
            assert!(said.len() <= 3, "{path}: {said:?}");
        }
    }
}

#[test]
fn a_wide_table() {
    let mut text = String::from("# Risks\n\n| Risk ID | Risk | AI systems |");
    text.push_str(&" c |".repeat(2000));
    text.push_str("\n|");
    text.push_str(&"---|".repeat(2003));
    text.push('\n');
    for i in 0..50 {
        let _ = writeln!(text, "| RSK-{i:03} | r | AIS-001 |");
    }
    let _ = said("x.md", text.into_bytes());
}

#[test]
fn csv_of_nothing_but_signs() {
    let header = "Risk ID,Risk,AI systems\nRSK-001,r,AIS-001\n";
    for sign in [",", ";", "\"", "\t", "|", "\n", "\r", "\"\"", "\",\"", "\"\n", "<br>", "<"] {
        let much = sign.repeat(100_000);
        let _ = said("x.csv", much.clone().into_bytes());
        let told = said("x.csv", format!("{header}RSK-002,{much}").into_bytes());
        assert!(told.len() <= 3, "{sign:?}: {} findings", told.len());
    }
}

#[test]
fn a_wide_csv() {
    let mut text = "Risk ID,Risk,AI systems".to_owned() + &",c".repeat(20_000);
    for i in 0..50 {
        let _ = write!(text, "\nRSK-{i:03},r,AIS-001{}", ",".repeat(20_000));
    }
    let _ = said("x.csv", text.into_bytes());
}
