//! The history that a document keeps of itself, as a table or a list of changes: its highest version is the document's, where the document
//! states none; where it states another, that is two stories.

use super::Reading;
use crate::schema::{KindId, Type, fold};
use crate::source::Span;
use crate::syntax::Entry;
use crate::syntax::Node;
use crate::syntax::markdown::{Markdown, Table};

/// Titles of a column that holds versions, besides the names of the field.
const VERSIONS: &[&str] = &["ver", "v", "rev", "edition"];

/// Titles of a column that holds the day of a version.
const DAYS: &[&str] = &["date", "when", "on", "day", "released", "issued", "issue date", "revision date"];

/// Titles of a column that says what a version brought, or who made it.
const CHANGES: &[&str] = &[
    "change",
    "changes",
    "changed",
    "what",
    "what changed",
    "description",
    "description of change",
    "description of changes",
    "change description",
    "summary",
    "summary of change",
    "summary of changes",
    "comment",
    "comments",
    "notes",
    "remarks",
    "reason",
    "reason for change",
    "details",
    "author",
    "who",
    "by",
    "editor",
    "changed by",
    "revised by",
    "prepared by",
    "owner",
    "owner/author",
    "author/owner",
];

/// Headings, or a line before a list, that say what follows.
const HISTORIES: &[&str] = &[
    "changelog",
    "change log",
    "change history",
    "version history",
    "document history",
    "revision history",
    "history",
    "history of changes",
    "versions",
    "document control",
    "revisions",
];

/// The highest version that a history tells: where the version, its day and who approved it are written.
struct Latest {
    version: Span,
    number: Vec<u64>,
    day: Option<Span>,
    approver: Option<Span>,
    /// Day of approval, in a column of its own.
    approved: Option<Span>,
}

