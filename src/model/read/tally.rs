//! Tables that count: totals of the rows above, and summaries whose rows are the words of a field or the families of ids. What they count is
//! checked against the records once all are known; only what is certain is kept.

use rustc_hash::FxHashSet;

use super::super::facts::{Tallied, Tally, TallyBy};
use super::Reading;
use super::table::is_total;
use crate::finding::{Finding, codes};
use crate::schema::{Kind, KindId, Type, fold, fold_value};
use crate::source::Span;
use crate::syntax::markdown::{Markdown, Table};
use crate::syntax::{Entry, Node};

/// Titles of a column that counts, and words that a heading over a summary of everything may hold besides names.
const COUNTING: &[&str] = &["count", "number", "total", "no", "quantity", "how many", "#", "n", "entries", "sum"];
const SUMMING: &[&str] = &[
    "summary",
    "total",
    "totals",
    "overview",
    "count",
    "counts",
    "statistics",
    "number",
    "numbers",
    "dashboard",
    "status",
    "by",
    "of",
    "the",
    "in",
    "at",
    "a",
    "glance",
    "per",
    "and",
    "all",
    "family",
    "register",
];

/// A row of a summary: its label, and the cell with the number.
struct Row<'n> {
    label: &'n str,
    number: u64,
    at: Span,
    total: bool,
}

impl Reading<'_> {
    /// Reads the tables that hold no records and count some. `kinds`: what each table holds.
    pub(super) fn tallies(&mut self, tree: &Markdown<'_>, kinds: &[Option<KindId>]) {
        let tables = tree.tables.iter().zip(kinds).filter(|(table, kind)| kind.is_none() && !table.quoted);
        for (table, _) in tables {
            self.added_up(table);
            if let Some(tally) = self.tally(tree, table) {
                self.facts.tallies.push(tally);
            }
        }
    }

    /// Tells a total that is more than the rows above it add up to, where all that stands above it are counts. Less may be right: what two
    /// rows count may be one thing.
    fn added_up(&mut self, table: &Table<'_>) {
        let Some((last, rows)) = table.rows.split_last() else { return };
        let said =
            last.entries().first().and_then(|e| e.value.text()).is_some_and(|t| matches!(&*fold(t), "total" | "totals" | "sum"));
        if !said || rows.len() < 2 || rows.iter().any(is_total) {
            return;
        }
        for (i, column) in last.entries().iter().enumerate().skip(1).filter(|(_, e)| !e.key.text.is_empty()) {
            let Some(total) = count(&column.value) else { continue };
            let cell = |row: &'_ Node<'_>| row.entries().get(i).map(|e| (e.value.span, count(&e.value)));
            let cells = rows.iter().map(|row| cell(row).and_then(|(_, n)| n));
            let Some(sum) = cells.sum::<Option<u64>>().filter(|sum| *sum < total) else { continue };
            let message = format!("the total of `{}` is given as {total}, but the rows above add up to {sum}", column.key.text);
            let (first, above) = (cell(&rows[0]), cell(&rows[rows.len() - 1]));
            let mut finding = Finding::built_in(codes::WRONG_TOTAL, self.place(column.value.span), message);
            if let (Some(first), Some(above)) = (first, above) {
                finding = finding.label(self.place(first.0), "from here").label(self.place(above.0), "to here");
            }
            self.find(finding);
        }
    }

    /// A summary as what it counts, if that is certain: its first column holds words of one field of one kind, or families of the ids of one,
    /// its second counts, and its title narrows nothing down.
    fn tally(&self, tree: &Markdown<'_>, table: &Table<'_>) -> Option<Tally> {
        let counts = |title: &str| {
            COUNTING.contains(&title)
                || self.vocabulary.schema.iter().any(|(_, k)| names(k).iter().any(|n| is_number_of(title, n)))
        };
        let numbers = |title: &str| table.rows.iter().all(|r| r.get(title).and_then(count).is_some());
        let mut columns = table.columns.iter().skip(1).filter(|c| numbers(&c.text) && counts(&fold(&c.text)));
        let (Some(counted), None) = (columns.next(), columns.next()) else { return None };
        let rows: Vec<Row<'_>> = table.rows.iter().map(|r| row(r, &counted.text)).collect::<Option<_>>()?;
        let labels: Vec<&str> = rows.iter().filter(|r| !r.total).map(|r| r.label).collect();
        let distinct: FxHashSet<Box<str>> = labels.iter().map(|l| fold_value(l)).collect();
        if labels.len() < 2 || distinct.len() < labels.len() {
            return None;
        }
        let here: FxHashSet<KindId> = self.facts.records.iter().map(|r| r.kind).collect();
        let heading = table.heading.map(|h| &tree.headings[h]);
        let title = fold(&counted.text);
        let mut fitting = self.vocabulary.schema.iter().filter_map(|(id, kind)| {
            let names = names(kind);
            let stated = COUNTING.contains(&&*title) && here.contains(&id) || names.iter().any(|n| is_number_of(&title, n));
            let held = here.contains(&id) || heading.is_some_and(|h| is_about(&fold(&h.text), kind));
            let parting = table.columns.first().and_then(|c| self.vocabulary.field(id, &c.text));
            let by = if stated && held && !kind.data { self.counted_by(kind, &labels, parting)? } else { return None };
            Some((id, kind, by))
        });
        let (Some((id, kind, by)), None) = (fitting.next(), fitting.next()) else { return None };
        let narrowed = heading.is_some_and(|h| h.level > 1 && !sums(&fold(&h.text), kind, &by));
        let tallied = |row: &Row<'_>| {
            let of = (!row.total).then(|| self.word(kind, &by, row.label));
            Tallied { span: row.at, number: row.number, label: row.label.into(), of: of.flatten() }
        };
        let rows = rows.iter().map(tallied).collect();
        (!narrowed).then_some(Tally { kind: id, rows, by })
    }

    /// The one field of whose words these are, or the families of the kind's ids.
    /// `parting`: the field that the first column's title names; it alone may be one of free text.
    fn counted_by(&self, kind: &Kind, labels: &[&str], parting: Option<u16>) -> Option<TallyBy> {
        if let Some(field) = parting {
            let by = TallyBy::Field(field);
            return labels.iter().all(|label| self.word(kind, &by, label).is_some()).then_some(by);
        }
        let closed = |ty: &Type| matches!(ty, Type::Word(_) | Type::Scale(_));
        let fields = kind.fields.iter().enumerate().filter(|(_, f)| closed(&f.ty)).map(|(i, _)| TallyBy::Field(i as u16));
        let mut fitting =
            fields.chain([TallyBy::Family]).filter(|by| labels.iter().all(|label| self.word(kind, by, label).is_some()));
        match (fitting.next(), fitting.next()) {
            (by, None) => by,
            _ => None,
        }
    }

    /// What a label stands for: the field's own word, or the family.
    fn word(&self, kind: &Kind, by: &TallyBy, label: &str) -> Option<Box<str>> {
        match by {
            TallyBy::Family => {
                let family = label.split_whitespace().next()?.to_uppercase();
                let ids = self.vocabulary.pack_ids.get(&kind.recognise.needs.as_ref()?.of)?;
                let within = |id: &str| id.strip_prefix(&*family).is_some_and(|rest| rest.starts_with('.'));
                ids.iter().any(|id| within(id)).then(|| family.into())
            }
            TallyBy::Field(field) => match &kind.fields[usize::from(*field)].ty {
                Type::Word(words) => {
                    let folded = fold_value(label);
                    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
                    words.known().get(bare).map(|i| (&*words.words[usize::from(*i)]).into())
                }
                Type::Scale(_) => {
                    let used = |text: &str| self.facts.records.iter().any(|r| r.get(*field).is_some_and(|v| v.is_on_scale(text)));
                    let folded = fold_value(label);
                    used(&folded).then_some(folded)
                }
                Type::Text => Some(fold_value(label)),
                _ => None,
            },
        }
    }
}

