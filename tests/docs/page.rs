//! A page as a sequence of what is tested in it.

use std::fmt::Write as _;

/// Something in a page that is tested.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'p> {
    /// A repository begins: it has no files yet.
    Begin,
    /// A repository ends.
    End,
    /// A file of the repository.
    File { path: &'p str, text: String },
    /// What the repository holds is committed.
    Commit,
    /// Conditions for records of a kind, one a line.
    Conditions { kind: &'p str, text: String },
    /// What the program prints in the repository; arguments.
    Run { arguments: &'p str },
}

/// A line that is a comment on its own, such as `<!-- repository -->`.
fn comment(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- ")?.strip_suffix(" -->")
}

/// Reads a page: its text in lines, each either kept as it is or, for a run, replaced by what `told` returns.
pub fn renewed<'p>(page: &'p str, mut told: impl FnMut(Piece<'p>) -> Option<String>) -> String {
    let mut out = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(info) = line.strip_prefix("```") {
            let ticks = 3 + info.bytes().take_while(|b| *b == b'`').count();
            let mut text = String::new();
            for inner in lines.by_ref() {
                out.push_str(inner);
                out.push('\n');
                if inner.len() == ticks && inner.bytes().all(|b| b == b'`') {
                    break;
                }
                text.push_str(inner);
                text.push('\n');
            }
            told(fence(info.trim_start_matches('`'), text));
        } else if let Some(arguments) = comment(line).and_then(|c| c.strip_prefix("run: clauselint ")) {
            let printed = told(Piece::Run { arguments }).unwrap_or_default();
            assert!(lines.by_ref().any(|l| comment(l) == Some("/run")), "`{line}` is not closed");
            let _ = write!(out, "```text\n$ clauselint {arguments}\n{printed}\n```\n<!-- /run -->\n");
        } else if comment(line) == Some("commit") {
            told(Piece::Commit);
        } else if let Some(word @ ("repository" | "/repository")) = comment(line) {
            told(if word == "repository" { Piece::Begin } else { Piece::End });
        }
    }
    out
}

fn fence(info: &str, text: String) -> Piece<'_> {
    let mut words = info.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some("text"), Some("for"), Some(kind)) => Piece::Conditions { kind, text },
        (Some(_), Some(path), None) => Piece::File { path, text },
        _ => panic!("the fence `{info}` names no file, so nothing tests it"),
    }
}
