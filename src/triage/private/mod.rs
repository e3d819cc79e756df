//! What must not leave the machine: the texts of records and fields that a schema marks `x-sensitive`, taken out of findings.
//!
//! Architecture invariant: this is the one place that decides. Every format that leaves the machine gets its findings from
//! [`Private::elide`]; none of them looks at a document's text.

mod collect;
mod needles;

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Fix, Label, RecordName};
use crate::model::{Index, MentionBy};
use crate::source::{FileId, Place, Sources, Span};
use needles::Needles;

/// What stands in the place of a text that was taken out.
pub const STAND_IN: &str = "(private)";

/// What is sensitive in a repository.
#[derive(Debug, Default)]
pub struct Private {
    /// Texts that tell on their own, wherever they occur: titles, and what is long enough to be no common word.
    everywhere: Needles,
    /// By file, the sensitive places and what is said at each.
    told: FxHashMap<FileId, Vec<Told>>,
    /// All texts of [`Told`] that have a name, by it.
    named: FxHashMap<(u16, Box<str>), Vec<String>>,
}

/// A record of a sensitive kind, or one with sensitive fields.
#[derive(Debug)]
struct Told {
    /// All of the record: what points into it is about it.
    about: Span,
    /// What of it is sensitive: all, or some fields.
    sensitive: Vec<Span>,
    /// Its kind and id.
    name: Option<(u16, Box<str>)>,
    /// All sensitive texts in it; short ones count only in findings that are about it.
    texts: Vec<String>,
    /// Values that are no texts (dates, numbers, words of a vocabulary): they stay, or nobody would understand the finding.
    plain: Vec<Span>,
}

impl Private {
    /// What is sensitive among the records of an index.
    pub fn new(index: &Index, sources: &Sources) -> Self {
        collect::collect(index, sources)
    }

    /// True where nothing is.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// The text without what tells on its own.
    pub fn text(&self, text: &str) -> String {
        self.everywhere.without(text)
    }

    /// The finding without sensitive texts. Codes, places, dates and the ids of records stay; a fix stays if no edit holds such a text.
    #[must_use]
    pub fn elide(&self, finding: Finding, index: &Index, sources: &Sources) -> Finding {
        if self.is_empty() {
            return finding;
        }
        let near = self.near(&finding, index, sources);
        let without = |text: &str| self.everywhere.without(&near.without(text));
        let fix = finding.fix.filter(|fix| fix.edits.iter().all(|edit| without(&edit.text) == edit.text));
        Finding {
            message: without(&finding.message),
            primary: without(&finding.primary),
            help: finding.help.as_deref().map(without),
            notes: finding.notes.iter().map(|note| without(note)).collect(),
            labels: finding.labels.into_iter().map(|label| Label { text: without(&label.text), ..label }).collect(),
            record: finding.record.map(|record| RecordName { id: record.id.map(|id| without(&id).into()), ..record }),
            fix: fix.map(|fix| Fix { title: without(&fix.title), ..fix }),
            ..finding
        }
    }

    /// The texts of the sensitive places that a finding is about, and what stands where it points within them.
    fn near(&self, finding: &Finding, index: &Index, sources: &Sources) -> Needles {
        let fixed = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.place));
        let places: Vec<Place> =
            finding.at.place().into_iter().chain(finding.labels.iter().map(|l| l.place)).chain(fixed).collect();
        let mut texts: Vec<String> = Vec::new();
        for place in &places {
            for told in self.told.get(&place.file).into_iter().flatten().filter(|told| touches(told.about, place.span)) {
                texts.extend(told.texts.iter().cloned());
                let is_plain = || told.plain.iter().any(|plain| touches(*plain, place.span));
                let slice = sources.get(place.file).slice(place.span);
                let is_id = told.name.as_ref().is_some_and(|(_, id)| **id == *slice);
                let within = place.span != told.about && told.sensitive.iter().any(|span| touches(*span, place.span));
                let tells = within && !is_id && slice.contains(char::is_alphabetic);
                if tells && !is_plain() && !is_key(sources, *place) && !is_citation(index, *place) {
                    texts.push(collect::one_line(slice));
                }
            }
        }
        if let Some(record) = &finding.record
            && let (Some(kind), Some(id)) = (index.schema.find(&record.kind), record.id.as_deref())
        {
            texts.extend(self.named.get(&(kind.0, id.into())).into_iter().flatten().cloned());
        }
        Needles::new(texts)
    }
}

fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end && (a.start < b.end && b.start < a.end || a.is_empty() || b.is_empty())
}

/// True for the name of a field, which tells nothing of anybody.
fn is_key(sources: &Sources, place: Place) -> bool {
    let text = &sources.get(place.file).text;
    let after = text.get(place.span.end as usize..).unwrap_or_default();
    after.trim_start_matches(['*', '_', '"', '\'', '`', ' ']).starts_with(':')
}

/// True for a clause or a standard that is cited.
fn is_citation(index: &Index, place: Place) -> bool {
    index.facts(place.file).is_some_and(|facts| {
        facts.mentions.iter().any(|mention| mention.span == place.span && matches!(mention.by, MentionBy::Prose(_)))
    })
}
