//! From a file's tree to its facts: recognise, coerce, collect links and citations. A pure function of path, text and vocabulary.
//!
//! Shape is the syntax layer's, meaning is the schema's; a corpus has no name here.

mod citations;
mod coerce;
mod csv;
mod dates;
mod document;
mod headings;
mod history;
mod ids;
mod key_lines;
mod keys;
mod levels;
mod links;
mod lists;
mod pairs;
mod placeholder;
mod recognise;
mod record;
mod scalar;
mod table;
mod tally;
mod violation;
mod vocabulary;
mod yaml;

use std::sync::Arc;

use super::Whole;
use super::facts::{Carrier, DocumentFacts, Facts, Ground, Whose};
use crate::finding::{Finding, codes};
use crate::source::{FileId, Place, SourceFile};
use crate::syntax::directive::{in_markdown, in_yaml};
use crate::syntax::{Problem, csv as csv_text, markdown};

pub use citations::{Citations, Form, Mistake, Scheme};
pub use csv::is_csv;
pub use pairs::{Pair, pairs};
pub use placeholder::is_placeholder;
pub use record::manifest_record;
use scalar::{is_choice, word};
pub use vocabulary::{Vocabulary, matches};

/// Reads one file of the repository.
pub fn read(file: FileId, source: &SourceFile, vocabulary: &Vocabulary) -> Facts {
    reading(file, source, vocabulary, Known::Nothing)
}

/// Reads one file that the rest of the repository vouches for, with the reason; none: that it does not any more.
pub fn read_vouched(file: FileId, source: &SourceFile, vocabulary: &Vocabulary, reason: Option<String>) -> Facts {
    let mut facts = reading(file, source, vocabulary, reason.clone().map_or(Known::Nothing, Known::Vouched));
    // That it is vouched for makes nothing of it that it is not.
    if facts.records.is_empty() && facts.whose == Whose::Ours(reason.into_iter().collect()) {
        facts = reading(file, source, vocabulary, Known::Nothing);
    }
    facts
}

/// Reads a file of a pack's records: it is known to be ours, whatever its ids look like.
pub fn read_records(file: FileId, source: &SourceFile, vocabulary: &Vocabulary) -> Facts {
    reading(file, source, vocabulary, Known::OfPack)
}

/// What is known of a file before it is read.
enum Known {
    Nothing,
    /// That it is ours, for this reason.
    Vouched(String),
    /// That it holds a pack's records.
    OfPack,
}

fn reading(file: FileId, source: &SourceFile, vocabulary: &Vocabulary, known: Known) -> Facts {
    let of_pack = matches!(known, Known::OfPack);
    let ours = match known {
        Known::Nothing => Vec::new(),
        Known::Vouched(reason) => vec![reason],
        Known::OfPack => vec!["a pack's records".into()],
    };
    let vouched = !ours.is_empty();
    let mut reading = Reading::of(file, source, vocabulary, (of_pack, ours));
    let mut cut = false;
    if is_markdown(&source.path) {
        let tree = markdown::read(&source.text, &vocabulary.limits);
        cut = tree.cut;
        reading.facts.directives = in_markdown(&source.text, &tree);
        reading.markdown(&tree);
    } else if is_csv(&source.path) {
        let tree = csv_text::read(&source.text, &vocabulary.limits);
        reading.csv(&tree);
    } else {
        let tree = crate::syntax::read_source(source, &vocabulary.limits);
        cut = tree.cut;
        reading.facts.directives = in_yaml(&source.text, source.text.len(), &tree.documents, &tree.comments);
        reading.yaml(&tree);
        if !vouched {
            reading.citations_in_fields();
        }
    }
    let facts = reading.finish();
    if cut { beyond(facts) } else { facts }
}

/// What counts of a file that holds more than is read: whose it is, by its beginning, and the finding. Half of its records would be findings
/// about the other half.
fn beyond(facts: Facts) -> Facts {
    let mut left = empty(facts.file, facts.path);
    left.whose = facts.whose;
    left.ground = Ground::Other;
    left.directives = facts.directives;
    left.findings = facts.findings;
    left.findings.retain(|f| *f.code == *codes::LIMIT_EXCEEDED);
    left
}

/// The facts of a file that is no text, or too large: nothing but the finding, shown only if the file is one of ours, which its name or the
/// text before the fault tells. `source` holds that text.
pub fn unreadable(file: FileId, source: &SourceFile, vocabulary: &Vocabulary, finding: Finding) -> Facts {
    let mut facts = empty(file, source.path.clone());
    // Nobody vouches for what cannot be read.
    facts.ground = Ground::Other;
    facts.whose = reading(file, source, vocabulary, Known::Nothing).whose;
    let data = is_csv(&facts.path);
    let by_its_name =
        || vocabulary.by_stem(&facts.path).is_some() || vocabulary.grounded && vocabulary.is_list_by_stem(&facts.path);
    if vocabulary.named(&facts.path).is_some() || !data && by_its_name() {
        facts.whose = Whose::Ours(vec!["its name".into()]);
    }
    // Most CSV is data, in whatever encoding, even if one of ours links to it.
    if !data || facts.whose != Whose::NotOurs {
        facts.findings.push(finding);
    }
    facts
}