impl<'a> Reading<'a> {
    /// What the document's own history adds to what it states: `stated` are the entries of its key lines and tables.
    pub(super) fn history(&self, tree: &Markdown<'_>, kind: KindId, stated: &[Entry<'a>]) -> Vec<Entry<'a>> {
        let schema = &self.vocabulary.schema;
        let is_document = schema.is_paper(kind);
        let Some(latest) = self.latest(tree, kind).filter(|_| is_document) else { return Vec::new() };
        let front = tree.front_matter.as_ref().map(Node::entries).unwrap_or_default();
        let said = |name: &str| {
            let field = schema.kind(kind).field(name)?.0;
            let is_it = |e: &&Entry<'_>| self.vocabulary.field(kind, &e.key.text) == Some(field) && e.value.text().is_some();
            let found = front.iter().find(is_it).or_else(|| stated.iter().find(is_it));
            Some(found.map(|e| (e.key.span, e.value.text().unwrap_or_default().to_owned())))
        };
        let mut entries = Vec::new();
        let mut add = |name: &str, key: Span, value: Option<Span>| {
            entries.extend(value.filter(|v| !v.is_empty()).map(|value| self.entry_named(name, key, value)));
        };
        match said("version") {
            None => return Vec::new(),
            Some(None) => add("version", latest.version, Some(latest.version)),
            Some(Some((key, text))) if number(&text).is_some_and(|n| n != latest.number) => {
                // Under the name that the document gives it, so that the two are compared.
                let name = self.text.get(key.range()).unwrap_or("version").to_owned();
                add(name.trim_matches(['*', '_', '"', '\'', ' ']), latest.version, Some(latest.version));
                return entries;
            }
            Some(Some(_)) => {}
        }
        if let (Some(None), Some(None)) = (said("approved_by"), said("approved_on")) {
            add("approved_by", latest.version, latest.approver);
            add("approved_on", latest.version, latest.approved.or(latest.approver.and(latest.day)));
        }
        if latest.approver.is_none() && said("updated") == Some(None) {
            add("updated", latest.version, latest.day);
        }
        entries
    }

    fn latest(&self, tree: &Markdown<'_>, kind: KindId) -> Option<Latest> {
        let tables = tree.tables.iter().filter(|t| !t.quoted).filter_map(|table| self.latest_row(table, kind));
        // Of rows alike the last, but tables may run either way: a number is a number.
        tables.chain(self.latest_item(tree)).max_by(|a, b| a.number.cmp(&b.number))
    }

    /// The highest version of a table of versions: its first or second column holds versions and nothing else, another their days, a third
    /// what changed or who did it.
    fn latest_row(&self, table: &Table<'_>, kind: KindId) -> Option<Latest> {
        let spec = self.vocabulary.schema.kind(kind);
        let titles: Vec<Box<str>> = table.columns.iter().map(|c| fold(&c.text)).collect();
        let fields: Vec<Option<&str>> =
            titles.iter().map(|t| self.vocabulary.folded_field(kind, t).map(|f| &*spec.fields[usize::from(f)].name)).collect();
        let column = |fits: &dyn Fn(usize) -> bool| (0..titles.len()).find(|i| fits(*i));
        let is_day = |i: usize| {
            let dated = |f: &str| spec.field(f).is_some_and(|(_, f)| matches!(f.ty, Type::Date));
            DAYS.contains(&&*titles[i]) || fields[i].is_some_and(dated)
        };
        let version = column(&|i| i < 2 && (fields[i] == Some("version") || VERSIONS.contains(&&*titles[i])))?;
        let day = column(&is_day)?;
        let approver = column(&|i| fields[i] == Some("approved_by"));
        column(&|i| {
            i != version
                && i != day
                && (CHANGES.contains(&&*titles[i]) || fields[i] == Some("approved_by") || fields[i] == Some("author"))
        })?;
        let mut latest: Option<Latest> = None;
        for row in &table.rows {
            let cell = |column: usize| row.entries().iter().find(|e| e.key.span == table.columns[column].span).map(|e| &e.value);
            let says = |column: usize| cell(column).filter(|v| super::placeholder::blank(v).is_none()).map(|v| v.span);
            if row.entries().iter().all(|e| super::placeholder::blank(&e.value).is_some()) {
                continue;
            }
            let written = cell(version)?;
            let number = number(written.text()?)?;
            if latest.as_ref().is_none_or(|l| l.number <= number) {
                let signed = (fields[day] == Some("approved_on")).then(|| says(day)).flatten();
                latest = Some(Latest {
                    version: written.span,
                    number,
                    day: says(day),
                    approver: approver.and_then(says),
                    approved: signed,
                });
            }
        }
        latest
    }

    /// The highest version of a list of changes under a heading, or a line, that says so: `- 1.1 (2026-06-09) DeepL added`.
    fn latest_item(&self, tree: &Markdown<'_>) -> Option<Latest> {
        let mut under = false;
        let mut latest: Option<Latest> = None;
        let mut heading = None;
        for block in tree.blocks.iter().filter(|b| !b.quoted) {
            if block.heading != heading {
                heading = block.heading;
                under = heading.is_some_and(|h| HISTORIES.contains(&&*fold(&tree.headings[h].text)));
            }
            let text = self.text.get(block.span.range()).unwrap_or_default();
            let Some(item) = self.item_of_changes(text) else {
                under |= text.len() < 40 && HISTORIES.contains(&&*fold(text.trim_matches(['*', '_', ':', ' '])));
                continue;
            };
            if under && latest.as_ref().is_none_or(|l| l.number < item.number) {
                latest = Some(item);
            }
        }
        latest
    }

    /// `1.1 (2026-06-09) …`, `**v1.1** – 2026-06-09: …`.
    fn item_of_changes(&self, text: &str) -> Option<Latest> {
        let bare = text.trim_start_matches(['*', '_', 'v', 'V']);
        let end = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
        let version = bare[..end].trim_end_matches('.');
        let rest = bare[end..].trim_start_matches([' ', '*', '_', '(', '–', '—', '-', ',', ':', '[']);
        let day = rest.get(..10).filter(|day| crate::syntax::read_date(day).is_some())?;
        let span = |part: &str| {
            let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
            Span::new(start, start + part.len())
        };
        let number = number(version).filter(|_| version.contains('.'))?;
        Some(Latest { version: span(version), number, day: Some(span(day)), approver: None, approved: None })
    }
}

/// A version as numbers, zeros at the end aside: `v1.10` is [1, 10], `2.0` is [2].
fn number(version: &str) -> Option<Vec<u64>> {
    let bare = version.trim().trim_start_matches(['v', 'V']).trim_start_matches("ersion").trim();
    let mut parts: Vec<u64> = bare.split('.').map(|p| p.parse().ok()).collect::<Option<_>>()?;
    while parts.len() > 1 && parts.last() == Some(&0) {
        parts.pop();
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn versions_compare_as_numbers() {
        assert_eq!(number("v1.10"), Some(vec![1, 10]));
        assert_eq!(number("2.0"), number("2"));
        assert_eq!(number("Version 3.1"), Some(vec![3, 1]));
        assert!(number("1.10") > number("1.9"));
        for none in ["1.2-draft", "", "next", "2026-03-01", "1..2"] {
            assert_eq!(number(none), None, "{none}");
        }
    }
}
