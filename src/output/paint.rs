//! Colours. codespan-reporting says what it is about to write, this says how it looks; with colours off it says nothing.

use std::io::{self, Write};

use anstyle::{AnsiColor, Reset, Style};
use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::term::WriteStyle;

/// A writer that colours what is written to it, and leaves out blanks at the end of a line.
pub(super) struct Painter<'a> {
    out: &'a mut dyn Write,
    colour: bool,
    /// A style is on.
    styled: bool,
    /// Blanks that are written once something follows them on their line.
    blanks: usize,
    /// What to write in place of the next thing written.
    instead: Option<&'static str>,
}

impl<'a> Painter<'a> {
    /// A painter over `out`; without `colour` it writes no escape sequence.
    pub(super) fn new(out: &'a mut dyn Write, colour: bool) -> Self {
        Self { out, colour, styled: false, blanks: 0, instead: None }
    }

    fn style(&mut self, style: Style) -> io::Result<()> {
        if !self.colour {
            return Ok(());
        }
        if self.styled {
            write!(self.out, "{Reset}")?;
        }
        self.styled = !style.is_plain();
        write!(self.out, "{style}")
    }

    fn line(&mut self, text: &[u8]) -> io::Result<()> {
        let words = text.trim_ascii_end();
        if !words.is_empty() {
            // Most of what is written is a single character.
            if self.blanks > 0 {
                write!(self.out, "{:1$}", "", self.blanks)?;
                self.blanks = 0;
            }
            self.out.write_all(words)?;
        }
        self.blanks += text.len() - words.len();
        Ok(())
    }
}

impl Write for Painter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.instead.take().map_or(bytes, str::as_bytes);
        let mut lines = written.split(|byte| *byte == b'\n');
        if let Some(first) = lines.next() {
            self.line(first)?;
        }
        for line in lines {
            self.blanks = 0;
            self.out.write_all(b"\n")?;
            self.line(line)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn colour(severity: Severity) -> AnsiColor {
    match severity {
        Severity::Bug | Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::BrightYellow,
        Severity::Note | Severity::Help => AnsiColor::BrightCyan,
    }
}

const FRAME: Style = AnsiColor::BrightBlue.on_default();

impl WriteStyle for Painter<'_> {
    fn set_header(&mut self, severity: Severity) -> io::Result<()> {
        // codespan-reporting has no word for our mildest severity; the word comes right after this call.
        self.instead = (severity == Severity::Note).then_some("advice");
        self.style(colour(severity).on_default().bold())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.style(Style::new().bold())
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.style(FRAME)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.style(FRAME)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.style(FRAME)
    }

    fn set_label(&mut self, severity: Severity, label: LabelStyle) -> io::Result<()> {
        self.style(match label {
            LabelStyle::Primary => colour(severity).on_default(),
            LabelStyle::Secondary => FRAME,
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        self.style(Style::new())
    }
}
