//! Blanks of templates that YAML takes for collections: `{{NAME}}` parses as a mapping within a mapping and
//! `[CEO name]` as a list. Their authors meant text, and rules about placeholders look for that text.

use super::super::{Node, NodeValue, Style};

/// True when a flow collection's source is exactly `{{…}}` on one line, or a bracketed phrase.
pub(super) fn is_one(text: &str, node: &Node<'_>) -> bool {
    let raw = text.get(node.span.range()).unwrap_or_default();
    if raw.starts_with("{{") {
        return raw.ends_with("}}") && !raw.contains('\n');
    }
    let NodeValue::List(items) = &node.value else { return false };
    let [item] = items.as_slice() else { return false };
    let Some(words) = raw.strip_prefix('[').and_then(|r| r.strip_suffix(']')) else { return false };
    item.style == Style::Plain
        && matches!(item.value, NodeValue::Scalar(_))
        && words.trim().contains(' ')
        && !words.contains([',', '"', '\'', '\n', '[', ']', '{', '}', '#'])
}
