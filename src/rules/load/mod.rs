//! Rule files into rules. Every mistake is an `invalid-rule` finding with a span in the rule file; the rule is left out and the
//! others go on.

mod check;
mod conventions;
mod coverage;
mod entry;
mod ownership;
mod parts;
mod reading;
mod text;

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::Pack;
use super::complaint::{Complaints, invalid};
pub use coverage::plan;
pub(super) use parts::Parts;
use parts::{Later, RuleFile};

use super::coverage::holds;
use super::rule::{Check, Rule, Within};
use crate::expr::{Cond, DerivedTable, Scope, World, compile_cond};
use crate::finding::{Finding, Severity, suggestion};
use crate::model::{EntityId, Index};
use crate::schema::{KindId, Schema};
use crate::source::{FileId, Place, Sources};
use crate::syntax::{Limits, NodeValue, PackedEntry, Search, read_source};

/// What rules are read against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'s> {
    /// All kinds, those of packs included.
    pub schema: &'s Arc<Schema>,
    /// Derived fields of all kinds.
    pub derived: &'s Arc<DerivedTable>,
    /// Texts.
    pub sources: &'s Sources,
    /// The packs' own records, which `keys` must name; with none at all, keys are not checked.
    pub index: &'s Index,
    /// True where all kinds came with the program: rules that did as well are known to be right, and are read as they are needed.
    pub tried: bool,
}

/// All rules that are on offer.
#[derive(Debug, Default)]
pub struct Rules {
    /// Rules, in order of pack, file and place.
    pub(super) all: Vec<Rule>,
    /// Steering of each pack, by the pack's name.
    pub(super) steering: FxHashMap<Arc<str>, (KindId, Cond)>,
    wording: OnceLock<Wording>,
}

/// All wording that rules look for in running text.
#[derive(Debug, Default)]
pub(super) struct Wording {
    /// One search for all of it.
    pub search: Search,
    /// For each pattern of `search`: rule, and pattern within the rule.
    pub owners: Vec<(u32, u32)>,
}

impl Rules {
    /// Reads the rules of all packs, in order: a later pack may replace rules of an earlier one. What comes beside the rules is what is wrong
    /// with the files.
    pub fn load(packs: &[(&Pack, &[FileId])], against: Against<'_>) -> (Self, Vec<Finding>) {
        let mut loaded = Self::default();
        let mut findings = Vec::new();
        let mut rules: Vec<Rule> = Vec::new();
        for (pack, files) in packs {
            let pack = Arc::new((*pack).clone());
            for file in *files {
                let mut complaints = Complaints::new(*file);
                let later = later(*file, against);
                match later {
                    Some(all) => {
                        rules.reserve(all.len());
                        rules.extend(all.into_iter().filter_map(|l| entry::rule_later(l, &pack, against, &mut complaints)));
                    }
                    None => rules.extend(read_file(*file, &pack, against, &mut complaints)),
                }
                findings.extend(complaints.into_findings());
            }
            loaded.steer(&pack, against, &mut findings);
        }
        let rules = without_replaced(rules, &mut findings);
        loaded.all = without_duplicates(rules, &mut findings);
        (loaded, findings)
    }

    /// All rules, in order of pack, file and place.
    pub fn all(&self) -> &[Rule] {
        &self.all
    }

    /// The rule of a name.
    pub fn find(&self, name: &str) -> Option<&Rule> {
        self.all.iter().find(|r| *r.name == *name)
    }

    /// Names of all rules.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|r| &*r.name)
    }

    /// Advice for who writes rules, not for who keeps records: fields that a rule reads and that no rule demands.
    pub fn unowned(&self, schema: &Schema) -> Vec<Finding> {
        ownership::unowned(&self.all, schema)
    }

    /// What is wrong with rules that came with the program and are read only as they are needed. Nothing is: a test says so.
    pub fn complaints(&self, against: Against<'_>) -> Vec<Finding> {
        let against = Against { tried: false, ..against };
        let mut findings = Vec::new();
        for rules in self.all.chunk_by(|a, b| a.place.file == b.place.file) {
            let (file, pack) = (rules[0].place.file, &rules[0].pack);
            if against.sources.get(file).packed().is_some() {
                let mut complaints = Complaints::new(file);
                read_file(file, pack, against, &mut complaints);
                findings.extend(complaints.into_findings());
            }
        }
        findings
    }

    /// All wording that rules look for in running text.
    pub(super) fn wording(&self) -> &Wording {
        self.wording.get_or_init(|| self.index_wording())
    }

    /// True if a rule reads records of such a kind. Rules that came with the program read none by which this is decided: a test says so.
    pub fn follows(&self, such: impl Fn(KindId) -> bool) -> bool {
        let read = self.all.iter().filter_map(|rule| rule.parts.known());
        read.into_iter().any(|body| body.reads.kinds.iter().any(|kind| such(*kind)))
    }

    /// True for a record that the organisation has decided not to apply, by the steering of any pack.
    pub fn is_excluded(&self, world: &World<'_>, entity: EntityId) -> bool {
        let kind = world.index.kind(entity);
        self.steering.values().any(|(of, excluded)| world.index.schema.is_a(kind, *of) && holds(excluded, world, entity))
    }
}

