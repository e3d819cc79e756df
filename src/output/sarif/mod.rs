//! SARIF 2.1.0 (OASIS), the interchange format of static analysis: what GitHub code scanning, Azure DevOps and many viewers read.
//!
//! Findings that count for nothing are there, with why. Columns are UTF-16 code units; paths are relative to the root of the git repository.

mod result;
mod rule;

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Report;
use crate::triage::By;

/// Where the schema is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to: the root of the sources, wherever they are checked out.
const ROOT: &str = "%SRCROOT%";

/// Writes the report as a log of one run, indented, followed by a line break. Its findings should be single ones.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let has_baseline = report.findings.iter().any(|f| f.suppressed.as_ref().is_some_and(|said| said.by == By::Baseline));
    let results: Vec<Value> = report.findings.iter().map(|reported| result::result(report, reported, has_baseline)).collect();
    let rules: Vec<Value> = report.described.iter().map(rule::rule).collect();
    let exit = u8::from(report.fails());
    let category = if report.below.is_empty() { String::new() } else { format!("{}/", report.below) };
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": super::described::MANUAL,
                "rules": rules,
            } },
            // One category a management system, so that a repository may hold several and each upload replaces its own.
            "automationDetails": { "id": format!("{}/{category}", env!("CARGO_PKG_NAME")) },
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": { ROOT: { "description": { "text": "the root of the git repository" } } },
            "invocations": [{
                "executionSuccessful": true,
                "exitCode": exit,
                "exitCodeDescription": if exit == 0 { "nothing was found that fails the run" } else { "something was found that fails the run" },
            }],
            "results": results,
            "properties": {
                "asOf": report.as_of.to_string(),
                "stage": &*report.stage,
                "documents": report.counts.documents,
                "records": report.counts.records,
            },
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// Text in a message: braces would be placeholders, and brackets before a parenthesis a link.
fn text(text: &str) -> String {
    super::legible::line(text).replace('{', "{{").replace('}', "}}").replace('[', "\\[").replace(']', "\\]")
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// An object of these keys, without those that have no value.
fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let entries = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(entries.collect::<Map<String, Value>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_uris() {
        assert_eq!(uri("risk/régister 2.md"), "risk/r%C3%A9gister%202.md");
        assert_eq!(uri("a:b%#?.md"), "a%3Ab%25%23%3F.md");
    }

    #[test]
    fn nothing_in_a_text_is_a_link_or_a_placeholder() {
        assert_eq!(text("see [this](https://x) and {0}\n"), "see \\[this\\](https://x) and {{0}}");
    }
}
