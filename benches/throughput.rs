//! What `check` costs beside what merely reading costs, in one run on one machine.
//!
//! The peer reads the same files and drains the same two parsers' events, and does nothing else: the least that any tool over these
//! parsers can spend. Both are measured as processor time (user and system, all threads) of child processes of this program, so that
//! neither sees the other's memory. See `README.md` here for the figures and how they were made.
//!
//! `cargo bench --bench throughput` measures; `-- generate FOLDER DOCUMENTS` writes a synthetic repository; `-- once check FOLDER`
//! is one child, to be run under a profiler.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program of its own, not a part of the engine"
)]

mod aims;
mod measure;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use measure::hook::{self, Hook};
use measure::{Cost, child};

/// Runs of each child; the cheapest counts, as everything else on the machine can only add.
const RUNS: usize = 5;

/// What says that a folder is a management system's.
const MANIFEST: &str = "clauselint.yaml";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] => measure_all(),
        ["generate", folder, documents] => match documents.parse() {
            Ok(documents) => write(Path::new(folder), documents),
            Err(_) => Err(format!("not a number of documents: {documents}")),
        },
        ["once", "peer", folder] => child::once(Path::new(folder), child::peer),
        ["once", "check", folder] => child::once(Path::new(folder), child::check),
        ["once", "packs", folder] => child::once(Path::new(folder), child::packs),
        other => {
            Err(format!("expected nothing, `generate FOLDER DOCUMENTS`, or `once peer|check|packs FOLDER`; found {other:?}"))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("throughput: {why}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path, documents: usize) -> Result<(), String> {
    for (path, text) in aims::generate(documents, aims::SEED) {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}

struct Row {
    documents: usize,
    peer: Cost,
    check: Cost,
    /// Of the runs, each beside the peer's next to it, the middle one: the least of each may come from other minutes of a busy machine.
    ratio: f64,
}

fn measure_all() -> Result<(), String> {
    if !measure::possible() {
        println!("throughput: skipped, as processor time and memory are read from Linux's /proc");
        return Ok(());
    }
    let temporary = tempfile::tempdir().map_err(|e| e.to_string())?;
    println!("{}\n", measure::machine());
    println!(
        "| documents | MB | peer, CPU s | check, CPU s | check / peer | check, wall s | peak memory, MB | memory / input | CPU ms per MB | findings |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mut rows = Vec::new();
    for documents in [100, 1_000, 10_000] {
        let folder = temporary.path().join(documents.to_string());
        write(&folder, documents)?;
        let row = measure_folder(documents, &folder)?;
        row.print();
        rows.push(row);
    }
    let example = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/complete");
    let packs = temporary.path().join("packs");
    std::fs::create_dir(&packs)
        .and_then(|()| std::fs::copy(example.join(MANIFEST), packs.join(MANIFEST)))
        .map_err(|e| e.to_string())?;
    let mut loaded = Cost::worst();
    for _ in 0..RUNS {
        loaded = loaded.cheaper(Cost::of_child("packs", &packs)?);
    }
    let (example, packs) = (measure_folder(0, &example)?, measure_folder(0, &packs)?);
    println!();
    if let [_, thousand, ten_thousand] = rows.as_slice() {
        let ratio = ten_thousand.check.per_megabyte() / thousand.check.per_megabyte();
        println!("time per MB at 10,000 documents over that at 1,000: {ratio:.2} (1.00 is linear)");
        println!("check over peer at 10,000 documents: {:.2} (target: at most 4)", ten_thousand.ratio);
        println!("peak memory over input at 10,000 documents: {:.2} (target: at most 4)", ten_thousand.check.memory_ratio());
    }
    println!(
        "check of examples/complete: {:.1} ms CPU, {:.1} ms wall (target: about 20 ms CPU)",
        example.check.cpu * 1e3,
        example.check.wall * 1e3
    );
    println!(
        "packs load: {:.1} ms CPU, {:.1} ms wall (target: about 3 ms CPU); with the start of the program {:.1} ms CPU",
        loaded.work * 1e3,
        loaded.wall * 1e3,
        loaded.cpu * 1e3
    );
    println!("check of a manifest and no document: {:.1} ms CPU, {:.1} ms wall", packs.check.cpu * 1e3, packs.check.wall * 1e3);
    hook(&temporary.path().join("1000"))
}

/// The program itself, as a hook calls it.
fn hook(folder: &Path) -> Result<(), String> {
    let Hook { plain, staged } = hook::measure(folder, RUNS)?;
    println!(
        "the hook at 1,000 documents, one of them changed: `check --staged` {:.0} ms wall, {:.0} ms CPU; `check` {:.0} ms wall, {:.0} ms CPU; \
         {:.2} times its CPU, {:.2} times its wall time (target: at most 1.4, and 250 ms CPU)",
        staged.wall * 1e3,
        staged.cpu * 1e3,
        plain.wall * 1e3,
        plain.cpu * 1e3,
        staged.cpu / plain.cpu,
        staged.wall / plain.wall
    );
    Ok(())
}

/// Measures peer and check by turns, so that a slow minute of the machine hits both.
fn measure_folder(documents: usize, folder: &Path) -> Result<Row, String> {
    let (mut peer, mut check) = (Cost::worst(), Cost::worst());
    let mut ratios = Vec::new();
    for _ in 0..RUNS {
        let (one, other) = (Cost::of_child("peer", folder)?, Cost::of_child("check", folder)?);
        ratios.push(other.cpu / one.cpu);
        (peer, check) = (peer.cheaper(one), check.cheaper(other));
    }
    ratios.sort_by(f64::total_cmp);
    Ok(Row { documents, peer, check, ratio: ratios[RUNS / 2] })
}

impl Row {
    fn print(&self) {
        println!(
            "| {} | {:.2} | {:.4} | {:.4} | {:.2} | {:.4} | {:.1} | {:.2} | {:.1} | {} |",
            self.documents,
            self.check.megabytes(),
            self.peer.cpu,
            self.check.cpu,
            self.ratio,
            self.check.wall,
            self.check.memory as f64 / 1e6,
            self.check.memory_ratio(),
            self.check.per_megabyte() * 1e3,
            self.check.said,
        );
    }
}
