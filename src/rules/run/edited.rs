//! Judging after an edit that left the records what they are called: a rule is asked again of those that stand in the edited files and of those
//! of which it says something that points there; of all only if it reads of other records what the edit changed.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::rule::{Check, Fix, Part, Rule, Template, Within};
use super::super::{Rules, Verdict};
use super::{Outcome, Over, Said, Settings, Subject, one, wording};
use crate::expr::wide::{Met, Reader, Wide, block_matches, citations_near, neighbours, prose_matches};
use crate::expr::{Cache, DerivedTable, World};
use crate::finding::{At, Nowhere};
use crate::model::index::{MentionId, Revised};
use crate::model::{EntityId, Facts, Index};
use crate::schema::{KindId, Schema};
use crate::source::{FileId, Place, SourceFile, Sources};
use crate::syntax::Lazy;

/// More records than that are not asked one by one.
const MANY: usize = 500;

/// More citations than that are not asked one by one.
const MOST_CITATIONS: usize = 4_000;

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
    let near = Nearby::of(over, edit, reached);
    // Who cites and is cited is asked by position: other citations in a file are other positions.
    let cites = |rule: &Rule| rule.kinds.iter().any(|kind| over.index.is_mention(*kind));
    let said: Vec<(usize, Option<Vec<Subject>>, Said)> = (0..set.all.len())
        .into_par_iter()
        .filter(|i| on[*i])
        .filter_map(|i| {
            let rule = &set.all[i];
            let (said, about) = (&outcome.said[i], &outcome.about[i]);
            let near = near.of_rule(reached.rules[i], &rule.kinds, over).filter(|_| !reached.cites[i] || said.is_empty());
            let whole = near.is_none()
                || rule.kinds.is_empty() && (worded.contains(&i) || said.iter().any(|v| edit.is_in(v)))
                || !rule.kinds.is_empty() && about.contains(&None);
            if whole {
                return Some((i, None, one(set, i, over, settings, &outcome.hits, None)));
            }
            if rule.kinds.is_empty() {
                return None;
            }
            let mut subjects: Vec<Subject> = Vec::new();
            let counts = |kind| rule.kinds.iter().any(|of| schema.is_a(kind, *of));
            let own = edit.revised.records.iter().map(|e| Subject::Entity(*e)).chain(near.into_iter().flatten());
            subjects.extend(own.filter(|subject| match subject {
                Subject::Entity(e) => counts(over.index.kind(*e)) && !over.index.is_retired(*e) && !edit.revised.gone.contains(e),
                Subject::Mention(_) => true,
            }));
            if cites(rule) {
                for facts in files.iter().filter_map(|file| over.index.facts(*file)) {
                    let all = (0..facts.mentions.len() as u32).map(|position| MentionId { file: facts.file, position });
                    subjects.extend(all.map(Subject::Mention));
                }
                let others = edit.revised.elsewhere.iter().filter(|(file, _)| !files.contains(file));
                subjects.extend(others.flat_map(|(file, positions)| {
                    positions.iter().map(|position| Subject::Mention(MentionId { file: *file, position: *position }))
                }));
            }
            let gone = |s: &Subject| match s {
                Subject::Mention(m) => files.contains(&m.file),
                Subject::Entity(e) => edit.revised.gone.contains(e),
            };
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
        let (gone, mut all): (Vec<_>, Vec<_>) = before.partition(|(_, about)| about.is_some_and(|s| subjects.contains(&s)));
        other.extend(gone.iter().map(|(verdict, _)| verdict).chain(&anew.verdicts).map(|verdict| verdict.finding.at));
        all.extend(anew.verdicts.into_iter().zip(anew.about));
        all.sort_by_cached_key(|(_, about)| about.map(|s| order(&set.all[i], over, s)));
        (outcome.said[i], outcome.about[i]) = all.into_iter().unzip();
    }
    Some(other)
}

/// The records from which so many steps of a path may lead to one that says something else, or that something else leads to.
struct Nearby {
    changed: Vec<Around>,
    led: Vec<Around>,
}

/// The records from which up to some number of steps lead to others.
type Around = FxHashSet<EntityId>;

