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
    /// For each rule of the set, at its position, what it says.
    pub said: Vec<Vec<Verdict>>,
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
    pub fn verdicts(self) -> Vec<Verdict> {
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
    let said: Vec<(usize, Said)> =
        (0..set.all.len()).into_par_iter().filter(|i| anew[*i]).map(|i| (i, one(set, i, over, settings, hits, None))).collect();
    for (i, said) in said {
        (outcome.said[i], outcome.about[i], outcome.counts[i]) = (said.verdicts, said.about, said.count);
    }
}

/// What a rule says.
#[derive(Default)]
struct Said {
    verdicts: Vec<Verdict>,
    about: Vec<Option<Subject>>,
    count: Count,
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
    let rule = &set.all[position];
    let mut world = World::new(over.index, over.sources, over.derived, over.today, over.noise, over.cache);
    world.start(STEPS);
    let steering = steering::Steering::of(set, rule, &world);
    if steering.silent() {
        return Said::default();
    }
    let severity = settings.severity.get(&rule.name).copied().unwrap_or(rule.severity);
    let hits = wording.of(position);
    let mut judge = judge::Judge {
        rule,
        world: &world,
        over,
        steering,
        hits,
        severity,
        said: Vec::new(),
        about: Vec::new(),
        count: Count::default(),
    };
    match on {
        None => judge.all(),
        Some(subjects) => {
            for subject in subjects {
                judge.one(Some(match subject {
                    Subject::Entity(entity) => Rec::Entity(*entity),
                    Subject::Mention(mention) => Rec::Mention(*mention),
                }));
            }
        }
    }
    let mut said = Said { verdicts: judge.said, about: judge.about, count: Count { judged: true, ..judge.count } };
    if world.exceeded() {
        said.verdicts.push(too_long(rule).into());
        said.about.push(None);
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
