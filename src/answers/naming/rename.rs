//! A record under another id: the edits in all files that name it. Nothing is renamed unless all of it can be.

use super::{How, Naming, link_target, namings, words};
use crate::finding::Edit;
use crate::model::{EntityId, Facts, Target, Value};
use crate::source::{Place, Span};
use crate::syntax::markdown::slug;
use crate::workspace::Workspace;

/// Signs and words that make a range of the ids on their two sides.
const TO: [&str; 9] = ["-", "–", "—", "..", "...", "…", "to", "through", "until"];

/// Why a record's id cannot be changed at all, if so.
pub fn is_fixed(workspace: &Workspace, entities: &[EntityId]) -> Option<String> {
    let index = &workspace.index;
    let Some(id) = entities.first().and_then(|entity| index.id(*entity)) else {
        return Some("what stands here has no id".into());
    };
    let bearing = index.by_id(id);
    if bearing.iter().any(|e| index.in_pack(*e)) {
        return Some(format!("`{id}` is not this repository's to rename: a pack gives it"));
    }
    if bearing.len() > 1 {
        let kinds: Vec<&str> = bearing.iter().map(|e| &*index.schema.kind(index.kind(*e)).name).collect();
        return Some(format!("`{id}` is the id of several records ({}), and words do not tell which is meant", kinds.join(", ")));
    }
    let unwritten = bearing.iter().flat_map(|e| index.tellings(*e)).find(|telling| {
        let name = index.record(**telling).name;
        words::written(&workspace.sources.get(telling.file).text, name, id).is_none()
    });
    unwritten.map(|telling| format!("`{id}` is not written where {} tells it", workspace.sources.get(telling.file).path))
}

/// The edits that give a record another id, in order of path and place; `Err` says why it cannot be had.
pub fn rename(workspace: &Workspace, entities: &[EntityId], new: &str) -> Result<Vec<Edit>, String> {
    if let Some(why) = is_fixed(workspace, entities) {
        return Err(why);
    }
    let index = &workspace.index;
    let (Some(entity), Some(old)) = (entities.first(), entities.first().and_then(|e| index.id(*e))) else {
        return Ok(Vec::new());
    };
    let new = new.trim();
    may_be(workspace, *entity, old, new)?;
    let namings = namings(workspace, &[*entity]);
    let mut edits = Vec::new();
    for naming in &namings {
        let text = &workspace.sources.get(naming.place.file).text;
        // What names it by a title, or by the path of its file, does so still.
        if words::written(text, naming.place.span, old) == Some(naming.place.span) {
            if is_end(text, naming.place.span, old) {
                return Err(ranged(workspace, old, naming.place));
            }
            edits.push(Edit { place: naming.place, text: new.into() });
        }
    }
    for facts in index.files().filter(|facts| !workspace.is_pack(facts.file)) {
        if let Some(span) = implied(&workspace.sources.get(facts.file).text, old) {
            return Err(ranged(workspace, old, Place::new(facts.file, span)));
        }
        ranges(workspace, facts, *entity, old)?;
        edits.extend(anchors(workspace, facts, &namings, old, new));
    }
    Ok(edits)
}

/// Says why a text cannot be the record's id.
fn may_be(workspace: &Workspace, entity: EntityId, old: &str, new: &str) -> Result<(), String> {
    let index = &workspace.index;
    let kind = index.schema.kind(index.kind(entity));
    let is_plain = new.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
        && new.starts_with(char::is_alphanumeric)
        && new.ends_with(char::is_alphanumeric)
        && (new.contains(char::is_alphabetic) || !old.contains(char::is_alphabetic));
    if !is_plain {
        return Err(format!("`{new}` cannot be an id: write letters, digits and hyphens, such as {old}"));
    }
    let pattern = kind.id.as_ref().and_then(|id| id.pattern.as_ref()).filter(|pattern| pattern.is_match(old));
    if pattern.is_some_and(|pattern| !pattern.is_match(new)) {
        return Err(format!("`{new}` does not look like the id of a {}, as {old} does", kind.name));
    }
    match index.by_id(new).iter().find(|other| **other != entity) {
        None => Ok(()),
        Some(other) if index.in_pack(*other) => Err(format!("`{new}` is taken: a pack gives it")),
        Some(other) => {
            let place = index.name_place(*other);
            let source = workspace.sources.get(place.file);
            let line = source.position(place.span.start).line;
            Err(format!("`{new}` is taken: {}:{line} tells it", source.path))
        }
    }
}

/// Refuses where the record is one of a range, or its id is written short: another id would make it a range of other records.
fn ranges(workspace: &Workspace, facts: &Facts, entity: EntityId, old: &str) -> Result<(), String> {
    let index = &workspace.index;
    let source = workspace.sources.get(facts.file);
    let mut found: Option<Span> = None;
    index.references(facts, &mut |reference| {
        let same = reference.text.eq_ignore_ascii_case(old);
        if same && index.leads_to(&reference, facts) == Target::Record(entity) {
            let written = words::written(&source.text, reference.value.span, old).is_some();
            if !written || reference.beside.windows(2).any(|pair| is_range(&source.text, pair, reference.value)) {
                found.get_or_insert(reference.value.span);
            }
        }
    });
    found.map_or(Ok(()), |span| Err(ranged(workspace, old, Place::new(facts.file, span))))
}

