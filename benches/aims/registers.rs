//! What happens while the system runs: changes, incidents, nonconformities, objectives; and the reports of audits and reviews.

use std::fmt::Write as _;

use super::random::Random;
use super::systems::list;
use super::{File, Plan, any, governance, groups, id, prose};

/// All files of this module.
pub fn files(plan: &Plan, random: &mut Random) -> Vec<File> {
    let mut files = Vec::new();
    files.extend(
        groups(plan.changes, 5)
            .map(|(n, range)| (format!("operation/changes-{n:04}.yaml"), list("changes", range, |i| change(i, plan, random)))),
    );
    files.extend(
        groups(plan.incidents, 5).map(|(n, range)| {
            (format!("operation/incidents-{n:04}.yaml"), list("incidents", range, |i| incident(i, plan, random)))
        }),
    );
    files.extend(groups(plan.nonconformities, 3).map(|(n, range)| {
        let mut text = list("nonconformities", range.clone(), |i| nonconformity(i, plan, random));
        text.push_str(&list("corrective_actions", range, |i| action(i, plan, random)));
        (format!("performance/nonconformities-{n:04}.yaml"), text)
    }));
    files.extend(groups(plan.objectives, 5).map(|(n, range)| {
        (format!("performance/objectives-{n:04}.yaml"), list("objectives", range, |i| objective(i, plan, random)))
    }));
    files.extend((1..=plan.audits).map(|i| (format!("performance/audit-{i:04}.md"), audit(i, plan, random))));
    files.extend((1..=plan.reviews).map(|i| (format!("performance/management-review-{i:04}.md"), review(i, plan, random))));
    files
}

fn change(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: Version of {}\n    subject: system\n    systems: [{}]\n    description: {}; {}\n    purpose: {}\n    consequences: {}\n    planned: true\n    significant: false\n    date: {}\n    \
         approved_by: {}\n    owner: {}\n    resources: {} days of three people\n    reassess_risk: yes, {}\n    reassess_impact: yes, {}\n",
        id("CHG", i),
        prose::system(i),
        id("AIS", i.min(plan.systems)),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        random.past_day(),
        any("ROL", plan.roles, random),
        any("ROL", plan.roles, random),
        3 + random.below(40),
        id("RA", i.min(plan.systems)),
        id("AIIA", i.min(plan.systems)),
    )
}

