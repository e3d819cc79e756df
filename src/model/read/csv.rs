//! CSV files: one table, whose rows are records. Its header may stand below titles and remarks.

use super::super::facts::{Carrier, Whose};
use super::Reading;
use super::record::Unknown;
use crate::finding::{Finding, codes};
use crate::schema::KindId;
use crate::syntax::csv::{Csv, Ragged, Sheet};
use crate::syntax::markdown::{Markdown, Table};

/// True for a path that is read as CSV.
pub fn is_csv(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|e| e.eq_ignore_ascii_case("csv") || e.eq_ignore_ascii_case("tsv"))
}

impl Reading<'_> {
    /// Reads a CSV file. One that holds no records of ours, and that the manifest does not name, is passed over whatever is wrong with it:
    /// even if one of ours links to it, a data set is no register.
    pub(super) fn csv(&mut self, csv: &Csv<'_>) {
        let named = self.vocabulary.named(self.path);
        let recognised = self.recognised(csv);
        let (sheet, rows) = match (recognised, named) {
            (Some((sheet, kind)), _) => {
                let name = &self.vocabulary.schema.kind(kind).name;
                self.because(format!("a table with the columns of {name}"));
                (Some(sheet), Some(kind))
            }
            (None, Some(kind)) if !self.is_paper(kind) => (self.most_fitting(csv, kind), Some(kind)),
            (None, Some(_)) => (None, None),
            (None, None) => return,
        };
        // The manifest knows better than the columns do; a document holds rows of whatever kind they are of.
        let rows = named.filter(|k| !self.is_paper(*k)).or(rows);
        if let Some(kind) = named {
            self.because(format!("the manifest says it is {}", self.vocabulary.schema.kind(kind).name));
        }
        self.problems(&csv.problems);
        let paper = self.paper(named, rows.is_some());
        let Some(mut sheet) = sheet else {
            self.document_of_rows(paper, None);
            return;
        };
        self.because(self.how(csv, &sheet.table));
        let mut tree = Markdown::default();
        let ragged = std::mem::take(&mut sheet.ragged);
        tree.tables.push(sheet.table);
        if let Some(why) = self.template(&tree, None) {
            self.facts.whose = Whose::Template { why, recognised: true };
        }
        self.document_of_rows(paper, tree.tables.first());
        if let (Some(kind), Some(table)) = (rows, tree.tables.first_mut()) {
            self.ragged(table, &ragged, kind);
            self.rows(table, kind);
        }
        self.citations(&tree);
    }

    /// The first header under which the rows are records of a kind, and the kind.
    fn recognised<'t>(&self, csv: &Csv<'t>) -> Option<(Sheet<'t>, KindId)> {
        let sheets = csv.headers().filter_map(|(header, _)| csv.sheet(header));
        sheets.into_iter().find_map(|sheet| self.table_kind(&sheet.table).map(|kind| (sheet, kind)))
    }

    /// The text under the header that has most columns of a kind, if it has two: a word above it may happen to be one's name.
    fn most_fitting<'t>(&self, csv: &Csv<'t>, kind: KindId) -> Option<Sheet<'t>> {
        let known = |names: &[&str]| names.iter().filter(|n| self.vocabulary.field(kind, n).is_some()).count();
        let mut best: Option<(usize, usize)> = None;
        for (header, names) in csv.headers() {
            let score = known(&names);
            if score > 1 && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, header));
            }
        }
        csv.sheet(best?.1)
    }

    /// True for a kind of documents: a text that is approved and issued, not a thing that a file may be written about.
    fn is_paper(&self, kind: KindId) -> bool {
        let schema = &self.vocabulary.schema;
        schema.find("document").is_some_and(|document| schema.kind(kind).line.contains(&document))
    }

    /// The kind of the document that the file is: the manifest says it, or the file's name, if rows of ours speak for it.
    fn paper(&mut self, named: Option<KindId>, holds_rows: bool) -> Option<KindId> {
        if named.is_some() {
            return named.filter(|k| self.is_paper(*k));
        }
        let kind = self.vocabulary.by_stem(self.path).filter(|k| holds_rows && self.is_paper(*k))?;
        self.because(format!("its file name is that of {}", self.vocabulary.schema.kind(kind).name));
        Some(kind)
    }

    /// The file's own record. It has no fields: all that the file says stands in its rows.
    fn document_of_rows(&mut self, paper: Option<KindId>, table: Option<&Table<'_>>) {
        let Some(kind) = paper else { return };
        let span = table.map(super::table::header_span).unwrap_or_default();
        self.facts.document.record = Some(self.record(kind, span, &[], Carrier::Document, Unknown::NearMiss));
    }

    /// How the table was read, for `ls --why`.
    fn how(&self, csv: &Csv<'_>, table: &Table<'_>) -> String {
        let delimiter = match csv.delimiter {
            Some('\t') => "tabs",
            Some(';') => "semicolons",
            Some('|') => "vertical bars",
            _ => "commas",
        };
        let above = self.text.get(..table.span.start as usize).unwrap_or_default();
        format!("cells parted by {delimiter}, columns named on line {}", above.matches('\n').count() + 1)
    }

    /// Tells of the rows that do not fit the header, and takes them out of the table: under which column their cells belong is a guess.
    fn ragged(&mut self, table: &mut Table<'_>, ragged: &[Ragged], kind: KindId) {
        let template = matches!(self.facts.whose, Whose::Template { .. });
        let header = self.place(super::table::header_span(table));
        for misfit in ragged {
            let row = &table.rows[misfit.row];
            // What refers to the row is not left dangling, too.
            let id = row.entries().iter().find(|e| self.is_id(kind, &e.value)).and_then(|e| self.id_text(kind, &e.value));
            self.facts.outside_ids.extend(id.map(Into::into));
            if template {
                continue;
            }
            let Ragged { cells, columns, .. } = *misfit;
            let message = format!("the row has {cells} cells and the header {columns}, so the row is not read");
            let help = if cells > columns {
                "put quotation marks around a cell that holds the sign that parts cells"
            } else {
                "write out the empty cells, or put in the sign that is missing between two"
            };
            let finding = Finding::built_in(codes::RAGGED_ROW, self.place(row.span), message);
            self.find(finding.help(help).label(header, format!("{columns} columns")));
        }
        let mut at = 0;
        table.rows.retain(|_| {
            at += 1;
            ragged.binary_search_by_key(&(at - 1), |r| r.row).is_err()
        });
    }
}