fn ranged(workspace: &Workspace, old: &str, place: Place) -> String {
    let source = workspace.sources.get(place.file);
    let line = source.position(place.span.start).line;
    format!("`{old}` stands in a range of ids at {}:{line}; write each id out first", source.path)
}

/// The first range in a text that holds the id between its ends, or row of ids behind one stem that holds it: the id is meant there and not
/// written, so that no edit could reach it.
fn implied(text: &str, old: &str) -> Option<Span> {
    let stem = old.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: u64 = old[stem.len()..].parse().ok()?;
    let digits = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse::<u64>().ok().map(|n| (n, end))
    };
    let holds = |start: usize| {
        let (first, end) = digits(&text[start + stem.len()..])?;
        let mut rest = &text[start + stem.len() + end..];
        while let Some((n, end)) = rest.strip_prefix('/').and_then(digits) {
            rest = &rest[1 + end..];
            if n == number {
                return Some(Span::new(start, text.len() - rest.len()));
            }
        }
        let rest = rest.trim_start_matches([' ', '\t']);
        // Of "..." and "..", the longer is the sign.
        let sign = TO.iter().filter(|sign| rest.starts_with(**sign)).max_by_key(|sign| sign.len())?;
        let rest = rest[sign.len()..].trim_start_matches([' ', '\t']);
        let rest = rest.strip_prefix(stem).unwrap_or(rest);
        let (last, end) = digits(rest)?;
        (first < number && number < last).then(|| Span::new(start, text.len() - rest.len() + end))
    };
    let is_begun = |start: usize| !text[..start].ends_with(char::is_alphanumeric);
    if stem.is_empty() { None } else { text.match_indices(stem).map(|(i, _)| i).filter(|i| is_begun(*i)).find_map(holds) }
}

/// True where a sign, and beyond it another id of the same stem or its last number, makes a range of which the id is one end. A word does so
/// only in a list: "from RSK-001 to RSK-002" may be a path.
fn is_end(text: &str, span: Span, old: &str) -> bool {
    let stem = old.trim_end_matches(|c: char| c.is_ascii_digit());
    let signs = || TO.iter().filter(|sign| !sign.contains(char::is_alphabetic));
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let is_next =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) || !stem.is_empty() && rest.trim_start().starts_with(stem);
    let is_last = |rest: &str| {
        let word = rest.trim_end_matches([' ', '\t']).rsplit(|c: char| c.is_whitespace() || "([|,;".contains(c)).next();
        !stem.is_empty() && word.is_some_and(|word| word.starts_with(stem))
    };
    signs().any(|sign| after.trim_start_matches([' ', '\t']).strip_prefix(sign).is_some_and(is_next))
        || signs().any(|sign| before.trim_end_matches([' ', '\t']).strip_suffix(sign).is_some_and(is_last))
}

/// True where one of two neighbours in a list is `value` and a sign between them makes them a range.
fn is_range(text: &str, pair: &[Value], value: &Value) -> bool {
    let [a, b] = pair else { return false };
    let ours = a.span == value.span || b.span == value.span;
    let overlap = b.span.start < a.span.end;
    let between = text.get(a.span.end as usize..b.span.start as usize).unwrap_or_default();
    // A sign in a new line begins an item.
    ours && (overlap || !between.contains('\n') && TO.contains(&between.trim()))
}

/// The anchors of links to headings in which the id is renamed: they are made of the heading's words.
fn anchors(workspace: &Workspace, facts: &Facts, namings: &[Naming], old: &str, new: &str) -> Vec<Edit> {
    let source = workspace.sources.get(facts.file);
    let anchored = |link: &crate::model::LinkFact| {
        let anchor = link.anchor.as_deref()?;
        let place = link_target(workspace, facts, link)?.place?;
        let renamed = namings
            .iter()
            .any(|naming| naming.how != How::Link && naming.place.file == place.file && place.span.contains(naming.place.span));
        if !renamed {
            return None;
        }
        let hash = link.span.start as usize + source.slice(link.span).find('#')? + 1;
        let changed = anchor.to_lowercase().replacen(&slug(old), &slug(new), 1);
        Some(Edit { place: Place::new(facts.file, Span::new(hash, link.span.end as usize)), text: changed })
    };
    facts.links.iter().filter_map(anchored).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_range_means_and_does_not_write_is_found() {
        let found = |text: &str| implied(text, "RSK-002").map(|span| text[span.range()].to_owned());
        assert_eq!(found("risks: [RSK-001–RSK-004]").as_deref(), Some("RSK-001–RSK-004"));
        assert_eq!(found("of RSK-001 to RSK-003, all").as_deref(), Some("RSK-001 to RSK-003"));
        assert_eq!(found("| RSK-001...003 |").as_deref(), Some("RSK-001...003"));
        assert_eq!(found("[RSK-001/002/7]").as_deref(), Some("RSK-001/002"));
        assert_eq!(found("RSK-003–RSK-009, RSK-001, RSK-002 - RSK-004, RSK-001 - a risk, XRSK-001-3"), None);
    }
}
