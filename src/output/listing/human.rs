//! The listing for people: a line a file, or a line a record.

use std::io::{self, Write};

use crate::answers::{FileEntry, Listing, Standing};
use crate::output::human::shown;
use crate::output::summary::count;
use crate::output::{legible, table};

/// What to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Give the reasons, and list files that are not ours, too.
    pub why: bool,
    /// List records, not files.
    pub records: bool,
}

/// Writes the listing. Paths are shown below `root`, see [`crate::output::Report::root`].
pub fn write(listing: &Listing, root: &str, options: Options, out: &mut dyn Write) -> io::Result<()> {
    if options.records { records(listing, root, out) } else { files(listing, root, options.why, out) }
}

fn files(listing: &Listing, root: &str, why: bool, out: &mut dyn Write) -> io::Result<()> {
    let entries: Vec<&FileEntry> = listing.files.iter().filter(|file| why || file.standing != Standing::NotOurs).collect();
    let rows: Vec<[String; 3]> =
        entries.iter().map(|file| [legible::line(&shown(root, &file.path)), taken_for(file), carried(file)]).collect();
    let widths = table::widths(&rows);
    for (file, row) in entries.iter().zip(&rows) {
        writeln!(out, "{}", table::line(row, widths, [false; 3]))?;
        if why {
            for reason in &file.why {
                writeln!(out, "    {}", legible::line(reason))?;
            }
            if let Some(suggestion) = &file.suggestion {
                writeln!(out, "    to have it read, under `documents:` in the manifest: {}", legible::line(suggestion))?;
            }
        }
    }
    closing(listing, why, out)
}

/// How much there is; and that there is more, if it was left out.
fn closing(listing: &Listing, why: bool, out: &mut dyn Write) -> io::Result<()> {
    let ours = listing.files.iter().filter(|file| matches!(file.standing, Standing::Ours | Standing::Template));
    let (documents, records) = ours.fold((0, 0), |(files, records), file| (files + 1, records + file.records.len()));
    let strangers = listing.files.iter().filter(|file| file.standing == Standing::NotOurs).count();
    if !listing.files.is_empty() {
        writeln!(out)?;
    }
    write!(out, "{}, {}", count(documents, "document", "documents"), count(records, "record", "records"))?;
    match strangers {
        0 => {}
        n => write!(out, "; {} not recognised{}", count(n, "file", "files"), if why { "" } else { " (--why lists them)" })?,
    }
    writeln!(out)
}

/// The kind of the document, else what sort of file it is.
fn taken_for(file: &FileEntry) -> String {
    match (file.standing, &file.kind) {
        (Standing::Ours, Some(kind)) => legible::line(kind),
        (standing, _) => standing.words().to_owned(),
    }
}

/// `38 soa-entry, 2 risk`: the records in the file besides the one that the file is.
fn carried(file: &FileEntry) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for record in file.records.iter().filter(|record| record.carrier != "document") {
        match counts.iter_mut().find(|(kind, _)| *kind == &*record.kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((&record.kind, 1)),
        }
    }
    let counts: Vec<String> = counts.into_iter().map(|(kind, count)| format!("{count} {}", legible::line(kind))).collect();
    counts.join(", ")
}

fn records(listing: &Listing, root: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = Vec::new();
    for file in &listing.files {
        rows.extend(file.records.iter().map(|record| {
            let id = record.id.as_deref().unwrap_or("(no id)");
            let place = format!("{}:{}", shown(root, &file.path), record.line);
            [legible::line(&record.kind), legible::line(id), legible::line(&place), record.carrier.to_owned()]
        }));
    }
    let mut text = String::new();
    table::columns(&mut text, &rows, [false; 4]);
    write!(out, "{text}")
}
