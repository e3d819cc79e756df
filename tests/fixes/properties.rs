//! What must hold of any fix: it changes what its edits say and nothing else, a second run finds nothing to do, what is safe means what it
//! meant, and no file can be read worse than before.

use std::path::Path;
use std::sync::LazyLock;

use clauselint::fix::Patch;
use clauselint::model::{Data, Facts};
use clauselint::workspace::Workspace;
use proptest::prelude::*;

use crate::{DAY, Files, fixed, open};

/// Documents of the example, in which things will be spoilt.
fn example() -> &'static Files {
    static FILES: LazyLock<Files> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/first-draft");
        let mut files = Files::new();
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if let Ok(text) = std::fs::read_to_string(&path) {
                    files.insert(path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"), text);
                }
            }
        }
        files
    });
    &FILES
}

/// Something that a writer may get wrong.
#[derive(Clone, Debug)]
enum Slip {
    /// The nth ISO date in another spelling.
    Date(usize, u8),
    /// Two letters of the nth id or word changed for each other.
    Letters(usize),
    /// The nth line goes.
    Line(usize),
    /// Windows line ends.
    LineEnds,
    /// A mark at the beginning.
    Mark,
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        3 => (any::<usize>(), 0u8..4).prop_map(|(n, way)| Slip::Date(n, way)),
        4 => any::<usize>().prop_map(Slip::Letters),
        2 => any::<usize>().prop_map(Slip::Line),
        1 => Just(Slip::LineEnds),
        1 => Just(Slip::Mark),
    ]
}

fn spoil(text: &mut String, slip: &Slip) {
    let words = |fits: &dyn Fn(&str) -> bool| -> Vec<std::ops::Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_') {
            if fits(word) {
                found.push(start..start + word.len());
            }
            start += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        }
        found
    };
    match slip {
        Slip::Date(n, way) => {
            let dates = words(&|w| w.parse::<jiff::civil::Date>().is_ok() && w.len() == 10);
            if let Some(range) = dates.get(n % dates.len().max(1)).cloned() {
                let date: jiff::civil::Date = text[range.clone()].parse().unwrap();
                let months = [
                    "January",
                    "February",
                    "March",
                    "April",
                    "May",
                    "June",
                    "July",
                    "August",
                    "September",
                    "October",
                    "November",
                    "December",
                ];
                let month = months[usize::from(date.month().unsigned_abs()) - 1];
                let spelt = match way {
                    0 => format!("{} {month} {}", date.day(), date.year()),
                    1 => format!("{month} {}, {}", date.day(), date.year()),
                    2 => format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
                    _ => format!("{} {} {}", date.day(), &month[..3], date.year()),
                };
                text.replace_range(range, &spelt);
            }
        }
        Slip::Letters(n) => {
            let all = words(&|w| w.len() > 3 && w.starts_with(|c: char| c.is_ascii_alphabetic()));
            if let Some(range) = all.get(n % all.len().max(1)).cloned() {
                let mut bytes = text[range.clone()].as_bytes().to_vec();
                bytes.swap(1, 2);
                text.replace_range(range, std::str::from_utf8(&bytes).unwrap());
            }
        }
        Slip::Line(n) => {
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            let gone = n % lines.len().max(1);
            *text = lines.iter().enumerate().filter(|(i, _)| *i != gone).map(|(_, line)| *line).collect();
        }
        Slip::LineEnds if !text.contains("\r\n") => *text = text.replace('\n', "\r\n"),
        Slip::Mark if !text.starts_with('\u{feff}') => text.insert(0, '\u{feff}'),
        Slip::LineEnds | Slip::Mark => {}
    }
}

fn spoilt(slips: &[(usize, Slip)]) -> Files {
    let mut files = example().clone();
    for (which, slip) in slips {
        let at = which % files.len();
        if let Some((path, text)) = files.iter_mut().nth(at)
            && path != "clauselint.yaml"
        {
            spoil(text, slip);
        }
    }
    files
}

