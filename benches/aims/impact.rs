//! Impact assessments, one a system: most in Markdown with sections and key lines, some in YAML.

use std::fmt::Write as _;

use super::governance::front_matter;
use super::random::Random;
use super::{File, Plan, any, id, prose};

const DIMENSIONS: &[&str] = &["fairness", "safety", "privacy", "autonomy", "transparency", "social"];

/// All files of this module.
pub fn files(plan: &Plan, random: &mut Random) -> Vec<File> {
    (1..=plan.systems).map(|i| if i % 4 == 0 { in_yaml(i, plan, random) } else { in_markdown(i, plan, random) }).collect()
}

fn block(i: usize, plan: &Plan, random: &mut Random) -> String {
    format!(
        "system: {}\nsystem_version: \"1.{}.0\"\nassessor: {}\nassessed_on: 2026-03-20\nclauses: [\"6.1.4\", \"8.4\"]\ncontrols: [A.5.3, A.5.4, A.5.5]\nrisks: [{}, {}]\n",
        id("AIS", i),
        i % 7,
        any("PER", plan.roles, random),
        id("RSK", i * 3 - 2),
        id("RSK", i * 3 - 1),
    )
}

fn in_markdown(i: usize, plan: &Plan, random: &mut Random) -> File {
    let title = format!("Impact assessment of {}", prose::system(i));
    let more = block(i, plan, random);
    let mut text = front_matter("impact-assessment", &id("AIIA", i), &title, &more, random);
    let _ = write!(
        text,
        "## Intended use\n\n{}## Context\n\n### Technical context\n\n{}",
        prose::paragraph(2, random),
        prose::paragraph(2, random)
    );
    let _ = write!(
        text,
        "### Societal context\n\n{}### Jurisdictions\n\n- Ireland\n- European Union\n\n",
        prose::paragraph(2, random)
    );
    let _ = write!(
        text,
        "## Misuse\n\n{}## Affected people\n\n{}## Dimensions\n\n",
        prose::bullets(3, random),
        prose::bullets(3, random)
    );
    for dimension in DIMENSIONS {
        let mut name = (*dimension).to_owned();
        name[..1].make_ascii_uppercase();
        let _ = write!(
            text,
            "### {name}\n\n- **Level:** {}\n- **Risks:** {}\n\n{}- **Measures:** {}\n\n",
            random.pick(&["low", "medium"]),
            id("RSK", i * 3 - 1),
            prose::paragraph(2, random),
            prose::phrase(random)
        );
    }
    let _ = write!(text, "## Societal impact\n\n{}## Benefit\n\n{}", prose::paragraph(2, random), prose::paragraph(1, random));
    let _ = write!(
        text,
        "## Consulted\n\n- Works council of {}, 29 April 2026\n- Four handlers, 6 May 2026\n\n",
        prose::place(random)
    );
    let _ = write!(
        text,
        "## Disclosure\n\nCustomers receive the [policy](../governance/ai-policy.md).\n\n## Conclusion\n\n{}",
        prose::paragraph(2, random)
    );
    (format!("impact/aiia-{i:04}.md"), text)
}

fn in_yaml(i: usize, plan: &Plan, random: &mut Random) -> File {
    let title = format!("Impact assessment of {}", prose::system(i));
    let more = block(i, plan, random);
    let markdown = front_matter("impact-assessment", &id("AIIA", i), &title, &more, random);
    let head = markdown.trim_start_matches("---\n").split("---\n").next().unwrap_or_default();
    let mut text = format!(
        "{head}intended_use: >-\n  {}\n  {}\ncontext:\n  technical: {}\n  societal: {}\n  jurisdictions: [Ireland]\nmisuse:\n  - {}\n  - {}\naffected:\n  - {}\n  - {}\ndimensions:\n",
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
        prose::phrase(random),
    );
    for dimension in DIMENSIONS {
        let _ = write!(
            text,
            "  {dimension}:\n    level: {}\n    finding: {}, and {}\n    measures: [{}]\n",
            random.pick(&["low", "medium"]),
            prose::phrase(random),
            prose::phrase(random),
            prose::phrase(random)
        );
    }
    for key in ["societal", "benefit", "disclosure", "conclusion"] {
        let _ = writeln!(text, "{key}: {}, and {}", prose::phrase(random), prose::phrase(random));
    }
    let _ = writeln!(text, "consulted: [works council, four handlers]");
    (format!("impact/aiia-{i:04}.yaml"), text)
}
