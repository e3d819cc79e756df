//! The kind of a table's rows: by columns and ids that tell by themselves, else by what heading, title or file name call them.

use crate::model::read::table::is_total;
use crate::model::read::{Reading, is_choice, placeholder, stem, word};
use crate::schema::{Kind, KindId, Type, fold, fold_title};
use crate::source::Text;
use crate::syntax::markdown::{Markdown, Table};
use crate::syntax::{Lazy, Node};

/// Fewest columns that must be fields of a kind whose rows are only called so.
pub(super) const COLUMNS: usize = 3;
/// What a name counts for beside a column's 2.
const NAMED: usize = 2;
/// The part that is enough of the share of known ids, where the table or its file is called what it holds.
const CALLED: f64 = 2.0 / 3.0;
/// What a set of telling columns counts for.
const TELLING: usize = 2;

/// What a table may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model::read) struct Guess {
    /// By its columns and the ids of its rows.
    sure: Option<(KindId, bool)>,
    /// By what it is called, and columns.
    called: Option<KindId>,
}

impl Guess {
    /// The kind of the rows. `ground`: whether signs count that other management systems give as well.
    pub fn kind(self, ground: bool) -> Option<KindId> {
        match self.sure {
            Some((kind, anywhere)) if ground || anywhere => Some(kind),
            _ => self.called.filter(|_| ground),
        }
    }
}

