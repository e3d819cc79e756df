//! The command line as data: help, man page, completions and `docs/cli.md` all come from here.

mod baselines;

pub use baselines::{Baselines, Write};

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::finding::Severity;

/// A compiler for management systems: checks the Markdown and YAML of an ISO/IEC 42001 AI management system.
#[derive(Parser, Debug)]
#[command(name = "clauselint", version, propagate_version = false, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours
    ///
    /// `auto` looks at whether the output is a terminal, and at `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM`.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Check a management system and report what is wrong
    ///
    /// Exit status: 0 with no finding at or above --fail-on, 1 with one, 2 if nothing could be judged.
    Check(Check),
    /// Say how far each clause and control is: what answers to it, findings, maturity
    ///
    /// Levels and bands are computed from what documents and records say. They are indicative, and no audit result.
    Coverage(Coverage),
    /// Say what a change did: controls excluded or included, statuses, risks up and down, approvals lost, findings new and gone
    Diff(Diff),
    /// Explain a rule, a built-in code, a clause, a control, a provision of another framework or a record
    Explain(Explain),
    /// Begin: a whole management system in an empty folder, or a manifest for the documents that are there
    ///
    /// In an empty folder (a read-me and a licence do no harm) it writes documents whose blanks say what belongs there; `check` lists them.
    /// Where there are documents, it says how they are understood and what is worth a look first, and writes clauselint.yaml, nothing else.
    /// Nothing is written over.
    Init(Init),
    /// List documents and records as they are understood
    Ls(Ls),
    /// Serve an editor: the language server, on standard input and output
    ///
    /// Exit status: 0 after an orderly end, 1 if the client went away without a word.
    Lsp {
        /// What some clients say; there is no other way to speak
        #[arg(long)]
        stdio: bool,
    },
    /// Add a record with the next free id, where others of its kind stand
    ///
    /// As a row below the last row, an item after the last item, a heading after the last one, or a file beside the others. What rules ask of
    /// the kind is there as blanks to fill in.
    New(New),
    /// List rules, or test them against their own examples
    #[command(subcommand)]
    Rules(Rules),
    /// Print a JSON Schema, for editors
    Schema(Schema),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// Arguments of `check`.
#[derive(Args, Debug)]
pub struct Check {
    /// Files or folders to report on; everything in the root is read all the same
    ///
    /// The root is the folder of the nearest `clauselint.yaml` upwards from the first path, within its git repository. Without one
    /// it is the folder given, or for a file the git repository.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: crate::output::Format,
    /// Write findings to a file as well, as sarif=out.sarif; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = Output::read)]
    pub output: Vec<Output>,
    /// Answer for this day instead of today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<Date>,
    /// Let rules speak up to this stage, instead of the manifest's
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// What is told: everything, or what is new
    #[command(flatten)]
    pub changes: Changes,
    /// What was there before
    #[command(flatten)]
    pub baseline: Baselines,
    /// Report only what one of these names
    ///
    /// A rule or built-in code, the beginning of one with `*`, a clause or control with all below it, or a basis such as `law`.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not report what one of these names, likewise
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// What to put right
    #[command(flatten)]
    pub fixes: Fixes,
    /// Exit with status 1 if a finding is at least this bad
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: FailOn,
    /// Add how often each code was found, and what each rule did
    #[arg(long)]
    pub statistics: bool,
    /// Leave out the closing line
    #[arg(short, long)]
    pub quiet: bool,
}

/// What `check` is to put right.
#[derive(Args, Debug)]
pub struct Fixes {
    /// Write what can be put right into the files, and report what remains
    ///
    /// Only what leaves the meaning as it is: a date in another spelling. A file is written as a whole or not at all.
    #[arg(long)]
    pub fix: bool,
    /// With --fix or --diff: proposals too, such as the id that was probably meant; have a look at what they wrote
    #[arg(long = "unsafe")]
    pub proposals: bool,
    /// Show what --fix would write, as a patch, and write nothing; exit with status 1 if there is something
    #[arg(long)]
    pub diff: bool,
}

