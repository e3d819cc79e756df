//! Dates of documents: read where they are certain, in whatever spelling. What a file's dates have in common is told once for the file.

mod tell;

use std::ops::Range;

use jiff::civil::Date;

use super::super::facts::{Data, Facts, Period, Value};
use super::coerce::About;
use super::{Reading, scalar};
use crate::finding::{Finding, RecordName, codes};
use crate::schema::KindId;
use crate::source::Span;
use crate::syntax::{Dating, Order, dating, is_occasion, read_date, read_duration};

/// What was noted of a file's dates while it was read.
#[derive(Default)]
pub(super) struct Noted {
    /// Days in other spellings than the one advised.
    spelled: Vec<Spelled>,
    /// What is more than a day.
    longer: Vec<Spelled>,
    /// Days that can be read in two ways.
    either: Vec<Either>,
    /// Fields, and the order that dates in them show.
    orders: Vec<(KindId, String, Order, Span)>,
}

/// A date, and what it is read as.
struct Spelled {
    whose: Whose,
    /// Its words, where they could be found in the text.
    words: Option<Span>,
    date: Date,
}

/// A date that is one of two.
struct Either {
    whose: Whose,
    words: Option<Span>,
    day_first: Date,
    month_first: Date,
}

/// Where a date stands.
struct Whose {
    kind: KindId,
    record: RecordName,
    field: String,
    /// The value.
    span: Span,
}

impl Noted {
    /// The order that other dates of the field show, else those of the file, and one that shows it. None where none does, or they differ.
    fn order_of(&self, either: &Either) -> Option<(Order, Span)> {
        let of_field =
            |(kind, field, ..): &&(KindId, String, Order, Span)| *kind == either.whose.kind && *field == either.whose.field;
        let field = self.orders.iter().any(|o| of_field(&o));
        let mut shown = self.orders.iter().filter(|o| !field || of_field(o)).map(|(_, _, order, span)| (*order, *span));
        let first = shown.next()?;
        shown.all(|(order, _)| order == first.0).then_some(first)
    }
}

impl Reading<'_> {
    /// A date in a document.
    pub(super) fn date(&mut self, text: &str, span: Span, about: &About<'_>) -> Data {
        let text = text.trim();
        if let Some(date) = read_date(text) {
            return Data::Date(date);
        }
        let whose = || Whose { kind: about.kind, record: about.record.clone(), field: about.field.to_string(), span };
        match dating(text) {
            Dating::Told(told) => {
                if let Some(order) = told.order {
                    self.dates.orders.push((about.kind, about.field.to_string(), order, span));
                }
                let iso = told.is_iso(text);
                let spelled = Spelled { whose: whose(), words: self.words(text, told.at, span), date: told.last };
                if told.first == told.last {
                    self.dates.spelled.extend((!iso).then_some(spelled));
                    return Data::Date(told.last);
                }
                self.dates.longer.push(spelled);
                Data::Period(Period { first: told.first, last: told.last, past: self.is_past(about) })
            }
            Dating::Either { at, day_first, month_first } => {
                let words = self.words(text, at, span);
                self.dates.either.push(Either { whose: whose(), words, day_first, month_first });
                Data::Poisoned
            }
            Dating::Nothing if scalar::is_not_yet(text) => Data::Missing,
            // "Monthly", "after go-live": an answer, of which no day can be told.
            Dating::Nothing if is_answer(text) => Data::Poisoned,
            Dating::Several(one, other) => {
                let message =
                    format!("`{}` names two dates, {} and {}, where one is asked for", about.field, one.last, other.last);
                self.invalid(
                    message,
                    span,
                    "keep the one that counts, and put the other in a field of its own or in brackets",
                    about,
                )
            }
            Dating::NoSuchDay => {
                let message = format!("`{}`: {} is not a day of any calendar", about.field, scalar::excerpt(text));
                self.invalid(message, span, "", about)
            }
            Dating::Nothing => {
                let message = format!("`{}` must be a date, found `{}`", about.field, scalar::excerpt(text));
                self.invalid(message, span, "write the date as YYYY-MM-DD", about)
            }
        }
    }

    fn invalid(&mut self, message: String, span: Span, help: &str, about: &About<'_>) -> Data {
        let mut finding = Finding::built_in(codes::INVALID_DATE, self.place(span), message);
        finding.help = Some(help.to_owned()).filter(|h| !h.is_empty());
        self.find(finding.about(about.record.clone(), about.field));
        Data::Poisoned
    }

    /// Where words of a value stand in the file; none where markup stands among them.
    fn words(&self, text: &str, at: Range<usize>, span: Span) -> Option<Span> {
        let words = text.get(at)?;
        let start = span.start as usize + self.text.get(span.range())?.find(words)?;
        Some(Span::new(start, start + words.len()))
    }

    /// True for the date of a completed act.
    fn is_past(&self, about: &About<'_>) -> bool {
        let kind = self.vocabulary.schema.kind(about.kind);
        kind.described(&about.field.to_string()).is_some_and(|field| field.past)
    }

    /// Settles what the dates of the file settle between them, and tells of each sort of spelling once.
    pub(super) fn settle_dates(&mut self) {
        let mut noted = std::mem::take(&mut self.dates);
        let mut open = Vec::new();
        let mut settled = Vec::new();
        for either in std::mem::take(&mut noted.either) {
            match noted.order_of(&either) {
                Some((order, shown)) => {
                    let date = if order == Order::DayFirst { either.day_first } else { either.month_first };
                    set(&mut self.facts, either.whose.span, date);
                    settled.push((Spelled { whose: either.whose, words: either.words, date }, order, shown));
                }
                None => open.push(either),
            }
        }
        // Tables, sections and headings were read one after the other.
        open.sort_by_key(|e| e.whose.span);
        settled.sort_by_key(|(s, ..)| s.whose.span);
        noted.spelled.sort_by_key(|s| s.whose.span);
        noted.longer.sort_by_key(|s| s.whose.span);
        let told = [self.undecided(&open), self.otherwise(&noted.spelled), self.longer(&noted.longer), self.ordered(settled)];
        self.facts.findings.extend(told.into_iter().flatten());
    }
}

/// "Monthly", "after go-live": says when without saying on what day.
fn is_answer(text: &str) -> bool {
    let year = text.as_bytes().windows(4).any(|w| w.iter().all(u8::is_ascii_digit));
    !year && (is_occasion(text) || read_duration(text).is_some())
}

/// Puts a date in the place of what could not be read alone.
fn set(facts: &mut Facts, span: Span, date: Date) {
    fn within(value: &mut Value, span: Span, date: Date) {
        match &mut value.data {
            unread @ Data::Poisoned if value.span == span => *unread = Data::Date(date),
            Data::List(items) => items.iter_mut().for_each(|v| within(v, span, date)),
            Data::Group(fields) => fields.iter_mut().for_each(|(_, v)| within(v, span, date)),
            Data::Map(entries) => entries.iter_mut().for_each(|e| within(&mut e.value, span, date)),
            _ => {}
        }
    }
    for record in &mut facts.records {
        record.fields.iter_mut().for_each(|(_, value)| within(value, span, date));
    }
}