impl Reading<'_> {
    /// What each table may hold. Tables with the header of one that is known hold the same.
    pub(in crate::model::read) fn guesses(&self, tree: &Markdown<'_>, title: Option<&str>) -> Vec<Guess> {
        let headers: Vec<Header> =
            tree.tables.iter().map(|table| table.columns.iter().map(|column| fold(&column.text)).collect()).collect();
        if headers.is_empty() {
            return Vec::new();
        }
        let file = self.file_names(title);
        let mut guesses: Vec<Guess> = (tree.tables.iter().zip(&headers))
            .map(|(table, header)| self.guess(table, header, &Self::called(tree, table, title, &file)))
            .collect();
        for i in 0..guesses.len() {
            let sister = (0..guesses.len()).find(|j| guesses[*j].sure.is_some() && headers[i] == headers[*j]);
            if let Some(sister) = sister.filter(|_| guesses[i].sure.is_none()) {
                guesses[i] = Guess { sure: guesses[sister].sure, called: guesses[i].called };
            }
        }
        guesses
    }

    /// What the table is called.
    pub(super) fn called<'f>(tree: &Markdown<'_>, table: &Table<'_>, title: Option<&str>, file: &'f [Words; 2]) -> Called<'f> {
        let heading = table.heading.and_then(|h| tree.headings.get(h)).map(|h| &*h.text).filter(|text| Some(*text) != title);
        Called { heading: Words::new(heading.unwrap_or_default()), file }
    }

    /// What a file is called: its title and its name.
    pub(super) fn file_names(&self, title: Option<&str>) -> [Words; 2] {
        [title.unwrap_or_default(), stem(self.path)].map(Words::new)
    }

    /// What a table may hold.
    fn guess(&self, table: &Table<'_>, header: &Header, called: &Called<'_>) -> Guess {
        let (mut sure, mut loose) = (Best::default(), Best::default());
        let schema = &self.vocabulary.schema;
        // For each kind, the field that each column names: few kinds are named by more than a column that all have, and those are asked more.
        let mut named: Vec<Option<u16>> = vec![None; schema.kinds.len() * header.len()];
        for (i, column) in header.iter().enumerate() {
            for (kind, field) in &*self.vocabulary.columns(column) {
                named[usize::from(kind.0) * header.len() + i] = Some(*field);
            }
        }
        for ((id, kind), fields) in schema.iter().zip(named.chunks(header.len().max(1))) {
            let matched = distinct(fields);
            let telling = matched > 0 && kind.recognise.columns.iter().any(|set| set.iter().all(|w| fields.contains(&Some(*w))));
            if !telling && matched < COLUMNS || called.says(&kind.recognise.unless) || self.unfilled(table, id, fields) {
                continue;
            }
            if telling && self.ids(table, kind, fields, called) == Ids::Own {
                sure.offer(matched, (id, self.counts_anywhere(id)));
            } else if let Some(points) = self.loose(table, kind, fields, telling, called) {
                loose.offer(points, id);
            }
        }
        Guess { sure: sure.one(), called: loose.one() }
    }

    /// What speaks for a kind besides ids of its own, if it is enough.
    fn loose(&self, table: &Table<'_>, kind: &Kind, fields: &[Option<u16>], telling: bool, called: &Called<'_>) -> Option<usize> {
        if kind.data || kind.recognise.needs.is_some() {
            return None;
        }
        let names = &kind.recognise.names;
        let by_heading = names.iter().any(|n| called.heading.are(n));
        let by_file = called.file_says(names);
        let few = |matched: usize| matched < COLUMNS || matched * 2 < table.columns.len();
        if few(distinct(fields)) || !(by_heading || by_file || telling) {
            return None;
        }
        let fields = &self.fitting(table, kind, fields);
        let matched = distinct(fields);
        if few(matched) {
            return None;
        }
        // A list of names and descriptions is a catalogue; a register says who, how far or how bad as well.
        let decides =
            |f: &Option<u16>| f.is_some_and(|f| kind.id.as_ref().is_none_or(|id| id.field != f) && is_decision(kind, f));
        if !telling && !fields.iter().any(decides) {
            return None;
        }
        // Titles, descriptions and owners stand in tables of anything.
        let own = fields.iter().flatten().any(|f| !self.vocabulary.schema.is_common(&kind.fields[usize::from(*f)].name));
        let by_name_alone = called.file_is(names);
        let titled = kind.field("title").is_some_and(|(title, _)| fields.contains(&Some(title)));
        let enough = match self.ids(table, kind, fields, called) {
            Ids::Foreign => false,
            Ids::Own => by_file || by_heading || telling && matched > COLUMNS,
            // Deliverables and actions have a purpose, an owner and a status, too: nearly all columns must be the kind's.
            Ids::Shaped => {
                by_heading
                    || own && (by_name_alone || by_file && (titled || telling))
                    || telling && titled && matched > COLUMNS && matched * 4 >= table.columns.len() * 3
            }
            // A manual has tables of typical risks, which are nobody's.
            Ids::None => by_file && own && (titled || telling),
        };
        enough.then(|| {
            let by_name = NAMED * (usize::from(by_file) + 2 * usize::from(called.heading_says(names)));
            matched * 2 + by_name + if telling { TELLING } else { 0 }
        })
    }

    /// The fields that columns name, without those that take words of a vocabulary where the column, which says something, has none of them: a
    /// column of levels may be another's. Words of the organisation's own may stand for any.
    fn fitting(&self, table: &Table<'_>, kind: &Kind, fields: &[Option<u16>]) -> Vec<Option<u16>> {
        let fits = |field: u16, column: &str| {
            let ty = &kind.fields[usize::from(field)].ty;
            let Type::Word(words) = ty else { return true };
            let mut cells = table.rows.iter().filter_map(|row| row.get(column)).filter(|cell| says(cell, ty)).peekable();
            cells.peek().is_none() || cells.filter_map(Node::text).any(|text| word(words, text).is_some())
        };
        let own_words = !self.vocabulary.words.is_empty();
        let fitting = fields.iter().zip(&table.columns).map(|(f, column)| f.filter(|f| own_words || fits(*f, &column.text)));
        fitting.collect()
    }

    /// What the cells of the id column look like.
    pub(super) fn ids(&self, table: &Table<'_>, kind: &Kind, fields: &[Option<u16>], called: &Called<'_>) -> Ids {
        let Some(identity) = &kind.id else { return Ids::None };
        let columns = fields.iter().zip(&table.columns).filter(|(f, _)| **f == Some(identity.field)).map(|(_, c)| &*c.text);
        columns.map(|column| self.column_ids(table, kind, column, called)).max().unwrap_or(Ids::None)
    }

    fn column_ids(&self, table: &Table<'_>, kind: &Kind, column: &str, called: &Called<'_>) -> Ids {
        let cells: Vec<&str> = table
            .rows
            .iter()
            .filter(|r| !is_total(r))
            .filter_map(|r| r.get(column).and_then(Node::text))
            .map(|c| c.split_whitespace().next().unwrap_or_default())
            .collect();
        let share = |fits: &dyn Fn(&str) -> bool| {
            let first = |c: &&&str| fits(self.vocabulary.citations.without_namespace(c));
            cells.iter().filter(first).count() as f64 / cells.len().max(1) as f64
        };
        let pattern: Option<&Lazy> = kind.id.as_ref().and_then(|id| id.pattern.as_deref());
        let known = kind.recognise.needs.as_ref().is_none_or(|n| {
            // Of what is called so, fewer need to be known: those that are not are mistakes.
            let enough = if called.says(&kind.recognise.names) { n.share * CALLED } else { n.share };
            self.vocabulary.pack_ids.get(&n.of).is_some_and(|ids| share(&|c| ids.contains(&*c.to_uppercase())) >= enough)
        });
        match () {
            () if cells.is_empty() => Ids::None,
            () if known && pattern.is_none_or(|p| share(&|c| p.is_match(c)) > 0.5) => Ids::Own,
            () if known && share(&is_id) > 0.5 => Ids::Shaped,
            () => Ids::Foreign,
        }
    }

    /// True for a form that nobody has filled in: it has columns for decisions (yes or no, words, dates, references), and none says anything.
    pub(super) fn unfilled(&self, table: &Table<'_>, kind: KindId, fields: &[Option<u16>]) -> bool {
        let spec = self.vocabulary.schema.kind(kind);
        let id = spec.id.as_ref().map(|id| id.field);
        let decides = |field: &Option<u16>| field.is_some_and(|f| Some(f) != id && is_decision(spec, f));
        let deciding: Vec<(&str, u16)> =
            table.columns.iter().zip(fields).filter(|(_, f)| decides(f)).filter_map(|(c, f)| Some((&*c.text, (*f)?))).collect();
        let row_says =
            |row: &Node<'_>| deciding.iter().any(|(c, f)| row.get(c).is_some_and(|v| says(v, &spec.fields[*f as usize].ty)));
        !deciding.is_empty() && !table.rows.iter().any(row_says)
    }
}

