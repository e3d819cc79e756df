//! The parts of a rule, each from its entry in the file.

use std::sync::Arc;

use super::super::complaint::{Complaints, here};
use super::super::rule::{About, Body, Check, ExampleFile, Examples, Fix, RuleLabel, Texts};
use super::check;
use super::text::{Source, template, value};
use crate::expr::{Complaint, Cond, Info, Pick, ReadSet, Scope, compile_cond, compile_pick, compile_value};
use crate::model::read_date;
use crate::schema::KindId;
use crate::syntax::{Entry, Node, NodeValue};

const CHECKS: [&str; 4] = ["expect", "require", "exists", "forbid"];

/// What is at hand while a part of a rule is read.
pub(super) struct Reading<'a, 's> {
    /// The rule.
    pub entry: &'a Entry<'a>,
    /// The file's text.
    pub text: &'a str,
    /// Names so far.
    pub scope: Scope<'s>,
}

/// Reads all parts of a rule.
pub(super) fn parts(reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<(Option<Cond>, Body, Texts, About)> {
    // Without a body, texts would complain of names that a broken part was to bring.
    let condition = condition(reading, complaints);
    let body = body(reading, condition.as_ref(), complaints)?;
    let texts = texts(reading, &body, complaints);
    let about = about(reading, complaints);
    Some((condition, body, texts?, about))
}

/// Reads when a rule applies.
pub(super) fn condition(reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<Cond> {
    reading.expression("where", compile_cond, complaints)
}

/// Reads what must hold where a rule applies.
pub(super) fn body(reading: &Reading<'_, '_>, condition: Option<&Cond>, complaints: &mut Complaints) -> Option<Body> {
    let each = reading.expression("each", compile_pick, complaints);
    let within = reading.with(each.as_ref());
    let check = which(reading.entry, complaints).and_then(|e| check::read(e, &within, complaints))?;
    let infos = [condition.map(|c| &c.info), each.as_ref().map(|e| &e.info)].into_iter().flatten();
    let reads = reads(infos, &check, &reading.scope.this);
    Some(Body { each, check, reads })
}

/// Reads what a rule says when it fires.
pub(super) fn texts(reading: &Reading<'_, '_>, body: &Body, complaints: &mut Complaints) -> Option<Texts> {
    let (entry, text) = (reading.entry, reading.text);
    let within = reading.with(body.each.as_ref());
    let supplied = check::supplied(&body.check);
    let optional = |key: &str, complaints: &mut Complaints| {
        entry.value.entry(key).and_then(|e| template(e, text, &within.scope, &supplied, complaints))
    };
    let at = entry.value.entry("at").and_then(|e| value(&e.value, text, &within.scope, complaints));
    let labels = labels(&within, &body.check, &supplied, complaints);
    if entry.value.entry("message").is_none() {
        complaints.error(entry.key.span, format!("rule `{}` has no `message`", entry.key.text));
    }
    let message = optional("message", complaints);
    let help = optional("help", complaints);
    let fix = entry.value.entry("fix").and_then(|e| fix(e, &within, complaints));
    let safe = entry.value.get("safe").and_then(Node::text) == Some("true");
    Some(Texts { at, labels, message: message?, help, fix, safe })
}

/// Reads what a rule says of itself.
pub(super) fn about(reading: &Reading<'_, '_>, complaints: &mut Complaints) -> About {
    let entry = reading.entry;
    let mut optional = |key: &str| entry.value.entry(key).and_then(|e| complaints.text(e));
    let summary = optional("summary").unwrap_or_else(|| entry.key.text.replace('-', " ").into());
    let why = optional("why");
    About { summary, why, examples: examples(&entry.value, complaints) }
}

impl Reading<'_, '_> {
    fn expression<T>(
        &self,
        key: &str,
        compile: impl FnOnce(&str, u32, &Scope<'_>) -> Result<T, Vec<Complaint>>,
        complaints: &mut Complaints,
    ) -> Option<T> {
        let entry = self.entry.value.entry(key)?;
        let source = Source::of(&entry.value, self.text, complaints)?;
        source.take(compile(source.text, source.offset, &self.scope), self.text, complaints)
    }

    /// The same with the variable of `each`.
    fn with(&self, each: Option<&Pick>) -> Self {
        let mut scope = self.scope.clone();
        scope.vars.extend(each.map(|pick| (pick.var.clone(), pick.ty.clone())));
        Self { entry: self.entry, text: self.text, scope }
    }
}

/// The one check word that a rule must have.
fn which<'e>(entry: &'e Entry<'_>, complaints: &mut Complaints) -> Option<&'e Entry<'e>> {
    let words: Vec<&Entry<'_>> = entry.value.entries().iter().filter(|e| CHECKS.contains(&&*e.key.text)).collect();
    match words.as_slice() {
        [] => {
            complaints.error(entry.key.span, format!("rule `{}` does not say what must hold", entry.key.text)).help =
                Some("give it one of `expect`, `require`, `exists`, `forbid`".to_owned());
            None
        }
        [only] => Some(only),
        [first, second, ..] => {
            let label = complaints.label(first.key.span, "the first one");
            let message = format!("a rule has one check word; this one has `{}` and `{}`", first.key.text, second.key.text);
            let finding = complaints.error(second.key.span, message);
            finding.labels.push(label);
            finding.help = Some("make two rules of it".to_owned());
            None
        }
    }
}

fn labels(reading: &Reading<'_, '_>, check: &Check, supplied: &[Arc<str>], complaints: &mut Complaints) -> Vec<RuleLabel> {
    let Some(entry) = reading.entry.value.entry("labels") else { return Vec::new() };
    let mut scope = reading.scope.clone();
    let mut variables: Vec<Arc<str>> = Vec::new();
    if let Check::Expect(cond) = check {
        for (name, ty) in cond.variables() {
            if !scope.vars.iter().any(|(n, _)| *n == name) {
                variables.push(name.clone());
                scope.vars.push((name, ty));
            }
        }
    }
    let mut labels = Vec::new();
    for item in entry.value.items() {
        complaints.unknown_keys(item, &["at", "text"], "a label");
        let (Some(at), Some(text)) = (item.entry("at"), item.entry("text")) else {
            complaints.error(item.span, "a label wants `at` and `text`");
            continue;
        };
        let at = value(&at.value, reading.text, &scope, complaints);
        let text = template(text, reading.text, &reading.scope, supplied, complaints);
        if let (Some(at), Some(text)) = (at, text) {
            labels.push(RuleLabel { at, variables: variables.clone(), text });
        }
    }
    labels
}

fn examples(node: &Node<'_>, complaints: &mut Complaints) -> Examples {
    let mut files = |key: &str| {
        let Some(entry) = node.entry(key) else { return Vec::new() };
        if !matches!(entry.value.value, NodeValue::Map(_)) {
            complaints.error(here(entry), format!("`{key}` is a mapping from file names to texts, not {}", entry.value.noun()));
        }
        let mut files = Vec::new();
        for file in entry.value.entries() {
            match file.value.text() {
                Some(text) => {
                    files.push(ExampleFile { path: file.key.text.as_ref().into(), text: text.into(), span: file.value.span });
                }
                None => {
                    complaints.error(here(file), format!("the text of `{}` is written as a block (`|`)", file.key.text));
                }
            }
        }
        files
    };
    let (bad, good) = (files("bad"), files("good"));
    let as_of = node.entry("as_of").and_then(|e| {
        let text = complaints.text(e)?;
        let date = read_date(&text);
        if date.is_none() {
            complaints.error(e.value.span, format!("`as_of` wants a date (YYYY-MM-DD), not `{text}`"));
        }
        date
    });
    Examples { bad, good, as_of }
}

fn fix(entry: &Entry<'_>, reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<Fix> {
    let source = Source::of(&entry.value, reading.text, complaints)?;
    let mut compile = |text: &str| {
        let at = source.text.find(text).unwrap_or_default() as u32;
        source.take(compile_value(text, source.offset + at, &reading.scope), reading.text, complaints)
    };
    if let Some((path, to)) = source.text.strip_prefix("set ").and_then(|rest| rest.split_once(" to ")) {
        let names = path.trim().split('.').map(Arc::from).collect();
        let (path, value) = (compile(path.trim()), compile(to.trim()));
        return Some(Fix::Set { path: Box::new(path?), names, value: Box::new(value?) });
    }
    if let Some(kind) = source.text.strip_prefix("add record ") {
        if let Some(kind) = reading.scope.schema.find(kind.trim()) {
            return Some(Fix::AddRecord(kind));
        }
        complaints.error(entry.value.span, format!("no schema defines a kind `{}`", kind.trim()));
        return None;
    }
    if let Some(fields) = source.text.strip_prefix("add section ") {
        let fields: Vec<Arc<str>> = fields.split(',').map(|field| field.trim().into()).collect();
        let known =
            |field: &&Arc<str>| reading.scope.this.iter().any(|kind| reading.scope.schema.kind(*kind).field(field).is_some());
        if let Some(field) = fields.iter().find(|field| !known(field)) {
            complaints.error(entry.value.span, format!("no kind that the rule is for has a field `{field}`"));
            return None;
        }
        return Some(Fix::AddSection(fields));
    }
    complaints.error(entry.value.span, "a fix is `set PATH to EXPR`, `add record KIND` or `add section FIELD`");
    None
}

fn reads<'i>(infos: impl Iterator<Item = &'i Info>, check: &Check, kinds: &[KindId]) -> ReadSet {
    let mut all = ReadSet::default();
    let mut add = |reads: &ReadSet| {
        all.kinds.extend(&reads.kinds);
        all.any |= reads.any;
        all.text |= reads.text;
    };
    infos.for_each(|info| add(&info.reads));
    for info in check::infos(check) {
        add(&info.reads);
    }
    all.kinds.extend(kinds);
    if let Check::Exists(exists) = check {
        all.kinds.insert(exists.kind);
    }
    all.text |= matches!(check, Check::Forbid(_));
    all
}
