//! Finds citations in running text, and settles whose they are.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use super::super::Reading;
use super::text::{beside, follows, is_listed, is_path, namespace, near, sentence, title_after};
use super::{Candidate, Form, Scheme};
use crate::model::facts::{Cited, Data, Mention, MentionBy, Value};
use crate::source::Span;
use crate::syntax::markdown::Markdown;
use crate::syntax::{Captures, Lazy, Node};

/// What is known of the text that a scheme is looked for in. What costs a search of it is found out once a citation hangs on it.
pub(super) struct Settling<'s> {
    pub scheme: &'s Scheme,
    text: &'s str,
    tree: Option<&'s Markdown<'s>>,
    own: OnceCell<bool>,
    headings: OnceCell<Vec<Above>>,
}

/// What a heading says of whose the citations below it are.
struct Above {
    /// What it says itself, or the nearest above it that says something.
    says: Option<bool>,
    /// What is below it names a rival. Found out once: a long chapter may cite thousands of times.
    rivalled: OnceCell<bool>,
}

/// Where a passage stands.
#[derive(Clone, Copy)]
pub(super) struct Within {
    /// The innermost heading above it.
    pub heading: Option<usize>,
    /// The passage is a cell whose row or column has settled the matter.
    pub settled: Option<bool>,
}

impl<'s> Settling<'s> {
    fn new(scheme: &'s Scheme, text: &'s str, tree: Option<&'s Markdown<'s>>) -> Self {
        Self { scheme, text, tree, own: OnceCell::new(), headings: OnceCell::new() }
    }

    pub fn names(&self, text: &str) -> bool {
        self.scheme.names.is_match(text)
    }

    pub fn rivals(&self, text: &str) -> bool {
        self.scheme.rivals.as_ref().is_some_and(|r| r.is_match(text))
    }

    pub fn others(&self, text: &str) -> bool {
        self.scheme.others.as_ref().is_some_and(|r| r.is_match(text))
    }

    /// True if a text settles that it speaks of the scheme, false if of another, none if it names neither.
    fn says(&self, text: &str) -> Option<bool> {
        if self.rivals(text) { Some(false) } else { self.names(text).then_some(true) }
    }

    /// Whether a citation in these words is the scheme's, within a passage that may name a rival.
    fn holds(&self, about: &str, within: Within, rivalled: impl FnOnce() -> bool) -> bool {
        if self.rivals(about) || self.others(about) || within.settled == Some(false) {
            return false;
        }
        if within.settled == Some(true) || self.names(about) {
            return true;
        }
        !rivalled() && self.above(within.heading)
    }

    /// What the headings above, else the document as a whole, say.
    pub fn above(&self, heading: Option<usize>) -> bool {
        let (Some(i), Some(tree)) = (heading, self.tree) else { return self.own() };
        let headings = self.headings.get_or_init(|| self.trails(tree));
        let rivalled = || self.text.get(tree.headings[i].body.range()).is_some_and(|body| self.rivals(body));
        match headings.get(i).map(|above| (above.says, above)) {
            Some((Some(true), above)) => !*above.rivalled.get_or_init(rivalled),
            Some((Some(false), _)) => false,
            Some((None, _)) | None => self.own(),
        }
    }

    fn trails(&self, tree: &Markdown<'_>) -> Vec<Above> {
        let mut open: Vec<(u8, Option<bool>)> = Vec::new();
        let trail = |heading: &crate::syntax::markdown::Heading<'_>| {
            while open.last().is_some_and(|(level, _)| *level >= heading.level) {
                open.pop();
            }
            let says = self.says(&heading.text).or_else(|| open.last().and_then(|(_, says)| *says));
            open.push((heading.level, says));
            Above { says, rivalled: OnceCell::new() }
        };
        tree.headings.iter().map(trail).collect()
    }

    fn own(&self) -> bool {
        *self.own.get_or_init(|| {
            let title = self.tree.and_then(|t| t.headings.first());
            self.names(self.text) && !self.rivals(self.text) && !title.is_some_and(|t| self.others(&t.text))
        })
    }
}

