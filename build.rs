//! Writes the table of embedded packs and schemas, so that adding a rule file or a kind touches one file.
//!
//! Output: `$OUT_DIR/embedded.rs`, a constant slice of `(path, text)` sorted by path, `/`-separated and
//! relative to the repository root.

#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script reads the disk, and has no one but cargo to tell"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("internal error: cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("internal error: cargo sets OUT_DIR"));
    let mut files = Vec::new();
    for folder in ["rules", "schemas"] {
        println!("cargo:rerun-if-changed={folder}");
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let mut table = fs::File::create(out.join("embedded.rs")).expect("internal error: OUT_DIR is writable");
    writeln!(table, "&[").expect("internal error: OUT_DIR is writable");
    for file in files {
        let name =
            file.strip_prefix(&root).expect("internal error: collected below the root").to_string_lossy().replace('\\', "/");
        writeln!(table, "    ({name:?}, include_str!({:?})),", file.display().to_string())
            .expect("internal error: OUT_DIR is writable");
    }
    writeln!(table, "]").expect("internal error: OUT_DIR is writable");
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    println!("cargo:rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "json") {
            into.push(path);
        }
    }
}
