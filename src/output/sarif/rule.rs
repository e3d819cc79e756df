//! A rule or built-in code as a `reportingDescriptor`.

use serde_json::{Value, json};

use super::super::Described;
use super::super::page::sentence;
use super::{object, text};
use crate::finding::Severity;

/// A SARIF level.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// What a code means. Tags are what a reader filters by: the basis, then each clause and control.
pub(super) fn rule(described: &Described) -> Value {
    let summary = format!("{}.", sentence(described.summary.trim_end_matches('.')));
    let why = described.why.as_deref().unwrap_or(&summary);
    let basis = described.basis.phrase();
    let rests = if described.keys.is_empty() {
        format!("Basis: {basis}.")
    } else {
        format!("Rests on {} ({basis}).", described.keys.join(", "))
    };
    let remedy = described.help.as_deref().map(|help| format!("To put it right: {help}."));
    let explain = format!("`{} explain {}` says more.", env!("CARGO_PKG_NAME"), described.code);
    let link = described.url.as_ref().map(|url| format!("[{}]({url})", described.code));
    let paragraphs = |last: &str| -> Vec<String> {
        let mut all = vec![summary.clone()];
        all.extend((why != summary).then(|| why.to_owned()));
        all.push(rests.clone());
        all.extend(remedy.clone());
        all.push(last.to_owned());
        all
    };
    let plain = text(&paragraphs(&explain.replace('`', "")).join(" "));
    let markdown = paragraphs(&explain).join("\n\n").replace('{', "{{").replace('}', "}}");
    let markdown = link.map_or(markdown.clone(), |link| format!("{markdown}\n\n{link}"));
    let mut tags = vec![described.basis.word()];
    tags.extend(described.keys.iter().take(19).map(|key| &**key));
    object([
        ("id", Some(json!(&*described.code))),
        ("shortDescription", Some(json!({ "text": text(&summary) }))),
        ("fullDescription", Some(json!({ "text": text(why) }))),
        ("help", Some(json!({ "text": plain, "markdown": markdown }))),
        ("helpUri", described.url.as_ref().map(|url| json!(url))),
        ("defaultConfiguration", Some(json!({ "level": level(described.severity) }))),
        (
            "properties",
            Some(json!({
                "basis": described.basis.word(),
                "keys": described.keys.iter().map(|key| &**key).collect::<Vec<&str>>(),
                "tags": tags,
                "precision": "very-high",
                "problem.severity": match described.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Advice => "recommendation",
                },
            })),
        ),
    ])
}
