//! What makes a finding the same finding tomorrow: its content, not its line. Baselines and `--since` compare these.
//!
//! Architecture invariant: a fingerprint is taken of each single finding, before grouping, and holds no line number, day, count or message.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Suppression;
use crate::finding::{At, Nowhere};
use crate::rules::Verdict;
use crate::schema::fold_value;
use crate::source::{FileId, SourceFile, Sources, Span};

/// 128 bits of a finding's content. Printed as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Fingerprint(pub u128);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

/// A verdict, its fingerprint, and whether it is allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Single {
    /// The verdict; shared with what is kept of the rules.
    pub verdict: Arc<Verdict>,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// Why it counts for nothing; none for a finding that counts.
    pub suppressed: Option<Suppression>,
}

/// Gives each verdict its fingerprint. `headings` gives the spans of a file's headings, in order. Verdicts must be in report order:
/// equals are numbered in it.
pub fn fingerprints(verdicts: Vec<Arc<Verdict>>, sources: &Sources, headings: impl Fn(FileId) -> Vec<Span>) -> Vec<Single> {
    let mut seen: FxHashMap<u128, u32> = FxHashMap::default();
    let mut reader = Reader::new(sources, headings);
    let mut singles = Vec::with_capacity(verdicts.len());
    for verdict in verdicts {
        let content = reader.content(&verdict).0;
        let ordinal = seen.entry(content).or_default();
        let fingerprint = numbered(content, *ordinal);
        *ordinal += 1;
        singles.push(Single { verdict, fingerprint, suppressed: None });
    }
    singles
}

/// The fingerprint of one of several with the same content.
pub(super) fn numbered(content: u128, ordinal: u32) -> Fingerprint {
    Fingerprint(Hash(content).part(&ordinal.to_string()).0)
}

/// Reads what verdicts are about, and where.
pub(super) struct Reader<'s, H> {
    pub sources: &'s Sources,
    headings: H,
    known: FxHashMap<FileId, Vec<Span>>,
    /// Names that files have in another state of the repository, by those they have here.
    pub renamed: Option<&'s BTreeMap<String, String>>,
}

impl<'s, H: Fn(FileId) -> Vec<Span>> Reader<'s, H> {
    pub fn new(sources: &'s Sources, headings: H) -> Self {
        Self { sources, headings, known: FxHashMap::default(), renamed: None }
    }

    /// The path of a file, as it is called in the state that is compared with.
    pub fn path(&self, file: FileId) -> &'s str {
        let path = &*self.sources.get(file).path;
        self.renamed.and_then(|renamed| renamed.get(path)).map_or(path, String::as_str)
    }

    /// Where a verdict's finding is; none for the repository as a whole.
    pub fn place(verdict: &Verdict) -> Option<(FileId, Span)> {
        match verdict.finding.at {
            At::Place(place) => Some((place.file, place.span)),
            At::Nowhere(Nowhere::File(file)) => Some((file, Span::default())),
            At::Nowhere(Nowhere::Repository) => None,
        }
    }

    /// What is at fault, as written; empty where nothing is there.
    pub fn text(&self, verdict: &Verdict) -> &'s str {
        let place = Self::place(verdict).filter(|_| !verdict.absent);
        place.map_or("", |(file, span)| self.sources.get(file).slice(span))
    }

    /// All that makes the verdict what it is, but for an ordinal among equals.
    pub fn content(&mut self, verdict: &Verdict) -> Hash {
        let mut hash = Hash::default();
        let finding = &verdict.finding;
        hash.part(&finding.code);
        if let Some((record, id)) = finding.record.as_ref().and_then(|r| r.id.as_ref().map(|id| (r, id))) {
            hash.part("record").part(&record.kind).part(&fold_value(id)).part(&finding.operand.0);
        } else if let Some((file, span)) = Self::place(verdict) {
            hash.part("place").part(self.path(file));
            let all = self.known.entry(file).or_insert_with(|| (self.headings)(file));
            for heading in trail(self.sources.get(file), all, span) {
                hash.part(&fold_value(&heading));
            }
        }
        let element = verdict.element.as_deref().unwrap_or_default();
        hash.part("value").part(&fold_value(&without_directives(self.text(verdict)))).part(&fold_value(element));
        hash
    }
}