/// Which findings are told: those that a change brought.
#[derive(Args, Debug)]
pub struct Changes {
    /// Report only findings that were not there at this commit, branch or tag; everything is judged at both
    ///
    /// Of a branch that has gone on, the commit counts at which the two parted, as in a pull request: --since origin/main.
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "diff"])]
    pub since: Option<String>,
    /// Judge what is staged rather than the files, and report only what the next commit would bring
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub staged: bool,
}

/// Arguments of `coverage`.
#[derive(Args, Debug)]
pub struct Coverage {
    /// Only these clauses and controls and all below them, each at length; with --by, only these provisions
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Where to look for documents and records
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub root: PathBuf,
    /// See it from another framework, such as eu-ai-act: what is related to each of its provisions, and how far that is
    ///
    /// What is related supports the work on a provision. It is no statement that a provision is met.
    #[arg(long, value_name = "FRAMEWORK", conflicts_with_all = ["gaps", "verbose"])]
    pub by: Option<String>,
    /// List what is to be closed, in the order to close it
    #[arg(long)]
    pub gaps: bool,
    /// List all that answers to each clause and control, and what was found of it
    #[arg(short, long)]
    pub verbose: bool,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Answer for this day instead of today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<Date>,
    /// Count findings up to this stage, instead of the manifest's
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
}

/// Arguments of `diff`.
#[derive(Args, Debug)]
pub struct Diff {
    /// The earlier state: a commit, branch or tag; of a branch that has gone on, the commit at which the two parted
    #[arg(value_name = "REV")]
    pub from: String,
    /// The later state, if not the files as they are
    #[arg(value_name = "REV2")]
    pub to: Option<String>,
    /// The repository
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub root: PathBuf,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: DiffFormat,
    /// Judge both for this day instead of today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<Date>,
    /// Tell findings up to this stage, instead of the manifest's
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
}

