//! Explanations for programs: JSON, version 1.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::kind;
use crate::answers::{Card, Explained, Fact, FactValue, Related, Subject, Support};
use crate::output::json::{VERSION, tool};
use crate::output::rules;
use crate::rules::ExampleFile;
use crate::rules::coverage::State;
use crate::workspace::Workspace;

/// Writes what is known of a name as one JSON object, indented, followed by a line break.
pub fn write(explained: &Explained<'_>, workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    let subjects: Vec<Value> = explained.subjects.iter().map(|s| subject(s, workspace)).collect();
    let value = json!({ "version": VERSION, "tool": tool(), "name": explained.name, "subjects": subjects });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

fn subject(subject: &Subject<'_>, workspace: &Workspace) -> Value {
    match subject {
        Subject::Rule(card) => {
            let mut value = rules::describe(card.rule, workspace);
            let keys = card.keys.iter().map(|(id, title)| json!({ "id": **id, "title": title.as_deref() }));
            let kinds: Vec<&str> = card.kinds.iter().map(|(name, _)| &**name).collect();
            value["is"] = "rule".into();
            value["keyed_to"] = keys.collect();
            value["kinds"] = kinds.into();
            value["why"] = card.rule.about().why.as_deref().into();
            value["says"] = card.says.as_ref().map(|finding| finding.message.as_str()).into();
            value["help"] = card.says.as_ref().and_then(|finding| finding.help.as_deref()).into();
            value["bad"] = examples(&card.rule.about().examples.bad);
            value["good"] = examples(&card.rule.about().examples.good);
            value
        }
        Subject::Code(code) => json!({
            "is": "code",
            "code": code.code,
            "severity": code.severity.word(),
            "summary": code.summary,
            "why": code.why,
            "fix": code.fix,
            "suppressible": code.suppressible,
        }),
        Subject::Keyed(keyed) => {
            let names: Vec<&str> = keyed.rules.iter().map(|rule| &*rule.name).collect();
            let below: Vec<&str> = keyed.below.iter().map(|id| &**id).collect();
            let mut value = card(&keyed.card, workspace);
            value["is"] = "key".into();
            value["title"] = keyed.title.as_deref().into();
            value["below"] = below.into();
            value["rules"] = names.into();
            value["fields"] = facts(&keyed.facts);
            support(&keyed.support, &mut value);
            value["related"] = keyed.related.iter().map(related).collect();
            value
        }
        Subject::Record(record) => {
            let mut value = card(record, workspace);
            value["is"] = "record".into();
            value
        }
        Subject::Kind(id) => {
            let schema = &workspace.index.schema;
            let kind = schema.kind(*id);
            let fields = kind::fields(kind, schema)
                .into_iter()
                .map(|[name, ty, description]| json!({ "name": name, "type": ty, "description": description }));
            json!({
                "is": "kind",
                "kind": *kind.name,
                "title": *kind.title,
                "description": *kind.description,
                "fields": fields.collect::<Vec<_>>(),
            })
        }
    }
}

fn card(card: &Card, workspace: &Workspace) -> Value {
    let fields = card.fields.iter().map(|field| json!({ "name": *field.name, "value": field.value }));
    let told = card.told.iter().map(|place| {
        let file = workspace.sources.get(place.file);
        let at = file.position(place.span.start);
        json!({ "path": *file.path, "line": at.line, "column": at.column })
    });
    json!({
        "kind": *card.kind,
        "id": card.id.as_deref(),
        "fields": fields.collect::<Vec<_>>(),
        "referred_to_by": named(&card.cited_by, "relation"),
        "told": told.collect::<Vec<_>>(),
    })
}

fn facts(facts: &[Fact]) -> Value {
    let told = facts.iter().map(|fact| {
        let value = match &fact.value {
            FactValue::Text(text) => json!(text),
            FactValue::Items(items) => items
                .iter()
                .map(|item| item.iter().map(|(name, text)| (name.to_string(), json!(text))).collect::<Value>())
                .collect(),
        };
        json!({ "name": *fact.name, "value": value })
    });
    told.collect()
}

/// Relations to one framework. A fact of a relation stands under its own name.
fn related(related: &Related) -> Value {
    let to = related.to.iter().map(|relation| {
        let mut value = json!({ "id": relation.id.as_deref(), "title": relation.title.as_deref() });
        for fact in &relation.facts {
            if let FactValue::Text(text) = &fact.value {
                value[&*fact.name] = text.as_str().into();
            }
        }
        if let Some(there) = &relation.support {
            support(there, &mut value);
        }
        value
    });
    let to: Vec<Value> = to.collect();
    json!({ "framework": *related.framework, "title": *related.title, "caution": related.caution.as_deref(), "to": to })
}

fn support(support: &Support, value: &mut Value) {
    let by = support.by.iter().map(|(kind, names)| {
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        json!({ "kind": kind.as_deref(), "ids": names })
    });
    let state = |end: fn((State, State)) -> State| support.state.map(|states| end(states).word());
    value["state"] = if support.excluded { Some("excluded") } else { state(|(least, _)| least) }.into();
    value["at_most"] = state(|(_, most)| most).into();
    value["stale"] = support.stale.into();
    value["answered_by"] = by.collect();
}

fn named(lists: &[(std::sync::Arc<str>, Vec<std::sync::Arc<str>>)], key: &str) -> Value {
    let entry = |(name, ids): &(std::sync::Arc<str>, Vec<std::sync::Arc<str>>)| {
        let ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
        let mut value = json!({ "ids": ids });
        value[key] = (**name).into();
        value
    };
    lists.iter().map(entry).collect()
}

fn examples(files: &[ExampleFile]) -> Value {
    files.iter().map(|file| json!({ "path": *file.path, "text": *file.text })).collect()
}
