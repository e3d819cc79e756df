//! Where in a link its destination stands: the parser tells the destination, but only the whole link's place.

use pulldown_cmark::LinkType;

use crate::source::Span;

/// The destination's place in the link `text[from..to]`, whose words end at `inner`; the whole link if it stands
/// elsewhere, as in `[text][label]`.
pub(super) fn target_span(text: &str, kind: LinkType, target: &str, from: usize, to: usize, inner: usize) -> Span {
    let whole = Span::new(from, to);
    match kind {
        LinkType::Autolink | LinkType::Email if to - from >= 2 => Span::new(from + 1, to - 1),
        LinkType::Inline => inline(text, target, inner, to).unwrap_or(whole),
        _ => whole,
    }
}

fn inline(text: &str, target: &str, inner: usize, to: usize) -> Option<Span> {
    let rest = text.get(inner..to)?;
    let opened = rest.find("](")? + 2;
    let destination = rest[opened..].trim_start();
    let at = to - destination.len();
    if let Some(bracketed) = destination.strip_prefix('<') {
        return Some(Span::new(at + 1, at + 1 + bracketed.find('>')?));
    }
    // The parser undoes escapes and entities; then the destination ends at the first blank or the last bracket.
    let length = if destination.starts_with(target) {
        target.len()
    } else {
        destination.find(char::is_whitespace).or_else(|| destination.rfind(')'))?
    };
    Some(Span::new(at, at + length))
}
