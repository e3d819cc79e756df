//! Of which kind a place of a Markdown document speaks: below its title of the document, below a record's heading of that record.

use super::Here;
use crate::answers::add::line;
use crate::model::{Carrier, Facts, Record, Whose};
use crate::schema::KindId;
use crate::source::Span;

/// What is spoken of.
pub(super) struct Spoken<'w> {
    /// Its kind.
    pub kind: KindId,
    /// The record as it was read; none for one of which too little is told yet.
    pub record: Option<&'w Record>,
    /// Where the part of the text begins that speaks of it, before which nothing does.
    pub start: usize,
}

/// What the text directly below the nearest heading speaks of.
pub(super) fn spoken<'w>(here: &Here<'w>) -> Option<Spoken<'w>> {
    let index = &here.workspace.index;
    let facts = index.facts(here.file)?;
    let (_, start, _) = line(here.text, here.offset);
    let above: Vec<Span> = facts.document.headings.iter().map(|h| h.span).filter(|span| (span.end as usize) < start).collect();
    let Some(heading) = above.last() else { return document(facts, 0) };
    let (_, _, begin) = line(here.text, heading.start as usize);
    let own = |record: &&Record| record.carrier == Carrier::Section && record.span.contains(*heading);
    if let Some(record) = facts.records.iter().filter(own).min_by_key(|record| record.span.len()) {
        return Some(Spoken { kind: record.kind, record: Some(record), start: begin });
    }
    // The heading of a record of which nothing else is told yet.
    let words = here.text.get(heading.range()).unwrap_or_default();
    let id = words.split([' ', ':']).next().unwrap_or_default().trim_matches(['*', '`', '[', ']']);
    if let ([kind], true) = (&index.schema.shapes().kinds(id)[..], above.len() > 1) {
        return Some(Spoken { kind: *kind, record: None, start: begin });
    }
    // Below the title, and a subtitle that follows it with nothing between.
    let between = here.text.get(above.first()?.end as usize..heading.start as usize).unwrap_or_default();
    let is_intro = between.lines().skip(1).all(|line| line.trim().is_empty() || line.starts_with('#'));
    document(facts, begin).filter(|_| is_intro)
}

/// The document as what is spoken of.
fn document(facts: &Facts, start: usize) -> Option<Spoken<'_>> {
    let record = facts.document.record.and_then(|record| facts.records.get(record));
    Some(Spoken { kind: document_kind(facts)?, record, start })
}

/// The kind of the document that a file is, is a template of, or may become: who has begun to write has said little.
pub(super) fn document_kind(facts: &Facts) -> Option<KindId> {
    match (facts.document.record, &facts.whose) {
        (Some(record), _) => facts.records.get(record).map(|record| record.kind),
        (None, Whose::Template { kind, .. }) => *kind,
        (None, _) => facts.nearly.as_ref().and_then(|nearly| nearly.kind),
    }
}
