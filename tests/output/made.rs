//! Findings and reports made by hand.

use std::sync::Arc;

use clauselint::finding::{At, Basis, Finding, Label, Nowhere, Operand, RecordName, Severity, Stage};
use clauselint::output::{Counts, Described, HeldBack, Report, Reported, RuleCount};
use clauselint::source::{FileId, Place, SourceFile, Sources, Span};
use clauselint::triage::Fingerprint;

/// Adds a file.
pub fn file(sources: &mut Sources, path: &str, text: &str) -> FileId {
    sources.set(SourceFile::new(path, text))
}

/// The first place of `needle` in a file.
pub fn place(sources: &Sources, file: FileId, needle: &str) -> Place {
    let start = sources.get(file).text.find(needle).unwrap_or_else(|| panic!("{needle:?} does not occur"));
    Place::new(file, Span::new(start, start + needle.len()))
}

/// An error without anything that can be left out.
pub fn finding(code: &str, message: &str, at: At) -> Finding {
    Finding {
        code: code.into(),
        severity: Severity::Error,
        basis: Basis::Hygiene,
        keys: Vec::new(),
        standard: None,
        stage: Stage(0),
        message: message.into(),
        at,
        primary: String::new(),
        labels: Vec::new(),
        help: None,
        notes: Vec::new(),
        record: None,
        operand: Operand::default(),
        fix: None,
    }
}

/// A finding at a place, with words there.
pub fn at(place: Place, primary: &str) -> Finding {
    Finding { primary: primary.into(), ..finding("some-code", "something is wrong", At::Place(place)) }
}

/// A secondary place.
pub fn label(place: Place, text: &str) -> Label {
    Label { place, text: text.into() }
}

/// The finding of the product page: a treatment that rests on a control that the Statement of Applicability excludes.
pub fn excluded_control(sources: &mut Sources) -> Finding {
    let treatments =
        file(sources, "risk/treatments.yaml", "treatments:\n  - id: TRT-003\n    risk: RSK-007\n    controls: [A.7.4, A.9.2]\n");
    let soa = file(
        sources,
        "soa.md",
        "| Control | Title | Applicable | Justification |\n|---|---|---|---|\n| A.7.4 | Quality of data for AI systems | No | We do not train models |\n",
    );
    Finding {
        basis: Basis::Requirement,
        keys: vec!["6.1.3".into()],
        standard: Some("ISO/IEC 42001:2023".into()),
        primary: "the treatment of RSK-007 rests on this control".into(),
        labels: vec![label(place(sources, soa, "No "), "excluded here")],
        help: Some("make A.7.4 applicable, or treat RSK-007 with another control".into()),
        record: Some(RecordName { kind: "treatment".into(), id: Some("TRT-003".into()) }),
        operand: Operand("controls.applicable".into()),
        ..finding(
            "treatment-uses-excluded-control",
            "TRT-003 relies on A.7.4, which the Statement of Applicability excludes",
            At::Place(place(sources, treatments, "A.7.4")),
        )
    }
}

/// A finding that is about what the repository lacks.
pub fn nowhere() -> Finding {
    Finding {
        severity: Severity::Warning,
        basis: Basis::Documented,
        keys: vec!["5.2".into()],
        standard: Some("ISO/IEC 42001:2023".into()),
        help: Some("write an AI policy, and have top management approve it".into()),
        ..finding("ai-policy-missing", "there is no AI policy", At::Nowhere(Nowhere::Repository))
    }
}

/// As triage hands it over; the number stands for a fingerprint.
pub fn reported(finding: Finding) -> Reported {
    Reported { finding, fingerprints: vec![Fingerprint(42)], suppressed: None, owner: None }
}

/// The parts of a report that are not borrowed from elsewhere.
pub struct Parts {
    pub sources: Sources,
    pub findings: Vec<Reported>,
    pub counts: Counts,
    pub held_back: Vec<HeldBack>,
    pub rules: Vec<RuleCount>,
    pub stages: Vec<Arc<str>>,
    pub described: Vec<Described>,
}

impl Parts {
    /// A report on these findings.
    pub fn new(sources: Sources, findings: Vec<Finding>) -> Self {
        Self {
            sources,
            findings: findings.into_iter().map(reported).collect(),
            counts: Counts { documents: 41, records: 212, not_judged: 5 },
            held_back: Vec::new(),
            rules: Vec::new(),
            stages: ["1", "2", "surveillance"].map(Arc::from).to_vec(),
            described: Vec::new(),
        }
    }

    pub fn report(&self) -> Report<'_> {
        Report {
            sources: &self.sources,
            findings: &self.findings,
            counts: self.counts,
            held_back: &self.held_back,
            as_of: jiff::civil::date(2026, 11, 21),
            stage: "1".into(),
            stages: &self.stages,
            root: ".",
            below: "",
            fail_on: Some(Severity::Error),
            rules: &self.rules,
            described: &self.described,
            since: None,
        }
    }
}
