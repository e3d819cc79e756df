//! The comment that accepts a finding until a day, where it is read as being about it.

use jiff::civil::Date;

use super::add::line;
use crate::finding::Edit;
use crate::model::read::is_markdown;
use crate::source::{Place, Span};
use crate::syntax::directive::{Directive, in_markdown, in_yaml};
use crate::syntax::{Limits, markdown, yaml};
use crate::workspace::Workspace;

/// Lines above a place that are tried: a text of many lines takes no comment within it.
const ABOVE: usize = 30;

/// The edit that writes the comment for a finding of a code that begins at a place. Its reason is left open. None where no comment would
/// be read as being about it.
pub fn suppression(workspace: &Workspace, place: Place, code: &str, until: Date) -> Option<Edit> {
    let file = workspace.sources.get(place.file);
    let text = &*file.text;
    let (is_md, start) = (is_markdown(&file.path), place.span.start as usize);
    if file.path.ends_with(".csv") || start >= text.len() {
        return None;
    }
    let words = format!("clauselint: allow {code} until {until} reason \"\"");
    let (in_line, alone) = (format!("<!-- {words} -->"), format!("# {words}"));
    let mut tried: Vec<(usize, String)> = Vec::new();
    let (here, begins, _) = line(text, start);
    let ends = begins + here.len();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if is_md {
        let cell = here.trim_end().strip_suffix('|').filter(|_| here.trim_start().starts_with('|'));
        match cell {
            Some(cell) => {
                let gap = if cell.ends_with(' ') { "" } else { " " };
                tried.push((begins + cell.len(), format!("{gap}{in_line} ")));
            }
            None if here.trim_start().starts_with('#') => {}
            None => tried.push((ends, format!(" {in_line}"))),
        }
    }
    let mut at = start;
    for _ in 0..ABOVE {
        let (here, begins, _) = line(text, at);
        let indent = &here[..here.len() - here.trim_start().len()];
        if is_md {
            tried.push((begins, format!("{indent}{in_line}{end}")));
        }
        tried.push((begins, format!("{indent}{alone}{end}")));
        if begins == 0 {
            break;
        }
        at = begins - 1;
    }
    let (at, new) = tried.into_iter().find(|(at, new)| covers(text, is_md, start, *at, new))?;
    Some(Edit { place: Place::new(place.file, Span::at(at)), text: new })
}

/// True where a comment inserted at `at` is read as being about what begins at `start`, and nothing but it is told by the text that was there.
fn covers(text: &str, is_md: bool, start: usize, at: usize, new: &str) -> bool {
    let patched = format!("{}{new}{}", &text[..at], &text[at..]);
    let limits = Limits::default();
    let moved = if at <= start { start + new.len() } else { start };
    let read: Vec<Directive> = if is_md {
        in_markdown(&patched, &markdown::read(&patched, &limits))
    } else {
        let tree = yaml::read(&patched, 0..patched.len(), &limits);
        in_yaml(&patched, patched.len(), &tree.documents, &tree.comments)
    };
    let written = Span::new(at, at + new.len());
    let about = |covered: Span| covered.start as usize <= moved && moved < covered.end as usize;
    read.iter().any(|directive| written.contains(directive.comment) && directive.covers.is_ok_and(about))
}
