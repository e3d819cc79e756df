//! What the documentation shows is what the program prints. Blocks between `<!-- example: clauselint … -->` and `<!-- /example -->` are run
//! in the repository and compared; between `<!-- rule: NAME -->` and `<!-- /rule -->` stands a built-in rule without its examples.
//! `CLAUSELINT_UPDATE=1 cargo test --test readme` writes them anew.
#![expect(clippy::disallowed_methods, reason = "a drift test reads and writes the repository")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::format_collect, reason = "a test may panic, and need not be fast")]

use std::path::{Path, PathBuf};
use std::process::Command;

use clauselint::workspace::embedded;

const BEGIN: &str = "<!-- example: clauselint ";
const END: &str = "<!-- /example -->";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages with examples.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    let docs = std::fs::read_dir(root().join("docs")).into_iter().flatten().flatten().map(|entry| entry.path());
    pages.extend(docs.filter(|path| path.extension().is_some_and(|e| e == "md")));
    pages.sort();
    pages
}

/// Runs the program as a reader would, without colours; what it says on either stream, and that it did not fail.
fn run(arguments: &str) -> String {
    assert!(!arguments.contains(['"', '\'', '|', '>']), "examples are plain words: {arguments}");
    let output = Command::new(env!("CARGO_BIN_EXE_clauselint"))
        .args(arguments.split_whitespace())
        .args(["--color", "never"])
        .current_dir(root())
        .output()
        .unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "clauselint {arguments}: {complaint}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.trim().is_empty(), "clauselint {arguments} says nothing, and an example of nothing shows nothing");
    text.trim_end().to_owned()
}

/// A built-in rule as it stands in its file, up to its examples.
fn rule(name: &str) -> String {
    let head = format!("{name}:");
    let lines = embedded::below("rules").map(|(_, text)| text.lines().skip_while(|line| *line != head).collect::<Vec<_>>());
    let found = lines.into_iter().find(|lines| !lines.is_empty());
    let lines = found.unwrap_or_else(|| panic!("no built-in rule is called {name}"));
    let rest = lines.iter().skip(1).take_while(|line| line.starts_with("  ") && !line.starts_with("  bad:"));
    std::iter::once(&lines[0]).chain(rest).map(|line| format!("{line}\n")).collect()
}

/// The page with its blocks as they should be.
fn renewed(page: &str) -> String {
    let examples = blocks(page, BEGIN, END, |arguments| format!("```text\n$ clauselint {arguments}\n{}\n```\n", run(arguments)));
    blocks(&examples, "<!-- rule: ", "<!-- /rule -->", |name| format!("```yaml\n{}```\n", rule(name)))
}

/// The page with what stands between its markers written anew.
fn blocks(page: &str, begin: &str, end: &str, content: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(begin) {
        let (subject, after) = after.split_once(" -->").expect("a marker ends with -->");
        let (_, after) = after.split_once(end).expect("a block ends with its closing marker");
        text = text + before + begin + subject + " -->\n" + &content(subject) + end;
        rest = after;
    }
    text + rest
}

#[test]
fn examples_are_what_the_program_prints() {
    let mut seen = 0;
    for path in pages() {
        // A checkout may have changed line ends.
        let page = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        seen += page.matches(BEGIN).count();
        let wanted = renewed(&page);
        if std::env::var_os("CLAUSELINT_UPDATE").is_some() {
            std::fs::write(&path, &wanted).unwrap();
        } else if page != wanted {
            panic!(
                "{} is out of date: CLAUSELINT_UPDATE=1 cargo test --test readme\n{}",
                path.display(),
                difference(&page, &wanted)
            );
        }
    }
    assert!(seen > 0, "no page has an example");
}

/// The first line that differs.
fn difference(found: &str, wanted: &str) -> String {
    let mut lines = found.lines().zip(wanted.lines()).enumerate();
    let differ = lines.find(|(_, (found, wanted))| found != wanted);
    differ.map_or("one is longer".into(), |(i, (found, wanted))| format!("line {}:\n- {found}\n+ {wanted}", i + 1))
}

#[test]
fn marked_commands_are_there_for_the_build_to_run() {
    let page = std::fs::read_to_string(root().join("README.md")).unwrap();
    for name in ["first", "test"] {
        let marker = format!("<!-- command: {name} -->");
        assert_eq!(page.matches(&marker).count(), 1, "{marker}");
    }
}

#[test]
fn links_lead_to_files() {
    let page = std::fs::read_to_string(root().join("README.md")).unwrap();
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    for target in targets.filter(|target| !target.contains("://")) {
        let path = target.split('#').next().unwrap_or_default();
        assert!(root().join(path).exists(), "{target}");
    }
}
