//! The formats in which a check may be told: one name each, one file each.

use std::io::{self, Write};

use super::{Report, Reported, human, json};
use crate::triage::{Single, group};

/// A format of `check`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Format {
    /// For people: each finding with the text that it is about
    Human,
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
            Self::Human => group(singles).into_iter().map(Reported::from).collect(),
            Self::Json => singles.into_iter().map(Reported::from).collect(),
        }
    }

    /// True where it tells how findings can be put right, so that it is worth while to find out.
    pub fn carries_fixes(self) -> bool {
        match self {
            Self::Human => false,
            Self::Json => true,
        }
    }

    /// Writes the report. Its findings should be arranged by the same format.
    pub fn write(self, report: &Report<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(report, options, out),
            Self::Json => json::write(report, options.statistics, out),
        }
    }
}
