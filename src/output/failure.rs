//! The tool's own failures: nothing could be judged, and why. They look like findings but are none: they end the run with status 2.

use std::fmt;
use std::io::Write as _;

use codespan_reporting::diagnostic::Severity as Drawn;
use miette::{Diagnostic, ReportHandler, Severity};

use super::excerpt::Original;
use super::frame::{Drawing, Mark, draw};
use crate::finding::nearest;
use crate::source::git::GitError;
use crate::source::{SourceFile, Span};
use crate::workspace::OpenError;

/// Why nothing could be judged, or a question not be answered.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum Failure {
    /// A path argument that leads nowhere.
    #[error("there is no file or folder {path}")]
    #[diagnostic(code("no-such-path"), help("paths are relative to the current folder"))]
    NoSuchPath {
        /// As the user wrote it.
        path: String,
    },
    /// A path argument outside the management system that the others belong to.
    #[error("{path} lies outside {root}")]
    #[diagnostic(
        code("path-outside-root"),
        help("check one repository at a time: the root is the folder of the nearest manifest")
    )]
    OutsideRoot {
        /// As the user wrote it.
        path: String,
        /// The root that the first path led to.
        root: String,
    },
    /// The folder that paths are relative to is gone.
    #[error("the current folder cannot be read")]
    #[diagnostic(code("no-current-folder"))]
    NoCurrentFolder(#[source] std::io::Error),
    /// A manifest or pack without which nothing can be judged.
    #[error(transparent)]
    #[diagnostic(code("cannot-open"))]
    CannotOpen(#[from] OpenError),
    /// A name that is no rule, code, clause, control, record, kind or stage.
    #[error("there is no {what} {name}")]
    #[diagnostic(code("unknown-name"))]
    UnknownName {
        /// What was looked for: `rule or code`.
        what: &'static str,
        /// As the user wrote it.
        name: String,
        /// What may have been meant, or where to look.
        #[help]
        help: Option<String>,
    },
    /// Something that was asked for, and that would not be what was meant.
    #[error("{0}")]
    #[diagnostic(code("refused"))]
    Refused(String),
    /// The same, where there is something to do instead.
    #[error("{why}")]
    #[diagnostic(code("refused"))]
    Declined {
        /// Why.
        why: String,
        /// What to do instead.
        #[help]
        help: String,
    },
    /// What git cannot tell.
    #[error("{error}")]
    #[diagnostic(code("git"))]
    Git {
        /// Why.
        error: GitError,
        /// What to do.
        #[help]
        help: String,
    },
    /// A file that cannot be written.
    #[error("{path} cannot be written")]
    #[diagnostic(code("cannot-create"))]
    CannotCreate {
        /// Relative to the root.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Writing the answer failed.
    #[error("the answer cannot be written")]
    #[diagnostic(code("cannot-write"))]
    CannotWrite(#[source] std::io::Error),
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        let help = error.help();
        Self::Git { error, help }
    }
}

impl Failure {
    /// A name that nothing bears: with the nearest of `known` as help, else with `otherwise`.
    pub fn unknown<'c>(what: &'static str, name: &str, known: impl IntoIterator<Item = &'c str>, otherwise: &str) -> Self {
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean {near}?"),
            None => otherwise.to_owned(),
        };
        Self::UnknownName { what, name: name.to_owned(), help: Some(help) }
    }
}

/// Renders any [`Diagnostic`] in the look of findings. Set with [`miette::set_hook`].
#[derive(Clone, Copy, Debug)]
pub struct Handler {
    /// Write ANSI colour sequences.
    pub colour: bool,
}

impl ReportHandler for Handler {
    fn debug(&self, error: &dyn Diagnostic, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::new();
        self.all(error, &mut bytes).map_err(|_| fmt::Error)?;
        f.write_str(String::from_utf8_lossy(&bytes).trim_end_matches('\n'))
    }
}

impl Handler {
    fn all(self, error: &dyn Diagnostic, out: &mut Vec<u8>) -> std::io::Result<()> {
        self.one(error, out)?;
        for related in error.related().into_iter().flatten() {
            self.all(related, out)?;
        }
        out.flush()
    }

    fn one(self, error: &dyn Diagnostic, out: &mut Vec<u8>) -> std::io::Result<()> {
        let mut notes = causes(error);
        notes.extend(error.help().map(|help| format!("help: {help}")));
        notes.extend(error.url().map(|url| format!("see {url}")));
        let snippet = snippet(error);
        let code = error.code().map(|code| code.to_string()).unwrap_or_default();
        let drawing = Drawing {
            severity: match error.severity() {
                None | Some(Severity::Error) => Drawn::Error,
                Some(Severity::Warning) => Drawn::Warning,
                Some(Severity::Advice) => Drawn::Note,
            },
            code: &code,
            message: &error.to_string(),
            files: snippet
                .iter()
                .map(|s| Original { file: &s.file, name: s.file.path.to_string(), lines_before: s.lines_before })
                .collect(),
            marks: (snippet.iter().flat_map(|s| &s.labels))
                .map(|label| Mark { file: 0, span: label.span, text: &label.text, primary: label.primary })
                .collect(),
            whereabouts: None,
            notes,
        };
        draw(&drawing, self.colour, out)
    }
}

fn causes(error: &dyn Diagnostic) -> Vec<String> {
    let mut next = error.source();
    let mut causes = Vec::new();
    while let Some(cause) = next {
        causes.push(format!("because: {cause}"));
        next = cause.source();
    }
    causes
}

/// The lines that a diagnostic's labels lie in, as its source gives them.
struct Snippet {
    file: SourceFile,
    lines_before: usize,
    labels: Vec<Label>,
}

struct Label {
    span: Span,
    text: String,
    primary: bool,
}

/// None without labels, or where the source cannot be had or is no text: the message stands without it.
fn snippet(error: &dyn Diagnostic) -> Option<Snippet> {
    let source = error.source_code()?;
    let labels: Vec<_> = error.labels()?.collect();
    let start = labels.iter().map(miette::LabeledSpan::offset).min()?;
    let end = labels.iter().map(|label| label.offset() + label.len()).max()?;
    // With a line of context the data begin where a line does.
    let contents = source.read_span(&(start, end - start).into(), 1, 1).ok()?;
    let text = std::str::from_utf8(contents.data()).ok()?;
    let before = contents.span().offset();
    let none_primary = !labels.iter().any(miette::LabeledSpan::primary);
    let mut labels: Vec<Label> = (labels.iter().enumerate())
        .map(|(i, label)| {
            let start = label.offset().saturating_sub(before);
            Label {
                span: Span::new(start, start + label.len()),
                text: label.label().unwrap_or_default().to_owned(),
                primary: label.primary() || (none_primary && i == 0),
            }
        })
        .collect();
    labels.sort_by_key(|label| !label.primary);
    let file = SourceFile::new(contents.name().unwrap_or("input"), text);
    Some(Snippet { file, lines_before: contents.line(), labels })
}
