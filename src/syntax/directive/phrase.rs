//! What a comment says: `clauselint: allow RULE until DAY reason "WHY"`, and how people miss it.

use std::sync::Arc;

use super::words::{Word, words};
use super::{Said, WORD, Wrong};
use crate::source::Span;
use crate::syntax::{Dating, dating, read_date};

/// Words of other programs for what is `allow` here.
const OTHER_VERBS: &[&str] = &[
    "ignore",
    "ignore-next-line",
    "disable",
    "disable-line",
    "disable-next-line",
    "suppress",
    "accept",
    "except",
    "expect",
    "skip",
    "off",
    "noqa",
    "nolint",
];

/// Reads the comment whose words are `text[from..to]`. None if it does not speak to the program, and only mentions it.
pub(super) fn read(text: &str, from: usize, to: usize) -> Option<Result<Said, Wrong>> {
    let inner = text.get(from..to)?;
    let start = from + inner.len() - inner.trim_start().len();
    let name_end = start + WORD.len();
    text.get(start..name_end).filter(|name| name.eq_ignore_ascii_case(WORD))?;
    let after = text.get(name_end..to)?;
    let colon = after.trim_start().starts_with(':');
    let verb_at = name_end + after.len() - after.trim_start_matches([' ', '\t', ':', '-']).len();
    let all = words(text, verb_at, to);
    let (verb, rest) = all.split_first()?;
    let head = Span::new(start, verb.span.end as usize);
    let known = verb.text == "allow";
    let near = !known && is_meant(verb.text);
    let clauses = rest.iter().any(|w| !w.quoted && matches!(w.text, "until" | "reason"));
    if !(known || near || colon && clauses) {
        return None;
    }
    // Prose that begins with the program's name is no directive.
    if !colon && !clauses && (known || !after.starts_with('-') || rest.len() != 1) {
        return None;
    }
    if !known || !colon {
        let message = match near || known {
            true if !known => format!("`{}` is not a word that is understood here; the word is `allow`", verb.text),
            true => "a colon is missing after `clauselint`".to_owned(),
            false => format!("`{}` is not a word that is understood here; did you mean `allow`?", verb.text),
        };
        return Some(Err(Wrong { span: head, message, instead: Some("clauselint: allow".to_owned()) }));
    }
    Some(said(text, head, rest, to))
}

fn is_meant(verb: &str) -> bool {
    let verb = verb.to_ascii_lowercase();
    OTHER_VERBS.contains(&&*verb) || crate::finding::nearest(&verb, ["allow"]).is_some()
}

