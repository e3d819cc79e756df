//! The engine over a rule's own examples: small repositories in memory, over packs that are loaded once.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Base, Workspace};
use crate::finding::{At, Finding, Nowhere, codes};
use crate::rules::examples::{Checked, Engine};
use crate::rules::precedence;
use crate::source::MemorySystem;

/// Runs examples over these packs.
#[derive(Clone, Debug)]
pub struct ExampleEngine {
    /// The packs.
    pub base: Arc<Base>,
}

impl Engine for ExampleEngine {
    fn check(&self, system: &MemorySystem, day: Date, only: &[Arc<str>]) -> Checked {
        let mut workspace = match Workspace::grounded(self.base.clone(), system) {
            Ok(workspace) => workspace,
            Err(error) => {
                let finding = Finding::built_in(codes::INVALID_MANIFEST, At::Nowhere(Nowhere::Repository), error.to_string());
                return Checked { findings: vec![finding], ..Checked::default() };
            }
        };
        // What is wrong with the packs themselves is not the example's matter.
        let packs = self.base.findings.len();
        workspace.setup.drain(..packs);
        let judged = workspace.judge_only(day, Some(only));
        let rules = self.base.rules.all();
        let named = |holds: &dyn Fn(usize) -> bool| -> BTreeSet<Arc<str>> {
            rules.iter().enumerate().filter(|(i, _)| holds(*i)).map(|(_, r)| r.name.clone()).collect()
        };
        let applied = named(&|i| judged.rules.get(i).is_some_and(|c| c.applied > 0));
        let has_records =
            |i: usize| rules[i].kinds.iter().any(|k| workspace.index.all(*k).iter().any(|e| !workspace.index.in_pack(*e)));
        let concerned = named(&|i| has_records(i) || judged.rules.get(i).is_some_and(|c| c.applied + c.unknown > 0));
        let findings = precedence::settle(judged.verdicts).into_iter().map(|v| Arc::unwrap_or_clone(v).finding).collect();
        Checked { findings, sources: workspace.sources, applied, concerned }
    }
}
