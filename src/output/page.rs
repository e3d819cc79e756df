//! The page that an answer is written on: titles, sections, paragraphs, aligned lists.

use std::io::{self, Write};
use std::sync::Arc;

use anstyle::{AnsiColor, Style};

use super::{legible, wrap};
use crate::workspace::Workspace;

/// Characters of a name beside which a text has room.
const LONGEST: usize = 36;

pub(in crate::output) struct Page<'a> {
    pub workspace: &'a Workspace,
    pub root: &'a str,
    pub colour: bool,
    pub out: &'a mut dyn Write,
}

impl Page<'_> {
    pub(in crate::output) fn title(&mut self, name: &str, words: &str) -> io::Result<()> {
        let bold = if self.colour { Style::new().bold() } else { Style::new() };
        writeln!(self.out, "{bold}{}{bold:#}: {}", legible::line(name), legible::line(words))
    }

    pub(in crate::output) fn section(&mut self, title: &str) -> io::Result<()> {
        let bold = if self.colour { Style::new().bold() } else { Style::new() };
        writeln!(self.out, "\n{bold}{title}{bold:#}")
    }

    /// A heading within a section.
    pub(in crate::output) fn subtitle(&mut self, title: &str) -> io::Result<()> {
        let underline = if self.colour { Style::new().underline() } else { Style::new() };
        writeln!(self.out, "\n  {underline}{}{underline:#}", legible::line(title))
    }

    /// Text, indented, in lines.
    pub(in crate::output) fn paragraph(&mut self, text: &str) -> io::Result<()> {
        self.hanging("  ", "  ", text)
    }

    /// Text in lines, the first after `first`, the others after `rest`.
    pub(in crate::output) fn hanging(&mut self, first: &str, rest: &str, text: &str) -> io::Result<()> {
        if text.trim().is_empty() {
            return Ok(());
        }
        wrap::lines(first, rest, text).iter().try_for_each(|line| writeln!(self.out, "{line}"))
    }

    /// Names and what is said of each, beside it, or below where names are long.
    pub(in crate::output) fn told(&mut self, indent: &str, rows: &[(String, String)]) -> io::Result<()> {
        let widest = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        if widest > LONGEST {
            for (name, text) in rows {
                writeln!(self.out, "{indent}{}", legible::line(name))?;
                self.hanging(&format!("{indent}  "), &format!("{indent}  "), text)?;
            }
            return Ok(());
        }
        let rest = format!("{indent}{:widest$}  ", "");
        for (name, text) in rows {
            self.hanging(&format!("{indent}{:<widest$}  ", legible::line(name)), &rest, text)?;
        }
        Ok(())
    }

    /// The colour of what is wrong.
    pub(in crate::output) fn wrong(&self) -> Style {
        if self.colour { Style::new().bold().fg_color(Some(AnsiColor::Red.into())) } else { Style::new() }
    }

    /// Aligned rows under a title; nothing without rows.
    pub(in crate::output) fn list<const N: usize>(&mut self, title: &str, rows: &[[String; N]]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        if !title.is_empty() {
            self.section(title)?;
        }
        let rows: Vec<[String; N]> = rows.iter().map(|row| row.clone().map(|cell| legible::line(&cell))).collect();
        let widths = super::table::widths(&rows);
        for row in &rows {
            writeln!(self.out, "  {}", super::table::line(row, widths, [false; N]))?;
        }
        Ok(())
    }

    pub(in crate::output) fn names(&mut self, title: &str, names: &[Arc<str>]) -> io::Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        self.section(title)?;
        self.paragraph(&names.join(", "))
    }
}

/// The text with a capital first letter.
pub(in crate::output) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
