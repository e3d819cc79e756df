//! A pattern between slashes, as expressions hold it.

/// The pattern of a text that begins with a slash, and how many bytes it takes with both slashes; none if no second one ends it. `\/` is a
/// slash in it.
pub(crate) fn literal(text: &str) -> Option<(usize, String)> {
    let bytes = text.as_bytes();
    let mut pattern = String::new();
    // What is taken next begins here.
    let mut from = 1;
    let mut at = 1;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| matches!(byte, b'/' | b'\\'))?;
        if bytes[at] == b'/' {
            pattern.push_str(&text[from..at]);
            return Some((at + 1, pattern));
        }
        if *bytes.get(at + 1)? == b'/' {
            pattern.push_str(&text[from..at]);
            from = at + 1;
        }
        // The rest of a longer character is neither a slash nor a backslash.
        at += 2;
    }
}
