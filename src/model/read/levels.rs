//! A number and the level beside it, `12 (Medium)` or `M12`: each is the value of a field, whichever column holds both.

use super::super::facts::{Data, ScaleText, Value};
use super::coerce::About;
use super::{Reading, scalar};
use crate::schema::{Field, KindId, LevelSpec, Type};
use crate::syntax::Entry;

/// Up to here a number beside a level may be the place of the level itself: `4 - High`.
const PLACES: f64 = 5.0;

impl Reading<'_> {
    /// Gives a number its level, or a level its number, where one cell tells both and the other field is not told at all.
    /// `named`: of each entry, the field that it is for.
    pub(super) fn levels(&self, kind: KindId, entries: &[&Entry<'_>], named: &[Option<u16>], fields: &mut Vec<(u16, Value)>) {
        let spec = self.vocabulary.schema.kind(kind);
        for (number, field) in (0_u16..).zip(&spec.fields) {
            let Some(beside) = &field.level else { continue };
            let Some((level, Field { ty: Type::Scale(_), .. })) = spec.field(&beside.field) else { continue };
            let held = |field: u16| fields.iter().find(|(f, v)| *f == field && !v.is_missing());
            let other = match (held(number), held(level)) {
                (Some((_, value)), None) => {
                    let mut told = entries.iter().zip(named);
                    let cell = told.find(|(e, f)| **f == Some(number) && e.value.span.contains(value.span));
                    cell.and_then(|(e, _)| word(e.value.text()?, beside)).map(|data| (level, Value { span: value.span, data }))
                }
                (None, Some((_, Value { span, data: Data::Scale(text) }))) => {
                    let known = text.word.as_ref().is_none_or(|word| beside.words.iter().any(|w| **w == **word));
                    let data = text.number.filter(|n| *n > PLACES && known).map(Data::Number);
                    data.map(|data| (number, Value { span: *span, data }))
                }
                _ => None,
            };
            if let Some(other) = other {
                fields.retain(|(f, _)| *f != other.0);
                fields.push(other);
            }
        }
    }

    /// What a number or level with a level's initials says: `M12`.
    pub(super) fn initialled(&self, text: &str, about: &About<'_>, ty: &Type) -> Option<Data> {
        if !matches!(ty, Type::Number | Type::Scale(_)) {
            return None;
        }
        let (spec, field) = (self.vocabulary.schema.kind(about.kind), about.field.alone()?);
        let is_it = |f: &&std::sync::Arc<Field>| f.level.as_ref().is_some_and(|l| *f.name == *field || *l.field == *field);
        let beside = spec.fields.iter().find(is_it)?.level.as_ref()?;
        let (number, word) = scalar::initialled(text, &beside.words)?;
        match ty {
            Type::Number => Some(Data::Number(number)),
            Type::Scale(_) => Some(Data::Scale(Box::new(ScaleText { number: Some(number), word: word.map(Into::into) }))),
            _ => None,
        }
    }
}

/// The level in the cell of a number.
fn word(text: &str, beside: &LevelSpec) -> Option<Data> {
    let (number, word) = match scalar::initialled(text, &beside.words) {
        Some((number, word)) => (Some(number), word.map(Into::into)),
        None => {
            let both = scalar::scale(text)?;
            let known = |word: &str| beside.words.iter().any(|w| **w == *word);
            (both.number, Some(both.word.filter(|word| known(word))?))
        }
    };
    Some(Data::Scale(Box::new(ScaleText { number, word })))
}
