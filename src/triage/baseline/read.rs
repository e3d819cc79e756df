//! A baseline from its text. What two branches wrote is read from both sides of a conflict, and said to be one.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Baseline, Known};
use crate::finding::{Finding, codes, did_you_mean};
use crate::source::{FileId, Place, SourceFile, Span};
use crate::syntax::{Limits, Node, NodeValue, yaml};
use crate::triage::Fingerprint;

const KEYS: &[&str] = &["version", "baseline"];
const ENTRY_KEYS: &[&str] = &["code", "record", "path", "fingerprint", "lines"];
const ANEW: &str = "mend it, or delete the file and write it anew with `clauselint check --write-baseline`";

impl Baseline {
    /// Reads a baseline. What is not understood is a finding.
    pub fn read(file: FileId, source: &SourceFile) -> Self {
        let mut baseline = Self { file, known: Vec::new(), findings: Vec::new(), lost: false };
        let (text, conflict) = without_marks(&source.text);
        if let Some(span) = conflict {
            let message = "two branches have changed the baseline, and their conflict is not settled";
            let help = "the entries of both sides are read; `clauselint check --write-baseline` keeps those that are still found";
            baseline.complain(span, message).help = Some(help.to_owned());
        }
        let read = yaml::read(&text, 0..text.len(), &Limits::default());
        for problem in &read.problems {
            baseline.complain(problem.span, &problem.message).help = Some(ANEW.to_owned());
            baseline.lost = true;
        }
        match read.documents.first() {
            Some(root) if matches!(root.value, NodeValue::Map(_)) => baseline.root(root),
            Some(root) => {
                let message = format!("a baseline is a mapping, found {}", root.noun());
                baseline.complain(root.span, &message).help = Some(ANEW.to_owned());
                baseline.lost = true;
            }
            None => {}
        }
        baseline
    }

    fn complain(&mut self, span: Span, message: &str) -> &mut Finding {
        self.findings.push(Finding::built_in(codes::INVALID_BASELINE, Place::new(self.file, span), message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    fn root(&mut self, root: &Node<'_>) {
        self.keys(root, KEYS, "a baseline");
        if let Some(version) = root.get("version").filter(|version| version.text() != Some("1")) {
            let said = version.text().unwrap_or_default();
            self.complain(
                version.span,
                &format!("version `{said}` of the baseline is not understood; this program writes version 1"),
            );
            self.lost = true;
            return;
        }
        let Some(list) = root.get("baseline") else { return };
        if !matches!(list.value, NodeValue::List(_) | NodeValue::Null) {
            self.complain(list.span, &format!("`baseline` is a list, found {}", list.noun()));
            self.lost = true;
        }
        let mut seen: FxHashSet<(Arc<str>, Fingerprint)> = FxHashSet::default();
        for item in list.items() {
            self.keys(item, ENTRY_KEYS, "an entry of a baseline");
            if let Some(known) = self.entry(item)
                && seen.insert((known.code.clone(), known.fingerprint))
            {
                self.known.push((known, item.span));
            }
        }
    }

    fn keys(&mut self, node: &Node<'_>, known: &[&str], what: &str) {
        for entry in node.entries() {
            let key: &str = &entry.key.text;
            if !known.contains(&key) {
                let near = did_you_mean(key, known.iter().copied());
                self.complain(entry.key.span, &format!("`{key}` is not a key of {what}{near}"));
            }
        }
    }

    fn entry(&mut self, item: &Node<'_>) -> Option<Known> {
        let text = |name: &str| item.get(name).and_then(Node::text);
        let (Some(code), Some(written)) = (text("code"), text("fingerprint")) else {
            self.complain(item.span, "an entry of a baseline has a `code` and a `fingerprint`");
            return None;
        };
        let mut print = |name: &str, written: &str| {
            let read = if written.len() == 32 { written.parse().ok() } else { None };
            if read.is_none() {
                let span = item.get(name).map_or(item.span, |node| node.span);
                self.complain(span, &format!("`{name}` has 32 hexadecimal digits"));
            }
            read
        };
        let fingerprint = print("fingerprint", written)?;
        let lines = text("lines").and_then(|written| print("lines", written));
        Some(Known {
            code: code.into(),
            record: text("record").map(Arc::from),
            path: text("path").map(Arc::from),
            fingerprint,
            lines,
        })
    }
}

/// The text with the marks of a merge conflict made comments, byte for byte, and where the first stands.
fn without_marks(text: &str) -> (Cow<'_, str>, Option<Span>) {
    let is_mark = |line: &str| ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark));
    let mut first = None;
    let mut at = 0;
    let mut clean = String::new();
    for line in text.split_inclusive('\n') {
        if is_mark(line) {
            first = first.or_else(|| Some(Span::new(at, at + line.trim_end().len())));
            clean.push_str("#######");
            clean.push_str(&line["#######".len()..]);
        } else {
            clean.push_str(line);
        }
        at += line.len();
    }
    if first.is_some() { (Cow::Owned(clean), first) } else { (Cow::Borrowed(text), None) }
}
