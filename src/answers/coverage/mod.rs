//! How far a repository has come: for each clause and control (whatever records a pack makes rows of) what answers to it, what state that
//! gives, what was found, its level of maturity and what the next one lacks; and the gaps in the order to close them.
//!
//! Architecture invariant: facts only. Nobody's word counts for more than *claimed*, and no level is a verdict on conformity.

mod gaps;
mod levels;
mod rows;
mod what;

use std::sync::Arc;

use jiff::civil::Date;

pub use super::Owner;
use crate::expr::{Cache, World};
use crate::finding::{Basis, Severity, Stage};
use crate::model::EntityId;
use crate::rules::coverage::{Plan, State, lies_within};
use crate::schema::KindId;
use crate::source::Place;
use crate::triage::Single;
use crate::workspace::Workspace;

/// How far a repository has come, on a day.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The day for which it holds.
    pub as_of: Date,
    /// The stage prepared for: findings up to it are told.
    pub stage: Stage,
    /// The standard, as the packs name it.
    pub standard: Option<Arc<str>>,
    /// What must be said beside level and band, in the pack's words.
    pub caution: Arc<str>,
    /// Names of the levels, from 0.
    pub levels: Vec<Arc<str>>,
    /// The level wanted of each row at this stage.
    pub wanted: usize,
    /// Where the repository as a whole stands; none where the pack knows no bands.
    pub band: Option<Band>,
    /// The rows in groups, as the pack has them.
    pub views: Vec<View>,
    /// All rows, in the order of the views.
    pub rows: Vec<Row>,
    /// Findings of all stages that nobody has allowed, in report order; rows name them by position.
    pub findings: Vec<Single>,
    /// Phases and steps of the roadmap.
    pub roadmap: Vec<Phase>,
    /// What is to be closed, in order.
    pub gaps: Vec<Gap>,
}

/// Where the repository as a whole stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// All names, from the lowest.
    pub names: Vec<Arc<str>>,
    /// The one reached.
    pub reached: usize,
    /// What the next one lacks; empty at the top.
    pub lacking: Vec<Lack>,
}

/// Rows of one kind.
#[derive(Clone, Debug)]
pub struct View {
    /// What they are together.
    pub title: Arc<str>,
    /// What one, and several, are called.
    pub nouns: [Arc<str>; 2],
    /// Groups, in order of their first row.
    pub groups: Vec<Group>,
    /// How many rows are in each state, by position in [`State::ALL`]; excluded ones in none.
    pub states: [usize; 5],
    /// How many rows are at each level; excluded ones at none.
    pub distribution: Vec<usize>,
    /// How many are excluded.
    pub excluded: usize,
}

/// Rows that stand together.
#[derive(Clone, Debug)]
pub struct Group {
    /// The id of the record that groups them.
    pub id: Option<Arc<str>>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// Positions in [`Coverage::rows`].
    pub rows: Vec<usize>,
}

/// One clause or control.
#[derive(Clone, Debug)]
pub struct Row {
    /// The pack's record, or the organisation's own.
    pub record: EntityId,
    /// Its kind.
    pub kind: KindId,
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// True where the organisation has decided that it does not apply: then it has no level.
    pub excluded: bool,
    /// The best of what answers to it.
    pub state: State,
    /// All that its state rests on is past its interval.
    pub stale: bool,
    /// Its level; none where it is excluded, or the pack knows no levels.
    pub level: Option<usize>,
    /// What the next level lacks; empty at the top.
    pub lacking: Vec<Lack>,
    /// Who owns what answers to it.
    pub owner: Option<Owner>,
    /// Who usually does, in the pack's words.
    pub usual_owner: Option<String>,
    /// What answers to it, the best first.
    pub answers: Vec<Answer>,
    /// Records that assert it, with nothing that resolves behind them.
    pub claims: Vec<Answer>,
    /// Titles of kinds that answer to it and are kept in another system.
    pub elsewhere: Vec<Arc<str>>,
    /// Titles of kinds whose records could answer to it.
    pub could: Vec<Arc<str>>,
    /// Titles of kinds any record of which answers to it by naming it, and the field that does.
    pub named_in: Vec<(Arc<str>, Arc<str>)>,
    /// Findings about it up to the stage, by position in [`Coverage::findings`].
    pub findings: Vec<usize>,
    /// Findings about it of later stages.
    pub later: Vec<usize>,
}

/// A record or file that answers to a row.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The record; none for a file.
    pub record: Option<EntityId>,
    /// The record's kind; none for a file.
    pub kind: Option<Arc<str>>,
    /// Its id, else title; the path of a file.
    pub name: Arc<str>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// Its file.
    pub path: Arc<str>,
    /// Where it is told; none for a file.
    pub place: Option<Place>,
    /// How far it is.
    pub state: State,
    /// It is past its interval.
    pub stale: bool,
    /// The kind and name of the record that cites it as evidence.
    pub cited_by: Option<(Arc<str>, Arc<str>)>,
}

