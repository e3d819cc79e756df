//! How long an editor waits: edits of a fixed seed, replayed through the protocol to the real server over a synthetic repository.
//!
//! Measured is from the bytes of `didChange` to the bytes of the publication that bears the version of the edit; nothing waits on purpose, on
//! either side. See `README.md` here for the mix and the figures.
//!
//! `cargo bench --bench editor` measures; `-- DOCUMENTS EDITS` does so for other numbers than 10,000 and 2,000; `-- DOCUMENTS EDITS FOLDER` in a
//! repository that is there already.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program of its own, not a part of the engine"
)]

mod aims;
mod replay;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use replay::{Session, Timed};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let number = |at: usize, default: usize| arguments.get(at).map_or(Some(default), |text| text.parse().ok());
    let done = match (number(0, 10_000), number(1, 2_000)) {
        (Some(documents), Some(edits)) if arguments.len() < 4 => run(documents, edits, arguments.get(2).map(PathBuf::from)),
        _ => Err(format!("expected `DOCUMENTS EDITS FOLDER` or fewer of them; found {arguments:?}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("editor: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(documents: usize, edits: usize, folder: Option<PathBuf>) -> Result<(), String> {
    let temporary = tempfile::tempdir().map_err(|e| e.to_string())?;
    let files = aims::generate(documents, aims::SEED);
    let root = match folder {
        Some(folder) => folder.canonicalize().map_err(|e| format!("{}: {e}", folder.display()))?,
        None => {
            write(temporary.path(), &files)?;
            temporary.path().to_path_buf()
        }
    };
    let input: usize = files.iter().map(|(_, text)| text.len()).sum();
    let (mut session, began) = Session::begin(&root, files)?;
    println!("{documents} documents, {:.1} MB, {edits} edits", input as f64 / 1e6);
    println!(
        "first diagnostics of an open document after {:.0} ms, of the whole repository after {:.0} ms",
        began.first, began.whole
    );
    let timed = session.replay(edits)?;
    print(&timed);
    match session.peak_memory() {
        Some(peak) => println!("\npeak memory {:.1} MB, {:.2} times the input", peak as f64 / 1e6, peak as f64 / input as f64),
        None => println!("\npeak memory is read from Linux's /proc"),
    }
    session.end()
}

fn write(folder: &Path, files: &[aims::File]) -> Result<(), String> {
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}

fn print(timed: &[Timed]) {
    println!("\n| edits | number | median, ms | 95 in 100 | 99 in 100 | most | CPU median, ms | 95 in 100 |");
    println!("|---|---|---|---|---|---|---|---|");
    for what in ["prose", "cell", "id", "open", "all"] {
        let of: Vec<&Timed> = timed.iter().filter(|t| t.what == what || what == "all" && t.what != "open").collect();
        let (wall, cpu) = (sorted(of.iter().map(|t| t.wall)), sorted(of.iter().map(|t| t.cpu)));
        println!(
            "| {what} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} |",
            of.len(),
            at(&wall, 50),
            at(&wall, 95),
            at(&wall, 99),
            at(&wall, 100),
            at(&cpu, 50),
            at(&cpu, 95),
        );
    }
    if std::env::var_os("SLOWEST").is_some() {
        let mut slowest: Vec<&Timed> = timed.iter().collect();
        slowest.sort_by(|a, b| b.cpu.total_cmp(&a.cpu));
        for t in slowest.iter().take(60) {
            println!("{:.1} ms, {:.1} ms CPU: {} in {}: {}", t.wall, t.cpu, t.what, t.path, t.edit);
        }
    }
}

fn sorted(of: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = of.collect();
    all.sort_by(f64::total_cmp);
    all
}

/// The least value that is not below so many in a hundred.
fn at(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}
