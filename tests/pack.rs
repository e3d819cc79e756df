//! The built-in pack: its rules do what their own examples say, its data is whole, its schemas keep to their meta-schema.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "our own files have lower-case endings")]

use std::collections::BTreeSet;
use std::sync::Arc;

use clauselint::rules::{Check, examples};
use clauselint::source::MemorySystem;
use clauselint::workspace::{Base, ExampleEngine, Workspace, embedded};
use serde_json::Value;

fn base() -> Arc<Base> {
    Workspace::open_whole(&MemorySystem::default()).expect("the built-in pack loads").base
}

fn json(path: &str) -> Value {
    serde_json::from_str(embedded::text(path).expect("the file is built in")).expect("the file is JSON")
}

#[test]
fn every_rule_fires_where_its_examples_say_and_nowhere_else() {
    let base = base();
    assert!(base.findings.is_empty(), "{:#?}", base.findings);
    let engine = ExampleEngine { base: base.clone() };
    let sources = Workspace::open_whole(&MemorySystem::default()).expect("the built-in pack loads").sources;
    let mut failures = examples::test(&base.rules, &[], &engine, &sources);
    failures.extend(examples::sweep(&base.rules, &engine, &sources));
    assert!(failures.is_empty(), "{failures:#?}");
    for rule in base.rules.all() {
        assert!(!rule.about().examples.bad.is_empty(), "{} has no bad example", rule.name);
        assert!(!rule.about().examples.good.is_empty(), "{} has no good example", rule.name);
    }
}

/// A run reads only what it needs of the rules that came with the program, and then it is too late to complain.
#[test]
fn nothing_is_wrong_with_what_is_read_late() {
    let base = base();
    assert_eq!(base.complaints(), []);
    // Records that lead to other packs are left aside until something asks for them, and no rule may need to be read to know whether it does.
    for rule in base.rules.all() {
        let follows = rule.body().reads.kinds.iter().any(|kind| base.schema.kind(*kind).crosswalk.is_some());
        assert!(!follows, "{}", rule.name);
    }
}

#[test]
fn the_forty_most_valuable_rules_are_there() {
    let base = base();
    let names: BTreeSet<&str> = base.rules.names().chain(clauselint::finding::codes::CODES.iter().map(|c| c.code)).collect();
    // Where the engine names a thing otherwise, or a rule is several, one a fact.
    let others = [("dead-file-link", "dead-link"), ("soa-exclusion-contradicted", "soa-exclusion-contradicted-by-suppliers")];
    let wanted =
        "unknown-clause-id unknown-control-id clause-topic-mismatch wrong-standard-edition unresolved-reference dead-file-link
        organisation-ai-role-missing scope-missing inventory-system-scope-undecided ai-policy-not-approved-by-top-management
        ai-policy-element-missing ai-policy-overdue-for-review role-without-holder owner-not-in-roles-register
        risk-criteria-without-threshold system-without-risk-assessment risk-above-criteria-untreated residual-risk-not-accepted
        treatment-uses-excluded-control soa-control-missing soa-exclusion-unjustified soa-inclusion-unjustified
        soa-exclusion-contradicted soa-implemented-without-evidence production-system-without-aiia aiia-older-than-change
        aiia-dimension-missing objective-not-measurable document-changed-after-approval validation-failed-but-released
        dataset-provenance-missing lifecycle-responsibilities-unallocated incident-not-communicated audit-coverage-gap
        auditor-audits-own-work management-review-input-missing nonconformity-without-cause
        corrective-action-effectiveness-unreviewed claim-product-certified claim-legal-compliance";
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    assert_eq!(wanted.len(), 40);
    for name in wanted {
        let name = others.iter().find(|(theirs, _)| *theirs == name).map_or(name, |(_, ours)| ours);
        assert!(names.contains(name), "{name} is missing");
    }
}

#[test]
fn the_standard_is_whole() {
    let workspace = Workspace::open_whole(&MemorySystem::default()).expect("the built-in pack loads");
    let count = |kind: &str| workspace.index.all(workspace.base.schema.find(kind).expect("the kind is loaded")).len();
    assert_eq!((count("clause"), count("control-objective"), count("control")), (43, 9, 38));
}

