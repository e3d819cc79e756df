//! Writing lines: indented, wrapped at a hundred columns, coloured where colours are wanted.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Shown, words};
use crate::finding::Severity;
use crate::output::{legible, wrap};
use crate::rules::coverage::State;

/// Where the lines go.
pub(super) struct Page<'a, 'o> {
    pub shown: Shown<'a>,
    pub out: &'o mut dyn Write,
}

impl Page<'_, '_> {
    /// Text in a style, if there are colours.
    pub fn styled(&self, style: Style, text: &str) -> String {
        if self.shown.colour && !text.trim().is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub fn bold(&self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    pub fn dim(&self, text: &str) -> String {
        self.styled(Style::new().dimmed(), text)
    }

    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }

    /// Words, wrapped; the first line begins with `lead`, the others below its end.
    pub fn wrapped(&mut self, lead: &str, text: &str) -> io::Result<()> {
        wrap::lines(lead, &" ".repeat(lead.chars().count()), text).iter().try_for_each(|line| self.line(line))
    }

    /// What was found, one line a code, with the first place.
    pub fn findings(&mut self, indent: usize, findings: &[usize]) -> io::Result<()> {
        for group in words::grouped(self.shown, findings) {
            let finding = &self.shown.coverage.findings[group[0]].verdict.finding;
            let more = match group.len() - 1 {
                0 => String::new(),
                n => format!("; and {n} more of {}", finding.code),
            };
            let place = words::finding_place(self.shown, finding).map(|place| format!(" ({place})")).unwrap_or_default();
            let lead = format!("{}{:<8} ", " ".repeat(indent), finding.severity.word());
            self.wrapped(&lead, &format!("{}{place}{more}", finding.message))?;
        }
        Ok(())
    }
}

/// How a state looks.
pub(super) fn colour_of(state: State, past: bool) -> Style {
    match state {
        _ if past => AnsiColor::Yellow.on_default(),
        State::Absent => AnsiColor::Red.on_default(),
        State::Claimed => AnsiColor::Yellow.on_default(),
        State::Documented => Style::new(),
        State::Approved => AnsiColor::Cyan.on_default(),
        State::Evidenced => AnsiColor::Green.on_default(),
    }
}

/// How a severity looks.
pub(super) fn colour_of_severity(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::BrightRed.on_default(),
        Severity::Warning => AnsiColor::BrightYellow.on_default(),
        Severity::Advice => AnsiColor::BrightCyan.on_default(),
    }
}

/// The text cut to a width, with a mark where it was; padded to it.
pub(super) fn fit(text: &str, width: usize) -> String {
    let text = cut(text, width);
    format!("{text}{}", " ".repeat(width - text.chars().count()))
}

/// The text cut to a width, with a mark where it was.
pub(super) fn cut(text: &str, width: usize) -> String {
    let text = legible::line(text);
    if text.chars().count() <= width {
        return text;
    }
    let cut: String = text.chars().take(width - 1).collect();
    format!("{}…", cut.trim_end())
}
