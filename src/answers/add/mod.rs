//! One more record of a kind, where those of its kind stand: `new`. What is made here is the text of a file as it will be; writing it is the
//! command's work.

mod among;
mod asked;
mod blank;
mod csv;
mod list;
mod number;
mod place;
mod row;
mod scaffold;
mod section;
mod whole;

pub use among::{among, natural};
pub use blank::{blank, quoted};
pub use row::{cells, line, row_at};
pub use scaffold::Scaffolded;

use std::sync::Arc;

use jiff::civil::Date;

use crate::finding::Stage;
use crate::model::read::is_csv;
use crate::model::{Carrier, Facts, Record, Whose};
use crate::schema::{Field, Kind, KindId};
use crate::source::{FileId, Span};
use crate::workspace::Workspace;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The kind.
    pub kind: KindId,
    /// Its title, if it is known already.
    pub title: Option<String>,
    /// Its id, if not the next free one.
    pub id: Option<String>,
    /// The file that it goes into, relative to the root, if not where others are.
    pub file: Option<String>,
    /// The rules up to this stage say which fields it needs.
    pub stage: Stage,
}

impl Wanted {
    /// One more, with the next free id.
    pub fn next(kind: KindId) -> Self {
        Self { kind, title: None, id: None, file: None, stage: Stage::default() }
    }
}

/// A file as it will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The new record's id.
    pub id: String,
    /// The file, relative to the root.
    pub path: String,
    /// Its text before; none for a new file.
    pub before: Option<Arc<str>>,
    /// Its text with the record.
    pub after: String,
    /// Where the record begins in it.
    pub at: usize,
}

/// Makes one more record, with what rules ask of it where it would stand. Where there is none of the kind yet, it goes where the scaffold has
/// it. `Err` says why it cannot be done.
pub fn addition(workspace: &Workspace, scaffold: &Scaffolded, wanted: &Wanted, today: Date) -> Result<Addition, String> {
    let begun = Begun::of(workspace, wanted)?;
    let bare = begun.made(workspace, scaffold, wanted, Vec::new())?;
    let asked = asked::asked(workspace, &bare, wanted, today);
    let fields = begun.fields(asked);
    if fields.is_empty() { Ok(bare) } else { begun.made(workspace, scaffold, wanted, fields) }
}

/// The same without asking the rules, which takes as long as judging the repository does.
pub fn unasked(workspace: &Workspace, scaffold: &Scaffolded, wanted: &Wanted) -> Result<Addition, String> {
    let begun = Begun::of(workspace, wanted)?;
    begun.made(workspace, scaffold, wanted, begun.fields(Vec::new()))
}

/// What is known of a new record before its fields are.
struct Begun<'w> {
    kind: &'w Kind,
    id: String,
    /// The record below which it goes, if there is one of its kind.
    beside: Option<(&'w Facts, &'w Record)>,
    /// What all others of its list say.
    usual: Vec<&'w Field>,
}

impl<'w> Begun<'w> {
    fn of(workspace: &'w Workspace, wanted: &Wanted) -> Result<Self, String> {
        let kind = workspace.index.schema.kind(wanted.kind);
        refuse(workspace, kind, wanted)?;
        let told = told(workspace, wanted.kind);
        if let (true, Some((facts, record))) = (kind.one, told.first()) {
            let line = workspace.sources.get(facts.file).position(record.name.start).line;
            return Err(format!(
                "one record of the kind {} is all there can be, and it is there: {}:{line}",
                kind.name, facts.path
            ));
        }
        let beside = beside(&told, wanted.file.as_deref());
        let id = number::next(workspace, wanted, &told, beside)?;
        let usual = beside.map(|(facts, _)| usual(kind, wanted.kind, facts)).unwrap_or_default();
        Ok(Self { kind, id, beside, usual })
    }

