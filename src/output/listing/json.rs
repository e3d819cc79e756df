//! The listing for programs: JSON, version 1. All files, with reasons and records.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::answers::{FileEntry, Listing, Standing};
use crate::output::json::{VERSION, tool};

/// Writes the listing as one JSON object, indented, followed by a line break.
pub fn write(listing: &Listing, root: &str, out: &mut dyn Write) -> io::Result<()> {
    let files: Vec<Value> = listing.files.iter().map(file).collect();
    let value = json!({ "version": VERSION, "tool": tool(), "root": root, "files": files });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

fn file(file: &FileEntry) -> Value {
    let records = file.records.iter().map(
        |record| json!({ "kind": *record.kind, "id": record.id.as_deref(), "line": record.line, "carrier": record.carrier }),
    );
    json!({
        "path": *file.path,
        "standing": match file.standing {
            Standing::Ours => "ours",
            Standing::Template => "template",
            Standing::Linked => "linked",
            Standing::Citing => "citing",
            Standing::NotOurs => "not-ours",
        },
        "kind": file.kind.as_deref(),
        "title": file.title.as_deref(),
        "why": file.why,
        "records": records.collect::<Vec<_>>(),
        "suggestion": file.suggestion,
    })
}
