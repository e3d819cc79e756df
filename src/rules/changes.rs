//! `changes.yaml` of a pack: which changes of records have a heading and a word of their own.
//!
//! Architecture invariant: all words are the pack's. The engine knows that a value came, went, rose, fell, or is another.

use std::sync::Arc;

use super::complaint::Complaints;
use crate::finding::{Finding, suggestion};
use crate::schema::{KindId, Schema};
use crate::source::{FileId, Sources};
use crate::syntax::{Limits, Node, read_source};

/// What is said of changes of some fields of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Under which heading.
    pub heading: Arc<str>,
    /// Of records of this kind, and of kinds that extend it.
    pub kind: KindId,
    /// Of these fields, by name; a kind that extends it may bring some of its own. Empty: of all.
    pub fields: Vec<Arc<str>>,
    /// Words for a value that was not given, is not given any more, rose, or fell.
    pub ways: [Option<Arc<str>>; 4],
    /// Words for values that it has now.
    pub becomes: Vec<(Arc<str>, Arc<str>)>,
    /// Words for values that it had.
    pub leaves: Vec<(Arc<str>, Arc<str>)>,
}

const KEYS: &[&str] = &["heading", "for", "fields", "becomes", "leaves", "comes", "goes", "rises", "falls"];
/// In the order of [`Topic::ways`].
const WAYS: [&str; 4] = ["comes", "goes", "rises", "falls"];

/// Reads `changes.yaml` of each pack, in the order of packs, with what is wrong in them.
pub fn topics(files: &[FileId], sources: &Sources, schema: &Schema) -> (Vec<Topic>, Vec<Finding>) {
    let (mut topics, mut findings) = (Vec::new(), Vec::new());
    for file in files {
        let mut complaints = Complaints::new(*file);
        let yaml = read_source(sources.get(*file), &Limits::default());
        for problem in &yaml.problems {
            complaints.error(problem.span, problem.message.clone());
        }
        let nodes = yaml.documents.first().map_or(&[][..], Node::items);
        topics.extend(nodes.iter().filter_map(|node| topic(node, schema, &mut complaints)));
        findings.extend(complaints.into_findings());
    }
    (topics, findings)
}

fn topic(node: &Node<'_>, schema: &Schema, complaints: &mut Complaints) -> Option<Topic> {
    complaints.unknown_keys(node, KEYS, "a change");
    let text = |key: &str, complaints: &mut Complaints| node.entry(key).and_then(|entry| complaints.text(entry));
    let (Some(heading), Some(of)) = (text("heading", complaints), node.get("for").and_then(Node::text)) else {
        complaints.error(node.span, "a change has a `heading`, and a kind that it is `for`");
        return None;
    };
    let Some(kind) = schema.find(of) else {
        let help = suggestion(of, schema.kinds.iter().map(|k| &*k.name));
        complaints.error(node.span, format!("`{of}` is not a kind")).help = help;
        return None;
    };
    let mut fields = Vec::new();
    for (name, span) in node.entry("fields").map(|entry| complaints.texts(entry)).unwrap_or_default() {
        let known = |k: &crate::schema::Kind| k.fields.iter().any(|f| f.name == name);
        if schema.iter().any(|(_, k)| k.line.contains(&kind) && known(k)) {
            fields.push(name);
        } else {
            let help = suggestion(&name, schema.kind(kind).fields.iter().map(|f| &*f.name));
            complaints.error(span, format!("`{name}` is not a field of {of}")).help = help;
        }
    }
    let words = |key: &str| -> Vec<(Arc<str>, Arc<str>)> {
        let entries = node.get(key).map_or(&[][..], Node::entries);
        entries.iter().filter_map(|e| Some((Arc::from(&*e.key.text), e.value.text()?.into()))).collect()
    };
    let ways = WAYS.map(|key| text(key, complaints));
    Some(Topic { heading, kind, fields, ways, becomes: words("becomes"), leaves: words("leaves") })
}
