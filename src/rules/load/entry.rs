//! One entry of a rule file into a rule.

use std::sync::Arc;

use super::super::Pack;
use super::super::complaint::{Complaints, here};
use super::super::rule::{About, Body, Check, ExampleFile, Examples, Fix, Rule, RuleLabel, Texts};
use super::parts::{Later, Parts};
use super::text::{Source, template, value};
use super::{Against, check};
use crate::expr::{Complaint, Info, Pick, ReadSet, Scope, compile_cond, compile_pick, compile_value};
use crate::finding::{Basis, Severity, Stage, suggestion};
use crate::model::read_date;
use crate::schema::KindId;
use crate::source::Place;
use crate::syntax::{Entry, Node, NodeValue};

/// Keys of a rule.
pub(super) const KEYS: [&str; 24] = [
    "keys", "basis", "stage", "severity", "summary", "for", "where", "each", "expect", "require", "exists", "forbid", "in", "at",
    "labels", "message", "help", "why", "bad", "good", "replaces", "as_of", "fix", "safe",
];
/// Keys of a rule's head.
const HEAD: [&str; 6] = ["keys", "basis", "stage", "severity", "for", "replaces"];
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

/// Reads a rule. None if anything in it is wrong.
pub(super) fn rule(
    entry: &Entry<'_>,
    text: &str,
    pack: &Arc<Pack>,
    against: Against<'_>,
    complaints: &mut Complaints,
) -> Option<Rule> {
    let node = &entry.value;
    if !matches!(node.value, NodeValue::Map(_)) {
        complaints.error(here(entry), format!("a rule is a mapping, not {}", node.noun()));
        return None;
    }
    let before = complaints.errors();
    complaints.unknown_keys(node, &KEYS, "a rule");
    let head = head(entry, pack, against, complaints);
    let scope = Scope { schema: against.schema, this: head.kinds.clone(), vars: Vec::new(), derived: against.derived };
    let (body, texts, about) = parts(&Reading { entry, text, scope }, complaints)?;
    if complaints.errors() > before {
        return None;
    }
    head.rule(Parts::read(body, texts, about))
}

/// Reads a rule that came with the program: what is not its head later.
pub(super) fn rule_later(later: Later, pack: &Arc<Pack>, against: Against<'_>, complaints: &mut Complaints) -> Option<Rule> {
    let file = later.file.clone();
    let entry = later.entry.unpack(&file.source, &|key| HEAD.contains(&key))?;
    head(&entry, pack, against, complaints).rule(Parts::later(later))
}

/// What a rule is known by.
struct Head {
    name: Arc<str>,
    place: Place,
    pack: Arc<Pack>,
    keys: Vec<Arc<str>>,
    basis: Option<Basis>,
    stage: Stage,
    severity: Option<Severity>,
    kinds: Vec<KindId>,
    breadth: u32,
    replaces: Option<(Arc<str>, Place)>,
    forbids: bool,
}

fn head(entry: &Entry<'_>, pack: &Arc<Pack>, against: Against<'_>, complaints: &mut Complaints) -> Head {
    let node = &entry.value;
    let kinds = node.entry("for").map(|e| kinds(e, against, complaints)).unwrap_or_default();
    let (basis, severity, stage) = standing(entry, pack, complaints);
    Head {
        name: entry.key.text.as_ref().into(),
        place: Place::new(complaints.file(), entry.key.span),
        pack: pack.clone(),
        keys: keys(node, against, complaints),
        basis,
        stage,
        severity,
        breadth: breadth(&kinds, against),
        kinds,
        replaces: node.entry("replaces").and_then(|e| Some((complaints.text(e)?, Place::new(complaints.file(), e.value.span)))),
        forbids: node.entry("forbid").is_some(),
    }
}

impl Head {
    fn rule(self, parts: Parts) -> Option<Rule> {
        let Self { name, place, pack, keys, basis, stage, severity, kinds, breadth, replaces, forbids } = self;
        let (basis, severity) = (basis?, severity?);
        Some(Rule { name, place, pack, keys, basis, stage, severity, kinds, breadth, replaces, forbids, parts })
    }
}

