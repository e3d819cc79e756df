//! What the documentation shows is what the program prints. Blocks between `<!-- example: clauselint … -->` and `<!-- /example -->` are run
//! in the repository and compared; `CLAUSELINT_UPDATE=1 cargo test --test readme` writes them anew.
#![expect(clippy::disallowed_methods, reason = "a drift test reads and writes the repository")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

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

/// The page with its examples as they should be.
fn renewed(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (arguments, after) = after.split_once(" -->").expect("an example's command ends with -->");
        let (_, after) = after.split_once(END).expect("an example ends with its closing comment");
        let shown = run(arguments);
        let _ = write!(text, "{before}{BEGIN}{arguments} -->\n```text\n$ clauselint {arguments}\n{shown}\n```\n{END}");
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
