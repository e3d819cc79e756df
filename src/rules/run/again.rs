//! Judging again after a change: a rule that reads nothing of what changed says what it said.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::rule::{Check, Fix, Part, Rule, Template, Texts};
use super::super::{Rules, Verdict};
use super::{Outcome, Over, Settings, judge, wording};
use crate::expr::{Info, World};
use crate::model::index::Changed;
use crate::schema::{KindId, Schema};
use crate::source::FileId;

/// What all rules say after a change. `before` is what they said, by the same settings but for those that `quiet` tells of; `files` were read
/// anew, and `changed` says what is another in them. Settings by which other rules ran before need [`super::run`].
pub fn again(set: &Rules, over: Over<'_>, settings: &Settings, before: Outcome, files: &[FileId], changed: &Changed) -> Outcome {
    let on: Vec<bool> = set.all.iter().map(|rule| settings.is_on(rule)).collect();
    let mut outcome = before;
    let files: FxHashSet<FileId> = files.iter().copied().collect();
    let excluded = set.excluded(over);
    let reach = Reach::of(changed, excluded != outcome.excluded, over);
    let touched: Vec<bool> = set
        .all
        .iter()
        .enumerate()
        .map(|(i, rule)| on[i] && reach.touches(rule, outcome.said.get(i).map_or(&[], Vec::as_slice)))
        .collect();
    let found = wording::search(set, over, &on, |file| files.contains(&file));
    let ranks: FxHashMap<FileId, usize> = over.index.files().enumerate().map(|(i, f)| (f.file, i)).collect();
    outcome.hits = outcome.hits.renewed(&files, found, |file| ranks.get(&file).copied());
    outcome.excluded = excluded;
    judge(set, over, settings, &touched, &mut outcome);
    outcome
}

impl Rules {
    /// The steering records that are decided not to be applied.
    pub(super) fn excluded(&self, over: Over<'_>) -> FxHashSet<(KindId, Option<Arc<str>>)> {
        let world = World::new(over.index, over.sources, over.derived, over.today, over.noise, over.cache);
        let kinds = self.steering.values().map(|(kind, _)| *kind);
        kinds
            .flat_map(|kind| over.index.every(kind))
            .filter(|record| self.is_excluded(&world, *record))
            .map(|r| (over.index.kind(r), over.index.id(r).cloned()))
            .collect()
    }
}

/// Everything that a change may have reached.
struct Reach<'a> {
    changed: &'a Changed,
    kinds: Vec<KindId>,
    text: bool,
    all: bool,
    schema: &'a Schema,
}

impl<'a> Reach<'a> {
    fn of(changed: &'a Changed, steered: bool, over: Over<'a>) -> Self {
        let mut kinds = changed.kinds.clone();
        // What refers to a record that came, went or is called otherwise may lead elsewhere now.
        kinds.extend(over.index.kinds_referring(&changed.names));
        let text = changed.text || !changed.names.is_empty();
        kinds.extend(over.index.schema.iter().map(|(id, _)| id).filter(|id| text && over.index.is_mention(*id)));
        Self { changed, kinds, text, all: changed.all || steered, schema: &over.index.schema }
    }

    fn touches(&self, rule: &Rule, said: &[Arc<Verdict>]) -> bool {
        if self.changed.is_nothing() && !self.all {
            return false;
        }
        let body = rule.body();
        // What is absent may be what could not be read; and these cost little.
        self.all
            || matches!(body.check, Check::Exists(_))
            || self.meets(
                &body.reads.kinds.iter().chain(&rule.kinds).copied().collect::<Vec<_>>(),
                body.reads.any,
                body.reads.text,
            )
            || !said.is_empty() && self.words(rule.texts())
    }

    fn meets(&self, kinds: &[KindId], any: bool, text: bool) -> bool {
        let reads = |kind: &KindId| kinds.iter().any(|base| self.schema.is_a(*kind, *base));
        any && (!self.kinds.is_empty() || self.text) || text && self.text || self.kinds.iter().any(reads)
    }

    /// True when what the rule says is made of something that changed.
    fn words(&self, texts: &Texts) -> bool {
        let reads =
            |info: &Info| self.meets(&info.reads.kinds.iter().copied().collect::<Vec<_>>(), info.reads.any, info.reads.text);
        let of = |template: &Template| template.parts.iter().any(|part| matches!(part, Part::Value(value) if reads(&value.info)));
        texts.at.as_ref().is_some_and(|at| reads(&at.info))
            || texts.labels.iter().any(|label| reads(&label.at.info) || of(&label.text))
            || of(&texts.message)
            || texts.help.as_ref().is_some_and(of)
            || matches!(&texts.fix, Some(Fix::Set { path, value, .. }) if reads(&path.info) || reads(&value.info))
    }
}