/// The columns of a table, folded.
type Header = Vec<Box<str>>;

/// A folded text in which names are looked for as whole words: each table is asked for those of each kind.
#[derive(Debug, Default)]
pub(in crate::model::read) struct Words {
    /// With a blank before and after.
    text: String,
    /// Where its words begin.
    starts: Vec<usize>,
}

impl Words {
    /// Of a text as it is written.
    pub fn new(text: &str) -> Self {
        let text = format!(" {} ", fold_title(&fold(text)));
        let starts = memchr::memchr_iter(b' ', text.as_bytes()).map(|blank| blank + 1).collect();
        Self { text, starts }
    }

    /// True if a name stands in the text.
    pub fn hold(&self, name: &str) -> bool {
        let (text, name) = (self.text.as_bytes(), name.as_bytes());
        let begins = |at: &usize| {
            text.get(*at) == name.first() && text[*at..].strip_prefix(name).is_some_and(|after| after.first() == Some(&b' '))
        };
        self.starts.iter().any(begins)
    }

    fn are(&self, name: &str) -> bool {
        self.text.trim_matches(' ') == name
    }
}

/// What a table is called: by the heading above it, and by the title and name of its file; folded, with a blank before and after.
#[derive(Debug)]
pub(in crate::model::read) struct Called<'f> {
    heading: Words,
    file: &'f [Words; 2],
}

