//! What a pre-commit hook costs: `check --staged` beside plain `check`, on a repository of git in which one document has changed.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What runs of a command cost.
#[derive(Clone, Copy)]
pub struct Run {
    /// Seconds that the quickest took.
    pub wall: f64,
    /// Processor seconds of all threads, and of the programs that they start: of one run of the quickest [`ROUND`].
    pub cpu: f64,
}

/// So many runs are timed together: processor time is told in hundredths of a second.
const ROUND: u32 = 5;

/// The two commands.
pub struct Hook {
    pub plain: Run,
    pub staged: Run,
}

/// Puts a folder of documents under git, changes and stages one, and measures rounds of both by turns.
pub fn measure(folder: &Path, rounds: usize) -> Result<Hook, String> {
    git(folder, &["init", "--quiet"])?;
    git(folder, &["add", "--all"])?;
    git(folder, &["-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "--message", "all"])?;
    change(folder)?;
    git(folder, &["add", "--all"])?;
    let worst = Run { wall: f64::INFINITY, cpu: f64::INFINITY };
    let mut hook = Hook { plain: worst, staged: worst };
    for _ in 0..rounds {
        hook.plain.round(folder, &["check"])?;
        hook.staged.round(folder, &["check", "--staged"])?;
    }
    Ok(hook)
}

impl Run {
    fn round(&mut self, folder: &Path, arguments: &[&str]) -> Result<(), String> {
        let before = super::children_time().ok_or("no times of children in /proc/self/stat")?;
        for _ in 0..ROUND {
            self.once(folder, arguments)?;
        }
        let after = super::children_time().ok_or("no times of children in /proc/self/stat")?;
        self.cpu = self.cpu.min((after - before) / f64::from(ROUND));
        Ok(())
    }

    fn once(&mut self, folder: &Path, arguments: &[&str]) -> Result<(), String> {
        let start = Instant::now();
        let mut program = Command::new(env!("CARGO_BIN_EXE_clauselint"));
        program.args(arguments).args(["--as-of", "2026-07-01"]).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
        let status = program.status().map_err(|e| e.to_string())?;
        // Findings are expected; a program that could not judge would be quick.
        if status.code().is_none_or(|code| code > 1) {
            return Err(format!("clauselint {} ended with {status}", arguments.join(" ")));
        }
        self.wall = self.wall.min(start.elapsed().as_secs_f64());
        Ok(())
    }
}

/// Adds a sentence to the first document.
fn change(folder: &Path) -> Result<(), String> {
    let mut folders = vec![folder.to_owned()];
    let mut documents = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| e.to_string())?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.extend((!path.ends_with(".git")).then_some(path));
            } else if path.extension().is_some_and(|ending| ending == "md") {
                documents.push(path);
            }
        }
    }
    let first = documents.into_iter().min().ok_or("no document to change")?;
    let text = std::fs::read_to_string(&first).map_err(|e| e.to_string())?;
    std::fs::write(&first, text + "\nOne more sentence, which the next commit brings.\n").map_err(|e| e.to_string())
}

fn git(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let status = Command::new("git").current_dir(folder).args(arguments).status().map_err(|e| format!("git: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("git {} failed", arguments.join(" "))) }
}
