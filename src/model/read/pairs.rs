//! The keys and values that one line of Markdown gives: `**Version:** 1.1`, `- **Owner**: CISO`, `> **Status:** Draft`, `* Version: 1.1`,
//! `*Requirement:* 6.1.4`; several on a line, `**Owner:** X | **Version:** 1.0 · Status: draft`; and without colons, if the line is a list of
//! such: `**Version** 1.1, **date** 18 May 2026`.

/// A key and its value, both slices of the line.
#[derive(Debug, PartialEq, Eq)]
pub struct Pair<'l> {
    /// The key.
    pub key: &'l str,
    /// The value, trimmed.
    pub value: &'l str,
    /// Neither bold nor italic nor bulleted: prose, unless its neighbours are such lines too.
    pub plain: bool,
}

/// A key's length at most.
const LONGEST: usize = 60;

/// How a key is set off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Emphasis,
    None,
}

/// The pairs of a line whose keys name something; none where the line does not begin with a key.
/// `item`: it is the first line of a list item, without its bullet.
pub fn pairs<'l>(line: &'l str, item: bool, names: &dyn Fn(&str) -> bool) -> Vec<Pair<'l>> {
    let bare = line.trim_start_matches(['>', ' ', '\t']);
    let bullet = ["- ", "* ", "+ "].iter().find_map(|bullet| bare.strip_prefix(bullet));
    let body = bullet.unwrap_or(bare).trim_start();
    let bulleted = item || bullet.is_some();
    // A comment at the end of the line is the writer's aside, not a part of the value.
    let body = body.split("<!--").next().unwrap_or_default().trim_end().trim_end_matches('\\');
    let Some((key, mark)) = key_at(body) else { return listed(body, names) };
    if mark == Mark::None && !bulleted && !names(key) {
        return Vec::new();
    }
    let plain = mark == Mark::None && !bulleted;
    let mut pairs = Vec::new();
    let mut rest = body;
    let mut open = Some(key);
    while let Some(key) = open {
        let value = &rest[colon(rest).map_or(rest.len(), |at| at + 1)..];
        let value = value.trim_start_matches(['*', '_']);
        let next = next_key(value, names);
        let own = &value[..next.map_or(value.len(), |(at, _)| at)];
        let own = if next.is_some() { own.trim_end_matches(is_separator) } else { own };
        if names(key) {
            pairs.push(Pair { key, value: own.trim(), plain });
        }
        rest = next.map_or("", |(at, _)| &value[at..]);
        open = next.map(|(_, key)| key);
    }
    pairs
}

/// The key with which a text begins, and how it is marked.
fn key_at(text: &str) -> Option<(&str, Mark)> {
    let inner = text.trim_start_matches(['*', '_']);
    let opening = text.len() - inner.len();
    if opening > 3 {
        return None;
    }
    let mark = if opening == 0 { Mark::None } else { Mark::Emphasis };
    // Not beyond what a key may be long: a line may hold thousands of words.
    let colon = inner.bytes().take(LONGEST + 4).position(|b| b == b':')?;
    let key = inner[..colon].trim_end_matches(['*', '_', ' ']);
    let fits = !key.is_empty() && key.len() <= LONGEST && !key.contains(['*', '[', '|']);
    (fits && !key.starts_with(' ')).then_some((key, mark))
}

fn colon(text: &str) -> Option<usize> {
    text.find(':')
}

/// Where the next key of the same line begins, and the key. A marked one stands after a separator, or names something; a plain one both.
fn next_key<'l>(value: &'l str, names: &dyn Fn(&str) -> bool) -> Option<(usize, &'l str)> {
    let starts = value.char_indices().skip(1).filter(|(i, c)| {
        let before = value[..*i].chars().next_back();
        !c.is_whitespace() && !is_separator(*c) && before.is_some_and(|b| b.is_whitespace() || is_separator(b))
    });
    starts.map(|(i, _)| i).find_map(|at| {
        let (key, mark) = key_at(&value[at..])?;
        let before = value[..at].trim_end_matches([' ', '\u{a0}']);
        let parted = before.ends_with(['|', '·', '•', '\t']);
        let spaced = at - before.len() >= 2 || before.ends_with([',', ';', '/', '–', '—']);
        let begins = match mark {
            Mark::Emphasis => parted || spaced || names(key),
            Mark::None => parted && (names(key) || is_label(key)),
        };
        begins.then_some((at, key))
    })
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '|' | '·' | '•' | ',' | ';' | '/' | '–' | '—')
}

