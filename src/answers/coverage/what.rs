//! What answers to each row, and how far each answer is.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Answer, Over, Owner, Row};
use crate::answers::card::{name, text};
use crate::answers::owners::owner;
use crate::expr::Cond;
use crate::model::index::Told;
use crate::model::{Data, EntityId, Target, Value, Whose};
use crate::rules::coverage::{Answering, Evidence, State, holds, lies_within};
use crate::schema::{AnswerTo, Type};
use crate::source::FileId;

/// Finds what answers to each row, and settles its state and owner.
pub(super) fn answers(over: Over<'_>, rows: &mut [Row]) {
    let mut finder = Finder { over, rows, told: FxHashMap::default(), files: FxHashMap::default(), owners: FxHashMap::default() };
    // What records say by their kind comes first: what cites one as evidence adds nothing to how far it is.
    let (cited, own): (Vec<&Answering>, Vec<&Answering>) = over.plan.answers.iter().partition(|a| a.through.is_some());
    for answering in own.into_iter().chain(cited) {
        finder.records(answering);
    }
    finder.elsewhere();
    let owners = finder.owners;
    for (i, row) in rows.iter_mut().enumerate() {
        settle(row);
        row.owner = owners.get(&i).cloned().or_else(|| {
            let records = row.answers.iter().chain(&row.claims).filter_map(|answer| answer.record);
            records.into_iter().find_map(|record| owner(over.workspace, over.world, record))
        });
    }
}

struct Finder<'a, 'r> {
    over: Over<'a>,
    rows: &'r mut [Row],
    /// Row and record to position in the row's answers.
    told: FxHashMap<(usize, EntityId), usize>,
    /// Row and path of a file to the same.
    files: FxHashMap<(usize, Arc<str>), usize>,
    /// Owners of what cites evidence for a row: they answer for the row itself.
    owners: FxHashMap<usize, Owner>,
}

impl Finder<'_, '_> {
    fn records(&mut self, answering: &Answering) {
        let Over { world, .. } = self.over;
        let index = world.index;
        let leads = |keys: &[(Arc<str>, _)]| self.rows.iter().any(|row| keys.iter().any(|(key, _)| lies_within(&row.id, key)));
        if self.rows.is_empty() || matches!(&answering.to, AnswerTo::Keys(keys) if !leads(keys)) {
            return;
        }
        for record in index.all(answering.kind).iter().filter(|record| !index.in_pack(**record)) {
            // Where it leads is found sooner than whether a condition holds.
            let rows = self.rows_of(answering, *record);
            if rows.is_empty() || answering.condition.as_ref().is_some_and(|c| !holds(c, world, *record)) {
                continue;
            }
            match answering.through {
                None => {
                    let answer = self.record(*record, &answering.evidence, answering.stale.as_ref());
                    for row in rows {
                        self.push(row, answer.clone());
                    }
                }
                Some(field) => self.through(answering, *record, field, &rows),
            }
        }
    }