/// What a level or band lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// To have come as far.
    State(State),
    /// These rows to have come as far.
    Rows(State, Vec<Arc<str>>),
    /// Somebody who owns it.
    Owner,
    /// To be renewed.
    Renewal,
    /// So many errors up to a stage to be closed.
    Errors(usize, Stage),
    /// Something in the pack's words.
    Said(Arc<str>),
}

/// A phase of the roadmap: when, and its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// When.
    pub title: Arc<str>,
    /// What its steps are about.
    pub steps: Vec<Arc<str>>,
}

/// A row that lacks something at this stage, or of which something was found.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Position in [`Coverage::rows`].
    pub row: usize,
    /// Phase and step; none for a row that no step names.
    pub step: Option<(usize, usize)>,
    /// What it lacks to the level wanted.
    pub lacking: Vec<Lack>,
    /// What was found of it, the worst first, by position in [`Coverage::findings`]. A finding about several rows is told at the first.
    pub findings: Vec<usize>,
    /// Rows at which other findings about it are told, by position in [`Coverage::rows`].
    pub told_at: Vec<usize>,
}

impl Coverage {
    /// Rows that are named, or lie below what is named; all without names.
    pub fn selected(&self, names: &[String]) -> Vec<usize> {
        let wanted = |row: &Row| names.is_empty() || names.iter().any(|name| lies_within(&row.id, name));
        (0..self.rows.len()).filter(|i| wanted(&self.rows[*i])).collect()
    }

    /// How many of a row's findings have a severity.
    pub fn count(&self, row: &Row, severity: Severity) -> usize {
        row.findings.iter().filter(|i| self.findings[**i].verdict.finding.severity == severity).count()
    }

    /// Findings up to the stage that are about no row.
    pub fn unkeyed(&self) -> usize {
        let mut about_a_row = vec![false; self.findings.len()];
        for i in self.rows.iter().flat_map(|row| &row.findings) {
            about_a_row[*i] = true;
        }
        let up_to_stage = self.findings.iter().map(|single| single.verdict.finding.stage <= self.stage);
        up_to_stage.zip(about_a_row).filter(|(told, keyed)| *told && !keyed).count()
    }
}

impl View {
    /// The mean level of rows that have one.
    pub fn mean(&self) -> Option<f64> {
        let rows: usize = self.distribution.iter().sum();
        let sum: usize = self.distribution.iter().enumerate().map(|(level, n)| level * n).sum();
        (rows > 0).then(|| sum as f64 / rows as f64)
    }
}

/// How far the repository has come on a day. Judges it anew for that day.
pub fn coverage(workspace: &mut Workspace, as_of: Date, stage: Stage) -> Coverage {
    let verdicts = workspace.judge(as_of).verdicts;
    let mut findings = workspace.singles(verdicts, as_of);
    findings.retain(|single| single.suppressed.is_none());
    let noise = workspace.base.noise();
    let cache = Cache::default();
    let world = World::new(&workspace.index, &workspace.sources, &workspace.base.derived, as_of, &noise, &cache);
    let plan = workspace.base.coverage();
    let over = Over { workspace, world: &world, plan };

    let (mut rows, mut views) = rows::rows(over, &|_| true);
    what::answers(over, &mut rows);
    for row in &mut rows {
        // Mere hygiene, such as a wrong number in a text, leaves nothing undone.
        let about = |Single { verdict, .. }: &Single| {
            verdict.finding.basis != Basis::Hygiene && verdict.finding.keys.iter().any(|key| lies_within(&row.id, key))
        };
        let all = (0..findings.len()).filter(|i| about(&findings[*i]));
        (row.findings, row.later) = all.partition(|i| findings[*i].verdict.finding.stage <= stage);
    }
    levels::rate(over, &mut rows, &findings);
    rows::count(&mut views, &rows, plan);
    let wanted = plan.wanted.get(usize::from(stage.0)).copied().unwrap_or_default();
    let gaps = gaps::gaps(over, &rows, &findings, wanted);
    let phase = |phase: &crate::rules::coverage::Phase| Phase {
        title: phase.title.clone(),
        steps: phase.steps.iter().map(|step| step.title.clone()).collect(),
    };
    Coverage {
        as_of,
        stage,
        standard: workspace.base.packs.iter().find_map(|pack| pack.standard.clone()),
        caution: plan.caution.clone(),
        levels: plan.levels.iter().map(|level| level.name.clone()).collect(),
        wanted,
        band: levels::band(over, &rows, &findings),
        roadmap: plan.phases.iter().map(phase).collect(),
        views,
        rows,
        findings,
        gaps,
    }
}

/// The rows that a record is, or that lie within it, with what answers to each and the state that gives; nothing is judged, so that they have
/// neither level nor findings. Only what may answer to them is looked at.
pub fn standing(workspace: &Workspace, world: &World<'_>, id: &str) -> Vec<Row> {
    let over = Over { workspace, world, plan: workspace.base.coverage() };
    let (mut rows, _) = rows::rows(over, &|row| lies_within(row, id));
    what::answers(over, &mut rows);
    rows
}

/// What is at hand while a repository is looked at.
#[derive(Clone, Copy)]
struct Over<'a> {
    workspace: &'a Workspace,
    world: &'a World<'a>,
    plan: &'a Plan,
}
