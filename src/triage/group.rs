//! Twelve findings of one rule at one place are shown as one, with what differs as a list; so is what the records of a file do alike.
//! Presentation only: what is counted by fingerprint has been counted before.

use std::fmt::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Fingerprint, Single, Suppression};
use crate::finding::{At, Finding, Label, Nowhere, codes, list};
use crate::rules::{Piece, Verdict};

/// A finding as shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The finding, or the one that stands for several.
    pub finding: Finding,
    /// Fingerprints of all that it stands for, in order; at least one.
    pub fingerprints: Vec<Fingerprint>,
    /// Why it and all that it stands for count for nothing; none for findings that count.
    pub suppressed: Option<Suppression>,
}

/// What findings of one group have in common: code, place, what else makes them one thing to do, and why they count for nothing.
type Together = (Arc<str>, At, String, Option<Suppression>);

/// Most labels on one finding.
const MOST_LABELS: usize = 4;
/// Most blanks of a form that are shown one by one.
const MOST_BLANKS: usize = 12;
/// Most words that a message repeats.
const MOST_WORDS: usize = 3;

/// Groups findings of the same rule at the same place, and those of a file that are alike; those that are allowed apart from those that count. The
/// first of each group keeps its position.
pub fn group(singles: Vec<Single>) -> Vec<Shown> {
    let mut groups: Vec<Vec<Single>> = Vec::new();
    let mut by_place: FxHashMap<Together, usize> = FxHashMap::default();
    for single in singles {
        let finding = &single.verdict.finding;
        let whole = finding.at.place().map(|place| At::Nowhere(Nowhere::File(place.file)));
        let alike = match (whole, alike(finding)) {
            (Some(file), Some(alike)) => Some((file, alike)),
            _ if single.verdict.message.is_empty() => None, // a built-in code is told thing by thing
            _ => Some((finding.at, String::new())),
        };
        let next = groups.len();
        let i = alike.map_or(next, |(at, alike)| {
            *by_place.entry((finding.code.clone(), at, alike, single.suppressed.clone())).or_insert(next)
        });
        if i == next {
            groups.push(Vec::new());
        }
        groups[i].push(single);
    }
    groups.into_iter().filter_map(merge).collect()
}

/// What findings of one code in one file have in common that are one thing to do; none for what is told thing by thing.
fn alike(finding: &Finding) -> Option<String> {
    match &*finding.code {
        // A form that is to be filled in has many blanks; so has a baseline that is to be pruned many entries.
        codes::PLACEHOLDER_LEFT | codes::STALE_BASELINE => Some(String::new()),
        // What is probably a slip of the pen is put right where it stands.
        _ if finding.fix.is_some() => None,
        codes::UNKNOWN_FIELD => Some(finding.message.clone()),
        codes::UNKNOWN_VALUE => {
            unknown_word(finding)?;
            Some(format!("{} {}", finding.record.as_ref()?.kind, finding.operand.0))
        }
        _ => None,
    }
}

/// The word that is not one of its field's, as the message has it; none where the message proposes another.
fn unknown_word(finding: &Finding) -> Option<&str> {
    finding.message.strip_suffix(&*format!(" is not a known `{}`", finding.operand.0))
}

fn merge(members: Vec<Single>) -> Option<Shown> {
    let suppressed = members.first()?.suppressed.clone();
    let fingerprints = members.iter().map(|s| s.fingerprint).collect();
    let verdicts: Vec<Arc<Verdict>> = members.into_iter().map(|s| s.verdict).collect();
    let mut finding = verdicts.first()?.finding.clone();
    if verdicts.len() > 1 {
        match &*finding.code {
            codes::PLACEHOLDER_LEFT => blanks(&mut finding, &verdicts),
            codes::STALE_BASELINE => stale(&mut finding, &verdicts),
            codes::UNKNOWN_FIELD => own_field(&mut finding, &verdicts),
            codes::UNKNOWN_VALUE => own_words(&mut finding, &verdicts),
            _ => of_rule(&mut finding, &verdicts),
        }
    }
    Some(Shown { finding, fingerprints, suppressed })
}

/// Findings of one rule at one place, with what differs as a list.
fn of_rule(finding: &mut Finding, verdicts: &[Arc<Verdict>]) {
    finding.message = joined(verdicts, |v| &v.message);
    finding.help = finding.help.as_ref().map(|_| joined(verdicts, |v| &v.help));
    let others = &verdicts[1..];
    if others.iter().any(|v| v.finding.record != finding.record) {
        finding.record = None;
    }
    for verdict in others {
        for label in &verdict.finding.labels {
            if finding.labels.len() < MOST_LABELS && !finding.labels.contains(label) {
                finding.labels.push(label.clone());
            }
        }
        for note in &verdict.finding.notes {
            if !finding.notes.contains(note) {
                finding.notes.push(note.clone());
            }
        }
    }
}

fn stale(finding: &mut Finding, verdicts: &[Arc<Verdict>]) {
    finding.message = format!("{} entries of the baseline are not found any more", verdicts.len());
    finding.help = Some("`clauselint check --write-baseline` removes them".to_owned());
    finding.labels = others(verdicts);
}

/// A name of the writer's own for a field, which several records have.
fn own_field(finding: &mut Finding, verdicts: &[Arc<Verdict>]) {
    finding.primary = match verdicts.len() - 1 {
        1 => "and once more in this file".to_owned(),
        more => format!("and {more} times more in this file"),
    };
    finding.labels = others(verdicts);
    finding.record = None;
}

