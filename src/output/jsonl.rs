//! Findings for programs that read line by line: each a line as it stands in [`json`](super::json)'s `findings`, and a last line that
//! is the rest of that object.

use std::io::{self, Write};

use super::{Report, json};

/// Writes a line for each finding, suppressed ones included, then one with everything else.
pub fn write(report: &Report<'_>, with_statistics: bool, out: &mut dyn Write) -> io::Result<()> {
    for reported in report.findings {
        serde_json::to_writer(&mut *out, &json::finding(report, reported))?;
        writeln!(out)?;
    }
    let mut rest = json::output(report, with_statistics);
    rest.findings = None;
    serde_json::to_writer(&mut *out, &rest)?;
    writeln!(out)
}
