//! The proof that the engine knows no standard: a pack about a lending library uses every keyword and every feature, works, and `src/` holds
//! no word of it.

#![allow(clippy::disallowed_methods, reason = "tests read their own files")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

mod folder;
mod judging;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clauselint::answers::{Relation, Subject, explain};
use clauselint::rules::examples;
use clauselint::source::{MemorySystem, System};
use clauselint::workspace::{ExampleEngine, Workspace};
use regex::Regex;

const DAY: &str = "2026-07-01";

/// A repository of the library with both packs.
fn library(repository: &str) -> MemorySystem {
    let mut system = folder::folder(&format!("tests/library/{repository}"));
    for pack in ["pack", "branch"] {
        let files = folder::folder(&format!("tests/library/{pack}"));
        for path in files.walk_all("", &["yaml", "json"]) {
            system.set(&format!("{pack}/{path}"), files.read(&path, u64::MAX).expect("just listed"));
        }
    }
    system
}

fn texts(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let files = folder::folder(folder);
    let read = |path: String| {
        let bytes = files.read(&path, u64::MAX).expect("just listed");
        (path, String::from_utf8(bytes).expect("text"))
    };
    files.walk_all("", endings).into_iter().map(read).collect()
}

#[test]
fn the_pack_is_without_fault() {
    let workspace = Workspace::open_whole(&library("good")).expect("both packs are there");
    let said: Vec<String> = workspace.base.findings.iter().map(|f| judging::short(f, &workspace.sources)).collect();
    assert!(said.is_empty(), "\n{}", said.join("\n"));
}

