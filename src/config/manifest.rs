//! The manifest's keys. Every one is optional; kinds, fields and rules are looked up later, when the packs are loaded.

use std::sync::Arc;

use jiff::civil::Date;

use crate::finding::{Edit, Finding, Fix, Severity, codes, did_you_mean};
use crate::source::{FileId, Place, Span};
use crate::syntax::directive::{iso, not_one_rule};
use crate::syntax::{Entry, Node, NodeValue, Style};

/// The keys that the engine itself understands. Kinds kept in the manifest add theirs.
pub const KEYS: &[&str] = &[
    "standard",
    "stage",
    "organisation",
    "intervals",
    "documents",
    "fields",
    "values",
    "elsewhere",
    "rules",
    "packs",
    "exclude",
    "allow",
];

/// `documents:`: a path or pattern and the kind it has.
#[derive(Clone, Debug)]
pub struct DocumentKind {
    /// Path relative to the root; `*` and `**` allowed.
    pub path: Arc<str>,
    /// The kind's name, and where it stands.
    pub kind: (Arc<str>, Span),
}

/// `fields:` or `values:`: the organisation's own word for one of ours.
#[derive(Clone, Debug)]
pub struct FieldName {
    /// The kind's name, and where it stands.
    pub kind: (Arc<str>, Span),
    /// The field's name, and where it stands.
    pub field: (Arc<str>, Span),
    /// For `values:`, the word of the vocabulary.
    pub word: Option<(Arc<str>, Span)>,
    /// The organisation's word.
    pub own: Arc<str>,
}

/// `elsewhere:`: a kind kept in another system.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// The kind's name, and where it stands.
    pub kind: (Arc<str>, Span),
    /// Where it is kept, in the organisation's words.
    pub system: Arc<str>,
}

/// What the manifest makes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Switched off.
    Off,
    /// Another severity.
    Severity(Severity),
}

/// `rules:`: a rule or built-in code, and what to make of it.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// The rule's name, and where it stands.
    pub rule: (Arc<str>, Span),
    /// What to make of it.
    pub to: Setting,
}

/// `packs:`: a built-in pack's name, or a folder relative to the root.
#[derive(Clone, Debug)]
pub struct PackName {
    /// The name or folder.
    pub name: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// `allow:`: a finding that the organisation accepts for a time, for a reason.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The whole entry.
    pub span: Span,
    /// The rule's name, and where it stands.
    pub rule: (Arc<str>, Span),
    /// The path or pattern; everywhere without.
    pub path: Option<Arc<str>>,
    /// The last day on which it holds, and where it stands.
    pub until: (Date, Span),
    /// Why.
    pub reason: Arc<str>,
}

/// The manifest.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// The stage prepared for, as written.
    pub stage: Option<(Arc<str>, Span)>,
    /// Where a missing document is reported: the value of `standard:`, else the first key.
    pub anchor: Span,
    /// Kinds of documents.
    pub documents: Vec<DocumentKind>,
    /// Own names of fields.
    pub fields: Vec<FieldName>,
    /// Own words of vocabularies.
    pub values: Vec<FieldName>,
    /// Kinds kept elsewhere.
    pub elsewhere: Vec<Elsewhere>,
    /// Settings of rules.
    pub rules: Vec<RuleSetting>,
    /// Packs; none means the default.
    pub packs: Option<Vec<PackName>>,
    /// Patterns of paths that are never ours.
    pub exclude: Vec<Arc<str>>,
    /// Accepted findings.
    pub allow: Vec<Allow>,
    /// All entries of `allow:`, also those that are not understood.
    pub allow_entries: Vec<Span>,
}

/// Reads the manifest's tree.
pub fn read(file: FileId, tree: &Node<'_>) -> (Manifest, Vec<Finding>) {
    let mut reader = Reader { file, findings: Vec::new() };
    let mut manifest = Manifest { anchor: tree.entries().first().map_or(tree.span, |e| e.key.span), ..Manifest::default() };
    for entry in tree.entries() {
        reader.key(&mut manifest, entry);
    }
    (manifest, reader.findings)
}

struct Reader {
    file: FileId,
    findings: Vec<Finding>,
}

type Named = (Arc<str>, Span);

impl Reader {
    fn complain(&mut self, span: Span, message: String) {
        self.findings.push(Finding::built_in(codes::INVALID_MANIFEST, Place::new(self.file, span), message));
    }

