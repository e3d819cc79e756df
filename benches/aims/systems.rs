//! Registers of AI systems, their datasets and the records of their life cycle, all in YAML.

use std::fmt::Write as _;

use super::random::Random;
use super::{File, Plan, any, groups, id, prose};

/// All files of this module.
pub fn files(plan: &Plan, random: &mut Random) -> Vec<File> {
    let mut files = Vec::new();
    files.extend(
        groups(plan.systems, 4)
            .map(|(n, range)| (format!("systems/register-{n:04}.yaml"), list("ai_systems", range, |i| system(i, plan, random)))),
    );
    files.extend(
        groups(plan.datasets, 3)
            .map(|(n, range)| (format!("systems/datasets-{n:04}.yaml"), list("datasets", range, |i| dataset(i, plan, random)))),
    );
    files.extend(groups(plan.lifecycle, 8).map(|(n, range)| {
        (format!("systems/lifecycle-{n:04}.yaml"), list("lifecycle_records", range, |i| lifecycle(i, plan, random)))
    }));
    files
}

/// A YAML list of records under a key.
pub fn list(key: &str, range: std::ops::RangeInclusive<usize>, mut record: impl FnMut(usize) -> String) -> String {
    let mut text = format!("{key}:\n");
    for i in range {
        text.push_str(&record(i));
        text.push('\n');
    }
    text
}

fn system(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: {}\n    owner: {}\n    our_role: [provider, developer]\n    origin: own\n    in_scope: true\n    lifecycle_status: production\n    version: \"1.{}.0\"\n    \
         in_service_on: {}\n    intended_purpose: >-\n      proposes to handlers which {} come first; {}\n      and {}\n    prohibited_uses:\n      - refusing {} without a handler\n      - {}\n    \
         users: [handlers, team leaders]\n    customers: [{}]\n    jurisdictions: [EU]\n    model: gradient-boosted trees, commit {:07x}\n    autonomy_level: proposal only, a person decides\n    \
         oversight: >-\n      {};\n      {}\n    logging: during all use, kept for 13 months\n    euaiact_class: not high-risk; opinion of counsel of 2025-08-31\n    risk_tier: high impact\n    \
         suppliers: [{}]\n    datasets: [{}]\n    created: 2025-01-26\n    updated: 2026-04-06\n",
        id("AIS", i),
        prose::system(i),
        any("ROL", plan.roles, random),
        i % 7,
        random.early_day(),
        prose::field(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::field(random),
        prose::phrase(random),
        any("CUS", plan.customers, random),
        random.below(0x0fff_ffff),
        prose::phrase(random),
        prose::phrase(random),
        any("SUP", plan.suppliers, random),
        id("DS", i.min(plan.datasets)),
    )
}

fn dataset(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: Closed {} of {}, set {i}\n    owner: {}\n    purpose: [train, validate]\n    version: \"2026-{:02}\"\n    systems: [{}]\n    source: {} of {}\n    acquired_on: {}\n    \
         selection: all cases closed between January 2023 and December 2025, drawn by customer and language\n    rights: data clause of the customers' contracts\n    rights_until: 2028-06-30\n    \
         quality_criteria:\n      - at most 2 % empty values in fields that the model reads\n      - at least 96 % agreement when labels are read again\n    quality_results:\n      \
         - 0.{} % empty values (2026-03-17)\n      - 9{}.4 % agreement on 300 cases (2026-03-24)\n    provenance: >-\n      extract jobs {} and {} of the store; {};\n      {}\n    \
         preparation: names and addresses removed; missing values as a category\n    bias_check: outcome rate by language and age band compared on 2026-03-27; {}\n    \
         personal_data: true\n    subjects: [claimants]\n    size: {},600 cases\n    updated: 2026-03-27\n",
        id("DS", i),
        prose::field(random),
        prose::place(random),
        any("ROL", plan.roles, random),
        i % 9 + 1,
        id("AIS", i.min(plan.systems)),
        prose::field(random),
        any("CUS", plan.customers, random),
        random.early_day(),
        random.below(10),
        6 + random.below(4),
        random.below(900),
        random.below(900),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        random.below(900),
    )
}

fn lifecycle(i: usize, plan: &Plan, random: &mut Random) -> String {
    const TYPES: &[&str] =
        &["requirements", "design", "validation", "deployment", "operation", "technical-documentation", "logging"];
    let system = (i - 1) / 4 + 1;
    let mut text = format!(
        "  - id: {}\n    title: {} of {}\n    record_type: {}\n    system: {}\n    system_version: \"1.{}.0\"\n    date: {}\n    criteria: [{}, {}]\n",
        id("LCR", i),
        ["Requirements", "Design", "Validation", "Deployment", "Operation", "Technical documentation", "Event logs"][i % 7],
        prose::system(system),
        TYPES[i % 7],
        id("AIS", system),
        system % 7,
        random.late_day(),
        prose::phrase(random),
        prose::phrase(random),
    );
    if i % 7 == 2 || i % 7 == 4 {
        text.push_str("    results:\n");
        for metric in ["share of right proposals", "hardship on top", "ratio by language"] {
            let _ = writeln!(
                text,
                "      - {{ metric: {metric}, threshold: {{ min: 0.86 }}, value: 0.{}, pass: true }}",
                87 + random.below(12)
            );
        }
    }
    let _ = writeln!(text, "    approved_by: {}", any("ROL", plan.roles, random));
    text
}