impl Nearby {
    fn of(over: Over<'_>, edit: &Edit, reached: &Reached) -> Self {
        let steps = |of: fn(&Met) -> Option<u8>| reached.rules.iter().filter_map(of).max().map(usize::from);
        let changed = steps(|met| if let Met::Near { changed, .. } = met { *changed } else { None });
        let led = steps(|met| if let Met::Near { led, .. } = met { *led } else { None });
        Self {
            changed: around(over, &edit.revised.changed, changed.unwrap_or_default()),
            led: around(over, &edit.revised.led, led.unwrap_or_default()),
        }
    }

    /// What a rule must be asked of; none if that is too many.
    fn of_rule(&self, met: Met, kinds: &[KindId], over: Over<'_>) -> Option<Vec<Subject>> {
        let schema = &over.index.schema;
        let cites = kinds.iter().any(|kind| over.index.is_mention(*kind));
        let (changed, led) = match met {
            Met::Nowhere => return Some(Vec::new()),
            Met::Near { changed, led } => (changed, led),
            Met::Anywhere => return None,
        };
        let mut subjects: Vec<Subject> = Vec::new();
        for (around, steps) in [(&self.changed, changed), (&self.led, led)] {
            let Some(steps) = steps.map(usize::from) else { continue };
            // The first step of a rule on citations leads away from the citation.
            let near = around.get(if cites { steps.saturating_sub(1) } else { steps })?;
            if cites {
                subjects.extend(citations(over, near)?);
            }
            let own = near.iter().filter(|e| kinds.iter().any(|of| schema.is_a(over.index.kind(**e), *of)));
            subjects.extend(own.map(|e| Subject::Entity(*e)));
            if !cites && subjects.len() > MANY {
                return None;
            }
        }
        Some(subjects)
    }
}

/// The citations of which one step leads to some records; none if they are too many.
fn citations(over: Over<'_>, near: &FxHashSet<EntityId>) -> Option<Vec<Subject>> {
    let world = World::new(over.index, over.sources, over.derived, over.today, over.noise, over.cache);
    let mut found: Vec<Subject> = Vec::new();
    for entity in near {
        found.extend(citations_near(&world, *entity).into_iter().map(Subject::Mention));
        if found.len() > MOST_CITATIONS {
            return None;
        }
    }
    Some(found)
}

/// The records from which up to so many steps lead to some, for each number of steps; fewer numbers where these are too many.
fn around(over: Over<'_>, these: &FxHashSet<EntityId>, far: usize) -> Vec<Around> {
    let world = World::new(over.index, over.sources, over.derived, over.today, over.noise, over.cache);
    let mut near = vec![these.clone()];
    let mut last: Vec<EntityId> = these.iter().copied().collect();
    for _ in 0..far {
        let mut all = near.last().cloned().unwrap_or_default();
        if last.len() > MANY {
            break;
        }
        let mut found = FxHashSet::default();
        for entity in &last {
            neighbours(&world, *entity, &mut found);
        }
        last = found.into_iter().filter(|entity| all.insert(*entity)).collect();
        near.push(all);
    }
    near
}