/// True for a few words with a capital: "Room", "Change class".
fn is_label(key: &str) -> bool {
    key.starts_with(char::is_uppercase) && key.split_whitespace().count() <= 3
}

/// Bold names followed by their values, without colons: a list of at least two that name something.
fn listed<'l>(body: &'l str, names: &dyn Fn(&str) -> bool) -> Vec<Pair<'l>> {
    if !body.starts_with("**") || body.contains(':') {
        return Vec::new();
    }
    let mut parts = body.split("**").skip(1);
    let mut pairs = Vec::new();
    let mut parted = true;
    while let (Some(key), Some(raw)) = (parts.next(), parts.next()) {
        let value = raw.trim().trim_end_matches(is_separator);
        if !parted || value.is_empty() {
            return Vec::new();
        }
        if names(key) {
            pairs.push(Pair { key, value, plain: false });
        }
        parted = raw.trim_end().ends_with(|c| c != ' ' && is_separator(c));
    }
    if pairs.len() > 1 { pairs } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(key: &str) -> bool {
        ["owner", "version", "status", "approved", "date", "requirement"].contains(&&*key.to_lowercase())
    }

    fn read(line: &str) -> String {
        let shown =
            pairs(line, false, &names).into_iter().map(|p| format!("{}{}={}", if p.plain { "~" } else { "" }, p.key, p.value));
        shown.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn every_shape_of_a_key_line() {
        for (line, expected) in [
            ("**Version:** 1.1", "Version=1.1"),
            ("**Version**: 1.1  ", "Version=1.1"),
            ("__Version:__ 1.1\\", "Version=1.1"),
            ("- **Owner**: CISO <!-- he -->", "Owner=CISO"),
            ("> **Status:** Draft", "Status=Draft"),
            ("* Version: 1.1", "Version=1.1"),
            ("*Requirement:* 6.1.4, A.5.2", "Requirement=6.1.4, A.5.2"),
            ("_Owner:_ X", "Owner=X"),
            ("Owner: X", "~Owner=X"),
            ("**Status:**", "Status="),
            ("**Owner: X**", "Owner=X**"),
            (
                "**Owner:** X | **Version:** 1.0 | **Approved:** 14 March 2025 by Y | **Review:** yearly",
                "Owner=X; Version=1.0; Approved=14 March 2025 by Y",
            ),
            ("**Owner:** X · **Version:** 1.0", "Owner=X; Version=1.0"),
            ("**Owner:** X  **Version:** 1.0", "Owner=X; Version=1.0"),
            ("**Owner:** X **Version:** 1.0", "Owner=X; Version=1.0"),
            ("**Class:** X | **Version:** 1.0", "Version=1.0"),
            ("**Owner**: X, **Version**: 1.0", "Owner=X; Version=1.0"),
            ("- Owner: X | Version: 1.0", "Owner=X; Version=1.0"),
            ("Owner: X | Version: 1.0 | Room: 4", "~Owner=X; ~Version=1.0"),
            ("**Version** 1.1, **date** 18 May 2026, **by** X", "Version=1.1; date=18 May 2026"),
            ("**Status:** Draft | In review | Approved", "Status=Draft | In review | Approved"),
            ("**Date:** 16 October 2025, 13:00", "Date=16 October 2025, 13:00"),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn an_item_of_a_list_needs_no_marks() {
        assert!(pairs("Owner: X", true, &names).iter().all(|p| !p.plain && p.value == "X"));
        assert!(pairs("the Owner: X", true, &names).is_empty());
    }

    #[test]
    fn prose_is_none() {
        for line in [
            "**Owner** and **version** are fields",
            "**Owner** is whoever keeps it",
            "The owner: X",
            "see **Owner:** X",
            "**Note:** the Owner: X",
            "",
            "**",
            "***",
            "**:** x",
            "- see [Owner](x:y)",
        ] {
            assert_eq!(read(line), "", "{line}");
        }
    }
}
