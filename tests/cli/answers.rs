//! `explain`, `ls`, `rules`, `schema`, `completions`: that they answer, and that their JSON is JSON.

use serde_json::Value;

use crate::run::Repository;

fn repository() -> Repository {
    Repository::new(&[
        ("clauselint.yaml", "stage: 1\n"),
        ("risks.yaml", "risks:\n  - { id: RSK-001, title: drift }\n  - { id: RSK-002, title: bias }\n"),
        ("treatments.yaml", "treatments:\n  - { id: TRT-001, risk: RSK-001 }\n"),
        ("notes/values.yaml", "image: { tag: v1 }\n"),
    ])
}

fn json(repository: &Repository, arguments: &[&str]) -> Value {
    let said = repository.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn ls_lists_files_records_and_reasons() {
    let repository = repository();
    let plain = repository.run(&["ls"]);
    assert_eq!(plain.status, 0, "{plain:?}");
    assert!(plain.out.contains("2 risk"), "{plain:?}");
    assert!(!plain.out.contains("values.yaml"), "{plain:?}");
    assert!(plain.out.ends_with("3 documents, 4 records; 1 file not recognised (--why lists them)\n"), "{plain:?}");
    let why = repository.run(&["ls", "--why"]);
    assert!(why.out.contains("notes/values.yaml  not recognised"), "{why:?}");
    let records = repository.run(&["ls", "--records"]);
    assert!(records.out.lines().any(|l| l.contains("TRT-001") && l.contains("treatments.yaml:2")), "{records:?}");
    let below = repository.run(&["ls", "--why", "notes"]);
    assert!(!below.out.contains("risks.yaml"), "{below:?}");
    let value = json(&repository, &["ls"]);
    assert_eq!(value["files"].as_array().map(Vec::len), Some(4));
}

#[test]
fn ls_says_how_a_file_of_rows_would_be_read() {
    let figures = "Region,Sum\nNorth,3\n";
    let register = "Risk,Mitigation\nWrong berth,Slices\n";
    let repository = Repository::new(&[
        ("data/sales.csv", figures),
        ("ai-risk/reports/sales.csv", figures),
        ("grc/ai_risk_register.csv", register),
    ]);
    let why = repository.run(&["ls", "--why"]);
    assert!(why.out.contains("- { path: \"grc/ai_risk_register.csv\", kind: risk }"), "{why:?}");
    assert!(!why.out.contains("sales.csv\", kind"), "{why:?}");
}

#[test]
fn explain_tells_records_codes_and_kinds() {
    let repository = repository();
    let record = repository.run(&["explain", "RSK-001"]);
    assert!(record.out.contains("risks.yaml:2:"), "{record:?}");
    assert!(record.out.contains("TRT-001"), "{record:?}");
    assert!(repository.run(&["explain", "dead-link"]).out.starts_with("dead-link: "));
    assert!(repository.run(&["explain", "risk"]).out.contains("Fields"));
    let near = repository.run(&["explain", "RSK-003"]);
    assert!(near.err.contains("did you mean RSK-001"), "{near:?}");
    assert_eq!(json(&repository, &["explain", "RSK-001"])["subjects"][0]["is"], "record");
}

#[test]
fn explain_tells_a_rule_with_what_it_says_and_where() {
    let repository = repository();
    let said = repository.run(&["explain", "treatment-uses-excluded-control"]);
    for part in [
        "Keyed to\n  6.1.3  AI risk treatment",
        "Judges\n  Risk treatment (treatment)",
        "It says, for instance\n  TRT-003 relies on A.7.4",
        "What to do\n  make A.7.4 applicable",
        "It fires where → points",
        "\n  →   - { id: TRT-003",
        "It is silent",
    ] {
        assert!(said.out.contains(part), "{part}\n{}", said.out);
    }
    assert!(!said.out.contains("# <-"), "{}", said.out);
    let value = json(&repository, &["explain", "treatment-uses-excluded-control"]);
    let rule = &value["subjects"][0];
    assert_eq!(rule["keyed_to"][0]["title"], "AI risk treatment");
    assert!(rule["help"].as_str().is_some_and(|help| help.starts_with("make A.7.4")), "{rule}");
}

#[test]
fn explain_tells_a_clause_and_a_control_with_what_is_related_elsewhere() {
    let repository = repository();
    let clause = repository.run(&["explain", "6.1.3"]).out;
    for part in ["Documented information\n  AI risk treatment process", "usual owner   risk lead", "TRT-001"] {
        assert!(clause.contains(part), "{part}\n{clause}");
    }
    let control = repository.run(&["explain", "A.7.5"]).out;
    for part in [
        "asks for     something written",
        "EU AI Act Art. 10: Data and data governance (confidence: high; at: 10(2)(b); strength: strong",
        "left outside: rules on special categories of data",
        "is not a harmonised standard under the AI Act",
    ] {
        assert!(control.contains(part), "{part}\n{control}");
    }
    let everything = clause + &control;
    assert!(!everything.contains("satisf") && !everything.contains('%'), "{everything}");
    let value = json(&repository, &["explain", "A.7.5"]);
    let related = &value["subjects"][0]["related"][0];
    assert_eq!(related["framework"], "eu-ai-act");
    assert_eq!(related["to"][0]["confidence"], "high");
    assert_eq!(related["to"][0]["strength"], "strong for process");
}

#[test]
fn provisions_are_found_however_they_are_written() {
    let repository = repository();
    for (name, title) in [
        ("EU AI Act Art. 10", "EU AI Act Art. 10: Data and data governance"),
        ("AI Act art. 10", "EU AI Act Art. 10: Data and data governance"),
        ("article 10(2)(b) of the AI Act", "EU AI Act Art. 10: Data and data governance"),
        ("AI Act Annex iv", "EU AI Act Annex IV: Technical documentation: contents"),
        ("govern 1.1", "GOVERN 1.1: Legal and regulatory requirements understood and managed"),
        ("27001:A.8.15", "ISO/IEC 27001:2022 A.8.15: Logging"),
        ("ISO 27001 A.5.2", "ISO/IEC 27001:2022 A.5.2: Security roles and responsibilities"),
        ("iso42001:A.5.2", "A.5.2: AI system impact assessment process"),
    ] {
        let said = repository.run(&["explain", name]);
        assert!(said.out.starts_with(&format!("{title}\n")), "{name}: {said:?}");
    }
    let said = repository.run(&["explain", "AI Act art. 10"]);
    assert!(said.out.contains("Related here") && said.out.contains("A.7.5: Data provenance (confidence: high"), "{said:?}");
    // A number of another standard's alone is nothing of this one.
    assert_eq!(repository.run(&["explain", "A.8.15"]).status, 2);
}

#[test]
fn provisions_are_never_offered_or_taken_for_controls() {
    let repository = Repository::new(&[
        ("clauselint.yaml", "stage: 1\n"),
        (
            "treatments.yaml",
            "treatments:\n  - { id: TRT-001, title: a, controls: [A.8.15] }\n  - { id: TRT-002, title: b, controls: [GOVERN 1.1] }\n",
        ),
    ]);
    let value: Value =
        serde_json::from_str(&repository.run(&["check", "--format", "json", "--select", "unresolved-reference"]).out).unwrap();
    let findings = value["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    let help = findings[0]["help"].as_str().unwrap();
    assert!(help.starts_with("A.8.15 is logging in ISO/IEC 27001: write 27001:A.8.15"), "{help}");
    assert!(!help.contains("did you mean") && !help.contains("GOVERN"), "{help}");
}

#[test]
fn coverage_is_seen_from_another_framework() {
    let repository = repository();
    let said = repository.run(&["coverage", "--by", "eu-ai-act"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.contains("EU AI Act Art. 9: Risk management system (strength: partial)\n  left outside: "), "{}", said.out);
    assert!(said.out.contains("nothing of the standard is related to it"), "{}", said.out);
    assert!(!said.out.contains('%') && !said.out.contains("satisf"), "{}", said.out);
    let one = repository.run(&["coverage", "--by", "EU AI Act", "AI Act Art. 10"]).out;
    assert_eq!(one.matches("\nEU AI Act Art. ").count(), 1, "{one}");
    let value = json(&repository, &["coverage", "--by", "nist-ai-rmf", "GOVERN 1"]);
    let provisions = value["provisions"].as_array().unwrap();
    assert!(provisions.iter().all(|p| p["id"].as_str().unwrap().starts_with("GOVERN 1")), "{provisions:?}");
    assert!(provisions[0]["related"][0]["coverage"][0]["state"].is_string(), "{provisions:?}");
    assert!(repository.run(&["coverage", "--by", "gdpr"]).err.contains("frameworks are eu-ai-act, nist-ai-rmf, iso27001"));
    assert_eq!(repository.run(&["coverage", "--by", "eu-ai-act", "GOVERN 1"]).status, 2);
}

#[test]
fn rules_are_listed_by_what_they_rest_on_and_with_what_they_did() {
    let repository = repository();
    let names = |arguments: &[&str]| -> Vec<String> {
        let value = json(&repository, &[&["rules", "list"], arguments].concat());
        value["rules"].as_array().unwrap().iter().map(|rule| rule["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert!(names(&["soa-*"]).iter().all(|name| name.starts_with("soa-")));
    assert!(names(&["--key", "A.7"]).contains(&"dataset-provenance-missing".to_owned()));
    assert!(names(&["--kind", "scope"]).contains(&"scope-missing".to_owned()));
    let narrow = names(&["--basis", "documented", "--severity", "error", "--stage", "1"]);
    assert!(!narrow.is_empty() && narrow.len() < names(&[]).len(), "{narrow:?}");
    for wrong in [["--basis", "foo"], ["--stage", "9"], ["--severity", "dire"], ["--kind", "rsk"], ["--key", "99"]] {
        assert_eq!(repository.run(&[&["rules", "list"], &wrong[..]].concat()).status, 2, "{wrong:?}");
    }
    let value = json(&repository, &["rules", "list", "--checked", ".", "treatment-uses-excluded-control"]);
    assert!(value["rules"][0]["applied"].is_number(), "{value}");
    let idle = repository.run(&["rules", "list", "--checked", ".", "--idle"]);
    assert!(idle.out.contains("applied to nothing here"), "{idle:?}");
}

#[test]
fn every_schema_that_is_listed_is_a_schema() {
    let repository = repository();
    let names = repository.run(&["schema"]).out;
    assert!(names.lines().count() > 20, "{names}");
    for name in names.lines() {
        let said = repository.run(&["schema", name]);
        let schema: Value = serde_json::from_str(&said.out).unwrap();
        assert!(schema["$schema"].is_string(), "{name}");
    }
    assert!(names.lines().any(|name| name == "output"), "{names}");
}

#[test]
fn completions_name_the_commands() {
    let repository = repository();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = repository.run(&["completions", shell]);
        assert_eq!(said.status, 0, "{shell}");
        assert!(said.out.contains("explain"), "{shell}");
    }
}

#[test]
fn rules_new_writes_a_rule_that_is_on_and_passes_and_overwrites_nothing() {
    let repository = Repository::new(&[("clauselint.yaml", "standard: ISO/IEC 42001:2023")]);
    let first = repository.run(&["rules", "new", "risk-without-source", "--for", "risk", "--require", "source"]);
    assert_eq!(first.status, 0, "{first:?}");
    assert!(first.out.contains("it loads, fires on its `bad` and is silent on its `good`"), "{first:?}");
    let manifest = std::fs::read_to_string(repository.path().join("clauselint.yaml")).unwrap();
    assert_eq!(manifest, "standard: ISO/IEC 42001:2023\npacks: [iso42001, ./rules/house]\n");
    assert_eq!(repository.run(&["rules", "test", "risk-without-source"]).status, 0);

    let again = repository.run(&["rules", "new", "risk-without-source", "--for", "risk"]);
    assert_eq!((again.status, again.out.as_str()), (2, ""), "{again:?}");
    let built_in = repository.run(&["rules", "new", "dead-link", "--for", "risk"]);
    assert!(built_in.err.contains("there is a rule dead-link already"), "{built_in:?}");

    let other = repository.run(&["rules", "new", "risk-without-owner", "--for", "risk", "--pack", "rules/other"]);
    assert_eq!(other.status, 0, "{other:?}");
    assert!(other.out.contains("add ./rules/other to `packs:` in clauselint.yaml: until then nothing reads it"), "{other:?}");
    assert_eq!(std::fs::read_to_string(repository.path().join("clauselint.yaml")).unwrap(), manifest);
}

#[test]
fn rules_new_writes_nothing_outside_the_root() {
    let outside = Repository::new(&[]);
    let absolute = outside.path().display().to_string();
    for folder in ["../elsewhere", "rules/../../elsewhere", absolute.as_str(), "."] {
        let repository = Repository::new(&[("clauselint.yaml", "")]);
        let said = repository.run(&["rules", "new", "risk-without-source", "--for", "risk", "--pack", folder]);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{folder}: {said:?}");
        assert!(said.err.starts_with("error[refused]: a house pack is written "), "{said:?}");
    }
    assert!(std::fs::read_dir(outside.path()).unwrap().next().is_none());
}

#[test]
fn of_a_rule_that_is_far_too_broad_the_first_failures_are_shown() {
    let rows: String = (10..40).map(|n| format!("        - id: RSK-0{n}\n")).collect();
    let rule = format!(
        "too-broad:\n  basis: practice\n  severity: warning\n  summary: \"s\"\n  for: risk\n  require: [owner]\n  message: \"m\"\n  \
         help: \"h\"\n  why: \"w\"\n  bad:\n    a.yaml: |\n      risks:\n        - id: RSK-001   # <- too-broad\n  good:\n    a.yaml: |\n      \
         risks:\n{rows}"
    );
    let repository = Repository::new(&[
        ("clauselint.yaml", "packs: [iso42001, ./rules/house]"),
        ("rules/house/pack.yaml", "name: house\nversion: \"1\"\nstages: [\"1\"]\n"),
        ("rules/house/broad.yaml", rule.as_str()),
    ]);
    let said = repository.run(&["rules", "test", "too-broad"]);
    assert_eq!((said.status, said.out.matches("error[too-broad]").count()), (1, 5), "{said:?}");
    assert!(said.out.contains("and 25 more of too-broad in `good`: `--format json` lists all"), "{said:?}");
    let all: Value = serde_json::from_str(&repository.run(&["rules", "test", "too-broad", "--format", "json"]).out).unwrap();
    assert_eq!(all["failures"].as_array().unwrap().len(), 30);
}
