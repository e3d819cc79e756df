//! What is said of a relation to another framework.

use crate::answers::Fact;

/// A fact up to this many characters stands in line with others.
const SHORT: usize = 24;

/// Short facts on one line, and long ones each for itself: `confidence: high`.
pub(super) fn said(facts: &[Fact]) -> (String, Vec<String>) {
    let said = facts.iter().filter_map(|fact| Some((fact.label(), fact.text()?)));
    let (short, long): (Vec<_>, Vec<_>) = said.partition(|(_, text)| text.chars().count() <= SHORT);
    let line = |(label, text): (String, &str)| format!("{label}: {text}");
    (short.into_iter().map(line).collect::<Vec<_>>().join("; "), long.into_iter().map(line).collect())
}
