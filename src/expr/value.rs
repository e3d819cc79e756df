//! Values while they are evaluated. They borrow from the index; only lists are allocated.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use super::world::{Causes, World};
use crate::model::index::MentionId;
use crate::model::{Data, Duration, EntityId, MapEntry, ScaleText, Value};
use crate::schema::{KindId, ScaleSpec, Type, Vocabulary};
use crate::source::{FileId, Place};

/// A value: known, missing or poisoned.
#[derive(Clone, Debug)]
pub enum V<'a> {
    /// Not stated; with the roots of the paths that found nothing.
    Missing(Causes),
    /// Could not be read, and that is reported.
    Poisoned,
    /// Text.
    Text(Cow<'a, str>),
    /// The running text of the document that a file is.
    Prose(FileId),
    /// The name of a kind.
    Kind(KindId),
    /// A number.
    Number(f64),
    /// A count that lies between two numbers, for want of knowing; and why.
    Range(f64, f64, Causes),
    /// True or false.
    Truth(bool),
    /// A date.
    Date(Date),
    /// A duration.
    Duration(Duration),
    /// A word of a vocabulary.
    Word(&'a Vocabulary, u16),
    /// A place on another record's levels.
    Scale(&'a ScaleText, &'a ScaleSpec),
    /// A regular expression's text.
    Pattern(&'a str),
    /// A group, a map or an entry of one.
    Object(Obj<'a>),
    /// A record.
    Rec(Rec<'a>),
    /// Several; missing elements are left out, poisoned ones are not.
    List(Vec<Item<'a>>),
}

/// A value and where it is written, if it is in a file.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The value.
    pub v: V<'a>,
    /// Where it is written. For a missing one: its empty cell or placeholder, or what should hold it.
    pub place: Option<Place>,
}

/// A group, a map, or an entry of a map, within a record.
#[derive(Clone, Copy, Debug)]
pub struct Obj<'a> {
    /// The file it stands in.
    pub file: FileId,
    /// The value.
    pub value: &'a Value,
    /// Its type.
    pub ty: &'a Type,
    /// For an entry of a map: the entry.
    pub entry: Option<&'a MapEntry>,
    /// The record that holds it.
    pub owner: EntityId,
}

/// What a record-typed value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Rec<'a> {
    /// A record of the index.
    Entity(EntityId),
    /// A citation.
    Mention(MentionId),
    /// A file that carries no record, by path.
    File(Arc<str>),
    /// A web address.
    Url(&'a str),
    /// Words that name no record.
    Text(&'a str),
}

/// The text of a value that is compared as text.
pub(super) fn text_of<'v>(world: &'v World<'_>, v: &'v V<'_>) -> Option<&'v str> {
    match v {
        V::Text(text) => Some(text),
        V::Word(vocabulary, i) => vocabulary.words.get(*i as usize).map(|w| &**w),
        V::Kind(kind) => Some(&world.index.schema.kind(*kind).name),
        _ => None,
    }
}

impl<'a> Obj<'a> {
    /// The value and type of a field of a group, or of an entry of a map; the type alone says that the field exists.
    pub fn get(&self, name: &str) -> Option<(&'a Value, &'a Type)> {
        match (&self.value.data, self.ty) {
            (Data::Group(fields), Type::Group(group)) => {
                let i = group.fields.iter().position(|f| *f.name == *name)?;
                let (_, value) = fields.iter().find(|(f, _)| *f as usize == i)?;
                Some((value, &group.fields[i].ty))
            }
            (Data::Map(entries), Type::Map(map)) => entries.iter().find(|e| *e.key == *name).map(|e| (&e.value, &map.entry)),
            _ => None,
        }
    }

    /// The value that a truth has where it is not stated.
    pub(super) fn default(&self, name: &str) -> Option<bool> {
        match self.ty {
            Type::Group(group) => group.fields.iter().find(|f| *f.name == *name)?.default,
            _ => None,
        }
    }

    /// Entries of a map.
    pub(super) fn entries(self) -> impl Iterator<Item = Item<'a>> {
        let (entries, ty): (&'a [MapEntry], _) = match (&self.value.data, self.ty) {
            (Data::Map(entries), Type::Map(map)) => (entries, Some(&map.entry)),
            _ => (&[], None),
        };
        entries.iter().zip(std::iter::repeat(ty)).filter_map(move |(entry, ty)| {
            let place = Some(Place::new(self.file, entry.span.to(entry.value.span)));
            Some(Item { v: V::Object(Obj { value: &entry.value, ty: ty?, entry: Some(entry), ..self }), place })
        })
    }
}

/// Whether a value is given.
pub fn given(v: &V) -> super::Truth {
    super::eval::given(v).into()
}
