//! `scaffold.yaml`: which words stand for what was not said, and which files are written only for some.
//!
//! ```yaml
//! roles: { kind: organisation, field: ai_roles }  # the words that --role takes
//! defaults: { name: "[Insert …]" }                # what a name stands for if no flag gives it
//! files:
//!   - { path: a.md, when: developer|no-role }     # written only if one of these holds
//!   - { path: b.md, each: system, to: "b-{{number}}.md" }
//! ```

use std::sync::Arc;

use crate::schema::{Schema, Type};
use crate::syntax::{Limits, Node, yaml};

/// The index of a scaffold.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Kind and field whose words are the roles.
    roles: Option<(String, String)>,
    /// Names and what they stand for if no flag gives them.
    pub defaults: Vec<(String, String)>,
    /// Files of which there is something to say.
    pub files: Vec<Entry>,
}

/// What there is to say of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub path: String,
    pub when: Option<String>,
    pub each: Option<String>,
    pub to: Option<String>,
}

impl Index {
    /// Reads the file. `Err` says what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let tree = yaml::read(text, 0..text.len(), &Limits::default());
        let (Some(root), []) = (tree.documents.first(), tree.problems.as_slice()) else {
            return Err("the scaffold's index is no clean YAML".into());
        };
        let part = |node: &Node<'_>, key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        let mut index = Self::default();
        for entry in root.entries() {
            let value = &entry.value;
            match &*entry.key.text {
                "roles" => index.roles = part(value, "kind").zip(part(value, "field")),
                "defaults" => {
                    let pair = |e: &crate::syntax::Entry<'_>| Some((e.key.text.to_string(), e.value.text()?.to_owned()));
                    index.defaults = value.entries().iter().filter_map(pair).collect();
                }
                "files" => {
                    for item in value.items() {
                        let path = part(item, "path").ok_or("an entry of the scaffold's index lacks `path`")?;
                        let (when, each, to) = (part(item, "when"), part(item, "each"), part(item, "to"));
                        index.files.push(Entry { path, when, each, to });
                    }
                }
                other => return Err(format!("`{other}` is no key of a scaffold's index")),
            }
        }
        Ok(index)
    }

    /// The words that the pack takes for roles; none if it does not say.
    pub(super) fn roles(&self, schema: &Schema) -> Vec<Arc<str>> {
        let field = self.roles.as_ref().and_then(|(kind, field)| schema.kind(schema.find(kind)?).field(field));
        match field.map(|(_, field)| field.ty.element()) {
            Some(Type::Word(vocabulary)) => vocabulary.words.iter().map(|word| Arc::from(&**word)).collect(),
            _ => Vec::new(),
        }
    }
}
