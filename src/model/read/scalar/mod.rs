//! Scalars as the schema's types want them. Dates are read in `dates.rs`, as the other dates of the file have a say in them.

mod numbers;
mod signs;
#[cfg(test)]
mod tests;
mod words;

use super::super::DottedName;
use super::super::facts::{Data, Nth};
use crate::finding::{codes, in_letters_of, nearest, one_line, only_nearest};
use crate::schema::{Type, Vocabulary as Words, fold_value};
use crate::syntax::{interval_in_two_ways, is_occasion, read_duration};

pub(super) use numbers::{initialled, scale};
pub(super) use signs::{badge, is_not_yet};
pub(super) use words::{is_choice, word};

/// Why a scalar could not be read.
pub(super) struct Misread {
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
    /// What was probably meant, to be written in its place.
    pub meant: Option<String>,
}

/// Reads a scalar's text. `field` is for messages.
pub(super) fn read(text: &str, ty: &Type, field: DottedName<'_>) -> Result<Data, Misread> {
    let text = text.trim();
    match ty {
        Type::Text | Type::Pattern => Ok(Data::Text(text.into())),
        Type::Number => numbers::number(text).map(Data::Number).ok_or_else(|| mismatch(field, ty, text)),
        Type::Truth(known) => words::truth(known, text).map(Data::Truth).ok_or_else(|| mismatch(field, ty, text)),
        Type::Duration => match read_duration(text) {
            Some(duration) => Ok(Data::Duration(duration)),
            // "Per release" is an answer to how often, but no length: what depends on the length cannot be told.
            None if is_occasion(text) => Ok(Data::Poisoned),
            None => Err(in_two_ways(field, text).unwrap_or_else(|| mismatch(field, ty, text))),
        },
        Type::Word(known) => match words::word(known, text) {
            Some(word) => Ok(Data::Word(word)),
            // "Reduce + share": both are meant, and what hangs on the one cannot be told.
            None if words::several(known, text) => Ok(Data::Poisoned),
            None => Err(unknown_value(field, known, text)),
        },
        Type::Scale(_) => numbers::scale(text).map(|s| Data::Scale(Box::new(s))).ok_or_else(|| mismatch(field, ty, text)),
        Type::Ref(_) => Ok(Data::Ref(text.into(), Nth::default())),
        Type::Date | Type::List(_) | Type::Group(_) | Type::Map(_) => Err(mismatch(field, ty, text)),
    }
}

/// What was found, short enough for one line.
pub(super) fn excerpt(text: &str) -> String {
    one_line(text, 60)
}

fn mismatch(field: DottedName<'_>, ty: &Type, text: &str) -> Misread {
    Misread {
        code: codes::TYPE_MISMATCH,
        message: format!("`{field}` must be {}, found `{}`", ty.noun(), excerpt(text)),
        help: None,
        meant: None,
    }
}

fn in_two_ways(field: DottedName<'_>, text: &str) -> Option<Misread> {
    let (one, other) = interval_in_two_ways(text)?;
    Some(Misread {
        code: codes::TYPE_MISMATCH,
        message: format!("`{field}`: `{}` may mean {one} or {other}", excerpt(text)),
        help: Some(format!("write \"{one}\" or \"{other}\"")),
        meant: None,
    })
}

fn unknown_value(field: DottedName<'_>, words: &Words, text: &str) -> Misread {
    let near = nearest(&fold_value(text), words.known().keys().map(|k| &**k)).map(|k| &*words.words[words.known()[k] as usize]);
    let listed = words.words.join(", ");
    let message = match near {
        Some(near) => format!("`{}` is not a known `{field}`; did you mean `{near}`?", excerpt(text)),
        None => format!("`{}` is not a known `{field}`", excerpt(text)),
    };
    // What is asked is not said: to take the question mark away is not a matter of spelling.
    let meant = only_nearest(&fold_value(text), words.known().iter().map(|(name, word)| (&**name, *word)))
        .map(|(name, _)| in_letters_of(text, name))
        .filter(|meant| !text.ends_with('?') && words::word(words, meant).is_some());
    Misread { code: codes::UNKNOWN_VALUE, message, help: Some(format!("use one of: {listed}")), meant }
}
