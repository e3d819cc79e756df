//! What `check` says of files, written as diagnostics are: computed afresh, and by other code than the server's.

use std::collections::BTreeMap;
use std::sync::Arc;

use clauselint::finding::{At, Nowhere};
use clauselint::source::{MemorySystem, Place, Sources};
use clauselint::triage::Filter;
use clauselint::workspace::Workspace;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Ranges, codes, severities and messages by path.
pub type Told = BTreeMap<String, Vec<String>>;

/// What is found, without a stage.
pub fn findings(system: &MemorySystem, day: Date) -> Told {
    opened_at(system, day, None).expect("the repository can be opened")
}

/// The same up to a stage, if it is one; none for a repository that cannot be opened.
pub fn opened_at(system: &MemorySystem, day: Date, stage: Option<&str>) -> Option<Told> {
    let mut workspace = Workspace::open(system).ok()?;
    let judged = workspace.judge(day);
    let singles = workspace.singles(judged.verdicts, day);
    let stage = workspace.stage(stage).or_else(|| workspace.stage(None));
    let filter = Filter { stage, ..Filter::default() };
    let mut found = Told::new();
    for single in filter.apply(singles, &workspace.sources).shown.into_iter().filter(|single| single.suppressed.is_none()) {
        let finding = Arc::unwrap_or_clone(single.verdict).finding;
        let (file, range) = match finding.at {
            At::Place(place) => (place.file, range(place, &workspace.sources)),
            At::Nowhere(Nowhere::File(file)) => (file, nothing()),
            At::Nowhere(Nowhere::Repository) => match &workspace.manifest {
                Some((file, _)) => (*file, nothing()),
                None => continue,
            },
        };
        let message = finding.help.map_or(finding.message.clone(), |help| format!("{}\n{help}", finding.message));
        let severity = ["advice", "warning", "error"].iter().position(|word| *word == finding.severity.word());
        let path = workspace.sources.get(file).path.to_string();
        let told = format!("{range} {} {} {message}", 3 - severity.expect("one of three"), finding.code);
        found.entry(path).or_default().push(told);
    }
    Some(found)
}

/// The same of what the server said.
pub fn told(diagnostics: &BTreeMap<String, Vec<Value>>, root: &str) -> Told {
    let line = |d: &Value| {
        format!(
            "{} {} {} {}",
            d["range"],
            d["severity"],
            d["code"].as_str().expect("a code"),
            d["message"].as_str().expect("a text")
        )
    };
    let path = |uri: &String| {
        let path = uri.replace("%20", " ");
        path.strip_prefix(&format!("file://{root}/")).unwrap_or_else(|| panic!("{uri} lies elsewhere")).to_owned()
    };
    diagnostics.iter().map(|(uri, items)| (path(uri), items.iter().map(line).collect())).collect()
}

fn nothing() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } })
}

/// In UTF-16, counted the plain way.
fn range(place: Place, sources: &Sources) -> Value {
    let text = &sources.get(place.file).text;
    let position = |offset: u32| {
        let before = &text[..offset as usize];
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        // What marks the order of a file's bytes is no character of it; elsewhere it is one.
        let start = if start == 0 && before.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start };
        let within = before[start..].trim_end_matches('\r');
        json!({ "line": line, "character": within.encode_utf16().count() })
    };
    json!({ "start": position(place.span.start), "end": position(place.span.end) })
}
