//! Kinds that lead out of a pack's own standard: which record of it is related to which provision of another framework (`x-crosswalk`),
//! and how else people write the ids of provisions (`x-spellings`). What the frameworks are is the pack's business.

use std::sync::Arc;

use super::kind::{Kind, Schema};
use super::types::{RefTo, Type};
use super::{KindId, RefSpec};
use crate::finding::{Finding, codes};
use crate::source::{FileId, Place};
use crate::syntax::{Lazy, Node};

/// What a kind's records join.
#[derive(Clone, Debug)]
pub struct Crosswalk {
    /// Fields that refer to records of the standard.
    pub here: Vec<u16>,
    /// The field that refers to provisions.
    pub there: u16,
    /// The field, of a row and of a provision, that refers to the framework.
    pub framework: Arc<str>,
    /// The text field of a framework that must be shown with every relation to it.
    pub caution: Arc<str>,
    /// Fields of a provision that are shown with every relation to it.
    pub tell: Vec<Arc<str>>,
    /// In the schema file.
    pub place: Place,
}

/// Another way to write an id.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// Matches the whole text, whatever its case.
    pub pattern: Lazy,
    /// The id, with the pattern's groups.
    pub id: Arc<str>,
}

impl Spelling {
    /// The id that a text means.
    pub fn read(&self, text: &str) -> Option<String> {
        let found = self.pattern.captures_at(text, 0)?;
        let mut id = String::new();
        found.expand(&self.id, &mut id);
        Some(id)
    }
}

/// Reads both keywords of a kind whose fields are known. `tried`: the patterns are known to be right.
pub(super) fn read(kind: &mut Kind, file: FileId, schema: &Node<'_>, tried: bool, findings: &mut Vec<Finding>) {
    let mut complain = |node: &Node<'_>, message: String| {
        findings.push(Finding::built_in(codes::INVALID_RULE, Place::new(file, node.span), message));
    };
    for node in schema.get("x-spellings").into_iter().flat_map(Node::items) {
        let (Some(wanted), Some(id)) = (node.get("match").and_then(Node::text), node.get("as").and_then(Node::text)) else {
            complain(node, "a spelling has `match` and `as`".into());
            continue;
        };
        let whole = format!("^(?:{wanted})$");
        match if tried { Ok(Lazy::tried(&whole, true)) } else { Lazy::new(&whole, true) } {
            Ok(pattern) => kind.spellings.push(Spelling { pattern, id: id.into() }),
            Err(why) => complain(node, format!("`match` is not a regular expression: {why}")),
        }
    }
    let Some(node) = schema.get("x-crosswalk") else { return };
    let text = |key: &str| node.get(key).and_then(Node::text);
    let texts = |key: &str| node.get(key).into_iter().flat_map(Node::items).filter_map(Node::text);
    let (Some(there), Some(framework), Some(caution)) = (text("there"), text("framework"), text("caution")) else {
        complain(node, "`x-crosswalk` has `here`, `there`, `framework`, `caution` and `tell`".into());
        return;
    };
    let mut unknown = Vec::new();
    let mut field = |name: &str| {
        let found = kind.field(name).map(|(i, _)| i);
        if found.is_none() {
            unknown.push(name.to_owned());
        }
        found
    };
    let here: Vec<u16> = texts("here").filter_map(&mut field).collect();
    if let Some(there) = field(there) {
        // Nothing refers to a row, so that it needs no id.
        if schema.get("x-id").is_none() {
            kind.id = None;
        }
        kind.crosswalk = Some(Crosswalk {
            here,
            there,
            framework: framework.into(),
            caution: caution.into(),
            tell: texts("tell").map(Arc::from).collect(),
            place: Place::new(file, node.span),
        });
    }
    for name in unknown {
        complain(node, format!("kind {} has no field `{name}`", kind.name));
    }
}

/// Says which fields of other kinds a crosswalk names in vain.
pub(super) fn verify(schema: &Schema, findings: &mut Vec<Finding>) {
    for kind in &schema.kinds {
        let Some(spec) = &kind.crosswalk else { continue };
        let mut complain = |message: String| findings.push(Finding::built_in(codes::INVALID_RULE, spec.place, message));
        let Some(provisions) = only_target(kind, spec.there) else {
            complain(format!("`there` of kind {} must refer to one kind", kind.name));
            continue;
        };
        let provision = schema.kind(provisions);
        for name in spec.tell.iter().filter(|name| provision.field(name).is_none()) {
            complain(format!("kind {} has no field `{name}`", provision.name));
        }
        let framework = provision.field(&spec.framework).and_then(|(i, _)| only_target(provision, i));
        match framework.map(|f| schema.kind(f)) {
            None => complain(format!("`{}` of kind {} must refer to one kind", spec.framework, provision.name)),
            Some(kind) if kind.field(&spec.caution).is_none() => {
                complain(format!("kind {} has no field `{}`", kind.name, spec.caution));
            }
            Some(_) => {}
        }
    }
}

fn only_target(kind: &Kind, field: u16) -> Option<KindId> {
    match kind.fields.get(field as usize)?.ty.element() {
        Type::Ref(spec) => match &**spec {
            RefSpec { to: RefTo::Kinds(kinds), .. } if kinds.len() == 1 => kinds.first().copied(),
            _ => None,
        },
        _ => None,
    }
}
