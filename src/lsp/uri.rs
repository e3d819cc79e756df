//! `file:` URIs and absolute paths with `/`: `file:///c%3A/aims/a%20b.md` is `c:/aims/a b.md`.

use gen_lsp_types::Uri;

/// The path of a `file:` URI, its `.` and `..` resolved, without a `/` at its end; none for any other document, such as an untitled one.
pub fn path(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let path = match rest.strip_prefix("//") {
        // Another machine's share keeps its name.
        Some(named) if !named.starts_with('/') && !named.starts_with("localhost/") => rest,
        Some(named) => named.strip_prefix("localhost").unwrap_or(named),
        None => rest,
    };
    let path = decoded(path)?.replace('\\', "/");
    if path.contains('\0') || !path.starts_with('/') {
        return None;
    }
    let path = normal(&path);
    let bytes = path.as_bytes();
    // A drive letter, which some clients write large and some small.
    let drive =
        bytes.len() >= 3 && bytes[1].is_ascii_alphabetic() && bytes[2] == b':' && matches!(bytes.get(3), None | Some(b'/'));
    Some(if drive { format!("{}{}", path[1..2].to_ascii_lowercase(), &path[2..]) } else { path })
}

/// The URI of a path.
pub fn uri(path: &str) -> Uri {
    let mut uri = String::from(if path.starts_with("//") {
        "file:"
    } else if path.starts_with('/') {
        "file://"
    } else {
        "file:///"
    });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
            uri.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    Uri(uri)
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The path without `.`, `..` and needless `/`.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    format!("{}{}", if path.starts_with("//") { "//" } else { "/" }, parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_uris_lead_to_each_other() {
        for (uri, path) in [
            ("file:///home/a%20b/%C3%A9.md", "/home/a b/é.md"),
            ("file:///c%3A/aims/r.md", "c:/aims/r.md"),
            ("file://server/share/r.md", "//server/share/r.md"),
            ("file:///a/%23%3F%25.md", "/a/#?%.md"),
        ] {
            assert_eq!(self::path(uri).as_deref(), Some(path));
            assert_eq!(self::uri(path).0, uri);
        }
    }

    #[test]
    fn what_clients_write_otherwise_is_understood() {
        assert_eq!(path("FILE:///C:/Aims/").as_deref(), Some("c:/Aims"));
        assert_eq!(path("file://localhost/a/./b/../c.md#L3").as_deref(), Some("/a/c.md"));
        assert_eq!(path("file:/a.md").as_deref(), Some("/a.md"));
        for none in ["untitled:Untitled-1", "file:a.md", "file:///%FF.md", "file:///%0", "nothing", "file:///a%00.md"] {
            assert_eq!(path(none), None, "{none}");
        }
    }
}
