//! Which fields a new record needs: those that the rules miss in it. It is judged where it would stand, so that what a rule asks only of some
//! records is asked of this one only if it is among them.

use jiff::civil::Date;

use super::{Addition, Wanted};
use crate::finding::Finding;
use crate::rules::Check;
use crate::schema::Field;
use crate::source::MemorySystem;
use crate::workspace::Workspace;

/// The fields that rules up to the stage ask of the record; in no order, and some perhaps twice.
pub(super) fn asked<'w>(workspace: &'w Workspace, bare: &Addition, wanted: &Wanted, today: Date) -> Vec<&'w Field> {
    let mut with = workspace.clone();
    let system: MemorySystem = [(&bare.path, bare.after.as_str())].into_iter().collect();
    with.apply(&system, std::slice::from_ref(&bare.path));
    let kind = workspace.index.schema.kind(wanted.kind);
    let of_it = |finding: &Finding| {
        let record = finding.record.as_ref();
        finding.stage <= wanted.stage && record.is_some_and(|r| r.kind == kind.name && r.id.as_deref() == Some(&bare.id))
    };
    let mut fields: Vec<u16> = Vec::new();
    for verdict in with.judge(today).verdicts.iter().filter(|verdict| of_it(&verdict.finding)) {
        let rule = workspace.base.rules.find(&verdict.finding.code);
        if let Some(Check::Require(paths)) = rule.map(|rule| &rule.body().check) {
            fields.extend(paths.iter().filter_map(|required| Some(kind.field(required.path.first()?)?.0)));
        } else if rule.is_some() {
            let first = verdict.finding.operand.0.split('.').next();
            fields.extend(first.and_then(|name| kind.field(name)).map(|(field, _)| field));
        }
    }
    fields.into_iter().map(|field| &*kind.fields[usize::from(field)]).collect()
}
