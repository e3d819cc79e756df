//! Findings put right: what is written, what is left alone, and what must hold of any fix in any repository.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use clauselint::fix::{Fixed, Fixing, fix};
use clauselint::source::{MemorySystem, Sources};
use clauselint::triage::Single;
use clauselint::workspace::{Base, Workspace};
use jiff::civil::Date;

#[path = "fixes/properties.rs"]
mod properties;
#[path = "fixes/written.rs"]
mod written;

const DAY: Date = Date::constant(2026, 7, 1);

type Files = BTreeMap<String, String>;

fn system(files: &Files) -> MemorySystem {
    files.iter().map(|(path, text)| (path, text.as_str())).collect()
}

/// A repository with these files.
fn files(of: &[(&str, &str)]) -> Files {
    let manifest = ("clauselint.yaml", "stage: 1\n");
    [manifest].iter().chain(of).map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn open(files: &Files) -> Workspace {
    static BASE: LazyLock<Arc<Base>> =
        LazyLock::new(|| Workspace::open(&MemorySystem::default()).expect("an empty repository can be opened").base);
    Workspace::over(BASE.clone(), &system(files)).expect("a repository that can be opened")
}

/// Fixes all findings, of rules of all stages.
fn run(files: &Files, proposals: bool) -> Fixed {
    let wanted = |singles: Vec<Single>, _: &Sources| singles;
    fix(open(files), &Fixing { system: system(files), today: DAY, proposals, wanted: &wanted })
}

/// The files as they are after.
fn fixed(files: &Files, proposals: bool) -> Files {
    let mut files = files.clone();
    for change in run(&files, proposals).changes {
        assert_eq!(files.get(&change.path).map(String::as_str), Some(&*change.before), "{}", change.path);
        files.insert(change.path, change.after);
    }
    files
}
