//! The sentences that all formats for people share.

use std::collections::BTreeMap;

use super::super::legible;
use super::super::summary::count;
use super::Told;
use crate::answers::diff::{Change, Named, Way};
use crate::finding::{At, Nowhere, one_line};
use crate::source::Sources;
use crate::triage::Single;

/// Most characters of a value; what is longer is only said to be another.
const WIDTH: usize = 60;
/// Most records of one kind that are named.
const NAMED: usize = 12;

/// A heading and its lines, in the order of telling. `apart`: what is sensitive is not quoted, as the text leaves the machine.
pub(super) fn sections(told: &Told<'_>, apart: bool) -> Vec<(String, Vec<String>)> {
    let diff = told.diff;
    let mut sections: Vec<(String, Vec<String>)> = Vec::new();
    let mut add = |heading: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            sections.push((heading.to_owned(), lines));
        }
    };
    for (heading, changes) in &diff.topics {
        let heading = if heading.is_empty() { "Other changes" } else { heading };
        add(&legible::line(heading), changes.iter().map(|c| change(c, apart)).collect());
    }
    add("Documents with another text", diff.rewritten.iter().map(|n| named(n, apart)).collect());
    add("Added", by_kind(&diff.added, apart));
    add("Removed", by_kind(&diff.removed, apart));
    add("Renamed", diff.renamed.iter().map(|(a, b)| format!("{} is now {}", legible::line(&a.name), named(b, apart))).collect());
    add("Moved", diff.moved.iter().map(|(a, b)| format!("{} is now {}", legible::line(a), legible::line(b))).collect());
    add("New findings", told.new.iter().map(|s| finding(s, told.sources)).collect());
    add("Findings gone", told.gone.iter().map(|s| finding(s, told.old_sources)).collect());
    sections
}

/// `12 changes since main (3f2a1b9c0), 1 new finding, 2 gone`.
pub(super) fn summary(told: &Told<'_>) -> String {
    let (from, commit) = &told.from;
    let changes = match told.diff.len() {
        0 => "no changes to records".to_owned(),
        n => count(n, "change", "changes"),
    };
    let short = commit.get(..9).unwrap_or(commit);
    let to = told.to.as_ref().map(|(to, _)| format!(" to {}", legible::line(to))).unwrap_or_default();
    let findings = format!("{}, {} gone", count(told.new.len(), "new finding", "new findings"), told.gone.len());
    format!("{changes} from {} ({short}){to}; {findings}", legible::line(from))
}

fn named(record: &Named, apart: bool) -> String {
    let title = record.title.as_ref().filter(|_| !(apart && record.sensitive));
    let title = title.map(|title| format!(" ({})", one_line(title, WIDTH))).unwrap_or_default();
    legible::line(&format!("{}{title}", record.name))
}

fn change(change: &Change, apart: bool) -> String {
    let hidden = apart && (change.sensitive || change.record.sensitive);
    let short =
        |value: &Option<String>| value.as_ref().filter(|v| !hidden && v.chars().count() <= WIDTH).map(|v| legible::line(v));
    let (from, to) = (short(&change.from), short(&change.to));
    let field = change.field.replace('_', " ").replace('.', ", ");
    let said = match (change.way, from, to) {
        (Way::Came, _, Some(to)) => format!("{field}: {to}"),
        (Way::Came, ..) => format!("{field}: given now"),
        (Way::Went, Some(from), _) => format!("{field}: not given any more, was {from}"),
        (Way::Went, ..) => format!("{field}: not given any more"),
        (_, Some(from), Some(to)) => format!("{field}: {from} → {to}"),
        _ => format!("{field}: another text"),
    };
    let record = named(&change.record, apart);
    match &change.says {
        Some(says) => format!("{record}: {} ({said})", legible::line(says)),
        None => format!("{record}: {said}"),
    }
}

/// `2 risks: RSK-008 (drift), RSK-009 (theft)`.
fn by_kind(records: &[Named], apart: bool) -> Vec<String> {
    let mut kinds: BTreeMap<&str, Vec<&Named>> = BTreeMap::new();
    for record in records {
        kinds.entry(&record.noun).or_default().push(record);
    }
    let line = |(noun, of): (&str, Vec<&Named>)| {
        let names: Vec<String> = of.iter().take(NAMED).map(|n| named(n, apart)).collect();
        let more = if of.len() > NAMED { format!(" and {} more", of.len() - NAMED) } else { String::new() };
        format!("{}: {}{more}", legible::line(noun), names.join(", "))
    };
    kinds.into_iter().map(line).collect()
}

fn finding(single: &Single, sources: &Sources) -> String {
    let finding = &single.verdict.finding;
    let at = match finding.at {
        At::Place(place) => {
            let file = sources.get(place.file);
            format!(" ({}:{})", file.path, file.position(place.span.start).line)
        }
        At::Nowhere(Nowhere::File(file)) => format!(" ({})", sources.get(file).path),
        At::Nowhere(Nowhere::Repository) => String::new(),
    };
    legible::line(&format!("{}[{}]: {}{at}", finding.severity.word(), finding.code, finding.message))
}
