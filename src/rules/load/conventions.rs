//! Why a rule file is no YAML: nearly always one of three conventions was broken. Expressions are never quoted, texts are always
//! double-quoted, regexes always single-quoted.

use crate::source::Span;

/// Keys that hold expressions.
const EXPRESSIONS: [&str; 7] = ["where", "each", "expect", "require", "exists", "at", "in"];
/// Keys that hold texts.
const TEXTS: [&str; 5] = ["message", "help", "text", "say", "summary"];
/// Keys that hold regexes.
const REGEXES: [&str; 3] = ["match", "near", "unless"];

/// Which convention the key nearest above a syntax error breaks, as help. None if none of the three.
pub(super) fn hint(text: &str, error: Span) -> Option<&'static str> {
    let upto = text.get(..error.start as usize)?;
    let line_start = upto.rfind('\n').map_or(0, |i| i + 1);
    let line_end = text[error.start as usize..].find('\n').map_or(text.len(), |i| error.start as usize + i);
    // The parser often stops on the line after the one that is wrong.
    let mut lines: Vec<&str> = text[..line_start].lines().rev().take(2).collect();
    lines.insert(0, &text[line_start..line_end]);
    lines.into_iter().find_map(broken)
}

fn broken(line: &str) -> Option<&'static str> {
    let line = line.trim_start().trim_start_matches("- ").trim_start();
    let inner = line.strip_prefix('{').unwrap_or(line).trim_start();
    let (key, value) = inner.split_once(':')?;
    let value = value.trim_start();
    let first = value.chars().next()?;
    if EXPRESSIONS.contains(&key) {
        if value.contains(": ") || value.ends_with(':') {
            return Some("an expression holds no colon: write `any n in xs where …`, `none n in xs where not …`");
        }
        if matches!(first, '"' | '\'' | '!' | '&' | '*' | '@' | '`' | '%' | '|') || first == '[' && key != "require" {
            return Some("expressions are never quoted and begin with a name: `roles has \"a\"`, `not applicable`");
        }
    }
    if TEXTS.contains(&key) && first != '"' {
        return Some("texts are always double-quoted: `message: \"{id} is late: {due}\"`");
    }
    if REGEXES.contains(&key) && first != '\'' {
        return Some("regexes are always single-quoted: `match: '\\blate\\b'`");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_convention_is_named() {
        let of = |text: &str, at: &str| hint(text, Span::at(text.find(at).unwrap())).unwrap_or_default();
        assert!(of("a:\n  expect: all l in loans: l.due given\n", ": l.due").contains("no colon"));
        assert!(of("a:\n  expect: \"x\" in xs\n", "in xs").contains("never quoted"));
        assert!(of("a:\n  message: {id} is late\n", "is late").contains("double-quoted"));
        assert!(of("a:\n  - match: [Tt]bd\n", "bd").contains("single-quoted"));
        assert_eq!(of("a:\n  keys: [x\n", "x"), "");
    }
}