    fn key(&mut self, manifest: &mut Manifest, entry: &Entry<'_>) {
        let value = &entry.value;
        match &*entry.key.text {
            "standard" => manifest.anchor = value.span,
            "stage" => manifest.stage = self.text(value, "stage"),
            "documents" => {
                for item in self.items(value, "documents") {
                    self.known_keys(item, "documents", &["path", "kind"]);
                    if let (Some(path), Some(kind)) = (self.part(item, "path"), self.part(item, "kind")) {
                        manifest.documents.push(DocumentKind { path: path.0, kind });
                    }
                }
            }
            "fields" => {
                for kind in self.entries(value, "fields") {
                    for field in self.entries(&kind.value, &kind.key.text) {
                        for own in self.texts(&field.value, &field.key.text) {
                            manifest.fields.push(FieldName { kind: key(kind), field: key(field), word: None, own: own.0 });
                        }
                    }
                }
            }
            "values" => {
                for kind in self.entries(value, "values") {
                    for field in self.entries(&kind.value, &kind.key.text) {
                        for word in self.entries(&field.value, &field.key.text) {
                            for own in self.texts(&word.value, &word.key.text) {
                                manifest.values.push(FieldName {
                                    kind: key(kind),
                                    field: key(field),
                                    word: Some(key(word)),
                                    own: own.0,
                                });
                            }
                        }
                    }
                }
            }
            "elsewhere" => {
                for kind in self.entries(value, "elsewhere") {
                    let system = kind.value.text().unwrap_or_default().into();
                    manifest.elsewhere.push(Elsewhere { kind: key(kind), system });
                }
            }
            "rules" => {
                for rule in self.entries(value, "rules") {
                    let said = rule.value.text().unwrap_or_default();
                    let to = match said {
                        "off" | "false" => Some(Setting::Off),
                        word => Severity::from_word(word).map(Setting::Severity),
                    };
                    match to {
                        Some(to) => manifest.rules.push(RuleSetting { rule: key(rule), to }),
                        None => self.complain(
                            rule.value.span,
                            format!("`{said}` is no setting of a rule; write off, error, warning or advice"),
                        ),
                    }
                }
            }
            "packs" => {
                let names = self.texts(value, "packs");
                manifest.packs = Some(names.into_iter().map(|(name, span)| PackName { name, span }).collect());
            }
            "exclude" => manifest.exclude = self.texts(value, "exclude").into_iter().map(|(text, _)| text).collect(),
            "allow" => {
                for item in self.items(value, "allow") {
                    self.allow(manifest, item);
                }
            }
            _ => {}
        }
    }

    /// What is wrong with an entry is told as of a comment that says the same.
    fn allow(&mut self, manifest: &mut Manifest, item: &Node<'_>) {
        manifest.allow_entries.push(item.span);
        let before = self.findings.len();
        self.known_keys(item, "allow", &["rule", "path", "until", "reason"]);
        let text =
            |name: &str| item.get(name).and_then(|n| Some((n.text()?, n.span))).filter(|(text, _)| !text.trim().is_empty());
        let (rule, until, reason) = (text("rule"), text("until"), text("reason"));
        let lacks: Vec<String> = [("rule", rule.is_none()), ("until", until.is_none()), ("reason", reason.is_none())]
            .iter()
            .filter(|(_, lacking)| *lacking)
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        if !lacks.is_empty() {
            self.complain(item.span, format!("this entry lacks {}", lacks.join(" and ")));
        }
        if let Some((message, (_, span))) = rule.and_then(|rule| Some((not_one_rule(rule.0)?, rule))) {
            self.complain(span, message);
        } else if let Some((until, at)) = until {
            match (iso(until), rule, reason) {
                (Ok(day), Some((rule, rule_at)), Some((reason, _))) => manifest.allow.push(Allow {
                    span: item.span,
                    rule: (rule.into(), rule_at),
                    path: item.get("path").and_then(Node::text).map(Arc::from),
                    until: (day, at),
                    reason: reason.into(),
                }),
                (Ok(_), ..) => {}
                (Err((message, instead)), ..) => {
                    self.complain(at, message);
                    let place = Place::new(self.file, at);
                    let fix = instead.map(|day| Fix {
                        title: format!("write {day}"),
                        edits: vec![Edit { place, text: day }],
                        safe: false,
                    });
                    self.findings.last_mut().into_iter().for_each(|finding| finding.fix.clone_from(&fix));
                }
            }
        }
        for finding in &mut self.findings[before..] {
            finding.code = codes::MALFORMED_SUPPRESSION.into();
        }
    }

    fn known_keys(&mut self, node: &Node<'_>, what: &str, known: &[&str]) {
        for entry in node.entries() {
            if !known.contains(&&*entry.key.text) {
                let near = did_you_mean(&entry.key.text, known.iter().copied());
                self.complain(entry.key.span, format!("`{}` is not a key of an entry of `{what}`{near}", entry.key.text));
            }
        }
    }

    fn part(&mut self, node: &Node<'_>, name: &str) -> Option<Named> {
        match node.get(name) {
            Some(value) => self.text(value, name),
            None => {
                self.complain(node.span, format!("this entry lacks `{name}`"));
                None
            }
        }
    }

    fn text(&mut self, node: &Node<'_>, what: &str) -> Option<Named> {
        if let Some(text) = node.text() {
            return Some((text.into(), node.span));
        }
        self.complain(node.span, format!("`{what}` must be text, found {}", node.noun()));
        None
    }

    /// A text or a list of texts.
    fn texts(&mut self, node: &Node<'_>, what: &str) -> Vec<Named> {
        match &node.value {
            NodeValue::List(items) => items.iter().filter_map(|n| self.text(n, what)).collect(),
            NodeValue::Null => Vec::new(),
            // Words in brackets read as a template's blank elsewhere; here they can only be a list of one.
            NodeValue::Scalar(text) if node.style == Style::Plain && text.starts_with('[') && text.ends_with(']') => {
                let inner = text[1..text.len() - 1].trim();
                let start = node.span.start as usize + text.find(inner).unwrap_or_default();
                vec![(inner.into(), Span::new(start, start + inner.len()))]
            }
            _ => self.text(node, what).into_iter().collect(),
        }
    }

    fn items<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> &'n [Node<'t>] {
        if !matches!(node.value, NodeValue::List(_) | NodeValue::Null) {
            self.complain(node.span, format!("`{what}` must be a list, found {}", node.noun()));
        }
        node.items()
    }

    fn entries<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> &'n [Entry<'t>] {
        if !matches!(node.value, NodeValue::Map(_) | NodeValue::Null) {
            self.complain(node.span, format!("`{what}` must be a mapping, found {}", node.noun()));
        }
        node.entries()
    }
}

fn key(entry: &Entry<'_>) -> Named {
    ((&*entry.key.text).into(), entry.key.span)
}
