//! Events into nodes. The composer keeps its own stack, so nesting costs no call stack, and two scratch vectors, so
//! that a collection is allocated once, at its exact size, when it ends.

mod expand;

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, ScalarStyle, StructureStyle};

use super::super::{Entry, Key, Limits, Node, NodeValue, Problem, Style};
use super::anchors::Anchors;
use super::{MOST_PROBLEMS, Yaml, duplicates, errors, is_limit, limit_exceeded, placeholder};
use crate::source::Span;

/// How far reading stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// This document cannot be read on; the next can.
    Document,
    /// The file used up its budget.
    File,
}

/// A key that waits for its value.
enum Pending<'t> {
    Key(Key<'t>),
    /// A plain `<<`.
    Merge,
    /// A key that is no text; its value is dropped.
    Unusable,
}

/// An open collection.
struct Frame<'t> {
    map: bool,
    style: Style,
    start: usize,
    /// End of the last child: a block collection's end event stands at the next token, after blank lines.
    end: usize,
    anchor: usize,
    /// Where this collection's children begin in the scratch vector.
    first: usize,
    pending: Option<Pending<'t>>,
    /// Values of `<<`, in order.
    merges: Vec<Node<'t>>,
    /// Number of problems when it opened: those within a placeholder are forgotten.
    problems: usize,
}

pub(super) struct Composer<'t> {
    /// The file's text, cut at the end of the range read.
    text: &'t str,
    base: usize,
    limits: Limits,
    stack: Vec<Frame<'t>>,
    items: Vec<Node<'t>>,
    entries: Vec<Entry<'t>>,
    root: Option<Node<'t>>,
    anchors: Anchors<'t>,
    /// Nodes made so far, copies included.
    nodes: usize,
    copies: usize,
    /// Where the latest event stood, for errors: the parser reads ahead of its events.
    latest: Span,
    yaml: Yaml<'t>,
}

impl<'t> Composer<'t> {
    /// Composes events over `text[base..]`.
    pub(super) fn new(text: &'t str, base: usize, limits: &Limits) -> Self {
        Self {
            text,
            base,
            limits: *limits,
            stack: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            root: None,
            anchors: Anchors::new(limits.copies),
            copies: 0,
            nodes: 0,
            latest: Span::at(base),
            yaml: Yaml::default(),
        }
    }

    /// True when so many problems were found that reading on helps no one; says so once.
    pub(super) fn too_many_problems(&mut self) -> bool {
        let many = self.yaml.problems.len() > MOST_PROBLEMS;
        if many {
            let message = format!("more than {MOST_PROBLEMS} problems; the rest of the file is not read");
            self.yaml.problems.push(limit_exceeded(message, self.latest, "mend the problems above first"));
        }
        many
    }

