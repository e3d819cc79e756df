//! `docs/cli.md` says what the program's own help says. To write it anew: `CLAUSELINT_UPDATE=1 cargo test --test cli_reference`.

use std::path::Path;

#[test]
#[expect(clippy::disallowed_methods, reason = "a drift test reads and writes the repository")]
fn the_reference_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    let wanted = clauselint::cli::reference();
    if std::env::var_os("CLAUSELINT_UPDATE").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    // A checkout may have changed line ends.
    assert!(
        found.replace("\r\n", "\n") == wanted,
        "docs/cli.md is out of date: CLAUSELINT_UPDATE=1 cargo test --test cli_reference"
    );
}
