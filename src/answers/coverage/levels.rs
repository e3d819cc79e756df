//! Maturity: the level of each row and the band of the repository, with what the next one lacks.

use std::sync::Arc;

use super::{Band, Lack, Over, Row};
use crate::expr::{Env, Truth};
use crate::finding::{Severity, Stage};
use crate::rules::coverage::{Level, Need, State, holds, lies_within};
use crate::triage::Single;

/// Gives each row that applies its level.
pub(super) fn rate(over: Over<'_>, rows: &mut [Row], findings: &[Single]) {
    for row in rows.iter_mut().filter(|row| !row.excluded) {
        if let Some((level, lacking)) = reached(&over.plan.levels, |need| of_row(over, row, findings, need)) {
            (row.level, row.lacking) = (Some(level), lacking);
        }
    }
}

/// All that a row lacks to a level, that of the levels before it included.
pub(super) fn lacking_to(over: Over<'_>, row: &Row, findings: &[Single], level: usize) -> Vec<Lack> {
    let mut lacking: Vec<Lack> = Vec::new();
    for need in over.plan.levels.iter().take(level + 1).flat_map(|level| &level.needs) {
        match of_row(over, row, findings, need) {
            // What is not even there need not be told to be approved as well.
            Some(Lack::State(_)) if lacking.iter().any(|known| matches!(known, Lack::State(_))) => {}
            Some(Lack::Errors(n, _)) if lacking.iter().any(|known| matches!(known, Lack::Errors(m, _) if *m == n)) => {}
            Some(lack) => lacking.push(lack),
            None => {}
        }
    }
    lacking
}

/// Where the repository as a whole stands.
pub(super) fn band(over: Over<'_>, rows: &[Row], findings: &[Single]) -> Option<Band> {
    let (reached, lacking) = reached(&over.plan.bands, |need| of_all(over, rows, findings, need))?;
    Some(Band { names: over.plan.bands.iter().map(|band| band.name.clone()).collect(), reached, lacking })
}

/// The highest level up to which nothing is lacking, and what the next one lacks.
fn reached(levels: &[Level], lack: impl Fn(&Need) -> Option<Lack>) -> Option<(usize, Vec<Lack>)> {
    let mut reached = None;
    for (i, level) in levels.iter().enumerate() {
        let lacking: Vec<Lack> = level.needs.iter().filter_map(&lack).collect();
        if !lacking.is_empty() {
            return reached.map(|level| (level, lacking));
        }
        reached = Some(i);
    }
    reached.map(|level| (level, Vec::new()))
}

fn of_row(over: Over<'_>, row: &Row, findings: &[Single], need: &Need) -> Option<Lack> {
    let schema = &over.world.index.schema;
    match need {
        Need::State(state, _) => (!row.state.reaches(*state)).then_some(Lack::State(*state)),
        Need::Owner => row.owner.is_none().then_some(Lack::Owner),
        Need::Current => row.stale.then_some(Lack::Renewal),
        Need::NoErrors(stage) => errors(row.findings.iter().chain(&row.later).map(|i| &findings[*i]), *stage),
        Need::When(kind, condition, lacking) => {
            let applies = kind.is_none_or(|kind| schema.is_a(row.kind, kind));
            (applies && !holds(condition, over.world, row.record)).then(|| Lack::Said(lacking.clone()))
        }
    }
}

fn of_all(over: Over<'_>, rows: &[Row], findings: &[Single], need: &Need) -> Option<Lack> {
    match need {
        Need::State(state, keys) => {
            let behind = rows.iter().filter(|row| !row.excluded && !row.state.reaches(*state));
            let named = behind.filter(|row| keys.is_empty() || keys.iter().any(|key| lies_within(&row.id, key)));
            let ids: Vec<Arc<str>> = named.map(|row| row.id.clone()).collect();
            (!ids.is_empty()).then_some(Lack::Rows(*state, ids))
        }
        Need::Owner => {
            let unowned = rows.iter().any(|row| !row.excluded && row.owner.is_none());
            unowned.then_some(Lack::Owner)
        }
        Need::Current => rows.iter().any(|row| row.stale && !row.excluded).then_some(Lack::Renewal),
        Need::NoErrors(stage) => errors(findings.iter(), *stage),
        Need::When(_, condition, lacking) => {
            (condition.eval(&Env::new(over.world, None)) != Truth::True).then(|| Lack::Said(lacking.clone()))
        }
    }
}

fn errors<'f>(findings: impl Iterator<Item = &'f Single>, stage: Stage) -> Option<Lack> {
    let count = findings
        .map(|single| &single.verdict.finding)
        .filter(|finding| finding.severity == Severity::Error && finding.stage <= stage)
        .count();
    (count > 0).then_some(Lack::Errors(count, stage))
}

impl Lack {
    /// The state that is lacking, if it is one.
    pub fn state(&self) -> Option<State> {
        match self {
            Self::State(state) | Self::Rows(state, _) => Some(*state),
            _ => None,
        }
    }
}
