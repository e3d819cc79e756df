//! Rules over records: each rule on each record of its kinds, where it applies and is not steered silent.
//!
//! Architecture invariant: order never shows. Rules run on several threads, each with a world of its own; what they say is put
//! together in the order of the rules.

mod again;
mod edited;
mod intent;
mod judge;
mod place;
mod say;
mod steering;
mod wording;

pub use again::again;
pub use edited::{Edit, Reach, edited};

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::complaint::invalid;
use super::{Rule, Rules, Verdict};
use crate::expr::{Cache, DerivedTable, Rec, World};
use crate::finding::{Severity, codes};
use crate::model::index::MentionId;
use crate::model::{EntityId, Index};
use crate::schema::KindId;
use crate::source::{Place, Sources};

/// What rules are judged over.
#[derive(Clone, Copy)]
pub struct Over<'a> {
    /// All records.
    pub index: &'a Index,
    /// All texts.
    pub sources: &'a Sources,
    /// Derived fields.
    pub derived: &'a DerivedTable,
    /// What was found out once for this state of the index.
    pub cache: &'a Cache,
    /// Words that `similar` passes over, folded.
    pub noise: &'a [Box<str>],
    /// The day.
    pub today: Date,
    /// What to point at where the repository as a whole lacks something: the manifest's line that names the standard.
    pub manifest: Option<Place>,
}

/// Which rules run, and how loud.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Rules that are switched off.
    pub off: FxHashSet<Arc<str>>,
    /// Rules whose severity is another than they say.
    pub severity: FxHashMap<Arc<str>, Severity>,
    /// If set, only these rules run.
    pub only: Option<FxHashSet<Arc<str>>>,
    /// Rules about what the repository as a whole must have stay silent: it is not clear yet that it wants to be judged.
    pub presence_off: bool,
}

/// What a rule did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// True if the rule ran: it is not switched off, and nothing steers it silent.
    pub judged: bool,
    /// How often it applied: records (with `each`, elements) whose conditions are known to hold.
    pub applied: u32,
    /// How often it fired.
    pub fired: u32,
    /// How often it was not judged, because something is missing or could not be read.
    pub unknown: u32,
}

/// What all rules say, and what is needed to say it again after a change.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// For each rule of the set, at its position, what it says; shared with whoever tells it.
    pub said: Vec<Vec<Arc<Verdict>>>,
    /// Of which record it says each; none of the repository.
    about: Vec<Vec<Option<Subject>>>,
    /// For each rule of the set, at its position, what it did; nothing for rules that did not run.
    pub counts: Vec<Count>,
    /// What was found in running text.
    hits: wording::Hits,
    /// Records that were decided not to be applied.
    excluded: FxHashSet<(KindId, Option<Arc<str>>)>,
}

/// What a rule is judged on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Subject {
    Entity(EntityId),
    Mention(MentionId),
}

impl Subject {
    fn of(rec: &Rec<'_>) -> Option<Self> {
        match rec {
            Rec::Entity(entity) => Some(Self::Entity(*entity)),
            Rec::Mention(mention) => Some(Self::Mention(*mention)),
            _ => None,
        }
    }
}

impl Outcome {
    /// All verdicts, in the order of the rules.
    pub fn verdicts(self) -> Vec<Arc<Verdict>> {
        self.said.into_iter().flatten().collect()
    }
}

/// Steps that one rule may take: some seconds on any machine.
const STEPS: u64 = 200_000_000;

/// Judges all rules. Those of later stages run too: what is held back is counted.
pub fn run(set: &Rules, over: Over<'_>, settings: &Settings) -> Outcome {
    let on = set.all.iter().map(|rule| settings.is_on(rule)).collect::<Vec<bool>>();
    let hits = wording::search(set, over, &on, |_| true);
    let mut outcome = Outcome { hits, excluded: set.excluded(over), ..Outcome::default() };
    judge(set, over, settings, &on, &mut outcome);
    outcome
}

impl Settings {
    fn is_on(&self, rule: &Rule) -> bool {
        !self.off.contains(&rule.name)
            && self.only.as_ref().is_none_or(|only| only.contains(&rule.name))
            && !(self.presence_off && rule.is_presence())
    }
}

