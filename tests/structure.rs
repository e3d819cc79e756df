//! What holds of the source as a whole: imports go one way, the engine knows no standard, files are small and say why they exist.

#![allow(clippy::disallowed_methods, reason = "tests read their own files")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The pipeline: each module imports only those before it.
const ORDER: &[&str] = &[
    "source",
    "finding",
    "syntax",
    "config",
    "schema",
    "model",
    "expr",
    "lint",
    "rules",
    "triage",
    "workspace",
    "answers",
    "fix",
    "output",
    "lsp",
    "cli",
];

/// Kinds that the engine itself needs; every other kind is a pack's.
const BASE_KINDS: &[&str] = &["record", "document", "mention", "file", "url", "text"];

/// The one file that may name the pack which is on by default.
const DEFAULT_PACK_IS_NAMED_IN: &str = "workspace/packs.rs";

/// Lines that a file may have; those over the first number are listed, those over the second fail.
const LONG: usize = 300;
const TOO_LONG: usize = 500;

struct Source {
    /// Below `src/`, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The text up to the module of tests, which ends every file that has one.
    fn code(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod ").next().unwrap_or(&self.text)
    }

    /// The top module: a folder, or a file beside `lib.rs`.
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or(&self.path).trim_end_matches(".rs")
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder with an ending, path relative to the folder.
fn below(folder: &Path, ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap_or_else(|e| panic!("{}: {e}", next.display())) {
            let path = entry.expect("listed").path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
                found.push(Source { path: name, text: std::fs::read_to_string(&path).expect("source is text") });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn sources() -> Vec<Source> {
    below(&root().join("src"), ".rs")
}

/// True for a file that holds nothing but tests.
fn is_test(source: &Source) -> bool {
    source.path.ends_with("tests.rs") || source.path.contains("/tests/")
}

#[test]
fn imports_go_one_way() {
    let crate_path = Regex::new(r"\bcrate::(?:\{([^}]*)\}|([a-z_]+))").unwrap();
    let from_super = Regex::new(r"\b((?:super::)+)(?:\{([^}]*)\}|([a-z_]+))").unwrap();
    let mut report = String::new();
    for source in sources().iter().filter(|s| s.path.contains('/')) {
        let Some(own) = ORDER.iter().position(|m| *m == source.module()) else {
            let _ = writeln!(report, "{}: `{}` is not in the pipeline's order", source.path, source.module());
            continue;
        };
        let mut named: Vec<(usize, String)> = Vec::new();
        let mut depth = source.path.matches('/').count();
        if source.path.ends_with("/mod.rs") {
            depth -= 1;
        }
        for (number, line) in (1usize..).zip(source.code().lines()) {
            let line = line.split("//").next().unwrap_or(line);
            for found in crate_path.captures_iter(line) {
                named.extend(names(found.get(1), found.get(2)).map(|n| (number, n)));
            }
            for found in from_super.captures_iter(line) {
                // Only as many steps up as lead to the crate's root name a module of the pipeline.
                if found[1].matches("super").count() > depth {
                    named.extend(names(found.get(2), found.get(3)).map(|n| (number, n)));
                }
            }
        }
        for (number, name) in named {
            if ORDER.iter().position(|m| *m == name).is_some_and(|other| other > own) {
                let _ =
                    writeln!(report, "src/{}:{number}: {} comes before {name}, and must not import it", source.path, ORDER[own]);
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// The first names of a path: one, or those between braces.
fn names<'t>(braces: Option<regex::Match<'t>>, one: Option<regex::Match<'t>>) -> impl Iterator<Item = String> + 't {
    let list = braces.or(one).map_or("", |m| m.as_str());
    list.split(',').map(|n| n.trim().split("::").next().unwrap_or_default().to_owned())
}

#[test]
fn the_engine_knows_no_standard() {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for schema in below(&root().join("schemas"), ".json") {
        let kind = schema.path.trim_end_matches(".json");
        if kind.contains('-') && !kind.contains('.') && !BASE_KINDS.contains(&kind) {
            words.insert(kind.to_owned());
            words.insert(kind.replace('-', "_"));
        }
    }
    let rule = Regex::new(r"(?m)^([a-z][a-z0-9]*(?:-[a-z0-9]+)+):\s*$").unwrap();
    for file in below(&root().join("rules/iso42001"), ".yaml").iter().filter(|f| !f.path.contains('/')) {
        words.extend(rule.captures_iter(&file.text).map(|c| c[1].to_owned()));
    }
    assert!(words.len() > 50, "the list of words is derived from rules/ and schemas/: {words:?}");
    let any: Vec<String> = words.iter().map(|w| regex::escape(w)).collect();
    let pattern =
        format!(r"(?i)(?:^|[^a-z0-9_-])({}|A\.\d+\.\d+|iso ?/?(?:iec)? ?42001\w*|42001)(?:$|[^a-z0-9_-])", any.join("|"));
    let pattern = regex::RegexBuilder::new(&pattern).size_limit(1 << 26).build().unwrap();
    let mut report = String::new();
    let mut named_default = 0;
    for source in sources().iter().filter(|s| !is_test(s)) {
        for (number, line) in (1usize..).zip(source.code().lines()) {
            // What a comment or a documented example says is not what the engine knows.
            let line = line.split("//").next().unwrap_or(line);
            for found in pattern.captures_iter(line) {
                if source.path == DEFAULT_PACK_IS_NAMED_IN && line.starts_with("const DEFAULT") {
                    named_default += 1;
                } else {
                    let _ =
                        writeln!(report, "src/{}:{number}: `{}` is a word of the pack: {}", source.path, &found[1], line.trim());
                }
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
    assert_eq!(named_default, 1, "the default pack is named once");
}

#[test]
fn files_are_small() {
    let (mut report, mut long) = (String::new(), Vec::new());
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > TOO_LONG {
            let _ = writeln!(report, "src/{}: {lines} lines; split it", source.path);
        } else if lines > LONG {
            long.push(format!("src/{}: {lines}", source.path));
        }
    }
    assert!(report.is_empty(), "\n{report}");
    assert!(long.len() * 10 <= sources().len(), "one file in ten may be long: {long:#?}");
}

#[test]
fn files_say_why_they_exist() {
    let silent: Vec<String> = sources().into_iter().filter(|s| !s.text.starts_with("//! ")).map(|s| s.path).collect();
    assert!(silent.is_empty(), "these files do not open with `//!`: {silent:?}");
}

#[test]
fn nothing_is_left_to_luck() {
    let left = Regex::new(r"\.unwrap\(\)|\btodo!|\bunimplemented!|\bdbg!|\bSTUB\b").unwrap();
    let unexplained = Regex::new(r#"(self)?\.expect\((?:"([^"]*)")?"#).unwrap();
    let mut report = String::new();
    for source in sources().iter().filter(|s| !is_test(s)) {
        for (number, line) in (1usize..).zip(source.code().lines()) {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for found in left.find_iter(line) {
                let _ = writeln!(report, "src/{}:{number}: {}", source.path, found.as_str());
            }
            for found in unexplained.captures_iter(line) {
                let said = found.get(2).map_or("", |m| m.as_str());
                if found.get(1).is_none() && !said.starts_with("internal error: ") {
                    let _ = writeln!(
                        report,
                        "src/{}:{number}: an expectation says \"internal error: …\": {}",
                        source.path,
                        line.trim()
                    );
                }
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}
