//! Findings for people, the way a compiler shows them: what is wrong, each place that has to do with it, what it rests on, what to do.

use std::io::{self, Write};
use std::sync::Arc;

use codespan_reporting::diagnostic::Severity as Drawn;

use super::excerpt::Original;
use super::frame::{Drawing, Mark, draw};
use super::{Options, Report, statistics, summary};
use crate::finding::{At, Basis, Finding, Nowhere, Severity, codes};
use crate::source::{FileId, Sources};
use crate::workspace::{MANIFEST, embedded};

/// At most this many secondary places are drawn; the others are counted in a note.
const PLACES: usize = 8;
/// At most this many clauses and controls stand in a basis line.
const KEYS: usize = 6;

/// Writes all findings that are not suppressed, in the report's order, then what the options ask for.
pub fn write(report: &Report<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    for reported in report.open() {
        finding(&reported.finding, report.sources, report.root, options.colour, out)?;
    }
    if options.statistics {
        write!(out, "{}", statistics::table(report))?;
        writeln!(out)?;
    }
    if options.quiet { Ok(()) } else { writeln!(out, "{}", summary(report)) }
}

/// Writes one finding, followed by an empty line. Its paths are shown below `root` (see [`Report::root`]), so that a terminal can open them.
pub fn finding(finding: &Finding, sources: &Sources, root: &str, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let labels = &finding.labels[..finding.labels.len().min(PLACES)];
    let mut ids: Vec<FileId> = Vec::new();
    let mut position = |id: FileId| {
        ids.iter().position(|known| *known == id).unwrap_or_else(|| {
            ids.push(id);
            ids.len() - 1
        })
    };
    let mut marks = Vec::new();
    let absent = absence(finding, sources, root);
    if let Some(place) = finding.at.place().filter(|_| absent.is_none()) {
        marks.push(Mark { file: position(place.file), span: place.span, text: &finding.primary, primary: true });
    }
    for label in labels {
        marks.push(Mark { file: position(label.place.file), span: label.place.span, text: &label.text, primary: false });
    }
    let whereabouts = match finding.at {
        At::Nowhere(Nowhere::File(id)) => Some(shown(root, &sources.get(id).path)),
        At::Nowhere(Nowhere::Repository) => {
            Some(if root == "." { "(repository)".into() } else { format!("{root} (repository)") })
        }
        At::Place(_) => absent,
    };
    let mut notes: Vec<String> = basis(finding).into_iter().collect();
    notes.extend(more(finding.labels.len() - labels.len()));
    notes.extend(finding.notes.iter().cloned());
    notes.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    let drawing = Drawing {
        severity: match finding.severity {
            Severity::Error => Drawn::Error,
            Severity::Warning => Drawn::Warning,
            Severity::Advice => Drawn::Note,
        },
        code: &finding.code,
        message: &finding.message,
        files: ids
            .iter()
            .map(|id| Original { file: sources.get(*id), name: shown(root, &sources.get(*id).path), lines_before: 0 })
            .collect(),
        marks,
        whereabouts: whereabouts.as_deref(),
        notes,
    };
    draw(&drawing, colour, out)
}

/// Where to say that something is absent from the repository: a line and column of the manifest, the text of which would tell nothing.
fn absence(finding: &Finding, sources: &Sources, root: &str) -> Option<String> {
    let place = finding.at.place()?;
    let file = sources.get(place.file);
    let of_all = finding.record.is_none() && finding.primary.is_empty() && finding.labels.is_empty();
    if !of_all || *file.path != *MANIFEST || codes::find(&finding.code).is_some() {
        return None;
    }
    let at = file.position(place.span.start);
    Some(format!("{}:{}:{}", shown(root, &file.path), at.line, at.column))
}

/// A path of the repository as seen from where the program was started. What is built in lies nowhere on the user's disk.
pub(super) fn shown(root: &str, path: &str) -> String {
    if matches!(root, "." | "") || embedded::text(path).is_some() {
        return path.to_owned();
    }
    format!("{}/{path}", root.trim_end_matches('/'))
}

fn more(hidden: usize) -> Option<String> {
    match hidden {
        0 => None,
        1 => Some("and one more place".into()),
        n => Some(format!("and {n} more places")),
    }
}

fn basis(finding: &Finding) -> Option<String> {
    basis_line(finding.standard.as_deref(), &finding.keys, finding.basis)
}

/// `The standard, 6.1.3 (requirement)`. None where nothing but hygiene is at stake.
pub(super) fn basis_line(standard: Option<&str>, keys: &[Arc<str>], basis: Basis) -> Option<String> {
    let phrase = basis.phrase();
    let rest = keys.len().saturating_sub(KEYS);
    // "and one more" is no shorter than the one.
    let shown = if rest == 1 { keys.len() } else { keys.len() - rest };
    let mut parts: Vec<&str> = standard.into_iter().collect();
    parts.extend(keys[..shown].iter().map(|key| &**key));
    let parts = parts.join(", ");
    match (keys.is_empty(), basis) {
        (true, Basis::Hygiene) => None,
        _ if parts.is_empty() => Some(phrase.to_owned()),
        _ if shown < keys.len() => Some(format!("{parts} and {rest} more ({phrase})")),
        _ => Some(format!("{parts} ({phrase})")),
    }
}
