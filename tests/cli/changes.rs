//! `check --since` and `--staged`: findings that a change brought, in repositories that git made.

use std::path::Path;
use std::process::Command;

use crate::closed;
use crate::run::{Repository, Said, command, said};

/// A register with a dangling owner at each of these risks.
fn register(owners: &[(&str, &str)]) -> String {
    let risks = owners.iter().map(|(id, owner)| format!("  - id: {id}\n    title: drift of {id}\n    owner: {owner}\n"));
    format!("risks:\n{}", risks.collect::<String>())
}

const MANIFEST: &str = "stage: 1\n";
const OLD: &[(&str, &str)] = &[("RSK-001", "ROL-999")];
const BOTH: &[(&str, &str)] = &[("RSK-001", "ROL-999"), ("RSK-002", "ROL-998")];

/// git, as somebody, with nothing of this machine's configuration.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]);
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

impl Repository {
    fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), arguments)
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "change"]);
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// What the language layer says, and how it ends.
    fn check(&self, more: &[&str]) -> Said {
        self.run(&[&["check", "--select", "hygiene", "--as-of", "2026-07-01"], more].concat())
    }

    /// The records that findings name.
    fn told(&self, more: &[&str]) -> Vec<String> {
        records(&self.check(&[more, &["--format", "json"]].concat()))
    }
}

fn records(said: &Said) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {said:?}"));
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|f| f["record"]["id"].as_str().unwrap_or_else(|| f["message"].as_str().unwrap()).to_owned()).collect()
}

fn committed(files: &[(&str, &str)]) -> Repository {
    let repository = Repository::new(files);
    repository.git(&["init", "-q", "-b", "main"]);
    repository.commit();
    repository
}

fn with_old_findings() -> Repository {
    committed(&[("clauselint.yaml", MANIFEST), ("risk/register.yaml", &register(OLD))])
}

#[test]
fn only_what_the_change_brought_is_told_and_the_rest_is_counted() {
    let repository = with_old_findings();
    let said = repository.check(&["--since", "HEAD"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.starts_with("nothing new since HEAD ("), "{said:?}");
    assert!(said.out.ends_with("; 1 older finding not told\n"), "{said:?}");
    repository.write("risk/register.yaml", &register(BOTH));
    let said = repository.check(&["--since", "HEAD"]);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("ROL-998") && !said.out.contains("error[unresolved-reference]: ROL-999"), "{said:?}");
    assert!(said.out.contains("1 error new since HEAD ("), "{said:?}");
    repository.commit();
    assert_eq!(repository.told(&["--since", "HEAD"]), [""; 0]);
    assert_eq!(repository.told(&["--since", "HEAD~1"]), ["RSK-002"]);
}

#[test]
fn an_edit_here_may_break_what_nobody_touched_there() {
    let role = "roles:\n  - id: ROL-001\n    title: owner\n";
    let repository = committed(&[
        ("clauselint.yaml", MANIFEST),
        ("roles.yaml", role),
        ("risk/register.yaml", &register(&[("RSK-001", "ROL-001"), ("RSK-002", "ROL-999")])),
    ]);
    repository.write("roles.yaml", &role.replace("ROL-001", "ROL-002"));
    assert_eq!(repository.told(&["--since", "HEAD"]), ["RSK-001"]);
}

#[test]
fn a_branch_is_compared_with_the_commit_at_which_it_left() {
    let repository = with_old_findings();
    repository.git(&["checkout", "-q", "-b", "work"]);
    repository.write("more.yaml", &register(&[("RSK-007", "ROL-777")]));
    repository.commit();
    repository.git(&["checkout", "-q", "main"]);
    repository.write("risk/register.yaml", &register(&[]));
    repository.commit();
    repository.git(&["checkout", "-q", "work"]);
    assert_eq!(repository.told(&["--since", "main"]), ["RSK-007"]);
}

#[test]
fn what_moves_is_no_news_and_what_changes_is() {
    let section =
        |owner: &str| format!("## Roles of the second line\n\nThe owner is [the head of claims]({owner}), since the spring.\n");
    let page = |a: &str, b: &str| {
        format!("---\nkind: ai-policy\ntitle: AI policy\n---\n# AI policy\n\n{a}\n## Scope\n\nAll of it.\n\n{b}\n")
    };
    let repository = committed(&[("clauselint.yaml", MANIFEST), ("policy.md", &page(&section("nowhere.md"), ""))]);
    let found = repository.told(&[]);
    assert!(!found.is_empty());
    repository.write("policy.md", &page("", &format!("### Deeper\n\n{}", section("nowhere.md"))));
    assert_eq!(repository.told(&["--since", "HEAD"]), [""; 0], "a section that moved");
    repository.git(&["mv", "policy.md", "the policy.md"]);
    assert_eq!(repository.told(&["--since", "HEAD"]), [""; 0], "a file that was renamed, too");
    assert_eq!(repository.told(&["--staged"]), [""; 0], "as it is staged");
    repository.write("the policy.md", &page("", &section("nowhere-else.md")));
    assert_eq!(repository.told(&["--since", "HEAD"]).len(), 1, "a value that changed");
}

