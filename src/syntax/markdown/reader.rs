//! Markdown events into what the model needs of them. The reader keeps its own stack of blocks: a text may nest
//! quotes by the ten thousand, and the ranges of children may leave their parents'.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::super::{Limits, Problem};
use super::anchors::Anchors;
use super::tables::{self, trimmed};
use super::words::{Words, is_break};
use super::{Block, Comment, Heading, Link, Markdown, links};
use crate::source::Span;

/// Links and images nested deeper than this do not hand their words outwards: the texts would grow quadratically.
const DEEPEST_WORDS: usize = 16;

/// An open block.
enum Container {
    /// A list item; the extent of the text that stands directly in it, which is so in tight lists.
    Item(Option<(usize, usize)>),
    Quote,
    /// Code and HTML, whose text is nothing else.
    Opaque,
    Other,
}

struct OpenLink {
    index: usize,
    kind: LinkType,
    words: Words,
    /// End of the last thing within.
    inner: usize,
}

struct Reader<'t> {
    text: &'t str,
    read: Markdown<'t>,
    /// The blocks of the headings read, for their sections.
    heading_blocks: Vec<(usize, usize)>,
    anchors: Anchors,
    containers: Vec<Container>,
    quotes: usize,
    links: Vec<OpenLink>,
    /// Words of the open heading or cell.
    words: Option<Words>,
    /// Extent of the open heading's inline content.
    extent: Option<(usize, usize)>,
    table: Option<tables::Open<'t>>,
    in_head: bool,
    explicit_anchor: Option<CowStr<'t>>,
    /// Comments from this one on wait for a block below them.
    waiting: usize,
    /// Cells, links, headings and blocks so far.
    nodes: usize,
}

/// Reads `text[body..]`.
pub(super) fn read<'t>(text: &'t str, body: usize, limits: &Limits) -> Markdown<'t> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut reader = Reader {
        text,
        read: Markdown::default(),
        heading_blocks: Vec::new(),
        anchors: Anchors::default(),
        containers: Vec::new(),
        quotes: 0,
        links: Vec::new(),
        words: None,
        extent: None,
        table: None,
        in_head: false,
        explicit_anchor: None,
        waiting: 0,
        nodes: 0,
    };
    let Some(part) = text.get(body..) else { return reader.read };
    for (event, range) in Parser::new_ext(part, options).into_offset_iter() {
        let (from, to) = (range.start + body, range.end + body);
        reader.event(event, from, to);
        if reader.nodes > limits.nodes {
            reader.read.problems.push(Problem {
                code: "limit-exceeded",
                message: format!("the file holds more than {} cells, links and paragraphs", limits.nodes),
                span: Span::new(from, to),
                label: String::new(),
                labels: Vec::new(),
                help: Some("split the file".to_owned()),
            });
            // The table that goes beyond is known by its rows so far.
            reader.read.tables.extend(reader.table.take().map(tables::Open::finish));
            reader.read.cut = true;
            break;
        }
    }
    reader.close_sections();
    reader.read
}

impl<'t> Reader<'t> {
    fn event(&mut self, event: Event<'t>, from: usize, to: usize) {
        match event {
            Event::Start(tag) => self.start(tag, from, to),
            Event::End(tag) => self.end(tag, from, to),
            Event::Text(piece) | Event::Code(piece) | Event::InlineMath(piece) | Event::DisplayMath(piece) => {
                self.inline(from, to);
                let text = self.text;
                if let Some(words) = self.open_words() {
                    words.push(text, &piece, from, to);
                }
            }
            Event::InlineHtml(html) => {
                self.inline(from, to);
                if html.starts_with("<!--") {
                    self.read.comments.push(Comment { span: Span::new(from, to), block: false, below: None });
                } else if is_break(&html) {
                    let text = self.text;
                    if let Some(words) = self.open_words() {
                        words.push_break(text);
                    }
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                let text = self.text;
                if let Some(words) = self.open_words() {
                    words.push_blank(text);
                }
            }
            Event::FootnoteReference(_) => self.inline(from, to),
            Event::Html(_) | Event::TaskListMarker(_) | Event::Rule => {}
        }
    }

    fn start(&mut self, tag: Tag<'t>, from: usize, to: usize) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.inline(from, to),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, dest_url, false, from, to),
            Tag::Image { link_type, dest_url, .. } => self.start_link(link_type, dest_url, true, from, to),
            Tag::TableCell => self.words = Some(Words::default()),
            Tag::TableHead | Tag::TableRow => {
                self.in_head = matches!(tag, Tag::TableHead);
                let span = trimmed(self.text, from, to);
                if let Some(table) = &mut self.table {
                    table.start_row(span);
                }
            }
            _ => self.start_block(tag, from, to),
        }
    }

