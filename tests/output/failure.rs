//! The tool's own failures in the look of findings.

use clauselint::output::Failure;
use clauselint::output::failure::Handler;
use insta::assert_snapshot;
use miette::{Diagnostic, NamedSource, ReportHandler, SourceSpan};

/// Prints through the handler, as `{:?}` of a report does.
struct Shown<'a>(&'a dyn Diagnostic);

impl std::fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Handler { colour: false }.debug(self.0, f)
    }
}

#[test]
fn message_code_and_help() {
    let failure = Failure::NoSuchPath { path: "docs/aims\u{1b}[2J".into() };
    assert_snapshot!(format!("{:?}", Shown(&failure)));
}

#[test]
fn causes() {
    let failure = Failure::CannotWrite(std::io::Error::other("no space left"));
    assert_snapshot!(format!("{:?}", Shown(&failure)));
}

#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("two keys contradict each other")]
#[diagnostic(code("contradiction"), severity(Warning), help("keep one"))]
struct Contradiction {
    #[source_code]
    text: NamedSource<String>,
    #[label("this one")]
    one: SourceSpan,
    #[label(primary, "and this one")]
    two: SourceSpan,
}

#[test]
fn labels_in_a_source() {
    let text = "# first\nname: x\nstage: 1\nmore: y\nstage: 2\nend: z\n";
    let one = text.find("stage: 1").unwrap();
    let two = text.find("stage: 2").unwrap();
    let text = NamedSource::new("clauselint.yaml", text.to_owned());
    assert_snapshot!(format!("{:?}", Shown(&Contradiction { text, one: (one, 5).into(), two: (two, 5).into() })));
}
