//! CSV files: one table, read as a Markdown file is that holds nothing else. Its header may stand below titles and remarks.

use super::super::facts::{Carrier, Whose};
use super::Reading;
use super::recognise::Guess;
use super::record::Unknown;
use crate::finding::{Finding, codes};
use crate::schema::KindId;
use crate::source::Span;
use crate::syntax::csv::{Csv, Ragged, Sheet};
use crate::syntax::markdown::{Markdown, Table};

/// True for a path that is read as CSV.
pub fn is_csv(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|e| e.eq_ignore_ascii_case("csv") || e.eq_ignore_ascii_case("tsv"))
}

/// A CSV text under the header that fits.
struct Found<'t> {
    /// The text as Markdown would give it: one table.
    tree: Markdown<'t>,
    ragged: Vec<Ragged>,
    guesses: Vec<Guess>,
    /// What stands above the header, as a title would. It only helps to tell what the file is.
    title: Option<String>,
    rows: KindId,
}

impl Reading<'_> {
    /// Reads a CSV file. One that holds no records of ours, and that the manifest does not name, is passed over whatever is wrong with it:
    /// even if one of ours links to it, a data set is no register.
    pub(super) fn csv(&mut self, csv: &Csv<'_>) {
        let named = self.vocabulary.named(self.path);
        if let Some(kind) = named {
            self.because(format!("the manifest says it is {}", self.vocabulary.schema.kind(kind).name));
        }
        let Some(mut found) = self.found(csv, named.filter(|k| !self.vocabulary.schema.is_paper(*k))) else {
            if let Some(kind) = named {
                self.problems(&csv.problems);
                self.document_of_rows(Some(kind).filter(|k| self.vocabulary.schema.is_paper(*k)), Span::default());
            }
            return;
        };
        self.problems(&csv.problems);
        let title = found.title.as_deref();
        let paper = self
            .document_kind(&found.tree, title, &found.guesses)
            .map(|(kind, _)| kind)
            .filter(|k| self.vocabulary.schema.is_paper(*k));
        if let Some(why) = self.template(&found.tree, title, self.vocabulary.named(self.path).is_some()) {
            self.facts.whose = Whose::Template { why, recognised: true, kind: paper };
        }
        for table in &mut found.tree.tables {
            let header = header_span(table);
            self.document_of_rows(paper, header);
            self.ragged(table, header, &found.ragged, found.rows);
        }
        self.record_tables(&found.tree, &[Some(found.rows)], paper, &[]);
        self.because(self.how(csv, &found.tree));
        self.citations(&found.tree);
    }

    /// The text under the first header by which its rows are known, else under the one that fits the kind of which the manifest says that
    /// they are; which holds in any case.
    fn found<'t>(&mut self, csv: &Csv<'t>, named: Option<KindId>) -> Option<Found<'t>> {
        let mut ground = None;
        for header in csv.headers() {
            let Some(Sheet { table, ragged }) = csv.sheet(header) else { continue };
            let title = csv.title(header);
            let tree = Markdown { tables: vec![table], ..Markdown::default() };
            self.facts.ground = self.markdown_ground(&tree, title);
            ground = ground.or(Some(self.facts.ground));
            let guesses = self.guesses(&tree, title);
            if let Some(kind) = guesses.first().and_then(|guess| guess.kind(self.has_ground())) {
                let rows = named.unwrap_or(kind);
                return Some(Found { tree, ragged, guesses, title: title.map(str::to_owned), rows });
            }
        }
        self.facts.ground = ground.unwrap_or_else(|| self.markdown_ground(&Markdown::default(), None));
        let rows = named?;
        let Sheet { table, ragged } = self.most_fitting(csv, rows)?;
        let tree = Markdown { tables: vec![table], ..Markdown::default() };
        Some(Found { tree, ragged, guesses: vec![Guess::default()], title: None, rows })
    }

    /// The text under the header that has most columns of a kind, if it has two: a word above it may happen to be one's name.
    fn most_fitting<'t>(&self, csv: &Csv<'t>, kind: KindId) -> Option<Sheet<'t>> {
        let mut best: Option<(usize, usize)> = None;
        for header in csv.headers() {
            let score = csv.names(header).filter(|n| self.vocabulary.field(kind, n).is_some()).count();
            if score > 1 && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, header));
            }
        }
        csv.sheet(best?.1)
    }

    /// The file's own record. It has no fields: all that the file says stands in its rows.
    fn document_of_rows(&mut self, paper: Option<KindId>, span: Span) {
        if let Some(kind) = paper {
            self.facts.document.record = Some(self.record(kind, span, &[], Carrier::Document, Unknown::NearMiss));
        }
    }

    /// How the table was read, for `ls --why`.
    fn how(&self, csv: &Csv<'_>, tree: &Markdown<'_>) -> String {
        let delimiter = match csv.delimiter {
            Some('\t') => "tabs",
            Some(';') => "semicolons",
            Some('|') => "vertical bars",
            _ => "commas",
        };
        let header = tree.tables.first().map_or(0, |table| table.span.start as usize);
        let above = self.text.get(..header).unwrap_or_default();
        format!("cells parted by {delimiter}, columns named on line {}", above.matches('\n').count() + 1)
    }

    /// Tells of the rows that do not fit the header, and takes them out of the table: under which column their cells belong is a guess.
    fn ragged(&mut self, table: &mut Table<'_>, header: Span, ragged: &[Ragged], kind: KindId) {
        let template = matches!(self.facts.whose, Whose::Template { .. });
        for Ragged { row, cells, columns } in ragged {
            let row = &table.rows[*row];
            // What refers to the row is not left dangling, too.
            let id = row.entries().iter().find(|e| self.is_id(kind, &e.value)).and_then(|e| self.id_text(kind, &e.value));
            self.facts.outside_ids.extend(id.map(Into::into));
            if template {
                continue;
            }
            let message = format!("the row has {cells} cells and the header {columns}, so the row is not read");
            let help = if cells > columns {
                "put quotation marks around a cell that holds the sign that parts cells"
            } else {
                "write out the empty cells, or put in the sign that is missing between two"
            };
            let finding = Finding::built_in(codes::RAGGED_ROW, self.place(row.span), message);
            self.find(finding.help(help).label(self.place(header), format!("{columns} columns")));
        }
        let mut at = 0;
        table.rows.retain(|_| {
            at += 1;
            ragged.binary_search_by_key(&(at - 1), |r| r.row).is_err()
        });
    }
}

fn header_span(table: &Table<'_>) -> Span {
    match (table.columns.first(), table.columns.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => table.span,
    }
}
