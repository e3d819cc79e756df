//! Other people's repositories: nothing in them may keep the tool from judging, nothing may be guessed, and the order of files and the
//! number of threads may not show. They lie beside the project, not in it; without them the tests say so and pass.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a test reads its files and says what it skips"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clauselint::finding::At;
use clauselint::model::Whose;
use clauselint::source::{MemorySystem, RealSystem, System};
use clauselint::workspace::Workspace;
use jiff::civil::Date;

const DAY: Date = Date::constant(2026, 7, 1);

fn root() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests")).join("../shared/corpora")
}

/// The folders of the corpora, sorted; none where they are absent.
fn corpora() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root())
        .map(|entries| entries.flatten().map(|e| e.path()).filter(|p| p.is_dir()).collect())
        .unwrap_or_default();
    folders.sort();
    if folders.is_empty() {
        println!("skipped: no corpora at {}", root().display());
    }
    folders
}

/// One finding as text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    file: String,
    line: u32,
    column: u32,
    code: String,
    severity: &'static str,
    message: String,
    rest: String,
    text: String,
}

fn judge(system: &dyn System) -> Vec<Said> {
    let mut workspace = Workspace::open(system).expect("a corpus can be opened");
    let judged = workspace.judge(DAY);
    let mut said: Vec<Said> = judged.verdicts.iter().map(|v| say(&workspace, &v.finding)).collect();
    said.sort();
    said
}

fn say(workspace: &Workspace, finding: &clauselint::finding::Finding) -> Said {
    let (file, line, column, text) = match finding.at {
        At::Place(place) => {
            let file = workspace.sources.get(place.file);
            let position = file.position(place.span.start);
            let text = file.text.lines().nth(position.line as usize - 1).unwrap_or_default().to_owned();
            (file.path.to_string(), position.line, position.column, text)
        }
        At::Nowhere(why) => (format!("({why:?})"), 0, 0, String::new()),
    };
    let labels: Vec<String> = finding
        .labels
        .iter()
        .map(|l| {
            let file = workspace.sources.get(l.place.file);
            let at = file.position(l.place.span.start);
            format!("{}:{}:{} {}", file.path, at.line, at.column, l.text)
        })
        .collect();
    Said {
        file,
        line,
        column,
        code: finding.code.to_string(),
        severity: finding.severity.word(),
        message: finding.message.clone(),
        rest: format!(
            "label: {}; help: {}; labels: [{}]; notes: [{}]",
            finding.primary,
            finding.help.as_deref().unwrap_or_default(),
            labels.join("; "),
            finding.notes.join("; ")
        ),
        text,
    }
}

/// All files of a folder that would be read, in memory.
fn in_memory(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let system = RealSystem::new(folder);
    let paths = system.walk_all("", &["md", "markdown", "yaml", "yml"]);
    paths.into_iter().map(|path| (path.clone(), system.read(&path, u64::MAX).unwrap_or_default())).collect()
}

/// A workspace that met the files in this order: the first opens it, the others come one by one as an editor would tell them.
fn judge_in_order(files: &[(String, Vec<u8>)]) -> Vec<Said> {
    let mut system = MemorySystem::default();
    let mut workspace = Workspace::open(&system).expect("an empty repository can be opened");
    for (path, bytes) in files {
        system.set(path, bytes.clone());
    }
    for (path, _) in files {
        workspace.apply(&system, std::slice::from_ref(path));
    }
    let judged = workspace.judge(DAY);
    let mut said: Vec<Said> = judged.verdicts.iter().map(|v| say(&workspace, &v.finding)).collect();
    said.sort();
    said
}

#[test]
fn every_corpus_is_judged_and_what_is_said_points_into_it() {
    for folder in corpora() {
        let said = judge(&RealSystem::new(&folder));
        println!("{}: {} findings", folder.display(), said.len());
        for finding in &said {
            assert!(finding.line == 0 || folder.join(&finding.file).is_file(), "{finding:?} points outside {}", folder.display());
            assert!(!finding.message.is_empty() && !finding.message.contains('\n'), "{finding:?}");
        }
    }
}

#[test]
fn what_is_not_recognised_is_not_guessed() {
    for folder in corpora() {
        let system = RealSystem::new(&folder);
        let mut workspace = Workspace::open(&system).expect("a corpus can be opened");
        let judged = workspace.judge(DAY);
        for facts in workspace.index.files().filter(|f| !workspace.is_pack(f.file)) {
            match &facts.whose {
                Whose::NotOurs => {
                    assert!(facts.records.is_empty(), "{} is not ours and holds {} records", facts.path, facts.records.len());
                }
                Whose::Ours(reasons) => assert!(!reasons.is_empty(), "{} is ours without a reason", facts.path),
                Whose::Template { .. } => {
                    assert!(facts.records.is_empty(), "{} is a template and evidences something", facts.path);
                }
            }
        }
        for verdict in &judged.verdicts {
            let Some(place) = verdict.finding.at.place() else { continue };
            // A document whose title names the standard is judged for what it cites, whatever else it is.
            let cites = workspace.index.facts(place.file).is_some_and(|f| f.mentions.iter().any(|m| m.cited().is_some()));
            assert!(
                workspace.is_told(place.file) || cites,
                "{} is told of {}",
                verdict.finding.code,
                workspace.sources.get(place.file).path
            );
        }
    }
}

#[test]
fn the_order_of_files_does_not_show() {
    for folder in corpora() {
        let mut files = in_memory(&folder);
        let expected = judge(&files.iter().cloned().collect::<MemorySystem>());
        files.reverse();
        assert_eq!(judge_in_order(&files), expected, "{} backwards", folder.display());
        let middle = files.len() / 2;
        files.rotate_left(middle);
        assert_eq!(judge_in_order(&files), expected, "{} from the middle", folder.display());
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    for folder in corpora() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| judge(&RealSystem::new(&folder)))
        };
        assert_eq!(with(1), with(2), "{}", folder.display());
    }
}

/// Draws fifty findings for a person to judge: `cargo test --test corpora sample -- --ignored`.
#[test]
#[ignore = "writes target/corpora-sample.md for a person to read"]
fn sample() {
    let mut all: Vec<(String, Said)> = Vec::new();
    for folder in corpora() {
        let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // As on a first day: with the manifest that says which standard it is about, so that absences are told too.
        let mut system: MemorySystem = in_memory(&folder).into_iter().collect();
        system.set("clauselint.yaml", "standard: ISO/IEC 42001:2023\nstage: 1\n");
        all.extend(judge(&system).into_iter().map(|s| (name.clone(), s)));
    }
    let total = all.len();
    // Fifty of them, each as likely as any other: a shuffle that begins with the same number each time.
    let mut state = 42_001_u64;
    let mut random = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    for i in 0..total.min(50) {
        let other = i + random(total - i);
        all.swap(i, other);
    }
    let drawn = &all[..total.min(50)];
    let mut text = format!("# {} of {total} findings over the corpora, as of {DAY}\n", drawn.len());
    for (i, (corpus, s)) in drawn.iter().enumerate() {
        let place = format!("{corpus}/{}:{}:{}", s.file, s.line, s.column);
        let quoted = s.text.trim();
        let _ = write!(
            text,
            "\n## {}. {} [{}]\n\n`{place}`\n\n> {quoted}\n\n{}\n\n{}\n\nJudgement:\n",
            i + 1,
            s.severity,
            s.code,
            s.message,
            s.rest
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/corpora-sample.md");
    std::fs::write(&path, text).expect("the sample can be written");
    println!("{}", path.display());
}