#[test]
fn its_examples_hold() {
    let workspace = Workspace::open_whole(&library("good")).expect("both packs are there");
    let engine = ExampleEngine { base: workspace.base.clone() };
    let failures: Vec<String> =
        examples::test(&workspace.base.rules, &[], &engine, &workspace.sources).iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn a_house_in_order_has_no_findings() {
    let judged = judging::judge(&library("good"), judging::day(DAY)).expect("both packs are there");
    let said: Vec<String> = judged.verdicts.iter().map(|v| judging::short(&v.finding, &judged.workspace.sources)).collect();
    assert!(said.is_empty(), "\n{}", said.join("\n"));
    assert!(judged.counts.records >= 20, "{} records", judged.counts.records);
}

#[test]
fn a_house_in_disorder_has_those_that_are_marked() {
    let judged = judging::judge(&library("bad"), judging::day(DAY)).expect("both packs are there");
    let mark = Regex::new(r"(?m)(?:# <- |<!-- <- )([a-z, -]+?)(?: -->)?$").unwrap();
    let mut expected: Vec<(String, u32, String)> = Vec::new();
    for (path, text) in texts("tests/library/bad", &["md", "yaml"]) {
        for (number, line) in (1u32..).zip(text.lines()) {
            for found in mark.captures_iter(line) {
                expected.extend(found[1].split(',').map(|c| (path.clone(), number, c.trim().to_owned())));
            }
        }
    }
    let absent = texts("tests/library/bad", &["txt"]);
    expected.extend(absent.iter().flat_map(|(_, t)| t.lines()).map(|code| (String::new(), 0, code.to_owned())));
    let mut report = String::new();
    for verdict in &judged.verdicts {
        let (path, line) = judging::place(&verdict.finding, &judged.workspace.sources);
        let path = path.filter(|p| p != "clauselint.yaml");
        let told = (path.clone().unwrap_or_default(), if path.is_some() { line } else { 0 }, verdict.finding.code.to_string());
        match expected.iter().position(|e| *e == told) {
            Some(at) => drop(expected.remove(at)),
            None => drop(writeln!(report, "not expected: {}", judging::short(&verdict.finding, &judged.workspace.sources))),
        }
    }
    for (path, line, code) in expected {
        let _ = writeln!(report, "not found: {path}:{line} {code}");
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn a_rule_that_rests_on_closed_services_is_silent() {
    let mut system = library("bad");
    let blocked = |system: &MemorySystem| {
        let judged = judging::judge(system, judging::day(DAY)).expect("both packs are there");
        judged.verdicts.iter().filter(|v| &*v.finding.code == "loan-to-blocked-member").count()
    };
    assert_eq!(blocked(&system), 1, "one of its services is open");
    let list = String::from_utf8(system.read("services.md", u64::MAX).expect("there")).expect("text");
    system.set("services.md", list.replace("Lending to members | open", "Lending to members | closed"));
    assert_eq!(blocked(&system), 0, "S.2.1 and S.2.2 are both closed");
}

#[test]
fn stages_are_the_packs_own() {
    let judged = judging::judge(&library("good"), judging::day(DAY)).expect("both packs are there");
    let stages: Vec<&str> = judged.workspace.base.packs[0].stages.iter().map(|s| &**s).collect();
    assert_eq!(stages, ["shelf", "floor", "inspection"]);
}

#[test]
fn the_pack_uses_every_keyword_and_word() {
    let root = folder::home();
    let meta = std::fs::read_to_string(root.join("schemas/kind.meta.json")).expect("the schema of kinds");
    let keyword = Regex::new(r#""(x-[a-z-]+|format|enum|default|minimum|additionalProperties)":"#).unwrap();
    let schemas: String = texts("tests/library/pack", &["json"]).into_iter().map(|(_, t)| t).collect();
    let known: BTreeSet<String> = keyword.captures_iter(&meta).map(|c| c[1].to_owned()).collect();
    assert!(known.len() > 20, "{known:?}");
    let unused: Vec<&String> = known.iter().filter(|k| !schemas.contains(&format!("\"{k}\""))).collect();
    assert!(unused.is_empty(), "no kind of the library uses {unused:?}");

    let rules: String = ["pack", "branch"]
        .iter()
        .flat_map(|p| texts(&format!("tests/library/{p}"), &["yaml"]))
        .filter(|(path, _)| !path.contains('/') && !["mentions.yaml", "coverage.yaml", "changes.yaml"].contains(&&**path))
        .map(|(_, text)| text)
        .collect();
    let keys = [
        "keys", "basis", "stage", "severity", "summary", "for", "where", "each", "expect", "require", "exists", "forbid", "in",
        "at", "labels", "message", "help", "why", "bad", "good", "replaces", "fix", "safe",
    ];
    let words = [
        "and", "or", "not", "in", "has", "similar", "matches", "given", "missing", "any", "none", "where", "all", "the", "today",
        "else", "count", "max", "months", "<", "<=", ">", ">=", "==", "!=", "+", "-", "*",
    ];
    let expression = Regex::new(r"^  (where|each|expect|exists|at|message|fix): ").unwrap();
    let expressions: Vec<&str> = rules.lines().filter(|l| expression.is_match(l)).collect();
    let expressions = expressions.join(" \n") + " \n";
    let unused: Vec<&str> = keys
        .iter()
        .copied()
        .filter(|k| !rules.contains(&format!("  {k}: ")))
        .filter(|k| !matches!(*k, "labels" | "bad" | "good" | "forbid"))
        .collect();
    assert!(unused.is_empty(), "no rule of the library has {unused:?}");
    let unused: Vec<&str> = words
        .iter()
        .copied()
        .filter(|w| !expressions.contains(&format!(" {w} ")) && !expressions.contains(&format!("{w}(")))
        .collect();
    assert!(unused.is_empty(), "no expression of the library uses {unused:?}");
}

#[test]
fn the_engine_has_never_heard_of_it() {
    let mut words: BTreeSet<String> =
        ["loan", "loans", "borrower", "borrowers", "librarian", "isbn", "shelf", "bookshelf", "lending", "guarantor"]
            .map(str::to_owned)
            .into();
    let top = Regex::new(r"(?m)^([a-z][a-z0-9]*(?:-[a-z0-9]+)+):\s*$").unwrap();
    for (path, text) in texts("tests/library/pack", &["yaml", "json"]) {
        if let Some(kind) = path.strip_prefix("schemas/").and_then(|p| p.strip_suffix(".json")).filter(|k| k.contains('-')) {
            words.extend([kind.to_owned(), kind.replace('-', "_")]);
        }
        words.extend(top.captures_iter(&text).map(|c| c[1].to_owned()));
    }
    let any: Vec<String> = words.iter().map(|w| regex::escape(w)).collect();
    let pattern = Regex::new(&format!(r"(?i)(?:^|[^a-z0-9_-])({})(?:$|[^a-z0-9_-])", any.join("|"))).unwrap();
    let mut report = String::new();
    for (path, text) in
        texts("src", &["rs"]).into_iter().filter(|(path, _)| !path.ends_with("tests.rs") && !path.contains("/tests/"))
    {
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for (number, line) in (1usize..).zip(code.lines()) {
            for found in pattern.captures_iter(line.split("//").next().unwrap_or_default()) {
                let _ = writeln!(report, "src/{path}:{number}: `{}` is a word of the library", &found[1]);
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn what_is_said_of_byelaws_is_read_only_where_it_is_asked_for() {
    let byelaws = |workspace: &Workspace| workspace.index.all(workspace.base.schema.find("byelaw").expect("a kind")).len();
    let mut system = library("good");
    assert_eq!(byelaws(&Workspace::open_whole(&system).expect("both packs are there")), 2);
    assert_eq!(byelaws(&Workspace::open(&system).expect("both packs are there")), 0);
    let rule = "lending-without-byelaw:\n  keys: [\"4\"]\n  basis: hygiene\n  stage: shelf\n  severity: advice\n  summary: \"A byelaw goes with each article\"\n  for: article\n  expect: any p in byelaw_parallels where p.sureness == \"known\"\n  message: \"no byelaw goes with {id}\"\n";
    system.set("branch/byelaws.yaml", rule);
    assert_eq!(byelaws(&Workspace::open(&system).expect("both packs are there")), 2, "a rule follows the parallels");
}

#[test]
fn what_is_related_elsewhere_is_read_from_both_ends() {
    let workspace = Workspace::open_whole(&library("good")).expect("both packs are there");
    let related = |name: &str| {
        let explained = explain(&workspace, name, judging::day(DAY));
        let Some(Subject::Keyed(keyed)) = explained.subjects.into_iter().next() else {
            panic!("{name} means nothing of the pack")
        };
        let line = |r: Relation| {
            let said: Vec<String> = r.facts.iter().map(|f| format!("{} {:?}", f.name, f.value)).collect();
            format!("{} [{}]", r.id.as_deref().unwrap_or("-"), said.join(", "))
        };
        let lines = keyed.related.into_iter().flat_map(|f| {
            assert_eq!(f.caution.as_deref(), Some("The charter is not a byelaw, and no byelaw is kept by it"));
            f.to.into_iter().map(line)
        });
        lines.collect::<Vec<String>>()
    };
    // The narrower of two rows says how sure it is; what a byelaw goes beyond stands with it.
    assert_eq!(related("S.3.1"), [r#"Town byelaw 3 [sureness Text("known"), beyond Text("the street")]"#]);
    assert_eq!(related("7"), [r#"Town byelaw 3 [sureness Text("guess"), beyond Text("the street")]"#]);
    assert_eq!(related("1"), [r#"- [sureness Text("guess")]"#]);
    // From the other end, and however the id is spelt.
    let expected = [r#"4 [sureness Text("guess")]"#, r#"7 [sureness Text("guess")]"#, r#"S.3.1 [sureness Text("known")]"#];
    assert_eq!(related("byelaw 3"), expected);
    assert_eq!(related("TOWN BYE-LAW  3"), expected);
}
