//! What a code means, for formats that carry that along with the findings.

use std::sync::Arc;

use super::Reported;
use crate::finding::{Basis, Severity, codes};
use crate::rules::Rule;
use crate::workspace::{Workspace, embedded};

/// Where the manual is read.
pub(super) const MANUAL: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs");

/// A rule or built-in code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub code: Arc<str>,
    /// How bad it is before a manifest says otherwise.
    pub severity: Severity,
    /// What it rests on.
    pub basis: Basis,
    /// Clauses and controls at stake.
    pub keys: Vec<Arc<str>>,
    /// What holds when it is silent.
    pub summary: Arc<str>,
    /// Why it matters.
    pub why: Option<Arc<str>>,
    /// How to put it right, if that can be said once for all.
    pub help: Option<Arc<str>>,
    /// Its place in the manual; none for a rule of the organisation's own.
    pub url: Option<String>,
}

/// What the codes of findings mean, each once, by name.
pub fn described<'f>(workspace: &Workspace, findings: impl IntoIterator<Item = &'f Reported>) -> Vec<Described> {
    let mut found: Vec<&Arc<str>> = findings.into_iter().map(|reported| &reported.finding.code).collect();
    found.sort();
    found.dedup();
    let rules = &workspace.base.rules;
    let told = |code: &Arc<str>| rules.find(code).map(|rule| of_rule(rule, workspace)).or_else(|| built_in(code));
    found.into_iter().filter_map(told).collect()
}

/// A built-in code, described.
pub fn built_in(code: &str) -> Option<Described> {
    let known = codes::find(code)?;
    Some(Described {
        code: known.code.into(),
        severity: known.severity,
        basis: Basis::Hygiene,
        keys: Vec::new(),
        summary: known.summary.into(),
        why: Some(known.why.into()),
        help: Some(known.fix.into()),
        url: Some(format!("{MANUAL}/codes.md#{}", known.code)),
    })
}

/// A rule, described.
pub fn of_rule(rule: &Rule, workspace: &Workspace) -> Described {
    let about = rule.about();
    let ours = embedded::text(&workspace.sources.get(rule.place.file).path).is_some();
    Described {
        code: rule.name.clone(),
        severity: rule.severity,
        basis: rule.basis,
        keys: rule.keys.clone(),
        summary: about.summary.clone(),
        why: about.why.clone(),
        help: None,
        url: ours.then(|| format!("{MANUAL}/reference/{}.md#{}", page(&rule.keys), rule.name)),
    }
}

/// The page of the manual that a rule is on: that of the first clause, or family of controls, that it rests on.
fn page(keys: &[Arc<str>]) -> String {
    let Some(key) = keys.first() else { return "other".into() };
    let parts = if key.starts_with(|c: char| c.is_ascii_digit()) { 1 } else { 2 };
    key.split('.').take(parts).collect::<Vec<&str>>().join("-").to_lowercase()
}