    /// The rows that an entry leads to from a record.
    fn rows_of(&self, answering: &Answering, record: EntityId) -> Vec<usize> {
        let index = self.over.world.index;
        let below = |key: &str| -> Vec<usize> { (0..self.rows.len()).filter(|i| lies_within(&self.rows[*i].id, key)).collect() };
        let mut rows: Vec<usize> = match &answering.to {
            AnswerTo::Keys(keys) => keys.iter().flat_map(|(key, _)| below(key)).collect(),
            AnswerTo::Field(field) => {
                let targets = self.targets(record, *field).into_iter().filter_map(|(target, _)| match target {
                    Target::Record(entity) => index.id(entity).cloned(),
                    _ => None,
                });
                targets.flat_map(|id| below(&id)).collect()
            }
        };
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// What a field of a record leads to, and the words that lead there.
    fn targets(&self, record: EntityId, field: u16) -> Vec<(Target, Arc<str>)> {
        let index = self.over.world.index;
        let Type::Ref(spec) = index.schema.kind(index.kind(record)).fields[field as usize].ty.element() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut each = |file: FileId, value: &Value| {
            words(value, &mut |text| found.push((index.resolve(text, spec, file), Arc::from(text))));
        };
        match index.told(record, field) {
            Told::Absent => {}
            Told::One(file, value) | Told::Conflict(file, value) => each(file, value),
            Told::Joined(all) => all.into_iter().for_each(|(file, value)| each(file, value)),
        }
        found
    }

    /// A record as an answer.
    fn record(&self, record: EntityId, evidence: &Evidence, past: Option<&Cond>) -> Answer {
        let Over { world, plan, workspace } = self.over;
        let index = world.index;
        let (file, _) = index.first(record);
        let is_evidence = match evidence {
            Evidence::Usual => plan.evidenced.holds(world, record),
            Evidence::Never => false,
            Evidence::When(condition) => holds(condition, world, record),
        };
        let is_stale = match past {
            None => plan.stale.holds(world, record),
            Some(condition) => holds(condition, world, record),
        };
        let state = if is_evidence {
            State::Evidenced
        } else if plan.approved.holds(world, record) {
            State::Approved
        } else {
            State::Documented
        };
        let name = name(workspace, record);
        Answer {
            record: Some(record),
            kind: Some(index.schema.kind(index.kind(record)).name.clone()),
            title: text(workspace, record, "title").filter(|title| *title != name),
            name,
            path: index.facts(file).map(|f| f.path.clone()).unwrap_or_default(),
            place: Some(index.name_place(record)),
            state,
            stale: is_stale,
            cited_by: None,
        }
    }

    /// What a record cites counts in its place; with nothing that resolves, the record claims.
    fn through(&mut self, answering: &Answering, record: EntityId, field: u16, rows: &[usize]) {
        let Over { world, workspace, .. } = self.over;
        let index = world.index;
        let by = (index.schema.kind(index.kind(record)).name.clone(), name(workspace, record));
        let mut resolved = false;
        for (target, words) in self.targets(record, field) {
            let answer = match target {
                Target::Record(cited) if !index.is_retired(cited) && !index.in_pack(cited) => {
                    self.record(cited, &Evidence::Usual, None)
                }
                Target::File(path) => match self.file(&path) {
                    Some(state) => file(&path, &words, state),
                    None => continue,
                },
                _ => continue,
            };
            resolved = true;
            for row in rows {
                self.push(*row, Answer { cited_by: Some(by.clone()), ..answer.clone() });
            }
        }
        let owner = owner(self.over.workspace, self.over.world, record);
        let claims = !resolved && answering.claims.as_ref().is_some_and(|claims| holds(claims, world, record));
        for row in rows {
            if claims {
                let claim = Answer { state: State::Claimed, stale: false, ..self.record(record, &Evidence::Usual, None) };
                self.rows[*row].claims.push(claim);
            }
            if let Some(owner) = &owner {
                self.owners.entry(*row).or_insert_with(|| owner.clone());
            }
        }
    }

    /// How far a file is that carries no document record. One that we read is as far as the best record in it, and a text without any lays
    /// something down at most; any other (minutes as PDF, a log) is taken for evidence. None for a template.
    fn file(&self, path: &str) -> Option<State> {
        let index = self.over.world.index;
        let Some(facts) = index.at_path(path) else { return Some(State::Evidenced) };
        if matches!(facts.whose, Whose::Template { .. }) {
            return None;
        }
        let records = facts.records.iter().filter_map(|record| index.by_key(record.kind, record.id.as_deref()?));
        let live = records.filter(|record| !index.is_retired(*record));
        Some(live.map(|record| self.record(record, &Evidence::Usual, None).state).max().unwrap_or(State::Documented))
    }

    /// Adds an answer to a row. A record that answers twice counts once, as far as it is by its own kind.
    fn push(&mut self, row: usize, answer: Answer) {
        let answers = &mut self.rows[row].answers;
        let next = answers.len();
        let position = match answer.record {
            Some(record) => *self.told.entry((row, record)).or_insert(next),
            None => *self.files.entry((row, answer.name.clone())).or_insert(next),
        };
        match Some(position).filter(|i| *i < next) {
            None => answers.push(answer),
            Some(i) if answer.cited_by.is_some() => answers[i].cited_by = answers[i].cited_by.take().or(answer.cited_by),
            Some(i) if (answer.state, !answer.stale) > (answers[i].state, !answers[i].stale) => answers[i] = answer,
            Some(_) => {}
        }
    }

    /// Kinds that are kept in another system answer there, so it is said.
    fn elsewhere(&mut self) {
        let index = self.over.world.index;
        for answering in &self.over.plan.answers {
            let AnswerTo::Keys(keys) = &answering.to else { continue };
            if !index.is_elsewhere(answering.kind) {
                continue;
            }
            let title = &index.schema.kind(answering.kind).title;
            for row in self.rows.iter_mut().filter(|row| keys.iter().any(|(key, _)| lies_within(&row.id, key))) {
                if !row.elsewhere.contains(title) {
                    row.elsewhere.push(title.clone());
                }
            }
        }
    }
}

/// A file that carries no record of its own.
fn file(path: &Arc<str>, words: &Arc<str>, state: State) -> Answer {
    Answer {
        record: None,
        kind: None,
        name: path.clone(),
        title: (words != path).then(|| words.clone()),
        path: path.clone(),
        place: None,
        state,
        stale: false,
        cited_by: None,
    }
}

/// Puts the best first, and says how far the row is.
fn settle(row: &mut Row) {
    row.answers.sort_by_key(|answer| (std::cmp::Reverse(answer.state), answer.stale));
    row.state = match row.answers.first() {
        Some(best) => best.state,
        None if row.claims.is_empty() && row.elsewhere.is_empty() => State::Absent,
        None => State::Claimed,
    };
    // The first of the best is stale only if all of them are.
    row.stale = row.answers.first().is_some_and(|best| best.stale && best.state >= State::Approved);
}

/// Calls `each` with the text of every reference in a value.
fn words(value: &Value, each: &mut impl FnMut(&str)) {
    match &value.data {
        Data::Ref(text, _) => each(text),
        Data::List(items) => items.iter().for_each(|item| words(item, each)),
        _ => {}
    }
}
