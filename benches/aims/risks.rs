//! Risk registers as Markdown tables and as YAML, treatments, and the list of risk assessments.

use std::fmt::Write as _;

use super::random::Random;
use super::systems::list;
use super::{File, Plan, any, governance, groups, id, prose};

const SOURCES: &[&str] =
    &["machine learning", "level of automation", "supply chain", "system life cycle", "misuse", "complexity of environment"];
/// Likelihood, impact and level that agree with each other.
const RATINGS: &[(u8, u8, &str)] =
    &[(4, 4, "severe"), (3, 5, "high"), (3, 4, "high"), (3, 3, "moderate"), (2, 4, "moderate"), (2, 2, "low")];

/// All files of this module.
pub fn files(plan: &Plan, random: &mut Random) -> Vec<File> {
    let mut files = Vec::new();
    for (n, range) in groups(plan.risks, 10) {
        files.push(match n % 3 {
            0 => (format!("risk/register-{n:04}.yaml"), list("risks", range, |i| in_yaml(i, plan, random))),
            _ => (format!("risk/register-{n:04}.md"), table(n, range, plan, random)),
        });
    }
    files.extend(
        groups(plan.risks, 5).map(|(n, range)| {
            (format!("risk/treatments-{n:04}.yaml"), list("treatments", range, |i| treatment(i, plan, random)))
        }),
    );
    files.extend(groups(plan.systems, 10).map(|(n, range)| {
        (format!("risk/assessments-{n:04}.yaml"), list("risk_assessments", range, |i| assessment(i, plan, random)))
    }));
    files
}

/// The system of a risk: three risks each.
fn system(risk: usize, plan: &Plan) -> String {
    id("AIS", ((risk - 1) / 3 + 1).min(plan.systems))
}

fn table(number: usize, range: std::ops::RangeInclusive<usize>, plan: &Plan, random: &mut Random) -> String {
    let mut text = format!("# AI risk register, part {number}\n\n{}", prose::paragraph(3, random));
    text.push_str("Rated by the [criteria](criteria.md), after the [Statement of Applicability](soa.md).\n\n");
    text.push_str("| Risk ID | Risk | AI systems | Description | Source | Owner | Likelihood | Impact | Score | Level | Option | Identified | Last review |\n");
    text.push_str("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for i in range {
        let (likelihood, impact, level) = RATINGS[i % RATINGS.len()];
        let _ = writeln!(
            text,
            "| {} | Slower track {i} | {} | {}; *{}* | {} | {} | {likelihood} | {impact} | {} | {level} | {} | {} | {} |",
            id("RSK", i),
            system(i, plan),
            prose::phrase(random),
            prose::phrase(random),
            random.pick(SOURCES),
            any("ROL", plan.roles, random),
            likelihood * impact,
            if matches!(level, "low" | "moderate") { "retain" } else { "modify" },
            random.early_day(),
            random.late_day(),
        );
    }
    let _ = write!(text, "\n{}", prose::paragraph(4, random));
    text
}

fn in_yaml(i: usize, plan: &Plan, random: &mut Random) -> String {
    let (likelihood, impact, level) = RATINGS[i % RATINGS.len()];
    format!(
        "  - id: {}\n    title: Slower track {i}\n    systems: [{}]\n    description: {}; {}\n    source: {}\n    owner: {}\n    consequences:\n      organisation: {}\n      individuals: {}\n      \
         societies: {}\n    likelihood: {likelihood}\n    impact: {impact}\n    score: {}\n    level: {level}\n    option: {}\n    identified_on: {}\n    reviewed_on: {}\n",
        id("RSK", i),
        system(i, plan),
        prose::phrase(random),
        prose::phrase(random),
        random.pick(SOURCES),
        any("ROL", plan.roles, random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        likelihood * impact,
        if matches!(level, "low" | "moderate") { "retain" } else { "modify" },
        random.early_day(),
        random.late_day(),
    )
}

fn treatment(i: usize, plan: &Plan, random: &mut Random) -> String {
    let mut text = format!(
        "  - id: {}\n    title: Treatment of slower track {i}\n    risk: {}\n    option: modify\n    owner: {}\n    controls: [{}, {}]\n    actions:\n",
        id("TRT", i),
        id("RSK", i),
        any("ROL", plan.roles, random),
        governance::control(random),
        governance::control(random),
    );
    for _ in 0..2 {
        let _ = writeln!(
            text,
            "      - {{ what: {}, owner: {}, due: {}, status: done }}",
            prose::phrase(random),
            any("ROL", plan.roles, random),
            random.early_day()
        );
    }
    let _ = write!(
        text,
        "    residual: moderate\n    accepted_by: ROL-0001\n    accepted_on: 2026-02-02\n    completed_on: 2026-02-16\n    effectiveness: {{ method: {}, date: 2026-03-27, effective: true }}\n    \
         plan_version: \"3\"\n    evidence: [{}, {}]\n",
        prose::phrase(random),
        any("LCR", plan.lifecycle, random),
        any("PRO", plan.procedures, random),
    );
    text
}

fn assessment(i: usize, plan: &Plan, random: &mut Random) -> String {
    let risks: Vec<String> = (0..3).map(|k| id("RSK", (i - 1) * 3 + k + 1)).collect();
    format!(
        "  - id: {}\n    title: Assessment of {}\n    systems: [{}]\n    date: {}\n    trigger: planned\n    method: {}, half a day, two raters\n    assessors: [{}, {}]\n    risks: [{}]\n    \
         result: {}\n    status: done\n    links: [{}]\n",
        id("RA", i),
        prose::system(i),
        id("AIS", i),
        random.late_day(),
        id("PRO", i % plan.procedures + 1),
        any("ROL", plan.roles, random),
        any("PER", plan.roles, random),
        risks.join(", "),
        prose::phrase(random),
        id("AIIA", i),
    )
}
