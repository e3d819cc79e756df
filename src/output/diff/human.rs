//! A change for people.

use std::io::{self, Write};

use super::Told;
use super::lines::{sections, summary};

/// Writes each heading with its lines, and the closing line.
pub fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (heading, lines) in sections(told, false) {
        writeln!(out, "{heading}")?;
        for line in lines {
            writeln!(out, "  {line}")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", summary(told))
}
