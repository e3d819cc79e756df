//! One line a finding, as compilers write them and editors read them: `path:line:column: severity[code]: message`.

use std::io::{self, Write};

use super::human::shown;
use super::{Options, Report, legible, statistics, summary};
use crate::finding::{At, Nowhere};

/// Writes all findings that are not suppressed, in the report's order, then what the options ask for.
pub fn write(report: &Report<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    for reported in report.open() {
        let finding = &reported.finding;
        let at = match finding.at {
            At::Place(place) => {
                let file = report.sources.get(place.file);
                let position = file.position(place.span.start);
                format!("{}:{}:{}", shown(report.root, &file.path), position.line, position.column)
            }
            At::Nowhere(Nowhere::File(file)) => shown(report.root, &report.sources.get(file).path),
            At::Nowhere(Nowhere::Repository) if report.root == "." => "(repository)".to_owned(),
            At::Nowhere(Nowhere::Repository) => format!("{} (repository)", report.root),
        };
        let (severity, code) = (finding.severity.word(), &finding.code);
        writeln!(out, "{}: {severity}[{code}]: {}", legible::line(&at), legible::line(&finding.message))?;
    }
    if options.statistics {
        writeln!(out, "\n{}", statistics::table(report))?;
    }
    if options.quiet { Ok(()) } else { writeln!(out, "{}", summary(report)) }
}
