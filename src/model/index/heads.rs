//! References that say more than a name: `TalentSift (HireLogic B.V.), version 2025.1`, `Sam Roe, CISO`, `R-04: Bias`.

use super::build::targets;
use super::{EntityId, Index};
use crate::schema::RefSpec;

/// What sets off what is said beside a name. Beside an id, a colon or a dash does so as well.
const NOTES: &[&str] = &[" (", ", "];
const TITLES: &[&str] = &[": ", " – ", " — ", " - "];

/// A reference's text up to the first sign that sets something off, what follows, and whether a name may end there, or an id alone.
pub(super) fn head(text: &str) -> Option<(&str, &str, bool)> {
    let first = |signs: &[&str]| signs.iter().filter_map(|s| text.find(s).map(|at| (at, at + s.len()))).min();
    let (note, title) = (first(NOTES), first(TITLES));
    let (end, from) = [note, title].into_iter().flatten().min()?;
    let head = text[..end].trim();
    (!head.is_empty()).then(|| (head, &text[from..], note.is_some_and(|(at, _)| at == end)))
}

/// The parts of a text that says more than a name, each of which may be one; none of a text that is one name.
pub(super) fn parts(text: &str) -> Option<impl Iterator<Item = &str>> {
    let (head, rest, _) = head(text)?;
    Some(std::iter::once(head).chain(set_off(rest)))
}

/// What is said beside a name, in parts.
fn set_off(rest: &str) -> impl Iterator<Item = &str> {
    rest.split([',', ';', '/', '&', '(', ')']).flat_map(|part| part.split(" and ")).map(str::trim)
}

impl Index {
    /// The record that the head of a text names, if the rest names no other record of its kind: `Legal, Sales` are two roles.
    pub(super) fn find_by_head(&self, text: &str, spec: &RefSpec) -> Option<EntityId> {
        // What may be anything is seldom a name.
        targets(&spec.to)?;
        let (head, rest, is_note) = head(text)?;
        let found = if is_note { self.find_exactly(head, spec)? } else { self.find_id(head, spec)? };
        let mut parts = set_off(rest);
        let is_other = |e: EntityId| e != found && self.kind(e) == self.kind(found);
        (!parts.any(|part| self.find_exactly(part, spec).is_some_and(is_other))).then_some(found)
    }

    /// The record of a kind that a reference wants which bears an id.
    pub(super) fn find_id(&self, id: &str, spec: &RefSpec) -> Option<EntityId> {
        let bearing = self.by_id(id).iter().copied();
        match targets(&spec.to) {
            // A reference to anything means the organisation's records: "7.5" is not the clause of that number.
            None => bearing.into_iter().find(|e| !self.in_pack(*e)),
            Some(kinds) => bearing.into_iter().find(|e| kinds.iter().any(|k| self.schema.is_a(self.kind(*e), *k))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::head;

    #[test]
    fn a_head_ends_where_something_is_set_off() {
        for (text, expected) in [
            ("TalentSift (HireLogic B.V.), version 2025.1", Some(("TalentSift", true))),
            ("Sam Roe, CISO", Some(("Sam Roe", true))),
            ("R-04: Bias, unseen", Some(("R-04", false))),
            ("R-04 – Bias", Some(("R-04", false))),
            ("Sam Roe", None),
            ("(none)", None),
        ] {
            assert_eq!(head(text).map(|(head, _, note)| (head, note)), expected, "{text}");
        }
    }
}
