//! Values as text for messages: one line, as written where that can be told.

use std::fmt::Write as _;

use super::read::is_taken;
use super::{Cx, Rec, V, World};
use crate::expr::ir::{Ir, Lit, X};
use crate::expr::value::{Item, text_of};
use crate::model::Data;
use crate::model::EntityId;
use crate::model::index::Told;

/// No value of a document takes more characters.
const WIDTH: usize = 60;
/// Of a longer list the first five are named.
const NAMED: usize = 5;

/// A value for a message.
pub(in crate::expr) fn print<'a>(cx: Cx<'_, 'a>, x: &'a X) -> String {
    match &x.ir {
        Ir::Else(a, b) => return print(cx, if is_taken(&super::read(cx.quiet(), a).v) { a } else { b }),
        Ir::Lit(Lit::Text(text)) => return whole(text),
        // The pack says it of the citation.
        Ir::Field(base, access) if &*access.name == "advice" && matches!(super::read(cx, base).v, V::Rec(Rec::Mention(_))) => {
            if let V::Text(advice) = super::read(cx, x).v {
                return whole(&advice);
            }
        }
        _ => {}
    }
    let item = super::read(cx, x);
    // A record without an id is called by its title, its first words or its place.
    if let (V::Missing(_), Ir::Field(base, access)) = (&item.v, &x.ir)
        && &*access.name == "id"
        && let V::Rec(rec) = super::read(cx, base).v
    {
        return record(cx.world, &rec);
    }
    print_item(cx.world, &item)
}

/// A single value as it would be written in a document.
pub(in crate::expr) fn plain(world: &World, item: &Item) -> Option<String> {
    match &item.v {
        V::Word(..) | V::Text(_) => text_of(world, &item.v).map(str::to_owned),
        V::Scale(..) => written(world, item, |_| true),
        V::Number(n) => Some(number(*n)),
        V::Truth(b) => Some((if *b { "yes" } else { "no" }).to_owned()),
        V::Date(date) => Some(date.to_string()),
        V::Rec(Rec::Entity(entity)) => world.index.id(*entity).map(ToString::to_string),
        V::List(items) => match &items[..] {
            [only] => plain(world, only),
            _ => None,
        },
        _ => None,
    }
}

/// What is said in the place of a value that nobody gives.
pub const NOT_GIVEN: &str = "(not given)";

/// A value for a message; "(not given)" where it is missing or could not be read.
pub(in crate::expr) fn print_item(world: &World, item: &Item) -> String {
    match &item.v {
        V::Missing(_) | V::Poisoned => NOT_GIVEN.into(),
        V::List(items) => list(world, items),
        V::Rec(rec) => record(world, rec),
        V::Kind(kind) => line(&world.index.schema.kind(*kind).title),
        V::Number(n) => written(world, item, |text| text.parse::<f64>().is_ok()).unwrap_or_else(|| number(*n)),
        V::Range(low, high, _) => format!("{} to {}", number(*low), number(*high)),
        V::Truth(b) => (if *b { "yes" } else { "no" }).into(),
        V::Date(d) => d.to_string(),
        V::Duration(d) => written(world, item, |_| true).unwrap_or_else(|| d.to_string()),
        V::Word(..) | V::Text(_) => {
            let text = text_of(world, &item.v).unwrap_or_default();
            match item.v {
                V::Text(_) if item.place.is_some_and(|place| world.index.is_pack_file(place.file)) => whole(text),
                V::Word(..) => written(world, item, |_| true).unwrap_or_else(|| line(text)),
                _ => line(text),
            }
        }
        V::Scale(text, _) => written(world, item, |_| true).unwrap_or_else(|| match (&text.word, text.number) {
            (Some(level), _) => line(level),
            (None, n) => n.map(number).unwrap_or_default(),
        }),
        V::Pattern(p) => line(p),
        V::Prose(file) => world.sources.get(*file).path.to_string(),
        V::Object(obj) => match obj.entry {
            Some(entry) => line(&entry.key),
            None => group(world, obj),
        },
    }
}

