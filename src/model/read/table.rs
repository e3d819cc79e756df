//! Tables: rows as records, or as the items of a field.

use rustc_hash::FxHashSet;

use super::super::facts::{Carrier, Data, MapEntry, Value};
use super::Reading;
use super::coerce::About;
use super::headings::RecordHeading;
use super::placeholder::Blank;
use super::recognise::says;
use super::record::Unknown;
use crate::finding::RecordName;
use crate::schema::{Group, KindId, Type, fold};
use crate::source::Span;
use crate::syntax::markdown::{Markdown, Table};
use crate::syntax::{Entry, Key, Node, NodeValue};

/// What stands at the head of a row that adds up others.
const TOTALS: &[&str] =
    &["total", "totals", "sum", "subtotal", "grand total", "overall", "overall total", "average", "mean", "median"];

/// What each of them begins with.
const STEMS: &[&str] = &["total", "su", "grand", "overall", "average", "me"];

impl Reading<'_> {
    /// Reads every table that holds records. A table under a heading that names a field of the document is that field's.
    /// One below a record of `records` to which its rows can refer, without a column for it, refers to that.
    pub(super) fn record_tables(
        &mut self,
        tree: &Markdown<'_>,
        kinds: &[Option<KindId>],
        document: Option<KindId>,
        records: &[RecordHeading<'_>],
    ) {
        let mut told = FxHashSet::default();
        for (table, kind) in tree.tables.iter().zip(kinds).filter(|(table, _)| !table.quoted) {
            let heading = table.heading.map(|h| &tree.headings[h]);
            let in_field = heading.is_some_and(|h| {
                document.is_some_and(|d| self.vocabulary.field(d, &h.text).is_some_and(|f| self.takes_table(d, f)))
            });
            if in_field {
                continue;
            }
            let Some(kind) = *kind else { continue };
            let name = self.vocabulary.schema.kind(kind).name.clone();
            let reason = format!("a table with the columns of {name}");
            self.because(reason);
            self.unknown_columns(table, kind, &mut told);
            let others = self.other_columns(table, kind);
            let header = header_span(table);
            let above = self.reference_above(table, kind, records);
            for row in &table.rows {
                if is_total(row) {
                    continue;
                }
                if !self.is_filled(row, kind) {
                    self.waiting(row, kind);
                    continue;
                }
                let entries: Vec<&Entry<'_>> =
                    row.entries().iter().filter(|e| !others.contains(&&*e.key.text)).chain(&above).collect();
                self.record(kind, row.span, &entries, Carrier::Row(header), Unknown::Told);
            }
        }
    }

    /// What the rows of a table refer to without saying so in a column: the record below which the table stands.
    fn reference_above<'t>(&self, table: &Table<'_>, kind: KindId, records: &[RecordHeading<'t>]) -> Option<Entry<'t>> {
        let (above, id) = self.above(records, table)?;
        let field = self.reference_to(kind, above)?;
        let said = table.columns.iter().any(|c| self.vocabulary.field(kind, &c.text) == Some(field));
        let name = &self.vocabulary.schema.kind(kind).fields[usize::from(field)].name;
        let key = Key { span: id.key.span, text: name.to_string().into() };
        (!said).then(|| Entry { key, value: id.value.clone() })
    }

    /// Keeps the id of a row that waits to be filled in: what refers to it does not dangle.
    fn waiting(&mut self, row: &Node<'_>, kind: KindId) {
        let Some(id) = self.vocabulary.schema.kind(kind).id.as_ref().map(|id| id.field) else { return };
        let cells = row.entries().iter().filter(|e| self.vocabulary.field(kind, &e.key.text) == Some(id));
        self.facts.outside_ids.extend(cells.filter_map(|e| Some(e.value.text()?.trim().into())));
    }

    /// Columns that are called as a field is by some, and hold something else: of a vocabulary's words, most cells are none.
    fn other_columns<'t>(&self, table: &'t Table<'_>, kind: KindId) -> Vec<&'t str> {
        let spec = self.vocabulary.schema.kind(kind);
        let is_other = |column: &&str| {
            let field = self.vocabulary.field(kind, column).map(|f| &spec.fields[usize::from(f)]);
            let Some((Type::Word(words), field)) = field.map(|f| (f.ty.element(), f)) else { return false };
            if field.folded().first().is_some_and(|name| **name == *fold(column)) {
                return false;
            }
            let cells = table.rows.iter().filter_map(|row| row.get(column).filter(|cell| says(cell, &field.ty))?.text());
            let (known, all) = cells.fold((0, 0), |(known, all), cell| {
                let is_known = cell.split([',', ';']).any(|part| super::scalar::word(words, part).is_some());
                (known + usize::from(is_known), all + 1)
            });
            known * 2 < all
        };
        table.columns.iter().map(|c| &*c.text).filter(is_other).collect()
    }

    /// Tells the columns that the kind does not have, each name once a file: a register is often split into tables of one shape.
    fn unknown_columns(&mut self, table: &Table<'_>, kind: KindId, told: &mut FxHashSet<(KindId, Box<str>)>) {
        let name = RecordName { kind: self.vocabulary.schema.kind(kind).name.clone(), id: None };
        for column in &table.columns {
            let folded = fold(&column.text);
            let known = column.text.starts_with("x-") || self.vocabulary.folded_field(kind, &folded).is_some();
            if !known && told.insert((kind, folded)) {
                self.unknown_field(kind, &name, column, Unknown::NearMiss);
            }
        }
    }

    fn takes_table(&self, kind: KindId, field: u16) -> bool {
        match &self.vocabulary.schema.kind(kind).fields[field as usize].ty {
            Type::List(item) => matches!(**item, Type::Group(_)),
            Type::Map(_) | Type::Group(_) => true,
            _ => false,
        }
    }

    /// True when a cell beside the id says something. Rows that are only numbered wait to be filled in.
    fn is_filled(&self, row: &Node<'_>, kind: KindId) -> bool {
        let spec = self.vocabulary.schema.kind(kind);
        let id = spec.id.as_ref().map(|id| id.field);
        // A row whose name is still to be written is an example of one.
        let title = spec.field("title").map(|(title, _)| title);
        let named = |e: &&Entry<'_>| title.is_some() && self.vocabulary.field(kind, &e.key.text) == title;
        if row.entries().iter().find(named).is_some_and(|e| super::placeholder::blank(&e.value) == Some(Blank::Placeholder)) {
            return false;
        }
        row.entries().iter().any(|e| match self.vocabulary.field(kind, &e.key.text) {
            Some(field) if Some(field) == id => false,
            Some(field) => says(&e.value, &spec.fields[field as usize].ty),
            None => super::placeholder::blank(&e.value).is_none(),
        })
    }

    /// A table as the value of a field: rows are the items of a list of groups, or the entries of a map or group keyed by the first column.
    pub(super) fn table_value(&mut self, table: &Table<'_>, ty: &Type, about: &About<'_>) -> Value {
        let data = match ty {
            Type::List(item) => {
                let Type::Group(group) = &**item else { return Value { span: table.span, data: Data::Missing } };
                let mut items = Vec::new();
                for row in table.rows.iter().filter(|row| !is_total(row)) {
                    let kept: Vec<Entry<'_>> = row.entries().iter().filter(|e| known(group, &e.key.text)).cloned().collect();
                    if kept.iter().any(|e| super::placeholder::blank(&e.value).is_none()) {
                        let node = Node { span: row.span, value: NodeValue::Map(kept), style: row.style };
                        items.push(self.value(&node, item, about));
                    }
                }
                Data::List(items.into())
            }
            Type::Map(map) => {
                let mut entries = Vec::new();
                for row in &table.rows {
                    let Some((key, rest)) = row.entries().split_first() else { continue };
                    let Some(text) = key.value.text() else { continue };
                    let field = map.keys.named(text).map(|i| map.keys.fields[i as usize].name.clone());
                    let Some(name) = field.or_else(|| map.open.then(|| text.trim().into())) else { continue };
                    let value = self.row_value(row, rest, &map.entry, about);
                    entries.push(MapEntry { key: name, span: key.value.span, value });
                }
                Data::Map(entries.into())
            }
            Type::Group(group) => {
                let mut fields: Vec<(u16, Value)> = Vec::new();
                for row in &table.rows {
                    let Some((key, rest)) = row.entries().split_first() else { continue };
                    let Some(i) = key.value.text().and_then(|t| group.named(t)) else { continue };
                    let value = self.row_value(row, rest, &group.fields[i as usize].ty, about);
                    if !fields.iter().any(|(f, _)| *f == i) {
                        fields.push((i, value));
                    }
                }
                fields.sort_by_key(|(i, _)| *i);
                Data::Group(fields.into())
            }
            _ => Data::Missing,
        };
        Value { span: table.span, data }
    }

    /// A row without its key cell: a group takes the cells by column, anything else the first cell that says something.
    fn row_value(&mut self, row: &Node<'_>, rest: &[Entry<'_>], ty: &Type, about: &About<'_>) -> Value {
        if let Type::Group(group) = ty {
            let kept: Vec<Entry<'_>> = rest.iter().filter(|e| known(group, &e.key.text)).cloned().collect();
            let node = Node { span: row.span, value: NodeValue::Map(kept), style: row.style };
            return self.value(&node, ty, about);
        }
        let said = rest.iter().find(|e| super::placeholder::blank(&e.value).is_none()).or(rest.first());
        match said {
            Some(entry) => self.value(&entry.value, ty, about),
            None => Value { span: row.span, data: Data::Missing },
        }
    }
}

/// Columns that the group does not know are notes, not mistakes.
fn known(group: &Group, column: &str) -> bool {
    group.named(column).is_some()
}

/// True for a row that adds up those above: the first of its cells that says anything says so.
pub(super) fn is_total(row: &Node<'_>) -> bool {
    let Some(text) = row.entries().iter().find_map(|e| e.value.text()) else { return false };
    // Each row of each table is asked, and most begin with an id. Folding takes nothing off a plain text's front but what is no letter.
    let letters = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let begins = |stem: &&str| letters.get(..stem.len()).is_some_and(|head| head.eq_ignore_ascii_case(stem));
    (!text.is_ascii() || STEMS.iter().any(begins)) && TOTALS.contains(&&*fold(text))
}

fn header_span(table: &Table<'_>) -> Span {
    match (table.columns.first(), table.columns.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => table.span,
    }
}
