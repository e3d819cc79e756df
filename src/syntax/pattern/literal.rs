//! A pattern between slashes, as expressions hold it.

/// The pattern of a text that begins with a slash, and how many bytes it takes with both slashes; none if no second one ends it. `\/` is a
/// slash in it.
pub(crate) fn literal(text: &str) -> Option<(usize, String)> {
    let length = literal_length(text)?;
    let mut pattern = String::with_capacity(length);
    let mut rest = &text[1..length - 1];
    // Every slash within has its backslash.
    while let Some(slash) = rest.find('/') {
        pattern.push_str(&rest[..slash - 1]);
        pattern.push('/');
        rest = &rest[slash + 1..];
    }
    pattern.push_str(rest);
    Some((length, pattern))
}

/// How many bytes the pattern takes with both slashes.
pub(crate) fn literal_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| matches!(byte, b'/' | b'\\'))?;
        if bytes[at] == b'/' {
            return Some(at + 1);
        }
        // The rest of a longer character is neither a slash nor a backslash.
        at += 2;
    }
}
