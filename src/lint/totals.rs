//! Summaries that count otherwise than the records do.

use rustc_hash::FxHashSet;

use super::Lint;
use crate::finding::{Finding, RecordName, codes};
use crate::model::{Data, EntityId, Facts, Tallied, Tally, TallyBy, Value};
use crate::schema::{Kind, Type, fold_value};
use crate::source::Place;

impl Lint<'_> {
    pub(super) fn totals(&self, facts: &Facts, findings: &mut Vec<Finding>) {
        for tally in &facts.tallies {
            let all = self.index.all(tally.kind);
            let told_here = |e: &EntityId| self.index.tellings(*e).iter().any(|t| t.file == facts.file);
            let here: Vec<EntityId> = all.iter().copied().filter(told_here).collect();
            // A register may stand in several files, with a summary of the whole in one: either count will do.
            let of_file = if here.is_empty() { None } else { Some(here) };
            let counted = [of_file.as_deref(), Some(all)].into_iter().flatten();
            let Some(first) = counted.clone().next().filter(|records| !records.is_empty()) else { continue };
            let wrong = |row: &&Tallied| {
                let mut counts = counted.clone().map(|records| self.counted(tally, row, records));
                counts.all(|count| count.is_some_and(|n| n != row.number))
            };
            for row in tally.rows.iter().filter(wrong) {
                let Some(n) = self.counted(tally, row, first) else { continue };
                findings.push(self.miscounted(tally, row, n, facts));
            }
        }
    }

    fn miscounted(&self, tally: &Tally, row: &Tallied, n: u64, facts: &Facts) -> Finding {
        let kind = self.index.schema.kind(tally.kind);
        let plural = kind.plural.replace('_', " ");
        let (given, label) = (row.number, &row.label);
        let message = match (&row.of, &tally.by) {
            (None, _) => format!("{label} is given as {given}, but there are {n} {plural}"),
            (Some(_), TallyBy::Family) => format!("{given} are counted for {label}, but it has {n} {plural}"),
            (Some(word), TallyBy::Field(field)) => {
                let name = &kind.fields[usize::from(*field)].name;
                format!("{given} are counted for {label}, but {n} of the {plural} have the `{name}` {word}")
            }
        };
        let name = RecordName { kind: kind.name.clone(), id: None };
        let at = Place::new(facts.file, row.span);
        let mut finding = Finding::built_in(codes::WRONG_TOTAL, at, message);
        finding.fix = self.instead(at, &given.to_string(), &n.to_string());
        finding.help("count again, or leave the number out: the records are what counts").about(name, "")
    }

    /// How many of the records a row counts; unknown where one of them does not say.
    fn counted(&self, tally: &Tally, row: &Tallied, records: &[EntityId]) -> Option<u64> {
        let distinct: FxHashSet<EntityId> = records.iter().copied().collect();
        let Some(of) = &row.of else { return Some(distinct.len() as u64) };
        let kind = self.index.schema.kind(tally.kind);
        let mut n = 0;
        for entity in distinct {
            let counts = match tally.by {
                TallyBy::Family => {
                    self.index.id(entity)?.to_uppercase().strip_prefix(&**of).is_some_and(|rest| rest.starts_with('.'))
                }
                TallyBy::Field(field) => self.says(entity, kind, field, of, tally)?,
            };
            n += u64::from(counts);
        }
        Some(n)
    }

    /// Whether a record's field has this word; nothing where the field is not told, or told in two ways.
    fn says(&self, entity: EntityId, kind: &Kind, field: u16, word: &str, tally: &Tally) -> Option<bool> {
        let ty = &kind.fields[usize::from(field)].ty;
        let tellings = self.index.tellings(entity).iter().filter_map(|t| self.index.record(*t).get(field));
        let mut said = tellings.filter(|v| !v.is_missing()).map(|v| has_word(v, ty, word, tally));
        let first = said.next()??;
        said.all(|other| other == Some(first)).then_some(first)
    }
}

fn has_word(value: &Value, ty: &Type, word: &str, tally: &Tally) -> Option<bool> {
    match (&value.data, ty) {
        (Data::Word(i), Type::Word(words)) => Some(*words.words[usize::from(*i)] == *word),
        (Data::Scale(text), Type::Scale(_)) => text.word.as_ref().map(|w| **w == *word),
        // What says something that no row of the summary names may belong to any.
        (Data::Text(text), Type::Text) => {
            let folded = fold_value(text);
            let named = tally.rows.iter().any(|row| row.of.as_ref() == Some(&folded));
            named.then(|| *folded == *word)
        }
        _ => None,
    }
}
