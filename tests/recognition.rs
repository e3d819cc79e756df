//! What `ls` takes other people's documents for, against what they truly are: `recognition/truth.md`, judged by hand. Nine in ten documents
//! of an AI management system are known, and nothing else is taken for one. The verdicts are written to `recognition/verdicts.md`
//! (`UPDATE_RECOGNITION=1`). The corpora lie beside the project; without them the test says so and passes.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test reads its files and says what it skips"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clauselint::answers::{FileEntry, Standing, listing};
use clauselint::source::RealSystem;
use clauselint::workspace::Workspace;

fn here(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests")).join(path)
}

/// A file as judged by hand.
struct Truth {
    path: String,
    /// The kind of the document, if it has one.
    kind: Option<String>,
    template: bool,
    /// Kinds of records and how many.
    records: BTreeMap<String, usize>,
    aims: bool,
}

/// The truth by corpus, in the order of the page.
fn truths() -> Vec<(String, Vec<Truth>)> {
    let text = std::fs::read_to_string(here("tests/recognition/truth.md")).expect("the truth is there");
    let mut corpora: Vec<(String, Vec<Truth>)> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            corpora.push((name.trim().to_owned(), Vec::new()));
        }
        let cells: Vec<&str> = line.trim().trim_matches('|').split(" |").map(str::trim).collect();
        let (Some((_, files)), [path, document, records, aims, ..]) = (corpora.last_mut(), &cells[..]) else { continue };
        if !line.starts_with("| ") || *path == "path" {
            continue;
        }
        let template = document.starts_with("template");
        let kind = document.trim_start_matches("template").trim();
        let counted = records.split(';').filter(|part| !part.contains('(')).filter_map(|part| {
            let (kind, number) = part.trim().rsplit_once(' ')?;
            Some((kind.to_owned(), number.parse().ok()?))
        });
        files.push(Truth {
            path: (*path).to_owned(),
            kind: (!matches!(kind, "" | "none")).then(|| kind.to_owned()),
            template,
            records: if template { BTreeMap::new() } else { counted.collect() },
            aims: *aims == "yes",
        });
    }
    corpora.retain(|(_, files)| !files.is_empty());
    corpora
}

/// What `ls` says: the kind (of what it says is a template, too), whether it is a template, and the records beside the document itself.
fn said(file: &FileEntry) -> (Option<String>, bool, BTreeMap<String, usize>) {
    let mut records = BTreeMap::new();
    for record in file.records.iter().filter(|r| r.carrier != "document") {
        *records.entry(record.kind.to_string()).or_default() += 1;
    }
    (file.kind.as_ref().map(ToString::to_string), file.standing == Standing::Template, records)
}

fn words(kind: Option<&str>, template: bool, records: &BTreeMap<String, usize>) -> String {
    let kind = match (template, kind) {
        (true, kind) => format!("template {}", kind.unwrap_or_default()),
        (false, kind) => kind.unwrap_or("none").to_owned(),
    };
    let records: Vec<String> = records.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    [kind.trim().to_owned(), records.join("; ")].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ")
}

#[test]
fn nine_in_ten_documents_are_known_and_nothing_else_is_taken_for_one() {
    let root = here("../shared/corpora");
    if !root.is_dir() {
        println!("skipped: no corpora at {}", root.display());
        return;
    }
    let mut page = String::from(
        "# What `ls` says of the corpora, against the truth\n\nWritten by `UPDATE_RECOGNITION=1 cargo test --test recognition`. A template is right as a template, of whatever kind: it evidences nothing.\n",
    );
    let mut sums = String::new();
    for (corpus, truths) in truths() {
        let (known, all, taken) = verdicts(&root.join(&corpus), &corpus, &truths, &mut page);
        assert!(known * 10 >= all * 9, "{corpus}: {known} of {all} are known");
        assert!(taken.is_empty(), "{corpus}: taken for ours: {taken:?}");
        let _ = writeln!(sums, "{corpus}: {known} of {all} documents of the AIMS; none of the others is taken for one.");
    }
    let _ = write!(page, "\n## Sums\n\n{sums}");
    let path = here("tests/recognition/verdicts.md");
    if std::env::var_os("UPDATE_RECOGNITION").is_some() {
        std::fs::write(&path, &page).expect("it can be written");
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), page, "run with UPDATE_RECOGNITION=1 and read what changed");
}

/// Adds a corpus to the page: how many documents of an AIMS are known, of how many, and what else is taken for one.
fn verdicts(folder: &Path, corpus: &str, truths: &[Truth], page: &mut String) -> (usize, usize, Vec<String>) {
    let system = RealSystem::new(folder);
    let workspace = Workspace::open(&system).expect("a corpus can be opened");
    let listed = listing(&workspace);
    let _ = write!(page, "\n## {corpus}\n\n| path | truth | `ls` | verdict |\n|---|---|---|---|\n");
    let (mut known, mut all, mut taken) = (0, 0, Vec::new());
    for truth in truths {
        let (kind, template, records) = listed.files.iter().find(|f| *f.path == *truth.path).map(said).unwrap_or_default();
        let verdict = if truth.aims {
            let right = if truth.template {
                template && records.is_empty()
            } else {
                !template && kind == truth.kind && records == truth.records
            };
            all += 1;
            known += usize::from(right);
            if right { "right" } else { "wrong" }
        } else if !template && (kind.is_some() || !records.is_empty()) {
            taken.push(truth.path.clone());
            "taken for ours"
        } else {
            continue;
        };
        let (truth_words, said_words) =
            (words(truth.kind.as_deref(), truth.template, &truth.records), words(kind.as_deref(), template, &records));
        let _ = writeln!(page, "| {} | {truth_words} | {said_words} | {verdict} |", truth.path);
    }
    (known, all, taken)
}
