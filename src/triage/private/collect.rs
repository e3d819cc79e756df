//! Which places and texts of a repository are sensitive.

use rustc_hash::FxHashSet;

use super::needles::Needles;
use super::{Private, Told};
use crate::model::index::Target;
use crate::model::{Data, EntityId, Facts, Index, Record, Text, Value};
use crate::schema::{Field, Kind, Type};
use crate::source::{FileId, SourceFile, Sources, Span};

/// A text of one word tells on its own from so many characters on: an address, an account.
const TELLING: usize = 12;

/// Texts that tell on their own.
#[derive(Default)]
struct Telling {
    /// What records are called, and what a schema marks by itself.
    always: Vec<String>,
    /// What else records say; a text that stands in the open as well, such as the title of a role, is no secret.
    unless_open: Vec<String>,
}

/// Goes through all records that no pack brought.
pub(super) fn collect(index: &Index, sources: &Sources) -> Private {
    let mut private = Private::default();
    let mut telling = Telling::default();
    let marked = |kind: &Kind| kind.sensitive || kind.fields.iter().any(|field| marks(field));
    let holding: Vec<bool> = index.schema.kinds.iter().map(marked).collect();
    for facts in index.files().filter(|facts| !index.is_pack_file(facts.file)) {
        let mut found = Vec::new();
        for (i, record) in facts.records.iter().enumerate().filter(|(_, record)| holding[usize::from(record.kind.0)]) {
            let kind = index.schema.kind(record.kind);
            let source = sources.get(facts.file);
            let about = if facts.document.record == Some(i) { Span::new(0, source.text.len()) } else { record.span };
            let mut reader = Reader { index, source, file: facts.file, names: Vec::new(), texts: Vec::new(), plain: Vec::new() };
            let sensitive = if kind.sensitive {
                reader.record(record, kind);
                let title = index.entity_at(facts, i).and_then(|entity| title(index, facts, entity, record));
                telling.always.extend(title.iter().cloned());
                reader.texts.extend(title);
                if let Some(id) = record.id.as_deref() {
                    reader.texts.retain(|text| text != id);
                    if !is_number(kind, id) {
                        telling.always.push(id.to_owned());
                    }
                }
                telling.unless_open.extend(reader.texts.iter().filter(|text| tells(text)).chain(&reader.names).cloned());
                vec![about]
            } else {
                let mut spans = Vec::new();
                record.fields.iter().for_each(|(at, value)| reader.marked(value, &kind.fields[*at as usize], &mut spans));
                let is_word = |text: &&String| text.chars().count() > 2 && text.contains(char::is_alphabetic);
                telling.always.extend(reader.texts.iter().filter(is_word).cloned());
                spans
            };
            if !sensitive.is_empty() {
                let name: Option<(u16, Box<str>)> = record.id.as_deref().map(|id| (record.kind.0, id.into()));
                if let Some(name) = &name {
                    private.named.entry(name.clone()).or_default().extend(reader.texts.iter().cloned());
                }
                found.push(Told { about, sensitive, name, texts: reader.texts, plain: reader.plain });
            }
        }
        if !found.is_empty() {
            private.told.insert(facts.file, found);
        }
    }
    if !private.is_empty() {
        let open = open(index, &telling.unless_open);
        telling.unless_open.retain(|text| !open.contains(text));
        telling.always.append(&mut telling.unless_open);
        private.everywhere = Needles::new(telling.always);
    }
    private
}

/// True for a field that a schema marks, or some field within it.
fn marks(field: &Field) -> bool {
    fn within(ty: &Type) -> bool {
        match ty {
            Type::Group(group) => group.fields.iter().any(marks),
            Type::List(item) => within(item),
            Type::Map(map) => within(&map.entry),
            _ => false,
        }
    }
    field.sensitive || within(&field.ty)
}

/// Those of the texts that are values of records that are not sensitive.
fn open(index: &Index, texts: &[String]) -> FxHashSet<String> {
    let wanted: FxHashSet<&str> = texts.iter().map(String::as_str).collect();
    let mut open = FxHashSet::default();
    // A text is told by its length from most, and need not be looked at.
    let mut lengths = vec![false; wanted.iter().map(|text| text.len() + 1).max().unwrap_or_default()];
    for text in &wanted {
        lengths[text.len()] = true;
    }
    let mut found = |text: &Text| {
        if lengths.get(text.size()) == Some(&true) && wanted.contains(&**text) {
            open.insert(text.to_string());
        }
    };
    for facts in index.files().filter(|facts| !index.is_pack_file(facts.file)) {
        for record in facts.records.iter().filter(|record| !index.schema.kind(record.kind).sensitive) {
            let fields = &index.schema.kind(record.kind).fields;
            for (_, value) in record.fields.iter().filter(|(at, _)| !fields[*at as usize].sensitive) {
                texts_of(value, &mut found);
            }
        }
    }
    open
}

/// Calls `found` for each text that a value is, or lists.
fn texts_of(value: &Value, found: &mut impl FnMut(&Text)) {
    match &value.data {
        Data::Text(text) | Data::Ref(text, _) => found(text),
        Data::List(items) => items.iter().for_each(|item| texts_of(item, found)),
        _ => {}
    }
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
    /// Who or what is referred to, in words.
    names: Vec<String>,
    texts: Vec<String>,
    plain: Vec<Span>,
}

impl Reader<'_> {
    fn record(&mut self, record: &Record, kind: &Kind) {
        record.fields.iter().for_each(|(at, value)| self.value(value, &kind.fields[*at as usize], false));
    }

    /// Keeps all texts in a value; with `all`, its dates and numbers, too.
    fn value(&mut self, value: &Value, field: &Field, all: bool) {
        self.typed(value, &field.ty, all || field.sensitive);
    }

    fn typed(&mut self, value: &Value, ty: &Type, all: bool) {
        match (&value.data, ty) {
            (Data::Ref(text, nth), Type::Ref(spec)) => match self.index.target((text, *nth), spec, self.file) {
                // What a record refers to is told where that is told; a person is not.
                Target::Record(to) | Target::WrongKind(to) if !self.index.schema.kind(self.index.kind(to)).sensitive && !all => {
                    self.plain.push(value.span);
                }
                // What is shaped like an id names nobody.
                Target::File(_) | Target::Url | Target::Dangling if !all => self.plain.push(value.span),
                _ => {
                    self.names.push(one_line(text));
                    self.keep(value.span, text);
                }
            },
            (Data::Text(text) | Data::Ref(text, _), _) => self.keep(value.span, text),
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
            (Data::Missing, _) => self.plain.push(value.span),
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

    /// Keeps what stands in sensitive fields of a record of a kind that is not, and adds where.
    fn marked(&mut self, value: &Value, field: &Field, spans: &mut Vec<Span>) {
        if field.sensitive {
            self.value(value, field, true);
            spans.push(value.span);
            return;
        }
        self.inner(value, &field.ty, spans);
    }

    fn inner(&mut self, value: &Value, ty: &Type, spans: &mut Vec<Span>) {
        match (&value.data, ty) {
            (Data::Group(fields), Type::Group(group)) => {
                fields.iter().for_each(|(at, inner)| self.marked(inner, &group.fields[*at as usize], spans));
            }
            (Data::List(items), ty) => items.iter().for_each(|item| self.inner(item, ty.element(), spans)),
            (Data::Map(entries), Type::Map(map)) => entries.iter().for_each(|entry| self.inner(&entry.value, &map.entry, spans)),
            _ => {}
        }
    }
}
