//! Mistakes in pack and rule files, as ordinary findings with a span in that file. Whoever reads a pack collects them here
//! and goes on: a bad rule is left out, the others speak.

use std::sync::Arc;

use crate::finding::{Finding, Label, Severity, codes, suggestion};
use crate::source::{FileId, Place, Span};
use crate::syntax::{Entry, Node, NodeValue};

/// Complaints about one file.
#[derive(Debug)]
pub struct Complaints {
    file: FileId,
    found: Vec<Finding>,
}

impl Complaints {
    /// No complaints yet about this file.
    pub fn new(file: FileId) -> Self {
        Self { file, found: Vec::new() }
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// How many there are; grows when something that was tried went wrong.
    pub fn errors(&self) -> usize {
        self.found.iter().filter(|f| f.severity == Severity::Error).count()
    }

    /// An error: what it stands in is left out.
    pub fn error(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.push(Severity::Error, span, message.into())
    }

    /// An advice: read all the same.
    pub fn advice(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.push(Severity::Advice, span, message.into())
    }

    fn push(&mut self, severity: Severity, span: Span, message: String) -> &mut Finding {
        self.found.push(invalid(Place::new(self.file, span), severity, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// A secondary place in the same file.
    pub fn label(&self, span: Span, text: &str) -> Label {
        Label { place: Place::new(self.file, span), text: text.to_owned() }
    }

    /// All of them, in the order of finding.
    pub fn into_findings(self) -> Vec<Finding> {
        self.found
    }

    /// Complains of keys of `node` that are not among `known`, with the nearest one as help.
    pub fn unknown_keys(&mut self, node: &Node<'_>, known: &[&str], of: &str) {
        for entry in node.entries() {
            if !known.contains(&&*entry.key.text) && !entry.key.text.starts_with("x-") {
                let help = suggestion(&entry.key.text, known.iter().copied());
                let message = format!("`{}` is no key of {of}", entry.key.text);
                self.error(entry.key.span, message).help =
                    help.or_else(|| Some(format!("{of} has the keys {}", known.join(", "))));
            }
        }
    }

    /// The text of an entry; a complaint for anything else.
    pub fn text(&mut self, entry: &Entry<'_>) -> Option<Arc<str>> {
        self.word(entry).map(Arc::from)
    }

    /// The same, where it is not kept.
    pub fn word<'n>(&mut self, entry: &'n Entry<'_>) -> Option<&'n str> {
        let text = entry.value.text().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            let noun = entry.value.noun();
            self.error(here(entry), format!("`{}` wants text, not {noun}", entry.key.text));
        }
        text
    }

    /// The texts of an entry that is a list, or one text; with their spans. Complains of anything else.
    pub fn texts(&mut self, entry: &Entry<'_>) -> Vec<(Arc<str>, Span)> {
        self.words(entry).into_iter().map(|(text, span)| (text.into(), span)).collect()
    }

    /// The same, where they are not kept.
    pub fn words<'n>(&mut self, entry: &'n Entry<'_>) -> Vec<(&'n str, Span)> {
        if let NodeValue::Scalar(text) = &entry.value.value {
            // `[two words]` is read as a blank of a template; here it is a list of one.
            let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
            return vec![(inner.trim(), entry.value.span)];
        }
        if !matches!(entry.value.value, NodeValue::List(_)) {
            self.error(here(entry), format!("`{}` wants a list, not {}", entry.key.text, entry.value.noun()));
        }
        let mut texts = Vec::with_capacity(entry.value.items().len());
        for item in entry.value.items() {
            match item.text() {
                Some(text) => texts.push((text.trim(), item.span)),
                None => {
                    self.error(item.span, format!("an item of `{}` must be text, not {}", entry.key.text, item.noun()));
                }
            }
        }
        texts
    }
}

/// Where to complain about an entry's value: the value, or the key where there is none.
pub fn here(entry: &Entry<'_>) -> Span {
    if entry.value.span.is_empty() { entry.key.span } else { entry.value.span }
}

/// An `invalid-rule` finding.
pub fn invalid(place: Place, severity: Severity, message: String) -> Finding {
    let mut finding = Finding::built_in(codes::INVALID_RULE, place, message);
    finding.severity = severity;
    finding
}
