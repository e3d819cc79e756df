//! A baseline as text: one line an entry, in an order that depends on nothing but the entries, so that a change reads well in a diff.

use std::fmt::Write as _;

use super::Known;

const HEAD: &str = "\
# Findings that were there before, and do not count until they are put right. Written by `clauselint check --write-baseline`, which
# takes out what is not found any more and adds nothing; with `--write-baseline=all` it adds what is found now.
version: 1
";

/// The whole file.
pub fn text(mut known: Vec<Known>) -> String {
    let key = |k: &Known| (k.code.clone(), k.record.clone(), k.path.clone(), k.fingerprint);
    known.sort_by_cached_key(key);
    known.dedup_by(|a, b| a.code == b.code && a.fingerprint == b.fingerprint);
    let mut text = HEAD.to_owned();
    if known.is_empty() {
        text.push_str("baseline: []\n");
        return text;
    }
    text.push_str("baseline:\n");
    for entry in known {
        let _ = write!(text, "  - {{ code: {}", entry.code);
        for (key, value) in [("record", entry.record), ("path", entry.path)] {
            if let Some(value) = value {
                let _ = write!(text, ", {key}: {}", quoted(&value));
            }
        }
        let _ = write!(text, ", fingerprint: \"{}\"", entry.fingerprint);
        if let Some(lines) = entry.lines {
            let _ = write!(text, ", lines: \"{lines}\"");
        }
        text.push_str(" }\n");
    }
    text
}

/// In double quotes, as YAML reads them.
fn quoted(value: &str) -> String {
    let mut quoted = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => _ = write!(quoted, "\\u{:04x}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
