//! Judging after an edit that left the records what they are called: a rule is asked again of those that stand in the edited files and of those
//! of which it says something that points there; of all only if it reads of other records what the edit changed.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::rule::{Check, Fix, Part, Rule, Template, Within};
use super::super::{Rules, Verdict};
use super::{Outcome, Over, Said, Settings, Subject, one, wording};
use crate::expr::wide::{Cited, Met, Reader, Wide, neighbours, prose_matches};
use crate::expr::{Cache, DerivedTable, World};
use crate::finding::{At, Nowhere};
use crate::model::index::{MentionId, Revised};
use crate::model::{EntityId, Facts, Index};
use crate::schema::Schema;
use crate::source::{FileId, Place, SourceFile, Sources};

/// More records than that are not asked one by one.
const MANY: usize = 500;

/// What an edit changed.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// The files, and what each was before.
    pub files: FxHashMap<FileId, (Arc<Facts>, SourceFile)>,
    /// What is another in them.
    pub revised: Revised,
}

impl Edit {
    /// True when a verdict speaks of an edited file.
    pub fn is_in(&self, verdict: &Verdict) -> bool {
        let holds = |place: Place| self.files.contains_key(&place.file);
        let at = match verdict.finding.at {
            At::Place(place) => holds(place),
            At::Nowhere(Nowhere::File(file)) => self.files.contains_key(&file),
            At::Nowhere(Nowhere::Repository) => false,
        };
        at || verdict.finding.labels.iter().any(|label| holds(label.place))
    }
}

/// Asks the rules again that an edit reaches, and gives where they say something else than before. Of a rule that is asked of some records
/// alone, `counts` stay those of before. None if only [`super::run`] can tell: other rules are steered silent now.
pub fn edited(
    set: &Rules,
    over: Over<'_>,
    settings: &Settings,
    outcome: &mut Outcome,
    (edit, reached): (&Edit, &Reached),
) -> Option<Vec<At>> {
    let schema = &over.index.schema;
    if reached.steers && set.excluded(over) != outcome.excluded {
        return None;
    }
    let on: Vec<bool> = set.all.iter().map(|rule| settings.is_on(rule)).collect();
    let files: FxHashSet<FileId> = edit.files.keys().copied().collect();
    let mut worded = outcome.hits.owners(&files);
    let found = wording::search(set, over, &on, |file| files.contains(&file));
    worded.extend(found.owners(&files));
    let ranks: FxHashMap<FileId, usize> =
        if worded.is_empty() { FxHashMap::default() } else { over.index.files().enumerate().map(|(i, f)| (f.file, i)).collect() };
    outcome.hits = std::mem::take(&mut outcome.hits).renewed(&files, found, |file| ranks.get(&file).copied());
    let near = near(over, edit, reached);
    // Who cites and is cited is asked by position: other citations in a file are other positions.
    let cites = |rule: &Rule| rule.kinds.iter().any(|kind| over.index.is_mention(*kind));
    let said: Vec<(usize, Option<Vec<Subject>>, Said)> = (0..set.all.len())
        .into_par_iter()
        .filter(|i| on[*i])
        .filter_map(|i| {
            let rule = &set.all[i];
            let (said, about) = (&outcome.said[i], &outcome.about[i]);
            let near = match reached.rules[i] {
                Met::Nowhere => Some(&FxHashSet::default()),
                Met::Near(steps) => near.get(usize::from(steps)).filter(|near| near.len() <= MANY),
                Met::Anywhere => None,
            };
            let near = near.filter(|_| !reached.cites[i] || said.is_empty());
            let whole = near.is_none()
                || rule.kinds.is_empty() && (worded.contains(&i) || said.iter().any(|v| edit.is_in(v)))
                // What nearly meets a condition is told as well, and any field may decide that.
                || rule.kinds.is_empty() && !said.is_empty() && (!edit.revised.fields.is_empty() || edit.revised.mentions)
                || !rule.kinds.is_empty() && about.contains(&None);
            if whole {
                return Some((i, None, one(set, i, over, settings, &outcome.hits, None)));
            }
            if rule.kinds.is_empty() {
                return None;
            }
            let mut subjects: Vec<Subject> = Vec::new();
            let counts = |kind| rule.kinds.iter().any(|of| schema.is_a(kind, *of));
            let own = edit.revised.records.iter().chain(near.into_iter().flatten());
            let own = own.filter(|e| counts(over.index.kind(**e)) && !over.index.is_retired(**e));
            subjects.extend(own.map(|e| Subject::Entity(*e)));
            if cites(rule) {
                for facts in files.iter().filter_map(|file| over.index.facts(*file)) {
                    let all = (0..facts.mentions.len() as u32).map(|position| MentionId { file: facts.file, position });
                    subjects.extend(all.map(Subject::Mention));
                }
            }
            let gone = |s: &Subject| matches!(s, Subject::Mention(m) if files.contains(&m.file));
            let pointing = said.iter().zip(about).filter(|(v, _)| edit.is_in(v)).filter_map(|(_, about)| *about);
            subjects.extend(pointing.filter(|s| !gone(s)));
            if subjects.is_empty() && !about.iter().flatten().any(gone) {
                return None;
            }
            let mut seen = FxHashSet::default();
            subjects.retain(|subject| seen.insert(*subject));
            let anew = one(set, i, over, settings, &outcome.hits, Some(&subjects));
            subjects.extend(about.iter().flatten().filter(|s| gone(s)));
            Some((i, Some(subjects), anew))
        })
        .collect();
    let mut other: Vec<At> = Vec::new();
    for (i, subjects, anew) in said {
        let Some(subjects) = subjects else {
            other.extend(differing(&outcome.said[i], &anew.verdicts));
            (outcome.said[i], outcome.about[i], outcome.counts[i]) = (anew.verdicts, anew.about, anew.count);
            continue;
        };
        let subjects: FxHashSet<Subject> = subjects.into_iter().collect();
        if anew.verdicts.is_empty() && !outcome.about[i].iter().flatten().any(|s| subjects.contains(s)) {
            continue;
        }
        let before = std::mem::take(&mut outcome.said[i]).into_iter().zip(std::mem::take(&mut outcome.about[i]));
        let (gone, mut all): (Vec<_>, Vec<(Verdict, Option<Subject>)>) =
            before.partition(|(_, about)| about.is_some_and(|s| subjects.contains(&s)));
        other.extend(gone.iter().map(|(verdict, _)| verdict).chain(&anew.verdicts).map(|verdict| verdict.finding.at));
        all.extend(anew.verdicts.into_iter().zip(anew.about));
        all.sort_by_cached_key(|(_, about)| about.map(|s| order(&set.all[i], over, s)));
        (outcome.said[i], outcome.about[i]) = all.into_iter().unzip();
    }
    Some(other)
}

