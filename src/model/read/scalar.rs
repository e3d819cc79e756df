//! Scalars as the schema's types want them.

use super::super::facts::{Data, ScaleText};
use super::super::{is_occasion, read_date, read_duration};
use crate::finding::{codes, nearest, one_line};
use crate::schema::{Type, Vocabulary as Words, fold, fold_value};

/// Why a scalar could not be read.
pub(super) struct Misread {
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
}

/// Reads a scalar's text. `field` is for messages.
pub(super) fn read(text: &str, ty: &Type, field: &str) -> Result<Data, Misread> {
    let text = text.trim();
    match ty {
        Type::Text | Type::Pattern => Ok(Data::Text(text.into())),
        Type::Number => number(text).map(Data::Number).ok_or_else(|| mismatch(field, ty, text)),
        Type::Truth(words) => words.get(&fold_value(text)).map(|t| Data::Truth(*t)).ok_or_else(|| mismatch(field, ty, text)),
        Type::Date => read_date(text).map(Data::Date).ok_or_else(|| invalid_date(field, text)),
        Type::Duration => match read_duration(text) {
            Some(duration) => Ok(Data::Duration(duration)),
            // "Per release" is an answer to how often, but no length: what depends on the length cannot be told.
            None if is_occasion(text) => Ok(Data::Poisoned),
            None => Err(mismatch(field, ty, text)),
        },
        Type::Word(words) => word(words, text).map(Data::Word).ok_or_else(|| unknown_value(field, words, text)),
        Type::Scale(_) => scale(text).map(|s| Data::Scale(Box::new(s))).ok_or_else(|| mismatch(field, ty, text)),
        Type::Ref(_) => Ok(Data::Ref(text.into())),
        Type::List(_) | Type::Group(_) | Type::Map(_) => Err(mismatch(field, ty, text)),
    }
}

/// What was found, short enough for one line.
pub(super) fn excerpt(text: &str) -> String {
    one_line(text, 60)
}

fn mismatch(field: &str, ty: &Type, text: &str) -> Misread {
    Misread {
        code: codes::TYPE_MISMATCH,
        message: format!("`{field}` must be {}, found `{}`", ty.noun(), excerpt(text)),
        help: None,
    }
}

fn number(text: &str) -> Option<f64> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim_end();
    let plain = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    plain.then(|| bare.parse().ok()).flatten().filter(|n: &f64| n.is_finite())
}

fn word(words: &Words, text: &str) -> Option<u16> {
    let folded = fold_value(text);
    // A glyph before the word ("✅ Implemented") and a note in brackets after it say nothing more.
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    words.known.get(&folded).or_else(|| words.known.get(bare)).or_else(|| words.known.get(&fold(bare))).copied()
}

fn unknown_value(field: &str, words: &Words, text: &str) -> Misread {
    let near = nearest(&fold_value(text), words.known.keys().map(|k| &**k)).map(|k| &*words.words[words.known[k] as usize]);
    let listed = words.words.join(", ");
    let message = match near {
        Some(near) => format!("`{}` is not a known `{field}`; did you mean `{near}`?", excerpt(text)),
        None => format!("`{}` is not a known `{field}`", excerpt(text)),
    };
    Misread { code: codes::UNKNOWN_VALUE, message, help: Some(format!("use one of: {listed}")) }
}

fn invalid_date(field: &str, text: &str) -> Misread {
    let bytes = text.as_bytes();
    let iso_shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    let (message, help) = if iso_shaped {
        (format!("`{field}`: {text} is not a day of any calendar"), None)
    } else {
        (format!("`{field}` must be a date, found `{}`", excerpt(text)), Some("write the date as YYYY-MM-DD".to_owned()))
    };
    Misread { code: codes::INVALID_DATE, message, help }
}

/// "High", "15", "4 - Likely", "15 (High)", "Possible (3)".
fn scale(text: &str) -> Option<ScaleText> {
    if let Some(n) = number(text) {
        return Some(ScaleText { number: Some(n), word: None });
    }
    let starts = |c: char| c.is_ascii_digit();
    let digits: String = text.chars().skip_while(|c| !starts(*c)).take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let first_is_digit = text.starts_with(starts);
    let last_is_digit = text.trim_end_matches([')', ']']).ends_with(starts);
    let number = if first_is_digit || last_is_digit { digits.trim_end_matches('.').parse().ok() } else { None };
    let letters: String = text.chars().map(|c| if c.is_alphabetic() || c == ' ' || c == '-' { c } else { ' ' }).collect();
    let word = fold_value(letters.trim_matches(|c: char| !c.is_alphabetic()));
    let word = (!word.is_empty()).then_some(word);
    (number.is_some() || word.is_some()).then_some(ScaleText { number, word })
}

/// True for a form's choice that nobody has made: "Yes / No", "Live / Pilot / Retired".
pub(super) fn is_choice(text: &str, ty: &Type) -> bool {
    if !text.contains(['/', '|']) {
        return false;
    }
    let parts: Vec<&str> = text.split(['/', '|']).map(str::trim).collect();
    if parts.iter().any(|p| p.is_empty()) {
        return false;
    }
    // Whatever a column asks, nobody answers yes and no.
    if ["yes", "no"].iter().all(|word| parts.iter().any(|part| part.eq_ignore_ascii_case(word))) {
        return true;
    }
    let known = |part: &&&str| match ty {
        Type::Word(words) => word(words, part).is_some(),
        Type::Truth(words) => words.contains_key(&fold_value(part)),
        _ => false,
    };
    match ty {
        Type::Word(_) | Type::Truth(_) => parts.iter().filter(known).count() * 2 > parts.len(),
        Type::Scale(_) => parts.len() > 2 && parts.iter().all(|p| p.chars().all(|c| c.is_alphabetic() || c == ' ')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_in_words_and_numbers() {
        let of = |text| scale(text).map(|s| (s.number, s.word.map(|w| w.to_string())));
        assert_eq!(of("High"), Some((None, Some("high".into()))));
        assert_eq!(of("15 (High)"), Some((Some(15.0), Some("high".into()))));
        assert_eq!(of("4 - Likely"), Some((Some(4.0), Some("likely".into()))));
        assert_eq!(of("Possible (3)"), Some((Some(3.0), Some("possible".into()))));
        assert_eq!(of("Very high"), Some((None, Some("very high".into()))));
        assert_eq!(of("12"), Some((Some(12.0), None)));
        assert_eq!(of("…"), None);
    }

    #[test]
    fn versions_and_exponents_are_not_mangled() {
        assert_eq!(number("12e03"), Some(12000.0));
        assert_eq!(number("1.10"), Some(1.1));
        assert_eq!(number("high"), None);
        assert_eq!(number("inf"), None);
        assert_eq!(number("2 %"), Some(2.0));
    }
}