fn number(n: f64) -> String {
    format!("{n}")
}

/// The source's own text, markup and quotes at its ends left out, if it is one short line and fit.
fn written(world: &World, item: &Item, fit: impl Fn(&str) -> bool) -> Option<String> {
    let place = item.place?;
    let text = world.sources.get(place.file).slice(place.span);
    let text = text.trim().trim_matches(['"', '\'', '*', '`']).trim();
    (!text.is_empty() && !text.contains(['\n', '\r']) && text.chars().count() <= WIDTH && fit(text)).then(|| line(text))
}

/// What a document says.
fn line(text: &str) -> String {
    cut(text, WIDTH)
}

/// What a rule or its pack says.
fn whole(text: &str) -> String {
    cut(text, usize::MAX)
}

/// One line, control characters escaped, cut to a width.
fn cut(text: &str, to: usize) -> String {
    let mut out = String::with_capacity(text.len().min(WIDTH * 4));
    let mut gap = false;
    let mut width = 0;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if width >= to {
            out.push('…');
            return out;
        }
        if gap {
            out.push(' ');
            width += 1;
        }
        gap = false;
        width += 1;
        if c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

fn list(world: &World, items: &[Item]) -> String {
    if items.is_empty() {
        return NOT_GIVEN.into();
    }
    let all: Vec<String> = items.iter().take(NAMED).map(|i| print_item(world, i)).collect();
    if items.len() > NAMED {
        return format!("{} and {} more", all.join(", "), items.len() - NAMED);
    }
    match all.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}

fn record(world: &World, rec: &Rec) -> String {
    match rec {
        Rec::Entity(entity) => match world.index.id(*entity) {
            Some(id) => line(id),
            None => (title(world, *entity).or_else(|| words(world, *entity)))
                .unwrap_or_else(|| position(world, world.index.name_place(*entity))),
        },
        Rec::Mention(id) => {
            let span = world.index.mention(*id).map(|m| m.span).unwrap_or_default();
            line(world.sources.get(id.file).slice(span))
        }
        Rec::File(path) => line(path),
        Rec::Url(text) | Rec::Text(text) => line(text),
    }
}

fn title(world: &World, entity: EntityId) -> Option<String> {
    let index = world.index;
    let (field, _) = index.schema.kind(index.kind(entity)).field("title")?;
    match index.told(entity, field) {
        Told::One(_, value) => match &value.data {
            Data::Text(text) => Some(line(text)),
            _ => None,
        },
        _ => None,
    }
}

/// The first words of a row: what a register without ids calls its objectives, actions or issues by. A figure, or a single word such as a
/// name of a column's choice, is no name of a record.
fn words(world: &World, entity: EntityId) -> Option<String> {
    let (_, record) = world.index.first(entity);
    let texts = record.fields.iter().filter_map(|(_, value)| match &value.data {
        Data::Text(text) | Data::Ref(text, _) => Some((value.span.start, text)),
        _ => None,
    });
    let names =
        texts.filter(|(_, text)| text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).nth(1).is_some());
    names.min_by_key(|(start, _)| *start).map(|(_, text)| line(text))
}

fn position(world: &World, place: crate::source::Place) -> String {
    let file = world.sources.get(place.file);
    format!("{}:{}", file.path, file.position(place.span.start).line)
}

/// A group: its fields, "min 0.8, max 1".
fn group(world: &World, obj: &crate::expr::value::Obj) -> String {
    let text = world.sources.get(obj.file).slice(obj.value.span).trim();
    if !text.is_empty() && !text.contains(['\n', '\r']) {
        return line(text.trim_matches(['{', '}']));
    }
    let (Data::Group(fields), crate::schema::Type::Group(spec)) = (&obj.value.data, obj.ty) else { return "…".into() };
    let names: Vec<&str> = fields.iter().filter_map(|(i, _)| Some(&*spec.fields.get(*i as usize)?.name)).collect();
    line(&names.join(", "))
}
