//! One more item of a YAML list, below the last.

use super::blank::quoted;
use super::row::line;
use super::{Change, New, There};

/// Adds an item in the style of the last: a block, or braces on a line.
pub(super) fn add(new: &New<'_>, there: &There<'_>) -> Result<Change, String> {
    let (begin, end) = (there.record.span.start as usize, there.record.span.end as usize);
    let end = begin + there.text[begin..end].trim_end().len();
    let (first, start, _) = line(there.text, begin);
    let kind = if says_kind(&there.text[begin..end]) { format!("kind: {}", new.kind.name) } else { String::new() };
    let before = &first[..begin - start];
    let Some(dash) = before.rfind('-').filter(|_| before.trim() == "-") else {
        // `[{ … }, { … }]`
        return if there.text[begin..end].starts_with('{') {
            Ok(there.insert(end, &format!(", {}", braces(new, &kind))))
        } else {
            Err(format!("the list in {} cannot be written to: its last item begins with no dash of its own", there.facts.path))
        };
    };
    let indent = &before[..dash];
    let gap = if start > 0 && there.text[..start].trim_end_matches([' ', '\t']).ends_with("\n\n") { "\n" } else { "" };
    let item = if there.text[begin..end].starts_with('{') {
        format!("{}\n", braces(new, &kind))
    } else {
        new.mapping(&kind, &format!("{indent}{}", " ".repeat(before.len() - dash)))
    };
    let (_, _, next) = line(there.text, end);
    let lead = if next == there.text.len() && !there.text.ends_with('\n') { "\n" } else { "" };
    Ok(there.insert(next, &format!("{lead}{gap}{indent}-{}{item}", &before[dash + 1..])))
}

/// True for a list whose items say themselves of which kind they are.
fn says_kind(item: &str) -> bool {
    item.split(['\n', ',', '{']).any(|part| part.trim_start().starts_with("kind:"))
}

fn braces(new: &New<'_>, kind: &str) -> String {
    let (id, title) = new.names();
    let mut parts: Vec<String> = (!kind.is_empty()).then(|| kind.to_owned()).into_iter().collect();
    parts.extend(id.map(|id| format!("{}: {}", new.kind.fields[usize::from(id)].name, new.id)));
    if title.is_some() && title != id {
        // In braces a comma would part what is said.
        let title = quoted(new.title());
        parts.push(format!("title: {title}"));
    }
    parts.extend(new.fields.iter().map(|field| format!("{}: {}", field.name, quoted(&super::blank::blank(field)))));
    format!("{{ {} }}", parts.join(", "))
}
