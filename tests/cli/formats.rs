//! Formats as a workflow uses them: into files, from a folder of a larger repository, and without what is private.

use crate::run::{Repository, command, said};

/// All formats that are made to be sent somewhere else.
const LEAVING: [&str; 8] = ["json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "rdjson"];

fn repository() -> Repository {
    let risks = "risks:\n  - id: RSK-001\n    title: Loans refused\n    owner: Nobody\n    treatment: TRT-009\n    identified_on: 31 Brumaire\n";
    let repository = Repository::new(&[
        ("aims/clauselint.yaml", "standard: ISO/IEC 42001:2023\n"),
        ("aims/risk/register.yaml", risks),
        ("README.md", "# Not ours\n"),
    ]);
    std::fs::create_dir(repository.path().join(".git")).unwrap();
    repository
}

#[test]
fn one_run_writes_several() {
    let repository = repository();
    let said =
        repository.run(&["check", "aims", "--format", "short", "--output", "sarif=out.sarif", "--output", "junit=out.xml"]);
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(said.out.starts_with("aims/"), "{}", said.out);
    let read = |name: &str| std::fs::read_to_string(repository.path().join(name)).unwrap();
    assert!(read("out.sarif").contains("\"exitCode\": 1"));
    assert!(read("out.xml").contains("<testsuites>"));
    let all: Vec<String> =
        std::fs::read_dir(repository.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(all.len(), 5, "nothing is left beside them: {all:?}");
}

#[test]
fn paths_are_those_of_the_git_repository() {
    let repository = repository();
    for format in ["sarif", "github", "gitlab", "junit", "markdown", "rdjson"] {
        for (folder, path) in [(".", "aims"), ("aims", "."), ("aims/risk", ".")] {
            let said = repository.run_in(folder, &["check", path, "--format", format, "--select", "invalid-date"]);
            assert!(said.out.contains("aims/risk/register.yaml"), "{format} from {folder}: {}", said.out);
            assert!(!said.out.contains("../"), "{format} from {folder}: {}", said.out);
        }
    }
    let json = repository.run(&["check", "aims", "--format", "json", "--select", "invalid-date"]);
    assert!(json.out.contains("\"path\": \"risk/register.yaml\"") && json.out.contains("\"root\": \"aims\""), "{}", json.out);
}

#[test]
fn a_path_that_cannot_be_written_is_said_once() {
    let said = repository().run(&["check", "aims", "--format", "short", "--output", "sarif=no/such/folder.sarif"]);
    assert_eq!((said.status, &*said.out), (2, ""));
    assert!(said.err.starts_with("error[cannot-create]: no/such/folder.sarif cannot be written\n"), "{}", said.err);
    let said = repository().run(&["check", "aims", "--output", "serif=x"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("there is no format serif; there are human, short, json"), "{}", said.err);
}

#[test]
fn a_file_that_was_there_is_replaced_and_a_link_followed() {
    let repository = repository();
    std::fs::write(repository.path().join("real.json"), "old").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("real.json", repository.path().join("out.json")).unwrap();
    #[cfg(not(unix))]
    std::fs::write(repository.path().join("out.json"), "old").unwrap();
    for _ in 0..2 {
        repository.run(&["check", "aims", "--quiet", "--format", "short", "--output", "json=out.json"]);
    }
    let text = std::fs::read_to_string(repository.path().join("out.json")).unwrap();
    assert!(text.starts_with("{\n  \"version\": 1,"), "{text}");
    #[cfg(unix)]
    assert_eq!(std::fs::read_to_string(repository.path().join("real.json")).unwrap(), text);
}

#[test]
fn the_summary_of_a_job_is_added_to() {
    let repository = repository();
    let summary = repository.path().join("summary.md");
    std::fs::write(&summary, "what another step said\n").unwrap();
    let run = |arguments: &[&str]| {
        let mut command = command(repository.path());
        said(command.env("GITHUB_STEP_SUMMARY", &summary).args(arguments).output().unwrap())
    };
    run(&["check", "aims", "--format", "short", "--output", "github=annotations"]);
    assert_eq!(std::fs::read_to_string(&summary).unwrap(), "what another step said\n", "only with annotations that are printed");
    let said = run(&["check", "aims", "--format", "github", "--select", "invalid-date"]);
    assert!(said.out.starts_with("::error file=aims/risk/register.yaml,"), "{}", said.out);
    let text = std::fs::read_to_string(&summary).unwrap();
    assert!(text.starts_with("what another step said\n<!-- clauselint -->\n### clauselint: 1 error\n"), "{text}");
}

/// A repository of people, concerns and incidents in which all that tells of anybody has one word in it, and much is wrong.
fn private() -> Repository {
    let people = "people:\n  - id: PER-001\n    title: Zerlina Quux\n    from: 2026-05-01\n    until: 2026-03-01\n    email: zerlina@corp.example\n    \
                  nickname: Zerlinchen\n  - id: zerlina-two\n    title: Zerlina Second\n    from: sometime Zerlina knows\n";
    let concerns = "# Concerns raised\n\n| ID | Title | Received | Subject | Status | Answered | Outcome | AI systems |\n|---|---|---|---|---|---|---|---|\n\
                    | CON-001 | Zerlina was refused | 2027-05-01 | Zerlina says that the model refused her twice because of her name, and nobody called back | Zerlinaish | when Zerlina called | none | Zerlina system |\n\
                    | CON-001 | About Zerlina | 2026-02-01 | Zerlina again | open | 2026-01-01 | TBD | AIS-999 |\n";
    let incident = "---\nkind: incident\nid: INC-007\ntitle: Zerlina found her data\nstatus: Zerlina-pending\ndetected_on: 31 Zerlinember\nowner: Zerlina Quux\n\
                    severity: zerlinaesque\n---\n\n# Zerlina found her data\n\nWe guarantee that Zerlina is ISO/IEC 42001 certified. See [Zerlina](missing.md).\n\
                    Clause 99.9 of ISO/IEC 42001:2022 for Zerlina.\n";
    let risks = "risks:\n  - id: RSK-001\n    title: Loans refused\n    owner: Zerlina Quux\n    level: Zerlina Quux\n    due: 31 Zerlina Quux\n";
    let allow = "standard: ISO/IEC 42001:2023\npacks: [iso42001, ./house]\nallow:\n  - { rule: invalid-date, path: ops/incident-7.md, until: 2027-01-01, reason: Zerlina Quux is asked }\n";
    // A kind of the house, of which one field is sensitive.
    let schema = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Loan file","description":"A loan.","type":"object","x-extends":"record",
        "x-plural":"loan_files","x-id":{"field":"id","prefix":"LOA","pattern":"^LOA-\\d+$"},"properties":{"id":{"type":"string","description":"Identifier."},
        "customer":{"type":"string","description":"Who.","x-sensitive":true},"since":{"type":"string","format":"date","description":"When.","x-sensitive":true},
        "score":{"type":"integer","description":"How good.","x-sensitive":true}},"required":["id"]}"#;
    let rule = "loan-customer-short:\n  basis: hygiene\n  severity: warning\n  for: loan-file\n  expect: score < 10\n  message: \"{id} is of {customer}, scored {score}\"\n";
    let loans = "loan_files:\n  - id: LOA-1\n    customer: Zerlina\n    since: 32 Zerlina\n    score: 774411\n";
    Repository::new(&[
        ("clauselint.yaml", allow),
        ("house/pack.yaml", "name: house\nschemas: schemas\n"),
        ("house/schemas/loan-file.json", schema),
        ("house/loans.yaml", rule),
        ("ops/people.yaml", people),
        ("ops/concerns.md", concerns),
        ("ops/incident-7.md", incident),
        ("ops/loans.yaml", loans),
        ("risk/register.yaml", risks),
    ])
}

#[test]
fn what_is_private_leaves_in_no_format() {
    let repository = private();
    let told = |format: &str| {
        repository.run(&["check", "--stage", "surveillance", "--as-of", "2026-11-02", "--format", format, "--statistics"])
    };
    let human = told("human").out;
    let short = told("short").out;
    for word in ["Zerlinaish", "sometime Zerlina knows", "zerlinaesque", "32 Zerlina", "LOA-1 is of Zerlina, scored 774411"] {
        assert!(human.contains(word) && short.contains(word), "who has the documents is told {word}: {short}");
    }
    for format in LEAVING {
        let said = told(format);
        let out = said.out.to_lowercase();
        for word in ["zerlin", "quux", "774411"] {
            let line = out.lines().find(|line| line.contains(word));
            assert_eq!(line, None, "{format}");
        }
        // It is still told that something is wrong, and where.
        assert!(out.contains("(private)") && out.contains("ops/people.yaml"), "{format}: {out}");
    }
}
