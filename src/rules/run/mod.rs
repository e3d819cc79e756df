//! Rules over records: each rule on each record of its kinds, where it applies and is not steered silent.
//!
//! Architecture invariant: order never shows. Rules run on several threads, each with a world of its own; what they say is put
//! together in the order of the rules.

mod judge;
mod place;
mod say;
mod steering;
mod wording;

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::complaint::invalid;
use super::{Rule, Rules, Verdict};
use crate::expr::{Cache, DerivedTable, World};
use crate::finding::{Severity, codes};
use crate::model::Index;
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

/// What all rules say.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Verdicts, in the order of the rules.
    pub verdicts: Vec<Verdict>,
    /// For each rule of the set, at its position, what it did; nothing for rules that did not run.
    pub counts: Vec<Count>,
}

/// Steps that one rule may take: some seconds on any machine.
const STEPS: u64 = 200_000_000;

/// Judges all rules. Those of later stages run too: what is held back is counted.
pub fn run(set: &Rules, over: Over<'_>, settings: &Settings) -> Outcome {
    let is_on = |rule: &Rule| {
        !settings.off.contains(&rule.name)
            && settings.only.as_ref().is_none_or(|only| only.contains(&rule.name))
            && !(settings.presence_off && rule.is_presence())
    };
    let on: Vec<bool> = set.all.iter().map(is_on).collect();
    let wording = wording::search(set, over, &on);
    let said: Vec<(Vec<Verdict>, Count)> = (0..set.all.len())
        .into_par_iter()
        .map(|i| if on[i] { one(set, i, over, settings, &wording) } else { Default::default() })
        .collect();
    let mut outcome = Outcome::default();
    for (verdicts, count) in said {
        outcome.verdicts.extend(verdicts);
        outcome.counts.push(count);
    }
    outcome
}

fn one(set: &Rules, position: usize, over: Over<'_>, settings: &Settings, wording: &wording::Hits) -> (Vec<Verdict>, Count) {
    let rule = &set.all[position];
    let mut world = World::new(over.index, over.sources, over.derived, over.today, over.noise, over.cache);
    world.start(STEPS);
    let steering = steering::Steering::of(set, rule, &world);
    if steering.silent() {
        return Default::default();
    }
    let severity = settings.severity.get(&rule.name).copied().unwrap_or(rule.severity);
    let hits = wording.of(position);
    let mut judge =
        judge::Judge { rule, world: &world, over, steering, hits, severity, said: Vec::new(), count: Count::default() };
    judge.all();
    let (mut said, count) = (judge.said, Count { judged: true, ..judge.count });
    if world.exceeded() {
        said.push(too_long(rule).into());
    }
    (said, count)
}

fn too_long(rule: &Rule) -> crate::finding::Finding {
    let message = format!("rule `{}` takes too many steps over these records; what it had not reached is not judged", rule.name);
    let mut finding = invalid(rule.place, Severity::Error, message);
    finding.code = codes::LIMIT_EXCEEDED.into();
    finding.help = Some("compare by equality on the quantifier's variable, or narrow the list it runs over".to_owned());
    finding
}
