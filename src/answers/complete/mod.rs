//! What may be written at a byte of a file. The text around it counts, which may be broken while it is typed; what it may lead to is had from
//! the records as last read.

mod flow;
mod kinds;
mod label;
mod link;
mod manifest;
mod mapping;
mod prose;
mod section;
mod spoken;
mod table;
mod values;
mod yaml;

use jiff::civil::Date;

use crate::model::read::{is_csv, is_markdown};
use crate::source::{FileId, Span};
use crate::workspace::Workspace;

/// At most this many choices are shown at a time.
const MOST: usize = 200;

/// What may be written somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// What is there of it already, and gives way.
    pub written: Span,
    /// The choices.
    pub all: Vec<Choice>,
    /// There are more, of which those that fit are shown once more is written.
    pub more: bool,
}

/// One thing that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is called.
    pub words: String,
    /// What is written: the words, with what belongs around them.
    pub text: String,
    /// What they mean, in a few words.
    pub detail: String,
    /// The same at length.
    pub says: Option<String>,
    /// What kind of thing they are.
    pub sort: Sort,
}

/// What kind of thing a choice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The id of a record.
    Record,
    /// All of a record that is to be filled in.
    Whole,
    /// The name of a field.
    Field,
    /// The name of a kind.
    Kind,
    /// A word of a vocabulary, a date.
    Word,
    /// A file.
    File,
    /// A heading.
    Heading,
}

/// Where something is written.
struct Here<'w> {
    workspace: &'w Workspace,
    file: FileId,
    /// The text as it stands in the editor.
    text: &'w str,
    offset: usize,
    today: Date,
}

/// What may be written at an offset of a file; none where anything may. `text` is the file's as it stands in the editor: what was read of it
/// may be older.
pub fn completions(workspace: &Workspace, file: FileId, text: &str, offset: usize, today: Date) -> Option<Choices> {
    let source = workspace.sources.get(file);
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let here = Here { workspace, file, text, offset, today };
    let ways: &[fn(&Here<'_>) -> Option<Choices>] = match () {
        () if is_csv(&source.path) => &[table::choices],
        () if !is_markdown(&source.path) || in_front_matter(text, offset) => &[yaml::choices],
        () => &[link::choices, table::choices, section::choices, label::choices, prose::choices],
    };
    ways.iter().filter_map(|way| way(&here)).find(|choices| !choices.all.is_empty())
}

fn in_front_matter(text: &str, offset: usize) -> bool {
    let Some(body) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return false };
    let begin = text.len() - body.len();
    let end = body.find("\n---").map_or(text.len(), |end| begin + end + 1);
    (begin..=end).contains(&offset) && (end < text.len())
}

impl Choice {
    fn new(sort: Sort, words: &str, detail: impl Into<String>) -> Self {
        Self { words: words.to_owned(), text: words.to_owned(), detail: detail.into(), says: None, sort }
    }

    /// With what belongs around the words.
    fn written(self, text: String) -> Self {
        Self { text, ..self }
    }

    /// With what it means at length, if there is anything to say.
    fn saying(self, says: &str) -> Self {
        Self { says: Some(says.to_owned()).filter(|says| !says.is_empty()), ..self }
    }
}

impl Choices {
    /// Those of some choices that fit what is written already.
    fn of(here: &Here<'_>, start: usize, choices: impl IntoIterator<Item = Choice>) -> Self {
        Self::beginning(here, start, start, choices)
    }

    /// The same where what is written begins with signs that are no part of the words: it gives way from `start` on, its words begin at `words`.
    fn beginning(here: &Here<'_>, start: usize, words: usize, choices: impl IntoIterator<Item = Choice>) -> Self {
        let written = here.text[words..here.offset].to_lowercase();
        let fits =
            |choice: &Choice| choice.words.to_lowercase().contains(&written) || choice.detail.to_lowercase().contains(&written);
        let mut all: Vec<Choice> = choices.into_iter().filter(fits).take(MOST + 1).collect();
        let more = all.len() > MOST;
        all.truncate(MOST);
        Self { written: Span::new(start, here.offset), all, more }
    }
}
