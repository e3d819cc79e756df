//! What `init` says: what was written, what was understood, and what is worth a look first.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::human::shown;
use super::page::Page;
use super::summary::count;
use super::{legible, table, wrap};
use crate::answers::begin::{Understood, Worth};
use crate::finding::{At, Severity};
use crate::workspace::{MANIFEST, Workspace};

/// The file of a scaffold that a reader is sent to.
const GUIDE: &str = "README.md";

/// What there is to say of documents that were there.
#[derive(Debug)]
pub struct Begun<'a> {
    /// The repository.
    pub workspace: &'a Workspace,
    /// Its root as the user would write it.
    pub root: &'a str,
    /// What was understood.
    pub understood: &'a [Understood],
    /// Files that were not.
    pub strangers: usize,
    /// How many of those are suggested in the manifest.
    pub suggested: usize,
    /// The findings to show.
    pub first: &'a [Worth],
    /// Write ANSI colour sequences.
    pub colour: bool,
}

/// Says what was understood, what is wrong with it, and what was written.
pub fn documents(begun: &Begun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<[String; 4]> = begun
        .understood
        .iter()
        .map(|row| {
            let records = if row.records == 0 { String::new() } else { row.records.to_string() };
            [&row.kind, &*shown(begun.root, &row.path), &records, &row.how].map(legible::line)
        })
        .collect();
    let mut page = Page { workspace: begun.workspace, root: begun.root, colour: begun.colour, out };
    if !rows.is_empty() {
        let head = ["kind", "where", "records", "how it is known"].map(str::to_owned);
        let mut rows = rows;
        rows.insert(0, head);
        let widths = table::widths(&rows);
        let faint = if page.colour { Style::new().dimmed() } else { Style::new() };
        for (i, row) in rows.iter().enumerate() {
            let line = table::line(row, widths, [false, false, true, false]);
            if i == 0 { writeln!(page.out, "{faint}{line}{faint:#}")? } else { writeln!(page.out, "{line}")? }
        }
    }
    if begun.strangers > 0 {
        let more = match begun.suggested {
            0 => String::new(),
            n => format!("; {n} of them may belong to the management system, see {MANIFEST}"),
        };
        writeln!(page.out, "\n{} not recognised{more}", count(begun.strangers, "file was", "files were"))?;
    }
    if !begun.first.is_empty() {
        page.section("Worth a look first")?;
        for worth in begun.first {
            finding(&mut page, worth)?;
        }
    }
    Ok(())
}

/// Says what was written into an empty folder, a paragraph for each folder.
pub fn whole(paths: &[&str], root: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut folders: Vec<(String, Vec<&str>)> = Vec::new();
    for path in paths {
        let (folder, name) = path.rsplit_once('/').map_or(("", *path), |(folder, name)| (folder, name));
        let folder = if folder.is_empty() { "./".to_owned() } else { format!("{folder}/") };
        match folders.iter_mut().find(|(other, _)| *other == folder) {
            Some((_, names)) => names.push(name),
            None => folders.push((folder, vec![name])),
        }
    }
    folders.sort();
    let place = if root == "." { String::new() } else { format!(" in {}", legible::line(root)) };
    writeln!(out, "wrote {}{place}:\n", count(paths.len(), "file", "files"))?;
    let widest = folders.iter().map(|(folder, _)| folder.chars().count()).max().unwrap_or_default();
    for (folder, names) in &folders {
        let first = format!("  {:<widest$}  ", legible::line(folder));
        let names: Vec<String> = names.iter().map(|name| legible::line(name)).collect();
        for line in wrap::lines(&first, &format!("  {:widest$}  ", ""), &names.join(", ")) {
            writeln!(out, "{line}")?;
        }
    }
    let here = if root == "." { String::new() } else { format!(" {}", legible::line(root)) };
    writeln!(
        out,
        "\nWhat stands in brackets is to be filled in: `clauselint check{here}` lists every blank and says what belongs there."
    )?;
    // One that was there already stays, and says something else.
    if paths.contains(&GUIDE) { writeln!(out, "{GUIDE} says in which order to go about it.") } else { Ok(()) }
}

/// A finding in three lines: what, where, what to do.
fn finding(page: &mut Page<'_>, worth: &Worth) -> io::Result<()> {
    let finding = &worth.shown.finding;
    let style = match finding.severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Advice => AnsiColor::Blue,
    };
    let style = if page.colour { Style::new().bold().fg_color(Some(style.into())) } else { Style::new() };
    let head = format!("{}[{}]", finding.severity.word(), finding.code);
    writeln!(page.out, "\n  {style}{head}{style:#}: {}", legible::line(&finding.message))?;
    let at = match finding.at {
        At::Place(place) => {
            let file = page.workspace.sources.get(place.file);
            Some(format!("{}:{}", shown(page.root, &file.path), file.position(place.span.start).line))
        }
        At::Nowhere(_) => None,
    };
    if let Some(at) = at {
        let more = if worth.more > 0 { format!(" ({} more like it)", worth.more) } else { String::new() };
        writeln!(page.out, "    {}{more}", legible::line(&at))?;
    }
    if let Some(help) = &finding.help {
        page.hanging("    help: ", "          ", help)?;
    }
    Ok(())
}
