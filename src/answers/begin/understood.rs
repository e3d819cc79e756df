//! What was understood of a repository, a line for each file and kind: the first thing that a new user wants to see.

use std::sync::Arc;

use crate::answers::{Listing, Standing};

/// Records of one kind in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// The kind; `template` for a file that counts for nothing.
    pub kind: Arc<str>,
    /// The file.
    pub path: Arc<str>,
    /// How many.
    pub records: usize,
    /// How that is known.
    pub how: String,
}

/// All of it, in order of path; the document that a file is comes before the records that it carries.
pub fn understood(listing: &Listing) -> Vec<Understood> {
    let mut rows: Vec<Understood> = Vec::new();
    for file in &listing.files {
        let mut reasons = file.why.iter();
        if file.standing == Standing::Template {
            let how = reasons.next().cloned().unwrap_or_default();
            rows.push(Understood { kind: "template".into(), path: file.path.clone(), records: 0, how });
            continue;
        }
        if let (Standing::Ours, Some(kind)) = (file.standing, &file.kind) {
            let how = reasons.next().cloned().unwrap_or_default();
            rows.push(Understood { kind: kind.clone(), path: file.path.clone(), records: 1, how });
        }
        let begin = rows.len();
        for record in file.records.iter().filter(|record| record.carrier != "document") {
            match rows[begin..].iter_mut().find(|row| row.kind == record.kind) {
                Some(row) => row.records += 1,
                None => {
                    let how = match record.carrier {
                        "row" => "a table with its columns".to_owned(),
                        "section" => "headings with its ids".to_owned(),
                        "list item" => "a list of them".to_owned(),
                        other => format!("a {other}"),
                    };
                    rows.push(Understood { kind: record.kind.clone(), path: file.path.clone(), records: 1, how });
                }
            }
        }
    }
    rows
}
