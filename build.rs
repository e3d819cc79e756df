//! Writes the table of embedded packs and schemas, so that adding a rule file or a kind touches one file; and the table of the packs'
//! scaffolds, which are texts of any sort.
//!
//! Output: `$OUT_DIR/embedded.rs`, a constant slice of `(path, text)` sorted by path, `/`-separated and
//! relative to the repository root; `$OUT_DIR/trees.rs`, a slice of their trees in the same order, read by the program's own reader and
//! packed (see `src/syntax/packed/`); `$OUT_DIR/scaffolds.rs`, a slice of `(path, text)` like the first. A file that is not one clean document
//! has an empty tree, and is read when the program runs. `$OUT_DIR/patterns.rs` and `patterns.made` are what is made of the packs' patterns (see
//! `src/syntax/pattern/made/`); one that is not found here is compiled when the program runs.

#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script reads the disk, and has no one but cargo to tell"
)]

/// The YAML reader needs these modules; they need nothing of the others.
#[allow(dead_code, unused_imports, reason = "the build script reads and packs, and does nothing else with them")]
#[path = "src/source"]
mod source {
    mod file;
    mod lines;
    mod span;

    pub use file::{FileId, SourceFile, Sources};
    pub use lines::{LineIndex, Position};
    pub use span::{Place, Span};
}

#[allow(dead_code, unused_imports, reason = "as above")]
#[path = "src/syntax"]
mod syntax {
    mod node;
    #[path = "packed/write.rs"]
    pub(crate) mod packed;
    pub(crate) mod pattern {
        mod literal;
        mod literals {
            mod form;
            pub(super) mod read;
        }
        pub(crate) mod made {
            mod write;
            pub(crate) use write::made;
        }
        mod narrowed;
        mod program;
        mod steps {
            mod form;
            pub(super) mod write;
        }
        mod table {
            pub(super) mod write;
        }
        mod widened;

        pub(crate) use literal::literal;
    }
    mod problem;
    pub mod yaml;

    pub use node::{Entry, Key, Node, NodeValue, Style};
    pub use problem::{Limits, Problem};
}

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder of a pack that holds what a management system begins with.
const SCAFFOLD: &str = "scaffold";