/// The rules of a file that came with the program, to be read later; none for another file, or one that must be looked through.
fn later(file: FileId, against: Against<'_>) -> Option<Vec<Later>> {
    let source = against.sources.get(file);
    let entries = against.tried.then(|| PackedEntry::all(source))??;
    let (source, schema, derived) = (source.clone(), against.schema.clone(), against.derived.clone());
    let file = Arc::new(RuleFile { file, source, schema, derived });
    Some(entries.into_iter().map(|entry| Later { file: file.clone(), entry }).collect())
}

fn read_file(file: FileId, pack: &Arc<Pack>, against: Against<'_>, complaints: &mut Complaints) -> Vec<Rule> {
    let source = against.sources.get(file);
    let text = &source.text;
    let yaml = read_source(source, &Limits::default());
    for problem in &yaml.problems {
        let labels: Vec<_> = problem.labels.iter().map(|(span, text)| complaints.label(*span, text)).collect();
        let finding = complaints.error(problem.span, problem.message.clone());
        finding.primary.clone_from(&problem.label);
        finding.labels = labels;
        finding.help = conventions::hint(text, problem.span).map(str::to_owned).or_else(|| problem.help.clone());
    }
    let mut rules = Vec::new();
    for root in &yaml.documents {
        if !matches!(root.value, NodeValue::Map(_)) {
            complaints.error(root.span, format!("a rule file is a mapping of rules by name, not {}", root.noun()));
        }
        for entry in root.entries() {
            rules.extend(entry::rule(entry, text, pack, against, complaints));
        }
    }
    rules
}

impl Rules {
    fn steer(&mut self, pack: &Pack, against: Against<'_>, findings: &mut Vec<Finding>) {
        let Some(steering) = &pack.steering else { return };
        let mut complain = |message: String, help: Option<String>| {
            let mut finding = invalid(steering.place, Severity::Error, message);
            finding.help = help;
            findings.push(finding);
        };
        let Some(kind) = against.schema.find(&steering.kind) else {
            let help = suggestion(&steering.kind, against.schema.kinds.iter().map(|k| &*k.name));
            complain(format!("`steering` names the kind `{}`, which no schema defines", steering.kind), help);
            return;
        };
        let scope = Scope { schema: against.schema, this: vec![kind], vars: Vec::new(), derived: against.derived, tried: false };
        match compile_cond(&steering.excluded, 0, &scope) {
            Ok(cond) => {
                self.steering.insert(pack.name.clone(), (kind, cond));
            }
            Err(wrong) => wrong.into_iter().for_each(|c| complain(c.message, c.help)),
        }
    }
}

/// Takes out what a later pack replaces. A rule is replaced whole, never field by field.
fn without_replaced(rules: Vec<Rule>, findings: &mut Vec<Finding>) -> Vec<Rule> {
    if rules.iter().all(|rule| rule.replaces.is_none()) {
        return rules;
    }
    let mut gone = vec![false; rules.len()];
    for (i, rule) in rules.iter().enumerate() {
        let Some((name, place)) = &rule.replaces else { continue };
        let earlier = |(j, r): &(usize, &Rule)| *j < i && r.name == *name && r.pack.name != rule.pack.name;
        if let Some((replaced, _)) = rules.iter().enumerate().find(earlier) {
            gone[replaced] = true;
        } else {
            let mut finding = invalid(*place, Severity::Error, format!("there is no rule `{name}` of another pack to replace"));
            finding.help = suggestion(name, rules[..i].iter().map(|r| &*r.name));
            findings.push(finding);
        }
    }
    rules.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(rule, _)| rule).collect()
}

fn without_duplicates(mut rules: Vec<Rule>, findings: &mut Vec<Finding>) -> Vec<Rule> {
    let mut first: FxHashMap<Arc<str>, Place> = FxHashMap::default();
    rules.retain(|rule| {
        let place = *first.entry(rule.name.clone()).or_insert(rule.place);
        if place == rule.place {
            return true;
        }
        let mut finding = invalid(rule.place, Severity::Error, format!("there is already a rule `{}`", rule.name));
        finding.labels.push(crate::finding::Label { place, text: "the first one, which speaks".to_owned() });
        finding.help = Some("rename one of the two, or let the later pack say `replaces:`".to_owned());
        findings.push(finding);
        false
    });
    rules
}

impl Rules {
    fn index_wording(&self) -> Wording {
        let mut owners = Vec::new();
        let mut literals = Vec::new();
        for (i, rule) in self.all.iter().enumerate().filter(|(_, rule)| rule.forbids) {
            let Check::Forbid(forbid) = &rule.body().check else { continue };
            if matches!(forbid.within, Within::Field(_)) {
                continue;
            }
            for (j, pattern) in forbid.patterns.iter().enumerate() {
                owners.push((i as u32, j as u32));
                literals.push(pattern.matches.words());
            }
        }
        Wording { search: Search::new(literals), owners }
    }
}
