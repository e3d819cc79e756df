//! What one file says: flat, without its tree. Values keep their spans.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Duration, Text};
use crate::finding::Finding;
use crate::schema::KindId;
use crate::source::{FileId, Span};
use crate::syntax::directive::Directive;

/// A value as read, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The value's bytes in the record's file. For a missing value: the empty cell, the placeholder, or an empty span where it would stand.
    pub span: Span,
    /// What it is.
    pub data: Data,
}

/// What a value holds, after coercion by the schema's type. There are some hundred thousand of them in a large repository, so none is
/// larger than it must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Stated to be nothing: empty, a placeholder.
    Missing,
    /// Could not be read, and that is reported; or says what has no value of its type (an occasion where a period is asked).
    Poisoned,
    /// Text, trimmed.
    Text(Text),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// A date.
    Date(Date),
    /// A date that is more than a day.
    Period(Period),
    /// A duration.
    Duration(Duration),
    /// Index in the field's vocabulary.
    Word(u16),
    /// On the levels of another record.
    Scale(Box<ScaleText>),
    /// A reference as written, without a namespace prefix or markup, and which of its file's it is; the index resolves it.
    Ref(Text, Nth),
    /// Several.
    List(Box<[Value]>),
    /// Named fields by index in the group, ascending.
    Group(Box<[(u16, Value)]>),
    /// Entries under names.
    Map(Box<[MapEntry]>),
}

/// Which of a file's references in fields one is: the index keeps by it what each leads to. None for one that is not counted.
#[derive(Clone, Copy)]
pub struct Nth(u32);

impl Nth {
    /// That number, from 0.
    pub fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    pub fn get(self) -> Option<u32> {
        (self.0 < u32::MAX).then_some(self.0)
    }
}

impl Default for Nth {
    /// Of one that is not counted.
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl fmt::Debug for Nth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

impl PartialEq for Nth {
    /// All are: what a reference says does not hang on how many stand before it.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What stands for a date and is more than a day: a month, a quarter, `16–17 June`. It counts as its last day, so that nothing is late
/// before it is so for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// It dates a completed act, which lies on a day that has been.
    pub past: bool,
}

impl Period {
    /// The day that it counts as, seen from a day: the last, or for a completed act today if the last is still to come.
    pub fn day(self, today: Date) -> Date {
        if self.past && self.first <= today { self.last.min(today) } else { self.last }
    }
}

/// A word, a number, or both ("4 - Likely").
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleText {
    /// The number, if one is written.
    pub number: Option<f64>,
    /// The folded word, if one is written.
    pub word: Option<Box<str>>,
}

impl Value {
    /// True for one that is stated to be nothing.
    pub fn is_missing(&self) -> bool {
        matches!(self.data, Data::Missing)
    }

    /// True for a level told by this folded word.
    pub fn is_on_scale(&self, word: &str) -> bool {
        matches!(&self.data, Data::Scale(text) if text.word.as_deref() == Some(word))
    }
}

/// An entry of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapEntry {
    /// The known key's field name, or the key as written.
    pub key: Arc<str>,
    /// The key's bytes.
    pub span: Span,
    /// The entry.
    pub value: Value,
}

/// How a record was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A mapping that is a whole YAML document.
    Mapping,
    /// An item of a YAML list.
    Item,
    /// Front matter and sections.
    Document,
    /// A heading, with key lines or a table below.
    Section,
    /// A row; the span of the table's header row.
    Row(Span),
    /// The manifest.
    Manifest,
}

/// One telling of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its kind.
    pub kind: KindId,
    /// Its id as written; none for a record that nothing can refer to.
    pub id: Option<Arc<str>>,
    /// The whole record: mapping, row, front matter.
    pub span: Span,
    /// What to point at when the record as a whole is meant: the id, else its first key, cell or heading.
    pub name: Span,
    /// Fields by index in the kind, ascending; a field that is not written is not here.
    pub fields: Vec<(u16, Value)>,
    /// How it was written down.
    pub carrier: Carrier,
}

impl Record {
    /// The value of a field, if it is written at all.
    pub fn get(&self, field: u16) -> Option<&Value> {
        self.fields.binary_search_by_key(&field, |(f, _)| *f).ok().map(|i| &self.fields[i].1)
    }
}

/// What a file's own words say of whose it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Ground {
    /// Its title, path, a heading, a column or a field name speaks of it, or its text names the standard.
    Firm,
    /// Its text speaks of it in passing.
    Weak,
    /// It says nothing of it.
    #[default]
    Silent,
    /// It says nothing of it, and names a standard whose registers look alike.
    Other,
    /// Its title or path names a management system of another kind.
    Foreign,
    /// Its title and path say nothing of it, and the rest was not asked: the repository as a whole is known to be about it.
    Unasked,
}

/// What a file was nearly recognised as.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearly {
    /// The kind of document; none where as much speaks for another.
    pub kind: Option<KindId>,
    /// Why it was not.
    pub why: String,
}

/// Whose file it is, and how that is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Whose {
    /// One of ours; the reasons, for `ls --why`.
    Ours(Vec<String>),
    /// Not one of ours.
    NotOurs,
    /// A template: out of the index.
    Template {
        /// How that is known.
        why: String,
        /// It is a template of one of our kinds; any other gets no finding.
        recognised: bool,
        /// The kind of document that it is a template of, if that is known.
        kind: Option<KindId>,
    },
}

