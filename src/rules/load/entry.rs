//! One entry of a rule file into a rule.

use std::sync::Arc;

use super::super::Pack;
use super::super::complaint::{Complaints, here};
use super::super::rule::Rule;
use super::Against;
use super::parts::{Later, Parts};
use super::reading::{Reading, parts};
use crate::expr::Scope;
use crate::finding::{Basis, Severity, Stage, suggestion};
use crate::schema::KindId;
use crate::source::{Place, Span};
use crate::syntax::{Entry, Node, NodeValue, Wanted};

/// Keys of a rule.
pub(super) const KEYS: [&str; 24] = [
    "keys", "basis", "stage", "severity", "summary", "for", "where", "each", "expect", "require", "exists", "forbid", "in", "at",
    "labels", "message", "help", "why", "bad", "good", "replaces", "as_of", "fix", "safe",
];

/// What is read of a rule's head.
fn of_head(key: &str) -> Wanted {
    match key {
        "keys" | "basis" | "stage" | "severity" | "for" | "replaces" => Wanted::Whole,
        "forbid" | "where" => Wanted::Key,
        _ => Wanted::Nothing,
    }
}

/// Reads a rule. None if anything in it is wrong.
pub(super) fn rule(
    entry: &Entry<'_>,
    text: &str,
    pack: &Arc<Pack>,
    against: Against<'_>,
    complaints: &mut Complaints,
) -> Option<Rule> {
    // Of somebody else's rules nothing is known, whatever the kinds are.
    let against = Against { tried: false, ..against };
    let node = &entry.value;
    if !matches!(node.value, NodeValue::Map(_)) {
        complaints.error(here(entry), format!("a rule is a mapping, not {}", node.noun()));
        return None;
    }
    let before = complaints.errors();
    complaints.unknown_keys(node, &KEYS, "a rule");
    let head = head(entry, pack, against, complaints);
    let scope =
        Scope { schema: against.schema, this: head.kinds.clone(), vars: Vec::new(), derived: against.derived, tried: false };
    let (condition, body, texts, about) = parts(&Reading { entry, text, scope }, complaints)?;
    if complaints.errors() > before {
        return None;
    }
    head.rule(Parts::read(condition, body, texts, about))
}

/// Reads a rule that came with the program: what is not its head later.
pub(super) fn rule_later(later: Later, pack: &Arc<Pack>, against: Against<'_>, complaints: &mut Complaints) -> Option<Rule> {
    let file = later.file.clone();
    let entry = later.entry.unpack(&file.source, &of_head)?;
    let conditional = entry.value.entry("where").is_some();
    head(&entry, pack, against, complaints).rule(Parts::later(later, conditional))
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

fn kinds(entry: &Entry<'_>, against: Against<'_>, complaints: &mut Complaints) -> Vec<KindId> {
    let named = complaints.words(entry);
    let mut kinds = Vec::with_capacity(named.len());
    for (name, span) in named {
        if let Some(kind) = against.schema.find(name) {
            kinds.push(kind);
            continue;
        }
        let snake = against.schema.by_snake(name).map(|k| format!("did you mean `{}`?", against.schema.kind(k).name));
        let help = snake.or_else(|| suggestion(name, against.schema.kinds.iter().map(|k| &*k.name)));
        complaints.error(span, format!("no schema defines a kind `{name}`")).help = help;
    }
    kinds
}

fn standing(entry: &Entry<'_>, pack: &Arc<Pack>, complaints: &mut Complaints) -> (Option<Basis>, Option<Severity>, Stage) {
    let node = &entry.value;
    let basis = one_of(entry, "basis", Basis::from_word, &|| Basis::ALL.map(Basis::word).to_vec(), complaints);
    let severity = one_of(entry, "severity", Severity::from_word, &|| Severity::ALL.map(Severity::word).to_vec(), complaints);
    let stage = node.entry("stage").and_then(|_| {
        let stages = || pack.stages.iter().map(|s| &**s).collect();
        one_of(entry, "stage", |word| pack.stage(word), &stages, complaints)
    });
    if let (Some((basis @ (Basis::Practice | Basis::Guidance), _)), Some((Severity::Error, span))) = (basis, severity) {
        complaints.error(span, format!("what rests on {} is a warning at most", basis.phrase()));
    }
    (basis.map(|(basis, _)| basis), severity.map(|(severity, _)| severity), stage.map(|(stage, _)| stage).unwrap_or_default())
}

/// What the word under a key means, and where it stands. `known`: all words that may stand there.
fn one_of<'k, T>(
    rule: &Entry<'_>,
    key: &str,
    reading: impl Fn(&str) -> Option<T>,
    known: &dyn Fn() -> Vec<&'k str>,
    complaints: &mut Complaints,
) -> Option<(T, Span)> {
    let Some(entry) = rule.value.entry(key) else {
        complaints.error(rule.key.span, format!("rule `{}` has no `{key}`", rule.key.text)).help =
            Some(format!("one of {}", known().join(", ")));
        return None;
    };
    let written = complaints.word(entry)?;
    let meant = reading(written);
    if meant.is_none() {
        let known = known();
        let help = suggestion(written, known.iter().copied());
        complaints.error(entry.value.span, format!("`{key}` is one of {}, not `{written}`", known.join(", "))).help = help;
    }
    Some((meant?, entry.value.span))
}

fn keys(node: &Node<'_>, against: Against<'_>, complaints: &mut Complaints) -> Vec<Arc<str>> {
    let Some(entry) = node.entry("keys") else { return Vec::new() };
    let keys = complaints.words(entry);
    let texts = || keys.iter().map(|(key, _)| Arc::from(*key)).collect();
    if against.tried {
        return texts();
    }
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
    texts()
}

fn breadth(kinds: &[KindId], against: Against<'_>) -> u32 {
    let all = against.schema.kinds.len();
    let heirs = |kind: &KindId| against.schema.kind(*kind).heirs.as_slice();
    let reached = match kinds {
        [] => 0,
        [one] => heirs(one).len(),
        several => {
            let mut reached = several.iter().map(heirs).collect::<Vec<_>>().concat();
            reached.sort_unstable();
            reached.dedup();
            reached.len()
        }
    };
    match reached {
        0 => all as u32 + 1,
        // A citation may stand in a record of any kind.
        _ if kinds.iter().any(|k| &*against.schema.kind(*k).name == "mention") => all as u32,
        reached => reached as u32,
    }
}
