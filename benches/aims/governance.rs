//! The documents that there is one of: manifest, policy, scope, Statement of Applicability, criteria; and the roles and people.

use std::fmt::Write as _;

use super::random::Random;
use super::{File, Plan, any, groups, id, prose};

/// Annex A, id and title.
const CONTROLS: &[(&str, &str)] = &[
    ("A.2.2", "AI policy"),
    ("A.2.3", "Alignment with other organizational policies"),
    ("A.2.4", "Review of the AI policy"),
    ("A.3.2", "AI roles and responsibilities"),
    ("A.3.3", "Reporting of concerns"),
    ("A.4.2", "Resource documentation"),
    ("A.4.3", "Data resources"),
    ("A.4.4", "Tooling resources"),
    ("A.4.5", "System and computing resources"),
    ("A.4.6", "Human resources"),
    ("A.5.2", "AI system impact assessment process"),
    ("A.5.3", "Documentation of AI system impact assessments"),
    ("A.5.4", "Assessing AI system impact on individuals or groups of individuals"),
    ("A.5.5", "Assessing societal impacts of AI systems"),
    ("A.6.1.2", "Objectives for responsible development of AI system"),
    ("A.6.1.3", "Processes for responsible AI system design and development"),
    ("A.6.2.2", "AI system requirements and specification"),
    ("A.6.2.3", "Documentation of AI system design and development"),
    ("A.6.2.4", "AI system verification and validation"),
    ("A.6.2.5", "AI system deployment"),
    ("A.6.2.6", "AI system operation and monitoring"),
    ("A.6.2.7", "AI system technical documentation"),
    ("A.6.2.8", "AI system recording of event logs"),
    ("A.7.2", "Data for development and enhancement of AI system"),
    ("A.7.3", "Acquisition of data"),
    ("A.7.4", "Quality of data for AI systems"),
    ("A.7.5", "Data provenance"),
    ("A.7.6", "Data preparation"),
    ("A.8.2", "System documentation and information for users"),
    ("A.8.3", "External reporting"),
    ("A.8.4", "Communication of incidents"),
    ("A.8.5", "Information for interested parties"),
    ("A.9.2", "Processes for responsible use of AI systems"),
    ("A.9.3", "Objectives for responsible use of AI system"),
    ("A.9.4", "Intended use of the AI system"),
    ("A.10.2", "Allocating responsibilities"),
    ("A.10.3", "Suppliers"),
    ("A.10.4", "Customers"),
];

/// One of the controls.
pub fn control(random: &mut Random) -> &'static str {
    CONTROLS[random.below(CONTROLS.len())].0
}

/// The manifest.
pub fn manifest() -> File {
    let text = "standard: ISO/IEC 42001:2023\nstage: 2\norganisation:\n  name: Synthetic Services\n  ai_roles: [provider, developer, integrator]\n  jurisdictions: [EU]\n  \
         sectors: [services]\n  size: 9000 people\nintervals:\n  ai_policy: P12M\n  scope: P12M\n  soa: P12M\n  risk_assessment: P12M\n  impact_assessment: P12M\n  \
         management_review: P12M\n  audit_cycle: P36M\n  supplier_review: P12M\n  evidence: P12M\n  effectiveness: P6M\n  incident_notice: P3D\n";
    ("clauselint.yaml".to_owned(), text.to_owned())
}

/// The control block of a document.
pub fn front_matter(kind: &str, id: &str, title: &str, more: &str, random: &mut Random) -> String {
    format!(
        "---\nkind: {kind}\nid: {id}\ntitle: {title}\nversion: \"1.{}\"\nstatus: approved\nowner: ROL-{:04}\nauthor: PER-{:04}\napproved_by: ROL-0001\ncreated: 2025-03-{:02}\n\
         updated: 2026-03-{:02}\napproved_on: 2026-04-{:02}\neffective_on: 2026-05-04\nreview_interval: P12M\nclassification: internal\nretention: P7Y\n{more}---\n\n# {title}\n\n",
        random.below(9),
        random.below(12) + 1,
        random.below(12) + 1,
        random.below(28) + 1,
        random.below(28) + 1,
        random.below(28) + 1,
    )
}

/// All files of this module.
pub fn files(plan: &Plan, random: &mut Random) -> Vec<File> {
    let mut files = vec![policy(random), scope(plan, random), criteria(random), soa(plan, random), programme(plan, random)];
    files.extend(
        groups(plan.roles, 12).map(|(n, roles)| (format!("governance/roles-{n:03}.yaml"), roles_register(roles, random))),
    );
    files.extend(groups(plan.roles, 40).map(|(n, people)| {
        let mut text = "people:\n".to_owned();
        for i in people {
            let _ = writeln!(
                text,
                "  - {{ id: {}, name: {}, unit: {}, from: 20{:02}-05-01 }}",
                id("PER", i),
                prose::person(i),
                prose::unit(random),
                10 + i % 14
            );
        }
        (format!("governance/people-{n:03}.yaml"), text)
    }));
    files
}