/// A text without comments that speak to the program: who accepts a finding, or stops to, has not changed what it is about.
pub(super) fn without_directives(text: &str) -> Cow<'_, str> {
    if !text.contains("clauselint:") {
        return Cow::Borrowed(text);
    }
    let speaks = |comment: &str| comment.trim_start().starts_with("clauselint:");
    let mut left = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some((before, comment)) = rest.split_once("<!--") {
            let (comment, after) = comment.split_once("-->").unwrap_or((comment, ""));
            left.push_str(before);
            if !speaks(comment) {
                left.extend(["<!--", comment, "-->"]);
            }
            rest = after;
        }
        let yaml = rest.match_indices('#').find(|(at, _)| speaks(&rest[at + 1..]));
        left.push_str(yaml.map_or(rest, |(at, _)| &rest[..at]));
    }
    Cow::Owned(left)
}

/// The headings above a place, outermost first.
fn trail(source: &SourceFile, headings: &[Span], at: Span) -> Vec<Arc<str>> {
    let mut above: Vec<(usize, Arc<str>)> = Vec::new();
    for heading in headings.iter().take_while(|h| h.end <= at.start) {
        let level = level(&source.text, *heading);
        above.retain(|(l, _)| *l < level);
        above.push((level, source.slice(*heading).into()));
    }
    above.into_iter().map(|(_, heading)| heading).collect()
}

/// The level of a heading, from what stands around its words: `#` before, or a line of `=` or `-` below.
fn level(text: &str, heading: Span) -> usize {
    let before = text.get(..heading.start as usize).unwrap_or_default().trim_end_matches([' ', '\t']);
    let marks = before.bytes().rev().take_while(|b| *b == b'#').count();
    let below = text.get(heading.end as usize..).unwrap_or_default().trim_start();
    match marks {
        0 if below.starts_with('=') => 1,
        0 => 2,
        marks => marks,
    }
}

/// FNV-1a over length-marked parts: the same on every machine and in every version.
#[derive(Clone, Copy)]
pub(super) struct Hash(pub u128);

impl Default for Hash {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Hash {
    pub fn part(&mut self, text: &str) -> &mut Self {
        let length = (text.len() as u64).to_le_bytes();
        for byte in length.iter().chain(text.as_bytes()) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Basis, Finding, Label, Operand, RecordName, Severity, Stage};
    use crate::source::Place;

    fn finding(at: usize, len: usize, record: Option<&str>) -> Finding {
        Finding {
            code: "late".into(),
            severity: Severity::Error,
            basis: Basis::Requirement,
            keys: Vec::new(),
            standard: None,
            stage: Stage(0),
            message: format!("at {at}"),
            at: At::Place(Place::new(FileId(0), Span::new(at, at + len))),
            primary: String::new(),
            labels: Vec::<Label>::new(),
            help: None,
            notes: Vec::new(),
            record: record.map(|id| RecordName { kind: "loan".into(), id: Some(id.into()) }),
            operand: Operand("due".into()),
            fix: None,
        }
    }

    fn prints(text: &str, found: &[(&str, Option<&str>)]) -> Vec<Fingerprint> {
        let mut sources = Sources::default();
        sources.set(SourceFile::new("loans.md", text));
        let headings: Vec<Span> =
            text.match_indices("# ").map(|(i, _)| Span::new(i + 2, i + 2 + text[i + 2..].find('\n').unwrap())).collect();
        let verdicts =
            found.iter().map(|(needle, id)| Verdict::shared(finding(text.find(needle).unwrap(), needle.len(), *id))).collect();
        fingerprints(verdicts, &sources, |_| headings.clone()).into_iter().map(|s| s.fingerprint).collect()
    }

    #[test]
    fn lines_that_move_change_nothing() {
        let before = prints("# A\n\ndue: 2026\n", &[("2026", Some("L-1")), ("due", None)]);
        let after = prints("# A\n\nmore words\n\ndue:   2026\n", &[("2026", Some("L-1")), ("due", None)]);
        assert_eq!(before, after);
    }

    #[test]
    fn content_and_headings_tell_apart_and_equals_are_numbered() {
        let of = prints("# A\nlate\n# B\nLATE\n", &[("late", None), ("LATE", None), ("late", None)]);
        assert_ne!(of[0], of[1]);
        assert_ne!(of[0], of[2]);
        assert_eq!(of[0].to_string().parse(), Ok(of[0]));
    }
}
