//! Citations in the cells of tables, with the titles that stand next to them.

use super::super::Reading;
use super::scan::{Settling, Words, wanted};
use super::text::{beside, is_listed, is_path, namespace, near, title_after};
use super::{Candidate, Form, Scheme};
use crate::source::Span;
use crate::syntax::markdown::Table;
use crate::syntax::{Entry, Key, Lazy, Node};

impl Reading<'_> {
    pub(super) fn table_citations(
        &mut self,
        settling: &Settling<'_>,
        table: &Table<'_>,
        cells: &[&Candidate<'_>],
        columns: &[(&Candidate<'_>, &Lazy)],
    ) {
        let headers: Vec<Option<bool>> = table
            .columns
            .iter()
            .map(|c| if settling.rivals(&c.text) { Some(false) } else { settling.names(&c.text).then_some(true) })
            .collect();
        let other_columns = headers.contains(&Some(false));
        let under = |c: &Key<'_>| columns.iter().filter(|(_, l)| l.is_match(&c.text)).map(|(c, _)| *c).collect();
        let under: Vec<Vec<&Candidate<'_>>> = table.columns.iter().map(under).collect();
        for row in &table.rows {
            for (i, entry) in row.entries().iter().enumerate().filter(|(_, e)| !e.value.span.is_empty()) {
                let column = table.columns.iter().position(|c| c.span == entry.key.span);
                let text = self.bare(entry).1;
                let mut settled = None;
                let mut holds = || {
                    *settled.get_or_insert_with(|| {
                        let by_row = || !other_columns && self.row_holds(settling, row, table);
                        !settling.rivals(text) && column.and_then(|c| headers[c]).unwrap_or_else(by_row)
                    })
                };
                let of_column = column.map_or(&[][..], |c| &under[c]);
                let forms =
                    cells.iter().chain(of_column).filter(|c| c.has_words_in(entry.value.span) != Some(false)).map(|c| c.form);
                let matching = forms.filter(|f| f.pattern.is_match(text));
                let fitting: Vec<&Form> = matching.filter(|f| f.names_scheme || holds()).collect();
                for form in fitting {
                    self.cell(settling.scheme, form, row, i);
                }
            }
        }
    }

    fn row_holds(&self, settling: &Settling<'_>, row: &Node<'_>, table: &Table<'_>) -> bool {
        let text = self.text.get(row.span.range()).unwrap_or_default();
        !settling.rivals(text) && (settling.names(text) || settling.above(table.heading))
    }

    /// A cell's text without the markup that opens it, and where it begins.
    fn bare(&self, entry: &Entry<'_>) -> (usize, &str) {
        let raw = self.text.get(entry.value.span.range()).unwrap_or_default();
        let text = raw.trim_start_matches(['*', '_', '[', '`', '~']);
        (entry.value.span.start as usize + raw.len() - text.len(), text)
    }

    fn cell(&mut self, scheme: &Scheme, form: &Form, row: &Node<'_>, i: usize) {
        let entry = &row.entries()[i];
        let (start, text) = self.bare(entry);
        let at = |range: std::ops::Range<usize>| Span::new(start + range.start, start + range.end);
        let mut found = Vec::new();
        for captures in form.pattern.captures_iter(text) {
            let (Some(all), Some(id)) = (captures.get(0), captures.name("id")) else { continue };
            if form.unless.as_ref().is_some_and(|u| u.is_match(near(&text[all.end()..])))
                || namespace(text, id.start()).is_some_and(|n| !n.eq_ignore_ascii_case(&scheme.name))
                || is_path(text, id.range())
                || !form.names_scheme && scheme.others.as_ref().is_some_and(|o| o.is_match(text))
            {
                continue;
            }
            let listed = is_listed(text, all.range());
            let alone =
                text[..all.start()].is_empty() && text[all.end()..].trim_matches(['*', '_', ']', '`', '~', ' ']).is_empty();
            let (beside, title) = match (listed, alone) {
                (true, _) => (None, None),
                (_, true) => {
                    let title = self.title_beside(scheme, row, i);
                    (title, title)
                }
                _ => (beside(text, 0..text.len(), all.range()).map(at), title_after(text, all.range()).map(at)),
            };
            let edition = captures.name("edition").map(|m| m.as_str().into());
            let words = Words { beside, follows: None, title, edition, cell: alone && title.is_some() };
            found.push((at(id.range()), wanted(form, &captures, id.as_str()), words));
        }
        for (span, id, words) in found {
            self.cite(scheme, form, span, id, words);
        }
    }

    /// The title in the next cell, to the right or the left.
    fn title_beside(&self, scheme: &Scheme, row: &Node<'_>, i: usize) -> Option<Span> {
        let titles = scheme.titles.as_ref()?;
        let entries = row.entries();
        let next = [Some(i + 1), i.checked_sub(1)].into_iter().flatten().filter_map(|n| entries.get(n));
        let mut fitting = next.filter(|e| titles.is_match(&e.key.text) && !e.value.span.is_empty());
        fitting
            .next()
            .map(|e| e.value.span)
            .filter(|s| super::super::placeholder::in_prose(&self.text[s.range()], true).next().is_none())
    }
}
