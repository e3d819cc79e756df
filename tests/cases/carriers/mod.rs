//! One record, carried in every way that documents carry records: all of them give the same fields, and each value's span is where it stands.

mod below;
mod registers;

use std::fmt::Write as _;

use crate::told;

/// The record, as field names and what is written for them.
const FIELDS: &[(&str, &str)] = &[
    ("id", "AIS-001"),
    ("title", "Triage"),
    ("owner", "Head of Claims"),
    ("intended_purpose", "Proposes the track that a claim takes"),
    ("our_role", "provider, deployer"),
    ("lifecycle_status", "live"),
    ("in_scope", "Yes"),
    ("version", "1.10"),
    ("in_service_on", "2026-03-26"),
    ("suppliers", "SUP-001; SUP-002"),
];

/// Other names that the same fields have.
const NAMES: &[(&str, &str)] = &[
    ("id", "System ID"),
    ("title", "System name"),
    ("owner", "**System owner**"),
    ("intended_purpose", "Purpose / use case"),
    ("our_role", "Role of the organisation"),
    ("lifecycle_status", "Life-cycle status"),
    ("in_scope", "In AIMS scope?"),
    ("version", "2. Version (in use)"),
    ("in_service_on", "Go-live date:"),
    ("suppliers", "Vendors"),
];

fn named(field: &str) -> &'static str {
    NAMES.iter().find(|(f, _)| *f == field).map(|(_, name)| *name).expect("every field has another name")
}

/// Lines, one a field.
fn lines(of: impl Fn(&str, &str) -> String) -> String {
    FIELDS.iter().map(|(field, value)| of(field, value) + "\n").collect()
}

fn title_case(field: &str) -> String {
    let mut words = field.replace('_', " ");
    words[..1].make_ascii_uppercase();
    words
}

/// A table of one row.
fn table(order: &[usize]) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let cells = |of: &dyn Fn(usize) -> String| row(order.iter().map(|i| of(*i)).collect());
    let header = cells(&|i| named(FIELDS[i].0).to_owned());
    format!("{header}{}{}", cells(&|_| "---".into()), cells(&|i| FIELDS[i].1.to_owned()))
}

/// Every way to write the record: what it shows, the path, the text.
fn carried() -> Vec<(&'static str, &'static str, String)> {
    let mapping = |indent: &str| lines(|f, v| format!("{indent}{f}: {v}")).trim_start().to_owned();
    let rest = |skip: &[&str], of: &dyn Fn(&str, &str) -> String| -> String {
        FIELDS.iter().filter(|(f, _)| !skip.contains(f)).map(|(f, v)| of(f, v) + "\n").collect()
    };
    let order: Vec<usize> = (0..FIELDS.len()).collect();
    let turned: Vec<usize> = order.iter().rev().copied().collect();
    vec![
        ("a YAML mapping", "x.yaml", format!("kind: ai-system\n{}", mapping(""))),
        ("a flow mapping", "x.yaml", {
            let value = |f: &str, v: &str| {
                if matches!(f, "our_role" | "suppliers") { format!("[{}]", v.replace(';', ",")) } else { format!("\"{v}\"") }
            };
            let inner: Vec<String> = FIELDS.iter().map(|(f, v)| format!("{f}: {}", value(f, v))).collect();
            format!("{{ kind: ai-system, {} }}\n", inner.join(", "))
        }),
        ("a list under the kind's plural", "x.yaml", format!("ai_systems:\n  - {}", mapping("    "))),
        ("a top-level list", "x.yaml", format!("- kind: ai-system\n  {}", mapping("  "))),
        (
            "several documents in a file",
            "x.yaml",
            format!("---\nkind: role\nid: ROL-001\n---\nkind: ai-system\n{}---\n", mapping("")),
        ),
        ("a document wrapped in dashes", "x.yaml", format!("---\nkind: ai-system\n{}---\n", mapping(""))),
        ("a merge key", "x.yaml", {
            let base = format!("x-base: &base\n  {}", rest(&["id"], &|f, v| format!("  {f}: {v}")).trim_start());
            format!("{base}ai_systems:\n  - <<: *base\n    id: AIS-001\n")
        }),
        ("lists written as lists", "x.yaml", {
            let own = rest(&["our_role", "suppliers"], &|f, v| format!("{f}: {v}"));
            format!("kind: ai-system\n{own}our_role: [provider, deployer]\nsuppliers:\n  - SUP-001\n  - SUP-002\n")
        }),
        ("front matter, snake_case", "x.md", format!("---\nkind: ai-system\n{}---\n\n# Triage\n", mapping(""))),
        ("front matter, kebab-case", "x.md", {
            format!("---\nkind: ai-system\n{}---\n\n# Triage\n", lines(|f, v| format!("{}: {v}", f.replace('_', "-"))))
        }),
        ("front matter, Title Case", "x.md", {
            format!("---\nkind: ai-system\n{}---\n\n# Triage\n", lines(|f, v| format!("{}: {v}", title_case(f))))
        }),
        ("bold key lines", "x.md", {
            format!("---\nkind: ai-system\n---\n\n# Triage\n\n{}", lines(|f, v| format!("**{}:** {v}  ", title_case(f))))
        }),
        ("bulleted key lines", "x.md", {
            format!("---\nkind: ai-system\n---\n\n# Triage\n\n{}", lines(|f, v| format!("- **{}:** {v}", title_case(f))))
        }),
        ("quoted key lines", "x.md", {
            format!("---\nkind: ai-system\n---\n\n# Triage\n\n{}", lines(|f, v| format!("> **{}:** {v}  ", title_case(f))))
        }),
        ("a two-column table", "x.md", {
            let rows = lines(|f, v| format!("| {} | {v} |", title_case(f)));
            format!("---\nkind: ai-system\n---\n\n# Triage\n\n| Field | Entry |\n|---|---|\n{rows}")
        }),
        ("front matter and sections", "x.md", {
            let own = rest(&["intended_purpose", "our_role"], &|f, v| format!("{f}: {v}"));
            let sections =
                "## Intended purpose\n\nProposes the track that a claim takes\n\n## Our roles\n\n- provider\n- deployer\n";
            format!("---\nkind: ai-system\n{own}---\n\n# Triage\n\n{sections}")
        }),
        ("front matter and body together", "x.md", {
            let own = rest(&["version", "owner"], &|f, v| format!("{f}: {v}"));
            format!("---\nkind: ai-system\n{own}---\n\n# Triage\n\n**Version:** 1.10\n**Owner:** Head of Claims\n")
        }),
        ("a table row", "x.md", format!("# Systems\n\n{}", table(&order))),
        ("a table row, the id last", "x.md", format!("# Systems\n\n{}", table(&turned))),
        ("a heading per record, key lines below", "x.md", {
            let own = rest(&["id", "title"], &|f, v| format!("- **{}:** {v}", title_case(f)));
            format!("# Systems\n\n## AIS-001: Triage\n\n{own}")
        }),
        ("a heading per record, a table below", "x.md", {
            let own = rest(&["id", "title"], &|f, v| format!("| {} | {v} |", title_case(f)));
            format!("# Systems\n\n## AIS-001: Triage\n\n| Field | Value |\n|---|---|\n{own}")
        }),
    ]
}

