//! Procedures: prose with links to other procedures and registers, a table each, and a short list.

use std::fmt::Write as _;

use super::governance::front_matter;
use super::random::Random;
use super::{File, Plan, any, governance, id, prose};

const TOPICS: &[&str] = &[
    "risk-assessment",
    "risk-treatment",
    "impact-assessment",
    "development",
    "data-management",
    "supplier-management",
    "customer-relations",
    "incident-communication",
    "concern-reporting",
    "external-reporting",
    "change-management",
    "document-control",
    "internal-audit",
    "management-review",
    "monitoring",
    "deployment",
    "competence",
    "communication",
    "corrective-action",
];

/// All files of this module.
pub fn files(plan: &Plan, random: &mut Random) -> Vec<File> {
    (1..=plan.procedures).map(|i| (format!("procedures/procedure-{i:04}.md"), procedure(i, plan, random))).collect()
}

fn procedure(i: usize, plan: &Plan, random: &mut Random) -> String {
    let topic = TOPICS[i % TOPICS.len()];
    let title = format!("Procedure {i} on {}", topic.replace('-', " "));
    let more = format!("topic: [{topic}]\nclauses: [\"8.1\"]\ncontrols: [{}]\n", governance::control(random));
    let mut text = front_matter("procedure", &id("PRO", i), &title, &more, random);
    let _ = write!(
        text,
        "Applies in {} and {}. ISO/IEC 42001:2023, clause 8.1, and control A.6.2.6 ask for it.\n\n",
        prose::place(random),
        prose::place(random)
    );
    for heading in ["When it starts", "Who does it", "What is written down"] {
        let other = random.below(plan.procedures) + 1;
        let _ = write!(
            text,
            "## {heading}\n\n{}See [the procedure before]({}) and the [criteria](../risk/criteria.md#levels); {} is told.\n\n{}",
            prose::paragraph(4, random),
            format_args!("procedure-{other:04}.md"),
            any("ROL", plan.roles, random),
            prose::bullets(3, random)
        );
    }
    text.push_str("## Who tells whom\n\n| Severity | Customers | Inside |\n|---|---|---|\n");
    for severity in ["low", "medium", "high", "critical"] {
        let _ = writeln!(text, "| {severity} | {} | {} |", prose::phrase(random), prose::phrase(random));
    }
    let _ = write!(text, "\n## Afterwards\n\n{}", prose::paragraph(5, random));
    text
}
