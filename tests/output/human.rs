//! Findings as people see them.

use clauselint::finding::{At, Basis, Finding, Nowhere, Severity};
use clauselint::output::human;
use clauselint::source::{Place, Sources, Span};
use insta::assert_snapshot;

use crate::made::{at, excluded_control, file, finding, label, nowhere, place};

fn plain(sources: &Sources, finding: &Finding) -> String {
    rendered(sources, finding, false)
}

fn rendered(sources: &Sources, finding: &Finding, colour: bool) -> String {
    let mut bytes = Vec::new();
    human::finding(finding, sources, ".", colour, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A finding about the first `needle` of a file.
fn about(path: &str, text: &str, needle: &str) -> String {
    let mut sources = Sources::default();
    let file = file(&mut sources, path, text);
    plain(&sources, &at(place(&sources, file, needle), "here"))
}

#[test]
fn one_file() {
    assert_snapshot!(about("ai-policy.md", "# AI policy\n\n**Version:** one\n", "one"));
}

#[test]
fn two_files() {
    let mut sources = Sources::default();
    let finding = excluded_control(&mut sources);
    assert_snapshot!(plain(&sources, &finding));
}

#[test]
fn colour() {
    let mut sources = Sources::default();
    let finding = excluded_control(&mut sources);
    let text = rendered(&sources, &finding, true);
    assert_snapshot!(text.replace('\u{1b}', "␛"));
    assert_eq!(anstream::adapter::strip_str(&text).to_string(), plain(&sources, &finding), "colour changes nothing but colour");
}

#[test]
fn several_labels() {
    let mut sources = Sources::default();
    let text = "risks:\n  - id: RSK-001\n    likelihood: High\n    impact: High\n    a: 1\n    b: 2\n    c: 3\n    level: Low\n";
    let id = file(&mut sources, "risks.yaml", text);
    let soa = file(&mut sources, "criteria.yaml", "levels: [{ title: High, min: 12 }]\n");
    let at_level = at(place(&sources, id, "Low"), "is Low");
    let labels = vec![
        label(place(&sources, id, "High"), "High"),
        label(place(&sources, id, "RSK-001"), ""),
        label(place(&sources, soa, "12"), "starts at 12"),
        label(place(&sources, soa, "title"), "named here"),
    ];
    assert_snapshot!(plain(&sources, &Finding { severity: Severity::Warning, labels, ..at_level }));
}

#[test]
fn many_labels_are_counted_not_drawn() {
    let mut sources = Sources::default();
    let text = (1..=30).map(|n| format!("- id: RSK-{n:03}\n")).collect::<String>();
    let id = file(&mut sources, "risks.yaml", &text);
    let labels = (2..=30).map(|n| label(place(&sources, id, &format!("RSK-{n:03}")), "also")).collect();
    let text = plain(&sources, &Finding { labels, ..at(place(&sources, id, "RSK-001"), "first") });
    assert!(text.contains("RSK-009"), "{text}");
    assert!(!text.contains("RSK-010"), "{text}");
    assert!(text.contains("= and 21 more places"), "{text}");
}

#[test]
fn tabs() {
    assert_snapshot!(about("soa.md", "|\tA.7.4\t|\tno\t|\n", "no"));
}

#[test]
fn crlf() {
    let text = about("soa.md", "# SoA\r\n\r\n**Owner:** nobody\r\nnext\r\n", "nobody");
    assert!(!text.contains('\r'));
    assert_snapshot!(text);
}

#[test]
fn wide_characters_and_emoji() {
    assert_snapshot!(about("方針.md", "| 責任者 | 👩\u{200d}🔬 | é | owner |\n", "owner"));
}

#[test]
fn byte_order_mark_is_no_column() {
    assert_snapshot!(about("a.yaml", "\u{feff}kind: riks\n", "kind"));
    assert_snapshot!(about("a.yaml", "\u{feff}kind: riks\n", "riks"));
}

#[test]
fn long_line_is_cut_around_its_label() {
    let line = format!("{}{}WRONG{}\n", "x".repeat(2_000), "é".repeat(1_000), "y".repeat(1_995));
    assert_snapshot!(about("long.md", &line, "WRONG"));
}

#[test]
fn long_label_on_a_long_line() {
    let line = format!("start {} {} end\n", "x".repeat(200), "long ".repeat(400));
    let needle = "long ".repeat(400);
    assert_snapshot!(about("long.md", &line, needle.trim_end()));
}

#[test]
fn two_labels_far_apart_on_one_line() {
    let mut sources = Sources::default();
    let text = format!("{}ONE{}TWO{}", "a".repeat(500), "b".repeat(500), "c".repeat(500));
    let id = file(&mut sources, "long.md", &text);
    let labels = vec![label(place(&sources, id, "TWO"), "because of this")];
    assert_snapshot!(plain(&sources, &Finding { labels, ..at(place(&sources, id, "ONE"), "this") }));
}

#[test]
fn a_line_of_a_megabyte_costs_a_few_lines() {
    let line = format!("{}WRONG{}", "x".repeat(1 << 20), "y".repeat(1 << 20));
    assert!(about("long.md", &line, "WRONG").len() < 1_000);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let mut sources = Sources::default();
    let id = file(&mut sources, "ev\u{1b}il.md", "\u{1b}]0;owned\u{7} \u{202e}evil\u{202c} \u{9b}31m x\n");
    let base = at(place(&sources, id, "x"), "\u{1b}[2Jlabel\nof two lines");
    let text = plain(
        &sources,
        &Finding {
            message: "\u{1b}[31mred\nsecond".into(),
            help: Some("he\u{202e}lp".into()),
            notes: vec!["a\u{7}b".into()],
            ..base
        },
    );
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    assert_snapshot!(text);
}

#[test]
fn no_place() {
    let sources = Sources::default();
    assert_snapshot!(plain(&sources, &nowhere()));
    assert_snapshot!(plain(&sources, &finding("some-code", "nothing but a message", At::Nowhere(Nowhere::Repository))));
}

#[test]
fn no_place_with_near_misses() {
    let mut sources = Sources::default();
    let id = file(&mut sources, "policy-draft.md", "---\nstatus: draft\n---\n");
    let labels = vec![label(place(&sources, id, "draft"), "only a draft")];
    assert_snapshot!(plain(&sources, &Finding { labels, ..nowhere() }));
}

#[test]
fn unreadable_file() {
    let mut sources = Sources::default();
    let id = file(&mut sources, "scans/policy.md", "");
    let mut finding = finding("unreadable-file", "scans/policy.md is no UTF-8 text", At::Nowhere(Nowhere::File(id)));
    finding.help = Some("save the file as UTF-8, give read permission, or fetch it with `git lfs pull`".into());
    assert_snapshot!(plain(&sources, &finding));
}

#[test]
fn grouped_keys() {
    let mut sources = Sources::default();
    let keys = |n: usize| (1..=n).map(|i| format!("A.6.2.{i}").into()).collect::<Vec<_>>();
    let base = || Finding { basis: Basis::Control, standard: Some("ISO/IEC 42001:2023".into()), ..nowhere() };
    let mut basis = |finding: Finding| {
        let text = plain(&sources, &finding);
        sources = Sources::default();
        text.lines().nth(3).unwrap_or_default().to_owned()
    };
    assert_eq!(basis(Finding { keys: keys(2), ..base() }), "  = ISO/IEC 42001:2023, A.6.2.1, A.6.2.2 (applicable control)");
    let seven = "  = ISO/IEC 42001:2023, A.6.2.1, A.6.2.2, A.6.2.3, A.6.2.4, A.6.2.5, A.6.2.6, A.6.2.7 (applicable control)";
    assert_eq!(basis(Finding { keys: keys(7), ..base() }), seven);
    let twelve = "  = ISO/IEC 42001:2023, A.6.2.1, A.6.2.2, A.6.2.3, A.6.2.4, A.6.2.5, A.6.2.6 and 6 more (applicable control)";
    assert_eq!(basis(Finding { keys: keys(12), ..base() }), twelve);
    assert_eq!(basis(Finding { keys: keys(1), standard: None, ..base() }), "  = A.6.2.1 (applicable control)");
    assert_eq!(basis(Finding { keys: Vec::new(), ..base() }), "  = ISO/IEC 42001:2023 (applicable control)");
    let help = "  = help: write an AI policy, and have top management approve it";
    assert_eq!(basis(Finding { keys: Vec::new(), standard: None, basis: Basis::Hygiene, ..base() }), help);
}

#[test]
fn advice_is_called_advice() {
    let mut sources = Sources::default();
    let id = file(&mut sources, "a.md", "x\n");
    let advice = Finding { severity: Severity::Advice, ..at(place(&sources, id, "x"), "") };
    assert!(plain(&sources, &advice).starts_with("advice[some-code]: something is wrong\n"));
}

#[test]
fn several_lines() {
    let mut sources = Sources::default();
    let text: String = (1..=12).map(|n| format!("  line {n}\n")).collect();
    let id = file(&mut sources, "a.md", &format!("before\n{text}after\n"));
    let all = Place::new(id, Span::new(9, 7 + text.len()));
    assert_snapshot!(plain(&sources, &at(all, "these")));
}

#[test]
fn places_at_the_edges() {
    let mut sources = Sources::default();
    let empty = file(&mut sources, "empty.md", "");
    let text = file(&mut sources, "text.md", "last é");
    for place in [(empty, 0, 0), (empty, 5, 9), (text, 7, 7), (text, 6, 7), (text, 99, 120), (text, 0, 99)] {
        let (id, start, end) = place;
        let text = plain(&sources, &at(Place::new(id, Span::new(start, end)), "here"));
        assert!(text.contains("^ here"), "{place:?}: {text}");
    }
}

#[test]
fn paths_are_those_that_a_terminal_can_open() {
    let mut sources = Sources::default();
    let finding = excluded_control(&mut sources);
    let mut bytes = Vec::new();
    human::finding(&finding, &sources, "examples/first-draft", false, &mut bytes).unwrap();
    human::finding(&nowhere(), &sources, "../aims", false, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    for path in
        ["┌─ examples/first-draft/risk/treatments.yaml:4:16", "┌─ examples/first-draft/soa.md:3:44", "┌─ ../aims (repository)"]
    {
        assert!(text.contains(path), "{path}: {text}");
    }
}
