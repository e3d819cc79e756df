//! Dates in an order that cannot be, and completed acts on days to come.

use jiff::civil::Date;

use super::Lint;
use crate::finding::{Finding, RecordName, codes};
use crate::model::{Data, DottedName, Facts, Record, Value};
use crate::schema::{Field, Type};
use crate::source::{Place, Span};

impl Lint<'_> {
    pub(super) fn dates(&self, facts: &Facts, findings: &mut Vec<Finding>) {
        for record in &facts.records {
            let kind = self.index.schema.kind(record.kind);
            let name = RecordName { kind: kind.name.clone(), id: record.id.clone() };
            for path in &kind.order {
                self.order(facts, record, &name, path, findings);
            }
            for (i, value) in &record.fields {
                let field = &kind.fields[*i as usize];
                self.past(facts, &name, value, field, DottedName::of(&field.name), findings);
            }
        }
    }

    fn order(&self, facts: &Facts, record: &Record, name: &RecordName, fields: &[Vec<u16>], findings: &mut Vec<Finding>) {
        let kind = self.index.schema.kind(record.kind);
        // Of what is more than a day, the first counts for what is earlier and the last for what is later: only what is certain is told.
        let mut earlier: Option<(&str, Date, Span)> = None;
        for path in fields {
            let Some((field, (first, date), span)) = dated(record, kind, path) else { continue };
            if let Some((other, before, at)) = earlier
                && date < before
            {
                let id = name.id.as_deref().unwrap_or(&name.kind);
                let message = format!("{id}: `{field}` ({date}) is before `{other}` ({before})");
                let finding = Finding::built_in(codes::IMPOSSIBLE_DATE_ORDER, Place::new(facts.file, span), message);
                let finding = finding.help("correct whichever of the two is wrong");
                findings
                    .push(finding.label(Place::new(facts.file, at), format!("`{other}` is {before}")).about(name.clone(), field));
                return; // one wrong date makes many wrong pairs
            }
            earlier = Some((field, first, span));
        }
    }

    fn past(
        &self,
        facts: &Facts,
        name: &RecordName,
        value: &Value,
        field: &Field,
        dotted: DottedName<'_>,
        findings: &mut Vec<Finding>,
    ) {
        if let Some((date, _)) = days(&value.data) {
            if field.past && date > self.today {
                let id = name.id.as_deref().unwrap_or(&name.kind);
                let message = format!("{id} records a completed act on a day to come: `{dotted}` is {date}");
                let finding = Finding::built_in(codes::DATE_IN_FUTURE, Place::new(facts.file, value.span), message);
                findings.push(finding.help("correct the date, or state the act as planned").about(name.clone(), dotted));
            }
            return;
        }
        match (&value.data, &field.ty) {
            (Data::Group(fields), Type::Group(group)) => {
                for (i, v) in fields.iter().filter(|(_, v)| holds_dates(v)) {
                    let inner = &group.fields[*i as usize];
                    self.past(facts, name, v, inner, dotted.inner(&inner.name), findings);
                }
            }
            (Data::List(items), Type::List(item)) => {
                if let Type::Group(group) = &**item {
                    for v in items {
                        if let Data::Group(fields) = &v.data {
                            for (i, v) in fields.iter().filter(|(_, v)| holds_dates(v)) {
                                let inner = &group.fields[*i as usize];
                                self.past(facts, name, v, inner, dotted.inner(&inner.name), findings);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// False for a value within which no date can stand.
fn holds_dates(value: &Value) -> bool {
    matches!(value.data, Data::Date(_) | Data::Period(_) | Data::Group(_) | Data::List(_))
}

/// The first and the last day of a date.
fn days(data: &Data) -> Option<(Date, Date)> {
    match data {
        Data::Date(day) => Some((*day, *day)),
        Data::Period(period) => Some((period.first, period.last)),
        _ => None,
    }
}

fn dated<'k>(record: &Record, kind: &'k crate::schema::Kind, path: &[u16]) -> Option<(&'k str, (Date, Date), Span)> {
    let (first, rest) = path.split_first()?;
    let mut field: &crate::schema::Field = &kind.fields[*first as usize];
    let mut value = record.get(*first)?;
    for step in rest {
        let (Data::Group(fields), Type::Group(group)) = (&value.data, &field.ty) else { return None };
        value = &fields.iter().find(|(i, _)| i == step)?.1;
        field = &group.fields[*step as usize];
    }
    days(&value.data).map(|days| (&*field.name, days, value.span))
}