/// Where all but the first of several are.
fn others(verdicts: &[Arc<Verdict>]) -> Vec<Label> {
    let places = verdicts[1..].iter().take(MOST_LABELS).filter_map(|verdict| verdict.finding.at.place());
    places.map(|place| Label { place, text: String::new() }).collect()
}

/// Words for a field that none of its own is near to: most likely the organisation's.
fn own_words(finding: &mut Finding, verdicts: &[Arc<Verdict>]) {
    let mut words: Vec<&str> = Vec::new();
    for word in verdicts.iter().filter_map(|verdict| unknown_word(&verdict.finding)) {
        if words.len() <= MOST_WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() > MOST_WORDS {
        words[MOST_WORDS] = "…";
    }
    let field = &finding.operand.0;
    let kind = finding.record.as_ref().map_or("", |record| &record.kind);
    // The manifest gives words for fields of records, not for those of groups in them.
    if let Some(help) = finding.help.as_mut().filter(|_| !field.contains('.')) {
        let _ = write!(help, "; or say what yours mean, under `values:` in the manifest: `{kind}: {{ {field}: {{ … }} }}`");
    }
    finding.message = format!("{} values of `{field}` are not known: {}", verdicts.len(), words.join(", "));
    finding.labels = others(verdicts);
    finding.record = None;
}

/// The blanks of one file as one finding that points at each, and says there what is to be written.
fn blanks(finding: &mut Finding, verdicts: &[Arc<Verdict>]) {
    let mut records: Vec<&str> = Vec::new();
    for verdict in verdicts {
        if let Some(id) = verdict.finding.record.as_ref().and_then(|record| record.id.as_deref())
            && !records.contains(&id)
        {
            records.push(id);
        }
    }
    let of = if records.is_empty() { String::new() } else { format!(" of {}", list(&records)) };
    finding.message = format!("{} places{of} still hold placeholders", verdicts.len());
    let says = |of: &Finding| of.help.as_deref().and_then(|help| help.strip_prefix("fill in: ")).unwrap_or_default().to_owned();
    finding.primary = says(finding);
    for other in verdicts[1..].iter().take(MOST_BLANKS).map(|verdict| &verdict.finding) {
        if let Some(place) = other.at.place() {
            finding.labels.push(Label { place, text: says(other) });
        }
        finding.labels.extend(other.labels.iter().cloned());
    }
    if records.len() > 1 {
        finding.record = None;
    }
    finding.help = Some(
        "write in each place what is asked there, or delete it; a file that is meant as a template says so in its name or title"
            .into(),
    );
}

/// The pieces of several verdicts of one rule, each placeholder the list of its different values.
fn joined(verdicts: &[Arc<Verdict>], of: impl Fn(&Verdict) -> &Vec<Piece>) -> String {
    let first = of(&verdicts[0]);
    let mut text = String::new();
    for (i, piece) in first.iter().enumerate() {
        let Piece::Value(value) = piece else {
            text.push_str(piece.text());
            continue;
        };
        let mut values: Vec<&str> = vec![value];
        for verdict in &verdicts[1..] {
            if let Some(Piece::Value(other)) = of(verdict).get(i)
                && !values.contains(&other.as_str())
            {
                values.push(other);
            }
        }
        text.push_str(&list(&values));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Place, Span};

    fn single(at: At, message: &[Piece], print: u128) -> Single {
        let mut finding = Finding::built_in(codes::INVALID_RULE, at, Piece::join(message));
        finding.code = "idle-service".into();
        let verdict = Arc::new(Verdict { message: message.to_vec(), ..Verdict::from(finding) });
        Single { verdict, fingerprint: Fingerprint(print), suppressed: None }
    }

    fn idle(service: &str, at: At, print: u128) -> Single {
        single(at, &[Piece::Words("no book serves ".into()), Piece::Value(service.to_owned())], print)
    }

    #[test]
    fn what_differs_at_one_place_becomes_a_list_and_every_fingerprint_is_kept() {
        let here = At::Place(Place::new(FileId(0), Span::new(3, 5)));
        let nowhere = At::Nowhere(Nowhere::Repository);
        let shown = group(vec![idle("S.1", here, 1), idle("S.9", nowhere, 2), idle("S.2", here, 3), idle("S.1", here, 4)]);
        let told: Vec<_> = shown.iter().map(|s| (s.finding.message.as_str(), s.fingerprints.len())).collect();
        assert_eq!(told, [("no book serves S.1 and S.2", 3), ("no book serves S.9", 1)]);
    }

    #[test]
    fn what_is_allowed_stands_apart_from_what_counts() {
        let here = At::Place(Place::new(FileId(0), Span::new(3, 5)));
        let known = Suppression { by: crate::triage::By::Manifest, reason: "known".into(), until: None };
        let allowed = Single { suppressed: Some(known), ..idle("S.2", here, 2) };
        let shown = group(vec![idle("S.1", here, 1), allowed, idle("S.3", here, 3)]);
        let told: Vec<_> =
            shown.iter().map(|s| (s.finding.message.as_str(), s.suppressed.as_ref().map(|said| &*said.reason))).collect();
        assert_eq!(told, [("no book serves S.1 and S.3", None), ("no book serves S.2", Some("known"))]);
    }

    #[test]
    fn built_in_codes_are_told_one_by_one() {
        let here = At::Place(Place::new(FileId(0), Span::new(3, 5)));
        assert_eq!(group(vec![single(here, &[], 1), single(here, &[], 2)]).len(), 2);
    }
}
