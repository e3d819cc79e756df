//! What must hold for any input: no bytes bring the tool down, every place lies in its file, and an editor's edits come to what a fresh
//! look at the files comes to.
#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test")]

use std::sync::{Arc, LazyLock};

use clauselint::finding::{At, Finding};
use clauselint::source::{MemorySystem, Place, System};
use clauselint::workspace::{Base, OpenError, Workspace};
use jiff::civil::Date;
use proptest::prelude::*;

#[path = "properties/repository.rs"]
mod repository;

const DAY: Date = Date::constant(2026, 7, 1);

/// A fresh look at the files, over packs that are loaded once: they hold nothing of a repository, and are most of what opening costs.
fn open(system: &MemorySystem) -> Result<Workspace, OpenError> {
    static BASE: LazyLock<Arc<Base>> =
        LazyLock::new(|| Workspace::open(&MemorySystem::default()).expect("an empty repository can be opened").base);
    Workspace::over(BASE.clone(), system)
}

/// Findings as text, sorted.
fn rendered(workspace: &mut Workspace) -> Vec<String> {
    let judged = workspace.judge(DAY);
    let mut lines: Vec<String> = judged.verdicts.iter().map(|v| render(workspace, &v.finding)).collect();
    lines.sort();
    lines
}

fn render(workspace: &Workspace, finding: &Finding) -> String {
    let place = |p: Place| format!("{}:{}..{}", workspace.sources.get(p.file).path, p.span.start, p.span.end);
    let at = match finding.at {
        At::Place(p) => place(p),
        At::Nowhere(clauselint::finding::Nowhere::File(file)) => workspace.sources.get(file).path.to_string(),
        At::Nowhere(clauselint::finding::Nowhere::Repository) => "the repository".to_owned(),
    };
    let labels: Vec<String> = finding.labels.iter().map(|l| format!("{} {}", place(l.place), l.text)).collect();
    format!(
        "{at} {} {} {} {labels:?} {:?} {:?}",
        finding.severity.word(),
        finding.code,
        finding.message,
        finding.help,
        finding.notes
    )
}

/// Every place of every finding is a range of its file on character boundaries.
fn places_hold(workspace: &mut Workspace) -> Result<(), TestCaseError> {
    let judged = workspace.judge(DAY);
    for verdict in &judged.verdicts {
        let finding = &verdict.finding;
        for place in finding.at.place().into_iter().chain(finding.labels.iter().map(|l| l.place)) {
            let file = workspace.sources.get(place.file);
            prop_assert!(
                file.text.get(place.span.range()).is_some(),
                "{} of {} is no range of {}",
                finding.code,
                finding.message,
                file.path
            );
        }
    }
    for facts in workspace.index.files() {
        let text = &workspace.sources.get(facts.file).text;
        for record in &facts.records {
            let values = record.fields.iter().map(|(_, value)| value.span);
            for span in values.chain([record.span, record.name]) {
                prop_assert!(text.get(span.range()).is_some(), "{span:?} of {:?} is no range of {}", record.id, facts.path);
            }
        }
    }
    Ok(())
}

fn look_at(path: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut system = MemorySystem::default();
    system.set("ai-policy.md", repository::POLICY);
    system.set(path, bytes);
    // A manifest that cannot be read is the one reason not to open.
    if let Ok(mut workspace) = open(&system) {
        places_hold(&mut workspace)?;
    }
    Ok(())
}

/// So many cases of each property; `PROPTEST_CASES` asks for more.
fn config(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn any_bytes_can_be_looked_at(bytes in proptest::collection::vec(any::<u8>(), 0..400), path in path()) {
        look_at(path, &bytes)?;
    }

    #[test]
    fn any_text_of_the_right_sort_can_be_looked_at(pieces in proptest::collection::vec(piece(), 0..30), path in path()) {
        look_at(path, pieces.concat().as_bytes())?;
    }

    #[test]
    fn a_damaged_record_can_be_looked_at(edits in proptest::collection::vec(repository::damage(), 1..6), which in 0..repository::FILES.len()) {
        let (path, text) = repository::FILES[which];
        let mut bytes = text.as_bytes().to_vec();
        for edit in &edits {
            edit.apply(&mut bytes);
        }
        look_at(path, &bytes)?;
    }

}

