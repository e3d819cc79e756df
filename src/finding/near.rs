//! "Did you mean": the nearest of a few names.

/// The candidate nearest to `text`, if it is near enough to be what was meant: one edit for a short name, one more for every five letters.
/// Ties go to the one that sorts first.
pub fn nearest<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    by_distance(text, candidates.into_iter().map(|c| (c, ()))).min().map(|(_, name, ())| name)
}

/// The nearest candidate, each with what it means, if no other is as near and means something else: one that may be written unasked.
pub fn only_nearest<'c, T: PartialEq>(text: &str, candidates: impl IntoIterator<Item = (&'c str, T)>) -> Option<(&'c str, T)> {
    let mut near: Vec<(usize, &'c str, T)> = by_distance(text, candidates).collect();
    near.sort_by_key(|(distance, name, _)| (*distance, *name));
    let rivals = near.iter().take_while(|(distance, ..)| *distance == near[0].0);
    let alone = rivals.skip(1).all(|(_, _, meaning)| *meaning == near[0].2);
    near.into_iter().next().filter(|_| alone).map(|(_, name, meaning)| (name, meaning))
}

/// The candidates that are near enough, with their distance.
fn by_distance<'c, T>(
    text: &str,
    candidates: impl IntoIterator<Item = (&'c str, T)>,
) -> impl Iterator<Item = (usize, &'c str, T)> {
    let wanted = text.to_lowercase();
    let allowed = 1 + wanted.chars().count() / 5;
    let length = text.len();
    candidates
        .into_iter()
        .filter(move |(c, _)| c.len().abs_diff(length) <= allowed + 1)
        .map(move |(c, meaning)| (strsim::osa_distance(&wanted, &c.to_lowercase()), c, meaning))
        .filter(move |(distance, ..)| *distance <= allowed)
}

/// "did you mean `x`?" as a help of its own, if a candidate is near enough.
pub fn suggestion<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    nearest(text, candidates).map(|c| format!("did you mean `{c}`?"))
}

/// "; did you mean `x`?" as the end of a message, or nothing.
pub fn did_you_mean<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    suggestion(text, candidates).map_or_else(String::new, |s| format!("; {s}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_near() {
        let names = ["owner", "control", "controls"];
        assert_eq!(nearest("ownr", names), Some("owner"));
        assert_eq!(nearest("Control", names), Some("control"));
        assert_eq!(nearest("justification", names), None);
    }

    #[test]
    fn of_two_that_are_as_near_none_is_the_nearest() {
        assert_eq!(only_nearest("contro", [("control", 1), ("contrat", 2)]), Some(("control", 1)));
        assert_eq!(only_nearest("law", [("low", 1), ("raw", 2)]), None);
        assert_eq!(only_nearest("law", [("low", 1), ("raw", 1)]), Some(("low", 1)));
    }
}