/// The records from which so many steps of a path may lead to one that says something else.
fn near(over: Over<'_>, edit: &Edit, reached: &Reached) -> Vec<FxHashSet<EntityId>> {
    let far = |met: &Met| if let Met::Near(steps) = met { Some(usize::from(*steps)) } else { None };
    let Some(far) = reached.rules.iter().filter_map(far).max() else { return Vec::new() };
    let world = World::new(over.index, over.sources, over.derived, over.today, over.noise, over.cache);
    let mut near = vec![edit.revised.changed.clone()];
    let mut last: Vec<EntityId> = edit.revised.changed.iter().copied().collect();
    for _ in 0..far {
        let mut all = near.last().cloned().unwrap_or_default();
        let mut found = FxHashSet::default();
        if all.len() <= MANY {
            for entity in &last {
                neighbours(&world, *entity, &mut found);
            }
        }
        last = found.into_iter().filter(|entity| all.insert(*entity)).collect();
        near.push(all);
    }
    near
}

/// Where one list of verdicts differs from another, for certain.
fn differing(old: &[Verdict], new: &[Verdict]) -> Vec<At> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    old[..old.len() - end].iter().chain(&new[..new.len() - end]).map(|verdict| verdict.finding.at).collect()
}

/// The order in which a rule looks at its records.
fn order(rule: &Rule, over: Over<'_>, subject: Subject) -> (usize, Option<u32>, u32) {
    let index = over.index;
    match subject {
        Subject::Entity(entity) => {
            let kind = rule.kinds.iter().position(|of| index.schema.is_a(index.kind(entity), *of)).unwrap_or(usize::MAX);
            let first = index.tellings(entity).first();
            (kind, first.and_then(|t| index.rank(t.file)), first.map_or(0, |t| t.record))
        }
        Subject::Mention(mention) => {
            let kind = rule.kinds.iter().position(|of| index.is_mention(*of)).unwrap_or(usize::MAX);
            (kind, index.rank(mention.file), mention.position)
        }
    }
}

