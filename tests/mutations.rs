//! Every rule against a whole management system: the tables in `tests/mutations/` list edits that each break one thing in `examples/complete`, and all
//! that is then found, with the text under each finding. Nothing else may be found.
//!
//! `MUTATION=rule` runs the edits for one rule; `UPDATE_MUTATIONS=1` writes what is found into the table, to be read before it is committed.

#![allow(clippy::disallowed_methods, reason = "tests read their own files")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

mod folder;
mod judging;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clauselint::source::{MemorySystem, System};
use clauselint::workspace::Workspace;
use rayon::prelude::*;

/// The day on which the complete example has no findings.
const DAY: &str = "2026-11-02";
/// Characters of a finding's text that the table holds.
const WIDTH: usize = 70;

/// One row.
struct Mutation {
    /// The line in the table's file, from 0.
    line: usize,
    rule: String,
    file: String,
    find: String,
    replace: String,
    /// `path` and `text` of each finding, in report order; the code before them where it is not the row's.
    findings: Vec<String>,
}

/// Path and text of each table, in order of path.
fn tables() -> Vec<(PathBuf, String)> {
    let folder = folder::home().join("tests/mutations");
    let entries = std::fs::read_dir(folder).expect("tests/mutations is there");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("a folder can be read").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "md") && !p.ends_with("README.md"));
    paths.sort();
    paths.into_iter().map(|p| (p.clone(), std::fs::read_to_string(&p).expect("a table is text"))).collect()
}

/// `tests/mutations/FILE`, for messages.
fn shown(path: &Path) -> String {
    format!("tests/mutations/{}", path.file_name().expect("a file has a name").to_string_lossy())
}

/// The text of a cell: backticks off, `⏎` for a line end, `\|` for a pipe.
fn unwritten(cell: &str) -> String {
    let bare = cell.trim();
    if bare == "(nothing)" {
        return String::new();
    }
    let bare = bare.strip_prefix('`').and_then(|b| b.strip_suffix('`')).unwrap_or(bare);
    bare.replace("\\|", "|").replace('⏎', "\n")
}

fn written(text: &str) -> String {
    let one_line = text.replace('\n', "⏎").replace('|', "\\|");
    let short: String = one_line.chars().take(WIDTH).collect();
    let more = if one_line.chars().count() > WIDTH { "…" } else { "" };
    if text.is_empty() { "(nothing)".into() } else { format!("`{}{more}`", short.trim_end()) }
}

/// Cells of a row; a pipe with a backslash before it parts nothing.
fn cells(row: &str) -> Vec<String> {
    let marked = row.trim().trim_matches('|').replace("\\|", "\u{1}");
    marked.split('|').map(|c| c.trim().replace('\u{1}', "\\|")).collect()
}

fn mutations(path: &Path, text: &str) -> Vec<Mutation> {
    let rows = text.lines().enumerate().filter(|(_, l)| l.starts_with("| ") && !l.starts_with("| Rule"));
    rows.map(|(line, row)| {
        let cells = cells(row);
        assert_eq!(cells.len(), 5, "{}:{}: a row has five cells", shown(path), line + 1);
        Mutation {
            line,
            rule: cells[0].clone(),
            file: cells[1].clone(),
            find: unwritten(&cells[2]),
            replace: unwritten(&cells[3]),
            findings: cells[4].split("<br>").map(|f| f.trim().to_owned()).filter(|f| !f.is_empty()).collect(),
        }
    })
    .collect()
}

/// All that is found after an edit, as the table has it; or why the edit cannot be made.
fn found(complete: &MemorySystem, mutation: &Mutation) -> Result<Vec<String>, String> {
    let bytes = complete.read(&mutation.file, u64::MAX).map_err(|e| format!("{}: {e}", mutation.file))?;
    let text = String::from_utf8(bytes).expect("examples are text");
    match text.matches(&mutation.find).count() {
        1 => {}
        n => return Err(format!("what is to be found is there {n} times")),
    }
    let mut system = complete.clone();
    system.set(&mutation.file, text.replacen(&mutation.find, &mutation.replace, 1));
    let judged = judging::judge(&system, judging::day(DAY)).map_err(|e| e.to_string())?;
    let sources = &judged.workspace.sources;
    let told = |finding: &clauselint::finding::Finding| {
        let place = match finding.at.place() {
            Some(place) => format!("{} {}", sources.get(place.file).path, written(sources.get(place.file).slice(place.span))),
            None => "(repository)".to_owned(),
        };
        if *finding.code == *mutation.rule { place } else { format!("{} {place}", finding.code) }
    };
    Ok(judged.verdicts.iter().map(|v| told(&v.finding)).collect())
}

#[test]
fn each_edit_is_found_where_it_was_made() {
    let wanted = std::env::var("MUTATION").unwrap_or_default();
    let update = std::env::var("UPDATE_MUTATIONS").is_ok_and(|v| v == "1");
    let complete = folder::folder("examples/complete");
    let mut report = String::new();
    for (path, text) in tables() {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let chosen: Vec<Mutation> = mutations(&path, &text).into_iter().filter(|m| m.rule.contains(&wanted)).collect();
        let outcomes: Vec<_> = chosen.par_iter().map(|m| found(&complete, m)).collect();
        for (mutation, outcome) in chosen.iter().zip(outcomes) {
            let at = format!("{}:{}: {}", shown(&path), mutation.line + 1, mutation.rule);
            let found = match outcome {
                Ok(found) => found,
                Err(why) => {
                    let _ = writeln!(report, "{at}: {why}");
                    continue;
                }
            };
            if update {
                let row = &lines[mutation.line];
                let kept = cells(row)[..4].join(" | ");
                lines[mutation.line] = format!("| {kept} | {} |", found.join(" <br> "));
            } else if found != mutation.findings {
                let list = |findings: &[String]| findings.join("\n    ");
                let _ = writeln!(report, "{at}\n  expected:\n    {}\n  found:\n    {}", list(&mutation.findings), list(&found));
            }
        }
        if update {
            std::fs::write(&path, lines.join("\n") + "\n").expect("the table can be written");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn each_row_finds_its_own_rule() {
    let mut rows = 0;
    let mut lost = String::new();
    for (path, text) in tables() {
        for mutation in mutations(&path, &text) {
            rows += 1;
            let own = |f: &String| f.starts_with('(') || f.split(' ').next().is_some_and(|w| w.contains(['/', '.']));
            if !mutation.findings.iter().any(own) {
                let _ = writeln!(lost, "{}:{}: {}", shown(&path), mutation.line + 1, mutation.rule);
            }
        }
    }
    assert!(rows >= 60, "{rows} rows");
    assert!(lost.is_empty(), "\nthese rows do not find the rule that they are about:\n{lost}");
}

#[test]
fn each_rule_has_a_row() {
    let tables = tables();
    let rows: BTreeSet<String> = tables.iter().flat_map(|(path, text)| mutations(path, text)).map(|m| m.rule).collect();
    let base = Workspace::open(&MemorySystem::default()).expect("the built-in pack loads").base;
    let lacking: Vec<&str> = base.rules.names().filter(|name| !rows.contains(*name)).collect();
    assert!(lacking.is_empty(), "no row for {lacking:?}");
}
