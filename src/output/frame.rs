//! The look of everything that points into a file: findings and the tool's own failures go through here, so there is one.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic, Label, LabelStyle, Severity};
use codespan_reporting::files::Error;
use codespan_reporting::term::{self, Config, Renderer, WriteStyle as _};

use super::excerpt::{Excerpt, Excerpts, Original};
use super::legible;
use super::paint::Painter;
use crate::source::Span;

/// What is to be drawn.
pub(super) struct Drawing<'a> {
    /// How bad it is. `Note` is drawn as `advice`.
    pub severity: Severity,
    /// What stands in brackets; may be empty.
    pub code: &'a str,
    /// The headline.
    pub message: &'a str,
    /// The files that marks point into.
    pub files: Vec<Original<'a>>,
    /// Places, most important first.
    pub marks: Vec<Mark<'a>>,
    /// Where it is, when no mark can say so: stands where a path would.
    pub whereabouts: Option<&'a str>,
    /// Lines below.
    pub notes: Vec<String>,
}

/// A place and what to say there.
pub(super) struct Mark<'a> {
    /// Position in [`Drawing::files`].
    pub file: usize,
    /// Where.
    pub span: Span,
    /// What to say; may be empty.
    pub text: &'a str,
    /// True for what is wrong, false for what it has to do with.
    pub primary: bool,
}

/// Draws, followed by an empty line.
pub(super) fn draw(drawing: &Drawing<'_>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut painter = Painter::new(out, colour);
    let code = legible::line(drawing.code);
    let message = legible::line(drawing.message);
    let notes: Vec<String> = drawing.notes.iter().map(|note| legible::line(note)).collect();
    if drawing.marks.is_empty() {
        return plain(drawing, &code, &message, &notes, &mut painter);
    }
    let (files, labels) = cut(drawing);
    let mut diagnostic = Diagnostic::new(drawing.severity).with_message(message).with_labels(labels).with_notes(notes);
    if !code.is_empty() {
        diagnostic = diagnostic.with_code(code);
    }
    term::emit_to_write_style(&mut painter, &config(), &files, &diagnostic).map_err(into_io)
}

/// A headline, where it is, and notes: codespan-reporting draws no frame without a label.
fn plain(drawing: &Drawing<'_>, code: &str, message: &str, notes: &[String], painter: &mut Painter<'_>) -> io::Result<()> {
    let config = config();
    Renderer::new(painter, &config)
        .render_header(None, drawing.severity, (!code.is_empty()).then_some(code), message)
        .map_err(into_io)?;
    if let Some(whereabouts) = drawing.whereabouts {
        write!(painter, "  ")?;
        painter.set_source_border()?;
        write!(painter, "{}", config.chars.snippet_start)?;
        painter.reset()?;
        writeln!(painter, " {}", legible::line(whereabouts))?;
    }
    let mut renderer = Renderer::new(painter, &config);
    if drawing.whereabouts.is_some() && !notes.is_empty() {
        renderer.render_snippet_empty(1, drawing.severity, 0, &[]).map_err(into_io)?;
    }
    for note in notes {
        renderer.render_snippet_note(1, note).map_err(into_io)?;
    }
    renderer.render_empty().map_err(into_io)
}

/// The excerpts that the marks need, in the order of their first mark, and the marks as labels into them.
fn cut(drawing: &Drawing<'_>) -> (Excerpts, Vec<Label<usize>>) {
    let mut order: Vec<usize> = Vec::new();
    for mark in &drawing.marks {
        if !order.contains(&mark.file) {
            order.push(mark.file);
        }
    }
    let mut excerpts = Vec::new();
    let mut labels: Vec<Option<Label<usize>>> = drawing.marks.iter().map(|_| None).collect();
    for file in order {
        let here: Vec<usize> = (0..drawing.marks.len()).filter(|i| drawing.marks[*i].file == file).collect();
        let spans: Vec<Span> = here.iter().map(|i| drawing.marks[*i].span).collect();
        let (excerpt, ranges) = Excerpt::new(&drawing.files[file], &spans);
        for (i, range) in here.into_iter().zip(ranges) {
            let mark = &drawing.marks[i];
            let style = if mark.primary { LabelStyle::Primary } else { LabelStyle::Secondary };
            labels[i] = Some(Label::new(style, excerpts.len(), range).with_message(legible::line(mark.text)));
        }
        excerpts.push(excerpt);
    }
    (Excerpts(excerpts), labels.into_iter().flatten().collect())
}

fn config() -> Config {
    Config { tab_width: 4, start_context_lines: 3, end_context_lines: 1, ..Config::default() }
}

fn into_io(error: Error) -> io::Error {
    match error {
        Error::Io(error) => error,
        // Excerpts answer for every offset that they themselves gave out.
        other => io::Error::other(format!("internal error: {other}")),
    }
}
