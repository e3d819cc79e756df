//! References in fields: to nothing, to the wrong kind, back to where they come from.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Lint;
use crate::finding::{Finding, RecordName, codes, only_nearest};
use crate::model::index::looks_like_path;
use crate::model::{Data, DottedName, EntityId, Facts, Nth, Target, Value};
use crate::schema::{RefSpec, RefTo, Type};
use crate::source::Place;

/// A reference on its way through a record's fields.
struct Reference<'a> {
    facts: &'a Facts,
    record: &'a RecordName,
    value: &'a Value,
    text: &'a str,
    nth: Nth,
    spec: &'a RefSpec,
    field: DottedName<'a>,
}

impl Reference<'_> {
    /// What refers, for messages: nearly every reference leads somewhere and needs none.
    fn subject(&self) -> String {
        self.record.id.as_deref().map_or_else(|| format!("this {}", self.record.kind), ToOwned::to_owned)
    }
}

impl Lint<'_> {
    pub(super) fn references(&self, facts: &Arc<Facts>, findings: &mut Vec<Finding>) {
        for (i, record) in facts.records.iter().enumerate() {
            let kind = self.index.schema.kind(record.kind);
            let name = RecordName { kind: kind.name.clone(), id: record.id.clone() };
            for (field, value) in &record.fields {
                let field = &kind.fields[*field as usize];
                self.walk(facts, &name, value, &field.ty, DottedName::of(&field.name), findings);
                if let Type::Ref(spec) = field.ty.element()
                    && spec.acyclic
                    && let Some(entity) = self.index.entity_at(facts, i)
                {
                    self.circle(entity, &field.name, value, facts, findings);
                }
            }
        }
    }

    fn walk(
        &self,
        facts: &Facts,
        record: &RecordName,
        value: &Value,
        ty: &Type,
        field: DottedName<'_>,
        findings: &mut Vec<Finding>,
    ) {
        match (&value.data, ty) {
            (Data::Ref(text, nth), Type::Ref(spec)) => {
                findings.extend(self.judge(&Reference { facts, record, value, text, nth: *nth, spec, field }));
            }
            (Data::List(items), Type::List(item)) => {
                for v in items.iter().filter(|v| !self.index.is_gap(v, items, item, facts.file)) {
                    self.walk(facts, record, v, item, field, findings);
                }
            }
            (Data::Group(fields), Type::Group(group)) => {
                for (i, v) in fields {
                    let inner = &group.fields[*i as usize];
                    if holds_references(&v.data) {
                        self.walk(facts, record, v, &inner.ty, field.inner(&inner.name), findings);
                    }
                }
            }
            (Data::Map(entries), Type::Map(map)) => {
                for e in entries.iter().filter(|e| holds_references(&e.value.data)) {
                    self.walk(facts, record, &e.value, &map.entry, field.inner(&e.key), findings);
                }
            }
            _ => {}
        }
    }

    fn judge(&self, r: &Reference<'_>) -> Option<Finding> {
        let place = Place::new(r.facts.file, r.value.span);
        match self.index.target((r.text, r.nth), r.spec, r.facts.file) {
            // A link in a cell is told as a link.
            Target::Dangling if r.facts.links.binary_search_by_key(&r.value.span, |l| l.span).is_ok() => None,
            Target::Dangling if looks_like_path(r.text) => {
                let (path, subject) = (r.text.trim_start_matches('/'), r.subject());
                let finding =
                    Finding::built_in(codes::DEAD_LINK, place, format!("{subject} refers to {path}, which does not exist"));
                Some(
                    finding.saying("no such file").help("restore the file, or correct the path").about(r.record.clone(), r.field),
                )
            }
            Target::Dangling => Some(self.to_nothing(r, place, &r.subject())),
            // The id of a row is what the row is about, and nothing else bears it: it leads to nothing, if it is meant as an id at all.
            Target::WrongKind(other) if self.is_own_id(other, r) => {
                // A row under another id would be another row.
                let told = || Finding { fix: None, ..self.to_nothing(r, place, &format!("this {}", r.record.kind)) };
                self.is_shaped_as_id(other, r.text).then(told)
            }
            // An entry for what is wanted bears its id, and is not it.
            Target::WrongKind(other) if self.is_borrowed_id(other, r.spec) => Some(self.to_nothing(r, place, &r.subject())),
            Target::WrongKind(other) => {
                let (got, wanted) = (&self.index.schema.kind(self.index.kind(other)).name, self.wanted(r.spec));
                let message = format!(
                    "`{}` of {} must refer to {}, but {} is {}",
                    r.field,
                    r.subject(),
                    with_article(&wanted),
                    r.text,
                    with_article(got)
                );
                let mut finding = Finding::built_in(codes::WRONG_KIND, place, message).about(r.record.clone(), r.field);
                if !self.index.in_pack(other) {
                    finding = finding.label(self.index.name_place(other), format!("{} is told here", r.text));
                }
                Some(finding.help(format!("refer to {}", with_article(&wanted))))
            }
            _ => None,
        }
    }

    fn to_nothing(&self, r: &Reference<'_>, place: Place, subject: &str) -> Finding {
        let finding = Finding::built_in(
            codes::UNRESOLVED_REFERENCE,
            place,
            format!("{subject} refers to {}, which does not exist", r.text),
        );
        let near = self.index.near_ids(r.text, r.spec);
        let wanted = self.wanted(r.spec);
        let advice = match &r.spec.to {
            RefTo::Kinds(kinds) => self.citations.advice(r.text, kinds),
            RefTo::Any => None,
        };
        let help = match (advice, near.first()) {
            (Some(advice), _) => advice.to_string(),
            (None, Some(id)) => format!("did you mean {id}? or add the {wanted} {}", r.text),
            (None, None) => format!("add the {wanted} {}, or correct the id", r.text),
        };
        let meant = only_nearest(r.text, near.iter().map(|id| (&**id, id))).filter(|_| advice.is_none());
        let fix = meant.and_then(|(id, _)| self.instead(place, r.text, id));
        let finding = finding.saying(format!("no {wanted} has this id")).help(help).about(r.record.clone(), r.field);
        Finding { fix, ..finding }
    }

    /// True if the reference is the id of the very record that bears it.
    fn is_own_id(&self, other: EntityId, r: &Reference<'_>) -> bool {
        let kind = self.index.schema.kind(self.index.kind(other));
        let named = kind.id.as_ref().is_some_and(|id| r.field.alone() == Some(&kind.fields[id.field as usize].name));
        named && kind.name == r.record.kind && self.index.id(other) == r.record.id.as_ref()
    }

    /// True for a record whose id is a reference to a kind that is wanted: a row about a control, where a control is.
    fn is_borrowed_id(&self, other: EntityId, wanted: &RefSpec) -> bool {
        let kind = self.index.schema.kind(self.index.kind(other));
        let Some(id) = &kind.id else { return false };
        let Type::Ref(own) = kind.fields[usize::from(id.field)].ty.element() else { return false };
        matches!((&own.to, &wanted.to), (RefTo::Kinds(own), RefTo::Kinds(wanted)) if own.iter().any(|kind| wanted.contains(kind)))
    }

    fn is_shaped_as_id(&self, entity: EntityId, text: &str) -> bool {
        let kind = self.index.schema.kind(self.index.kind(entity));
        kind.id.as_ref().and_then(|id| id.pattern.as_ref()).is_none_or(|pattern| pattern.is_match(text))
    }

    /// The kinds that a reference wants, for messages.
    fn wanted(&self, spec: &RefSpec) -> String {
        match &spec.to {
            RefTo::Any => "record".to_owned(),
            RefTo::Kinds(kinds) => {
                let names: Vec<&str> = kinds.iter().map(|k| &*self.index.schema.kind(*k).name).collect();
                names.join(" or ")
            }
        }
    }

    fn circle(&self, start: EntityId, field: &str, at: &Value, facts: &Facts, findings: &mut Vec<Finding>) {
        let mut seen = FxHashSet::default();
        let mut open = vec![start];
        while let Some(entity) = open.pop() {
            for telling in self.index.tellings(entity) {
                let record = self.index.record(*telling);
                let kind = self.index.schema.kind(record.kind);
                let Some((i, spec)) = kind.field(field) else { continue };
                let (Some(value), Type::Ref(spec)) = (record.get(i), spec.ty.element()) else { continue };
                let mut references = Vec::new();
                collect(value, &mut references);
                for reference in references {
                    if let Target::Record(next) = self.index.target(reference, spec, telling.file) {
                        if next == start {
                            let name = self.name(start);
                            let id = name.id.clone().unwrap_or_else(|| name.kind.clone());
                            let message = format!("{id} leads back to itself by `{field}`");
                            let finding = Finding::built_in(codes::CIRCULAR_REFERENCE, Place::new(facts.file, at.span), message);
                            findings.push(finding.about(name, field));
                            return;
                        }
                        if seen.insert(next) {
                            open.push(next);
                        }
                    }
                }
            }
        }
    }
}

/// False for a value within which no reference can stand.
fn holds_references(data: &Data) -> bool {
    matches!(data, Data::Ref(..) | Data::List(_) | Data::Group(_) | Data::Map(_))
}

fn collect<'v>(value: &'v Value, into: &mut Vec<(&'v str, Nth)>) {
    match &value.data {
        Data::Ref(text, nth) => into.push((text, *nth)),
        Data::List(items) => items.iter().for_each(|v| collect(v, into)),
        _ => {}
    }
}

/// "a risk", "an ai-system".
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