/// The one pattern of the program's own, which is asked of all prose.
const PLACEHOLDER: &str = "src/model/read/placeholder.pattern";

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("internal error: cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("internal error: cargo sets OUT_DIR"));
    let mut files = Vec::new();
    for code in ["build.rs", "src/source", "src/syntax"] {
        println!("cargo:rerun-if-changed={code}");
    }
    for folder in ["rules", "schemas"] {
        println!("cargo:rerun-if-changed={folder}");
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let mut table = fs::File::create(out.join("embedded.rs")).expect("internal error: OUT_DIR is writable");
    let mut trees = fs::File::create(out.join("trees.rs")).expect("internal error: OUT_DIR is writable");
    let mut patterns = Patterns::new();
    println!("cargo:rerun-if-changed={PLACEHOLDER}");
    let placeholder = fs::read_to_string(root.join(PLACEHOLDER)).expect("internal error: the pattern is part of the program");
    patterns.insert((placeholder.trim_end().to_owned(), false));
    writeln!(table, "&[").expect("internal error: OUT_DIR is writable");
    writeln!(trees, "&[").expect("internal error: OUT_DIR is writable");
    for (number, file) in files.into_iter().enumerate() {
        let name =
            file.strip_prefix(&root).expect("internal error: collected below the root").to_string_lossy().replace('\\', "/");
        writeln!(table, "    ({name:?}, include_str!({:?})),", file.display().to_string())
            .expect("internal error: OUT_DIR is writable");
        let packed = out.join(format!("{number}.tree"));
        fs::write(&packed, tree(&file, &name, &mut patterns)).expect("internal error: OUT_DIR is writable");
        writeln!(trees, "    include_bytes!({:?}),", packed.display().to_string()).expect("internal error: OUT_DIR is writable");
    }
    scaffolds(&root, &out);
    make(&patterns, &out);
    writeln!(table, "]").expect("internal error: OUT_DIR is writable");
    writeln!(trees, "]").expect("internal error: OUT_DIR is writable");
}

/// Patterns as written, and whether case is ignored in them.
type Patterns = BTreeSet<(String, bool)>;

/// The tree of a file, packed; empty for a file that is not one clean document. Adds the file's patterns.
fn tree(file: &Path, name: &str, patterns: &mut Patterns) -> Vec<u8> {
    let text = fs::read_to_string(file).expect("internal error: a built-in file is text");
    let read = syntax::yaml::read(&text, 0..text.len(), &syntax::Limits::default());
    match read.documents.as_slice() {
        [root] if read.problems.is_empty() => {
            if name.starts_with("rules/") {
                // Citations tell letters' cases apart.
                rule_patterns(root, &text, !name.ends_with("/mentions.yaml"), patterns);
            } else {
                kind_patterns(root, patterns);
            }
            syntax::packed::pack(root, &text).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Patterns of a pack's file: what is written in single quotes, and what stands between slashes in an expression.
fn rule_patterns(node: &syntax::Node<'_>, text: &str, ignore_case: bool, patterns: &mut Patterns) {
    match &node.value {
        syntax::NodeValue::Null => {}
        syntax::NodeValue::List(items) => {
            for item in items {
                rule_patterns(item, text, ignore_case, patterns);
            }
        }
        syntax::NodeValue::Map(entries) => {
            for entry in entries {
                // What a citation is none before is asked only where one ends.
                let unless = entry.value.text().filter(|_| !ignore_case && entry.key.text == *"unless");
                match unless {
                    Some(pattern) => {
                        let (pattern, ignore_case) = without_flag(pattern, false);
                        patterns.insert((format!("^(?:{pattern})"), ignore_case));
                    }
                    None => rule_patterns(&entry.value, text, ignore_case, patterns),
                }
            }
        }
        syntax::NodeValue::Scalar(scalar) => match text.as_bytes().get(node.span.range().start) {
            Some(b'"') => {}
            Some(b'\'') => {
                let (pattern, ignore_case) = without_flag(scalar, ignore_case);
                patterns.insert((pattern.to_owned(), ignore_case));
            }
            _ => patterns.extend(literals(scalar).map(|pattern| (pattern, true))),
        },
    }
}

/// A pattern without the flag that it may begin with, and whether case is ignored in it.
fn without_flag(pattern: &str, ignore_case: bool) -> (&str, bool) {
    pattern.strip_prefix("(?i)").map_or((pattern, ignore_case), |rest| (rest, true))
}

/// What stands between slashes, the first after a blank or a bracket.
fn literals(expression: &str) -> impl Iterator<Item = String> {
    let mut rest = expression;
    std::iter::from_fn(move || {
        let begins = |(at, _): &(usize, &str)| rest[..*at].ends_with([' ', '\n', '(']);
        let (start, _) = rest.match_indices('/').find(begins)?;
        let (length, pattern) = syntax::pattern::literal(&rest[start..])?;
        rest = &rest[start + length..];
        Some(pattern)
    })
}

/// Patterns of a kind: what its ids are like, how they are spelt, and what stands between slashes in what is derived.
fn kind_patterns(kind: &syntax::Node<'_>, patterns: &mut Patterns) {
    if let Some(pattern) = kind.get("x-id").and_then(|id| id.get("pattern")).and_then(syntax::Node::text) {
        patterns.insert((pattern.to_owned(), false));
    }
    for spelling in kind.get("x-spellings").into_iter().flat_map(syntax::Node::items) {
        if let Some(wanted) = spelling.get("match").and_then(syntax::Node::text) {
            patterns.insert((format!("^(?:{wanted})$"), true));
        }
    }
    for derived in kind.get("x-derive").into_iter().flat_map(syntax::Node::entries) {
        patterns.extend(derived.value.text().into_iter().flat_map(literals).map(|pattern| (pattern, true)));
    }
}

/// Makes what is asked of the patterns.
fn make(patterns: &Patterns, out: &Path) {
    let mut list = fs::File::create(out.join("patterns.rs")).expect("internal error: OUT_DIR is writable");
    let mut all = Vec::new();
    writeln!(list, "&[").expect("internal error: OUT_DIR is writable");
    for (pattern, ignore_case) in patterns {
        if let Some(made) = syntax::pattern::made::made(pattern, *ignore_case) {
            writeln!(list, "    ({pattern:?}, {ignore_case}, {}),", all.len()).expect("internal error: OUT_DIR is writable");
            all.extend(made);
        }
    }
    writeln!(list, "]").expect("internal error: OUT_DIR is writable");
    fs::write(out.join("patterns.made"), all).expect("internal error: OUT_DIR is writable");
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    println!("cargo:rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name == SCAFFOLD) {
                continue;
            }
            collect(&path, into);
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "json") {
            into.push(path);
        }
    }
}

/// Texts below `rules/PACK/scaffold/`, whatever their endings.
fn scaffolds(root: &Path, out: &Path) {
    let mut files = Vec::new();
    for pack in fs::read_dir(root.join("rules")).into_iter().flatten().flatten() {
        everything(&pack.path().join(SCAFFOLD), &mut files);
    }
    files.sort();
    let mut table = fs::File::create(out.join("scaffolds.rs")).expect("internal error: OUT_DIR is writable");
    writeln!(table, "&[").expect("internal error: OUT_DIR is writable");
    for file in files {
        let name =
            file.strip_prefix(root).expect("internal error: collected below the root").to_string_lossy().replace('\\', "/");
        writeln!(table, "    ({name:?}, include_str!({:?})),", file.display().to_string())
            .expect("internal error: OUT_DIR is writable");
    }
    writeln!(table, "]").expect("internal error: OUT_DIR is writable");
}

fn everything(folder: &Path, into: &mut Vec<PathBuf>) {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { everything(&path, into) } else { into.push(path) }
    }
}
