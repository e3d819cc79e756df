//! Words that should stand on the levels of another kind's one record, and do not.

use super::Lint;
use crate::finding::{Finding, RecordName, codes, in_letters_of, nearest, only_nearest};
use crate::model::{Data, Facts, Index};
use crate::schema::{ScaleSpec, Type, fold_value};
use crate::source::Place;

impl Lint<'_> {
    pub(super) fn scales(&self, facts: &Facts, findings: &mut Vec<Finding>) {
        for record in &facts.records {
            let kind = self.index.schema.kind(record.kind);
            for (i, value) in &record.fields {
                let field = &kind.fields[usize::from(*i)];
                let (Type::Scale(spec), Data::Scale(text)) = (&field.ty, &value.data) else { continue };
                let (None, Some(word)) = (text.number, &text.word) else { continue };
                let Some((levels, place)) = levels(self.index, spec).filter(|(levels, _)| !levels.is_empty()) else { continue };
                if levels.iter().any(|level| fold_value(level) == *word) {
                    continue;
                }
                let name = RecordName { kind: kind.name.clone(), id: record.id.clone() };
                let near =
                    nearest(word, levels.iter().map(|l| &**l)).map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
                let message = format!("`{word}` is not on the scale of `{}`{near}", field.name);
                let at = Place::new(facts.file, value.span);
                let written = self.sources.get(facts.file).slice(value.span).trim_matches(['"', '\'', '*', '`', ' ']);
                let mut finding = Finding::built_in(codes::UNKNOWN_VALUE, at, message);
                finding.fix = only_nearest(word, levels.iter().map(|l| (&**l, fold_value(l))))
                    .filter(|_| fold_value(written) == *word)
                    .and_then(|(level, _)| self.instead(at, written, &in_letters_of(written, level)));
                let finding = finding.label(place, "the levels are these").help(format!("use one of: {}", levels.join(", ")));
                findings.push(finding.about(name, &*field.name));
            }
        }
    }
}

/// The titles of the levels of a scale, where there is one record alone that states them, and where they stand.
pub fn levels<'i>(index: &'i Index, spec: &ScaleSpec) -> Option<(Vec<&'i str>, Place)> {
    let schema = &index.schema;
    let [only] = index.all(schema.find(&spec.kind)?) else { return None };
    let (file, record) = index.first(*only);
    let (i, field) = schema.kind(record.kind).field(&spec.levels)?;
    let value = record.get(i)?;
    let (Data::List(items), Type::Group(group)) = (&value.data, field.ty.element()) else { return None };
    let title = group.fields.iter().position(|f| &*f.name == "title")?;
    let titles = items.iter().filter_map(|item| match &item.data {
        Data::Group(fields) => fields.iter().find(|(f, _)| usize::from(*f) == title).map(|(_, v)| &v.data),
        _ => None,
    });
    let titles = titles.filter_map(|data| if let Data::Text(text) = data { Some(&**text) } else { None }).collect();
    Some((titles, Place::new(file, value.span)))
}