    /// Fields besides those that name it: these, and what all others say.
    fn fields(&self, mut fields: Vec<&'w Field>) -> Vec<&'w Field> {
        fields.extend(&self.usual);
        beyond_its_name(self.kind, fields)
    }

    fn made(
        &self,
        workspace: &Workspace,
        scaffold: &Scaffolded,
        wanted: &Wanted,
        fields: Vec<&Field>,
    ) -> Result<Addition, String> {
        made(&New { workspace, kind: self.kind, wanted, id: &self.id, fields }, self.beside, scaffold)
    }
}

/// The next free id of a kind, in the manner of those in a file if it has any; none where ids are no running numbers.
pub fn next_id(workspace: &Workspace, kind: KindId, file: FileId) -> Option<String> {
    let told = told(workspace, kind);
    let beside = beside(&told, Some(&workspace.sources.get(file).path)).or_else(|| beside(&told, None));
    number::next(workspace, &Wanted::next(kind), &told, beside).ok()
}

/// One more item for a list of records in a file: its id, and a mapping that says what all others there do. `column` is where it begins.
pub fn next_item(workspace: &Workspace, kind: KindId, file: FileId, column: usize) -> Option<(String, String)> {
    let id = next_id(workspace, kind, file)?;
    let (spec, wanted) = (workspace.index.schema.kind(kind), Wanted::next(kind));
    let usual = workspace.index.facts(file).map(|facts| usual(spec, kind, facts)).unwrap_or_default();
    let new = New { workspace, kind: spec, wanted: &wanted, id: &id, fields: beyond_its_name(spec, usual) };
    let text = new.mapping("", &" ".repeat(column)).trim_end().to_owned();
    Some((id, text))
}

/// Fields in the kind's order, each once, without those that name the record.
fn beyond_its_name<'k>(kind: &'k Kind, mut fields: Vec<&'k Field>) -> Vec<&'k Field> {
    let position = |field: &Field| kind.field(&field.name).map(|(field, _)| field);
    let names = [kind.id.as_ref().map(|id| id.field), kind.field("title").map(|(field, _)| field)];
    fields.retain(|field| !names.contains(&position(field)));
    fields.sort_by_key(|field| position(field));
    fields.dedup_by_key(|field| position(field));
    fields
}

/// The fields that every record of a list says: whoever keeps it wants them of the next one, too. Rows and headings show theirs themselves.
fn usual<'k>(kind: &'k Kind, id: KindId, facts: &Facts) -> Vec<&'k Field> {
    let mut others = facts.records.iter().filter(|record| record.kind == id && record.carrier == Carrier::Item);
    let Some(first) = others.next() else { return Vec::new() };
    let mut usual: Vec<u16> = first.fields.iter().map(|(field, _)| *field).collect();
    others.for_each(|other| usual.retain(|field| other.get(*field).is_some()));
    usual.into_iter().map(|field| &*kind.fields[usize::from(field)]).collect()
}

/// The file with the record.
fn made(new: &New<'_>, beside: Option<(&Facts, &Record)>, scaffold: &Scaffolded) -> Result<Addition, String> {
    let (workspace, id) = (new.workspace, new.id.to_owned());
    let change = match beside {
        Some((facts, record)) => {
            let text = &*workspace.sources.get(facts.file).text;
            below(new, &There { facts, record, text })?
        }
        None => place::first(new, scaffold)?,
    };
    Ok(match change {
        Change::Edit { path, text, at, gone, new } => {
            let after = format!("{}{new}{}", &text[..at], &text[at + gone..]);
            // What stands before its id parts it from what is there.
            let lead = new.find(&*id).unwrap_or_default();
            Addition { id, path, at: at + lead, after, before: Some(text) }
        }
        Change::Create { path, text, at } => Addition { id, path, before: None, after: text, at },
    })
}