#[test]
fn staged_judges_the_index_and_not_the_files() {
    let repository = with_old_findings();
    let path = "risk/register.yaml";
    repository.write(path, &register(BOTH));
    assert_eq!(repository.told(&["--staged"]), [""; 0], "what is not staged does not count");
    repository.git(&["add", path]);
    repository.write(path, &register(OLD));
    assert_eq!(repository.told(&["--staged"]), ["RSK-002"], "what is staged does, whatever the file says");
    repository.git(&["reset", "-q"]);
    repository.write("später \"neu\" é.yaml", &register(&[("RSK-003", "ROL-997")]));
    assert_eq!(repository.told(&["--staged"]), [""; 0], "nobody knows of it");
    repository.git(&["add", "-N", "."]);
    assert_eq!(repository.told(&["--staged"]), [""; 0], "it is only meant to be added");
    repository.git(&["add", "."]);
    assert_eq!(repository.told(&["--staged"]), ["RSK-003"]);
    repository.git(&["rm", "-qf", "später \"neu\" é.yaml"]);
    assert_eq!(repository.told(&["--staged"]), [""; 0], "and gone again");
}

/// The name, the text that stands in a commit for it, and the contents, of a file that Git LFS keeps.
fn large(contents: &str) -> (String, String) {
    // Nothing checks that a name is the contents' hash.
    let name = format!("{:064x}", contents.len());
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {}\n", contents.len());
    (name, pointer)
}

#[test]
fn a_file_that_git_lfs_keeps_is_read_where_it_was_fetched_and_told_of_where_it_was_not() {
    let (path, both) = ("risk/risks.yaml", register(BOTH));
    let repository = committed(&[("clauselint.yaml", MANIFEST), (path, &register(OLD))]);
    let (name, pointer) = large(&both);
    repository.write(path, &pointer);
    repository.git(&["add", "."]);
    assert_eq!(repository.told(&["--staged"]), ["the file is kept by Git LFS and was not fetched"]);
    repository.write(&format!(".git/lfs/objects/{}/{}/{name}", &name[..2], &name[2..4]), &both);
    assert_eq!(repository.told(&["--staged"]), ["RSK-002"]);
    assert_eq!(repository.told(&["--since", "HEAD"]), ["the file is kept by Git LFS and was not fetched"]);
    repository.write(path, &both);
    assert_eq!(repository.told(&["--since", "HEAD"]), ["RSK-002"]);
}

#[test]
fn what_a_sparse_work_tree_leaves_out_is_in_the_index_all_the_same() {
    let repository = committed(&[
        ("clauselint.yaml", MANIFEST),
        ("risk/register.yaml", &register(&[("RSK-001", "ROL-001")])),
        ("people/roles.yaml", "roles:\n  - id: ROL-001\n    title: owner\n"),
    ]);
    repository.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/people/"]);
    assert!(!repository.path().join("people").exists());
    repository.write("risk/register.yaml", &register(&[("RSK-001", "ROL-001"), ("RSK-002", "ROL-998")]));
    repository.git(&["add", "risk"]);
    assert_eq!(repository.told(&["--staged"]), ["RSK-002"], "what the role answers is not dangling");
}

#[test]
fn a_baseline_that_the_change_takes_away_hides_nothing_any_more() {
    let repository = with_old_findings();
    let baseline = "clauselint-baseline.yaml";
    repository.check(&["--write-baseline"]);
    repository.commit();
    std::fs::remove_file(repository.path().join(baseline)).unwrap();
    let said = repository.check(&["--since", "HEAD"]);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("RSK-001"), "{said:?}");
    assert_eq!(repository.check(&["--since", "HEAD", "--no-baseline"]).status, 0, "it was there before");
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let repository = Repository::new(&[("clauselint.yaml", MANIFEST), ("risk/register.yaml", &register(OLD))]);
    repository.git(&["init", "-q", "-b", "main"]);
    assert_eq!(repository.told(&["--staged"]), [""; 0]);
    repository.git(&["add", "-A"]);
    assert_eq!(repository.told(&["--staged"]), ["RSK-001"]);
    let said = repository.check(&["--since", "HEAD"]);
    assert_eq!(said.status, 2, "{said:?}");
}