/// Reads all parts of a rule.
pub(super) fn parts(reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<(Body, Texts, About)> {
    // Without a body, texts would complain of names that a broken part was to bring.
    let body = body(reading, complaints)?;
    let texts = texts(reading, &body, complaints);
    let about = about(reading, complaints);
    Some((body, texts?, about?))
}

/// Reads when a rule applies, and what must hold then.
pub(super) fn body(reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<Body> {
    let condition = reading.expression("where", compile_cond, complaints);
    let each = reading.expression("each", compile_pick, complaints);
    let within = reading.with(each.as_ref());
    let check = which(reading.entry, complaints).and_then(|e| check::read(e, &within, complaints))?;
    let infos = [condition.as_ref().map(|c| &c.info), each.as_ref().map(|e| &e.info)].into_iter().flatten();
    let reads = reads(infos, &check, &reading.scope.this);
    Some(Body { condition, each, check, reads })
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
    Some(Texts { at, labels, message: message?, help, fix })
}

/// Reads what a rule says of itself.
pub(super) fn about(reading: &Reading<'_, '_>, complaints: &mut Complaints) -> Option<About> {
    let entry = reading.entry;
    let mut optional = |key: &str| entry.value.entry(key).and_then(|e| complaints.text(e));
    let summary = optional("summary").unwrap_or_else(|| entry.key.text.replace('-', " ").into());
    let why = optional("why");
    Some(About { summary, why, examples: examples(&entry.value, complaints) })
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

fn kinds(entry: &Entry<'_>, against: Against<'_>, complaints: &mut Complaints) -> Vec<KindId> {
    let mut kinds = Vec::new();
    for (name, span) in complaints.texts(entry) {
        if let Some(kind) = against.schema.find(&name) {
            kinds.push(kind);
            continue;
        }
        let snake = against.schema.by_snake(&name).map(|k| format!("did you mean `{}`?", against.schema.kind(k).name));
        let help = snake.or_else(|| suggestion(&name, against.schema.kinds.iter().map(|k| &*k.name)));
        complaints.error(span, format!("no schema defines a kind `{name}`")).help = help;
    }
    kinds
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

fn standing(entry: &Entry<'_>, pack: &Arc<Pack>, complaints: &mut Complaints) -> (Option<Basis>, Option<Severity>, Stage) {
    let node = &entry.value;
    let mut word = |key: &str, known: &[&str]| {
        let Some(e) = node.entry(key) else {
            complaints.error(entry.key.span, format!("rule `{}` has no `{key}`", entry.key.text)).help =
                Some(format!("one of {}", known.join(", ")));
            return None;
        };
        let written = complaints.text(e)?;
        if !known.contains(&&*written) {
            let help = suggestion(&written, known.iter().copied());
            complaints.error(e.value.span, format!("`{key}` is one of {}, not `{written}`", known.join(", "))).help = help;
            return None;
        }
        Some((written, e.value.span))
    };
    let basis = word("basis", &Basis::ALL.map(Basis::word)).and_then(|(w, _)| Basis::from_word(&w));
    let severity = word("severity", &Severity::ALL.map(Severity::word));
    let stages: Vec<&str> = pack.stages.iter().map(|s| &**s).collect();
    let stage = if node.entry("stage").is_some() { word("stage", &stages).and_then(|(w, _)| pack.stage(&w)) } else { None };
    if let (Some(basis @ (Basis::Practice | Basis::Guidance)), Some((word, span))) = (basis, &severity)
        && **word == *Severity::Error.word()
    {
        complaints.error(*span, format!("what rests on {} is a warning at most", basis.phrase()));
    }
    (basis, severity.and_then(|(w, _)| Severity::from_word(&w)), stage.unwrap_or_default())
}

fn keys(node: &Node<'_>, against: Against<'_>, complaints: &mut Complaints) -> Vec<Arc<str>> {
    let Some(entry) = node.entry("keys") else { return Vec::new() };
    let keys = complaints.texts(entry);
    let data = || against.schema.iter().filter(|(_, kind)| kind.data).flat_map(|(id, _)| against.index.all(id));
    if data().next().is_some() {
        let shaped = |key: &str| {
            let mut patterns = against.schema.kinds.iter().filter(|k| k.data).filter_map(|k| k.id.as_ref()?.pattern.as_ref());
            patterns.any(|pattern| pattern.is_match(key))
        };
        for (key, span) in &keys {
            if against.index.by_id(key).iter().any(|e| against.index.in_pack(*e)) {
                continue;
            }
            let known: Vec<&str> = data().filter_map(|e| against.index.id(*e)).map(|id| &**id).collect();
            let help = suggestion(key, known);
            // A rule may also rest on a law or another standard, which is no record of the pack.
            if help.is_some() || shaped(key) {
                complaints.error(*span, format!("no pack has a record `{key}` that a rule could rest on")).help = help;
            }
        }
    }
    keys.into_iter().map(|(key, _)| key).collect()
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
        let (path, value) = (compile(path.trim()), compile(to.trim()));
        return Some(Fix::Set { path: Box::new(path?), value: Box::new(value?) });
    }
    if let Some(kind) = source.text.strip_prefix("add record ") {
        if let Some(kind) = reading.scope.schema.find(kind.trim()) {
            return Some(Fix::AddRecord(kind));
        }
        complaints.error(entry.value.span, format!("no schema defines a kind `{}`", kind.trim()));
        return None;
    }
    if let Some(field) = source.text.strip_prefix("add section ") {
        return Some(Fix::AddSection(field.trim().into()));
    }
    complaints.error(entry.value.span, "a fix is `set PATH to EXPR`, `add record KIND` or `add section FIELD`");
    None
}

fn breadth(kinds: &[KindId], against: Against<'_>) -> u32 {
    let all = against.schema.kinds.len();
    let reached = |(id, _): &(KindId, _)| kinds.iter().any(|base| against.schema.is_a(*id, *base));
    match against.schema.iter().filter(reached).count() {
        0 => all as u32 + 1,
        // A citation may stand in a record of any kind.
        _ if kinds.iter().any(|k| &*against.schema.kind(*k).name == "mention") => all as u32,
        reached => reached as u32,
    }
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
