//! Words of the writer's own: where all records of a file tell a field in other words than its vocabulary's, that is said once.

use std::collections::BTreeMap;

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
    /// Puts the findings about one field of a kind together, where none of the file's records tells it in a known word, and none means one.
    /// A slip of the pen is told by itself.
    pub(super) fn own_words(&mut self) {
        let mut fields: BTreeMap<(KindId, u16), Vec<usize>> = BTreeMap::new();
        for (i, finding) in self.facts.findings.iter().enumerate().filter(|(_, f)| *f.code == *codes::UNKNOWN_VALUE) {
            let schema = &self.vocabulary.schema;
            let kind = finding.record.as_ref().and_then(|record| schema.find(&record.kind));
            let field = kind.and_then(|kind| Some((kind, schema.kind(kind).field(&finding.operand.0)?.0)));
            if let Some(field) = field {
                fields.entry(field).or_default().push(i);
            }
        }
        let mut told: Vec<usize> = Vec::new();
        for ((kind, field), mut found) in fields.into_iter().filter(|(_, found)| found.len() > 1) {
            found.sort_by_key(|i| self.facts.findings[*i].at.place().map(|place| place.span));
            if let Some(once) = self.said_once(kind, field, &found) {
                self.facts.findings[found[0]] = once;
                told.extend(&found[1..]);
            }
        }
        told.sort_unstable();
        let mut at = 0..;
        self.facts.findings.retain(|_| at.next().is_none_or(|i| told.binary_search(&i).is_err()));
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
        let mut finding = Finding { message, help: Some(help(&spec.name, name, words)), fix: None, ..first.clone() };
        for span in spans.iter().skip(1).take(POINTED) {
            finding = finding.label(self.place(*span), "");
        }
        Some(finding)
    }
}

fn help(kind: &str, field: &str, words: &Words) -> String {
    let first = words.words.first().map_or("", |word| word);
    format!(
        "use one of: {}; or say what yours mean, under `values:` in the manifest: `{kind}: {{ {field}: {{ {first}: … }} }}`",
        words.words.join(", ")
    )
}