    /// What was read.
    pub(super) fn finish(mut self) -> Yaml<'t> {
        self.yaml.problems.sort_by_key(|p| (p.span.start, p.span.end));
        self.yaml
    }

    /// Takes one event, which stands at `from..to` of the parser's input.
    pub(super) fn event(&mut self, event: Event<'t>, from: usize, to: usize) -> Result<(), Stop> {
        let (from, to) = (from + self.base, to + self.base);
        match event {
            Event::Scalar(value, style, anchor, _) => {
                self.latest = Span::new(from, to);
                self.scalar(value, style, anchor, from, to)?;
            }
            Event::MappingStart(style, anchor, _) => self.open(true, style, anchor, from, to)?,
            Event::SequenceStart(style, anchor, _) => self.open(false, style, anchor, from, to)?,
            Event::MappingEnd | Event::SequenceEnd => self.close(from, to)?,
            Event::Alias(id) => self.alias(id, Span::new(from, to))?,
            Event::UnresolvedAlias(name) => self.unresolved(&name, Span::new(from, to))?,
            Event::DocumentStart(..) => {
                self.latest = Span::at(from);
                self.anchors.clear();
            }
            Event::DocumentEnd => self.end_document(),
            Event::Comment(..) => self.yaml.comments.push(Span::new(from, to)),
            _ => {}
        }
        Ok(())
    }

    /// Records a syntax error at an offset into the parser's input.
    pub(super) fn broken(&mut self, kind: &ErrorKind, at: usize) {
        let mut at = (at + self.base).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        // Words after an alias of nothing are the same mistake: emphasis that was not quoted.
        let told = self.yaml.problems.last().is_some_and(|p| p.span == self.latest && p.span.end > p.span.start)
            && self.text.get(self.latest.end as usize..at).is_some_and(|between| !between.contains('\n'));
        if told {
            self.drop_unfinished(at);
            return;
        }
        let problem = if is_limit(kind) {
            self.too_deep(Span::at(at))
        } else {
            let open = self.stack.iter().find(|f| f.style == Style::Flow).map(|f| f.start);
            errors::explain(kind, at, &errors::Context { text: self.text, latest: self.latest, flow: open })
        };
        self.yaml.problems.push(problem);
        self.drop_unfinished(at);
    }

    /// Gives up the current document, keeping its complete top-level entries.
    pub(super) fn abandon(&mut self) {
        let mut frames = std::mem::take(&mut self.stack).into_iter();
        if let Some(mut root) = frames.next() {
            let rest: Vec<_> = frames.collect();
            let inner = |map: bool, len: usize| rest.iter().find(|f| f.map == map).map_or(len, |f| f.first);
            self.entries.truncate(inner(true, self.entries.len()));
            self.items.truncate(inner(false, self.items.len()));
            root.end = if root.map {
                self.entries.last().map_or(root.start, |e| e.value.span.end.max(e.key.span.end) as usize)
            } else {
                self.items.last().map_or(root.start, |i| i.span.end as usize)
            };
            let empty = self.entries.is_empty() && self.items.is_empty();
            let node = self.collect(root);
            if !empty {
                self.root = Some(node);
            }
        } else if self.root.as_ref().is_some_and(|n| matches!(n.value, NodeValue::Scalar(_) | NodeValue::Null)) {
            self.root = None;
        }
        self.entries.clear();
        self.items.clear();
        self.end_document();
    }

    /// An entry that ends on the very line of the error is no complete entry: `title: Foo` of `title: Foo: bar`.
    fn drop_unfinished(&mut self, at: usize) {
        let [root] = self.stack.as_slice() else { return };
        let same_line = |end: u32| self.text.get(end as usize..at).is_some_and(|s| !s.contains('\n'));
        if root.map {
            if self.entries.last().is_some_and(|e| e.value.span.end as usize >= at || same_line(e.value.span.end)) {
                self.entries.pop();
            }
        } else if self.items.last().is_some_and(|i| i.span.end as usize >= at || same_line(i.span.end)) {
            self.items.pop();
        }
    }

    fn end_document(&mut self) {
        match self.root.take() {
            Some(Node { span, value: NodeValue::Null, .. }) if span.is_empty() => {}
            Some(node) => self.yaml.documents.push(node),
            None => {}
        }
    }

    fn too_deep(&self, span: Span) -> Problem {
        let message = format!("values are nested more than {} deep", self.limits.depth);
        limit_exceeded(message, span, "split the document, or nest less")
    }

    /// Counts `more` nodes against the budget.
    fn spend(&mut self, more: usize, span: Span) -> Result<(), Stop> {
        self.nodes = self.nodes.saturating_add(more);
        if self.nodes <= self.limits.nodes {
            return Ok(());
        }
        let message = format!("the file holds more than {} values", self.limits.nodes);
        self.yaml.problems.push(limit_exceeded(message, span, "split the file"));
        self.fold();
        self.yaml.cut = true;
        Err(Stop::File)
    }

    /// Ends what is open below the top as if it ended here, so that a list that is too long is known by its items; a mapping that was begun last
    /// is not whole, and goes.
    fn fold(&mut self) {
        let mut last = true;
        while self.stack.len() > 1 {
            let Some(frame) = self.stack.pop() else { return };
            let begun = std::mem::take(&mut last) && frame.map;
            let node = self.collect(frame);
            let Some(parent) = self.stack.last_mut().filter(|_| !begun) else { continue };
            parent.end = parent.end.max(node.span.end as usize);
            match parent.pending.take() {
                None if !parent.map => self.items.push(node),
                Some(Pending::Key(key)) => self.entries.push(Entry { key, value: node }),
                _ => {}
            }
        }
    }

    /// Counts `more` nodes that an alias or a merge key copies.
    fn spend_copies(&mut self, more: usize, span: Span) -> Result<(), Stop> {
        self.copies = self.copies.saturating_add(more);
        if self.copies <= self.limits.copies {
            return Ok(());
        }
        let message = format!("aliases of this file stand for more than {} values", self.limits.copies);
        self.yaml.problems.push(limit_exceeded(message, span, "write out what the aliases stand for, or use fewer of them"));
        Err(Stop::File)
    }

    fn wants_key(&self) -> bool {
        self.stack.last().is_some_and(|f| f.map && f.pending.is_none())
    }

    fn scalar(&mut self, value: Cow<'t, str>, style: ScalarStyle, anchor: usize, from: usize, to: usize) -> Result<(), Stop> {
        let plain = style == ScalarStyle::Plain;
        let (value, span) = self.place(value, style, from, to);
        // The parser tells a scalar that is not there as `~` with an empty span.
        let absent = plain && from == to;
        if self.wants_key() && anchor == 0 {
            let merge = plain && value == "<<";
            let text = if absent { Cow::Borrowed("") } else { value };
            self.set_pending(if merge { Pending::Merge } else { Pending::Key(Key { span, text }) }, to);
            return Ok(());
        }
        let null = absent || plain && matches!(&*value, "~" | "null" | "Null" | "NULL");
        let span = if absent { self.value_place(from) } else { span };
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        let value = if null { NodeValue::Null } else { NodeValue::Scalar(value) };
        self.deliver(Node { span, value, style }, anchor, span)
    }

    /// The span of a scalar without surrounding blanks, and its text, borrowed wherever the source says the same.
    fn place(&self, value: Cow<'t, str>, style: ScalarStyle, from: usize, to: usize) -> (Cow<'t, str>, Span) {
        let raw = self.text.get(from..to).unwrap_or_default();
        let (from, raw) = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let kept = raw.trim_start_matches([' ', '\t', '\r', '\n']);
                if kept.is_empty() { (from, "") } else { (from + raw.len() - kept.len(), kept) }
            }
            _ => (from, raw),
        };
        let raw = raw.trim_end_matches([' ', '\t', '\r', '\n']);
        let span = Span::new(from, from + raw.len());
        let value = match value {
            Cow::Owned(owned) => {
                let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                let inner = if quoted { raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default() } else { raw };
                if inner == owned { Cow::Borrowed(inner) } else { Cow::Owned(owned) }
            }
            borrowed @ Cow::Borrowed(_) => borrowed,
        };
        (value, span)
    }

    /// Where an absent value would stand: the parser tells the end of the key, the place is after the colon.
    fn value_place(&self, at: usize) -> Span {
        let rest = self.text.get(at..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[blanks..].starts_with(':') { Span::at(at + blanks + 1) } else { Span::at(at) }
    }

    fn set_pending(&mut self, pending: Pending<'t>, end: usize) {
        if let Some(frame) = self.stack.last_mut() {
            frame.pending = Some(pending);
            frame.end = frame.end.max(end);
        }
    }

    fn open(&mut self, map: bool, style: StructureStyle, anchor: usize, from: usize, to: usize) -> Result<(), Stop> {
        self.latest = Span::new(from, to);
        if self.stack.len() >= self.limits.depth {
            let problem = self.too_deep(self.latest);
            self.yaml.problems.push(problem);
            return Err(Stop::Document);
        }
        let style = if style == StructureStyle::Flow { Style::Flow } else { Style::Plain };
        self.stack.push(Frame {
            map,
            style,
            start: from,
            end: to,
            anchor,
            first: if map { self.entries.len() } else { self.items.len() },
            pending: None,
            merges: Vec::new(),
            problems: self.yaml.problems.len(),
        });
        Ok(())
    }

    fn close(&mut self, from: usize, to: usize) -> Result<(), Stop> {
        let Some(mut frame) = self.stack.pop() else { return Ok(()) };
        // Only a bracket is the collection's own end; the pair in `[a: b]` ends without one.
        if frame.style == Style::Flow && to > from {
            frame.end = to;
            self.latest = Span::new(from, to);
        }
        let (anchor, problems, flow) = (frame.anchor, frame.problems, frame.style == Style::Flow);
        let mut node = self.collect(frame);
        if flow && placeholder::is_one(self.text, &node) {
            let raw = &self.text[node.span.range()];
            node = Node { span: node.span, value: NodeValue::Scalar(Cow::Borrowed(raw)), style: Style::Plain };
            self.yaml.problems.truncate(problems);
        }
        let span = node.span;
        self.deliver(node, anchor, span)
    }

    /// Makes a node of an ended frame's children.
    fn collect(&mut self, frame: Frame<'t>) -> Node<'t> {
        let span = Span::new(frame.start, frame.end);
        let value = if frame.map {
            let repeated = duplicates::report(&self.entries[frame.first..], &mut self.yaml.problems);
            let mut entries: Vec<Entry<'t>> = self.entries.drain(frame.first..).collect();
            let merged = !frame.merges.is_empty();
            if merged {
                self.merge(&mut entries, frame.merges);
            }
            if repeated || merged {
                duplicates::remove(&mut entries);
            }
            NodeValue::Map(entries)
        } else {
            NodeValue::List(self.items.drain(frame.first..).collect())
        };
        Node { span, value, style: frame.style }
    }

    /// Puts a finished node where it belongs. `place` is where it stands in the source, which for a copy is the alias.
    fn deliver(&mut self, node: Node<'t>, anchor: usize, place: Span) -> Result<(), Stop> {
        self.spend(1, place)?;
        if anchor != 0 && !self.anchors.define(anchor, &node) {
            let message = format!("values marked with `&` hold more than {} values in all", self.limits.copies);
            self.yaml.problems.push(limit_exceeded(message, place, "mark fewer or smaller values"));
            return Err(Stop::File);
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        frame.end = frame.end.max(place.end as usize);
        if !frame.map {
            self.items.push(node);
            return Ok(());
        }
        match frame.pending.take() {
            Some(Pending::Key(key)) => self.entries.push(Entry { key, value: node }),
            Some(Pending::Merge) => frame.merges.push(node),
            Some(Pending::Unusable) => {}
            None => {
                let pending = self.key_of(node, place);
                self.set_pending(pending, place.end as usize);
            }
        }
        Ok(())
    }

    /// A key that came as a node: anchored, an alias, a placeholder, or a collection.
    fn key_of(&mut self, node: Node<'t>, place: Span) -> Pending<'t> {
        let noun = node.noun();
        match node.value {
            NodeValue::Scalar(text) => Pending::Key(Key { span: place, text }),
            NodeValue::Null => {
                Pending::Key(Key { span: place, text: Cow::Borrowed(self.text.get(place.range()).unwrap_or_default()) })
            }
            _ => {
                self.yaml.problems.push(Problem {
                    code: "syntax-error",
                    message: format!("a key is text, this is {noun}"),
                    span: place,
                    label: String::new(),
                    labels: Vec::new(),
                    help: Some("quote the key to mean it as text".to_owned()),
                });
                Pending::Unusable
            }
        }
    }
}
