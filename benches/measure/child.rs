//! The two things that are compared.

use std::path::Path;
use std::time::Instant;

use clauselint::cli::threads;
use clauselint::source::{RealSystem, System};
use clauselint::workspace::Workspace;
use granit_parser::Parser as Yaml;
use jiff::civil::Date;
use pulldown_cmark::{Options, Parser as Markdown};

/// Does the work once and prints its cost on one line, as `Cost` reads it.
pub fn once(folder: &Path, work: fn(&RealSystem) -> Result<(u64, u64), String>) -> Result<(), String> {
    let so_far = || super::processor_time().ok_or("no processor time in /proc/self");
    let (start, begun) = (so_far()?, Instant::now());
    let (input, said) = work(&RealSystem::new(folder))?;
    let wall = begun.elapsed().as_secs_f64();
    let cpu = so_far()?;
    let memory = super::peak_memory().ok_or("no peak memory in /proc/self")?;
    println!("{cpu:.6} {:.6} {wall:.6} {memory} {input} {said}", cpu - start);
    Ok(())
}

/// Reads each file that `check` would look at and drains the events of the parser of its format. Bytes read, events seen.
pub fn peer(system: &RealSystem) -> Result<(u64, u64), String> {
    let (mut bytes, mut events) = (0, 0);
    for path in system.walk("", &["md", "markdown", "yaml", "yml"]) {
        let text =
            String::from_utf8(system.read(&path, u64::MAX).map_err(|e| e.to_string())?).map_err(|e| format!("{path}: {e}"))?;
        bytes += text.len() as u64;
        events += if clauselint::model::read::is_markdown(&path) { drain_markdown(&text) } else { drain_yaml(&text) };
    }
    Ok((bytes, events))
}

fn drain_yaml(text: &str) -> u64 {
    let mut parser = Yaml::new_from_str(text);
    let mut events = 0;
    while let Some(Ok((event, span))) = parser.next_event() {
        std::hint::black_box((event, span.byte_range()));
        events += 1;
    }
    events
}

/// The front matter goes to the YAML parser, the rest to the Markdown parser with the options of `syntax::markdown`.
fn drain_markdown(text: &str) -> u64 {
    let end = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")).map_or(0, |at| at + 8);
    let front = if end == 0 { 0 } else { drain_yaml(&text[4..end - 4]) };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    front + Markdown::new_ext(&text[end..], options).into_offset_iter().map(std::hint::black_box).count() as u64
}

/// What `clauselint check` does before it reads a document: the packs of the manifest are loaded. Nothing is counted.
pub fn packs(system: &RealSystem) -> Result<(u64, u64), String> {
    threads::for_a_run();
    std::mem::forget(Workspace::open(system).map_err(|e| e.to_string())?);
    Ok((0, 0))
}

/// What `clauselint check` does before it prints. Bytes of the files looked at, findings.
pub fn check(system: &RealSystem) -> Result<(u64, u64), String> {
    threads::for_a_run();
    let mut workspace = Workspace::open(system).map_err(|e| e.to_string())?;
    let judged = workspace.judge(Date::constant(2026, 7, 1));
    let bytes = workspace
        .index
        .files()
        .filter(|f| !workspace.is_pack(f.file))
        .map(|f| workspace.sources.get(f.file).text.len() as u64)
        .sum();
    let findings = judged.verdicts.len() as u64;
    // The process ends here; what tears the workspace down is no part of a command-line run either.
    std::mem::forget(workspace);
    Ok((bytes, findings))
}
