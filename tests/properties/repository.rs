//! A small repository with a record of many kinds, references both ways, and some mistakes; and edits to it.

use clauselint::source::{MemorySystem, System};
use proptest::prelude::*;

/// A policy by itself.
pub const POLICY: &str = "---\nkind: ai-policy\nid: POL-001\ntitle: AI policy\nstatus: approved\nowner: ROL-001\napproved_by: ROL-001\napproved_on: 2026-02-01\nreview_interval: P12M\n---\n\n# AI policy\n\nWe set AI objectives, meet applicable requirements and improve continually. See the [register](../risk/register.md#open-risks) and A.2.2.\n";

/// Path and text of each file.
pub const FILES: &[(&str, &str)] = &[
    (
        "clauselint.yaml",
        "standard: ISO/IEC 42001:2023\nstage: 1\norganisation:\n  name: Small\n  ai_roles: [provider]\nintervals:\n  ai_policy: P12M\n",
    ),
    ("governance/ai-policy.md", POLICY),
    (
        "governance/roles.yaml",
        "roles:\n  - id: ROL-001\n    title: Head\n    holder: PER-001\n    top_management: true\n  - id: ROL-002\n    title: Müller's deputy\n    holder: PER-009\n    reports_to: ROL-001\n",
    ),
    (
        "governance/people.yaml",
        "people:\n  - { id: PER-001, name: Zoë, from: 2020-01-01 }\n  - { id: PER-002, name: Bram, from: 2021-02-29 }\n",
    ),
    (
        "systems/register.yaml",
        "ai_systems:\n  - id: AIS-001\n    title: Triage\n    owner: ROL-001\n    lifecycle_status: production\n    in_scope: true\n    intended_purpose: proposes an order\n    suppliers: [SUP-001]\n  - id: AIS-002\n    title: Reader\n    owner: Head\n    lifecycle_status: prodction\n",
    ),
    (
        "partners/suppliers.yaml",
        "suppliers:\n  - id: SUP-001\n    title: Voxline\n    owner: ROL-002\n    provides: [model]\n    ai_systems: [AIS-001]\n",
    ),
    (
        "risk/criteria.md",
        "---\nkind: risk-criteria\nid: RC-001\nstatus: approved\nowner: ROL-001\nacceptable_max: moderate\n---\n\n# AI risk criteria\n\n## Levels\n\n| Level | From | To |\n|---|---|---|\n| low | 1 | 4 |\n| moderate | 5 | 9 |\n| high | 10 | 25 |\n",
    ),
    (
        "risk/register.md",
        "# AI risk register\n\n## Open risks\n\n| Risk ID | Risk | AI systems | Owner | Likelihood | Impact | Level | Option |\n|---|---|---|---|---|---|---|---|\n| RSK-001 | Slow track | AIS-001 | ROL-001 | 3 | 4 | high | modify |\n| RSK-002 | Drift 日本 | AIS-003 | ROL-002 | 2 | 2 | low | retain |\n| RSK-001 | Slow track again | AIS-002 | | | | moderate | |\n",
    ),
    (
        "risk/treatments.yaml",
        "treatments:\n  - id: TRT-001\n    risk: RSK-001\n    option: modify\n    owner: ROL-001\n    controls: [A.6.2.4, A.99.1]\n    residual: moderate\n    accepted_by: ROL-001\n    accepted_on: 2026-02-02\n    due: 2026-01-01\n",
    ),
    (
        "risk/soa.md",
        "---\nkind: soa\nid: SOA-001\nstatus: approved\napproved_on: 2026-03-01\nowner: ROL-001\n---\n\n# Statement of Applicability\n\n| Control | Title | Applicable | Justification | Status | Evidence | Risks |\n|---|---|---|---|---|---|---|\n| A.2.2 | AI policy | yes | needed | implemented | [policy](../governance/ai-policy.md) | RSK-001 |\n| A.6.2.4 | AI system verification and validation | yes | | planned | LCR-001 | RSK-002 |\n| A.9.2 | Processes for responsible use of AI systems | no | we use none | | | |\n",
    ),
    (
        "impact/triage.md",
        "---\nkind: impact-assessment\nid: AIIA-001\nsystem: AIS-001\nowner: ROL-001\nassessed_on: 2026-03-01\nstatus: approved\napproved_on: 2026-02-01\n---\n\n# Impact assessment of Triage\n\n## Intended use\n\nTBD\n\n## Dimensions\n\n### Fairness\n\n- **Level:** medium\n- **Risks:** RSK-001\n\nSome wait longer.\n",
    ),
    ("README.md", "# Small\n\nSee [the policy](governance/ai-policy.md), [nothing](gone.md), RSK-002 and RSK-777.\n"),
    ("ops/deployment.yaml", "apiVersion: v1\nkind: Role\nmetadata: { name: x }\n"),
];