    fn start_block(&mut self, tag: Tag<'t>, from: usize, to: usize) {
        self.flush_item();
        if !matches!(tag, Tag::HtmlBlock) {
            self.below_comments(from, to);
        }
        let container = match tag {
            Tag::Paragraph => {
                self.block(from, to);
                Container::Other
            }
            Tag::Heading { id, .. } => {
                self.words = Some(Words::default());
                self.extent = None;
                self.explicit_anchor = id;
                Container::Other
            }
            Tag::Table(_) => {
                self.table = Some(tables::Open::new(trimmed(self.text, from, to), self.innermost(), self.quotes > 0));
                Container::Other
            }
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                Container::Quote
            }
            Tag::Item => Container::Item(None),
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => Container::Opaque,
            _ => Container::Other,
        };
        self.containers.push(container);
    }

    fn end(&mut self, tag: TagEnd, from: usize, to: usize) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.inline(from, to);
            }
            TagEnd::Link | TagEnd::Image => self.end_link(from, to),
            TagEnd::TableCell => {
                self.nodes += 1;
                let words = self.words.take().unwrap_or_default();
                match &mut self.table {
                    Some(table) if self.in_head => table.header(self.text, words, from, to),
                    Some(table) => table.cell(self.text, words, from, to),
                    None => {}
                }
            }
            TagEnd::TableHead => self.table.iter_mut().for_each(tables::Open::end_header),
            TagEnd::TableRow => {
                self.nodes += 1;
                self.table.iter_mut().for_each(tables::Open::end_row);
            }
            _ => self.end_block(tag, from, to),
        }
    }

    fn end_block(&mut self, tag: TagEnd, from: usize, to: usize) {
        self.flush_item();
        match tag {
            TagEnd::Heading(level) => self.end_heading(level as u8, from, to),
            TagEnd::Table => self.read.tables.extend(self.table.take().map(tables::Open::finish)),
            TagEnd::HtmlBlock => self.comments(from, to),
            _ => {}
        }
        if let Some(Container::Quote) = self.containers.pop() {
            self.quotes = self.quotes.saturating_sub(1);
        }
    }

    /// Notes where inline content stands, for tight items, headings and the link around it.
    fn inline(&mut self, from: usize, to: usize) {
        // A range starts after the backslash of an escape.
        let escaped = from > 0 && self.text.as_bytes()[from - 1] == b'\\';
        let from = from - usize::from(escaped);
        let widen = |extent: &mut Option<(usize, usize)>| {
            let (start, end) = extent.unwrap_or((from, to));
            *extent = Some((start.min(from), end.max(to)));
        };
        if let Some(link) = self.links.last_mut() {
            link.inner = link.inner.max(to);
        }
        if self.table.is_some() {
            return;
        }
        if let Some(Container::Item(extent)) = self.containers.last_mut() {
            widen(extent);
        } else if self.words.is_some() {
            widen(&mut self.extent);
        }
    }

    /// Where words go: to the innermost link, else to the heading or cell.
    fn open_words(&mut self) -> Option<&mut Words> {
        match self.links.last_mut() {
            Some(link) => Some(&mut link.words),
            None => self.words.as_mut(),
        }
    }

    fn innermost(&self) -> Option<usize> {
        self.read.headings.len().checked_sub(1)
    }

    fn block(&mut self, from: usize, to: usize) {
        self.nodes += 1;
        let span = trimmed(self.text, from, to);
        self.read.blocks.push(Block { span, heading: self.innermost(), quoted: self.quotes > 0 });
    }

    /// Ends the text that stands directly in a list item.
    fn flush_item(&mut self) {
        if let Some(Container::Item(extent)) = self.containers.last_mut()
            && let Some((from, to)) = extent.take()
        {
            self.below_comments(from, to);
            self.block(from, to);
        }
    }

    /// Notes that a block stands below the comments that wait for one.
    fn below_comments(&mut self, from: usize, to: usize) {
        let waiting = self.read.comments.get_mut(self.waiting..).unwrap_or_default();
        for comment in waiting.iter_mut().filter(|comment| comment.block) {
            comment.below = Some(Span::new(from, to));
        }
        self.waiting = self.read.comments.len();
    }

    fn start_link(&mut self, kind: LinkType, target: CowStr<'t>, image: bool, from: usize, to: usize) {
        self.inline(from, to);
        self.nodes += 1;
        let index = self.read.links.len();
        let span = Span::new(from, to);
        self.read.links.push(Link { span, target: Cow::from(target), target_span: span, text: Cow::Borrowed(""), image });
        let inner = (from + if image { 2 } else { 1 }).min(to);
        self.links.push(OpenLink { index, kind, words: Words::default(), inner });
    }

    fn end_link(&mut self, from: usize, to: usize) {
        let Some(link) = self.links.pop() else { return };
        let depth = self.links.len();
        let text = self.text;
        if let Some(outer) = self.open_words().filter(|_| depth < DEEPEST_WORDS) {
            outer.append(text, &link.words);
        }
        self.inline(from, to);
        let read = &mut self.read.links[link.index];
        read.target_span = links::target_span(text, link.kind, &read.target, from, to, link.inner);
        read.text = link.words.finish(text);
    }

    fn end_heading(&mut self, level: u8, from: usize, to: usize) {
        self.nodes += 1;
        let words = self.words.take().unwrap_or_default().finish(self.text);
        let span = if let Some((start, end)) = self.extent.take() {
            trimmed(self.text, start, end)
        } else {
            let raw = self.text.get(from..to).unwrap_or_default();
            Span::at(from + raw.len() - raw.trim_start_matches('#').len())
        };
        let anchor = match self.explicit_anchor.take() {
            Some(id) => self.anchors.explicit(&id),
            None => self.anchors.of_text(&words),
        };
        self.heading_blocks.push((from, to));
        let rest = Span::new(to, self.text.len());
        let quoted = self.quotes > 0;
        self.read.headings.push(Heading { level, text: words, span, anchor, quoted, section: rest, body: rest });
    }

    /// Ends every section where the next heading that is not below it begins.
    fn close_sections(&mut self) {
        let end = self.text.len();
        let mut next_by_level = [end; 7];
        let mut next = end;
        for (heading, (from, to)) in self.read.headings.iter_mut().zip(&self.heading_blocks).rev() {
            let level = usize::from(heading.level).min(6);
            let section_end = next_by_level[..=level].iter().copied().min().unwrap_or(end);
            heading.section = Span::new(*to, section_end.max(*to));
            heading.body = Span::new(*to, next.max(*to));
            next_by_level[level] = *from;
            next = *from;
            let above = self.read.comments.iter_mut().filter_map(|comment| comment.below.as_mut());
            above.filter(|below| below.start as usize == *from).for_each(|below| below.end = heading.section.end);
        }
    }

    /// The comments of an HTML block; one that is never closed reaches to the block's end.
    fn comments(&mut self, from: usize, to: usize) {
        let mut at = from;
        while let Some(found) = self.text.get(at..to).and_then(|rest| rest.find("<!--")) {
            let start = at + found;
            let end = self.text[start..to].find("-->").map(|i| start + i + 3);
            let span = end.map_or_else(|| trimmed(self.text, start, to), |end| Span::new(start, end));
            self.read.comments.push(Comment { span, block: true, below: None });
            at = end.unwrap_or(to);
        }
    }
}
