//! The rest of a folder: controlled documents without a kind of their own, minutes, and READMEs that are nobody's record.

use std::fmt::Write as _;

use super::governance::front_matter;
use super::random::Random;
use super::{File, Plan, any, id, prose};

/// That many files.
pub fn files(plan: &Plan, count: usize, random: &mut Random) -> Vec<File> {
    (1..=count)
        .map(|i| match i % 3 {
            0 => (format!("notes/area-{i:04}/README.md"), readme(i, plan, random)),
            _ => (format!("support/paper-{i:04}.md"), document(i, plan, random)),
        })
        .collect()
}

fn document(i: usize, plan: &Plan, random: &mut Random) -> String {
    let title = format!("Resources and competence of part {i}");
    let mut text =
        front_matter("document", &id("REG", i), &title, "clauses: [\"7.1\", \"7.2\"]\ncontrols: [A.4.2, A.4.6]\n", random);
    for part in 1..=2 {
        let system = any("AIS", plan.systems, random);
        let _ = write!(
            text,
            "## Part {part} ({system})\n\n{}| Resource | Sort | Stage | What it is |\n|---|---|---|---|\n",
            prose::paragraph(3, random)
        );
        for k in 0..5 {
            let sort = random.pick(&["data", "tooling", "computing", "people"]);
            let _ = writeln!(
                text,
                "| RES-{i:04}{part}{k} | {sort} | design to validation | {}, {} |",
                any("DS", plan.datasets, random),
                prose::phrase(random)
            );
        }
        text.push('\n');
    }
    let _ = write!(text, "## Since the last issue\n\n{}{}", prose::paragraph(4, random), prose::bullets(3, random));
    text
}

fn readme(i: usize, plan: &Plan, random: &mut Random) -> String {
    let mut text = format!("# Notes of area {i}\n\n{}", prose::paragraph(4, random));
    for part in 1..=4 {
        let _ = write!(text, "## Meeting {part}\n\n{}", prose::paragraph(4, random));
        let _ = writeln!(text, "- **{}** takes up {}", prose::person(i), any("RSK", plan.risks, random));
        let _ = write!(
            text,
            "- see the [scope](../../governance/scope.md) and <https://example.org/{part}>\n\n```sh\nmake report AREA={i}\n```\n\n"
        );
    }
    text
}
