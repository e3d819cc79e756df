//! Links within the repository.

use super::super::facts::LinkFact;
use super::super::index::join;
use super::Reading;
use crate::syntax::markdown::Link;

impl Reading<'_> {
    /// Collects the links that lead somewhere in the repository.
    pub(super) fn links(&mut self, links: &[Link<'_>]) {
        for link in links {
            let target = link.target.trim();
            if target.is_empty()
                || has_scheme(target)
                || target.starts_with("//")
                || super::is_placeholder(target)
                || target.contains("{{")
            {
                continue;
            }
            let (path, anchor) = match target.split_once('#') {
                Some((path, anchor)) => (path, Some(anchor)),
                None => (target, None),
            };
            let path = path.split('?').next().unwrap_or(path);
            let resolved = if path.is_empty() { Some(String::new()) } else { join(self.path, &decode(path)) };
            self.facts.links.push(LinkFact {
                span: link.target_span,
                path: resolved.map(Into::into).ok_or(()),
                anchor: anchor.filter(|a| !a.is_empty()).map(|a| decode(a).into()),
            });
        }
        self.facts.links.sort_by_key(|l| l.span);
    }
}

/// True for `https:`, `mailto:` and the like; `C:` is one letter and no scheme, a Windows path is nobody's link.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// Undoes percent-encoding; what is no valid encoding stays.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = bytes.get(i + 1..i + 3).filter(|_| bytes[i] == b'%').and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                i += 3;
            }
            None => {
                decoded.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
