//! The formats in which a check may be told: one name each, one file each.

use std::io::{self, Write};

use super::{Report, Reported, human, json, short};
use crate::triage::{Single, group};

/// A format of `check`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Format {
    /// For people: each finding with the text that it is about
    Human,
    /// For people and editors: one line a finding
    Short,
    /// For programs: one object, described by a schema
    Json,
}

/// What a reader asked for beside the format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Write ANSI colour sequences, where the format has any.
    pub colour: bool,
    /// Leave out the closing line, where the format has one.
    pub quiet: bool,
    /// Add what each code and rule did, where the format has room for it.
    pub statistics: bool,
}

impl Format {
    /// Findings as the format wants them: grouped where people read, single where each needs a fingerprint of its own.
    pub fn arrange(self, singles: Vec<Single>) -> Vec<Reported> {
        match self {
            Self::Human | Self::Short => group(singles).into_iter().map(Reported::from).collect(),
            Self::Json => singles.into_iter().map(Reported::from).collect(),
        }
    }

    /// True for what is made to be sent somewhere else: what a schema marks as sensitive is taken out of it. The others are read only
    /// by who runs the program, and has the documents.
    pub fn leaves(self) -> bool {
        !matches!(self, Self::Human | Self::Short)
    }

    /// True for a format that says who answers for what.
    pub fn names_owners(self) -> bool {
        false
    }

    /// True for a format that carries what codes mean.
    pub fn describes(self) -> bool {
        false
    }

    /// Writes the report. Its findings should be arranged by the same format.
    pub fn write(self, report: &Report<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(report, options, out),
            Self::Short => short::write(report, options, out),
            Self::Json => json::write(report, options.statistics, out),
        }
    }
}