/// Where one list of verdicts differs from another, for certain.
fn differing(old: &[Arc<Verdict>], new: &[Arc<Verdict>]) -> Vec<At> {
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
    /// Of each rule, whether what it tells beside its finding may be any citation.
    tells: Vec<bool>,
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
            let mut told = Reader::new(schema, derived);
            check(rule, &mut told);
            // Of a rule's condition, no other record is told beside one that it is about.
            reach.tells.push(if rule.kinds.is_empty() { reader.wide.cites() } else { told.wide.cites() });
            reach.parts.extend(reader.numbered);
            reach.rules.push(reader.wide);
        }
        reach
    }

    /// What an edit reaches of it.
    pub fn by(&self, set: &Rules, edit: &Edit, index: &Index, sources: &Sources, derived: &DerivedTable) -> Reached {
        let schema = &index.schema;
        let prose: Option<Vec<Turned<'_>>> =
            edit.files.iter().map(|(file, before)| Turned::of(*file, before, index, sources)).collect();
        let asked: Vec<(Met, bool)> = (set.all.par_iter().zip(&self.rules))
            .map(|(rule, wide)| {
                let turned = wide.patterned && prose.as_ref().is_none_or(|prose| turns(rule, prose, schema, derived));
                (wide.meets(&edit.revised, turned, schema), turned)
            })
            .collect();
        // What prose decides here is not followed.
        let steers = self.steering.meets(&edit.revised, true, schema) != Met::Nowhere;
        let turned = asked.iter().any(|(_, turned)| *turned);
        let cites = self.tells.iter().map(|tells| *tells && !edit.revised.recited.is_empty()).collect();
        Reached { cites, rules: asked.into_iter().map(|(reached, _)| reached).collect(), steers, turned }
    }

    /// Forgets what was kept and may be another now.
    pub fn renew(&self, cache: &mut Cache, edit: &Edit, reached: &Reached, index: &Index) {
        let schema = &index.schema;
        let stands = |number: u64| {
            self.parts.get(&number).is_some_and(|wide| wide.meets(&edit.revised, reached.turned, schema) == Met::Nowhere)
        };
        let cites = |number: u64| self.parts.get(&number).is_none_or(Wide::cites);
        let files: FxHashSet<FileId> = edit.files.keys().chain(edit.revised.elsewhere.keys()).copied().collect();
        cache.renew(&edit.revised, &files, index, &stands, &cites);
    }
}

/// True when an edited document's prose matches one of the rule's patterns and did not, or the other way round.
fn turns(rule: &Rule, prose: &[Turned<'_>], schema: &Schema, derived: &DerivedTable) -> bool {
    let mut reader = Reader::new(schema, derived);
    read(rule, &mut reader);
    prose.iter().any(|prose| reader.patterns.iter().any(|pattern| prose.turns(pattern)))
}

/// A document's prose before and after an edit.
struct Turned<'e> {
    old: (&'e Facts, &'e SourceFile),
    new: (&'e Facts, &'e SourceFile),
    /// The blocks that only one of both has.
    before: Vec<&'e str>,
    after: Vec<&'e str>,
}

impl<'e> Turned<'e> {
    /// None for a file that is not there any more.
    fn of(file: FileId, (old, text): &'e (Arc<Facts>, SourceFile), index: &'e Index, sources: &'e Sources) -> Option<Self> {
        let (old, new) = ((&**old, text), (&**index.facts(file)?, sources.get(file)));
        let blocks = |(facts, source): (&'e Facts, &'e SourceFile)| -> Vec<&'e str> {
            facts.document.blocks.iter().filter(|b| !b.quoted).map(|b| source.slice(b.span)).collect()
        };
        let (mut before, mut after) = (blocks(old), blocks(new));
        let start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let end = before[start..].iter().rev().zip(after[start..].iter().rev()).take_while(|(a, b)| a == b).count();
        for blocks in [&mut before, &mut after] {
            blocks.truncate(blocks.len() - end);
            blocks.drain(..start);
        }
        Some(Self { old, new, before, after })
    }

    fn turns(&self, pattern: &Lazy) -> bool {
        let any = |blocks: &[&str]| blocks.iter().any(|block| block_matches(block, pattern));
        let whole = |(facts, source): (&Facts, &SourceFile)| prose_matches(facts, source, pattern);
        // What both have decides only where the rest says something else.
        any(&self.before) != any(&self.after) && whole(self.old) != whole(self.new)
    }
}

/// Reads all that a rule asks and says.
fn read<'t>(rule: &'t Rule, reader: &mut Reader<'t>) {
    let (condition, texts) = (rule.condition(), rule.texts());
    reader.about(&rule.kinds, condition);
    if let Some(condition) = condition {
        reader.cond(condition);
    }
    check(rule, reader);
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

/// Reads what a rule asks of those that it is about.
fn check<'t>(rule: &'t Rule, reader: &mut Reader<'t>) {
    let body = rule.body();
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
}

fn template<'t>(template: &'t Template, reader: &mut Reader<'t>) {
    for part in &template.parts {
        if let Part::Value(value) = part {
            reader.told(value);
        }
    }
}
