//! Records that are none of the index: citations, files, web addresses, words.

use std::borrow::Cow;

use super::similar::alike;
use super::{Cx, Rec, V};
use crate::expr::cited::Pointed;
use crate::expr::ir::Access;
use crate::expr::value::Item;
use crate::expr::world::Causes;
use crate::model::index::{MentionId, Told};
use crate::model::{Data, EntityId, Mention, Target, Value};
use crate::schema::KindId;
use crate::source::{FileId, Place, Span};

/// A field of a built-in record; none where it has none such.
pub(super) fn stand_in<'a>(cx: Cx<'_, 'a>, rec: &Rec<'a>, access: &Access) -> Option<Item<'a>> {
    let bare = |v| Some(Item { v, place: None });
    let text = |text: &str| bare(V::Text(Cow::Owned(text.to_owned())));
    let kind = |name: &'static str| bare(cx.world.index.schema.find(name).map_or(V::Text(Cow::Borrowed(name)), V::Kind));
    match (rec, &*access.name) {
        (Rec::Mention(_), "kind") => kind("mention"),
        (Rec::Mention(id), name) => mention(cx, *id, name),
        (Rec::File(_), "kind") => kind("file"),
        (Rec::File(path), "path" | "id") => text(path),
        (Rec::File(path), "title") => {
            let file = cx.world.sources.find(path)?;
            text(&cx.world.index.facts(file)?.document.title.as_ref()?.0)
        }
        (Rec::File(path), "document") => bare(V::Rec(Rec::File(path.clone()))),
        (Rec::Url(_), "kind") => kind("url"),
        (Rec::Text(_), "kind") => kind("text"),
        (Rec::Url(words) | Rec::Text(words), "id" | "title") => bare(V::Text(Cow::Borrowed(*words))),
        // Words that stand for a record of another system: what that record says is not known here.
        (Rec::Text(_), _) if access.kinds.iter().any(|k| cx.world.index.is_elsewhere(*k)) => bare(V::Poisoned),
        _ => None,
    }
}

fn mention<'a>(cx: Cx<'_, 'a>, id: MentionId, name: &str) -> Option<Item<'a>> {
    let index = cx.world.index;
    // Conditions ask these of each citation, and none of where it is written: its facts need not be looked at.
    if cx.placeless {
        let v = match name {
            "field" => Some(cx.world.cited().field(index, id).map(|name| V::Text(Cow::Borrowed(name)))),
            "document" => Some(Some(document(cx, id.file, 0))),
            "target" => match cx.world.cited().pointed(index, id) {
                Some(Pointed::Record(entity)) => Some(Some(V::Rec(Rec::Entity(entity)))),
                _ => None,
            },
            "from" => cx.world.cited().from(index, id).map(|from| Some(V::Rec(Rec::Entity(from)))),
            _ => None,
        };
        if let Some(known) = v {
            return known.map(|v| Item { v, place: None });
        }
    }
    let facts = index.facts(id.file)?;
    let mention = facts.mentions.get(id.position as usize)?;
    let slice = |span| V::Text(Cow::Borrowed(cx.world.sources.get(id.file).slice(span)));
    let place = Place::new(id.file, mention.span);
    let v = match name {
        "text" => index.mention_words(id).map_or_else(|| slice(mention.span), |words| V::Text(Cow::Borrowed(words))),
        "target" => target(cx, id)?,
        "field" => V::Text(Cow::Borrowed(mention.field_name()?)),
        "from" => V::Rec(cx.world.cited().from(index, id).map_or_else(|| Rec::File(facts.path.clone()), Rec::Entity)),
        "document" => document(cx, id.file, 0),
        "scheme" => V::Text(Cow::Borrowed(&mention.cited()?.scheme)),
        "form" => V::Text(Cow::Borrowed(&mention.cited()?.form)),
        "edition" => V::Text(Cow::Borrowed(mention.cited()?.edition.as_deref()?)),
        "advice" => V::Text(Cow::Borrowed(mention.cited()?.advice.as_deref()?)),
        "cell" => V::Truth(mention.cited()?.cell),
        "beside" | "given_title" => {
            let span = if name == "beside" { mention.cited()?.beside? } else { given_title(cx, id, mention)? };
            return Some(Item { v: slice(span), place: Some(Place::new(id.file, span)) });
        }
        "before" => V::Text(Cow::Borrowed(before(&cx.world.sources.get(id.file).text, mention.cited().map(|_| mention.span)?))),
        "title_of" => V::Rec(Rec::Entity(title_of(cx, id, mention)?)),
        _ => return None,
    };
    Some(Item { v, place: Some(place) })
}