impl Reading<'_> {
    /// True for a document whose title, or the heading right below it, names a citation scheme: what it cites is judged.
    pub(in super::super) fn is_about_a_scheme(&self, tree: &Markdown<'_>) -> bool {
        let citations = &self.vocabulary.citations;
        let first = |h: &&crate::syntax::markdown::Heading<'_>| h.span.start < 400;
        tree.headings.iter().take(2).take_while(first).any(|h| citations.names_subject(&h.text))
    }

    /// Collects citations in prose, headings, cells and front matter.
    pub(in super::super) fn citations(&mut self, tree: &Markdown<'_>) {
        let (vocabulary, text) = (self.vocabulary, self.text);
        let whole = [Span::new(0, text.len())];
        for (scheme, may) in vocabulary.citations.schemes.iter().zip(vocabulary.citations.candidates(text, &whole)) {
            let settling = Settling::new(scheme, text, Some(tree));
            let Forms { mut prose, cells, columns } = Forms::new(&may);
            if tree.headings.iter().any(|h| is_numbered(&h.text)) {
                prose.retain(|c| !c.form.bare);
            }
            let blocks = tree.blocks.iter().filter(|b| !b.quoted).map(|b| (b.span, b.heading));
            let headings = tree.headings.iter().enumerate().map(|(i, h)| (h.span, Some(i)));
            if !prose.is_empty() {
                for (span, heading) in blocks.chain(headings) {
                    self.passage(&settling, span, &prose, Within { heading, settled: None });
                }
                let front = tree.front_matter.iter().flat_map(Node::entries).map(|e| &e.value);
                for value in front.filter(|v| v.text().is_some()) {
                    self.passage(&settling, value.span, &prose, Within { heading: None, settled: None });
                }
            }
            if !cells.is_empty() || !columns.is_empty() {
                for table in &tree.tables {
                    self.table_citations(&settling, table, &cells, &columns);
                }
            }
        }
    }

    /// Collects citations in the texts of records.
    pub(in super::super) fn citations_in_fields(&mut self) {
        fn texts(value: &Value, spans: &mut Vec<Span>) {
            match &value.data {
                Data::Text(_) => spans.push(value.span),
                Data::List(items) => items.iter().for_each(|v| texts(v, spans)),
                Data::Group(fields) => fields.iter().for_each(|(_, v)| texts(v, spans)),
                Data::Map(entries) => entries.iter().for_each(|e| texts(&e.value, spans)),
                _ => {}
            }
        }
        let (vocabulary, text) = (self.vocabulary, self.text);
        let mut spans = Vec::new();
        for (_, value) in self.facts.records.iter().flat_map(|r| &r.fields) {
            texts(value, &mut spans);
        }
        spans.sort_unstable();
        spans.dedup();
        if spans.is_empty() {
            return;
        }
        for (scheme, may) in vocabulary.citations.schemes.iter().zip(vocabulary.citations.candidates(text, &spans)) {
            let settling = Settling::new(scheme, text, None);
            let prose = Forms::new(&may).prose;
            for span in spans.iter().filter(|_| !prose.is_empty()) {
                self.passage(&settling, *span, &prose, Within { heading: None, settled: None });
            }
        }
    }

    fn passage(&mut self, settling: &Settling<'_>, block: Span, forms: &[&Candidate<'_>], within: Within) {
        let Some(text) = self.text.get(block.range()) else { return };
        // A form without words to look for is in few of the passages, and whether it is costs less than where.
        let is_there = |c: &&&Candidate<'_>| c.has_words_in(block).unwrap_or_else(|| c.form.pattern.is_match(text));
        let forms = forms.iter().filter(is_there).map(|c| c.form);
        let rivalled = OnceCell::new();
        let rivalled = || *rivalled.get_or_init(|| settling.rivals(text));
        for form in forms {
            let mut after = 0;
            while let Some(found) = if after > text.len() { None } else { form.pattern.captures_at(text, after) } {
                let (Some(all), Some(id)) = (found.get(0), found.name("id")) else { break };
                after = all.end().max(after + 1);
                let namespace = namespace(text, id.start());
                if form.unless.as_ref().is_some_and(|u| u.is_match(near(&text[all.end()..])))
                    || namespace.is_some_and(|n| !n.eq_ignore_ascii_case(&settling.scheme.name))
                    || is_path(text, id.range())
                {
                    continue;
                }
                let sentence = sentence(text, all.start());
                let about = &text[sentence.clone()];
                if !form.names_scheme && namespace.is_none() && !settling.holds(about, within, rivalled) {
                    continue;
                }
                let listed = is_listed(text, all.range());
                let at = |range: Range<usize>| Span::new(block.start as usize + range.start, block.start as usize + range.end);
                let beside = if listed { None } else { beside(text, sentence, all.range()).map(at) };
                let title = if listed { None } else { title_after(text, all.range()).map(at) };
                let wanted = wanted(form, &found, id.as_str());
                let edition = found.name("edition").map(|m| m.as_str().into());
                let follows = if listed { None } else { follows(text, all.end()).map(at) };
                self.cite(settling.scheme, form, at(id.range()), wanted, Words { beside, follows, title, edition, cell: false });
            }
        }
    }

    pub(super) fn cite(&mut self, scheme: &Scheme, form: &Form, span: Span, id: Box<str>, words: Words) {
        let beside = words.beside.or(words.follows).and_then(|b| self.text.get(b.range()));
        let cited = self.text.get(span.range()).unwrap_or_default();
        let advice = scheme.advice(cited, &form.kinds, beside).cloned();
        let cited = Cited {
            scheme: scheme.name.clone(),
            form: form.name.clone(),
            kinds: form.kinds.clone(),
            id,
            beside: words.beside,
            title: words.title,
            cell: words.cell,
            advice,
            edition: words.edition,
        };
        self.facts.mentions.push(Mention { span, by: MentionBy::Prose(Box::new(cited)) });
    }

    /// A citation in a cell that is read as a reference in a field is that reference; a form that names its scheme is told besides.
    pub(in super::super) fn cited_once(&mut self) {
        let mut fields: Vec<Span> = self.facts.mentions.iter().filter(|m| m.field().is_some()).map(|m| m.span).collect();
        fields.sort_unstable();
        let in_field = |span: Span| {
            let after = fields.partition_point(|f| f.start <= span.start);
            fields[..after].last().is_some_and(|f| f.contains(span))
        };
        let schemes = &self.vocabulary.citations.schemes;
        let stands_alone = |scheme: &Arc<str>, form: &Arc<str>| {
            schemes.iter().any(|s| s.name == *scheme && s.forms.iter().any(|f| f.name == *form && f.names_scheme))
        };
        self.facts.mentions.retain(|m| match &m.by {
            MentionBy::Prose(cited) => stands_alone(&cited.scheme, &cited.form) || !in_field(m.span),
            MentionBy::Field(..) => true,
        });
    }
}

