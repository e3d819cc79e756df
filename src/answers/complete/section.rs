//! Headings of Markdown: the sections that a document of its kind has, and the titles by which kinds of documents are known.

use rustc_hash::FxHashSet;

use super::spoken::document_kind;
use super::{Choice, Choices, Here, Sort, values};
use crate::answers::add::line;
use crate::model::Facts;
use crate::rules::Check;
use crate::schema::{Field, Kind, KindId, Type};

/// What may be written as a heading.
pub(super) fn choices(here: &Here<'_>) -> Option<Choices> {
    let (whole, start, _) = line(here.text, here.offset);
    let signs = whole.len() - whole.trim_start_matches('#').len();
    let words = start + whole.len() - whole[signs..].trim_start().len();
    let after = whole[signs..].starts_with([' ', '\t']) && here.offset > start + signs;
    if !(1..=6).contains(&signs) || !after {
        return None;
    }
    let words = words.min(here.offset);
    let facts = here.workspace.index.facts(here.file)?;
    let is_title = here.text[..start].lines().all(|line| !line.starts_with('#')) && signs == 1;
    match document_kind(facts) {
        Some(kind) if !is_title => Some(Choices::of(here, words, sections(here, facts, kind))),
        None if is_title => {
            let kinds = here
                .workspace
                .index
                .schema
                .iter()
                .filter(|(kind, spec)| spec.document && !spec.data && !here.workspace.index.schema.is_umbrella(*kind));
            let title = |kind: &Kind| Choice::new(Sort::Heading, &kind.title, &*kind.name).saying(&kind.description);
            Some(Choices::of(here, words, kinds.map(|(_, kind)| title(kind))))
        }
        _ => None,
    }
}

/// The sections for fields that are not said yet: those that rules ask for first.
fn sections(here: &Here<'_>, facts: &Facts, kind: KindId) -> Vec<Choice> {
    let schema = &here.workspace.index.schema;
    let spec = schema.kind(kind);
    let source = here.workspace.sources.get(here.file);
    let (own, _, _) = line(here.text, here.offset);
    let standing: Vec<u16> = (facts.document.headings.iter().map(|heading| source.slice(heading.span)))
        .filter(|words| !own.trim_end().ends_with(words))
        .filter_map(|words| here.workspace.vocabulary.field(kind, words))
        .collect();
    let said = |field: u16| {
        let record = facts.document.record.and_then(|record| facts.records.get(record));
        let value = record.and_then(|record| record.get(field));
        // What is being written says nothing yet.
        value.is_some_and(|value| !value.is_missing() && !line_holds(here, value.span.start as usize))
    };
    let wanted = wanted(here, kind);
    // What all documents have, such as notes, is seldom a section.
    let own = |field: &Field| field.declared_by == kind && takes_prose(&field.ty);
    let open = (0u16..).zip(&spec.fields).filter(|(field, _)| !standing.contains(field) && !said(*field));
    let mut sections: Vec<_> = open.filter(|(_, spec)| own(spec)).collect();
    sections.sort_by_key(|(field, _)| !wanted.contains(field));
    let choice = |field: &Field| Choice::new(Sort::Heading, &field.label(), values::noun(field)).saying(&field.description);
    sections.into_iter().map(|(_, field)| choice(field)).collect()
}

/// True for a byte in the line of the cursor.
fn line_holds(here: &Here<'_>, at: usize) -> bool {
    let (_, start, next) = line(here.text, here.offset);
    (start..next).contains(&at)
}

/// The fields that take a section's text or table that rules want of a kind.
fn wanted(here: &Here<'_>, kind: KindId) -> FxHashSet<u16> {
    let schema = &here.workspace.index.schema;
    let spec = schema.kind(kind);
    let of_it = here.workspace.base.rules.all().iter().filter(|rule| rule.kinds.iter().any(|wanted| schema.is_a(kind, *wanted)));
    let mut fields = FxHashSet::default();
    for rule in of_it {
        if let Check::Require(paths) = &rule.body().check {
            let named = paths.iter().filter_map(|required| spec.field(required.path.first()?));
            fields.extend(named.filter(|(_, field)| takes_prose(&field.ty)).map(|(field, _)| field));
        }
    }
    fields
}

/// True for what is told in paragraphs, lists or tables.
fn takes_prose(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Group(_) | Type::Map(_)) || matches!(ty, Type::List(item) if takes_prose(item))
}