/// The document that a file is.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DocumentFacts {
    /// Index of the document's own record in [`Facts::records`], if it has a kind.
    pub record: Option<usize>,
    /// The title: first heading, front matter's title, else none.
    pub title: Option<(Arc<str>, Span)>,
    /// Headings, for anchors.
    pub headings: Vec<Heading>,
    /// Anchors set by hand: `<a id="x">`.
    pub anchors: Vec<Box<str>>,
    /// Prose, for wording rules.
    pub blocks: Vec<Block>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Its words.
    pub span: Span,
    /// Its anchor.
    pub anchor: Box<str>,
}

/// A piece of prose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Its bytes, markup included.
    pub span: Span,
    /// Within a block quote.
    pub quoted: bool,
}

/// A link to somewhere in the repository.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkFact {
    /// The destination's bytes.
    pub span: Span,
    /// The path relative to the root, normalised; empty for this file. `Err` if it leaves the root.
    pub path: Result<Box<str>, ()>,
    /// What stands after `#`.
    pub anchor: Option<Box<str>>,
}

/// A citation: a reference in a field, or in prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words that cite.
    pub span: Span,
    /// What cites.
    pub by: MentionBy,
}

/// What cites. References in fields are many, so what only prose has stands apart.
#[derive(Clone, Debug, PartialEq)]
pub enum MentionBy {
    /// A reference in a field: index in [`Facts::records`], the field's dotted name, and where among its record's fields it stands. It leads
    /// where that reference leads.
    Field(u32, Arc<str>, Spot),
    /// Prose.
    Prose(Box<Cited>),
}

/// Where a reference stands in its record: what it says is asked often, and need not be looked for by its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Position in [`Record::fields`].
    pub field: u16,
    /// Position in the list that the field holds; 0 where it holds none. [`Spot::WITHIN`] for one in a group or map.
    pub item: u16,
    /// Which of its file's references it is.
    pub nth: Nth,
}

impl Spot {
    /// The item of a reference that stands deeper: it is looked for.
    pub const WITHIN: u16 = u16::MAX;
}

/// A citation in prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Cited {
    /// The citation scheme of a pack.
    pub scheme: Arc<str>,
    /// Its form: `clause`, `control`, `edition`.
    pub form: Arc<str>,
    /// The kinds of record that it points to.
    pub kinds: Arc<[KindId]>,
    /// The id that it points to.
    pub id: Box<str>,
    /// The words that touch it.
    pub beside: Option<Span>,
    /// The title that is given with it.
    pub title: Option<Span>,
    /// That title is the next cell of its row.
    pub cell: bool,
    /// What is probably meant, where it is a popular mistake.
    pub advice: Option<Arc<str>>,
    /// The edition named, for `edition` forms.
    pub edition: Option<Box<str>>,
}

impl Mention {
    /// The record and field that cite, if a field does.
    pub fn field(&self) -> Option<(usize, &Arc<str>)> {
        match &self.by {
            MentionBy::Field(record, name, _) => Some((*record as usize, name)),
            MentionBy::Prose(_) => None,
        }
    }

    /// The last name of the field that cites, if one does.
    pub fn field_name(&self) -> Option<&str> {
        self.field().map(|(_, path)| path.rsplit('.').next().unwrap_or(path))
    }

    /// The citation, if prose cites.
    pub fn cited(&self) -> Option<&Cited> {
        match &self.by {
            MentionBy::Prose(cited) => Some(cited),
            MentionBy::Field(..) => None,
        }
    }
}

/// A table that counts records.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// What is counted.
    pub kind: KindId,
    /// By what it is parted.
    pub by: TallyBy,
    /// Its rows.
    pub rows: Vec<Tallied>,
}

/// By what a summary parts the records that it counts.
#[derive(Clone, Debug, PartialEq)]
pub enum TallyBy {
    /// The words of a field.
    Field(u16),
    /// What their ids begin with.
    Family,
}

/// A row of a summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Tallied {
    /// The cell with the number.
    pub span: Span,
    /// The number.
    pub number: u64,
    /// What the row is called.
    pub label: Box<str>,
    /// The word or family that is counted; none for all.
    pub of: Option<Box<str>>,
}

/// All that one file says.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Which file.
    pub file: FileId,
    /// Its path relative to the root.
    pub path: Arc<str>,
    /// What its own words say of whose it may be.
    pub ground: Ground,
    /// For one that was not recognised: what it nearly was.
    pub nearly: Option<Nearly>,
    /// Whose it is.
    pub whose: Whose,
    /// The document that the file is.
    pub document: DocumentFacts,
    /// Records, in order of place.
    pub records: Vec<Record>,
    /// Ids that templates and documents of no kind give themselves: they are not in the index, but a reference to one is not to nothing.
    pub outside_ids: Vec<Arc<str>>,
    /// Links within the repository.
    pub links: Vec<LinkFact>,
    /// Citations, in order of place.
    pub mentions: Vec<Mention>,
    /// How many references in fields are counted: each [`Nth`] is below it.
    pub references: u32,
    /// Tables that count records.
    pub tallies: Vec<Tally>,
    /// Comments that speak to the program, in order of place.
    pub directives: Vec<Directive>,
    /// What the language layer says of the file alone.
    pub findings: Vec<Finding>,
}

impl Facts {
    /// Gives back what the lists hold beyond their length: facts are kept for as long as the repository is.
    pub fn trim(&mut self) {
        self.records.iter_mut().for_each(|r| r.fields.shrink_to_fit());
        self.records.shrink_to_fit();
        self.mentions.shrink_to_fit();
        self.links.shrink_to_fit();
        self.document.blocks.shrink_to_fit();
        self.document.headings.shrink_to_fit();
    }
}
