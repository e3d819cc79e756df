//! Case files: Markdown that reads as documentation and is run as tests.
//!
//! A heading begins a case. Fences that name a path (`yaml risk/register.yaml`) are its files; `# <- code` or `<!-- <- code -->` at the end of
//! a line marks a finding there (alone on a line: on the next line), and stays in the text as the comment that it is. The fence `(repository)`
//! marks findings without a place. `text output` holds what the program prints, `text error` why it judges nothing. Lines before the first
//! case hold for all cases of the file.

use std::path::{Path, PathBuf};

/// A file of cases.
pub struct CaseFile {
    /// Where it is, on disk.
    pub path: PathBuf,
    /// Its lines.
    pub lines: Vec<String>,
    /// Its cases, in order.
    pub cases: Vec<Case>,
}

/// One repository and what is to be said of it.
#[derive(Clone, Default)]
pub struct Case {
    /// Its heading.
    pub title: String,
    /// The heading's line, from 1.
    pub line: usize,
    /// Its files.
    pub files: Vec<Fence>,
    /// The day; the runner's own where the case states none.
    pub as_of: Option<String>,
    /// Codes that are looked at; all if empty. `built-in` stands for all of the language layer.
    pub only: Vec<String>,
    /// Codes that it shows to be silent.
    pub silent: Vec<String>,
    /// The rendered output.
    pub output: Option<Fence>,
    /// Why nothing can be judged.
    pub error: Option<Fence>,
}

/// A fenced block.
#[derive(Clone)]
pub struct Fence {
    /// What stands after the language: a path, `(repository)`, `output`, `error`.
    pub name: String,
    /// Words after the name: how the text becomes bytes.
    pub flags: Vec<String>,
    /// First line of the text, as an index into the file's lines.
    pub from: usize,
    /// The line of the closing fence.
    pub to: usize,
    /// The text.
    pub text: String,
}

impl CaseFile {
    /// Reads a file.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let cases = parse(&lines, path);
        Self { path: path.to_owned(), lines, cases }
    }
}

fn parse(lines: &[String], path: &Path) -> Vec<Case> {
    let mut common = Case::default();
    let mut cases: Vec<Case> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.to_owned(), line: at + 1, ..common.clone() });
        } else if line.starts_with("```") {
            let fence = fence(lines, at, path);
            at = fence.to;
            keep(cases.last_mut().unwrap_or(&mut common), fence);
        } else {
            let case = cases.last_mut().unwrap_or(&mut common);
            let codes = |rest: &str| rest.split(',').map(|c| c.trim().to_owned()).collect::<Vec<_>>();
            if let Some(day) = line.strip_prefix("as-of:") {
                case.as_of = Some(day.trim().to_owned());
            } else if let Some(rest) = line.strip_prefix("only:") {
                case.only = codes(rest);
            } else if let Some(rest) = line.strip_prefix("silent:") {
                case.silent = codes(rest);
            }
        }
        at += 1;
    }
    cases.retain(|c| !c.files.is_empty());
    cases
}

fn keep(case: &mut Case, fence: Fence) {
    match fence.name.as_str() {
        "" => {}
        "output" => case.output = Some(fence),
        "error" => case.error = Some(fence),
        _ => case.files.push(fence),
    }
}

fn fence(lines: &[String], at: usize, path: &Path) -> Fence {
    let ticks = lines[at].len() - lines[at].trim_start_matches('`').len();
    let mut words = lines[at][ticks..].split_whitespace().skip(1).map(str::to_owned);
    let closes = |l: &String| l.trim_end().len() >= ticks && l.trim_end().bytes().all(|b| b == b'`');
    let length = lines[at + 1..].iter().position(closes);
    let to = at + 1 + length.unwrap_or_else(|| panic!("{}:{}: this fence is not closed", path.display(), at + 1));
    let text: String = lines[at + 1..to].iter().flat_map(|l| [l.as_str(), "\n"]).collect();
    Fence { name: words.next().unwrap_or_default(), flags: words.collect(), from: at + 1, to, text }
}

impl Fence {
    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.text.clone().into_bytes();
        for flag in &self.flags {
            bytes = match flag.as_str() {
                "crlf" => String::from_utf8_lossy(&bytes).replace('\n', "\r\n").into_bytes(),
                "bom" => [&b"\xEF\xBB\xBF"[..], &bytes].concat(),
                "latin-1" => String::from_utf8_lossy(&bytes).chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
                other => panic!("no such flag: {other}"),
            };
        }
        bytes
    }

    /// Codes that its lines are marked with, and the line.
    pub fn marks(&self) -> Vec<(u32, String)> {
        let mut marks = Vec::new();
        for (number, line) in (1u32..).zip(self.text.lines()) {
            let trimmed = line.trim_end();
            let cell = trimmed.strip_suffix('|').map_or(trimmed, str::trim_end);
            let bare = cell.strip_suffix("-->").unwrap_or(trimmed);
            let marked = ["<!-- <- ", "# <- "].iter().find_map(|sign| bare.rsplit_once(sign));
            let whole = bare.strip_prefix("<- ").filter(|_| self.name == "(repository)");
            let (before, codes) = match (marked, whole) {
                (_, Some(codes)) => ("x", codes),
                (Some(marked), None) => marked,
                (None, None) => continue,
            };
            let at = if before.trim().is_empty() { number + 1 } else { number };
            marks.extend(codes.split(',').map(|c| (at, c.trim().to_owned())));
        }
        marks
    }
}
