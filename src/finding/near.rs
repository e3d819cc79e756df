//! "Did you mean": the nearest of a few names.

/// The candidate nearest to `text`, if it is near enough to be what was meant: one edit for a short name, one more for every five letters.
/// Ties go to the one that sorts first.
pub fn nearest<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = text.to_lowercase();
    let allowed = 1 + wanted.chars().count() / 5;
    candidates
        .into_iter()
        .filter(|c| c.len().abs_diff(text.len()) <= allowed + 1)
        .map(|c| (strsim::osa_distance(&wanted, &c.to_lowercase()), c))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, c)| c)
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
}
