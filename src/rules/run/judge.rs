//! One rule over its records: when it applies, what it asks, and what fails.

use std::sync::Arc;

use super::super::rule::{Check, Forbid, Required, Rule, Within};
use super::super::verdict::Verdict;
use super::say::{Failure, describe, field};
use super::steering::Steering;
use super::wording::{self, Hit};
use super::{Count, Over, Subject};
use crate::expr::{Cond, Env, Exists, Picked, Reason, Rec, Truth, V, World};
use crate::finding::list;
use crate::finding::{At, Label, Severity};
use crate::model::EntityId;
use crate::source::{FileId, Place};

/// So many records are judged by all rules that are judged together before the next: they fit the nearer caches of any machine.
const AT_A_TIME: usize = 128;

/// A rule at work.
pub(super) struct Judge<'a, 'r> {
    /// The rule.
    pub rule: &'a Rule,
    /// The world of this thread.
    pub world: &'a World<'a>,
    /// What is judged over.
    pub over: Over<'a>,
    /// How the rule is steered.
    pub steering: Steering<'a>,
    /// Wording that was found for the rule, in order of path and place.
    pub hits: &'r [Hit],
    /// How bad it is, as set.
    pub severity: Severity,
    /// What it said.
    pub said: Vec<Arc<Verdict>>,
    /// Of which record it said each; none of the repository.
    pub about: Vec<Option<Subject>>,
    /// What it did.
    pub count: Count,
}

/// Where a rule applies: names, and the element of `each`.
struct Context<'a> {
    env: Env<'a>,
    element: Option<Picked<'a>>,
}

