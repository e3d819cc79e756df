//! The manual is true: what it shows is run, and what can be generated is. `CLAUSELINT_UPDATE=1 cargo test --test docs` writes anew what is out
//! of date.
//!
//! In a page, fences that name a path (`yaml risk/register.yaml`) are the files of a small repository, which begins at `<!-- repository -->` and
//! ends at `<!-- /repository -->`. Between `<!-- run: clauselint … -->` and `<!-- /run -->` stands what the program prints in it, so far as it is
//! written. `text for KIND` holds conditions, one a line, that type-check for a record of the kind. Nothing else may be fenced.
#![allow(clippy::unwrap_used, clippy::format_collect, reason = "a test may panic, and need not be fast")]
#![allow(clippy::disallowed_methods, reason = "a drift test reads and writes the repository")]

mod codes;
mod kinds;
mod manifest;
mod page;
mod reference;
mod shown;

use std::path::{Path, PathBuf};

/// A page of the manual.
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

/// A page's text; a checkout may have changed line ends.
fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_default().replace("\r\n", "\n")
}

/// Compares a page with what it should be, or writes it.
fn agree(name: &str, wanted: &str) {
    if std::env::var_os("CLAUSELINT_UPDATE").is_some() {
        std::fs::write(path(name), wanted).unwrap();
    }
    let found = text(name);
    let differs = wanted.lines().zip(found.lines()).enumerate().find(|(_, (a, b))| a != b);
    assert!(
        found == wanted,
        "docs/{name} is out of date, first where it should read {differs:?}: CLAUSELINT_UPDATE=1 cargo test --test docs"
    );
}

#[test]
fn kinds_are_those_of_the_schemas() {
    agree("kinds.md", &kinds::page());
}

#[test]
fn codes_are_those_of_the_table() {
    agree("codes.md", &codes::page());
}

#[test]
fn the_reference_is_that_of_the_rule_files() {
    let pages = reference::pages();
    let folder = path("reference");
    if std::env::var_os("CLAUSELINT_UPDATE").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
    }
    for (name, wanted) in &pages {
        agree(&format!("reference/{name}"), wanted);
    }
    let stale = std::fs::read_dir(folder).unwrap().flatten().map(|e| e.file_name().into_string().unwrap());
    let stale: Vec<String> = stale.filter(|name| !pages.iter().any(|(page, _)| page == name)).collect();
    assert!(stale.is_empty(), "pages of no clause: {stale:?}");
}

/// Every page of the manual, as paths below `docs/`.
fn pages() -> Vec<String> {
    let below = |folder: &str| std::fs::read_dir(path(folder)).unwrap().flatten().map(|e| e.file_name().into_string().unwrap());
    let top = below("").filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "md"));
    top.chain(below("reference").map(|name| format!("reference/{name}"))).collect()
}

#[test]
fn links_lead_somewhere() {
    let link = regex::Regex::new(r"\]\(([^)#:\s]*)(?:#([^)\s]+))?\)").unwrap();
    let mut dead = Vec::new();
    for name in pages() {
        let page = text(&name);
        let outside: String = page.split("```").step_by(2).collect();
        for found in link.captures_iter(&outside) {
            let beside = Path::new(&name).parent().unwrap().join(&found[1]);
            let file = if found[1].is_empty() { Path::new(&name) } else { &beside };
            let file = file.to_str().unwrap();
            let target = std::fs::read_to_string(path(file));
            let heading = |anchor: &str| {
                let is = |l: &str| {
                    l.trim_start_matches(['#', ' '])
                        .to_lowercase()
                        .replace(['`', ',', ':', '\'', '.', '(', ')', '?'], "")
                        .replace(' ', "-")
                        == anchor
                };
                target.as_ref().is_ok_and(|t| t.lines().any(|l| l.starts_with('#') && is(l)))
            };
            if (target.is_err() && !path(file).is_dir()) || found.get(2).is_some_and(|a| !heading(a.as_str())) {
                dead.push(format!("{name}: {}", &found[0]));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

/// What a page shows is the same tomorrow.
#[test]
fn what_is_shown_for_a_day_names_the_day() {
    for name in pages() {
        for run in text(&name).split("<!-- run: ").skip(1) {
            let (arguments, shown) = run.split_once("-->").unwrap();
            let shown = shown.split("<!-- /run -->").next().unwrap();
            assert!(!shown.contains(", as of ") || arguments.contains("--as-of"), "docs/{name}: {arguments}");
        }
    }
}

#[test]
fn addresses_of_the_manual_lead_to_headings() {
    let workspace = clauselint::workspace::Workspace::open(&clauselint::source::MemorySystem::default()).unwrap();
    let rules = workspace.base.rules.all().iter().map(|rule| clauselint::output::of_rule(rule, &workspace));
    let codes = clauselint::finding::codes::CODES.iter().filter_map(|code| clauselint::output::built_in(code.code));
    for described in rules.chain(codes) {
        let url = described.url.unwrap();
        let (page, anchor) =
            url.strip_prefix(concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/")).unwrap().split_once('#').unwrap();
        let page = text(page);
        let heading = |line: &str| line.starts_with("##") && line.trim_start_matches(['#', ' ']) == anchor;
        assert!(page.lines().any(heading), "{url}");
    }
}