#[test]
fn other_frameworks_are_whole() {
    let workspace = Workspace::open_whole(&MemorySystem::default()).expect("the built-in pack loads");
    let kind = workspace.base.schema.find("provision").expect("the kind is loaded");
    let ids: Vec<&str> =
        workspace.index.all(kind).iter().map(|e| &**workspace.index.id(*e).expect("a provision has an id")).collect();
    let count = |beginning: &str| ids.iter().filter(|id| id.starts_with(beginning)).count();
    assert_eq!((count("EU AI Act Art. "), count("EU AI Act Annex ")), (113, 13));
    let below = |function: &str| ids.iter().filter(|id| id.starts_with(function) && id.contains('.')).count();
    assert_eq!(["GOVERN", "MAP", "MEASURE", "MANAGE"].map(below), [19, 18, 22, 13]);
    assert_eq!(["GOVERN", "MAP", "MEASURE", "MANAGE"].map(|f| count(f) - below(f)), [6, 5, 4, 4]);
    let controls = ["A.5.", "A.6.", "A.7.", "A.8."].map(|theme| count(&format!("ISO/IEC 27001:2022 {theme}")));
    assert_eq!(controls, [37, 8, 14, 34]);
    // None is the pack's own control, however it is written.
    assert!(workspace.index.by_id("A.8.15").is_empty());
}

#[test]
fn every_row_of_a_crosswalk_leads_somewhere() {
    let workspace = Workspace::open_whole(&MemorySystem::default()).expect("the built-in pack loads");
    let today = jiff::civil::date(2026, 11, 2);
    for kind in ["clause", "control"] {
        for entity in workspace.index.all(workspace.base.schema.find(kind).expect("the kind is loaded")) {
            let id = workspace.index.id(*entity).expect("it has an id");
            let explained = clauselint::answers::explain(&workspace, id, today);
            let Some(clauselint::answers::Subject::Keyed(keyed)) = explained.subjects.first() else { panic!("{id}") };
            for framework in &keyed.related {
                assert!(framework.caution.is_some(), "{id}: {} has no caution", framework.title);
                for relation in &framework.to {
                    let told = |name: &str| relation.facts.iter().any(|fact| &*fact.name == name);
                    assert!(told("confidence"), "{id}: {:?} has no confidence", relation.id);
                    assert!(relation.id.is_some() || told("relation"), "{id}: a row of {} says nothing", framework.title);
                    // Of one article a pair is known, but not how much it helps.
                    let act = &*framework.framework == "eu-ai-act" && relation.id.as_deref() != Some("EU AI Act Art. 85");
                    assert!(!act || told("strength"), "{id}: {:?} has no strength", relation.id);
                }
            }
            // Each control is paired with all three.
            assert!(kind == "clause" || keyed.related.len() == 3, "{id}: {:?}", keyed.related);
        }
    }
    let references = workspace.index.all(workspace.base.schema.find("crosswalk").expect("the kind is loaded")).len();
    assert!(references > 250, "{references}");
}

#[test]
fn schemas_type_and_rules_oblige() {
    let base = base();
    let kinds = embedded::below("schemas").filter(|(p, _)| p.ends_with(".json") && p.matches('.').count() == 1);
    for (path, _) in kinds {
        let schema = json(path);
        let id = schema["x-id"]["field"].as_str().unwrap_or("id").to_owned();
        for required in schema["required"].as_array().into_iter().flatten() {
            assert_eq!(required.as_str(), Some(id.as_str()), "{path} requires more than its id");
        }
    }
    for rule in base.rules.all() {
        let Check::Require(fields) = &rule.body().check else { continue };
        for kind in &rule.kinds {
            let id = base.schema.kind(*kind).id.as_ref().map(|id| base.schema.kind(*kind).fields[id.field as usize].name.clone());
            for field in fields {
                assert_ne!(field.path.last(), id.as_ref(), "{} requires the id", rule.name);
            }
        }
    }
}

#[test]
fn schemas_keep_to_their_meta_schema() {
    let meta = jsonschema::validator_for(&json("schemas/kind.meta.json")).expect("the meta-schema is a schema");
    for (path, _) in embedded::below("schemas").filter(|(p, _)| p.ends_with(".json") && p.matches('.').count() == 1) {
        let wrong: Vec<String> = meta.iter_errors(&json(path)).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{path}: {wrong:#?}");
    }
}
