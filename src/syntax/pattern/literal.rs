//! A pattern between slashes, as expressions hold it.

/// The pattern of a text that begins with a slash, and how many bytes it takes with both slashes; none if no second one ends it. `\/` is a
/// slash in it.
pub(crate) fn literal(text: &str) -> Option<(usize, String)> {
    let mut pattern = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '/' => return Some((at + 1, pattern)),
            '\\' => match chars.next()?.1 {
                '/' => pattern.push('/'),
                other => pattern.extend(['\\', other]),
            },
            other => pattern.push(other),
        }
    }
    None
}