/// A change of a file's bytes.
#[derive(Clone, Debug)]
pub struct Damage {
    at: usize,
    cut: usize,
    put: String,
}

impl Damage {
    /// Changes the bytes.
    pub fn apply(&self, bytes: &mut Vec<u8>) {
        let from = self.at % (bytes.len() + 1);
        let to = (from + self.cut).min(bytes.len());
        bytes.splice(from..to, self.put.bytes());
    }
}

/// Any small change.
pub fn damage() -> impl Strategy<Value = Damage> {
    let put = prop_oneof![
        prop::sample::select(vec![
            "",
            "\n",
            "---\n",
            "|",
            ":",
            " ",
            "[",
            "TBD",
            "RSK-001",
            "ROL-002",
            "2026-13-01",
            "é",
            "- ",
            "#"
        ])
        .prop_map(str::to_owned),
        "\\PC{0,4}",
    ];
    (any::<usize>(), 0..30_usize, put).prop_map(|(at, cut, put)| Damage { at, cut, put })
}

/// What an editor may do.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Small changes within a file.
    Damage(usize, Damage),
    /// A word put for another in the whole file, as an id that is renamed.
    Replace(usize, &'static str, &'static str),
    /// The file as it was at first.
    Restore(usize),
    /// The file is gone.
    Delete(usize),
    /// The file is elsewhere.
    Rename(usize, &'static str),
    /// Bytes that are no text.
    Corrupt(usize),
}

impl Edit {
    /// Does it, and says which paths were touched. The manifest is left alone: a change of it opens the repository anew.
    pub fn apply(&self, system: &mut MemorySystem) -> Vec<String> {
        let of = |which: &usize| FILES[1 + which % (FILES.len() - 1)];
        match self {
            Self::Damage(which, damage) => {
                let (path, text) = of(which);
                let mut bytes = system.read(path, u64::MAX).unwrap_or_else(|_| text.as_bytes().to_vec());
                damage.apply(&mut bytes);
                system.set(path, bytes);
                vec![path.to_owned()]
            }
            Self::Replace(which, from, to) => {
                let (path, text) = of(which);
                let bytes = system.read(path, u64::MAX).unwrap_or_else(|_| text.as_bytes().to_vec());
                system.set(path, String::from_utf8_lossy(&bytes).replace(from, to));
                vec![path.to_owned()]
            }
            Self::Restore(which) => {
                let (path, text) = of(which);
                system.set(path, text);
                vec![path.to_owned()]
            }
            Self::Delete(which) => {
                system.remove(of(which).0);
                vec![of(which).0.to_owned()]
            }
            Self::Rename(which, to) => {
                let (path, text) = of(which);
                let bytes = system.read(path, u64::MAX).unwrap_or_else(|_| text.as_bytes().to_vec());
                system.remove(path);
                system.set(to, bytes);
                vec![path.to_owned(), (*to).to_owned()]
            }
            Self::Corrupt(which) => {
                let (path, _) = of(which);
                let mut bytes = system.read(path, u64::MAX).unwrap_or_default();
                let middle = bytes.len() / 2;
                bytes.insert(middle, 0xff);
                system.set(path, bytes);
                vec![path.to_owned()]
            }
        }
    }
}

/// Any edit.
pub fn edit() -> impl Strategy<Value = Edit> {
    let which = any::<usize>();
    let words = prop::sample::select(vec![
        ("RSK-001", "RSK-002"),
        ("RSK-002", "RSK-001"),
        ("ROL-001", "ROL-003"),
        ("AIS-001", "AIS-002"),
        ("approved", "superseded"),
        ("kind: ", "kid: "),
        ("Triage", "Reader"),
        ("high", "low"),
        ("\n", "\r\n"),
        ("id: ", "x: "),
        ("A.6.2.4", "A.9.2"),
    ]);
    let elsewhere = prop::sample::select(vec![
        "moved.md",
        "moved.yaml",
        "risk/register.md",
        "governance/ai-policy.md",
        "deep/er/ai-policy.md",
        "templates/x.md",
    ]);
    prop_oneof![
        4 => (which, damage()).prop_map(|(w, d)| Edit::Damage(w, d)),
        3 => (which, words).prop_map(|(w, (from, to))| Edit::Replace(w, from, to)),
        2 => which.prop_map(Edit::Restore),
        1 => which.prop_map(Edit::Delete),
        1 => (which, elsewhere).prop_map(|(w, to)| Edit::Rename(w, to)),
        1 => which.prop_map(Edit::Corrupt),
    ]
}
