//! Which records are rows, and how they are grouped.

use std::sync::Arc;

use super::{Group, Over, Row, View};
use crate::answers::card::text;
use crate::expr::{Env, Item, Rec, V, ValueExpr};
use crate::model::EntityId;
use crate::rules::coverage::View as Planned;
use crate::rules::coverage::{Plan, State, holds, lies_within};
use crate::schema::{AnswerTo, RefTo, Type};

/// All rows whose ids are wanted, and the views with their groups.
pub(super) fn rows(over: Over<'_>, wanted: &dyn Fn(&str) -> bool) -> (Vec<Row>, Vec<View>) {
    let index = over.world.index;
    let (mut rows, mut views) = (Vec::new(), Vec::new());
    for planned in &over.plan.views {
        let mut groups: Vec<(Option<EntityId>, Vec<usize>)> = Vec::new();
        // Those of the pack come first, then the organisation's own.
        let (known, own): (Vec<EntityId>, Vec<EntityId>) = index.all(planned.kind).iter().partition(|e| index.in_pack(**e));
        for record in known.iter().chain(&own) {
            let is_row = || planned.condition.as_ref().is_none_or(|condition| holds(condition, over.world, *record));
            let Some(id) = index.id(*record).filter(|id| wanted(id) && is_row()) else { continue };
            let group = planned.group.as_ref().and_then(|group| first_record(over, group, *record));
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, members)) => members.push(rows.len()),
                None => groups.push((group, vec![rows.len()])),
            }
            rows.push(row(over, planned, *record, id.clone()));
        }
        views.push(View {
            title: planned.title.clone(),
            nouns: planned.nouns.clone(),
            groups: groups.into_iter().map(|(record, rows)| group(over, planned, record, rows)).collect(),
            states: [0; 5],
            distribution: vec![0; over.plan.levels.len()],
            excluded: 0,
        });
    }
    (rows, views)
}

fn row(over: Over<'_>, view: &Planned, record: EntityId, id: Arc<str>) -> Row {
    let index = over.world.index;
    let answers = over
        .plan
        .answers
        .iter()
        .filter(|answer| matches!(&answer.to, AnswerTo::Keys(keys) if keys.iter().any(|(key, _)| lies_within(&id, key))));
    let mut could: Vec<Arc<str>> = Vec::new();
    for answer in answers {
        let title = &index.schema.kind(answer.kind).title;
        if !could.contains(title) {
            could.push(title.clone());
        }
    }
    let named_in = over.plan.answers.iter().filter(|answer| answer.through.is_none()).filter_map(|answer| {
        let AnswerTo::Field(field) = answer.to else { return None };
        let kind = index.schema.kind(answer.kind);
        let field = &kind.fields[field as usize];
        let Type::Ref(spec) = field.ty.element() else { return None };
        let leads_here = match &spec.to {
            RefTo::Any => true,
            RefTo::Kinds(kinds) => kinds.iter().any(|of| index.schema.is_a(view.kind, *of)),
        };
        leads_here.then(|| (kind.title.clone(), field.name.clone()))
    });
    Row {
        named_in: named_in.collect(),
        record,
        kind: index.kind(record),
        title: text(over.workspace, record, "title").unwrap_or_else(|| id.clone()),
        id,
        excluded: over.workspace.base.rules.is_excluded(over.world, record),
        state: State::Absent,
        stale: false,
        level: None,
        lacking: Vec::new(),
        owner: None,
        usual_owner: view.usual_owner.as_ref().and_then(|words| words_of(over, words, record)),
        answers: Vec::new(),
        claims: Vec::new(),
        elsewhere: Vec::new(),
        could,
        findings: Vec::new(),
        later: Vec::new(),
    }
}

fn group(over: Over<'_>, view: &Planned, record: Option<EntityId>, rows: Vec<usize>) -> Group {
    Group {
        id: record.and_then(|e| over.world.index.id(e).cloned()),
        title: record.map_or_else(|| view.others.clone(), |e| text(over.workspace, e, "title")),
        rows,
    }
}

/// The record that an expression gives, or the first of a list.
fn first_record(over: Over<'_>, value: &ValueExpr, record: EntityId) -> Option<EntityId> {
    let env = Env::new(over.world, Some(Rec::Entity(record)));
    let record_of = |item: &Item<'_>| match item.v {
        V::Rec(Rec::Entity(entity)) => Some(entity),
        _ => None,
    };
    match value.eval(&env) {
        Item { v: V::List(items), .. } => items.iter().find_map(record_of),
        item => record_of(&item),
    }
}

fn words_of(over: Over<'_>, value: &ValueExpr, record: EntityId) -> Option<String> {
    match value.eval(&Env::new(over.world, Some(Rec::Entity(record)))).v {
        V::Text(words) => Some(words.into_owned()),
        _ => None,
    }
}

/// Counts states and levels of the rows in each view.
pub(super) fn count(views: &mut [View], rows: &[Row], plan: &Plan) {
    for view in views {
        for row in view.groups.iter().flat_map(|group| &group.rows).map(|i| &rows[*i]) {
            if row.excluded {
                view.excluded += 1;
                continue;
            }
            view.states[row.state as usize] += 1;
            if let Some(level) = row.level.filter(|level| *level < plan.levels.len()) {
                view.distribution[level] += 1;
            }
        }
    }
}