/// How to write what a change did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Human,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
}

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub struct Explain {
    /// A rule or built-in code, a clause such as 6.1.3, a control such as A.5.4, a provision such as `AI Act Art. 10`, or a record such as RSK-007
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Where to look for records and house rules
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub root: PathBuf,
    /// Answer for this day instead of today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<Date>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Arguments of `init`.
#[derive(Args, Debug)]
pub struct Init {
    /// The folder; it is made if it is not there
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,
    /// The organisation's name
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// A role that it has towards AI systems, such as provider, developer or deployer; may be repeated
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    pub role: Vec<String>,
    /// What it prepares for: a stage of the pack
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// The name of an AI system; may be repeated
    #[arg(long, value_name = "NAME")]
    pub system: Vec<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Answer for this day instead of today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<Date>,
}

/// Arguments of `new`.
#[derive(Args, Debug)]
pub struct New {
    /// The kind of record
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Its title
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Its id, if not the next free one
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// The file that it goes into, from the root, if not where others are
    #[arg(long, value_name = "FILE")]
    pub file: Option<String>,
    /// Show the change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write this day where one is written, instead of today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<Date>,
    /// The repository
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub root: PathBuf,
}

/// Arguments of `ls`.
#[derive(Args, Debug)]
pub struct Ls {
    /// File or folder to list
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,
    /// Say why each file was taken for what it is; list files that are not ours, too
    #[arg(long)]
    pub why: bool,
    /// List records instead of documents
    #[arg(long)]
    pub records: bool,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Commands under `rules`.
#[derive(Subcommand, Debug)]
pub enum Rules {
    /// List rules with what they rest on, and what each did in a check
    List(RulesList),
    /// Write a house rule with its test
    ///
    /// Writes the rule into the house pack that the manifest names; without one, begins a pack and names it there. Nothing is written over.
    New(RulesNew),
    /// Run each rule over its own examples
    ///
    /// Exit status: 0 if each rule fires exactly where its examples say, else 1.
    Test(RulesArgs),
}

/// Arguments of `rules new`.
#[derive(Args, Debug)]
pub struct RulesNew {
    /// Its name: what is wrong when it fires, in words joined by hyphens
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The kind of record that it is for
    #[arg(long = "for", value_name = "KIND")]
    pub kind: String,
    /// A field that must be given; may be repeated
    #[arg(long, value_name = "FIELD", default_value = "owner")]
    pub require: Vec<String>,
    /// The pack's folder, from the root [default: the manifest's house pack, else rules/house]
    #[arg(long, value_name = "FOLDER")]
    pub pack: Option<String>,
    /// The repository
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub root: PathBuf,
}

/// Arguments of `rules test`.
#[derive(Args, Debug)]
pub struct RulesArgs {
    /// Only these rules; `soa-*` names all whose names begin so
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Where to look for house rules
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub root: PathBuf,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Arguments of `rules list`.
#[derive(Args, Debug)]
pub struct RulesList {
    /// Only these rules; `soa-*` names all whose names begin so
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Only rules on these clauses and controls, and on all below them
    #[arg(long, value_name = "KEY", value_delimiter = ',')]
    pub key: Vec<String>,
    /// Only rules that rest on this, such as documented, requirement, control, practice or law
    #[arg(long, value_name = "BASIS", value_delimiter = ',')]
    pub basis: Vec<String>,
    /// Only rules that speak from this stage on
    #[arg(long, value_name = "STAGE", value_delimiter = ',')]
    pub stage: Vec<String>,
    /// Only rules of this severity: error, warning or advice
    #[arg(long, value_name = "SEVERITY", value_delimiter = ',')]
    pub severity: Vec<String>,
    /// Only rules that judge records of this kind, or ask for them
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<String>,
    /// Check what is here, and add how often each rule applied, fired and came to no verdict
    #[arg(long, value_name = "PATH", conflicts_with = "root")]
    pub checked: Option<PathBuf>,
    /// Of a check, only rules that applied to nothing
    #[arg(long, requires = "checked")]
    pub idle: bool,
    /// Check for this day instead of today (UTC)
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, requires = "checked")]
    pub as_of: Option<Date>,
    /// Where to look for house rules
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub root: PathBuf,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Arguments of `schema`.
#[derive(Args, Debug)]
pub struct Schema {
    /// A kind of record, or `kind`, `manifest`, `rule`, `output`, `coverage`, `diff`; without it, the names of all
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

/// How to write an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Color {
    /// If the output is a terminal that wants them
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// From which severity on a run fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FailOn {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Advice,
    /// Nothing
    Never,
}

impl FailOn {
    /// The mildest severity that makes a run fail.
    pub fn least(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }
}

/// A file to write findings to, and how.
#[derive(Clone, Debug)]
pub struct Output {
    /// How.
    pub format: crate::output::Format,
    /// Where, relative to the current folder.
    pub path: PathBuf,
}

impl Output {
    fn read(text: &str) -> Result<Self, String> {
        let names = || {
            let known = crate::output::Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            known.map(|value| value.get_name().to_owned()).collect::<Vec<_>>().join(", ")
        };
        match text.split_once('=') {
            Some((_, "")) | None => Err(format!("write a format and a file, as in json=findings.json; formats are {}", names())),
            Some((format, path)) => {
                let format = crate::output::Format::from_str(format, false)
                    .map_err(|_| format!("there is no format {format}; there are {}", names()))?;
                Ok(Self { format, path: path.into() })
            }
        }
    }
}

fn date(text: &str) -> Result<Date, String> {
    crate::model::read_date(text).ok_or_else(|| "not a calendar date written YYYY-MM-DD".into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn each_word_of_fail_on_has_its_severity() {
        let all = [FailOn::Advice, FailOn::Warning, FailOn::Error, FailOn::Never].map(FailOn::least);
        assert_eq!(all, [Some(Severity::Advice), Some(Severity::Warning), Some(Severity::Error), None]);
    }
}
