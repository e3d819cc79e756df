//! Several names in one sentence.

/// Items of a list before "and 9 more".
const LISTED: usize = 5;

/// "a", "a and b", "a, b and c"; from the sixth on "and 9 more".
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    let joined = |items: &[T]| items.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        _ if items.len() > LISTED => format!("{} and {} more", joined(&items[..LISTED]), items.len() - LISTED),
        [all @ .., last] => format!("{} and {}", joined(all), last.as_ref()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list(&["a", "b", "c", "d", "e", "f", "g"]), "a, b, c, d, e and 2 more");
    }
}
