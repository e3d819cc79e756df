//! Writes the table of embedded packs and schemas, so that adding a rule file or a kind touches one file; and the table of the packs'
//! scaffolds, which are texts of any sort.
//!
//! Output: `$OUT_DIR/embedded.rs`, a constant slice of `(path, text)` sorted by path, `/`-separated and
//! relative to the repository root; `$OUT_DIR/trees.rs`, a slice of their trees in the same order, read by the program's own reader and
//! packed (see `src/syntax/packed/`); `$OUT_DIR/scaffolds.rs`, a slice of `(path, text)` like the first. A file that is not one clean document has an empty tree, and is read when the program runs.

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
    mod problem;
    pub mod yaml;

    pub use node::{Entry, Key, Node, NodeValue, Style};
    pub use problem::{Limits, Problem};
}

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder of a pack that holds what a management system begins with.
const SCAFFOLD: &str = "scaffold";

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
    writeln!(table, "&[").expect("internal error: OUT_DIR is writable");
    writeln!(trees, "&[").expect("internal error: OUT_DIR is writable");
    for (number, file) in files.into_iter().enumerate() {
        let name =
            file.strip_prefix(&root).expect("internal error: collected below the root").to_string_lossy().replace('\\', "/");
        writeln!(table, "    ({name:?}, include_str!({:?})),", file.display().to_string())
            .expect("internal error: OUT_DIR is writable");
        let packed = out.join(format!("{number}.tree"));
        fs::write(&packed, tree(&file)).expect("internal error: OUT_DIR is writable");
        writeln!(trees, "    include_bytes!({:?}),", packed.display().to_string()).expect("internal error: OUT_DIR is writable");
    }
    scaffolds(&root, &out);
    writeln!(table, "]").expect("internal error: OUT_DIR is writable");
    writeln!(trees, "]").expect("internal error: OUT_DIR is writable");
}

/// The tree of a file, packed; empty for a file that is not one clean document.
fn tree(file: &Path) -> Vec<u8> {
    let text = fs::read_to_string(file).expect("internal error: a built-in file is text");
    let read = syntax::yaml::read(&text, 0..text.len(), &syntax::Limits::default());
    match read.documents.as_slice() {
        [root] if read.problems.is_empty() => syntax::packed::pack(root, &text).unwrap_or_default(),
        _ => Vec::new(),
    }
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
