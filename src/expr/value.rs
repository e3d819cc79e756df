//! Values while they are evaluated. They borrow from the index; only lists are allocated.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use super::world::Causes;
use crate::model::index::MentionId;
use crate::model::{Duration, EntityId, MapEntry, ScaleText, Value};
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