/// Codes without which nothing else can be judged, counted.
fn structural(workspace: &mut Workspace) -> usize {
    let told = |code: &str| clauselint::finding::codes::find(code).is_some_and(|c| !c.suppressible);
    workspace.judge(DAY).verdicts.iter().filter(|v| told(&v.finding.code)).count()
}

/// What a file tells: kinds, ids, fields and values, without their places.
fn meaning(facts: &Facts) -> Vec<String> {
    fn said(data: &Data) -> String {
        match data {
            Data::List(items) => items.iter().map(|v| said(&v.data)).collect::<Vec<_>>().join(", "),
            Data::Group(fields) => fields.iter().map(|(i, v)| format!("{i}={}", said(&v.data))).collect::<Vec<_>>().join("; "),
            Data::Map(entries) => {
                entries.iter().map(|e| format!("{}={}", e.key, said(&e.value.data))).collect::<Vec<_>>().join("; ")
            }
            other => format!("{other:?}"),
        }
    }
    let record = |r: &clauselint::model::Record| {
        let fields: Vec<String> = r.fields.iter().map(|(i, v)| format!("{i}: {}", said(&v.data))).collect();
        format!("{:?} {:?} {fields:?}", r.kind, r.id)
    };
    facts.records.iter().map(record).collect()
}

fn holds(before: &Files, proposals: bool) -> Result<(), TestCaseError> {
    let after = fixed(before, proposals);
    prop_assert_eq!(&fixed(&after, proposals), &after, "a second run changes nothing");
    let (mut old, mut new) = (open(before), open(&after));
    prop_assert!(structural(&mut new) <= structural(&mut old), "a file can be read worse than before");
    for (path, text) in before {
        let fixed = &after[path];
        prop_assert_eq!(text.starts_with('\u{feff}'), fixed.starts_with('\u{feff}'), "{}: the mark stays", path);
        let bare = |t: &str| t.matches('\n').count() - t.matches("\r\n").count();
        let windows = text.contains('\n') && bare(text) == 0;
        prop_assert!(!windows || bare(fixed) == 0, "{}: line ends stay", path);
        if !proposals {
            prop_assert_eq!(text.matches('\n').count(), fixed.matches('\n').count(), "{}: what is safe adds no line", path);
            let told = |workspace: &Workspace| workspace.index.at_path(path).map(|facts| meaning(facts));
            prop_assert_eq!(told(&old), told(&new), "{}: what is safe means what it meant", path);
        }
    }
    Ok(())
}

fn config(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 40, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn safe_fixes_leave_the_meaning_and_end(slips in proptest::collection::vec((any::<usize>(), slip()), 1..12)) {
        holds(&spoilt(&slips), false)?;
    }

    #[test]
    fn proposals_end_and_break_nothing(slips in proptest::collection::vec((any::<usize>(), slip()), 1..12)) {
        holds(&spoilt(&slips), true)?;
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_patch_changes_what_its_edits_say(text in "[a-zäö \\n|]{0,60}", cuts in proptest::collection::vec((0usize..60, 0usize..6, "[A-Z]{0,5}"), 0..6)) {
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for (at, length, new) in cuts {
            let range = boundary(at)..boundary(at + length).max(boundary(at));
            if edits.iter().all(|(other, _)| range.end <= other.start || other.end <= range.start) {
                edits.push((range, new));
            }
        }
        let patch = Patch::new(edits.clone());
        let after = patch.apply(&text);
        // Every byte outside the edits is where `moved` says it is.
        for (at, c) in text.char_indices() {
            let whole = at..at + c.len_utf8();
            if edits.iter().all(|(range, _)| range.end <= whole.start || whole.end <= range.start) {
                let moved = patch.moved(clauselint::source::Span::new(whole.start, whole.end));
                prop_assert_eq!(after.get(moved), Some(&text[whole]), "{:?} {:?}", edits, after);
            }
        }
        let written: String = patch.written().map(|range| after[range].to_owned()).collect();
        let mut sorted = edits;
        sorted.sort_by_key(|(range, _)| (range.start, range.end));
        prop_assert_eq!(written, sorted.into_iter().map(|(_, new)| new).collect::<String>());
    }
}
