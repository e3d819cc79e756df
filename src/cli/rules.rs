//! `rules list` and `rules test`: the rules of all packs that are on, and their own examples.

use std::sync::Arc;

use super::args::{Color, Format, RulesArgs, RulesList};
use super::{Status, root, stage, terminal};
use crate::answers::{RuleFilter, is_named};
use crate::finding::{Basis, Finding, Severity, Stage};
use crate::output::rules::{list as listed, tested};
use crate::output::{Failure, RuleCount};
use crate::rules::{Rule, examples};
use crate::source::RealSystem;
use crate::workspace::{ExampleEngine, Workspace, embedded};

/// Lists the rules that are wanted, and what each did where a check was asked for.
pub fn list(args: &RulesList, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(args.checked.as_ref().unwrap_or(&args.root)))?;
    let mut workspace = Workspace::open(&RealSystem::new(&root.path))?;
    named(&workspace, &args.names)?;
    let filter = filter(args, &workspace)?;
    let did: Option<Vec<RuleCount>> = args.checked.is_some().then(|| {
        let judged = workspace.judge(args.as_of.unwrap_or_else(stage::today));
        workspace.base.rules.all().iter().zip(judged.rules).map(|(rule, count)| RuleCount::new(rule, count)).collect()
    });
    let mut rules: Vec<listed::Listed<'_>> = (filter.of(&workspace).into_iter())
        .map(|rule| (rule, did.as_ref().and_then(|did| did.iter().find(|count| count.rule == rule.name))))
        .collect();
    if args.idle {
        rules.retain(|(_, did)| did.is_some_and(|did| did.applied == 0));
    }
    let mut bytes = Vec::new();
    match args.format {
        Format::Human => listed::human(&rules, &mut bytes),
        Format::Json => listed::json(&rules, &workspace, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    Ok(Status::Clean)
}

/// The filter that the arguments ask for; a word that names nothing is refused.
fn filter(args: &RulesList, workspace: &Workspace) -> Result<RuleFilter, Failure> {
    let schema = &workspace.index.schema;
    let stages = workspace.base.stages();
    let keys = || workspace.base.rules.all().iter().flat_map(|rule| &rule.keys).map(|key| &**key);
    for key in &args.key {
        let alone = RuleFilter { keys: vec![key.clone()], ..RuleFilter::default() };
        if alone.of(workspace).is_empty() {
            return Err(Failure::unknown(
                "clause or control with rules",
                key,
                keys(),
                "`clauselint rules list` shows what rules rest on",
            ));
        }
    }
    for kind in &args.kind {
        if schema.find(kind).is_none() {
            let known = schema.iter().map(|(_, kind)| &*kind.name);
            return Err(Failure::unknown("kind", kind, known, "`clauselint schema` lists all"));
        }
    }
    Ok(RuleFilter {
        names: args.names.clone(),
        keys: args.key.clone(),
        bases: words("basis", &args.basis, &Basis::ALL.map(|basis| (basis.word(), basis)))?,
        stages: words("stage", &args.stage, &(0u8..).zip(stages).map(|(i, stage)| (&**stage, Stage(i))).collect::<Vec<_>>())?,
        severities: words(
            "severity",
            &args.severity,
            &[Severity::Error, Severity::Warning, Severity::Advice].map(|s| (s.word(), s)),
        )?,
        kinds: args.kind.clone(),
    })
}

/// What words mean; a word that means nothing is refused.
fn words<T: Copy>(what: &'static str, wanted: &[String], known: &[(&str, T)]) -> Result<Vec<T>, Failure> {
    let meaning = |word: &String| {
        let found = known.iter().find(|(known, _)| known == word).map(|(_, meaning)| *meaning);
        let all = || known.iter().map(|(known, _)| *known);
        found.ok_or_else(|| Failure::unknown(what, word, all(), &format!("known are {}", all().collect::<Vec<_>>().join(", "))))
    };
    wanted.iter().map(meaning).collect()
}

/// Runs the examples of the rules named, or of all; of all, also whether two rules tell one cause.
pub fn test(args: &RulesArgs, color: Color) -> Result<Status, Failure> {
    let root = root::find(std::slice::from_ref(&args.root))?;
    let workspace = Workspace::open_whole(&RealSystem::new(&root.path))?;
    let wanted = named(&workspace, &args.names)?;
    let rules = wanted.len();
    let names: Vec<Arc<str>> =
        if args.names.is_empty() { Vec::new() } else { wanted.iter().map(|rule| rule.name.clone()).collect() };
    let engine = ExampleEngine { base: workspace.base.clone() };
    let mut failures = examples::test(&workspace.base.rules, &names, &engine, &workspace.sources);
    let mut complaints: Vec<Finding> = Vec::new();
    if names.is_empty() {
        failures.extend(examples::sweep(&workspace.base.rules, &engine, &workspace.sources));
        // Advice on rules that are built in would be for us, not for who writes a house pack.
        let own = |f: &Finding| f.at.place().is_some_and(|p| embedded::text(&workspace.sources.get(p.file).path).is_none());
        let base = &workspace.base;
        complaints.extend(base.findings.iter().cloned().chain(base.complaints()));
        complaints.extend(base.rules.unowned(&base.schema).into_iter().filter(own));
    }
    let mut bytes = Vec::new();
    let tested = tested::Tested { complaints: &complaints, failures: &failures, rules, sources: &workspace.sources };
    match args.format {
        Format::Human => tested::human(tested, color.on_stdout(), &mut bytes),
        Format::Json => tested::json(tested, &mut bytes),
    }
    .map_err(Failure::CannotWrite)?;
    terminal::print(&bytes, color)?;
    let wrong = !failures.is_empty() || complaints.iter().any(|complaint| complaint.severity == Severity::Error);
    Ok(if wrong { Status::Findings } else { Status::Clean })
}

/// The rules of these names or beginnings of names, in the packs' order; all without names.
pub fn named<'w>(workspace: &'w Workspace, names: &[String]) -> Result<Vec<&'w Rule>, Failure> {
    let all = workspace.base.rules.all();
    for name in names {
        if !all.iter().any(|rule| is_named(name, &rule.name)) {
            let known = all.iter().map(|rule| &*rule.name);
            return Err(Failure::unknown("rule", name, known, "see `clauselint rules list` for all names"));
        }
    }
    Ok(all.iter().filter(|rule| names.is_empty() || names.iter().any(|name| is_named(name, &rule.name))).collect())
}
