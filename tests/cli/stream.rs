//! Colours, and a reader that goes away.

use std::io::Read as _;
use std::process::Stdio;

use crate::run::{Repository, command, said};

fn repository() -> Repository {
    let risks = (1..=2_000).map(|n| format!("- {{ kind: risk, id: RSK-{n:04}, owner: ROL-999 }}\n")).collect::<String>();
    Repository::new(&[("risks.yaml", &risks)])
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let repository = repository();
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = command(repository.path());
        command.args(["check", "--select", "hygiene"]).args(arguments).envs(variables.iter().copied());
        said(command.output().unwrap()).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "the command line wins");
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let repository = repository();
    let mut child = command(repository.path())
        .args(["check", "--select", "hygiene"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut first = [0; 16];
    out.read_exact(&mut first).unwrap();
    drop(out);
    let said = said(child.wait_with_output().unwrap());
    assert_eq!((said.status, said.err.as_str()), (1, ""));
}
