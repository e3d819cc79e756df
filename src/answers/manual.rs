//! Where in the manual a rule or a built-in code is described.

use std::sync::Arc;

use crate::finding::codes;
use crate::workspace::{Workspace, embedded};

/// Where the manual is read.
pub const MANUAL: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs");

/// The address of a rule's or a built-in code's description; none for a rule of the organisation's own.
pub fn manual(workspace: &Workspace, code: &str) -> Option<String> {
    if let Some(rule) = workspace.base.rules.find(code) {
        let ours = embedded::text(&workspace.sources.get(rule.place.file).path).is_some();
        return ours.then(|| format!("{MANUAL}/reference/{}.md#{}", page(&rule.keys), rule.name));
    }
    manual_of_code(code)
}

/// The address of a built-in code's description.
pub fn manual_of_code(code: &str) -> Option<String> {
    codes::find(code).map(|known| format!("{MANUAL}/codes.md#{}", known.code))
}

/// The page of the manual that a rule is on: that of the first clause, or family of controls, that it rests on.
fn page(keys: &[Arc<str>]) -> String {
    let Some(key) = keys.first() else { return "other".into() };
    let parts = if key.starts_with(|c: char| c.is_ascii_digit()) { 1 } else { 2 };
    key.split('.').take(parts).collect::<Vec<&str>>().join("-").to_lowercase()
}