/// Judges the rules at these positions; of the others, what was said stays.
fn judge(set: &Rules, over: Over<'_>, settings: &Settings, anew: &[bool], outcome: &mut Outcome) {
    outcome.said.resize_with(set.all.len(), Vec::new);
    outcome.counts.resize_with(set.all.len(), Count::default);
    outcome.about.resize_with(set.all.len(), Vec::new);
    let hits = &outcome.hits;
    let said: Vec<Said> =
        batches(set, anew).into_par_iter().flat_map_iter(|batch| together(set, &batch, over, settings, hits, None)).collect();
    for Said { position, verdicts, about, count } in said {
        (outcome.said[position], outcome.about[position], outcome.counts[position]) = (verdicts, about, count);
    }
}

/// What the rule at a position of the set says, and did.
#[derive(Default)]
struct Said {
    position: usize,
    verdicts: Vec<Arc<Verdict>>,
    about: Vec<Option<Subject>>,
    count: Count,
}

/// So many rules are judged together at most: there is work for every thread.
const TOGETHER: usize = 8;

/// The positions of rules, those together that are for the same kinds.
fn batches(set: &Rules, anew: &[bool]) -> Vec<Vec<usize>> {
    let mut open: FxHashMap<&[KindId], usize> = FxHashMap::default();
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for (i, rule) in set.all.iter().enumerate().filter(|(i, _)| anew[*i]) {
        match open.get(&*rule.kinds) {
            Some(batch) if !rule.kinds.is_empty() && batches[*batch].len() < TOGETHER => batches[*batch].push(i),
            _ => {
                open.insert(&rule.kinds, batches.len());
                batches.push(vec![i]);
            }
        }
    }
    batches
}

/// Judges a rule wherever it applies, or on some records alone.
fn one(
    set: &Rules,
    position: usize,
    over: Over<'_>,
    settings: &Settings,
    wording: &wording::Hits,
    on: Option<&[Subject]>,
) -> Said {
    together(set, &[position], over, settings, wording, on).pop().unwrap_or_default()
}

/// Judges rules that are for the same kinds, wherever they apply or on some records alone.
fn together(
    set: &Rules,
    batch: &[usize],
    over: Over<'_>,
    settings: &Settings,
    wording: &wording::Hits,
    on: Option<&[Subject]>,
) -> Vec<Said> {
    let world = |_: &usize| {
        let mut world = World::new(over.index, over.sources, over.derived, over.today, over.noise, over.cache);
        world.start(STEPS);
        world
    };
    let worlds: Vec<World> = batch.iter().map(world).collect();
    let (mut speaking, mut judges, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for (position, world) in batch.iter().zip(&worlds) {
        let rule = &set.all[*position];
        let steering = steering::Steering::of(set, rule, world);
        if steering.silent() {
            said.push(Said { position: *position, ..Said::default() });
            continue;
        }
        let severity = settings.severity.get(&rule.name).copied().unwrap_or(rule.severity);
        let (hits, count) = (wording.of(*position), Count { judged: true, ..Count::default() });
        speaking.push(*position);
        judges.push(judge::Judge { rule, world, over, steering, hits, severity, said: Vec::new(), about: Vec::new(), count });
    }
    match on {
        None => judge::Judge::all(&mut judges),
        Some(subjects) => judges.iter_mut().for_each(|judge| judge.each(subjects)),
    }
    for (position, mut judge) in speaking.into_iter().zip(judges) {
        if judge.world.exceeded() {
            judge.said.push(Arc::new(too_long(judge.rule).into()));
            judge.about.push(None);
        }
        said.push(Said { position, verdicts: judge.said, about: judge.about, count: judge.count });
    }
    said
}

fn too_long(rule: &Rule) -> crate::finding::Finding {
    let message = format!("rule `{}` takes too many steps over these records; what it had not reached is not judged", rule.name);
    let mut finding = invalid(rule.place, Severity::Error, message);
    finding.code = codes::LIMIT_EXCEEDED.into();
    finding.help = Some("compare by equality on the quantifier's variable, or narrow the list it runs over".to_owned());
    finding
}
