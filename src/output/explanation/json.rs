//! Explanations for programs: JSON, version 1.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::kind;
use crate::answers::{Card, Explained, Subject};
use crate::output::json::{VERSION, tool};
use crate::output::rules;
use crate::rules::ExampleFile;
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
        Subject::Rule(rule) => {
            let mut value = rules::describe(rule, workspace);
            value["is"] = "rule".into();
            value["why"] = rule.about().why.as_deref().into();
            value["bad"] = examples(&rule.about().examples.bad);
            value["good"] = examples(&rule.about().examples.good);
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
            value["answered_by"] = named(&keyed.answers, "kind");
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
