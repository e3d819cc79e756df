//! Which rules there are: by name, by what they rest on, by what they judge.

use crate::finding::{Basis, Severity, Stage};
use crate::rules::Rule;
use crate::rules::coverage::lies_within;
use crate::workspace::Workspace;

/// What is wanted of rules. What is empty asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleFilter {
    /// Names, or beginnings of names with `*`.
    pub names: Vec<String>,
    /// Clauses and controls at stake, each with all below it.
    pub keys: Vec<String>,
    /// What they rest on.
    pub bases: Vec<Basis>,
    /// Stages from which on they speak.
    pub stages: Vec<Stage>,
    /// How bad what they find is.
    pub severities: Vec<Severity>,
    /// Kinds of record that they judge, or ask for.
    pub kinds: Vec<String>,
}

impl RuleFilter {
    /// The rules that are wanted, in the packs' order.
    pub fn of<'w>(&self, workspace: &'w Workspace) -> Vec<&'w Rule> {
        workspace.base.rules.all().iter().filter(|rule| self.wants(rule, workspace)).collect()
    }

    fn wants(&self, rule: &Rule, workspace: &Workspace) -> bool {
        let schema = &workspace.index.schema;
        let key = |name: &String| {
            let name = workspace.vocabulary.citations.without_namespace(name.trim());
            rule.keys.iter().any(|key| lies_within(&key.to_uppercase(), &name.to_uppercase()))
        };
        let kind = |name: &String| {
            let Some(kind) = schema.find(name) else { return false };
            // A rule of the repository as a whole is about what it reads.
            let asked = rule.body().reads.kinds.iter().filter(|_| rule.kinds.is_empty());
            rule.kinds.iter().chain(asked).any(|base| schema.is_a(kind, *base))
        };
        let any = |names: &[String], holds: &dyn Fn(&String) -> bool| names.is_empty() || names.iter().any(holds);
        any(&self.names, &|name| is_named(name, &rule.name))
            && any(&self.keys, &key)
            && any(&self.kinds, &kind)
            && (self.bases.is_empty() || self.bases.contains(&rule.basis))
            && (self.stages.is_empty() || self.stages.contains(&rule.stage))
            && (self.severities.is_empty() || self.severities.contains(&rule.severity))
    }
}

/// True for the name itself, and for a beginning of it with `*`.
pub fn is_named(wanted: &str, name: &str) -> bool {
    wanted.strip_suffix('*').map_or(wanted == name, |beginning| name.starts_with(beginning))
}
