//! What a child process cost: processor time, wall time, peak memory.

pub mod child;
pub mod hook;

use std::path::Path;
use std::process::Command;

/// What one run cost.
#[derive(Clone, Copy)]
pub struct Cost {
    /// User and system seconds of all threads, from the start of the process.
    pub cpu: f64,
    /// Of these, what the work took: all but the start of the program.
    pub work: f64,
    /// Seconds from the start of the work to its end.
    pub wall: f64,
    /// Most resident bytes at any time.
    pub memory: u64,
    /// Bytes of the files read.
    pub input: u64,
    /// Events of the peer, findings of the check.
    pub said: u64,
}

impl Cost {
    /// What any run is cheaper than.
    pub fn worst() -> Self {
        Self { cpu: f64::INFINITY, work: f64::INFINITY, wall: f64::INFINITY, memory: u64::MAX, input: 0, said: 0 }
    }

    /// Runs this program once as a child and reads what it says of itself.
    pub fn of_child(what: &str, folder: &Path) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|e| e.to_string())?;
        let output = Command::new(program).args(["once", what]).arg(folder).output().map_err(|e| e.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        Self::parse(&text).ok_or_else(|| format!("the child `{what}` failed: {text}{}", String::from_utf8_lossy(&output.stderr)))
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let mut number = || words.next()?.parse::<f64>().ok();
        let (cpu, work, wall) = (number()?, number()?, number()?);
        let mut whole = || words.next()?.parse::<u64>().ok();
        Some(Self { cpu, work, wall, memory: whole()?, input: whole()?, said: whole()? })
    }

    /// The lower of each figure.
    pub fn cheaper(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.min(other.cpu),
            work: self.work.min(other.work),
            wall: self.wall.min(other.wall),
            memory: self.memory.min(other.memory),
            input: other.input,
            said: other.said,
        }
    }

    /// Input in millions of bytes.
    pub fn megabytes(&self) -> f64 {
        self.input as f64 / 1e6
    }

    /// Processor seconds per million bytes.
    pub fn per_megabyte(&self) -> f64 {
        self.cpu / self.megabytes()
    }

    /// Peak memory over input.
    pub fn memory_ratio(&self) -> f64 {
        self.memory as f64 / self.input as f64
    }
}

/// True where the figures can be had.
pub fn possible() -> bool {
    processor_time().is_some() && peak_memory().is_some()
}

/// Seconds that this process's threads have run, to the nanosecond. A thread that has ended is no longer counted, so neither child
/// ends any: rayon's pool lives as long as the process.
pub fn processor_time() -> Option<f64> {
    // What the running thread has run since the kernel last looked is told once it gives way.
    std::thread::yield_now();
    let mut nanoseconds = 0_u64;
    for task in std::fs::read_dir("/proc/self/task").ok()? {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += text.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(nanoseconds as f64 / 1e9)
}

/// Seconds that the children that have ended ran, to the hundredth.
pub fn children_time() -> Option<f64> {
    /// Ticks in a second: Linux tells the same to all programs.
    const TICKS: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name, in brackets, may hold anything. The two times are the fourteenth and fifteenth word after it.
    let mut times = text.rsplit_once(')')?.1.split_whitespace().skip(13);
    let mut next = || times.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / TICKS)
}

/// The most bytes that were ever resident.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// The processor and how many threads it gives.
pub fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .map_or("unknown processor", |m| m.trim_start_matches(['\t', ' ', ':']));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {threads} threads")
}