/// The change that writes a record below another.
fn below(new: &New<'_>, there: &There<'_>) -> Result<Change, String> {
    match there.record.carrier {
        Carrier::Row(_) if is_csv(&there.facts.path) => csv::add(new, there),
        Carrier::Row(header) => row::add(new, there, header),
        Carrier::Section => section::add(new, there),
        Carrier::Item => list::add(new, there),
        Carrier::Mapping | Carrier::Document => whole::add(new, there),
        Carrier::Manifest => Err(format!("a record of the kind {} is kept in {}", new.kind.name, there.facts.path)),
    }
}

/// What is to be written.
struct New<'a> {
    workspace: &'a Workspace,
    kind: &'a Kind,
    wanted: &'a Wanted,
    id: &'a str,
    /// What rules ask of it besides id and title.
    fields: Vec<&'a Field>,
}

impl New<'_> {
    fn title(&self) -> &str {
        self.wanted.title.as_deref().unwrap_or("[title]")
    }

    /// The field that holds the id, and the one that holds the title.
    fn names(&self) -> (Option<u16>, Option<u16>) {
        (self.kind.id.as_ref().map(|id| id.field), self.kind.field("title").map(|(field, _)| field))
    }
}

/// A record of the kind, as it stands.
struct There<'a> {
    facts: &'a Facts,
    record: &'a Record,
    text: &'a str,
}

impl There<'_> {
    /// The bytes of a field's value.
    fn span(&self, field: Option<u16>) -> Option<Span> {
        field.and_then(|field| self.record.get(field)).map(|value| value.span)
    }

    /// What ends the file's lines.
    fn line_end(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    fn insert(&self, at: usize, new: &str) -> Change {
        let new = if self.line_end() == "\n" { new.to_owned() } else { new.replace('\n', "\r\n") };
        Change::Edit { path: self.facts.path.to_string(), text: self.text.into(), at, gone: 0, new }
    }
}

/// What is done to a file.
enum Change {
    /// `gone` bytes at `at` give way to `new`.
    Edit {
        path: String,
        text: Arc<str>,
        at: usize,
        gone: usize,
        new: String,
    },
    Create {
        path: String,
        text: String,
        at: usize,
    },
}

fn refuse(workspace: &Workspace, kind: &Kind, wanted: &Wanted) -> Result<(), String> {
    let shaped = kind.document || kind.id.as_ref().is_some_and(|id| id.pattern.is_some());
    if kind.in_manifest.is_some() {
        return Err(format!("a record of the kind {} is kept in {}", kind.name, crate::workspace::MANIFEST));
    }
    if kind.data || !shaped {
        return Err(format!("nobody writes records of the kind {}; name one of a management system's", kind.name));
    }
    match &wanted.id {
        Some(id) if workspace.index.by_id(id).iter().any(|entity| workspace.index.kind(*entity) == wanted.kind) => {
            Err(format!("{id} is there already, as one of the kind {}", kind.name))
        }
        _ => Ok(()),
    }
}

/// Records of exactly the kind that count, in order of path and place.
fn told(workspace: &Workspace, kind: KindId) -> Vec<(&Facts, &Record)> {
    let ours = |facts: &&Arc<Facts>| !workspace.is_pack(facts.file) && !matches!(facts.whose, Whose::Template { .. });
    let files = workspace.index.files().filter(ours).map(|facts| &**facts);
    files.flat_map(|facts| facts.records.iter().filter(|r| r.kind == kind).map(move |r| (facts, r))).collect()
}

/// The last record of the file that holds the most, the last of such files; within `file` if one is named.
fn beside<'w>(told: &[(&'w Facts, &'w Record)], file: Option<&str>) -> Option<(&'w Facts, &'w Record)> {
    let wanted = |facts: &Facts| file.is_none_or(|file| *facts.path == *file);
    let count = |facts: &Facts| told.iter().filter(|(other, _)| other.file == facts.file).count();
    let kept = told.iter().filter(|(facts, record)| wanted(facts) && record.id.is_some());
    // Of files that hold one each, a document shows better than data how the next one should look.
    kept.max_by_key(|(facts, record)| (count(facts), record.carrier == Carrier::Document)).copied()
}
