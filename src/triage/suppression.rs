//! What makes a finding count for nothing: somebody accepted it, said why, and mostly until when.

use std::sync::Arc;

use jiff::civil::Date;

/// Where it was said that a finding is accepted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum By {
    /// An entry of `allow:` in the manifest.
    Manifest,
    /// A comment beside what it is about.
    Comment,
    /// The baseline: it was there when the organisation began.
    Baseline,
}

impl By {
    /// The word that programs read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Comment => "comment",
            Self::Baseline => "baseline",
        }
    }
}

/// Why a finding counts for nothing. It stays in what programs read.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Suppression {
    /// Where it was said.
    pub by: By,
    /// Why, as given; of a baseline, its own words for what it is.
    pub reason: Arc<str>,
    /// The last day on which it holds; none for a baseline.
    pub until: Option<Date>,
}
