//! `x-answers`: which records of a pack (clauses, controls) the records of a kind answer to, and when one of them is evidence.

use std::sync::Arc;

use super::kind::{Derived, Kind};
use crate::finding::{Finding, codes, did_you_mean};
use crate::source::{FileId, Place, Span};
use crate::syntax::{Node, NodeValue, Style, Unread};

/// One entry of `x-answers`. It holds for kinds that extend the one which declares it, too.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What is answered to.
    pub to: AnswerTo,
    /// A condition: only records of which it holds answer.
    pub condition: Option<Derived>,
    /// When a record shows that something is done, rather than only laid down.
    pub evidence: Showing,
    /// A condition: what a record of which it holds shows is past its interval. Without it, the pack's own condition decides.
    pub stale: Option<Derived>,
    /// The field whose targets answer in the record's place.
    pub through: Option<u16>,
    /// Every pack builds upon the kind that declares it, so ids may be of packs that are not on.
    pub shared: bool,
    /// A condition: a record of which it holds asserts that the thing is done, whatever stands behind it.
    pub claims: Option<Derived>,
}

/// When a record is evidence.
#[derive(Clone, Debug, Default)]
pub enum Showing {
    /// As the pack says for its kind.
    #[default]
    Usual,
    /// Never: `false`.
    Never,
    /// If a condition holds.
    When(Derived),
}

/// What is answered to.
#[derive(Clone, Debug)]
pub enum AnswerTo {
    /// Records of a pack, by id, and where each id stands.
    Keys(Vec<(Arc<str>, Place)>),
    /// The records that a field of the record refers to.
    Field(u16),
}

impl Answer {
    /// True when the entry names the id itself.
    pub fn names(&self, id: &str) -> bool {
        self.keys().any(|key| **key == *id)
    }

    /// The ids that it names; none for one that goes by a field.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<str>> {
        let keys: &[(Arc<str>, Place)] = match &self.to {
            AnswerTo::Keys(keys) => keys,
            AnswerTo::Field(_) => &[],
        };
        keys.iter().map(|(key, _)| key)
    }
}

/// Entries of `x-answers` in one file.
#[derive(Clone, Debug)]
pub(super) enum Answers {
    Read(Vec<Answer>),
    /// In a file that came with the program; see [`read`].
    Unread {
        entries: Unread,
        file: FileId,
        shared: bool,
    },
}

impl Answers {
    /// The entries, of a kind whose fields are known.
    pub fn all(&self, kind: &Kind) -> Vec<Answer> {
        match self {
            Self::Read(answers) => answers.clone(),
            Self::Unread { entries, file, shared } => {
                entries.read().map(|node| read(&node, kind, *file, *shared, &mut Vec::new())).unwrap_or_default()
            }
        }
    }
}

const KEYS: &[&str] = &["keys", "field", "where", "evidence", "stale", "through", "claims"];

/// Reads the entries of a kind whose fields are known.
pub(super) fn read(node: &Node<'_>, kind: &Kind, file: FileId, shared: bool, findings: &mut Vec<Finding>) -> Vec<Answer> {
    let mut reader = Reader { kind, file, shared, findings };
    node.items().iter().filter_map(|item| reader.answer(item)).collect()
}

struct Reader<'a> {
    kind: &'a Kind,
    file: FileId,
    shared: bool,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn complain(&mut self, span: Span, message: String) {
        self.findings.push(Finding::built_in(codes::INVALID_RULE, Place::new(self.file, span), message));
    }

    fn answer(&mut self, item: &Node<'_>) -> Option<Answer> {
        if let Some(key) = item.text() {
            let to = AnswerTo::Keys(vec![(key.into(), Place::new(self.file, inside(item)))]);
            return Some(self.plain(to));
        }
        if !matches!(item.value, NodeValue::Map(_)) {
            self.complain(item.span, format!("an entry of `x-answers` is an id or a mapping, not {}", item.noun()));
            return None;
        }
        for entry in item.entries() {
            let key: &str = &entry.key.text;
            if !KEYS.contains(&key) {
                let near = did_you_mean(key, KEYS.iter().copied());
                self.complain(entry.key.span, format!("`{key}` is not a key of an entry of `x-answers`{near}"));
            }
        }
        let to = match (item.get("keys"), item.get("field")) {
            (Some(keys), None) => {
                let ids = keys.items().iter().filter_map(|n| Some((n.text()?.into(), Place::new(self.file, inside(n)))));
                AnswerTo::Keys(ids.collect())
            }
            (None, Some(field)) => AnswerTo::Field(self.field(field)?),
            _ => {
                self.complain(item.span, "an entry of `x-answers` says either `keys` or `field`".into());
                return None;
            }
        };
        let through = match item.get("through") {
            Some(field) => Some(self.field(field)?),
            None => None,
        };
        let condition = |key: &str| {
            let node = item.get(key)?;
            Some(Derived { name: key.into(), text: node.text()?.into(), place: Place::new(self.file, node.span) })
        };
        Some(Answer {
            condition: condition("where"),
            evidence: match condition("evidence") {
                None => Showing::Usual,
                Some(said) if &*said.text == "false" => Showing::Never,
                Some(said) => Showing::When(said),
            },
            stale: condition("stale"),
            through,
            claims: condition("claims"),
            ..self.plain(to)
        })
    }

    fn plain(&self, to: AnswerTo) -> Answer {
        let evidence = Showing::Usual;
        Answer { to, condition: None, evidence, stale: None, through: None, shared: self.shared, claims: None }
    }

    fn field(&mut self, node: &Node<'_>) -> Option<u16> {
        let name = node.text().unwrap_or_default();
        let found = self.kind.field(name).map(|(i, _)| i);
        // A field that leads to kinds of a pack is not there where the pack is not on.
        if found.is_none() && !self.shared {
            let near = did_you_mean(name, self.kind.fields.iter().map(|f| &*f.name));
            self.complain(node.span, format!("kind {} has no field `{name}`{near}", self.kind.name));
        }
        found
    }
}

/// The span of a scalar's text, quotes excluded.
fn inside(node: &Node<'_>) -> Span {
    match node.style {
        Style::Quoted => Span::new(node.span.start as usize + 1, (node.span.end as usize).saturating_sub(1)),
        _ => node.span,
    }
}