/// The cells of a row that matter: its label, and the number in the column that counts.
fn row<'n>(row: &'n Node<'_>, column: &str) -> Option<Row<'n>> {
    let number = row.get(column)?;
    Some(Row { label: text(row.entries().first()?)?, number: count(number)?, at: number.span, total: is_total(row) })
}

fn text<'n>(entry: &'n Entry<'_>) -> Option<&'n str> {
    entry.value.text().map(str::trim).filter(|t| !t.is_empty())
}

/// A count: digits and nothing else.
fn count(cell: &Node<'_>) -> Option<u64> {
    let text = cell.text()?.trim();
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// What the records of a kind are called together: "risks", "AI risks", "controls" for a kind whose id is a control.
fn names(kind: &Kind) -> Vec<Box<str>> {
    let id = kind.id.as_ref().map(|id| format!("{}s", kind.fields[usize::from(id.field)].name)).filter(|name| name != "ids");
    [kind.plural.to_string(), format!("{}s", kind.title)].into_iter().chain(id).map(|name| fold(&name)).collect()
}

/// True for a heading that names the kind in one or in many.
fn is_about(heading: &str, kind: &Kind) -> bool {
    let singular = |name: &str| name.strip_suffix('s').unwrap_or(name).to_owned();
    let padded = format!(" {heading} ");
    names(kind).iter().any(|name| padded.contains(&format!(" {name} ")) || padded.contains(&format!(" {} ", singular(name))))
}

/// "risks", "number of risks", "total risks".
fn is_number_of(title: &str, name: &str) -> bool {
    title.strip_suffix(name).is_some_and(|before| matches!(before.trim_end(), "" | "number of" | "no of" | "total" | "all"))
}

/// True for a heading over a count of everything: "Summary", "Risks by level", not "Open findings of the third quarter".
fn sums(heading: &str, kind: &Kind, by: &TallyBy) -> bool {
    let field = match by {
        TallyBy::Field(field) => Some(&kind.fields[usize::from(*field)]),
        TallyBy::Family => None,
    };
    let own: Vec<Box<str>> = names(kind)
        .into_iter()
        .chain([fold(&kind.title)])
        .chain(field.iter().flat_map(|f| f.folded()).map(|n| (&**n).into()))
        .collect();
    let known = |word: &str| SUMMING.contains(&word) || own.iter().any(|name| name.split(' ').any(|part| part == word));
    heading.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).all(known)
}
