//! A rule is silent about what is missing, so somebody must demand it: a field that rules read and that nobody demands
//! makes a rule silent for ever, and nobody is told. This says so to who writes rules.

use std::collections::BTreeSet;

use super::super::complaint::invalid;
use super::super::rule::{Check, Rule};
use super::check;
use crate::finding::{Finding, Severity};
use crate::schema::{KindId, Schema};
use crate::source::Place;

/// Advice for each field that rules read without a guard and that no `require` names; once a kind and field.
pub(super) fn unowned(rules: &[Rule], schema: &Schema) -> Vec<Finding> {
    let mut demanded: BTreeSet<(KindId, String)> = BTreeSet::new();
    for rule in rules {
        let Check::Require(all) = &rule.body().check else { continue };
        for kind in &rule.kinds {
            demanded.extend(all.iter().map(|r| (*kind, r.path.join("."))));
        }
    }
    let is_demanded = |kind: KindId, path: &str| {
        let beginnings = path.match_indices('.').map(|(i, _)| &path[..i]).chain([path]);
        let line = &schema.kind(kind).line;
        beginnings.into_iter().any(|p| line.iter().any(|base| demanded.contains(&(*base, p.to_owned()))))
    };
    let mut told: BTreeSet<(KindId, &str)> = BTreeSet::new();
    let mut advice = Vec::new();
    for rule in rules {
        let body = rule.body();
        let infos = rule.condition().into_iter().map(|c| &c.info).chain(check::infos(&body.check));
        let infos = infos.chain(body.each.iter().map(|e| &e.info));
        for read in infos.flat_map(|info| &info.unguarded) {
            // Citations and the pack's own records are written by the tool and by the pack.
            let kept = |k: &&KindId| !schema.kind(**k).data && &*schema.kind(**k).name != "mention";
            for kind in rule.kinds.iter().filter(kept) {
                let is_id = schema
                    .kind(*kind)
                    .id
                    .as_ref()
                    .is_some_and(|id| *schema.kind(*kind).fields[id.field as usize].name == *read.path);
                let stored = check::field(schema, *kind, &read.path).is_some_and(|f| f.default.is_none());
                if !stored || is_id || is_demanded(*kind, &read.path) || !told.insert((*kind, &read.path)) {
                    continue;
                }
                let message = format!(
                    "nobody says when `{}` of {} is missing: this rule is silent then",
                    read.path,
                    schema.kind(*kind).name
                );
                let mut finding = invalid(Place::new(rule.place.file, read.span), Severity::Advice, message);
                finding.help = Some(format!("add a rule `for: {}` with `require: [{}]`", schema.kind(*kind).name, read.path));
                advice.push(finding);
            }
        }
    }
    advice
}
