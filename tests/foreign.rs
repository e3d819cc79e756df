//! Two hundred files of other people's, and not a word about any of them: a repository holds more than a management system, and a tool
//! that speaks about a Kubernetes role or another standard's risk register is switched off within the day.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test reads its files and says what it skips"
)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use clauselint::source::MemorySystem;
use clauselint::workspace::{Base, Workspace};
use jiff::civil::Date;

const DAY: Date = Date::constant(2026, 7, 1);

/// A path without the leading dots that would hide a file, and its bytes.
type File = (String, Vec<u8>);

fn hand_written() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files
}

/// READMEs, change logs and workflows of the crates that cargo has unpacked here.
fn of_crates() -> Vec<File> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let Some(root) = home.map(|h| h.join("registry/src")).filter(|r| r.is_dir()) else { return Vec::new() };
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.sort();
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<File>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
            continue;
        }
        let ours = path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| ["md", "markdown", "yaml", "yml", "csv", "tsv"].contains(&e));
        if ours && let Ok(bytes) = std::fs::read(&path) {
            let relative =
                path.strip_prefix(root).expect("below the root").to_string_lossy().replace("/.", "/").replace('\\', "/");
            files.push((relative.trim_start_matches('.').to_owned(), bytes));
        }
    }
}

/// The packs, loaded once: they hold nothing of a repository.
static BASE: LazyLock<Arc<Base>> =
    LazyLock::new(|| Workspace::open(&MemorySystem::default()).expect("an empty repository can be opened").base);

/// What is said about a repository of these files, each line with its place.
fn said(files: &[File]) -> Vec<String> {
    let system: MemorySystem = files.iter().map(|(p, b)| (p.as_str(), b.clone())).collect();
    let mut workspace = Workspace::over(BASE.clone(), &system).expect("foreign files do not keep a workspace from opening");
    let judged = workspace.judge(DAY);
    let mut lines: Vec<String> = judged
        .verdicts
        .iter()
        // The packs' own soundness is another test's subject.
        .filter(|v| v.finding.at.place().is_none_or(|p| !workspace.is_pack(p.file)))
        .map(|v| {
            let place = v.finding.at.place().map(|p| {
                let file = workspace.sources.get(p.file);
                format!("{}:{}", file.path, file.position(p.span.start).line)
            });
            format!("{} {} {}", place.unwrap_or_else(|| "(nowhere)".to_owned()), v.finding.code, v.finding.message)
        })
        .collect();
    for facts in workspace.index.files().filter(|f| !workspace.is_pack(f.file)) {
        if !facts.records.is_empty() {
            lines.push(format!("{} has {} records", facts.path, facts.records.len()));
        }
    }
    lines.sort();
    lines
}

fn silent(files: &[File]) {
    let lines = said(files);
    assert!(lines.is_empty(), "{} things are said about foreign files:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn files_written_to_mislead_are_passed_over() {
    let files = hand_written();
    assert!(files.len() >= 60, "only {} files in tests/foreign", files.len());
    silent(&files);
}

#[test]
fn each_of_them_alone_is_passed_over() {
    let lines: Vec<String> = hand_written().iter().flat_map(|file| said(std::slice::from_ref(file))).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn files_of_crates_are_passed_over() {
    let files = of_crates();
    if files.is_empty() {
        println!("skipped: no unpacked crates under CARGO_HOME");
        return;
    }
    assert!(files.len() + hand_written().len() >= 200, "only {} files of crates", files.len());
    silent(&files);
}
