//! A failure into a finding: message, help, labels, and who it is about.

use std::sync::Arc;

use super::super::rule::Template;
use super::super::{Piece, Rule, Verdict};
use super::intent;
use super::judge::Judge;
use crate::expr::{Env, Holder, Item, Reason, Rec, Step, V, World};
use crate::finding::{At, Finding, Label, Operand, RecordName};
use crate::source::Place;

/// Most labels that are found without being told.
const MOST_LABELS: usize = 4;
/// Most "because" labels.
const MOST_BECAUSE: usize = 2;
/// Longest value that a label repeats, in characters.
const LONGEST: usize = 40;

/// What is said of one record or element.
pub(super) struct Failure<'a, 'r> {
    /// Names.
    pub env: &'r Env<'a>,
    /// Where.
    pub at: At,
    /// What to say there.
    pub primary: String,
    /// The trail of what failed.
    pub reason: &'r Reason<'a>,
    /// The failing operand, dotted.
    pub operand: String,
    /// What the check supplies to texts.
    pub supplied: Vec<(&'r str, String)>,
    /// Labels that the check itself has found.
    pub labels: Vec<Label>,
    /// The element of `each`.
    pub element: Option<Arc<str>>,
    /// Nothing is there that could be at fault.
    pub absent: bool,
}

impl<'a> Judge<'a, '_> {
    /// Adds a verdict.
    pub(super) fn say(&mut self, failure: Failure<'a, '_>) {
        let rule = self.rule;
        let env = failure.env;
        let texts = rule.texts();
        let message = texts.message.fill(env, &failure.supplied);
        let help: Vec<Piece> = texts.help.as_ref().map(|h| h.fill(env, &failure.supplied)).unwrap_or_default();
        let finding = Finding {
            code: rule.name.clone(),
            severity: self.severity,
            basis: rule.basis,
            keys: rule.keys.clone(),
            standard: rule.pack.standard.clone(),
            stage: rule.stage,
            message: Piece::join(&message),
            at: failure.at,
            labels: self.labels(&failure),
            primary: failure.primary,
            help: texts.help.as_ref().map(|_| Piece::join(&help)),
            notes: Vec::new(),
            record: record_name(env),
            operand: Operand(failure.operand),
            fix: None,
        };
        self.count.fired += 1;
        self.said.push(Arc::new(Verdict {
            finding,
            message,
            help,
            breadth: rule.breadth,
            element: failure.element,
            absent: failure.absent,
            intent: intent::of(rule, env, self.world),
        }));
    }

    fn labels(&self, failure: &Failure<'a, '_>) -> Vec<Label> {
        let mut labels = Labels { taken: failure.at.place().into_iter().collect(), labels: Vec::new() };
        for label in told(self.rule, failure) {
            labels.push(label.place, label.text);
        }
        for label in &failure.labels {
            labels.push(label.place, label.text.clone());
        }
        let steps = &failure.reason.steps;
        let cites = matches!(failure.env.this, Some(Rec::Mention(_)));
        // Witnesses first: the record on the other side is what the reader has to look at.
        for step in steps.iter().filter(|s| s.witness.is_some()).chain(steps.iter().filter(|s| s.witness.is_none())) {
            // That the element is the element tells nobody anything.
            let variable = self.rule.body().each.as_ref().is_some_and(|each| each.var == step.operand);
            if labels.labels.len() < MOST_LABELS && !variable && !(step.missing && self.is_header(step.place)) {
                let text = match (step.holder == Holder::Citation, cites) {
                    // The words of the citation that is judged stand for themselves.
                    (true, true) => String::new(),
                    (true, false) => "cited here".to_owned(),
                    (false, _) => describe(step, self.world),
                };
                labels.push(step.place, text);
            }
        }
        let mut because = 0;
        // Found out one by one: what is not told is not asked.
        let parts = self.rule.condition().into_iter().flat_map(|c| c.because(failure.env));
        // Of a record it is of interest what the record itself says, and only what can be said in a word.
        let tells = |step: &Step| {
            !step.missing
                && step.holder != Holder::Citation
                && (step.witness.is_none() || failure.env.this.is_none())
                && is_short(value_of(step, self.world))
        };
        let mut steps = parts.filter_map(|part| part.steps.into_iter().find(tells));
        while because < MOST_BECAUSE
            && let Some(step) = steps.next()
        {
            if !self.shares_line(&labels.taken, step.place) {
                because += usize::from(labels.push(step.place, format!("because {}", reading(&step, self.world))));
            }
        }
        labels.labels
    }

