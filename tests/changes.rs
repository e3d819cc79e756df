//! What a change brings: after any edit, judging only what the edit can reach comes to what judging everything comes to, and the findings that
//! are told are those by which the two full verdicts differ.
//!
//! `CLAUSELINT_EDITS=1000 cargo test --release --test changes` makes so many edits of each repository.
#![allow(clippy::expect_used, clippy::disallowed_methods, clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::sync::Arc;

use clauselint::finding::{At, Nowhere};
use clauselint::source::{MemorySystem, Place, System};
use clauselint::triage::Single;
use clauselint::workspace::{Base, Workspace};
use jiff::civil::Date;

mod folder;

const DAY: Date = Date::constant(2026, 11, 2);

/// Numbers that look random and are the same at each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

type Files = BTreeMap<String, String>;

fn files(name: &str) -> Files {
    let system = folder::folder(name);
    let paths = system.walk_all("", &["md", "yaml", "yml", "csv"]);
    paths.into_iter().map(|p| (p.clone(), String::from_utf8(system.read(&p, u64::MAX).unwrap()).unwrap())).collect()
}

fn system(files: &Files) -> MemorySystem {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

/// One edit of the sort that people make, or a hostile one; what was done.
fn edit(files: &mut Files, chance: &mut Chance) -> String {
    let paths: Vec<String> = files.keys().filter(|p| *p != "clauselint.yaml").cloned().collect();
    let path = paths[chance.below(paths.len())].clone();
    let other = paths[chance.below(paths.len())].clone();
    let mut lines: Vec<String> = files[&path].split_inclusive('\n').map(str::to_owned).collect();
    let at = chance.below(lines.len());
    let word = |text: &str, chance: &mut Chance| -> String {
        let words: Vec<&str> =
            text.split(|c: char| !(c.is_alphanumeric() || "-.".contains(c))).filter(|w| !w.is_empty()).collect();
        words.get(chance.below(words.len())).map_or_else(|| "TBD".to_owned(), |w| (*w).to_owned())
    };
    let what = match chance.below(12) {
        0 => {
            lines.remove(at);
            "a line goes"
        }
        1 => {
            let line = lines[at].clone();
            lines.insert(chance.below(lines.len()), line);
            "a line is doubled"
        }
        2 => {
            let to = chance.below(lines.len());
            lines.swap(at, to);
            "two lines change places"
        }
        3..=6 => {
            let own = word(&lines[at].clone(), chance);
            let new = if chance.below(2) == 0 { word(&files[&other], chance) } else { word(&files[&path], chance) };
            let heading = lines[at].starts_with('#');
            lines[at] = lines[at].replacen(&own, &new, 1);
            if heading { "a heading, and with it all below, moves" } else { "a word is another" }
        }
        7 => {
            files.remove(&path);
            return format!("{path} goes");
        }
        8 => {
            let text = files.remove(&path).unwrap();
            files.insert(format!("moved/{path}"), text);
            return format!("{path} is moved");
        }
        9 => {
            let block: Vec<String> = lines.drain(at..(at + 6).min(lines.len())).collect();
            let to = chance.below(lines.len() + 1);
            lines.splice(to..to, block);
            "lines move"
        }
        10 => {
            let block: String = lines.drain(at..(at + 8).min(lines.len())).collect();
            if other != path {
                files.get_mut(&other).unwrap().push_str(&block);
            }
            "lines move to another file"
        }
        _ => {
            let new =
                ["TBD\n", "[x](nowhere.md)\n", "owner: ROL-999\n", "See A.99.1 and RSK-777.\n", "## Scope\n"][chance.below(5)];
            lines.insert(at, new.to_owned());
            "a line comes"
        }
    };
    files.insert(path.clone(), lines.concat());
    format!("{what} in {path}:{}", at + 1)
}

fn rendered(workspace: &Workspace, singles: &[Single]) -> Vec<String> {
    let place = |p: Place| format!("{}:{}..{}", workspace.sources.get(p.file).path, p.span.start, p.span.end);
    let mut lines: Vec<String> = (singles.iter())
        .map(|single| {
            let f = &single.verdict.finding;
            let at = match f.at {
                At::Place(p) => place(p),
                At::Nowhere(Nowhere::File(file)) => workspace.sources.get(file).path.to_string(),
                At::Nowhere(Nowhere::Repository) => String::new(),
            };
            let labels: Vec<String> = f.labels.iter().map(|l| format!("{} {}", place(l.place), l.text)).collect();
            format!("{at} {} {} {labels:?} {:?} {:?}", f.code, f.message, f.help, f.notes)
        })
        .collect();
    lines.sort();
    lines
}

/// Which findings are told: code, place, words.
fn told(workspace: &Workspace, singles: &[Single], before: &Workspace, old: &[Single]) -> Vec<String> {
    let (known, _) = workspace.known_before(singles, before, old);
    let new = singles.iter().zip(known).filter(|(_, known)| !known);
    new.map(|(s, _)| format!("{} {:?} {}", s.verdict.finding.code, s.verdict.finding.at, s.verdict.finding.message)).collect()
}

struct State {
    files: Files,
    system: MemorySystem,
    lines: Vec<String>,
    workspace: Workspace,
    singles: Vec<Single>,
}

fn holds_for(name: &str, seed: u64) {
    let edits = std::env::var("CLAUSELINT_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let start = files(name);
    let base: Arc<Base> = Workspace::open(&system(&start)).unwrap().base;
    let full = |files: &Files| {
        let system = system(files);
        let mut workspace = Workspace::over(base.clone(), &system).unwrap();
        let (judged, kept) = workspace.judge_keeping(DAY);
        let singles = workspace.singles(judged.verdicts, DAY);
        let lines = rendered(&workspace, &singles);
        let standing = workspace.standing(DAY, kept, &judged.rules, singles.clone());
        (State { files: files.clone(), system, lines, workspace, singles }, standing)
    };
    let mut chance = Chance(seed);
    let (mut old, _) = full(&start);
    let mut news = 0;
    for n in 0..edits {
        // From time to time from the beginning: what is wholly broken has nothing more to lose.
        if n % 15 == 0 {
            old = full(&start).0;
        }
        let mut files = old.files.clone();
        let what = edit(&mut files, &mut chance);
        let (new, standing) = full(&files);
        let touched: Vec<String> =
            files.iter().filter(|(p, t)| old.files.get(*p).is_some_and(|o| o != *t)).map(|(p, _)| p.clone()).collect();
        let (mut before, applied) = new.workspace.before(&old.system, &touched);
        let applied = applied.expect("the manifest stays as it is");
        let partly = before.stand_again(DAY, standing, &applied).singles(&before.sources);
        let again = rendered(&before, &partly);
        let gone: Vec<&String> = old.lines.iter().filter(|l| !again.contains(l)).collect();
        let come: Vec<&String> = again.iter().filter(|l| !old.lines.contains(l)).collect();
        assert!(again == old.lines, "{name}, edit {n} ({what}): lost {gone:#?}, made up {come:#?}");
        let found = told(&new.workspace, &new.singles, &before, &partly);
        assert_eq!(found, told(&new.workspace, &new.singles, &old.workspace, &old.singles), "{name}, edit {n} ({what})");
        // What is told is new by fingerprint, and what is new by fingerprint is told unless it was moved.
        let prints: std::collections::BTreeSet<_> = old.singles.iter().map(|s| s.fingerprint).collect();
        let by_print = new.singles.iter().filter(|s| !prints.contains(&s.fingerprint)).count();
        assert!(found.len() <= by_print, "{name}, edit {n} ({what}): {} told, {by_print} by fingerprint", found.len());
        let moves = what.contains("move") || what.contains("places") || what.contains("Scope") || what.contains("line");
        assert!(moves || found.len() == by_print, "{name}, edit {n} ({what}): {} told, {by_print} by fingerprint", found.len());
        news += found.len();
        old = new;
    }
    assert!(news > 0, "no edit broke anything");
}

#[test]
fn a_repository_without_findings() {
    holds_for("examples/complete", 0x9e37_79b9_7f4a_7c15);
}

#[test]
fn a_repository_with_many_findings() {
    holds_for("examples/first-draft", 0x2545_f491_4f6c_dd1d);
}
