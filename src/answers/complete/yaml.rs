//! Keys and values of mappings. Which kind they are of is told by the list that they stand in, by `kind:`, else by the record that was read there.

use super::mapping::Place;
use super::{Choice, Choices, Here, Sort, kinds, manifest, values};
use crate::answers::at::path;
use crate::model::Whose;
use crate::model::read::is_markdown;
use crate::schema::{Field, KindId, Type, fold};

/// What may be written in YAML.
pub(super) fn choices(here: &Here<'_>) -> Option<Choices> {
    let place = Place::of(here.text, here.offset);
    if place.said.starts_with('#') {
        return None;
    }
    if let Some(choices) = manifest::choices(here, &place) {
        return Some(choices);
    }
    if let Some((key, value)) = place.said.split_once(':').filter(|(_, value)| value.starts_with(' ')) {
        let mut keys = place.keys.clone();
        keys.push(key.trim_matches(['"', '\'']));
        let path = kind(here, &keys).and_then(|(kind, rest)| Some((kind, self::path(here.workspace, kind, rest)?)));
        return match path {
            Some((kind, path)) => values::choices(here, kind, &path, value),
            None if key == "kind" && may_be_ours(here, &place) => {
                let value = value.trim_start_matches([' ', '"', '\'']);
                Some(Choices::of(here, here.offset - value.len(), kinds::names(here, is_front_matter(here))))
            }
            None => None,
        };
    }
    let begin = here.offset - place.said.len();
    let Some((kind, rest)) = kind(here, &place.keys) else {
        let at_top = place.keys.is_empty() && place.column == 0 && !place.item && !place.flow;
        return (at_top && may_be_ours(here, &place)).then(|| Choices::of(here, begin, at_top_of_file(here, &place)));
    };
    let fields: Vec<&Field> = if rest.is_empty() {
        here.workspace.index.schema.kind(kind).fields.iter().map(|field| &**field).collect()
    } else {
        let path = path(here.workspace, kind, rest)?;
        let field = here.workspace.index.schema.kind(kind).at(&path)?;
        match field.ty.element() {
            Type::Group(group) => group.fields.iter().collect(),
            Type::Map(map) => map.keys.fields.iter().collect(),
            // An item of a list of words or references.
            _ if place.item => return values::choices(here, kind, &path, place.said),
            _ => return None,
        }
    };
    let open = fields.into_iter().filter(|field| {
        let names = |key: &&&str| field.folded().contains(&fold(key).into());
        !place.given.iter().any(|key| names(&key))
    });
    let choice = |field: &Field| {
        Choice::new(Sort::Field, &field.name, values::noun(field)).written(format!("{}: ", field.name)).saying(&field.description)
    };
    let is_empty_item = place.item && !place.flow && place.said.is_empty() && rest.is_empty() && place.given.is_empty();
    let item = is_empty_item.then(|| kinds::item(here, kind, place.column)).flatten();
    let all = item.into_iter().chain(open.map(choice));
    (!place.said.contains(' ')).then(|| Choices::of(here, begin, all))
}

/// What a file of which nothing is known may begin with.
fn at_top_of_file(here: &Here<'_>, place: &Place<'_>) -> Vec<Choice> {
    let says_kind = Choice::new(Sort::Field, "kind", "the kind of the record").written("kind: ".to_owned());
    let mut all: Vec<Choice> = (!place.given.contains(&"kind")).then_some(says_kind).into_iter().collect();
    if !is_front_matter(here) {
        all.extend(kinds::lists(here).into_iter().filter(|list| !place.given.contains(&&*list.words)));
    }
    all
}

/// True unless other keys stand there already, in a file that is known to be none of ours.
fn may_be_ours(here: &Here<'_>, place: &Place<'_>) -> bool {
    let facts = here.workspace.index.facts(here.file);
    place.given.is_empty() || is_front_matter(here) || facts.is_some_and(|facts| facts.whose != Whose::NotOurs)
}

fn is_front_matter(here: &Here<'_>) -> bool {
    is_markdown(&here.workspace.sources.get(here.file).path)
}

/// The kind whose fields keys name, and those of the keys that do.
fn kind<'k, 't>(here: &Here<'_>, keys: &'k [&'t str]) -> Option<(KindId, &'k [&'t str])> {
    let index = &here.workspace.index;
    let listed = |key: &str| {
        let folded = fold(key);
        let mut fitting = index.schema.iter().filter(|(_, kind)| kind.recognise.lists.iter().any(|list| **list == *folded));
        fitting.next().map(|(kind, _)| kind)
    };
    let said = || {
        let mut whole = here.text.lines().take_while(|line| *line == "---" || !line.starts_with("---"));
        let name = whole.find_map(|line| line.strip_prefix("kind:"))?;
        index.schema.find(name.trim().trim_matches(['"', '\'']))
    };
    let read = || {
        let facts = index.facts(here.file)?;
        let (begin, end) = (here.offset, here.offset);
        let holds = |record: &&crate::model::Record| (record.span.start as usize) <= begin && end <= record.span.end as usize;
        facts.records.iter().filter(holds).min_by_key(|record| record.span.len()).map(|record| record.kind)
    };
    if let Some((first, rest)) = keys.split_first()
        && let Some(kind) = listed(first)
    {
        // The document may be of a kind that has such a field.
        let own = said().filter(|own| here.workspace.vocabulary.field(*own, first).is_some());
        return Some(own.map_or((kind, rest), |own| (own, keys)));
    }
    said().or_else(read).map(|kind| (kind, keys))
}