proptest! {
    // Each edit is judged twice, so a dozen cases are a hundred verdicts over a repository.
    #![proptest_config(config(12))]

    #[test]
    fn edits_come_to_what_a_fresh_look_comes_to(edits in proptest::collection::vec(repository::edit(), 1..8)) {
        let mut system: MemorySystem = repository::FILES.iter().copied().collect();
        let mut workspace = open(&system).expect("the repository can be opened");
        for edit in &edits {
            let touched = edit.apply(&mut system);
            workspace.apply(&system, &touched);
            // The editor asks after each edit: what was cached for one state must not show in the next.
            let now = rendered(&mut workspace);
            let fresh = rendered(&mut open(&system).expect("the repository can still be opened"));
            prop_assert_eq!(now, fresh, "after {:?}", edit);
        }
        places_hold(&mut workspace)?;
    }

    #[test]
    fn the_order_of_files_does_not_show(order in Just((0..repository::FILES.len()).collect::<Vec<_>>()).prop_shuffle()) {
        let system: MemorySystem = repository::FILES.iter().copied().collect();
        let expected = rendered(&mut open(&system).expect("the repository can be opened"));
        let manifest: MemorySystem = repository::FILES.iter().copied().filter(|(p, _)| *p == "clauselint.yaml").collect();
        let mut workspace = open(&manifest).expect("the manifest can be opened");
        for i in order {
            workspace.apply(&system, &[repository::FILES[i].0.to_owned()]);
        }
        prop_assert_eq!(rendered(&mut workspace), expected);
    }
}

fn path() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "notes.md",
        "risk/register.md",
        "ai-soa.md",
        "any.yaml",
        "risk/register.yml",
        "risks.csv",
        "risks.tsv",
        "clauselint.yaml",
    ])
}

/// Fragments that steer the readers into their corners.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "---\n",
        "kind: risk\n",
        "kind: ai-policy\n",
        "id: RSK-001\n",
        "risks:\n",
        "  - id: RSK-002\n",
        "    owner: ROL-001\n",
        "entries:\n  - control: A.2.2\n    applicable: yes\n",
        "# AI policy\n",
        "## Findings\n",
        "\n",
        "| Risk ID | AI systems | Owner |\n|---|---|---|\n",
        "| RSK-001 | AIS-001 | ROL-001 |\n",
        "| é | | |||\n",
        "- **Level:** high\n",
        "[x](y.md#z)",
        "[TBD]",
        "<!-- clauselint",
        " -->",
        "```\n",
        "\u{feff}",
        "\r\n",
        "\t",
        "&a ",
        "*a",
        "<<: *a\n",
        "? ",
        ": ",
        "[",
        "{",
        "}",
        "]",
        "\"",
        "'",
        "|\n  ",
        ">-\n  ",
        "!!str ",
        "%YAML 1.2\n",
        "2026-02-30",
        "P12M",
        "日本",
        "👩‍💼",
        "\u{0301}",
        "standard: ISO/IEC 42001:2023\n",
        "organisation:\n  name: X\n",
        "stage: 1\n",
        "rules: { missing-documents: off }\n",
        "documents:\n  any.md: risk\n",
        "A.6.2.8 ",
        "Risk ID,Risk,AI systems\n",
        "RSK-001,r,AIS-001\n",
        "RSK-002;",
        "\"\"",
        ",\"a\r\nb\",",
        "clause 6.1.2 of ISO/IEC 42001:2023 ",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

#[test]
fn the_repository_is_one_that_has_something_to_say() {
    let system: MemorySystem = repository::FILES.iter().copied().collect();
    assert!(system.exists("risk/register.md"));
    let mut workspace = open(&system).expect("the repository can be opened");
    let lines = rendered(&mut workspace);
    let records: usize = workspace.index.files().filter(|f| !workspace.is_pack(f.file)).map(|f| f.records.len()).sum();
    assert!(records >= 15, "only {records} records");
    assert!(!lines.is_empty(), "a repository without a finding would let every comparison pass");
}
