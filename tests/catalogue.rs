//! The pack against the catalogue that it was written from: each of the 322 rules there became a rule, a built-in code, part of another
//! rule, or was left out for a reason, and `rules/iso42001/README.md` says which. What it says is true, and its sums are right.

#![allow(clippy::disallowed_methods, reason = "tests read their own files")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};

use clauselint::finding::codes;
use clauselint::source::MemorySystem;
use clauselint::workspace::{Base, Workspace};

/// What became of a rule of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Became {
    Rule(String),
    BuiltIn(String),
    Merged(String),
    LeftOut,
}

/// A row: section, name in the catalogue, what became of it, note.
struct Row {
    section: String,
    name: String,
    became: Became,
    note: String,
}

fn readme() -> String {
    std::fs::read_to_string("rules/iso42001/README.md").expect("the pack has a README")
}

fn cells(line: &str) -> Vec<String> {
    line.trim().trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
}

fn rows(readme: &str) -> Vec<Row> {
    let (_, catalogue) = readme.split_once("\n## The catalogue\n").expect("the README has a section on the catalogue");
    let mut section = String::new();
    let mut rows = Vec::new();
    for line in catalogue.lines().take_while(|line| !line.starts_with("## ")) {
        if let Some(heading) = line.strip_prefix("### ") {
            heading.clone_into(&mut section);
        }
        let cells = cells(line);
        let [name, became, note] = cells.as_slice() else { continue };
        let became = match became.split_once(' ') {
            Some(("rule", to)) => Became::Rule(to.to_owned()),
            Some(("built-in", to)) => Became::BuiltIn(to.to_owned()),
            Some(("merged", to)) => Became::Merged(to.trim_start_matches("into ").to_owned()),
            Some(("left", "out")) => Became::LeftOut,
            _ => continue,
        };
        rows.push(Row { section: section.clone(), name: name.clone(), became, note: note.clone() });
    }
    rows
}

fn base() -> std::sync::Arc<Base> {
    Workspace::open(&MemorySystem::default()).expect("the built-in pack loads").base
}

#[test]
fn each_of_the_322_has_one_row() {
    let readme = readme();
    let rows = rows(&readme);
    let names: BTreeSet<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    assert_eq!((rows.len(), names.len()), (322, 322));
    for row in &rows {
        let says_why = row.note.split_whitespace().count() >= 3;
        assert!(says_why || row.became != Became::LeftOut, "{} is left out without a reason", row.name);
    }
}

#[test]
fn what_the_rows_name_is_there() {
    let (base, readme) = (base(), readme());
    let rules: BTreeSet<&str> = base.rules.names().collect();
    for row in rows(&readme) {
        let known = match &row.became {
            Became::Rule(to) => rules.contains(to.as_str()),
            Became::BuiltIn(to) => codes::find(to).is_some(),
            Became::Merged(to) => rules.contains(to.as_str()) || codes::find(to).is_some(),
            Became::LeftOut => true,
        };
        assert!(known, "{}: {:?} is not there", row.name, row.became);
    }
}

#[test]
fn each_rule_of_the_pack_is_named() {
    let (base, readme) = (base(), readme());
    let (_, catalogue) = readme.split_once("\n## The catalogue\n").expect("the README has a section on the catalogue");
    let named: BTreeSet<&str> = catalogue.split(|c: char| !(c.is_alphanumeric() || c == '-')).collect();
    let lacking: Vec<&str> = base.rules.names().filter(|name| !named.contains(name)).collect();
    assert!(lacking.is_empty(), "the catalogue's disposition does not name {lacking:?}");
}

/// The table of sums: section, all, rules, built-in, merged, left out.
#[test]
fn the_sums_are_right() {
    let readme = readme();
    let mut sums: BTreeMap<String, [usize; 5]> = BTreeMap::new();
    for row in rows(&readme) {
        let column = match row.became {
            Became::Rule(_) => 1,
            Became::BuiltIn(_) => 2,
            Became::Merged(_) => 3,
            Became::LeftOut => 4,
        };
        for section in [row.section, "All".to_owned()] {
            let sum = sums.entry(section).or_default();
            sum[0] += 1;
            sum[column] += 1;
        }
    }
    let mut told = BTreeMap::new();
    for line in readme.lines() {
        let cells = cells(line);
        let numbers: Vec<usize> = cells.iter().skip(1).filter_map(|c| c.replace('*', "").parse().ok()).collect();
        if let Ok(numbers) = <[usize; 5]>::try_from(numbers) {
            told.insert(cells[0].replace('*', ""), numbers);
        }
    }
    assert_eq!(told, sums);
}

#[test]
fn every_leaf_clause_and_every_control_is_keyed() {
    let workspace = Workspace::open(&MemorySystem::default()).expect("the built-in pack loads");
    let keys: BTreeSet<&str> = workspace.base.rules.all().iter().flat_map(|r| r.keys.iter().map(|k| &**k)).collect();
    let ids = |kind: &str| {
        let kind = workspace.base.schema.find(kind).expect("the kind is loaded");
        let ids = workspace.index.all(kind).iter().filter_map(|e| workspace.index.id(*e));
        ids.map(ToString::to_string).collect::<Vec<String>>()
    };
    let clauses = ids("clause");
    let is_leaf = |id: &&String| id.contains('.') && !clauses.iter().any(|other| other.starts_with(&format!("{id}.")));
    let leaves: Vec<&String> = clauses.iter().filter(is_leaf).collect();
    let controls = ids("control");
    assert_eq!((leaves.len(), controls.len()), (32, 38));
    let lacking: Vec<&String> = leaves.into_iter().chain(&controls).filter(|id| !keys.contains(id.as_str())).collect();
    assert!(lacking.is_empty(), "no rule is keyed to {lacking:?}");
}