/// What stands with a citation.
#[derive(Default)]
pub(super) struct Words {
    pub beside: Option<Span>,
    pub follows: Option<Span>,
    pub title: Option<Span>,
    pub edition: Option<Box<str>>,
    pub cell: bool,
}

/// The id that a citation is looked up by.
pub(super) fn wanted(form: &Form, found: &Captures<'_>, id: &str) -> Box<str> {
    let mut wanted = String::new();
    match &form.id {
        Some(template) => found.expand(template, &mut wanted),
        None => wanted.push_str(id),
    }
    wanted.into()
}

/// True for a heading with a number of two parts: "6.1 Risks".
fn is_numbered(heading: &str) -> bool {
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < heading.len() && rest.strip_prefix('.').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
}

/// Forms that may occur in a text, by where they are looked for.
struct Forms<'c> {
    prose: Vec<&'c Candidate<'c>>,
    cells: Vec<&'c Candidate<'c>>,
    columns: Vec<(&'c Candidate<'c>, &'c Lazy)>,
}

impl<'c> Forms<'c> {
    fn new(may: &'c [Candidate<'c>]) -> Self {
        let columns = may.iter().filter_map(|c| Some((c, c.form.columns.as_ref()?))).collect();
        let prose: Vec<&Candidate<'_>> = may.iter().filter(|c| c.form.columns.is_none()).collect();
        let cells = prose.iter().copied().filter(|c| c.form.cells).collect();
        Self { prose, cells, columns }
    }
}