    fn shares_line(&self, taken: &[Place], place: Place) -> bool {
        let file = self.over.sources.get(place.file);
        let line = |p: &Place| file.lines().line_of(p.span.start);
        taken.iter().any(|t| t.file == place.file && line(t) == line(&place))
    }
}

struct Labels {
    taken: Vec<Place>,
    labels: Vec<Label>,
}

impl Labels {
    fn push(&mut self, place: Place, text: String) -> bool {
        let new = !self.taken.contains(&place);
        if new {
            self.taken.push(place);
            self.labels.push(Label { place, text });
        }
        new
    }
}

/// The labels that the rule itself asks for: once for each witness that they name.
fn told<'a>(rule: &'a Rule, failure: &Failure<'a, '_>) -> Vec<Label> {
    let mut labels = Vec::new();
    for label in &rule.texts().labels {
        let text = |t: &Template| Piece::join(&t.fill(failure.env, &failure.supplied));
        let witnesses = &failure.reason.witnesses;
        let of = |name: &Arc<str>| -> Vec<_> { witnesses.iter().filter(|w| w.var == *name && !w.near).collect() };
        let rounds = label.variables.iter().map(|v| of(v).len()).max().unwrap_or_default().clamp(1, MOST_LABELS);
        for round in 0..rounds {
            let mut env = failure.env.clone();
            for variable in &label.variables {
                let none = Item { v: V::Poisoned, place: None };
                env.vars.push(of(variable).get(round).map_or(none, |w| w.item.clone()));
            }
            if let Some(place) = label.at.places(&env).first() {
                labels.push(Label { place: *place, text: text(&label.text) });
            }
        }
    }
    labels
}

/// What to say at a place that was read.
pub(super) fn describe(step: &Step, world: &World<'_>) -> String {
    let of = step.holder.record().filter(|_| !step.in_record).and_then(|e| world.index.id(e).cloned());
    match (of, step.note.is_empty()) {
        (Some(id), false) => format!("{id}: {}", step.note),
        (None, false) => step.note.clone(),
        (Some(id), true) if step.operand.is_empty() => id.to_string(),
        (Some(id), true) => format!("{id}: {}", reading(step, world)),
        (None, true) => reading(step, world),
    }
}

/// "the status is production", or the field alone where its value is long.
fn reading(step: &Step, world: &World<'_>) -> String {
    if step.missing {
        return if step.note.is_empty() { format!("{} is not given", field(&step.operand)) } else { step.note.clone() };
    }
    let value = value_of(step, world);
    // A flag that is not stated stands where its record is named.
    if let Some((_, last)) = step.operand.rsplit_once('.')
        && step
            .holder
            .record()
            .is_some_and(|e| world.index.name_place(e) == step.place && world.index.id(e).is_some_and(|id| **id == *value))
        && last != "id"
    {
        return format!("{} is not given", field(&step.operand));
    }
    if step.operand.is_empty() {
        return if is_short(value) { format!("it is {value}") } else { "it says this".to_owned() };
    }
    if is_short(value) {
        format!("{} is {value}", field(&step.operand))
    } else {
        format!("{} is given here", field(&step.operand))
    }
}

/// What is written at a step, quotes off.
fn value_of<'w>(step: &Step, world: &'w World<'_>) -> &'w str {
    let value = world.sources.get(step.place.file).slice(step.place.span).trim();
    value.trim_matches(|c| c == '"' || c == '\'')
}

fn is_short(value: &str) -> bool {
    !value.is_empty() && value.chars().count() <= LONGEST && !value.contains(['\n', '\r', '|', '{', '['])
}

/// The last name of a path, as words.
pub(super) fn field(path: &str) -> String {
    path.rsplit('.').next().unwrap_or(path).replace('_', " ")
}

/// The record a finding is about: that of `for`, or the one that holds the citation.
fn record_name(env: &Env<'_>) -> Option<RecordName> {
    let index = env.world.index;
    let entity = match env.this.as_ref()? {
        Rec::Entity(entity) => *entity,
        Rec::Mention(mention) => index.mention_from(*mention)?,
        _ => return None,
    };
    let kind = index.schema.kind(index.kind(entity)).name.clone();
    Some(RecordName { kind, id: index.id(entity).cloned() })
}
