//! The case files of `tests/cases/`: documents that say what the program says of which text, and hold it to that.
//!
//! `CASE=word` runs the cases whose file or heading holds the word; `UPDATE_CASES=1` writes the printed output into the case files.

#![allow(clippy::disallowed_methods, reason = "tests read their own files")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

#[path = "cases/carriers/mod.rs"]
mod carriers;
#[path = "cases/csv.rs"]
mod csv;
#[path = "cases/document.rs"]
mod document;
#[path = "cases/hostile.rs"]
mod hostile;
mod judging;
#[path = "cases/printed.rs"]
mod printed;
#[path = "cases/told.rs"]
mod told;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use clauselint::finding::codes::{self, CODES};
use clauselint::source::MemorySystem;
use document::{Case, CaseFile, Fence};

/// The day of a case that states none.
const DAY: &str = "2026-07-01";

fn files() -> Vec<CaseFile> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let listed = std::fs::read_dir(&folder).expect("tests/cases can be read").map(|e| e.expect("listed").path());
    let mut paths: Vec<PathBuf> = listed.filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    paths.iter().map(|p| CaseFile::read(p)).collect()
}

#[test]
fn cases_hold() {
    let wanted = std::env::var("CASE").unwrap_or_default();
    let update = std::env::var("UPDATE_CASES").is_ok_and(|v| v == "1");
    let mut report = String::new();
    let mut ran = 0;
    for mut file in files() {
        let name = file.path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let mut printed: Vec<(Fence, String)> = Vec::new();
        for case in file.cases.iter().filter(|c| name.contains(&wanted) || c.title.contains(&wanted)) {
            ran += 1;
            let failures = run(case, update, &mut printed);
            for failure in failures {
                let _ = writeln!(report, "{name}:{}: {}: {failure}", case.line, case.title);
            }
        }
        // From the last to the first, so that earlier line numbers stay right.
        for (fence, text) in printed.into_iter().rev() {
            file.lines.splice(fence.from..fence.to, text.lines().map(str::to_owned));
            std::fs::write(&file.path, file.lines.join("\n") + "\n").expect("a case file can be written");
        }
    }
    assert!(ran > 0, "no case matches {wanted:?}");
    assert!(report.is_empty(), "\n{report}");
}

/// Runs a case; gives what is wrong with it.
fn run(case: &Case, update: bool, printed: &mut Vec<(Fence, String)>) -> Vec<String> {
    let mut system = MemorySystem::default();
    for file in case.files.iter().filter(|f| f.name != "(repository)") {
        system.set(&file.name, file.bytes());
    }
    let day = judging::day(case.as_of.as_deref().unwrap_or(DAY));
    let judged = match (judging::judge(&system, day), &case.error) {
        (Ok(judged), None) => judged,
        (Ok(_), Some(_)) => return vec!["was to be refused, but was judged".into()],
        (Err(error), Some(expected)) if error.to_string() == expected.text.trim_end() => return Vec::new(),
        (Err(error), _) => return vec![format!("was refused: {error}")],
    };
    let mut failures = Vec::new();
    let mut expected: Vec<(Option<String>, u32, String)> = Vec::new();
    for file in &case.files {
        let path = (file.name != "(repository)").then(|| file.name.clone());
        let marks = file.marks().into_iter();
        expected.extend(marks.map(|(line, code)| (path.clone(), if path.is_some() { line } else { 0 }, code)));
    }
    for verdict in judged.verdicts.iter().filter(|v| looked_at(case, &v.finding.code)) {
        let finding = &verdict.finding;
        let (path, line) = judging::place(finding, &judged.workspace.sources);
        let told = (path.filter(|_| line > 0), line, finding.code.to_string());
        match expected.iter().position(|e| *e == told) {
            Some(at) => drop(expected.remove(at)),
            // What a repository lacks is not what a case of reading is about.
            None if *finding.code == *codes::MISSING_DOCUMENTS && case.only.iter().any(|o| o == "built-in") => {}
            None => failures.push(format!("not expected: {}", judging::short(finding, &judged.workspace.sources))),
        }
    }
    for (path, line, code) in expected {
        failures.push(format!("not found: {}:{line} {code}", path.as_deref().unwrap_or("(repository)")));
    }
    if let Some(fence) = &case.output {
        let text = printed::printed(judged, day, case);
        if update {
            printed.push((fence.clone(), text));
        } else if text.trim_end() != fence.text.trim_end() {
            failures.push(format!("prints something else (UPDATE_CASES=1 writes it down):\n{text}"));
        }
    }
    failures
}

/// True for codes that a case is about.
fn looked_at(case: &Case, code: &str) -> bool {
    let named = |o: &String| o == code || (o == "built-in" && codes::find(code).is_some());
    case.only.is_empty() || case.only.iter().any(named)
}

#[test]
fn every_built_in_code_has_a_firing_and_a_silent_case() {
    let mut fires: BTreeSet<String> = BTreeSet::new();
    let mut silent: BTreeSet<String> = BTreeSet::new();
    for case in files().into_iter().flat_map(|f| f.cases) {
        let marks: BTreeSet<String> = case.files.iter().flat_map(Fence::marks).map(|(_, code)| code).collect();
        silent.extend(case.silent.iter().filter(|c| !marks.contains(*c) && looked_at(&case, c)).cloned());
        fires.extend(marks);
    }
    let lacks = |set: &BTreeSet<String>| CODES.iter().map(|c| c.code).filter(|c| !set.contains(*c)).collect::<Vec<_>>();
    assert!(lacks(&fires).is_empty(), "no case shows these firing: {:?}", lacks(&fires));
    assert!(lacks(&silent).is_empty(), "no case shows these silent: {:?}", lacks(&silent));
}

#[test]
fn cases_name_only_codes_that_exist() {
    let built_in = judging::judge(&MemorySystem::default(), judging::day(DAY)).expect("the built-in pack is there").workspace;
    let rule = |code: &str| built_in.base.rules.all().iter().any(|rule| *rule.name == *code);
    for file in files() {
        for case in &file.cases {
            let marks = case.files.iter().flat_map(Fence::marks).map(|(_, code)| code);
            for code in marks.chain(case.silent.iter().cloned()) {
                // A case may bring rules of its own.
                let own = case.files.iter().any(|f| f.text.contains(&format!("{code}:")));
                let known = code == "built-in" || codes::find(&code).is_some() || rule(&code) || own;
                assert!(known, "{}:{}: `{code}` is no code", file.path.display(), case.line);
            }
        }
    }
}