impl Called<'_> {
    fn heading_says(&self, names: &[Text]) -> bool {
        names.iter().any(|n| self.heading.hold(n))
    }

    fn file_says(&self, names: &[Text]) -> bool {
        names.iter().any(|n| self.file.iter().any(|words| words.hold(n)))
    }

    /// True for a file that is called that and nothing else: `ai_risk_register.csv`.
    fn file_is(&self, names: &[Text]) -> bool {
        names.iter().any(|n| self.file.iter().any(|words| words.are(n)))
    }

    pub(super) fn says(&self, names: &[Text]) -> bool {
        self.heading_says(names) || self.file_says(names)
    }
}

/// What the cells of an id column look like, the surest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ids {
    /// Something else.
    Foreign,
    /// There are none.
    None,
    /// Ids of the writer's own making.
    Shaped,
    /// Ids shaped as those of the kind.
    Own,
}

/// True for a field that holds a word, a number, a day or a reference: what somebody decided or found out.
pub(in crate::model::read) fn is_decision(kind: &Kind, field: u16) -> bool {
    !matches!(kind.fields[field as usize].ty.element(), Type::Text | Type::Group(_) | Type::Map(_))
}

/// True for `R-01`, `T1`, `AI-AGENT-003`, `2026/04`.
pub(in crate::model::read) fn is_id(text: &str) -> bool {
    let text = text.trim_matches(['*', '`', '[', ']', '_']);
    text.len() <= 24
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_' | '\u{2011}'))
}

/// True for an id that ends in a number, as those that people make up do: `KPI-7`, and not `12-Month`.
pub(in crate::model::read) fn is_numbered(id: &str) -> bool {
    id.rsplit(['-', '.', '/', '_', '\u{2011}']).next().is_some_and(|end| end.contains(|c: char| c.is_ascii_digit()))
}

/// True for a cell that holds a value rather than nothing, a placeholder or a choice not made.
pub(in crate::model::read) fn says(cell: &Node<'_>, ty: &Type) -> bool {
    placeholder::blank(cell).is_none() && !cell.text().is_some_and(|t| is_choice(t, ty))
}

pub(super) fn distinct(fields: &[Option<u16>]) -> usize {
    let known = |i: usize| fields[i].is_some() && !fields[..i].contains(&fields[i]);
    (0..fields.len()).filter(|i| known(*i)).count()
}

/// The best of what is offered, if it is the only best.
struct Best<T> {
    points: usize,
    best: Option<T>,
}

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self { points: 0, best: None }
    }
}

impl<T> Best<T> {
    fn offer(&mut self, points: usize, what: T) {
        if points > self.points {
            (self.points, self.best) = (points, Some(what));
        } else if points == self.points {
            self.best = None;
        }
    }

    fn one(self) -> Option<T> {
        self.best
    }
}

#[cfg(test)]
mod tests {
    use super::{Words, is_id};

    #[test]
    fn a_name_is_held_as_whole_words() {
        for (text, name) in [("AI risk register", "risk register"), ("xa a a", "a a"), ("Risks", "risks")] {
            assert!(Words::new(text).hold(name), "{text}");
        }
        for (text, name) in [("AI risk registers", "risk register"), (" ", "risk"), ("", "risk"), ("brisk", "risk")] {
            assert!(!Words::new(text).hold(name), "{text}");
        }
    }

    #[test]
    fn ids_of_the_writers_own_making_are_ids() {
        for id in ["R-01", "T1", "AI-AGENT-003", "I-2026-05", "**R-001**", "[RK-001]", "1", "NC\u{2011}01"] {
            assert!(is_id(id), "{id}");
        }
        for other in ["Drift", "Model", "high", "", "—", "R-", "customers"] {
            assert!(!is_id(other), "{other}");
        }
    }
}
