//! The parts of a rule that are not needed to know that it is there. A run looks at few rules' examples and at the texts of those that
//! fire; a rule for a kind without records is never judged at all.
//!
//! Only what came with the program is read late: a test reads all of it and finds nothing wrong (see [`Rules::complaints`]), so nothing can be
//! wrong when it is too late to say so. The same functions read the rules of a house pack, all at once.
//!
//! [`Rules::complaints`]: super::Rules::complaints

use std::sync::{Arc, OnceLock};

use super::super::complaint::Complaints;
use super::super::rule::{About, Body, Rule, Texts};
use super::reading::{self, Reading};
use crate::expr::{Cond, DerivedTable, Scope};
use crate::schema::Schema;
use crate::source::{FileId, SourceFile};
use crate::syntax::{PackedEntry, Wanted};

/// The parts of a rule, as far as they have been read.
#[derive(Debug)]
pub(in crate::rules) struct Parts {
    // In boxes: of most rules, a run reads none.
    condition: OnceLock<Option<Box<Cond>>>,
    body: OnceLock<Box<Body>>,
    texts: OnceLock<Box<Texts>>,
    about: OnceLock<Box<About>>,
    /// Where the rest is read from; none where all is read.
    later: Option<Later>,
}

/// A rule in its file, to be read later.
#[derive(Debug)]
pub(super) struct Later {
    pub file: Arc<RuleFile>,
    pub entry: PackedEntry,
}

/// A file of rules, and what they are read against.
#[derive(Debug)]
pub(super) struct RuleFile {
    pub file: FileId,
    pub source: SourceFile,
    pub schema: Arc<Schema>,
    pub derived: Arc<DerivedTable>,
}

impl Parts {
    /// All parts, read.
    pub(super) fn read(condition: Option<Cond>, body: Body, texts: Texts, about: About) -> Self {
        Self {
            condition: condition.map(Box::new).into(),
            body: Box::new(body).into(),
            texts: Box::new(texts).into(),
            about: Box::new(about).into(),
            later: None,
        }
    }

    /// No part read. `conditional`: the rule has a condition.
    pub(super) fn later(later: Later, conditional: bool) -> Self {
        let condition = if conditional { OnceLock::new() } else { None.into() };
        Self { condition, body: OnceLock::new(), texts: OnceLock::new(), about: OnceLock::new(), later: Some(later) }
    }

    pub(in crate::rules) fn condition(&self, rule: &Rule) -> Option<&Cond> {
        let condition = |reading: &Reading<'_, '_>, complaints: &mut Complaints| reading::condition(reading, complaints);
        let wanted = |key: &str| if key == "where" { Wanted::Last } else { Wanted::Nothing };
        let condition = self.condition.get_or_init(|| Some(Box::new(self.sound(rule, wanted, condition))));
        condition.as_deref()
    }

    pub(in crate::rules) fn body(&self, rule: &Rule) -> &Body {
        let body = |reading: &Reading<'_, '_>, complaints: &mut Complaints| reading::body(reading, rule.condition(), complaints);
        let keys = |key: &str| whole_if(matches!(key, "each" | "expect" | "require" | "exists" | "forbid" | "in"));
        self.body.get_or_init(|| Box::new(self.sound(rule, keys, body)))
    }

    /// The body, if it has been read.
    pub(super) fn known(&self) -> Option<&Body> {
        self.body.get().map(|body| &**body)
    }

    pub(in crate::rules) fn texts(&self, rule: &Rule) -> &Texts {
        let texts = |reading: &Reading<'_, '_>, complaints: &mut Complaints| reading::texts(reading, rule.body(), complaints);
        let keys = |key: &str| whole_if(matches!(key, "at" | "labels" | "message" | "help" | "fix" | "safe"));
        self.texts.get_or_init(|| Box::new(self.sound(rule, keys, texts)))
    }

    pub(in crate::rules) fn about(&self, rule: &Rule) -> &About {
        let about = |reading: &Reading<'_, '_>, complaints: &mut Complaints| Some(reading::about(reading, complaints));
        let keys = |key: &str| whole_if(matches!(key, "summary" | "why" | "bad" | "good" | "as_of"));
        self.about.get_or_init(|| Box::new(self.sound(rule, keys, about)))
    }

    fn sound<T>(
        &self,
        rule: &Rule,
        keys: fn(&str) -> Wanted,
        part: impl FnOnce(&Reading<'_, '_>, &mut Complaints) -> Option<T>,
    ) -> T {
        let read = self.later.as_ref().and_then(|later| later.read(rule, keys, part));
        read.unwrap_or_else(|| unreachable!("internal error: the built-in rule `{}` cannot be read", rule.name))
    }
}

fn whole_if(wanted: bool) -> Wanted {
    if wanted { Wanted::Whole } else { Wanted::Nothing }
}

impl Later {
    fn read<T>(
        &self,
        rule: &Rule,
        keys: fn(&str) -> Wanted,
        part: impl FnOnce(&Reading<'_, '_>, &mut Complaints) -> Option<T>,
    ) -> Option<T> {
        let RuleFile { file, source, schema, derived } = &*self.file;
        let entry = self.entry.unpack(source, &keys)?;
        let scope = Scope { schema, this: rule.kinds.clone(), vars: Vec::new(), derived, tried: true };
        part(&Reading { entry: &entry, text: &source.text, scope }, &mut Complaints::new(*file))
    }
}