impl<'a> Judge<'a, '_> {
    /// Judges rules that are for the same kinds wherever they apply. They take turns over a few records at a time: what these say is then near
    /// at hand for all but the first.
    pub(super) fn all(judges: &mut [Self]) {
        let Some(first) = judges.first() else { return };
        let (index, kinds) = (first.over.index, &first.rule.kinds);
        if kinds.is_empty() {
            for judge in &mut *judges {
                judge.one(None);
            }
        }
        let mut seen = rustc_hash::FxHashSet::default();
        for kind in kinds {
            if index.is_mention(*kind) {
                judges.iter_mut().for_each(Self::citations);
            }
            for records in index.all(*kind).chunks(AT_A_TIME) {
                let new = |entity: &&EntityId| kinds.len() == 1 || seen.insert(**entity);
                let records: Vec<EntityId> = records.iter().filter(new).copied().collect();
                for judge in &mut *judges {
                    for entity in &records {
                        if !judge.world.exceeded() {
                            judge.one(Some(Rec::Entity(*entity)));
                        }
                    }
                }
            }
        }
    }

    fn citations(&mut self) {
        // Then what the rule asks of them need not be known.
        if self.world.citations().is_empty() {
            return;
        }
        let all = || self.world.citations().to_vec();
        let fitting = self.rule.condition().map_or_else(all, |c| c.citations(self.world));
        for mention in fitting {
            self.one(Some(Rec::Mention(mention)));
        }
    }

    /// Judges the rule on some records.
    pub(super) fn each(&mut self, subjects: &[Subject]) {
        for subject in subjects {
            self.one(Some(match subject {
                Subject::Entity(entity) => Rec::Entity(*entity),
                Subject::Mention(mention) => Rec::Mention(*mention),
            }));
        }
    }

    /// Judges the rule on one record, or on the repository.
    fn one(&mut self, this: Option<Rec<'a>>) {
        let subject = this.as_ref().and_then(Subject::of);
        self.judge(this);
        self.about.resize(self.said.len(), subject);
    }

    fn judge(&mut self, this: Option<Rec<'a>>) {
        let env = Env::new(self.world, this);
        match self.rule.condition().map_or(Truth::True, |condition| condition.eval(&env)) {
            Truth::True => {}
            Truth::False => return,
            Truth::Unknown => {
                self.count.unknown += 1;
                return;
            }
        }
        // Of many rules, this is never asked.
        let body = self.rule.body();
        let Some(pick) = &body.each else { return self.check(&body.check, &Context { env, element: None }) };
        for element in pick.elements(&env) {
            // A poisoned element is reported already.
            if !matches!(element.item.v, V::Poisoned) && !self.steering.excludes(&element.item, self.world) {
                let env = env.with(element.item.v.clone(), element.item.place.or(element.place));
                self.check(&body.check, &Context { env, element: Some(element) });
            }
        }
    }

    fn check(&mut self, check: &'a Check, context: &Context<'a>) {
        self.count.applied += 1;
        match check {
            Check::Expect(cond) => self.expect(cond, context),
            Check::Require(all) => self.require(all, context),
            Check::Exists(exists) => self.exists(exists, context),
            Check::Forbid(forbid) => self.forbid(forbid, context),
        }
    }

    fn expect(&mut self, cond: &'a Cond, context: &Context<'a>) {
        match cond.eval(&context.env) {
            Truth::True => return,
            Truth::Unknown => {
                self.count.unknown += 1;
                return;
            }
            Truth::False => {}
        }
        let reason = cond.explain(&context.env, false);
        let (at, step) = self.primary(&context.env, &reason, context.element.as_ref());
        let deciding = step.or(reason.steps.first());
        let failure = Failure {
            env: &context.env,
            at,
            primary: step.filter(|s| !s.note.is_empty()).map(|s| describe(s, self.world)).unwrap_or_default(),
            operand: deciding.map(|s| self.operand(&context.env, &s.operand)).unwrap_or_default(),
            absent: step.is_none_or(|s| s.missing),
            reason: &reason,
            supplied: Vec::new(),
            labels: Vec::new(),
            element: self.element(context),
        };
        self.say(failure);
    }

    fn require(&mut self, all: &'a [Required], context: &Context<'a>) {
        let mut lacking: Vec<(String, &'a [Arc<str>], At)> = Vec::new();
        let mut unknown = false;
        for required in all {
            let missing = |v: V| match v {
                V::Missing(_) => true,
                V::List(items) => items.is_empty(),
                _ => false,
            };
            let value = required.value.eval(&context.env).v;
            unknown |= matches!(value, V::Poisoned);
            if !missing(value) {
                continue;
            }
            // Where a whole group is missing, it is said once, not field by field.
            let group = required.groups.iter().find(|(group, _)| missing(group.eval(&context.env).v));
            let (value, path) = group.map_or((&required.value, &required.path[..]), |(g, end)| (g, &required.path[..*end]));
            let name = path.join(".");
            if !lacking.iter().any(|(n, _, _)| *n == name) {
                lacking.push((name, path, self.missing(&context.env, path, value, context.element.as_ref())));
            }
        }
        self.count.unknown += u32::from(unknown && lacking.is_empty());
        let Some((operand, _, at)) = lacking.first() else { return };
        let names: Vec<String> = lacking.iter().map(|(name, _, _)| field(name)).collect();
        let labels = lacking[1..].iter().filter_map(|(name, _, at)| {
            let text = format!("{} is not given", field(name));
            at.place().map(|place| Label { place, text })
        });
        let failure = Failure {
            env: &context.env,
            at: *at,
            primary: format!("{} not given", list(&names)),
            operand: operand.clone(),
            reason: &Reason::default(),
            supplied: vec![("lacking", list(&names))],
            labels: labels.collect(),
            element: self.element(context),
            absent: true,
        };
        self.say(failure);
    }

    fn exists(&mut self, exists: &'a Exists, context: &Context<'a>) {
        let found = exists.find(self.world);
        if found.picked || found.open {
            self.count.unknown += u32::from(found.open && !found.picked);
            return;
        }
        let mut labels = Vec::new();
        for (entity, reason) in &found.near {
            let step = reason.steps.first();
            let name = self.over.index.id(*entity).map_or("this one", |id| id);
            let place = step.map_or_else(|| self.over.index.name_place(*entity), |s| s.place);
            let text = step.map(|s| describe(s, self.world)).unwrap_or_default();
            let text = if text.starts_with(name) { text } else { format!("{name}: {text}") };
            labels.push(Label { place, text: format!("nearly: {text}") });
        }
        let failure = Failure {
            env: &context.env,
            at: self.whole(&context.env, context.element.as_ref()),
            primary: String::new(),
            operand: String::new(),
            reason: &Reason::default(),
            supplied: Vec::new(),
            labels,
            element: self.element(context),
            absent: true,
        };
        self.say(failure);
    }

    fn forbid(&mut self, forbid: &'a Forbid, context: &Context<'a>) {
        let hits: Vec<Hit> = match &forbid.within {
            Within::Field(value) => {
                let places = value.places(&context.env);
                let missing = matches!(value.eval(&context.env).v, V::Missing(_) | V::Poisoned);
                if missing {
                    Vec::new()
                } else {
                    places.into_iter().flat_map(|p| wording::in_place(forbid, p, self.over.sources)).collect()
                }
            }
            _ if self.hits.is_empty() => return,
            _ => match &context.env.this {
                None => self.hits.to_vec(),
                Some(Rec::Entity(entity)) => {
                    let files = self.over.index.tellings(*entity).iter().map(|t| t.file);
                    let own: Vec<FileId> = files.filter(|f| self.over.index.document(*f) == Some(*entity)).collect();
                    self.hits.iter().filter(|h| own.contains(&h.place.file)).cloned().collect()
                }
                Some(_) => Vec::new(),
            },
        };
        for hit in hits {
            let mut supplied = vec![("match", hit.text.clone())];
            supplied.push(("say", forbid.patterns[hit.pattern].say.as_deref().unwrap_or_default().to_owned()));
            supplied.extend(hit.captures.iter().map(|(name, text)| (name.as_str(), text.clone())));
            let failure = Failure {
                env: &context.env,
                at: self.told_place(&context.env).map_or(At::Place(hit.place), At::Place),
                primary: String::new(),
                operand: "prose".to_owned(),
                reason: &Reason::default(),
                supplied,
                labels: Vec::new(),
                element: self.element(context),
                absent: false,
            };
            self.say(failure);
        }
    }

    /// What failed, named as the record names it: a citation in a field fails as that field does.
    fn operand(&self, env: &Env<'a>, read: &str) -> String {
        let mention = match &env.this {
            Some(Rec::Mention(mention)) => self.over.index.mention(*mention),
            _ => None,
        };
        mention.and_then(|m| m.field()).map_or_else(|| read.to_owned(), |(_, field)| field.to_string())
    }

    /// The element as text, to tell findings of one record apart: the record's id, or the words.
    fn element(&self, context: &Context<'a>) -> Option<Arc<str>> {
        let element = context.element.as_ref()?;
        let index = self.over.index;
        Some(match &element.item.v {
            V::Text(text) => text.as_ref().into(),
            V::Word(vocabulary, i) => vocabulary.words.get(*i as usize)?.clone(),
            V::Number(n) => n.to_string().into(),
            V::Date(date) => date.to_string().into(),
            V::Rec(Rec::Entity(entity)) => index.id(*entity)?.clone(),
            V::Rec(Rec::Text(text) | Rec::Url(text)) => (*text).into(),
            V::Rec(Rec::File(path)) => path.clone(),
            V::Object(object) => match object.entry {
                Some(entry) => entry.key.clone(),
                None => self.text(Place::new(object.file, object.value.span)),
            },
            _ => return None,
        })
    }

    fn text(&self, place: Place) -> Arc<str> {
        self.over.sources.get(place.file).slice(place.span).into()
    }
}
