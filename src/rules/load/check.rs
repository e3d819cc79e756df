//! The four check words.

use std::sync::Arc;

use super::super::complaint::{Complaints, here};
use super::super::rule::{Check, Forbid, Required, Within, capture_names};
use super::super::wording::Pattern;
use super::reading::Reading;
use super::text::{Source, value};
use crate::expr::{Info, Ty, compile_cond, compile_exists, compile_value};
use crate::schema::{Field, KindId, Schema, Type};
use crate::source::Place;
use crate::syntax::{Entry, Lazy, Node, NodeValue, Style};

/// Reads the check word's entry.
pub(super) fn read(entry: &Entry<'_>, reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<Check> {
    if &*entry.key.text != "forbid"
        && let Some(within) = reading.entry.value.entry("in")
    {
        complaints.error(within.key.span, "`in` belongs to `forbid`");
    }
    match &*entry.key.text {
        "expect" => {
            let source = Source::of(&entry.value, reading.text, complaints)?;
            source.take(compile_cond(source.text, source.offset, &reading.scope), reading.text, complaints).map(Check::Expect)
        }
        "require" => require(entry, reading, complaints),
        "exists" => {
            if let Some(wrong) = reading.entry.value.entry("for") {
                complaints.error(wrong.key.span, "`exists` asks of the whole repository; a rule with `for` cannot say it").help =
                    Some("say `expect: any x in all … where …`".to_owned());
            }
            let source = Source::of(&entry.value, reading.text, complaints)?;
            source.take(compile_exists(source.text, source.offset, &reading.scope), reading.text, complaints).map(Check::Exists)
        }
        _ => forbid(entry, reading, complaints),
    }
}

/// Names that a check supplies to messages.
pub(super) fn supplied(check: &Check) -> Vec<Arc<str>> {
    match check {
        Check::Require(_) => vec!["lacking".into()],
        Check::Forbid(forbid) => {
            let mut names: Vec<Arc<str>> = vec!["match".into(), "say".into()];
            for pattern in &forbid.patterns {
                names.extend(capture_names(&pattern.matches));
            }
            names
        }
        _ => Vec::new(),
    }
}

/// What a check's expressions read.
pub(super) fn infos(check: &Check) -> Vec<&Info> {
    match check {
        Check::Expect(cond) => vec![&cond.info],
        Check::Require(all) => all.iter().map(|r| &r.value.info).collect(),
        Check::Exists(exists) => exists.cond.iter().map(|c| &c.info).collect(),
        Check::Forbid(Forbid { within: Within::Field(field), .. }) => vec![&field.info],
        Check::Forbid(_) => Vec::new(),
    }
}

fn require(entry: &Entry<'_>, reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<Check> {
    let items: Vec<&Node<'_>> = match &entry.value.value {
        NodeValue::List(items) => items.iter().collect(),
        NodeValue::Scalar(_) => vec![&entry.value],
        _ => Vec::new(),
    };
    if items.is_empty() {
        complaints.error(here(entry), "`require` wants a list of fields");
        return None;
    }
    let before = complaints.errors();
    let mut all = Vec::new();
    for item in items {
        let Some(required) = required(item, reading, complaints) else { continue };
        let (schema, kinds) = (reading.scope.schema, &reading.scope.this);
        if let [only] = required.path.as_slice()
            && !kinds.is_empty()
            && kinds.iter().all(|k| is_required(schema, *k, only))
        {
            complaints.error(item.span, format!("`{only}` is required by the schema: this rule can never speak")).help =
                Some("leave it out here, or take it out of the schema's `required`".to_owned());
        }
        all.push(required);
    }
    (complaints.errors() == before).then_some(Check::Require(all))
}

fn required(item: &Node<'_>, reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<Required> {
    let source = Source::of(item, reading.text, complaints)?;
    let path: Vec<Arc<str>> = source.text.split('.').map(|s| s.trim().into()).collect();
    if path.iter().any(|p| p.is_empty() || !p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')) {
        complaints.error(item.span, "`require` takes names of fields, joined by dots").help =
            Some("a condition is said with `expect`".to_owned());
        return None;
    }
    let whole = value(item, reading.text, &reading.scope, complaints)?;
    let variable = reading.scope.vars.iter().find(|(name, _)| *name == path[0]);
    let from = usize::from(variable.is_some());
    let mut groups = Vec::new();
    for end in from + 1..path.len() {
        let beginning = path[..end].join(".");
        let Ok(group) = compile_value(&beginning, source.offset, &reading.scope) else { continue };
        if matches!(group.ty, Ty::Record(_)) || matches!(&group.ty, Ty::List(item) if matches!(**item, Ty::Record(_))) {
            complaints.error(item.span, format!("`{beginning}` is another record: `require` speaks of this one only")).help =
                Some(format!("say `expect: {} given`", source.text.trim()));
            return None;
        }
        groups.push((group, end));
    }
    Some(Required { value: whole, path, groups })
}

