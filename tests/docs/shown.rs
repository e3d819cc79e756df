//! What pages show: their repositories are written to a folder, and the program is run there.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::page::{Piece, renewed};
use crate::{agree, text};

const PAGES: &[&str] = &[
    "manifest.md",
    "documents.md",
    "rules.md",
    "tutorial.md",
    "coverage.md",
    "getting-started.md",
    "formats.md",
    "fixes.md",
    "changes.md",
    "introducing.md",
];

/// Runs the program as a reader would; what it says, and its status.
fn run(folder: &Path, arguments: &str) -> (String, i32) {
    assert!(!arguments.contains(['"', '\'', '|', '>']), "examples are plain words: {arguments}");
    let output = Command::new(env!("CARGO_BIN_EXE_clauselint"))
        .args(arguments.split_whitespace())
        .args(["--color", "never"])
        .current_dir(folder)
        .env_remove("GITHUB_STEP_SUMMARY")
        .output()
        .unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (said.trim_end().to_owned(), output.status.code().unwrap())
}

/// Commits all files, by nobody and at no time, so that the commit has the same name wherever it is made.
fn commit(folder: &Path) {
    let day = "2026-07-01T00:00:00Z";
    for arguments in [&["init", "-q", "-b", "main"][..], &["add", "-A"], &["commit", "-q", "-m", "as it was"]] {
        let mut git = Command::new("git");
        git.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]);
        git.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        git.env("GIT_AUTHOR_DATE", day).env("GIT_COMMITTER_DATE", day).env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE");
        assert!(git.status().unwrap().success(), "git {arguments:?}");
    }
}

/// A pack of one rule a condition: what does not type-check is told by `rules list` of that repository.
fn conditions(kind: &str, text: &str) {
    let folder = TempDir::new().unwrap();
    let mut rules = String::new();
    for (i, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let _ = write!(
            rules,
            "condition-{i}:\n  basis: hygiene\n  severity: advice\n  for: {kind}\n  expect: {line}\n  message: \"m\"\n"
        );
    }
    std::fs::create_dir_all(folder.path().join("house")).unwrap();
    std::fs::write(folder.path().join("clauselint.yaml"), "packs: [iso42001, ./house]\n").unwrap();
    std::fs::write(folder.path().join("house/pack.yaml"), "name: house\n").unwrap();
    std::fs::write(folder.path().join("house/conditions.yaml"), rules).unwrap();
    let (said, _) = run(folder.path(), "check --select invalid-rule --quiet");
    assert_eq!(said, "", "conditions for {kind}");
}

#[test]
fn what_pages_show_is_what_the_program_does() {
    for name in PAGES {
        let page = text(name);
        let mut repository: Option<TempDir> = None;
        let mut runs = 0;
        let wanted = renewed(&page, |piece| match piece {
            Piece::Begin => {
                repository = Some(TempDir::new().unwrap());
                None
            }
            Piece::End => {
                repository = None;
                None
            }
            Piece::File { path, text } => {
                let folder = repository.as_ref().unwrap_or_else(|| panic!("docs/{name}: {path} is in no repository"));
                let path = folder.path().join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
                None
            }
            Piece::Commit => {
                commit(repository.as_ref().unwrap_or_else(|| panic!("docs/{name}: a commit in no repository")).path());
                None
            }
            Piece::Conditions { kind, text } => {
                conditions(kind, &text);
                None
            }
            Piece::Run { arguments } => {
                let folder = repository.as_ref().unwrap_or_else(|| panic!("docs/{name}: {arguments} runs in no repository"));
                let (said, status) = run(folder.path(), arguments);
                assert!(matches!(status, 0 | 1) && !said.is_empty(), "docs/{name}: clauselint {arguments}: {status} {said}");
                runs += 1;
                Some(said)
            }
        });
        assert!(runs > 0, "docs/{name} shows nothing that is run");
        agree(name, &wanted);
    }
}
