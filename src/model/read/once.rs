//! What the records of a file do alike, told once: names that the kind does not have, and words of the writer's own for a field's.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::facts::Data;
use super::Reading;
use super::scalar::{excerpt, has_near};
use crate::finding::{Finding, codes};
use crate::schema::{KindId, Type, Vocabulary as Words};
use crate::source::Span;

/// Words that the message repeats.
const REPEATED: usize = 3;
/// Places that are pointed at besides the first.
const POINTED: usize = 3;

impl Reading<'_> {
    /// Puts together what many records of the file give cause for in the same way. A slip of the pen is told by itself, each with its fix.
    pub(super) fn tell_once(&mut self) {
        let mut told = self.unknown_names();
        told.extend(self.own_words());
        told.sort_unstable();
        let mut at = 0..;
        self.facts.findings.retain(|_| at.next().is_none_or(|i| told.binary_search(&i).is_err()));
    }

    /// Tells a name that several records have and their kind does not at the first of them. Gives the findings that this takes the place of.
    fn unknown_names(&mut self) -> Vec<usize> {
        let mut names: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (i, finding) in self.facts.findings.iter().enumerate() {
            if *finding.code == *codes::UNKNOWN_FIELD && finding.fix.is_none() {
                names.entry(&finding.message).or_default().push(i);
            }
        }
        let several: Vec<Vec<usize>> = names.into_values().filter(|found| found.len() > 1).collect();
        let mut told = Vec::new();
        for found in several {
            let found = self.in_order(found);
            let more = match found.len() - 1 {
                1 => "and once more in this file".to_owned(),
                more => format!("and {more} times more in this file"),
            };
            let first = self.facts.findings[found[0]].clone().saying(more);
            self.facts.findings[found[0]] = self.pointing(first, &found[1..]);
            told.extend(&found[1..]);
        }
        told
    }

    /// Tells a field at the first of several records of which none states it in a known word, nor means one. Gives the findings that this takes
    /// the place of.
    fn own_words(&mut self) -> Vec<usize> {
        let mut fields: BTreeMap<(KindId, u16), Vec<usize>> = BTreeMap::new();
        for (i, finding) in self.facts.findings.iter().enumerate().filter(|(_, f)| *f.code == *codes::UNKNOWN_VALUE) {
            let schema = &self.vocabulary.schema;
            let kind = finding.record.as_ref().and_then(|record| schema.find(&record.kind));
            let field = kind.and_then(|kind| Some((kind, schema.kind(kind).field(&finding.operand.0)?.0)));
            if let Some(field) = field {
                fields.entry(field).or_default().push(i);
            }
        }
        let mut told = Vec::new();
        for ((kind, field), found) in fields.into_iter().filter(|(_, found)| found.len() > 1) {
            let found = self.in_order(found);
            if let Some(once) = self.said_once(kind, field, &found) {
                self.facts.findings[found[0]] = self.pointing(once, &found[1..]);
                told.extend(&found[1..]);
            }
        }
        told
    }

    fn span_of(&self, finding: usize) -> Option<Span> {
        self.facts.findings[finding].at.place().map(|place| place.span)
    }

    fn in_order(&self, mut found: Vec<usize>) -> Vec<usize> {
        found.sort_by_key(|i| self.span_of(*i));
        found
    }

    /// A finding that points at the places of others, too.
    fn pointing(&self, finding: Finding, others: &[usize]) -> Finding {
        let spans = others.iter().filter_map(|i| self.span_of(*i)).take(POINTED);
        spans.fold(finding, |finding, span| finding.label(self.place(span), ""))
    }

    /// One finding for several about a field.
    fn said_once(&self, kind: KindId, field: u16, found: &[usize]) -> Option<Finding> {
        let spec = self.vocabulary.schema.kind(kind);
        let Type::Word(words) = spec.fields[usize::from(field)].ty.element() else { return None };
        let is_known = |data: &Data| match data {
            Data::Word(_) => true,
            Data::List(items) => items.iter().any(|item| matches!(item.data, Data::Word(_))),
            _ => false,
        };
        let mut values = self.facts.records.iter().filter(|r| r.kind == kind).filter_map(|r| r.get(field));
        if values.any(|value| is_known(&value.data)) {
            return None;
        }
        let spans: Vec<Span> = found.iter().filter_map(|i| self.facts.findings[*i].at.place()).map(|place| place.span).collect();
        let text = |span: &Span| self.text.get(span.range()).unwrap_or_default().trim();
        if spans.iter().any(|span| has_near(words, text(span))) {
            return None;
        }
        let mut different: Vec<&str> = Vec::new();
        for word in spans.iter().map(text) {
            if !different.contains(&word) {
                different.push(word);
            }
        }
        let mut listed: Vec<String> = different.iter().take(REPEATED).map(|word| format!("`{}`", excerpt(word))).collect();
        if different.len() > REPEATED {
            listed.push("…".into());
        }
        let first = &self.facts.findings[found[0]];
        let name = &spec.fields[usize::from(field)].name;
        let message = format!("none of {} values of `{name}` here is a known one: {}", spans.len(), listed.join(", "));
        Some(Finding { message, help: Some(help(&spec.name, name, words)), fix: None, ..first.clone() })
    }
}

fn help(kind: &str, field: &str, words: &Words) -> String {
    let first = words.words.first().map_or("", |word| word);
    format!(
        "use one of: {}; or say what yours mean, under `values:` in the manifest: `{kind}: {{ {field}: {{ {first}: … }} }}`",
        words.words.join(", ")
    )
}
