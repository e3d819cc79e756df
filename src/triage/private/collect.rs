//! Which places and texts of a repository are sensitive.

use super::needles::Needles;
use super::{Private, Told};
use crate::model::index::Target;
use crate::model::{Data, EntityId, Facts, Index, Record, Value};
use crate::schema::{Field, Kind, Type};
use crate::source::{FileId, SourceFile, Sources, Span};

/// A text of one word tells on its own from so many characters on: an address, an account.
const TELLING: usize = 12;

/// Goes through all records that no pack brought.
pub(super) fn collect(index: &Index, sources: &Sources) -> Private {
    let mut private = Private::default();
    let mut everywhere = Vec::new();
    for facts in index.files().filter(|facts| !index.is_pack_file(facts.file)) {
        let source = sources.get(facts.file);
        let mut found = Vec::new();
        for (i, record) in facts.records.iter().enumerate() {
            let kind = index.schema.kind(record.kind);
            let mut reader = Reader { index, source, file: facts.file, texts: Vec::new(), plain: Vec::new() };
            if kind.sensitive {
                let span = if facts.document.record == Some(i) { Span::new(0, source.text.len()) } else { record.span };
                let title = index.entity_at(facts, i).and_then(|entity| title(index, facts, entity, record));
                for (at, value) in &record.fields {
                    reader.value(value, &kind.fields[*at as usize], false);
                }
                let id = record.id.as_deref().filter(|id| is_number(kind, id));
                reader.texts.retain(|text| Some(text.as_str()) != id);
                reader.texts.extend(title.iter().cloned());
                reader.texts.extend(record.id.as_deref().filter(|id| !is_number(kind, id)).map(str::to_owned));
                everywhere.extend(reader.texts.iter().filter(|text| tells(text) || title.as_ref() == Some(text)).cloned());
                let name = record.id.as_deref().map(|id| (record.kind.0, id.into()));
                found.push(Told { span, name, texts: reader.texts, plain: reader.plain });
            } else {
                for (at, value) in &record.fields {
                    let field = &kind.fields[*at as usize];
                    reader.marked(value, field, &mut found);
                }
            }
        }
        everywhere.extend(
            found.iter().filter(|told| told.name.is_none()).flat_map(|told| told.texts.iter().filter(|t| tells(t)).cloned()),
        );
        if !found.is_empty() {
            private.told.insert(facts.file, found);
        }
    }
    private.everywhere = Needles::new(everywhere);
    private
}

/// A text on one line, as messages quote it.
pub(super) fn one_line(text: &str) -> String {
    crate::finding::one_line(text, usize::MAX)
}

/// True for an id that was made up to be one, and names nobody.
fn is_number(kind: &Kind, id: &str) -> bool {
    let shaped = kind.id.as_ref().and_then(|spec| spec.pattern.as_ref()).is_some_and(|pattern| pattern.is_match(id));
    shaped || id.chars().all(|c| c.is_ascii_digit())
}

/// True for a text that is no common word: several words, or a long one.
fn tells(text: &str) -> bool {
    text.contains(' ') || text.chars().count() >= TELLING
}

/// What the record is called: its field `title`, else for a document its heading.
fn title(index: &Index, facts: &Facts, entity: EntityId, record: &Record) -> Option<String> {
    let kind = index.schema.kind(record.kind);
    let value = kind.field("title").and_then(|(at, _)| record.get(at));
    let told = value.and_then(|value| match &value.data {
        Data::Text(text) => Some(one_line(text)),
        _ => None,
    });
    let is_document = index.document(facts.file) == Some(entity);
    told.or_else(|| facts.document.title.as_ref().filter(|_| is_document).map(|(text, _)| one_line(text)))
}

/// Takes the texts out of values.
struct Reader<'a> {
    index: &'a Index,
    source: &'a SourceFile,
    file: FileId,
    texts: Vec<String>,
    plain: Vec<Span>,
}

impl Reader<'_> {
    /// Keeps all texts in a value; with `all`, its dates and numbers, too.
    fn value(&mut self, value: &Value, field: &Field, all: bool) {
        self.typed(value, &field.ty, all || field.sensitive);
    }

    fn typed(&mut self, value: &Value, ty: &Type, all: bool) {
        match (&value.data, ty) {
            (Data::Text(text), _) => self.keep(value.span, text),
            (Data::Ref(text), Type::Ref(spec)) => match self.index.resolve(text, spec, self.file) {
                // What a record refers to is told where that is told; a person is not.
                Target::Record(to) | Target::WrongKind(to) if !self.index.schema.kind(self.index.kind(to)).sensitive && !all => {
                    self.plain.push(value.span);
                }
                Target::File(_) | Target::Url if !all => self.plain.push(value.span),
                _ => self.keep(value.span, text),
            },
            (Data::Ref(text), _) => self.keep(value.span, text),
            (Data::Poisoned, _) => self.keep(value.span, ""),
            (Data::List(items), ty) => items.iter().for_each(|item| self.typed(item, ty.element(), all)),
            (Data::Group(fields), Type::Group(group)) => {
                fields.iter().for_each(|(at, inner)| self.value(inner, &group.fields[*at as usize], all));
            }
            (Data::Map(entries), Type::Map(map)) => {
                for entry in entries {
                    self.texts.push(one_line(&entry.key));
                    self.typed(&entry.value, &map.entry, all);
                }
            }
            (Data::Missing, _) => {}
            _ if all => self.keep(value.span, ""),
            _ => self.plain.push(value.span),
        }
    }

    /// Keeps a text as it was read, and as it stands in the file.
    fn keep(&mut self, span: Span, text: &str) {
        for text in [one_line(text), one_line(self.source.slice(span))] {
            if !text.is_empty() && !self.texts.contains(&text) {
                self.texts.push(text);
            }
        }
    }

    /// Looks for sensitive fields in a record of a kind that is not.
    fn marked(&mut self, value: &Value, field: &Field, found: &mut Vec<Told>) {
        if field.sensitive {
            self.value(value, field, true);
            let (texts, plain) = (std::mem::take(&mut self.texts), std::mem::take(&mut self.plain));
            found.push(Told { span: value.span, name: None, texts, plain });
            return;
        }
        self.inner(value, &field.ty, found);
    }

    fn inner(&mut self, value: &Value, ty: &Type, found: &mut Vec<Told>) {
        match (&value.data, ty) {
            (Data::Group(fields), Type::Group(group)) => {
                fields.iter().for_each(|(at, inner)| self.marked(inner, &group.fields[*at as usize], found));
            }
            (Data::List(items), ty) => items.iter().for_each(|item| self.inner(item, ty.element(), found)),
            (Data::Map(entries), Type::Map(map)) => entries.iter().for_each(|entry| self.inner(&entry.value, &map.entry, found)),
            _ => {}
        }
    }
}
