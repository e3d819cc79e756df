//! Texts that are at hand: the word of a field, the name of a kind. Rules ask by the hundred whether such a one is this or that; nothing is
//! resolved for it, nothing copied, and nobody learns where it is written.

use super::column::passing;
use super::equal::same_text;
use super::{Cx, Rec, V};
use crate::expr::cited::Pointed;
use crate::expr::ir::{Access, Ir, Lit, Slot, X};
use crate::model::index::{MentionId, Told};
use crate::model::{Data, EntityId, Index};
use crate::schema::{KindId, Type};

/// A text at hand.
#[derive(Clone, Copy)]
pub(super) enum Quick<'a> {
    Text(&'a str),
    /// A word of a vocabulary.
    Word(&'a str),
    Kind(KindId),
}

/// What a path stands for that has such texts.
pub(super) enum Stop {
    Entity(EntityId),
    Mention(MentionId),
    /// What is no record, by the name of its kind.
    Other(&'static str),
}

impl<'a> Quick<'a> {
    /// What a path comes to, where it is such a text. None where it has to be read, be it that nobody states it.
    pub(super) fn at(cx: Cx<'_, 'a>, x: &'a X) -> Option<Self> {
        if !cx.placeless || !cx.world.shortcuts {
            return None;
        }
        match &x.ir {
            Ir::Lit(Lit::Text(text)) => Some(Self::Text(text)),
            Ir::Field(base, access) => match stop(cx, base)? {
                Stop::Entity(entity) => match passing(cx, base, entity, access) {
                    Some(text) => Some(Self::Text(text)),
                    None => Self::of_entity(cx, entity, access),
                },
                Stop::Mention(id) if *access.name == *"field" => cx.world.cited().field(cx.world.index, id).map(Self::Text),
                Stop::Other(kind) if *access.name == *"kind" => cx.world.index.schema.find(kind).map(Self::Kind),
                Stop::Mention(_) | Stop::Other(_) => None,
            },
            _ => None,
        }
    }

    fn of_entity(cx: Cx<'_, 'a>, entity: EntityId, access: &Access) -> Option<Self> {
        let index = cx.world.index;
        let kind = index.kind(entity);
        let (_, slot) = access.slot(&index.schema, kind)?;
        match slot {
            Slot::Field(field) => Self::stored(index, entity, field),
            Slot::Kind => Some(Self::Kind(kind)),
            Slot::Id => index.id(entity).map(|id| Self::Text(id)),
            _ => None,
        }
    }

    /// The text or the word that a record stores in a field.
    pub(super) fn stored(index: &'a Index, entity: EntityId, field: u16) -> Option<Self> {
        let Told::One(_, value) = index.told(entity, field) else { return None };
        match (&value.data, &index.schema.kind(index.kind(entity)).fields.get(field as usize)?.ty) {
            (Data::Text(text), ty) if !matches!(ty, Type::Pattern | Type::List(_)) => Some(Self::Text(text)),
            (Data::Word(i), Type::Word(vocabulary)) => vocabulary.words.get(*i as usize).map(|word| Self::Word(word)),
            _ => None,
        }
    }

    /// The text.
    pub(super) fn text(self, cx: Cx<'_, 'a>) -> &'a str {
        match self {
            Self::Text(text) | Self::Word(text) => text,
            Self::Kind(kind) => &cx.world.index.schema.kind(kind).name,
        }
    }

    /// Whether it is the same as another. None for two words: their vocabularies tell.
    pub(super) fn is(self, cx: Cx<'_, 'a>, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Word(_), Self::Word(_)) => None,
            (Self::Kind(a), Self::Kind(b)) if a == b => Some(true),
            (a, b) => {
                let word = matches!(a, Self::Word(_)) || matches!(b, Self::Word(_));
                Some(same_text(a.text(cx), b.text(cx), word))
            }
        }
    }

    /// Whether it is one of some literals. None where one of them is no text.
    pub(super) fn is_one_of(self, cx: Cx<'_, 'a>, literals: &'a [Lit]) -> Option<bool> {
        for literal in literals {
            let Lit::Text(text) = literal else { return None };
            if self.is(cx, Self::Text(text))? {
                return Some(true);
            }
        }
        Some(false)
    }
}

/// Where a path leads: to `this`, to a variable, or from a citation to what it points to or stands in.
pub(super) fn stop(cx: Cx, x: &X) -> Option<Stop> {
    let rec = match &x.ir {
        Ir::This => cx.this?,
        Ir::Var(slot, _) => match &cx.var(*slot)?.v {
            V::Rec(rec) => rec,
            _ => return None,
        },
        // Most fields are others.
        Ir::Field(_, access) if !matches!(&*access.name, "from" | "target" | "document") => return None,
        Ir::Field(base, access) => {
            let Stop::Mention(id) = stop(cx, base)? else { return None };
            let (cited, index) = (cx.world.cited(), cx.world.index);
            return match &*access.name {
                "from" => cited.from(index, id).map(Stop::Entity),
                "document" => cx.world.document(id.file).map(Stop::Entity),
                "target" => match cited.pointed(index, id)? {
                    Pointed::Record(entity) => Some(Stop::Entity(entity)),
                    Pointed::File => Some(Stop::Other("file")),
                    Pointed::Url => Some(Stop::Other("url")),
                    Pointed::Words => Some(Stop::Other("text")),
                    Pointed::Nothing => None,
                },
                _ => None,
            };
        }
        _ => return None,
    };
    match rec {
        Rec::Entity(entity) => Some(Stop::Entity(*entity)),
        Rec::Mention(id) => Some(Stop::Mention(*id)),
        _ => None,
    }
}
