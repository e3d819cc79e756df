//! One finding as an item of a list.

use std::fmt::Write as _;

use super::super::human::basis_line;
use super::super::place::{Unit, path, region};
use super::super::{Report, legible};
use super::escape::{code, escaped};
use crate::finding::{At, Finding, Nowhere};

/// What is wrong; where, by which rule and on what basis; what to do.
pub(super) fn item(report: &Report<'_>, finding: &Finding, text: &mut String) {
    let at = match finding.at {
        At::Place(place) => {
            let (start, _) = region(report, place, Unit::Utf16);
            Some(format!("{}:{}", path(report, place.file), start.line))
        }
        At::Nowhere(Nowhere::File(file)) => Some(path(report, file)),
        At::Nowhere(Nowhere::Repository) => None,
    };
    let basis = basis_line(finding.standard.as_deref(), &finding.keys, finding.basis);
    let mut about: Vec<String> = at.iter().map(|at| code(at)).collect();
    about.push(code(&finding.code));
    about.extend(basis.map(|basis| escaped(&basis)));
    let _ = write!(text, "- **{}**<br>{}", escaped(&legible::line(&finding.message)), about.join(" · "));
    for note in &finding.notes {
        let _ = write!(text, "<br>{}", escaped(&legible::line(note)));
    }
    if let Some(help) = &finding.help {
        let _ = write!(text, "<br>To do: {}", escaped(&legible::line(help)));
    }
    text.push('\n');
}
