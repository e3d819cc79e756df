//! The formats in which a check may be told: one name each, one file each.

use std::io::{self, Write};

use super::{Report, Reported, github, gitlab, human, json, jsonl, junit, markdown, rdjson, sarif, short};
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
    /// For programs: one object a line, a finding each, and a last one with the counts
    Jsonl,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For GitHub workflows: annotations, and the summary of the job
    Github,
    /// For GitLab merge requests: Code Quality
    Gitlab,
    /// For dashboards of tests: JUnit XML
    Junit,
    /// For a comment on a pull request: by owner, folded
    Markdown,
    /// For reviewdog: rdjson, with suggestions
    Rdjson,
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
    /// Most bytes to write, where the format has a limit and this is another one.
    pub room: Option<usize>,
}

impl Format {
    /// Findings as the format wants them: grouped where people read, single where each needs a fingerprint of its own.
    pub fn arrange(self, singles: Vec<Single>) -> Vec<Reported> {
        match self {
            Self::Human | Self::Short | Self::Github | Self::Markdown | Self::Rdjson => {
                group(singles).into_iter().map(Reported::from).collect()
            }
            Self::Json | Self::Jsonl | Self::Sarif | Self::Gitlab | Self::Junit => {
                singles.into_iter().map(Reported::from).collect()
            }
        }
    }

    /// True for what is made to be sent somewhere else: what a schema marks as sensitive is taken out of it. The others are read only
    /// by who runs the program, and has the documents.
    pub fn leaves(self) -> bool {
        !matches!(self, Self::Human | Self::Short)
    }

    /// True for a format that says who answers for what.
    pub fn names_owners(self) -> bool {
        self == Self::Markdown
    }

    /// True for a format that carries what codes mean.
    pub fn describes(self) -> bool {
        matches!(self, Self::Sarif | Self::Rdjson)
    }

    /// True where it tells how findings can be put right, so that it is worth while to find out.
    pub fn carries_fixes(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl | Self::Sarif | Self::Rdjson)
    }

    /// Writes the report. Its findings should be arranged by the same format.
    pub fn write(self, report: &Report<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(report, options, out),
            Self::Short => short::write(report, options, out),
            Self::Json => json::write(report, options.statistics, out),
            Self::Jsonl => jsonl::write(report, options.statistics, out),
            Self::Sarif => sarif::write(report, out),
            Self::Github => github::write(report, out),
            Self::Gitlab => gitlab::write(report, out),
            Self::Junit => junit::write(report, out),
            Self::Markdown => markdown::write(report, options.room.unwrap_or(markdown::COMMENT), out),
            Self::Rdjson => rdjson::write(report, out),
        }
    }
}
