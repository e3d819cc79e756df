//! What records say, for tests that compare how they are written.

use std::collections::BTreeMap;

use clauselint::model::{Data, EntityId, Record, Value};
use clauselint::source::{FileId, MemorySystem};
use clauselint::workspace::Workspace;

use crate::judging::{self, Judgement};

/// A record's fields by name: the value without its places, and the text under the span of each scalar in it.
pub type Fields = BTreeMap<String, (String, Vec<String>)>;

/// Judges files in memory. `Err` holds what the program itself finds wrong with them.
pub fn judged(files: &[(&str, &str)]) -> Result<Judgement, String> {
    let mut system = MemorySystem::default();
    for (path, text) in files {
        system.set(path, *text);
    }
    let judged = judging::judge(&system, judging::day("2026-07-01")).map_err(|e| e.to_string())?;
    let built_in = |code: &str| clauselint::finding::codes::find(code).is_some_and(|c| c.code != "missing-documents");
    let said = judged.verdicts.iter().filter(|v| built_in(&v.finding.code));
    let said: Vec<String> = said.map(|v| judging::short(&v.finding, &judged.workspace.sources)).collect();
    if said.is_empty() { Ok(judged) } else { Err(format!("finds {said:?}")) }
}

/// The records of a file: kind, id and fields.
pub fn records(workspace: &Workspace, path: &str) -> Vec<(String, Option<String>, Fields)> {
    let file = workspace.sources.find(path).expect("the file was looked at");
    let facts = workspace.index.facts(file).expect("it was read");
    let kind = |r: &Record| workspace.index.schema.kind(r.kind).name.to_string();
    let told = |r: &Record| (kind(r), r.id.as_deref().map(str::to_owned), told_at(workspace, file, r));
    facts.records.iter().map(told).collect()
}

/// The fields of a record, over all places where it is told.
pub fn fields(workspace: &Workspace, entity: EntityId) -> Fields {
    let tellings = workspace.index.tellings(entity).iter();
    tellings.flat_map(|t| told_at(workspace, t.file, workspace.index.record(*t))).collect()
}

fn told_at(workspace: &Workspace, file: FileId, record: &Record) -> Fields {
    let spec = workspace.index.schema.kind(record.kind);
    let source = workspace.sources.get(file);
    let field = |(field, value): &(u16, Value)| {
        let mut spans = Vec::new();
        let text = show(value, &mut |v| spans.push(source.slice(v.span).trim_matches('"').to_owned()));
        (spec.fields[usize::from(*field)].name.to_string(), (text, spans))
    };
    record.fields.iter().map(field).collect()
}

/// A value without its places; `scalar` sees every scalar in it.
fn show(value: &Value, scalar: &mut dyn FnMut(&Value)) -> String {
    match &value.data {
        Data::List(items) => {
            let items: Vec<String> = items.iter().map(|v| show(v, scalar)).collect();
            format!("[{}]", items.join(", "))
        }
        data => {
            scalar(value);
            format!("{data:?}")
        }
    }
}
