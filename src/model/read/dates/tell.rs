//! What is said of a file's dates: one finding for each sort of spelling, however many dates are spelt so.

use jiff::civil::Date;

use super::super::{Reading, scalar};
use super::{Either, Spelled, Whose};
use crate::finding::{Edit, Finding, Fix, codes};
use crate::source::Span;
use crate::syntax::{Order, month_name};

/// Most other places on one finding.
const LABELS: usize = 3;

impl Reading<'_> {
    /// Dates that can be read in two ways, and nothing in the file says which.
    pub(super) fn undecided(&self, open: &[Either]) -> Option<Finding> {
        let first = open.first()?;
        let source = self.source(first.words, &first.whose);
        let either = in_words(first.day_first, first.month_first);
        let message = match open.len() {
            1 => format!("`{}`: `{source}` is {either}", first.whose.field),
            n => format!("{n} dates here can be read in two ways: `{source}` is {either}"),
        };
        let help = format!("write {} or {}{}", first.day_first, first.month_first, and_others(open.len()));
        let finding = self.finding(codes::INVALID_DATE, message, &first.whose, open.len());
        Some(self.labelled(finding, open.iter().skip(1).map(|e| e.whose.span)).help(help))
    }

    /// Days in other spellings.
    pub(super) fn otherwise(&self, dates: &[Spelled]) -> Option<Finding> {
        let first = dates.first()?;
        let source = self.source(first.words, &first.whose);
        let message = match dates.len() {
            1 => format!("`{}`: `{source}` is read as {}", first.whose.field, first.date),
            n => format!("{n} dates here are not written YYYY-MM-DD: `{source}` is read as {}", first.date),
        };
        Some(self.advice(message, dates, Some(true)).help(format!("write {}{}", first.date, and_others(dates.len()))))
    }

    /// What is more than a day.
    pub(super) fn longer(&self, dates: &[Spelled]) -> Option<Finding> {
        let first = dates.first()?;
        let source = self.source(first.words, &first.whose);
        let message = match dates.len() {
            1 => format!("`{}`: `{source}` names no single day; the last counts, {}", first.whose.field, first.date),
            n => format!("{n} dates here name no single day: of `{source}`, the last counts, {}", first.date),
        };
        // Which day it was, only its writer knows.
        Some(self.advice(message, dates, None).help(format!("write the day{}", and_others(dates.len()))))
    }

    /// Days whose order others show.
    pub(super) fn ordered(&self, settled: Vec<(Spelled, Order, Span)>) -> Option<Finding> {
        let (order, shown) = settled.first().map(|(_, order, shown)| (*order, *shown))?;
        let dates: Vec<Spelled> = settled.into_iter().map(|(spelled, ..)| spelled).collect();
        let first = dates.first()?;
        let source = self.source(first.words, &first.whose);
        let leads = if order == Order::DayFirst { "day" } else { "month" };
        let message = match dates.len() {
            1 => {
                format!("`{}`: `{source}` is read as {}, the {leads} first as in other dates here", first.whose.field, first.date)
            }
            n => format!("{n} dates here are read with the {leads} first, as others are: `{source}` as {}", first.date),
        };
        let finding = self.advice(message, &dates, Some(false)).label(self.place(shown), format!("the {leads} stands first"));
        Some(finding.help(format!("write {}{}", first.date, and_others(dates.len()))))
    }

    /// What is said of dates; with a fix that is safe, or not, where one is wanted.
    fn advice(&self, message: String, dates: &[Spelled], fix: Option<bool>) -> Finding {
        let finding = match dates.first() {
            Some(first) => self.finding(codes::DATE_FORMAT, message, &first.whose, dates.len()),
            None => Finding::built_in(codes::DATE_FORMAT, self.place(Span::default()), message),
        };
        let mut finding = self.labelled(finding, dates.iter().skip(1).map(|d| d.whose.span));
        finding.fix = fix.and_then(|safe| self.rewritten(dates, safe));
        finding
    }

    fn rewritten(&self, dates: &[Spelled], safe: bool) -> Option<Fix> {
        let mut edits: Vec<Edit> =
            (dates.iter()).filter_map(|d| Some(Edit { place: self.place(d.words?), text: d.date.to_string() })).collect();
        edits.sort_by_key(|e| e.place.span);
        edits.dedup_by_key(|e| e.place.span);
        let title = match &*edits {
            [one] => format!("write {}", one.text),
            _ => format!("write {} dates YYYY-MM-DD", edits.len()),
        };
        (!edits.is_empty()).then_some(Fix { title, edits, safe })
    }

    fn finding(&self, code: &'static str, message: String, first: &Whose, count: usize) -> Finding {
        let finding = Finding::built_in(code, self.place(first.span), message);
        // One about many is about the file. And how a date is written is no reason to pass over what a rule says of it: no operand.
        match (count, code) {
            (1, codes::DATE_FORMAT) => Finding { record: Some(first.record.clone()), ..finding },
            (1, _) => finding.about(first.record.clone(), first.field.clone()),
            _ => finding,
        }
    }

    fn labelled(&self, finding: Finding, others: impl Iterator<Item = Span>) -> Finding {
        others.take(LABELS).fold(finding, |finding, span| finding.label(self.place(span), ""))
    }

    fn source(&self, words: Option<Span>, whose: &Whose) -> String {
        scalar::excerpt(self.text.get(words.unwrap_or(whose.span).range()).unwrap_or_default())
    }
}

fn and_others(count: usize) -> &'static str {
    if count > 1 { ", and the others alike" } else { "" }
}

/// "3 April or 4 March 2026"
fn in_words(day_first: Date, month_first: Date) -> String {
    let words = |date: Date| format!("{} {}", date.day(), month_name(date.month()));
    format!("{} or {} {}", words(day_first), words(month_first), month_first.year())
}