fn target<'a>(cx: Cx<'_, 'a>, id: MentionId) -> Option<V<'a>> {
    let index = cx.world.index;
    let pointed = cx.world.cited().pointed(index, id);
    if let Some(Pointed::Record(entity)) = pointed {
        return Some(V::Rec(Rec::Entity(entity)));
    }
    let mention = index.mention(id)?;
    let in_field = mention.field().is_some();
    let words = || index.mention_words(id).unwrap_or_else(|| cx.world.sources.get(id.file).slice(mention.span));
    Some(match pointed {
        Some(Pointed::Words) => V::Rec(Rec::Text(words())),
        Some(Pointed::Url) => V::Rec(Rec::Url(words())),
        _ => match index.mention_target(id) {
            Target::Record(entity) => V::Rec(Rec::Entity(entity)),
            Target::File(path) => V::Rec(Rec::File(path)),
            Target::Url => V::Rec(Rec::Url(words())),
            Target::Text if in_field => V::Rec(Rec::Text(words())),
            // In a field the language layer has told of it; in prose it is for rules to say that there is no such record.
            Target::Dangling | Target::WrongKind(_) if in_field => V::Poisoned,
            Target::Text | Target::Dangling | Target::WrongKind(_) => return None,
        },
    })
}

/// The record that a citation points to.
fn record(cx: Cx, id: MentionId) -> Option<EntityId> {
    match cx.world.cited().pointed(cx.world.index, id) {
        Some(Pointed::Record(entity)) => Some(entity),
        Some(_) => None,
        None => match cx.world.index.mention_target(id) {
            Target::Record(entity) => Some(entity),
            _ => None,
        },
    }
}

/// Most bytes of a line that are looked at before a citation.
const LONGEST_LEAD: usize = 200;

/// The words before a citation: within its sentence, its cell and its line.
fn before(text: &str, span: Span) -> &str {
    let end = span.start as usize;
    let start = (end.saturating_sub(LONGEST_LEAD)..=end).find(|i| text.is_char_boundary(*i)).unwrap_or(end);
    let lead = text.get(start..end).unwrap_or_default();
    let lead = lead.rsplit(['\n', '|']).next().unwrap_or(lead);
    lead.rfind(". ").map_or(lead, |i| &lead[i + 2..]).trim()
}

/// The title that stands with a citation: beside it in a text; of a reference that is its record's identity, that record's title.
fn given_title(cx: Cx, id: MentionId, mention: &Mention) -> Option<Span> {
    let Some((record, field)) = mention.field() else { return mention.cited()?.title };
    let index = cx.world.index;
    let record = index.facts(id.file)?.records.get(record)?;
    let kind = index.schema.kind(record.kind);
    let identity = &kind.fields[kind.id.as_ref()?.field as usize];
    let title = record.get(kind.field("title")?.0).filter(|t| matches!(t.data, Data::Text(_)))?;
    (identity.name == *field).then_some(title.span)
}

/// The record of the kinds cited whose own title has the words of the title that is given.
fn title_of(cx: Cx, id: MentionId, mention: &Mention) -> Option<EntityId> {
    let index = cx.world.index;
    let given = cx.world.words(cx.world.sources.get(id.file).slice(given_title(cx, id, mention)?));
    let kinds: Vec<KindId> = match mention.cited() {
        Some(cited) => cited.kinds.to_vec(),
        None => vec![index.kind(record(cx, id)?)],
    };
    let bears = |entity: &&EntityId| {
        let Some((field, _)) = index.schema.kind(index.kind(**entity)).field("title") else { return false };
        let Told::One(_, Value { data: Data::Text(title), .. }) = index.told(**entity, field) else { return false };
        alike(&cx.world.words(title), &given)
    };
    kinds.iter().flat_map(|k| index.all(*k)).find(bears).copied()
}

/// The document that carries a file's records: its record, else the file.
pub(super) fn document<'a>(cx: Cx<'_, 'a>, file: FileId, roots: u32) -> V<'a> {
    let index = cx.world.index;
    match (cx.world.document(file), index.facts(file)) {
        (Some(entity), _) => V::Rec(Rec::Entity(entity)),
        (None, Some(facts)) => V::Rec(Rec::File(facts.path.clone())),
        (None, None) => V::Missing(Causes(roots)),
    }
}

/// The citations of a record, its own of itself left out.
pub(in crate::expr) fn mentions<'a>(cx: Cx<'_, 'a>, entity: EntityId) -> V<'a> {
    let citing = cx.world.cited().citing(cx.world.index);
    let found = citing.get(&entity).map_or(&[][..], |citing| citing.as_slice());
    V::List(found.iter().map(|id| Item { v: V::Rec(Rec::Mention(*id)), place: None }).collect())
}
