//! Suppliers, customers, and who answers for what.

use super::random::Random;
use super::systems::list;
use super::{File, Plan, any, groups, id, prose};

/// All files of this module.
pub fn files(plan: &Plan, random: &mut Random) -> Vec<File> {
    let mut files = Vec::new();
    files.extend(
        groups(plan.suppliers, 6).map(|(n, range)| {
            (format!("partners/suppliers-{n:04}.yaml"), list("suppliers", range, |i| supplier(i, plan, random)))
        }),
    );
    files.extend(
        groups(plan.customers, 10)
            .map(|(n, range)| (format!("partners/customers-{n:04}.yaml"), list("customers", range, |i| customer(i, random)))),
    );
    files.extend(groups(plan.systems, 6).map(|(n, range)| {
        (
            format!("partners/responsibilities-{n:04}.yaml"),
            list("responsibility_allocations", range, |i| allocation(i, plan, random)),
        )
    }));
    files
}

fn supplier(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: {}\n    owner: {}\n    provides: [speech model, hosting of the model]\n    tier: {}\n    assessment: {{ date: {}, result: \"8{} of 100, no red answer\" }}\n    \
         next_review: {}\n    contract:\n      id: C-2026-{i:04}\n      terms: [data-use, model-change, incident, documentation, audit]\n      until: 2029-05-31\n    \
         model_change_notice: thirty days by mail; {}\n    certificates: [SOC 2 report of 2025-12-19]\n    issues:\n      - \"2026-02-20 {}\"\n      - \"2026-03-03 {}\"\n",
        id("SUP", i),
        prose::firm(i, "Speech"),
        any("ROL", plan.roles, random),
        random.pick(&["critical", "medium"]),
        random.late_day(),
        random.below(10),
        random.coming_day(),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
    )
}

fn customer(i: usize, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: {}\n    needs: {}; {}\n    duties_told_on: {}\n    contract: C-2024-{i:04}, annex AI of 2026-01-18\n",
        id("CUS", i),
        prose::firm(i, "Mutual"),
        prose::phrase(random),
        prose::phrase(random),
        random.past_day(),
    )
}

fn allocation(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: {}, with its partners\n    system: {}\n    parties: [{}, {}]\n    stages:\n      design and development: {}\n      validation: {}\n      deployment: {}\n      \
         computing power: {}\n      operation and monitoring: {}\n      decision on the case: {}, {}\n      retirement: {}\n    contract_ref: annex AI of 2026-01-18; {}\n",
        id("RAL", i),
        prose::system(i),
        id("AIS", i),
        any("SUP", plan.suppliers, random),
        any("CUS", plan.customers, random),
        any("ROL", plan.roles, random),
        any("ROL", plan.roles, random),
        any("ROL", plan.roles, random),
        any("SUP", plan.suppliers, random),
        any("ROL", plan.roles, random),
        any("CUS", plan.customers, random),
        prose::phrase(random),
        any("ROL", plan.roles, random),
        prose::phrase(random),
    )
}
