//! Words that stand where a value should be: they read as not filled in, never as a value.

use std::sync::LazyLock;

use memchr::{memchr3, memmem};

use crate::syntax::{Lazy, Node, NodeValue, Style};

/// How a text says nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Blank {
    /// Nothing at all, or a dash, or a bare "none".
    Empty,
    /// A template's words.
    Placeholder,
}

/// What stands in a cell that has nothing to say.
const NOTHING: &[&str] = &["-", "--", "—", "–", "~", "n/a", "na", "none", "nil", "null", "not applicable", "?"];

/// Bytes of the longest of them.
const LONGEST_NOTHING: usize = "not applicable".len();

/// What a template's author writes where a value is to come.
const BLANKS: &[&str] = &[
    "TBD",
    "TBC",
    "TODO",
    "FIXME",
    "XXX",
    "TO BE DEFINED",
    "TO BE DETERMINED",
    "TO BE CONFIRMED",
    "TO BE COMPLETED",
    "YYYY-MM-DD",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "LOREM IPSUM",
];

/// How a node says nothing, if it does.
pub(super) fn blank(node: &Node<'_>) -> Option<Blank> {
    match &node.value {
        NodeValue::Null => Some(Blank::Empty),
        NodeValue::Scalar(text) => blank_text(text, node.style),
        NodeValue::List(items) if items.is_empty() => Some(Blank::Empty),
        NodeValue::List(items) => {
            let blanks: Option<Vec<Blank>> = items.iter().map(blank).collect();
            blanks.map(|all| if all.contains(&Blank::Placeholder) { Blank::Placeholder } else { Blank::Empty })
        }
        NodeValue::Map(entries) => entries.is_empty().then_some(Blank::Empty),
    }
}

fn blank_text(text: &str, style: Style) -> Option<Blank> {
    let text = text.trim();
    if stands_for_words(text) {
        return Some(Blank::Placeholder);
    }
    // Of what begins with a letter or digit, as most do, only an `n` may stand for nothing.
    let may_be = |first: &u8| !first.is_ascii_alphanumeric() || first.eq_ignore_ascii_case(&b'n');
    let may_be = text.len() <= LONGEST_NOTHING && text.as_bytes().first().is_some_and(may_be);
    let nothing = text.is_empty() || may_be && NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word));
    // `"none"` in quotes is as bare as without: a reason must follow for it to be a statement.
    (nothing && style != Style::Block).then_some(Blank::Empty)
}

/// True for a template's words: `TBD`, `[CEO name]`, `{{VAR}}`, `____`, `YYYY-MM-DD`, `<name>`.
pub fn is_placeholder(text: &str) -> bool {
    stands_for_words(text.trim())
}

fn stands_for_words(text: &str) -> bool {
    // Most values begin with a letter or digit: of what follows, only a template's word does.
    if let Some(first) = text.as_bytes().first().filter(|first| first.is_ascii_alphanumeric()) {
        // What the words of `BLANKS` begin with.
        if !matches!(first | 0x20, b't' | b'f' | b'x' | b'y' | b'd' | b'm' | b'l') {
            return false;
        }
        let bare = text.trim_end_matches(['*', '_', '`']).trim_end_matches(['.', ':', '!']);
        return BLANKS.iter().any(|blank| bare.eq_ignore_ascii_case(blank));
    }
    let text = text.trim_matches(|c: char| matches!(c, '*' | '_' | '`') && text.chars().any(char::is_alphanumeric));
    let bare = text
        .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '{' | '<' | '_' | '.'))
        .trim_end_matches(['.', ':', '!']);
    if BLANKS.iter().any(|blank| bare.eq_ignore_ascii_case(blank)) {
        return true;
    }
    let within = |open: &str, close: &str| {
        bare.strip_prefix(open).and_then(|t| t.strip_suffix(close)).is_some_and(|inner| !inner.contains([']', '}', '>']))
    };
    let bracketed = within("[", "]") && bare.chars().any(char::is_alphabetic) && !matches!(bare, "[x]" | "[X]");
    let angled = within("<", ">") && !bare.contains("://") && !bare.contains('@');
    let ruled = text.len() >= 3 && text.chars().all(|c| matches!(c, '_' | '.' | '…')) && (text.contains('_') || text.len() >= 4);
    bracketed || within("{{", "}}") || angled || ruled
}

/// Placeholders within a piece of prose, as byte ranges. A word in brackets counts only where it addresses the writer, and is no link.
/// `words`: it may hold a template's words.
pub(super) fn in_prose(text: &str, words: bool) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    // It stands in a file of its own for the build script, which makes what is asked of it.
    static PATTERN: LazyLock<Lazy> = LazyLock::new(|| Lazy::tried(include_str!("placeholder.pattern").trim_end(), false));
    let found = may_hold_one(text, words).then(|| PATTERN.captures_iter(text));
    // Backticks are counted on from one find to the next: a block may hold ten thousand.
    let (mut counted, mut in_code) = (0, false);
    found.into_iter().flatten().filter_map(|m| Some(m.get(0)?.range())).filter(move |r| {
        in_code ^= text[counted..r.start].matches('`').count() % 2 == 1;
        counted = r.start;
        !in_code && !text[r.end..].starts_with(['(', '[', ':'])
    })
}

/// False for a text that is sure to hold no placeholder. A look for its signs is cheaper than the pattern.
pub(super) fn may_hold_one(text: &str, words: bool) -> bool {
    words || memchr3(b'[', b'{', b'_', text.as_bytes()).is_some()
}

/// True for a text that holds a piece of a template's word. What a whole document does not hold, none of its blocks does.
pub(super) fn holds_words(text: &str) -> bool {
    ["TB", "TODO", "FIXME", "orem"].iter().any(|s| memmem::find(text.as_bytes(), s.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_values() {
        for blank in BLANKS {
            assert!(is_placeholder(&format!("{blank}:**")) && is_placeholder(&blank.to_lowercase()), "{blank}");
        }
        for yes in ["TBD", "tbc", "[CEO name]", "{{ORG}}", "________", "YYYY-MM-DD", "<name>", "❓ TBC", "**TBD**", "……"] {
            assert!(is_placeholder(yes), "{yes}");
        }
        for no in ["", "-", "TBD by the board in March", "A.5.2", "[x]", "see [1] and [2]", "<https://x.org>", "none"] {
            assert!(!is_placeholder(no), "{no}");
        }
    }
}