fn said(text: &str, head: Span, words: &[Word<'_>], to: usize) -> Result<Said, Wrong> {
    let wrong = |span: Span, message: String, instead: Option<String>| Wrong { span, message, instead };
    let is = |word: &Word<'_>, name: &str| !word.quoted && word.text.trim_end_matches(':').eq_ignore_ascii_case(name);
    let rule = words.first().filter(|w| !is(w, "until") && !is(w, "reason"));
    let mut until: Option<Word<'_>> = None;
    let mut reason: Option<Word<'_>> = None;
    let mut rest = words[usize::from(rule.is_some())..].iter();
    while let Some(word) = rest.next() {
        let next = rest.as_slice().first().copied().filter(|w| !is(w, "until") && !is(w, "reason"));
        if is(word, "until") && until.is_none() {
            until = next;
        } else if is(word, "reason") && reason.is_none() {
            reason = next;
            if let Some(unquoted) = next.filter(|w| !w.quoted) {
                return Err(without_quotes(text, unquoted, rest.as_slice(), to));
            }
        } else if rule.is_some() && until.is_none() && reason.is_none() && !word.quoted {
            let message = "a comment allows one rule; write one for each".to_owned();
            return Err(wrong(word.span, message, None));
        } else {
            let message = format!("`{}` is not understood here", crate::finding::one_line(word.text, 40));
            return Err(wrong(word.span, message, None));
        }
        if next.is_some() {
            rest.next();
        }
    }
    let lacks: Vec<&str> = [
        rule.is_none().then_some("the rule"),
        until.is_none().then_some("its end, `until YYYY-MM-DD`"),
        reason.is_none_or(|r| r.text.trim().is_empty()).then_some("the `reason \"…\"`"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (Some(rule), Some(until), Some(reason)) = (rule, until, reason.filter(|r| !r.text.trim().is_empty())) else {
        return Err(wrong(head, format!("this lacks {}", lacks.join(" and ")), None));
    };
    if let Some(message) = not_one_rule(rule.text) {
        return Err(wrong(rule.span, message, None));
    }
    let day = iso(until.text).map_err(|(message, instead)| wrong(until.span, message, instead))?;
    let why: Vec<&str> = reason.text.split_whitespace().collect();
    // In a table's cell a bar is escaped.
    let why: Arc<str> = why.join(" ").replace("\\|", "|").into();
    Ok(Said { rule: (rule.text.into(), rule.span), until: (day, until.span), reason: why })
}

/// A reason that is not in quotation marks, or in marks that are not closed.
fn without_quotes(text: &str, first: Word<'_>, rest: &[Word<'_>], to: usize) -> Wrong {
    let start = first.span.start as usize;
    let end = rest.last().map_or(first.span.end as usize, |w| w.span.end as usize).min(to);
    let span = Span::new(start, end);
    let bare = text.get(start..end).unwrap_or_default();
    let follows = rest.iter().any(|w| !w.quoted && w.text == "until");
    let instead = (!follows && !bare.contains('"')).then(|| format!("\"{bare}\""));
    Wrong { span, message: "the reason stands in quotation marks".to_owned(), instead }
}

/// Why these letters do not name one rule, whatever rules there are.
pub fn not_one_rule(rule: &str) -> Option<String> {
    if rule.contains('*') {
        Some(format!("`{rule}` names more than one rule; each that is allowed is written out"))
    } else if rule.contains(',') {
        Some(format!("`{rule}` is more than one rule; write one entry for each"))
    } else {
        None
    }
}

/// A day written YYYY-MM-DD; else what is wrong, and the day so written where it can be read.
pub fn iso(written: &str) -> Result<jiff::civil::Date, (String, Option<String>)> {
    if let Some(day) = read_date(written) {
        return Ok(day);
    }
    let day = match dating(written) {
        Dating::Told(told) if told.first == told.last => Some(told.first),
        _ => None,
    };
    let message = match day {
        Some(_) => format!("`{written}` is not written YYYY-MM-DD"),
        None => format!("`{written}` is no date; write YYYY-MM-DD"),
    };
    Err((message, day.map(|day| day.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match read(text, 0, text.len()) {
            None => "nothing".into(),
            Some(Ok(said)) => format!("{} {} {}", said.rule.0, said.until.0, said.reason),
            Some(Err(wrong)) => {
                let at = &text[wrong.span.range()];
                format!("{at}: {}{}", wrong.message, wrong.instead.map(|i| format!(" -> {i}")).unwrap_or_default())
            }
        }
    }

    #[test]
    fn what_is_said() {
        for said in [
            "clauselint: allow late until 2027-03-31 reason \"it moves\"",
            " Clauselint:allow late\n  reason “it\n moves” until 2027-03-31 ",
            "clauselint: allow late until: 2027-03-31 reason: 'it moves'",
        ] {
            assert_eq!(told(said), "late 2027-03-31 it moves", "{said}");
        }
    }

    #[test]
    fn what_only_mentions_the_program_is_no_directive() {
        for said in [
            "clauselint",
            "clauselint is run every night",
            "clauselint allow lists are in the manifest",
            "clauselint-ignore is not a word",
            "clauselint ignore list",
            "clauselint: see the manual",
            "clauselintallow late",
            "see clauselint: allow late until 2027-03-31 reason \"r\"",
            "clauselint: https://example.org",
        ] {
            assert_eq!(told(said), "nothing", "{said}");
        }
    }

    #[test]
    fn near_misses_say_what_to_write() {
        let end = "until 2027-03-31 reason \"r\"";
        for (said, wrong) in [
            (
                format!("clauselint: ignore late {end}"),
                "clauselint: ignore: `ignore` is not a word that is understood here; the word is `allow` -> clauselint: allow",
            ),
            (
                format!("clauselint-disable late {end}"),
                "clauselint-disable: `disable` is not a word that is understood here; the word is `allow` -> clauselint: allow",
            ),
            (
                format!("clauselint allow late {end}"),
                "clauselint allow: a colon is missing after `clauselint` -> clauselint: allow",
            ),
            ("clauselint: allow late".into(), "clauselint: allow: this lacks its end, `until YYYY-MM-DD` and the `reason \"…\"`"),
            (format!("clauselint: allow {end}"), "clauselint: allow: this lacks the rule"),
            (
                "clauselint: allow late until 2027-03-31 reason it moves".into(),
                "it moves: the reason stands in quotation marks -> \"it moves\"",
            ),
            (
                "clauselint: allow late until 31.03.2027 reason \"r\"".into(),
                "31.03.2027: `31.03.2027` is not written YYYY-MM-DD -> 2027-03-31",
            ),
            (
                "clauselint: allow late until 2027-02-30 reason \"r\"".into(),
                "2027-02-30: `2027-02-30` is no date; write YYYY-MM-DD",
            ),
            (format!("clauselint: allow late early {end}"), "early: a comment allows one rule; write one for each"),
            (format!("clauselint: allow la* {end}"), "la*: `la*` names more than one rule; each that is allowed is written out"),
            (format!("clauselint: allow late {end} please"), "please: `please` is not understood here"),
            ("clauselint: allow late until 2027-03-31 reason \" \"".into(), "clauselint: allow: this lacks the `reason \"…\"`"),
        ] {
            assert_eq!(told(&said), wrong, "{said}");
        }
    }
}