fn incident(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: Proposals late in {} ({i})\n    systems: [{}]\n    status: closed\n    detected_on: {}\n    severity: {}\n    description: {}; {}\n    effect: {}\n    containment: {}\n    \
         affects_users: true\n    communications:\n      - {{ date: 2026-01-03, to: handlers and contacts, how: banner and portal, what: \"what happened, since when\" }}\n    serious: false\n    cause: {}\n    \
         closed_on: {}\n    owner: {}\n",
        id("INC", i),
        prose::place(random),
        any("AIS", plan.systems, random),
        random.early_day(),
        random.pick(&["low", "medium"]),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        random.late_day(),
        any("ROL", plan.roles, random),
    )
}

fn nonconformity(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: Answers not passed up ({i})\n    status: closed\n    source: internal audit\n    audit: {}\n    requirement: {}, requirements and design; control {}\n    description: >-\n      {};\n      {}\n    \
         correction: {}\n    consequences: {}\n    cause: >-\n      {};\n      {}\n    cause_method: five whys\n    similar_checked: {}\n    raised_on: {}\n    closed_on: 2026-04-14\n    owner: {}\n    \
         controls: [{}]\n    clauses: [\"8.1\", \"10.2\"]\n    evidence: [{}]\n",
        id("NC", i),
        any("AUD", plan.audits, random),
        any("PRO", plan.procedures, random),
        governance::control(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        random.early_day(),
        any("ROL", plan.roles, random),
        governance::control(random),
        id("CA", i),
    )
}

fn action(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    nonconformity: {}\n    action: {}; {}\n    owner: {}\n    due: 2026-03-30\n    completed_on: 2026-02-12\n    status: done\n    result: {}\n    \
         effectiveness: {{ date: 2026-04-11, effective: true, method: \"{}\" }}\n    aims_change: none\n    evidence: [{}]\n",
        id("CA", i),
        id("NC", i),
        prose::phrase(random),
        prose::phrase(random),
        any("ROL", plan.roles, random),
        prose::phrase(random),
        prose::phrase(random),
        any("LCR", plan.lifecycle, random),
    )
}

fn objective(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "  - id: {}\n    title: Nobody waits longer ({i})\n    statement: The ratio between any two groups is at most 1.1{} in each month; {}\n    type: development\n    supports: POL-001, mark 2\n    \
         metric: highest ratio between groups by language\n    baseline: \"1.31 in the shadow run\"\n    target: \"at most 1.10\"\n    frequency: P1M\n    owner: {}\n    resources: {}\n    due: {}\n    \
         evaluation: monthly meeting; {}\n    status: on track\n    communicated_to: [Machine Learning, Data]\n    evidence: [{}]\n",
        id("OBJ", i),
        random.below(10),
        prose::phrase(random),
        any("ROL", plan.roles, random),
        prose::phrase(random),
        random.coming_day(),
        prose::phrase(random),
        any("LCR", plan.lifecycle, random),
    )
}

fn audit(i: usize, plan: &Plan, random: &mut Random) -> String {
    let mut text = format!(
        "---\nkind: audit\nid: {}\ntitle: Internal audit of part {i}\nprogramme: AP-2026\nowner: ROL-0003\nauditors: [{}]\nplanned_on: 2026-02-20\nperformed_on: 2026-03-02\nupdated: 2026-03-09\n\
         reported_on: 2026-03-12\nreported_to: [ROL-0001, ROL-0002]\nclauses: [\"9.2.1\", \"9.2.2\"]\nscope:\n  clauses: [\"8.1\", \"8.2\", \"9.1\"]\n  controls: [A.6.1.2, A.6.2.4]\n  processes: [{}]\n---\n\n\
         # Internal audit of part {i}\n\n",
        id("AUD", i),
        any("PER", plan.roles, random),
        any("PRO", plan.procedures, random),
    );
    for heading in ["Objectives", "Criteria", "Method", "What works well"] {
        let _ = write!(text, "## {heading}\n\n{}", prose::paragraph(4, random));
    }
    text.push_str("## Findings\n\n| ID | Type | Clause | Control | Description |\n|---|---|---|---|---|\n");
    for k in 0..6 {
        let kind = random.pick(&["conformity", "observation", "opportunity"]);
        let _ = writeln!(
            text,
            "| FND-{i:04}{k} | {kind} | 8.1 | {} | {} ([policy](../governance/ai-policy.md)) |",
            governance::control(random),
            prose::phrase(random)
        );
    }
    let _ = write!(text, "\n## Judgement\n\n{}", prose::paragraph(3, random));
    text
}

fn review(i: usize, plan: &Plan, random: &mut Random) -> String {
    let mut text = format!(
        "---\nkind: management-review\nid: {}\ntitle: Management review of part {i}\ndate: {}\nstatus: held\nchair: ROL-0001\nowner: ROL-0001\nupdated: 2026-06-22\nparticipants: [ROL-0001, ROL-0002, {}]\n\
         clauses: [\"9.3.1\", \"9.3.2\", \"9.3.3\"]\nactions:\n  - {{ what: {}, owner: {}, due: {}, status: open }}\n---\n\n# Management review of part {i}\n\n## Inputs\n\n",
        id("MR", i),
        random.late_day(),
        any("ROL", plan.roles, random),
        prose::phrase(random),
        any("ROL", plan.roles, random),
        random.coming_day(),
    );
    for heading in [
        "Earlier actions",
        "Context changes",
        "Changes in needs and expectations of interested parties",
        "Nonconformities and corrective actions",
        "Measurement results",
        "Audit results",
        "Opportunities for improvement",
    ] {
        let _ = write!(text, "### {heading}\n\n{}", prose::paragraph(4, random));
    }
    let _ = write!(text, "## Decisions\n\n{}", prose::bullets(4, random));
    text
}
