//! What a new management system begins with: whatever is asked for, `check` finds nothing in it but blanks, and says of each what belongs there.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use clauselint::answers::begin::{Flags, Scaffold};
use clauselint::finding::{Finding, Stage, codes};
use clauselint::model::Data;
use clauselint::source::MemorySystem;
use clauselint::workspace::Workspace;

/// Name, roles, stage, systems.
type Asked = (Option<&'static str>, &'static [&'static str], Option<&'static str>, &'static [&'static str]);

const ASKED: &[Asked] = &[
    (None, &[], None, &[]),
    (Some("Larkfield"), &["provider"], Some("1"), &["Triage"]),
    (Some("Larkfield \"Claims\" | Systems"), &["provider", "developer"], Some("1"), &["Triage", "Intake: Sorter"]),
    (Some("Harbour Housing"), &["deployer"], Some("1"), &[]),
    (Some("Harbour Housing"), &["user"], Some("2"), &["Rent arrears", "Repairs", "Letters"]),
    (Some("Seabright"), &["developer"], Some("2"), &["Grader"]),
    (Some("Seabright"), &["provider", "deployer", "integrator"], Some("surveillance"), &["Grader", "Tutor"]),
    (None, &["data-provider"], Some("surveillance"), &[]),
    (Some("Q"), &["importer", "distributor"], Some("2"), &["Lens"]),
];

fn files(asked: &Asked) -> Vec<(String, String)> {
    let empty = Workspace::open(&MemorySystem::default()).unwrap();
    let scaffold = Scaffold::read(empty.scaffold(&MemorySystem::default())).unwrap();
    let (name, roles, stage, systems) = *asked;
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let flags = Flags {
        name: name.map(str::to_owned),
        roles: own(roles),
        stage: stage.map(str::to_owned),
        systems: own(systems),
        today: jiff::civil::date(2026, 11, 21),
    };
    assert_eq!(scaffold.verify(&empty, &flags), Ok(()));
    scaffold.filled(&empty, &flags).unwrap()
}

fn workspace(files: &[(String, String)]) -> Workspace {
    let system: MemorySystem = files.iter().map(|(path, text)| (path, text.as_str())).collect();
    Workspace::open(&system).unwrap()
}

/// True for a finding that is there because something is not filled in yet.
fn is_blank(workspace: &Workspace, finding: &Finding) -> bool {
    if *finding.code == *codes::PLACEHOLDER_LEFT {
        return true;
    }
    let Some(place) = finding.at.place() else { return false };
    let text = &workspace.sources.get(place.file).text[place.span.range()];
    let text = text.trim().trim_start_matches(['"', '-', ' ']);
    if text.is_empty() || text.starts_with('[') || matches!(text, "TBD" | "YYYY-MM-DD") {
        return true;
    }
    // What no flag said is not in the manifest either; the finding there says how to write it.
    if &*workspace.sources.get(place.file).path == "clauselint.yaml" && finding.help.is_some() {
        return true;
    }
    // The record is pointed at, and the field that fails is there, with nothing but a placeholder in it.
    let schema = &workspace.index.schema;
    let facts = workspace.index.facts(place.file).unwrap();
    let of_it = facts.records.iter().filter(|record| finding.record.as_ref().is_some_and(|named| named.id == record.id));
    let field = finding.operand.0.split('.').next().unwrap_or_default();
    of_it.into_iter().any(|record| {
        let stated = schema.kind(record.kind).field(field).and_then(|(field, _)| record.get(field));
        stated.is_some_and(|value| value.data == Data::Missing)
    })
}

#[test]
fn nothing_is_found_but_blanks_and_each_says_what_belongs_there() {
    for asked in ASKED {
        let files = files(asked);
        let mut workspace = workspace(&files);
        let stage = workspace.base.stages().iter().position(|stage| Some(&**stage) == asked.2).unwrap_or_default();
        let judged = workspace.judge(jiff::civil::date(2026, 11, 21));
        let due = judged.verdicts.iter().map(|verdict| &verdict.finding).filter(|finding| finding.stage <= Stage(stage as u8));
        let told = |finding: &Finding| {
            let at = finding.at.place().map(|place| workspace.sources.get(place.file)).map(|file| file.path.clone());
            format!("{} in {at:?}: {}", finding.code, finding.message)
        };
        let due: Vec<&Finding> = due.collect();
        let others: Vec<String> = due.iter().filter(|finding| !is_blank(&workspace, finding)).map(|f| told(f)).collect();
        assert!(others.is_empty(), "{asked:?}: {others:#?}");
        let mute: Vec<String> = due.iter().filter(|finding| finding.help.is_none()).map(|f| told(f)).collect();
        assert!(mute.is_empty(), "{asked:?}: {mute:#?}");
        assert!(due.len() > 50, "{asked:?}: {} blanks", due.len());
    }
}

#[test]
fn every_file_is_read_as_what_it_is_meant_for() {
    for asked in ASKED {
        let files = files(asked);
        let workspace = workspace(&files);
        for (path, text) in files.iter().filter(|(path, _)| path != "README.md" && path != "clauselint.yaml") {
            let facts = workspace.index.at_path(path).unwrap_or_else(|| panic!("{path} is not read"));
            let empty = text.contains(": []");
            let ours = matches!(facts.whose, clauselint::model::Whose::Ours(_));
            assert!(empty || (ours && !facts.records.is_empty()), "{path} carries nothing: {:?}", facts.whose);
            assert!(!text.contains("{{"), "{path} holds a name that nothing stands for");
        }
    }
}

#[test]
fn the_scaffold_says_nothing_that_only_an_auditor_may_say() {
    let never = regex::Regex::new(r"(?i)\b(compliant|certified|conformant|conforms to|complies with|guarantee)").unwrap();
    for (path, text) in ASKED.iter().flat_map(files) {
        assert!(!never.is_match(&text), "{path}: {:?}", never.find(&text));
        let long = text.lines().filter(|line| !line.starts_with('|')).find(|line| line.chars().count() > 260);
        assert!(long.is_none(), "{path}: {long:?}");
    }
}

#[test]
fn a_role_that_nobody_knows_is_refused() {
    let empty = Workspace::open(&MemorySystem::default()).unwrap();
    let scaffold = Scaffold::read(empty.scaffold(&MemorySystem::default())).unwrap();
    let flags = Flags {
        name: None,
        roles: vec!["provder".into()],
        stage: None,
        systems: Vec::new(),
        today: jiff::civil::date(2026, 11, 21),
    };
    let unknown = scaffold.verify(&empty, &flags).unwrap_err();
    assert_eq!(unknown.role, "provder");
    assert!(unknown.known.iter().any(|role| role == "provider"), "{unknown:?}");
}