#[test]
fn a_root_below_the_repository_is_judged_by_itself() {
    let repository = committed(&[
        ("aims/clauselint.yaml", MANIFEST),
        ("aims/risk/register.yaml", &register(OLD)),
        ("other/register.yaml", &register(&[("RSK-009", "ROL-990")])),
        (".gitignore", "*.csv\n"),
    ]);
    repository.write("aims/risk/register.yaml", &register(BOTH));
    repository.write("other/register.yaml", &register(BOTH));
    let check = |more: &str| {
        records(&repository.run_in("aims", &["check", "--select", "hygiene", "--as-of", "2026-07-01", "--format", "json", more]))
    };
    assert_eq!(check("--since=HEAD"), ["RSK-002"]);
    repository.git(&["add", "-A"]);
    assert_eq!(check("--staged"), ["RSK-002"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_in_the_index_as_on_the_disk() {
    let repository = committed(&[("clauselint.yaml", MANIFEST), ("real/register.yaml", &register(OLD))]);
    std::os::unix::fs::symlink("real", repository.path().join("linked")).unwrap();
    std::os::unix::fs::symlink("/etc", repository.path().join("out")).unwrap();
    repository.git(&["add", "-A"]);
    let (files, index) = (repository.told(&["--since", "HEAD"]), repository.told(&["--staged"]));
    assert_eq!(files, index);
}

#[test]
fn a_file_that_is_tracked_and_ignored_is_passed_over_at_both() {
    let repository =
        committed(&[("clauselint.yaml", MANIFEST), ("out/register.yaml", &register(OLD)), ("a.yaml", &register(&[]))]);
    repository.write(".gitignore", "out/\n");
    repository.commit();
    repository.write("a.yaml", &register(&[("RSK-004", "ROL-994")]));
    assert_eq!(repository.told(&["--since", "HEAD"]), ["RSK-004"]);
    repository.git(&["add", "-A"]);
    assert_eq!(repository.told(&["--staged"]), ["RSK-004"]);
}

#[test]
fn a_hook_blocks_the_commit_that_breaks_something_and_lets_others_through() {
    let repository = with_old_findings();
    let hook = repository.path().join(".git/hooks/pre-commit");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    let program = env!("CARGO_BIN_EXE_clauselint");
    std::fs::write(&hook, format!("#!/bin/sh\nexec '{program}' check --staged --select hygiene --as-of 2026-07-01\n")).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let tree =
        repository.path().parent().unwrap().join(format!("{}-tree", repository.path().file_name().unwrap().to_str().unwrap()));
    repository.git(&["worktree", "add", "-q", "--detach", tree.to_str().unwrap()]);
    for folder in [repository.path(), &tree] {
        let commit = |arguments: &[&str]| {
            let mut command = Command::new("git");
            command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "m"]);
            command.args(arguments).output().unwrap().status.success()
        };
        std::fs::write(folder.join("readme.md"), "unrelated\n").unwrap();
        git(folder, &["add", "readme.md"]);
        assert!(commit(&[]), "an unrelated change");
        // `git commit -a` judges an index of its own.
        std::fs::write(folder.join("risk/register.yaml"), register(BOTH)).unwrap();
        assert!(!commit(&["-a"]), "a broken reference");
        assert!(!commit(&["risk/register.yaml"]), "the same, named");
        git(folder, &["checkout", "-q", "--", "."]);
    }
    std::fs::remove_dir_all(tree).unwrap();
}

#[test]
fn what_git_cannot_tell_ends_the_run() {
    let repository = with_old_findings();
    let fails = |said: Said, code: &str, help: &str| {
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{said:?}");
        assert!(said.err.contains(code) && said.err.contains(help), "{said:?}");
    };
    fails(repository.check(&["--since", "nowhere"]), "error[git]: git knows no revision nowhere", "help: name a branch");
    fails(repository.check(&["--since", "--upload-pack=x"]), "error", "");
    repository.commit();
    let shallow = Repository::new(&[]);
    let from = format!("file://{}", repository.path().display());
    shallow.git(&["clone", "-q", "--depth", "1", &from, "."]);
    fails(shallow.check(&["--since", "HEAD~1"]), "the clone is shallow", "fetch-depth: 0");
    let bare = Repository::new(&[("clauselint.yaml", MANIFEST)]);
    fails(bare.check(&["--staged"]), "is in no git repository", "leave out --since");
    let mut alone = command(repository.path());
    let alone = said(alone.env("PATH", "/nowhere").args(["check", "--since", "HEAD"]).output().unwrap());
    fails(alone, "git cannot be started", "install git");
}

#[test]
fn a_merge_brings_only_what_neither_side_had() {
    let repository = with_old_findings();
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write("side.yaml", &register(&[("RSK-005", "ROL-995")]));
    repository.commit();
    repository.git(&["checkout", "-q", "main"]);
    repository.write("main.yaml", &register(&[("RSK-006", "ROL-996")]));
    repository.commit();
    repository.git(&["merge", "-q", "--no-commit", "side"]);
    assert_eq!(repository.told(&["--staged"]), [""; 0]);
    repository.write("third.yaml", &register(&[("RSK-008", "ROL-888")]));
    repository.git(&["add", "third.yaml"]);
    assert_eq!(repository.told(&["--staged"]), ["RSK-008"]);
}

#[test]
fn what_is_in_conflict_is_not_judged() {
    let repository = with_old_findings();
    for (branch, owner) in [("side", "ROL-001"), ("main", "ROL-002")] {
        if branch == "side" {
            repository.git(&["checkout", "-q", "-b", "side"]);
        } else {
            repository.git(&["checkout", "-q", "main"]);
        }
        repository.write("risk/register.yaml", &register(&[("RSK-001", owner)]));
        repository.commit();
    }
    let merge = Command::new("git").current_dir(repository.path()).args(["merge", "-q", "side"]).output().unwrap();
    assert!(!merge.status.success());
    let said = repository.check(&["--staged"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("risk/register.yaml is not merged yet"), "{said:?}");
}

const TREE: &str = "risks:\n  - id: RSK-001\n    title: drift\n    owner: ROL-001\n    residual: 4\n    accepted_on: 2026-05-01\n    due: 2026-09-01\n\
                    \x20 - id: RSK-002\n    title: theft\n    owner: ROL-001\nroles:\n  - id: ROL-001\n    title: owner\n  - id: ROL-002\n    title: other\n\
                    entries:\n  - control: A.4.3\n    applicable: yes\n    status: planned\n  - control: A.4.4\n    applicable: yes\n    status: planned\n";

fn changed() -> Repository {
    let repository = committed(&[("clauselint.yaml", MANIFEST), ("all.yaml", TREE)]);
    let mut text = TREE.to_owned();
    for (old, new) in [
        ("residual: 4", "residual: 9"),
        ("    accepted_on: 2026-05-01\n", ""),
        ("A.4.3\n    applicable: yes", "A.4.3\n    applicable: no"),
        ("A.4.4\n    applicable: yes\n    status: planned", "A.4.4\n    applicable: yes\n    status: implemented"),
        ("title: theft\n    owner: ROL-001", "title: theft\n    owner: ROL-999"),
        ("id: RSK-001", "id: RSK-010"),
        ("  - id: ROL-002\n    title: other\n", "  - id: ROL-003\n    title: third\n"),
    ] {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    repository.write("all.yaml", &text);
    repository
}

#[test]
fn diff_tells_a_change_in_words() {
    let said = changed().run(&["diff", "HEAD", "--as-of", "2026-07-01"]);
    assert_eq!(said.status, 0, "{said:?}");
    for line in [
        "Controls excluded and included\n  A.4.3: excluded (applicable: yes → no)\n",
        "Implementation of controls\n  A.4.4: status: planned → implemented\n",
        "  RSK-010 (drift): up (residual: 4 → 9)\n",
        "  RSK-010 (drift): acceptance lost (accepted on: not given any more, was 2026-05-01)\n",
        "  RSK-002 (theft): owner: ROL-001 → ROL-999\n",
        "Added\n  Role: ROL-003 (third)\n",
        "Removed\n  Role: ROL-002 (other)\n",
        "Renamed\n  RSK-001 is now RSK-010 (drift)\n",
        "New findings\n",
        "  error[unresolved-reference]: ",
    ] {
        assert!(said.out.contains(line), "{line:?} is not in {}", said.out);
    }
}

#[test]
fn diff_says_the_same_to_programs_and_in_comments() {
    let repository = changed();
    let markdown = repository.run(&["diff", "HEAD", "--as-of", "2026-07-01", "--format", "markdown"]);
    assert!(
        markdown.out.starts_with("### What this change does\n\n**Controls excluded and included**\n\n- A.4.3: excluded"),
        "{markdown:?}"
    );
    repository.commit();
    let said = repository.run(&["diff", "HEAD~1", "HEAD", "--as-of", "2026-07-01", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let mut schema: serde_json::Value = serde_json::from_str(include_str!("../../schemas/diff.v1.schema.json")).unwrap();
    closed::close(&mut schema);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(value["to"]["revision"], "HEAD");
    assert!(value["changes"].as_array().unwrap().len() >= 5);
}

#[test]
fn what_is_left_out_is_said_to_programs() {
    let said = with_old_findings().check(&["--since", "HEAD", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&value["since"]["revision"], &value["since"]["known"]), (&"HEAD".into(), &1.into()));
}
