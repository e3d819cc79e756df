//! The finding itself. Findings are plain data: formats render them, triage filters and groups them.

use std::sync::Arc;

use super::Fix;
use crate::source::Place;

/// How bad it is. Ordered: advice < warning < error.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing; never fails a run by default.
    Advice,
    /// Should be put right; practice and guidance are at most this.
    Warning,
    /// A requirement is unmet, or records contradict each other.
    Error,
}

impl Severity {
    /// All, mildest first.
    pub const ALL: [Self; 3] = [Self::Advice, Self::Warning, Self::Error];

    /// The word users write and read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// What a claim rests on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Basis {
    /// A clause requires documented information.
    Documented,
    /// A clause requires it; the form is free.
    Requirement,
    /// A control, binding only while it is applicable.
    Control,
    /// Guidance.
    Guidance,
    /// Audit practice, or the organisation's own scheme.
    Practice,
    /// Law.
    Law,
    /// Repository hygiene.
    Hygiene,
}

impl Basis {
    /// All, in the order of the legend.
    pub const ALL: [Self; 7] =
        [Self::Documented, Self::Requirement, Self::Control, Self::Guidance, Self::Practice, Self::Law, Self::Hygiene];

    /// The word users write and read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Requirement => "requirement",
            Self::Control => "control",
            Self::Guidance => "guidance",
            Self::Practice => "practice",
            Self::Law => "law",
            Self::Hygiene => "hygiene",
        }
    }

    /// What stands in brackets after the clause in a finding's basis line.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Documented => "documented information",
            Self::Requirement => "requirement",
            Self::Control => "applicable control",
            Self::Guidance => "guidance",
            Self::Practice => "audit practice",
            Self::Law => "law",
            Self::Hygiene => "repository hygiene",
        }
    }

    /// The basis of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.word() == word)
    }
}

/// A stage of a pack: its position in the pack's ordered list. Built-in codes belong to stage 0, the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Stage(pub u8);

/// Where a finding points.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum At {
    /// A place in a file.
    Place(Place),
    /// Nowhere, for a reason the type knows. Never line 1 for want of better.
    Nowhere(Nowhere),
}

impl At {
    /// The place, if there is one.
    pub fn place(self) -> Option<Place> {
        match self {
            Self::Place(place) => Some(place),
            Self::Nowhere(_) => None,
        }
    }
}

/// Why a finding has no place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Nowhere {
    /// It is about what the repository lacks, and there is no manifest to point at.
    Repository,
    /// A file whose bytes are no text; the file is known, a position in it is not.
    File(crate::source::FileId),
}

/// A secondary place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What to say there, one line, lower-case; may be empty.
    pub text: String,
}

/// The record a finding is about.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct RecordName {
    /// Its kind, kebab-case.
    pub kind: Arc<str>,
    /// Its id, as written; none for a record that nothing can refer to.
    pub id: Option<Arc<str>>,
}

/// What failed, to tell when two rules tell one cause: the field path read, dotted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Operand(pub String);

/// A claim, with its place, basis and remedy.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// A built-in code or a rule's name.
    pub code: Arc<str>,
    /// How bad it is.
    pub severity: Severity,
    /// What it rests on.
    pub basis: Basis,
    /// Clauses and controls at stake, as the rule file has them.
    pub keys: Vec<Arc<str>>,
    /// The pack's standard, with its edition, for the basis line; none for built-in codes.
    pub standard: Option<Arc<str>>,
    /// From which stage on it speaks.
    pub stage: Stage,
    /// What is wrong: lower-case, concrete, naming the thing by id; one line.
    pub message: String,
    /// Where.
    pub at: At,
    /// What to say at the primary place; may be empty.
    pub primary: String,
    /// Other places, most telling first.
    pub labels: Vec<Label>,
    /// What to do, one line.
    pub help: Option<String>,
    /// Further lines ("also: …").
    pub notes: Vec<String>,
    /// The record it is about.
    pub record: Option<RecordName>,
    /// The failing operand.
    pub operand: Operand,
    /// The changes that put it right, where they are known.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding of the language layer, with the severity that the table of codes gives.
    pub fn built_in(code: &'static str, at: impl Into<At>, message: impl Into<String>) -> Self {
        let severity = super::codes::find(code).map_or(Severity::Error, |c| c.severity);
        Self {
            code: code.into(),
            severity,
            basis: Basis::Hygiene,
            keys: Vec::new(),
            standard: None,
            stage: Stage::default(),
            message: message.into(),
            at: at.into(),
            primary: String::new(),
            labels: Vec::new(),
            help: None,
            notes: Vec::new(),
            record: None,
            operand: Operand::default(),
            fix: None,
        }
    }

    /// A field of a record that two places tell differently.
    pub fn conflicting(at: Place, other: Place, record: RecordName, field: &str) -> Self {
        let id = record.id.as_deref().unwrap_or(&record.kind);
        Self::built_in(super::codes::CONFLICTING_VALUES, at, format!("`{field}` of {id} is told differently in two places"))
            .saying("here it says this")
            .label(other, "and here this")
            .help("decide which one is right, and correct the other")
            .about(record, field)
    }

    /// Says something at the primary place.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.primary = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Names the record and the field that it is about.
    #[must_use]
    pub fn about(mut self, record: RecordName, field: impl Into<String>) -> Self {
        self.record = Some(record);
        self.operand = Operand(field.into());
        self
    }
}

impl From<Place> for At {
    fn from(place: Place) -> Self {
        Self::Place(place)
    }
}