/// True for a file of which its first lines tell that it holds nothing of ours, even if one of ours should vouch for it: CSV under other
/// columns. The rest need not be read.
pub fn is_foreign_data(path: &str, first_lines: &str, vocabulary: &Vocabulary) -> bool {
    if !is_csv(path) || vocabulary.named(path).is_some() {
        return false;
    }
    let source = SourceFile::new(path, first_lines);
    let facts = reading(FileId(0), &source, vocabulary, Known::Vouched("it may be".into()));
    facts.records.is_empty() && !matches!(facts.whose, Whose::Template { .. })
}

/// True for a Markdown path; every other path that is read is YAML or CSV.
pub fn is_markdown(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
}

/// A file's name without its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn empty(file: FileId, path: Arc<str>) -> Facts {
    Facts {
        file,
        path,
        whose: Whose::NotOurs,
        document: DocumentFacts::default(),
        records: Vec::new(),
        outside_ids: Vec::new(),
        links: Vec::new(),
        mentions: Vec::new(),
        references: 0,
        tallies: Vec::new(),
        directives: Vec::new(),
        findings: Vec::new(),
        ground: Ground::default(),
        nearly: None,
    }
}

/// A syntax problem as a finding in a file that is one of ours.
pub fn told(problem: &Problem, file: FileId) -> Finding {
    let place = |span| Place::new(file, span);
    let mut finding = Finding::built_in(problem.code, place(problem.span), problem.message.clone()).saying(problem.label.clone());
    for (span, text) in &problem.labels {
        finding = finding.label(place(*span), text.clone());
    }
    finding.help.clone_from(&problem.help);
    finding
}

/// The state of reading one file.
struct Reading<'a> {
    file: FileId,
    text: &'a str,
    /// The same, for values to point into.
    whole: Whole,
    path: &'a str,
    vocabulary: &'a Vocabulary,
    facts: Facts,
    /// It holds a pack's records: what it is about is not asked.
    of_pack: bool,
    /// Why the file is one of ours, if it is.
    ours: Vec<String>,
    dates: dates::Noted,
    keys: keys::Keys,
}

impl<'a> Reading<'a> {
    /// A file of which nothing was read yet. `ours`: why it is, if that is known before.
    fn of(file: FileId, source: &'a SourceFile, vocabulary: &'a Vocabulary, (of_pack, ours): (bool, Vec<String>)) -> Self {
        Self {
            file,
            text: &source.text,
            whole: Arc::new(source.text.clone()),
            path: &source.path,
            vocabulary,
            facts: empty(file, source.path.clone()),
            of_pack,
            ours,
            dates: dates::Noted::default(),
            keys: keys::Keys::default(),
        }
    }
}

impl Reading<'_> {
    fn place(&self, span: crate::source::Span) -> Place {
        Place::new(self.file, span)
    }

    fn find(&mut self, finding: Finding) {
        self.facts.findings.push(finding);
    }

    fn problems(&mut self, problems: &[Problem]) {
        self.facts.findings.extend(problems.iter().map(|p| told(p, self.file)));
    }

    /// Notes why the file is one of ours, each reason once: a list may hold thousands of records.
    fn because(&mut self, reason: String) {
        if !self.ours.contains(&reason) {
            self.ours.push(reason);
        }
    }

    /// Tables, sections and headings are read one after the other; what they tell stands in order of place all the same.
    fn in_order_of_place(&mut self) {
        let document = self.facts.document.record.map(|i| self.facts.records[i].name);
        self.facts.records.sort_by_key(|r| (r.span.start, r.name));
        if let Some(name) = document {
            self.facts.document.record = self.facts.records.iter().position(|r| r.name == name && r.carrier != Carrier::Item);
        }
    }

    fn finish(mut self) -> Facts {
        if self.facts.whose == Whose::NotOurs && !self.ours.is_empty() {
            self.facts.whose = Whose::Ours(std::mem::take(&mut self.ours));
        }
        if matches!(self.facts.whose, Whose::Template { .. }) {
            // A template evidences nothing, and what a reader would say of its blanks and examples is no finding.
            self.facts.outside_ids.extend(self.facts.records.drain(..).filter_map(|r| r.id));
            self.facts.document.record = None;
            self.facts.tallies.clear();
            let syntax =
                [codes::SYNTAX_ERROR, codes::DUPLICATE_KEY, codes::LIMIT_EXCEEDED, codes::UNREADABLE_FILE, codes::UNKNOWN_KIND];
            self.facts.findings.retain(|f| syntax.contains(&&*f.code));
        } else {
            self.settle_dates();
        }
        self.in_order_of_place();
        record::field_mentions(&mut self.facts, &self.vocabulary.schema);
        self.cited_once();
        self.facts.mentions.sort_by_key(|m| m.span);
        self.facts.findings.sort_by_key(|f| f.at.place().map(|p| p.span));
        // What several records hold together, by a merge key in YAML, is read with each and told once.
        self.facts.findings.dedup_by(|a, b| a.code == b.code && a.at == b.at && a.message == b.message);
        self.facts.trim();
        self.facts
    }
}
