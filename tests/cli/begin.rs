//! `init` and `new` on a real disk: what is written, what is not, and what is said.

use super::run::Repository;

const POLICY: (&str, &str) = (
    "policy.md",
    "---\nkind: ai-policy\nid: POL-001\nstatus: approved\nnext_review: 2020-01-01\n---\n\n# AI policy\n\nSee [the plan](plan.md).\n",
);
const REGISTER: (&str, &str) = (
    "risks.md",
    "# AI risks\n\n| Risk ID | Risk    | System | Owner   |\n|---------|---------|--------|---------|\n| RSK-009 | Late    | Sorter | Ops     |\n\nEnd.\n",
);

fn files(repository: &Repository) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![repository.path().to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(repository.path()).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn text(repository: &Repository, path: &str) -> String {
    std::fs::read_to_string(repository.path().join(path)).unwrap()
}

#[test]
fn documents_that_are_there_get_a_manifest_and_nothing_else() {
    let repository = Repository::new(&[POLICY, REGISTER]);
    let said = repository.run(&["init", "--name", "Acme \"AI\"", "--role", "deployer", "--stage", "2"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(files(&repository), ["clauselint.yaml", "policy.md", "risks.md"]);
    for part in ["ai-policy", "policy.md", "risks.md", "a table with its columns", "Worth a look first", "wrote clauselint.yaml"]
    {
        assert!(said.out.contains(part), "{part} is not in\n{}", said.out);
    }
    let manifest = text(&repository, "clauselint.yaml");
    for part in ["standard: ISO/IEC 42001:2023\n", "stage: 2\n", "  name: \"Acme \\\"AI\\\"\"\n", "  ai_roles: [deployer]\n"] {
        assert!(manifest.contains(part), "{part} is not in\n{manifest}");
    }
    let checked = repository.run(&["check", "--select", "invalid-manifest"]);
    assert!(checked.out.starts_with("no findings"), "{}", checked.out);
    let again = repository.run(&["init"]);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("there is a manifest already: clauselint.yaml"), "{}", again.err);
    assert_eq!(text(&repository, "clauselint.yaml"), manifest);
}

/// The transcript of `as-written.md` is what a new user sees (`CLAUSELINT_UPDATE=1` writes it anew).
#[test]
fn documents_as_they_are_written_are_read_as_the_transcript_says() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files: Vec<(String, String)> = Vec::new();
    let mut open = vec![root.join("as-written")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path() {
                path if path.is_dir() => open.push(path),
                path => {
                    let inner = path.strip_prefix(root.join("as-written")).unwrap().to_string_lossy().replace('\\', "/");
                    files.push((inner, std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
    }
    assert_eq!(files.len(), 30);
    let given: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let said = Repository::new(&given).run(&["init", "--as-of", "2026-11-21"]);
    let page = std::fs::read_to_string(root.join("as-written.md")).unwrap();
    let (before, rest) = page.split_once("--as-of 2026-11-21\n").unwrap();
    let (told, after) = rest.split_once("```\n").unwrap();
    if std::env::var_os("CLAUSELINT_UPDATE").is_some() {
        std::fs::write(root.join("as-written.md"), format!("{before}--as-of 2026-11-21\n{}```\n{after}", said.out)).unwrap();
    } else {
        assert_eq!(told, said.out, "read what changed, and run with CLAUSELINT_UPDATE=1");
    }
}

#[test]
fn an_empty_folder_gets_a_management_system_and_keeps_its_read_me() {
    let repository = Repository::new(&[("README.md", "# Ours\n"), ("LICENSE", "MIT\n")]);
    let dry = repository.run(&["init", "--dry-run"]);
    assert_eq!((dry.status, files(&repository).len()), (0, 2));
    let said = repository.run(&["init", "--name", "Acme", "--role", "provider,developer", "--system", "Sorter"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(text(&repository, "README.md"), "# Ours\n");
    assert!(files(&repository).len() > 30);
    let elsewhere = repository.run(&["init", "new-folder/aims"]);
    assert_eq!(elsewhere.status, 0, "{}", elsewhere.err);
    assert!(repository.path().join("new-folder/aims/clauselint.yaml").exists());
}

#[test]
fn a_folder_of_other_things_is_left_alone() {
    let repository = Repository::new(&[("src/main.rs", "fn main() {}\n"), ("deploy/app.yaml", "apiVersion: v1\nkind: Pod\n")]);
    let said = repository.run(&["init"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("there is deploy") && said.err.contains("clauselint init aims"), "{}", said.err);
    assert_eq!(files(&repository).len(), 2);
    let role = repository.run(&["init", "aims", "--role", "provder"]);
    assert!(role.status == 2 && role.err.contains("did you mean provider?"), "{}", role.err);
}

#[test]
fn a_row_is_added_below_the_last_one() {
    let repository = Repository::new(&[POLICY, REGISTER]);
    let dry = repository.run(&["new", "risk", "--title", "Drift", "--dry-run"]);
    assert!(dry.out.contains("+| RSK-010 | Drift   |        |         |\n"), "{}", dry.out);
    assert_eq!(text(&repository, "risks.md"), REGISTER.1);
    let said = repository.run(&["new", "risks", "--title", "Drift"]);
    assert_eq!((said.status, said.out.as_str()), (0, "added RSK-010 to risks.md:6\n"));
    let row = "| RSK-009 | Late    | Sorter | Ops     |\n| RSK-010 | Drift   |        |         |\n\nEnd.\n";
    assert!(text(&repository, "risks.md").ends_with(row), "{}", text(&repository, "risks.md"));
    assert!(repository.run(&["ls", "--records"]).out.contains("RSK-010"));
}

#[test]
fn an_item_is_added_with_what_rules_ask_of_it() {
    let list = "treatments:\n  - id: TRT-07\n    title: Cloud\n\n  - id: TRT-08\n    title: Speech\n# the end\n";
    let repository = Repository::new(&[("clauselint.yaml", "stage: 2\n"), ("treatments.yaml", list)]);
    let said = repository.run(&["new", "treatment", "--title", "Labels: by hand"]);
    assert_eq!(said.out, "added TRT-09 to treatments.yaml:8\n", "{}", said.err);
    let text = text(&repository, "treatments.yaml");
    assert!(text.contains("    title: Speech\n\n  - id: TRT-09\n    title: \"Labels: by hand\"\n    "), "{text}");
    assert!(text.contains("    option: ") && text.ends_with("# the end\n"), "{text}");
}

#[test]
fn a_heading_a_file_and_braces_are_added_in_the_style_of_what_is_there() {
    let headings = "# AI risks\n\n### RSK-001: Late\n\n- **Owner:** Ops\n- **Level:** High\n\n## After\n";
    let braces = "people:\n  - { id: PER-001, name: A }\n";
    let whole = "---\nkind: impact-assessment\nid: AIIA-001\ntitle: One\nstatus: draft\nclauses: [\"6.1.4\"]\n---\n\n# One\n\n## Intended use\n\nText.\n";
    let repository = Repository::new(&[
        ("clauselint.yaml", "stage: 1\n"),
        ("r.md", headings),
        ("p.yaml", braces),
        ("impact/aiia-001-one.md", whole),
    ]);
    assert_eq!(repository.run(&["new", "risk", "--title", "Drift"]).out, "added RSK-002 to r.md:8\n");
    let text_of = |path| text(&repository, path);
    assert!(text_of("r.md").contains("\n\n### RSK-002: Drift\n\n- **Owner:** ["), "{}", text_of("r.md"));
    assert!(text_of("r.md").ends_with("\n\n## After\n"), "{}", text_of("r.md"));
    repository.run(&["new", "person", "--title", "B"]);
    assert!(text_of("p.yaml").contains("\n  - { id: PER-002, "), "{}", text_of("p.yaml"));
    let said = repository.run(&["new", "impact-assessment", "--title", "Two: the second"]);
    assert_eq!(said.out, "began AIIA-002 in the new file impact/aiia-002-two-the-second.md:3\n", "{}", said.err);
    let new = text_of("impact/aiia-002-two-the-second.md");
    assert!(new.contains("clauses: [\"6.1.4\"]\n") && new.contains("\n## Intended use\n\n["), "{new}");
}

#[test]
fn what_cannot_be_added_is_said() {
    let repository = Repository::new(&[POLICY, REGISTER]);
    let refused = |arguments: &[&str]| {
        let said = repository.run(arguments);
        assert_eq!(said.status, 2, "{}", said.out);
        said.err
    };
    assert!(refused(&["new", "rsik"]).contains("did you mean risk?"));
    assert!(refused(&["new", "ai-policy"]).contains("policy.md:3"));
    assert!(refused(&["new", "clause"]).contains("nobody writes records"));
    assert!(refused(&["new", "organisation"]).contains("clauselint.yaml"));
    assert!(refused(&["new", "soa-entry"]).contains("--id"));
    assert!(refused(&["new", "risk", "--file", "../x.yaml"]).contains("below the root"));
    assert!(refused(&["new", "risk", "--id", "RSK-009"]).contains("already"));
    std::fs::write(repository.path().join("log.yaml"), "# Kept by Ops.\nincidents: []\nchanges:\n").unwrap();
    assert_eq!(repository.run(&["new", "incident"]).out, "added INC-001 to log.yaml:3\n");
    assert_eq!(repository.run(&["new", "change", "--file", "log.yaml"]).out, "added CHG-001 to log.yaml:6\n");
    assert!(text(&repository, "log.yaml").starts_with("# Kept by Ops.\nincidents:\n  - id: INC-001\n"));
    let said = repository.run(&["new", "decision", "--file", "log/decisions.yaml"]);
    assert_eq!(said.out, "began DEC-001 in the new file log/decisions.yaml:2\n", "{}", said.err);
}
