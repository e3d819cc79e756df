//! A folder of this crate as a repository in memory, so that tests may change it.

use clauselint::source::MemorySystem;

/// This crate's folder: what cargo says when the test runs, so that a test that is built once serves every checkout.
pub fn home() -> std::path::PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests").into()
}

/// Every file below a folder of this crate, as a repository in memory.
pub fn folder(folder: &str) -> MemorySystem {
    let root = home().join(folder);
    let mut system = MemorySystem::default();
    let mut open = vec![root.clone()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap_or_else(|e| panic!("{}: {e}", next.display())) {
            let path = entry.expect("a folder that was opened can be listed").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("found below the root").to_string_lossy().replace('\\', "/");
            system.set(&name, std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())));
        }
    }
    system
}