fn is_required(schema: &Schema, kind: KindId, name: &str) -> bool {
    let kind = schema.kind(kind);
    let is_id = kind.id.as_ref().is_some_and(|id| *kind.fields[id.field as usize].name == *name);
    let listed = |json: &serde_json::Value| {
        json.get("required").and_then(|r| r.as_array()).is_some_and(|all| all.iter().any(|n| n.as_str() == Some(name)))
    };
    is_id || kind.validated.as_deref().is_some_and(listed)
}

fn forbid(entry: &Entry<'_>, reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<Check> {
    let before = complaints.errors();
    let within = match reading.entry.value.entry("in") {
        None => Within::Prose,
        Some(e) if e.value.text() == Some("prose") => Within::Prose,
        Some(e) if e.value.text() == Some("headings") => Within::Headings,
        Some(e) => match value(&e.value, reading.text, &reading.scope, complaints) {
            Some(field) => Within::Field(Box::new(field)),
            None => return None,
        },
    };
    if entry.value.items().is_empty() {
        complaints.error(here(entry), "`forbid` wants a list of patterns");
        return None;
    }
    let patterns: Vec<Pattern> =
        entry.value.items().iter().filter_map(|item| pattern(item, reading.scope.tried, complaints)).collect();
    (complaints.errors() == before).then_some(Check::Forbid(Forbid { patterns, within }))
}

fn pattern(item: &Node<'_>, tried: bool, complaints: &mut Complaints) -> Option<Pattern> {
    let place = Place::new(complaints.file(), item.span);
    if item.text().is_some() {
        let matches = regex(item, tried, true, complaints)?;
        return Some(Pattern { matches, near: None, unless: None, say: None, place });
    }
    complaints.unknown_keys(item, &["match", "near", "unless", "say"], "a pattern");
    let Some(main) = item.entry("match") else {
        complaints.error(item.span, "a pattern wants `match`");
        return None;
    };
    let matches = regex(&main.value, tried, true, complaints)?;
    let mut beside = |key: &str| match item.entry(key) {
        None => Some(None),
        Some(e) => regex(&e.value, tried, false, complaints).map(Some),
    };
    let (near, unless) = (beside("near")?, beside("unless")?);
    let say = item.entry("say").and_then(|e| complaints.text(e));
    Some(Pattern { matches, near, unless, say, place })
}

/// A regex, checked unless it is known to be right. With `searched`, it must hold a literal.
fn regex(node: &Node<'_>, tried: bool, searched: bool, complaints: &mut Complaints) -> Option<Lazy> {
    let Some(source) = node.text() else {
        complaints.error(node.span, format!("a pattern is text, not {}", node.noun()));
        return None;
    };
    if tried {
        return Some(Lazy::tried(source, true));
    }
    let single = "write it in single quotes, where a backslash is a backslash";
    if source.chars().any(char::is_control) {
        complaints.error(node.span, "the pattern holds a control character").help = Some(single.to_owned());
        return None;
    }
    if node.style == Style::Plain {
        complaints.advice(node.span, "regexes are single-quoted").help = Some(single.to_owned());
    }
    match Lazy::new(source, true) {
        Err(reason) => {
            complaints.error(node.span, format!("this is no pattern: {reason}"));
            None
        }
        Ok(lazy) if searched && lazy.words().next().is_none() => {
            complaints.error(node.span, "the pattern has no word of three letters or more that every match contains").help =
                Some("without one, every text would have to be searched for it".to_owned());
            None
        }
        Ok(lazy) => Some(lazy),
    }
}

/// The field at a path of names within kinds, as far as groups lead.
pub(super) fn field<'s>(schema: &'s Schema, kind: KindId, path: &str) -> Option<&'s Field> {
    let mut names = path.split('.');
    let (_, mut field) = schema.kind(kind).field(names.next()?)?;
    for name in names {
        field = match field.ty.element() {
            Type::Group(group) => group.fields.iter().find(|f| *f.name == *name)?,
            _ => return None,
        };
    }
    Some(field)
}
