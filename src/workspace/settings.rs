//! What the manifest says of kinds, fields and rules, looked up in what the packs brought.

use std::sync::Arc;

use crate::config::{FieldName, Manifest};
use crate::finding::codes::{self, CODES};
use crate::finding::{Finding, did_you_mean};
use crate::model::Index;
use crate::model::read::Vocabulary;
use crate::rules::Rules;
use crate::schema::{KindId, Schema, Type, fold, fold_value};
use crate::source::{FileId, Place, Span};

/// Adds the manifest's kinds of documents, own names and own words to the vocabulary, and tells the index what is kept elsewhere.
pub(super) fn apply(file: FileId, manifest: &Manifest, vocabulary: &mut Vocabulary, index: &mut Index, setup: &mut Vec<Finding>) {
    let schema = vocabulary.schema.clone();
    let mut lookup = Lookup { file, schema: &schema, setup };
    for document in &manifest.documents {
        if let Some(kind) = lookup.kind(&document.kind) {
            vocabulary.documents.push(((&*document.path).into(), kind));
        }
    }
    for name in &manifest.fields {
        if let Some((kind, field)) = lookup.field(name) {
            vocabulary.names.insert((kind, fold(&name.own)), field);
        }
    }
    for value in &manifest.values {
        let (Some((kind, field)), Some(word)) = (lookup.field(value), &value.word) else { continue };
        match schema.kind(kind).fields[field as usize].ty.element() {
            Type::Word(words) if words.known().contains_key(&fold_value(&word.0)) => {
                vocabulary.words.insert((kind, field, fold_value(&value.own)), (&*word.0).into());
            }
            Type::Word(words) => {
                let near = did_you_mean(&word.0, words.words.iter().map(|w| &**w));
                lookup.complain(word.1, format!("`{}` is not a word of `{}`{near}", word.0, value.field.0));
            }
            _ => lookup.complain(value.field.1, format!("`{}` takes no words of a vocabulary", value.field.0)),
        }
    }
    let elsewhere: Vec<KindId> = manifest.elsewhere.iter().filter_map(|e| lookup.kind(&e.kind)).collect();
    index.set_elsewhere(elsewhere);
}

/// Complains of settings for rules that do not exist, or that must not be touched.
pub(super) fn rule_names(file: FileId, manifest: &Manifest, rules: &Rules, setup: &mut Vec<Finding>) {
    for (name, span) in manifest.rules.iter().map(|r| &r.rule) {
        if let Some(message) = unknown_rule(name, rules) {
            setup.push(Finding::built_in(codes::INVALID_MANIFEST, Place::new(file, *span), message));
        } else if codes::find(name).is_some_and(|code| !code.suppressible) {
            let message = format!("`{name}` cannot be switched off or changed: nothing else can be judged without it");
            setup.push(Finding::built_in(codes::INVALID_MANIFEST, Place::new(file, *span), message));
        }
    }
}

/// That there is no rule or built-in code of this name, if so, and which may be meant.
pub(super) fn unknown_rule(name: &str, rules: &Rules) -> Option<String> {
    if codes::find(name).is_some() || rules.find(name).is_some() {
        return None;
    }
    let known = rules.names().chain(CODES.iter().map(|c| c.code));
    Some(format!("there is no rule `{name}`{}", did_you_mean(name, known)))
}

/// Complains of a stage that no pack has.
pub(super) fn stage(file: FileId, manifest: &Manifest, stages: &[Arc<str>], setup: &mut Vec<Finding>) {
    let Some((said, span)) = &manifest.stage else { return };
    if !stages.contains(said) {
        let message = format!("`{said}` is not a stage; the stages are {}", stages.join(", "));
        setup.push(Finding::built_in(codes::INVALID_MANIFEST, Place::new(file, *span), message));
    }
}

struct Lookup<'a> {
    file: FileId,
    schema: &'a Schema,
    setup: &'a mut Vec<Finding>,
}

impl Lookup<'_> {
    fn complain(&mut self, span: Span, message: String) {
        self.setup.push(Finding::built_in(codes::INVALID_MANIFEST, Place::new(self.file, span), message));
    }

    fn kind(&mut self, (name, span): &(std::sync::Arc<str>, Span)) -> Option<KindId> {
        let found = self.schema.find(name).or_else(|| self.schema.find(&name.replace('_', "-")));
        if found.is_none() {
            let near = did_you_mean(name, self.schema.kinds.iter().map(|k| &*k.name));
            self.complain(*span, format!("`{name}` is not a kind{near}"));
        }
        found
    }

    fn field(&mut self, name: &FieldName) -> Option<(KindId, u16)> {
        let kind = self.kind(&name.kind)?;
        let spec = self.schema.kind(kind);
        let found = spec.field(&name.field.0).map(|(field, _)| (kind, field));
        if found.is_none() {
            let near = did_you_mean(&name.field.0, spec.fields.iter().map(|f| &*f.name));
            self.complain(name.field.1, format!("`{}` is not a field of {}{near}", name.field.0, spec.name));
        }
        found
    }
}
