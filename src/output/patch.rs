//! Changes to files as a patch that `git apply` and people understand.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use super::legible;
use super::summary::count;

/// Lines around a change.
const AROUND: usize = 3;

/// The change of one file; `before` is none for a new one.
pub fn patch(path: &str, before: Option<&str>, after: &str, colour: bool) -> String {
    let style = |colour_: AnsiColor| if colour { Style::new().fg_color(Some(colour_.into())) } else { Style::new() };
    let (bold, faint) = if colour { (Style::new().bold(), style(AnsiColor::Cyan)) } else { (Style::new(), Style::new()) };
    let path = legible::line(path);
    let old = if before.is_some() { format!("a/{path}") } else { "/dev/null".to_owned() };
    let mut text = format!("{bold}--- {old}{bold:#}\n{bold}+++ b/{path}{bold:#}\n");
    let compared = TextDiff::from_lines(before.unwrap_or_default(), after);
    for hunk in compared.unified_diff().context_radius(AROUND).iter_hunks() {
        let _ = writeln!(text, "{faint}{}{faint:#}", hunk.header());
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Equal => (' ', Style::new()),
                ChangeTag::Delete => ('-', style(AnsiColor::Red)),
                ChangeTag::Insert => ('+', style(AnsiColor::Green)),
            };
            let line = change.value().trim_end_matches('\n');
            let (line, end) = line.strip_suffix('\r').map_or((line, ""), |line| (line, "\r"));
            let mut shown = String::with_capacity(line.len());
            legible::push(&mut shown, line);
            let _ = writeln!(text, "{style}{sign}{shown}{style:#}{end}");
            if change.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// How much was fixed, or would be, and what is left for `--unsafe`: one line, without its end.
pub fn fixed(findings: usize, files: usize, proposals: usize, written: bool) -> String {
    let line = match findings {
        0 if proposals > 0 => "nothing to fix safely".to_owned(),
        0 => "nothing to fix".to_owned(),
        _ => {
            let verb = if written { "fixed" } else { "would fix" };
            format!("{verb} {} in {}", count(findings, "finding", "findings"), count(files, "file", "files"))
        }
    };
    match (findings, proposals) {
        (_, 0) => line,
        (0, n) => format!("{line}; {n} with --unsafe"),
        (_, n) => format!("{line}; {n} more with --unsafe"),
    }
}

/// A file that was not written, and why.
pub fn left(path: &str, why: &str) -> String {
    format!("{} is left as it is: {}", legible::line(path), legible::line(why))
}
