//! Expressions and texts of a rule file, compiled where they stand: an expression is a plain scalar, so it is compiled on the
//! source slice and every complaint has its exact span.

use std::ops::Range;
use std::sync::Arc;

use super::super::complaint::Complaints;
use super::super::rule::{Part, Template};
use crate::expr::{Complaint, Scope, ValueExpr, compile_value};
use crate::source::Span;
use crate::syntax::{Entry, Node, NodeValue, Style};

/// The text of an expression, and how spans in it lead back.
pub(super) struct Source<'t> {
    /// What to compile.
    pub text: &'t str,
    /// What to add to spans: the scalar's start, where its text is that of the file.
    pub offset: u32,
    /// Where to complain when the text is not that of the file.
    whole: Option<Span>,
}

impl<'t> Source<'t> {
    /// The expression that a node holds. A quoted one is read all the same, with advice.
    pub fn of(node: &'t Node<'_>, file: &'t str, complaints: &mut Complaints) -> Option<Self> {
        let NodeValue::Scalar(text) = &node.value else {
            let message = format!("an expression is written plainly, on one line or several; this is {}", node.noun());
            complaints.error(node.span, message).help =
                Some("begin with a name: `status in [\"a\", \"b\"]`, `roles has \"a\"`".to_owned());
            return None;
        };
        let raw = file.get(node.span.range()).unwrap_or_default();
        if node.style == Style::Plain {
            return Some(Self { text: raw, offset: node.span.start, whole: None });
        }
        complaints.advice(node.span, "expressions are not quoted: places within them cannot be shown").help =
            Some("take the quotes away".to_owned());
        let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
        Some(if node.style == Style::Quoted && inner == text {
            Self { text: inner, offset: node.span.start + 1, whole: None }
        } else {
            Self { text, offset: 0, whole: Some(node.span) }
        })
    }

    /// Takes what a compiler of expressions returned; complaints become findings.
    pub fn take<T>(&self, compiled: Result<T, Vec<Complaint>>, file: &str, complaints: &mut Complaints) -> Option<T> {
        match compiled {
            Ok(compiled) => Some(compiled),
            Err(wrong) => {
                report(wrong, self.whole, complaints, self.cut(file));
                None
            }
        }
    }

    /// A blank and `#` end a plain scalar: what was meant as part of a pattern or text is a comment, and nobody says so.
    fn cut(&self, file: &str) -> Option<&'static str> {
        let end = self.offset as usize + self.text.len();
        let after = file.get(end..).filter(|_| self.whole.is_none())?.lines().next()?;
        let open = |mark| self.text.matches(mark).count() % 2 == 1;
        (after.trim_start().starts_with('#') && (open('"') || open('/')))
            .then_some("in YAML, ` #` begins a comment and cuts the expression: write the blank as `\\s`")
    }
}

/// Complaints of a compiler as findings.
fn report(wrong: Vec<Complaint>, whole: Option<Span>, complaints: &mut Complaints, hint: Option<&str>) {
    for complaint in wrong {
        let span = whole.unwrap_or(complaint.span);
        let help = hint.map(str::to_owned).or(complaint.help);
        complaints.error(span, complaint.message).help = help;
    }
}

/// A text with placeholders. `supplied` are names that the check fills in.
pub(super) fn template(
    entry: &Entry<'_>,
    file: &str,
    scope: &Scope<'_>,
    supplied: &[Arc<str>],
    complaints: &mut Complaints,
) -> Option<Template> {
    let text = complaints.text(entry)?;
    let raw = file.get(entry.value.span.range()).unwrap_or_default();
    let mut template = Template::default();
    let mut cursor = 0;
    let before = complaints.errors();
    for part in split(&text) {
        match part {
            Ok(words) => template.parts.push(Part::Words(words.into())),
            Err(range) => {
                let inner = &text[range.clone()];
                // The placeholder in the file: its offset differs where the scalar is folded or holds escapes.
                let found = raw.get(cursor..).and_then(|r| r.find(&format!("{{{inner}}}"))).map(|i| cursor + i + 1);
                let offset = found.map(|i| entry.value.span.start + i as u32);
                cursor = found.map_or(cursor, |i| i + inner.len());
                template.parts.extend(placeholder(inner, offset, entry, scope, supplied, complaints));
            }
        }
    }
    (complaints.errors() == before).then_some(template)
}

fn placeholder(
    inner: &str,
    offset: Option<u32>,
    entry: &Entry<'_>,
    scope: &Scope<'_>,
    supplied: &[Arc<str>],
    complaints: &mut Complaints,
) -> Option<Part> {
    if let Some(name) = supplied.iter().find(|name| ***name == *inner.trim()) {
        return Some(Part::Supplied(name.clone()));
    }
    let whole = offset.is_none().then_some(entry.value.span);
    if inner.trim().is_empty() {
        let span = offset.map_or(entry.value.span, |o| Span { start: o - 1, end: o + inner.len() as u32 + 1 });
        complaints.error(span, "an empty placeholder").help = Some("write `{{` for a brace".to_owned());
        return None;
    }
    match compile_value(inner, offset.unwrap_or_default(), scope) {
        Ok(value) => Some(Part::Value(value)),
        Err(wrong) => {
            report(wrong, whole, complaints, None);
            None
        }
    }
}

/// Words, and ranges of placeholders' insides. `{{` and `}}` are braces; a brace that is never closed is words.
fn split(text: &str) -> Vec<Result<String, Range<usize>>> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut i = 0;
    while i < text.len() {
        let rest = &text[i..];
        let next = rest.find(['{', '}']).unwrap_or(rest.len());
        words.push_str(&rest[..next]);
        let rest = &rest[next..];
        i += next;
        if rest.starts_with("{{") || rest.starts_with("}}") {
            words.push_str(&rest[..1]);
            i += 2;
        } else if let (true, Some(close)) = (rest.starts_with('{'), rest.find('}')) {
            if !words.is_empty() {
                parts.push(Ok(std::mem::take(&mut words)));
            }
            parts.push(Err(i + 1..i + close));
            i += close + 1;
        } else if !rest.is_empty() {
            words.push_str(&rest[..1]);
            i += 1;
        }
    }
    if !words.is_empty() {
        parts.push(Ok(words));
    }
    parts
}

/// The value that a node holds.
pub(super) fn value(node: &Node<'_>, file: &str, scope: &Scope<'_>, complaints: &mut Complaints) -> Option<ValueExpr> {
    let source = Source::of(node, file, complaints)?;
    source.take(compile_value(source.text, source.offset, scope), file, complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_and_placeholders() {
        let text = "{id} lacks {{x}} and {a.b";
        let parts = split(text);
        let shown: Vec<String> = parts.into_iter().map(|p| p.unwrap_or_else(|range| format!("<{}>", &text[range]))).collect();
        assert_eq!(shown, ["<id>", " lacks {x} and {a.b"]);
    }
}