/// What the one AI system of a file says.
fn read(path: &str, text: &str) -> Result<told::Fields, String> {
    let suppliers = "suppliers:\n  - { id: SUP-001, title: One }\n  - { id: SUP-002, title: Two }\n";
    let judged = told::judged(&[(path, text), ("suppliers.yaml", suppliers)])?;
    let index = &judged.workspace.index;
    let records = index.all(index.schema.find("ai-system").expect("the pack has AI systems"));
    let [entity] = records else { return Err(format!("gives {} records", records.len())) };
    Ok(told::fields(&judged.workspace, *entity))
}

#[test]
fn every_carrier_gives_the_same_fields() {
    let mut report = String::new();
    let carried = carried();
    let expected = read(carried[0].1, &carried[0].2).expect("the first carrier is read");
    assert_eq!(expected.keys().map(String::as_str).collect::<Vec<_>>().len(), FIELDS.len(), "{expected:?}");
    for (what, path, text) in &carried {
        let told = match read(path, text) {
            Ok(told) => told,
            Err(why) => {
                let _ = writeln!(report, "{what}: {why}\n{text}");
                continue;
            }
        };
        for (field, (value, spans)) in &expected {
            let wrong = match told.get(field) {
                None => "is not read".to_owned(),
                Some((other, _)) if other != value => format!("is {other}, not {value}"),
                Some((_, others)) if others != spans => format!("is at {others:?}, not {spans:?}"),
                Some(_) => continue,
            };
            let _ = writeln!(report, "{what}: `{field}` {wrong}");
        }
        for field in told.keys().filter(|f| !expected.contains_key(*f)) {
            let _ = writeln!(report, "{what}: `{field}` is read, and is not there");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn what_stands_in_code_comments_and_examples_is_no_record() {
    let quiet = "# Systems\n\n```yaml\nkind: ai-system\nid: AIS-001\n```\n\n<!--\n| System ID | Purpose |\n|---|---|\n| AIS-001 | x |\n-->\n\n    | System ID | Purpose |\n    |---|---|\n    | AIS-001 | x |\n";
    assert_eq!(read("x.md", quiet).unwrap_err(), "gives 0 records");
}

#[test]
fn a_text_is_what_is_written() {
    let text = "kind: ai-system\nid: AIS-001\ntitle: no\nversion: 1.10\nmodel: 12e03\nnotes: 007\nlogging: 2026-02-30\noversight: null-hypothesis\n";
    let told = read("x.yaml", text).expect("nothing is wrong with it");
    let value = |field: &str| told.get(field).map_or("", |(value, _)| value.as_str());
    for (field, written) in [
        ("title", "no"),
        ("version", "1.10"),
        ("model", "12e03"),
        ("notes", "007"),
        ("logging", "2026-02-30"),
        ("oversight", "null-hypothesis"),
    ] {
        assert_eq!(value(field), format!("Text({written:?})"), "{field}");
    }
}