/// What rules, and parts of them, read beyond the record that they are about.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    rules: Vec<Wide>,
    /// What decides which steering records are applied.
    steering: Wide,
    /// Parts of which is kept what they came to, by their numbers.
    parts: FxHashMap<u64, Wide>,
}

/// What an edit reaches.
#[derive(Debug)]
pub struct Reached {
    /// For each rule, of which records it must be asked besides those that were edited.
    rules: Vec<Met>,
    /// For each rule, whether it reads citations, and some are others: what nearly meets a condition is told as well, in whatever field it stands.
    cites: Vec<bool>,
    /// Other steering records may be applied.
    steers: bool,
    /// Some document's prose matches a pattern of a rule's and did not, or the other way round.
    turned: bool,
}

impl Reach {
    /// That of all rules.
    pub fn of(set: &Rules, schema: &Schema, derived: &DerivedTable) -> Self {
        let mut steering = Reader::new(schema, derived);
        set.steering.values().for_each(|(_, excluded)| steering.far_cond(excluded));
        let mut reach = Self { steering: steering.wide, ..Self::default() };
        for rule in &set.all {
            let mut reader = Reader::new(schema, derived);
            read(rule, &mut reader);
            reach.parts.extend(reader.numbered);
            reach.rules.push(reader.wide);
        }
        reach
    }

    /// What an edit reaches of it.
    pub fn by(&self, set: &Rules, edit: &Edit, index: &Index, sources: &Sources, derived: &DerivedTable) -> Reached {
        let schema = &index.schema;
        let asked: Vec<(Met, bool)> = (set.all.par_iter().zip(&self.rules))
            .map(|(rule, wide)| {
                let turned = wide.patterned && turns(rule, edit, index, sources, derived);
                (wide.meets(&edit.revised, turned, schema), turned)
            })
            .collect();
        // What prose decides here is not followed.
        let steers = self.steering.meets(&edit.revised, true, schema) != Met::Nowhere;
        let turned = asked.iter().any(|(_, turned)| *turned);
        let cites = self.rules.iter().map(|wide| edit.revised.mentions && wide.mentions != Cited::None).collect();
        Reached { cites, rules: asked.into_iter().map(|(reached, _)| reached).collect(), steers, turned }
    }

    /// Forgets what was kept and may be another now.
    pub fn renew(&self, cache: &mut Cache, edit: &Edit, reached: &Reached, schema: &Schema) {
        let stands = |number: u64| {
            self.parts.get(&number).is_some_and(|wide| wide.meets(&edit.revised, reached.turned, schema) == Met::Nowhere)
        };
        cache.renew(&edit.revised, edit.files.keys().copied(), schema, &stands);
    }
}

/// True when an edited document's prose matches one of the rule's patterns and did not, or the other way round.
fn turns(rule: &Rule, edit: &Edit, index: &Index, sources: &Sources, derived: &DerivedTable) -> bool {
    let mut reader = Reader::new(&index.schema, derived);
    read(rule, &mut reader);
    edit.files.iter().any(|(file, (old, text))| {
        let Some(new) = index.facts(*file) else { return true };
        let now = sources.get(*file);
        reader.patterns.iter().any(|pattern| prose_matches(old, text, pattern) != prose_matches(new, now, pattern))
    })
}

/// Reads all that a rule asks and says.
fn read<'t>(rule: &'t Rule, reader: &mut Reader<'t>) {
    let (body, texts) = (rule.body(), rule.texts());
    reader.about(&rule.kinds, body.condition.as_ref());
    body.condition.iter().for_each(|c| reader.cond(c));
    body.each.iter().for_each(|pick| reader.pick(pick));
    match &body.check {
        Check::Expect(cond) => reader.cond(cond),
        Check::Require(all) => all.iter().for_each(|required| reader.value(&required.value)),
        Check::Exists(exists) => reader.exists(exists),
        Check::Forbid(forbid) => {
            if let Within::Field(value) = &forbid.within {
                reader.value(value);
            }
        }
    }
    texts.at.iter().for_each(|at| reader.value(at));
    for label in &texts.labels {
        reader.value(&label.at);
        template(&label.text, reader);
    }
    template(&texts.message, reader);
    texts.help.iter().for_each(|help| template(help, reader));
    if let Some(Fix::Set { path, value, .. }) = &texts.fix {
        reader.value(path);
        reader.value(value);
    }
}

fn template<'t>(template: &'t Template, reader: &mut Reader<'t>) {
    for part in &template.parts {
        if let Part::Value(value) = part {
            reader.value(value);
        }
    }
}
