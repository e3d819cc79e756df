//! Aliases and merge keys, expanded where they stand. Copies keep the spans of where they were written, so that a
//! finding points at the words and not at the `*name` that repeats them.

use std::borrow::Cow;

use super::super::super::{Entry, Node, NodeValue, Problem, Style};
use super::super::errors;
use super::{Composer, Stop};
use crate::source::Span;

impl<'t> Composer<'t> {
    /// Appends what `<<` brings; the keys given here come first and therefore win.
    pub(super) fn merge(&mut self, entries: &mut Vec<Entry<'t>>, merges: Vec<Node<'t>>) {
        for merged in merges {
            let list = matches!(merged.value, NodeValue::List(_));
            let sources = if let NodeValue::List(items) = merged.value { items } else { vec![merged] };
            for source in sources {
                match source.value {
                    NodeValue::Map(more) => entries.extend(more),
                    NodeValue::Null if !list => {}
                    _ => self.yaml.problems.push(Problem {
                        code: "syntax-error",
                        message: format!("`<<` takes a mapping, this is {}", source.noun()),
                        span: source.span,
                        label: String::new(),
                        labels: Vec::new(),
                        help: Some("give an alias of a mapping, such as `<<: *defaults`".to_owned()),
                    }),
                }
            }
        }
    }

    pub(super) fn alias(&mut self, id: usize, span: Span) -> Result<(), Stop> {
        self.latest = span;
        let Some((cost, height)) = self.anchors.price(id) else {
            let name = self.text.get(span.range()).unwrap_or_default();
            self.yaml.problems.push(Problem {
                code: "syntax-error",
                message: format!("`{}` stands inside the value that it names", errors::shorten(name)),
                span,
                label: "a value cannot hold itself".to_owned(),
                labels: Vec::new(),
                help: None,
            });
            return self.deliver(Node { span, value: NodeValue::Null, style: Style::Plain }, 0, span);
        };
        if self.stack.len() + height > self.limits.depth {
            let problem = self.too_deep(span);
            self.yaml.problems.push(problem);
            return Err(Stop::Document);
        }
        // `deliver` counts one of them.
        self.spend_copies(cost.saturating_sub(1), span)?;
        let Some(node) = self.anchors.copy(id) else { return Ok(()) };
        self.deliver(node, 0, span)
    }

    /// An alias of nothing. Mostly it is Markdown emphasis that was not quoted, so its text is kept as the value.
    pub(super) fn unresolved(&mut self, name: &str, span: Span) -> Result<(), Stop> {
        self.latest = span;
        let raw = self.text.get(span.range()).unwrap_or_default();
        // `*bold* words` was meant as one text.
        let flow = self.stack.iter().any(|f| f.style == Style::Flow);
        let meant = if flow { raw } else { errors::to_line_end(self.text, span.start as usize) };
        self.yaml.problems.push(Problem {
            code: "syntax-error",
            message: format!("`*{}` is an alias, but nothing before it is marked `&{0}`", errors::shorten(name)),
            span,
            label: String::new(),
            labels: Vec::new(),
            help: Some(format!("to mean text that starts with `*`, quote it: `{}`", errors::quoted(meant))),
        });
        self.deliver(Node { span, value: NodeValue::Scalar(Cow::Borrowed(raw)), style: Style::Plain }, 0, span)
    }
}
