//! The next free id: prefix, separator and width are those of the highest.

use super::Wanted;
use crate::model::{Facts, Record};
use crate::workspace::Workspace;

/// The id of the new record. `Err` where ids of the kind are no numbers and none was given.
pub(super) fn next(
    workspace: &Workspace,
    wanted: &Wanted,
    told: &[(&Facts, &Record)],
    beside: Option<(&Facts, &Record)>,
) -> Result<String, String> {
    if let Some(id) = &wanted.id {
        return Ok(id.clone());
    }
    let kind = workspace.index.schema.kind(wanted.kind);
    let prefix = match beside.and_then(|(_, record)| record.id.as_deref()) {
        Some(id) => parts(id).map(|(prefix, ..)| prefix.to_owned()),
        None => kind.id.as_ref().filter(|id| !id.prefix.is_empty()).map(|id| format!("{}-", id.prefix)),
    };
    let numbered = prefix.filter(|_| kind.id.as_ref().is_some_and(|id| !id.prefix.is_empty()) || kind.document);
    let Some(prefix) = numbered.filter(|prefix| !prefix.is_empty()) else {
        return Err(format!("ids of the kind {} are no running numbers: say with --id which one it is", kind.name));
    };
    // Ids of templates, and of documents that nobody recognised, are taken as well: a person would stumble over a second one.
    let outside = workspace.index.files().flat_map(|facts| facts.outside_ids.iter().map(|id| &**id));
    let ids = told.iter().filter_map(|(_, record)| record.id.as_deref()).chain(outside);
    let highest = ids.filter_map(parts).filter(|(own, ..)| *own == prefix).max_by_key(|(_, number, _)| *number);
    let (mut number, width) = highest.map_or((0, 3), |(_, number, width)| (number, width));
    loop {
        number += 1;
        let id = format!("{prefix}{number:0width$}");
        if workspace.index.by_id(&id).is_empty() {
            return Ok(id);
        }
    }
}

/// `RSK-007` is `RSK-`, 7, three digits wide.
fn parts(id: &str) -> Option<(&str, u32, usize)> {
    let digits = id.chars().rev().take_while(char::is_ascii_digit).count();
    let (prefix, number) = id.split_at(id.len() - digits);
    Some((prefix, number.parse().ok()?, digits))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn ids_are_a_prefix_and_a_number() {
        assert_eq!(parts("RSK-007"), Some(("RSK-", 7, 3)));
        assert_eq!(parts("AIIA-2026-12"), Some(("AIIA-2026-", 12, 2)));
        assert_eq!(parts("R12"), Some(("R", 12, 2)));
        assert_eq!(parts("policy"), None);
    }
}