fn policy(random: &mut Random) -> File {
    let more = "communicated_to: [all staff, customers, website]\nexternal_availability: on our website\nclauses: [\"5.2\"]\ncontrols: [A.2.2, A.2.4]\n";
    let mut text = front_matter("ai-policy", "POL-001", "AI policy", more, random);
    for heading in
        ["Purpose", "Applicability", "What we stand for", "Objectives", "Continual improvement", "Deviations and exceptions"]
    {
        let _ = write!(text, "## {heading}\n\n{}{}", prose::paragraph(4, random), prose::bullets(3, random));
    }
    ("governance/ai-policy.md".to_owned(), text)
}

fn scope(plan: &Plan, random: &mut Random) -> File {
    let systems: Vec<String> = (1..=plan.systems).map(|i| id("AIS", i)).collect();
    let more = format!(
        "clauses: [\"4.3\"]\nsystems_in: [{}]\nboundaries:\n  units: [Product, Data, Legal]\n  sites: [Dublin, Utrecht]\n  activities: [design, development, support]\n\
         lifecycle_stages: [design, development, validation, deployment, operation, retirement]\n",
        systems.join(", ")
    );
    let mut text = front_matter("scope", "SCP-001", "Scope of the AI management system", &more, random);
    let _ = write!(text, "{}## What it covers\n\n{}", prose::paragraph(6, random), prose::paragraph(8, random));
    ("governance/scope.md".to_owned(), text)
}

fn criteria(random: &mut Random) -> File {
    let more = "clauses: [\"6.1.1\"]\nacceptable_max: moderate\nmethod: likelihood times the worst impact\n";
    let mut text = front_matter("risk-criteria", "RC-001", "AI risk criteria", more, random);
    text.push_str("## Likelihood\n\n| Step | Word | In the next twelve months |\n|---|---|---|\n");
    for (step, word) in ["rare", "unlikely", "possible", "likely", "expected"].iter().enumerate() {
        let _ = writeln!(text, "| {} | {word} | {} |", step + 1, prose::phrase(random));
    }
    text.push_str("\n## Levels\n\n| Level | From | To | Action |\n|---|---|---|---|\n| low | 1 | 4 | watched |\n| moderate | 5 | 9 | accepted by the owner |\n");
    text.push_str("| high | 10 | 15 | treated before the change goes live |\n| severe | 16 | 25 | treated at once |\n\n");
    text.push_str(&prose::paragraph(6, random));
    ("risk/criteria.md".to_owned(), text)
}

fn soa(plan: &Plan, random: &mut Random) -> File {
    let mut text = front_matter("soa", "SOA-001", "Statement of Applicability", "clauses: [\"6.1.3\"]\n", random);
    text.push_str(&prose::paragraph(4, random));
    let mut family = "";
    for (control, title) in CONTROLS {
        let of = control.rsplit_once('.').map_or("", |(f, _)| f);
        if of != family {
            family = of;
            let _ = write!(
                text,
                "\n## Family {family}\n\n| Control | Title | Applicable | Justification | Reason codes | Status | Owner | Evidence | Risks |\n|---|---|---|---|---|---|---|---|---|\n"
            );
        }
        let _ = writeln!(
            text,
            "| {control} | {title} | yes | {} | risk, contract | implemented | {} | {}, [policy](../governance/ai-policy.md) | {} |",
            prose::phrase(random),
            any("ROL", plan.roles, random),
            any("PRO", plan.procedures, random),
            any("RSK", plan.risks, random)
        );
    }
    ("risk/soa.md".to_owned(), text)
}

fn programme(plan: &Plan, random: &mut Random) -> File {
    let audits: Vec<String> = (1..=plan.audits).map(|i| id("AUD", i)).collect();
    let more = format!("year: 2026\ncycle: P36M\nclauses: [\"9.2.2\"]\naudits: [{}]\n", audits.join(", "));
    let mut text = front_matter("audit-programme", "AP-2026", "Internal audit programme 2026 to 2028", &more, random);
    for heading in ["Frequency", "Methods", "Responsibilities", "Planning", "Reporting"] {
        let _ = write!(text, "## {heading}\n\n{}", prose::paragraph(4, random));
    }
    ("performance/audit-programme.md".to_owned(), text)
}

fn roles_register(roles: std::ops::RangeInclusive<usize>, random: &mut Random) -> String {
    let mut text = "# Roles of the AI management system. One holder each.\nroles:\n".to_owned();
    for i in roles {
        let _ = write!(
            text,
            "  - id: {}\n    title: {} lead {i}\n    holder: {}\n    deputy: {}\n    top_management: {}\n{}    duties: [{}]\n    authority: {}; {}\n    \
             competence_required: [management of an AI management system, {}]\n\n",
            id("ROL", i),
            prose::unit(random),
            id("PER", i),
            id("PER", i % 12 + 1),
            i < 4,
            if i == 1 { String::new() } else { format!("    reports_to: {}\n", id("ROL", i / 2)) },
            random.pick(&[
                "direction, ai-policy",
                "release, treatment-plan",
                "internal-audit, resources",
                "aims-conformity, report-to-top-management, risk"
            ]),
            prose::phrase(random),
            prose::phrase(random),
            random.pick(&["risk assessment", "model risk", "statistics", "law of data protection"]),
        );
    }
    text
}
