//! Templates: forms that nobody has filled in. They evidence nothing.

use crate::model::read::Reading;
use crate::model::read::placeholder::{self, Blank};
use crate::schema::fold;
use crate::syntax::Node;
use crate::syntax::markdown::Markdown;

/// Fewest placeholders that make a form.
const FEWEST: usize = 3;

impl Reading<'_> {
    /// Why a file is a template, if it is: its name or title says so, or most of what it should say is blank.
    ///
    /// `said`: the file says its kind, or the manifest does. Such a document is in use, and its blanks are to be told. What the manifest names
    /// by its path is in use whatever it is called.
    pub(in crate::model::read) fn template(&self, tree: &Markdown<'_>, title: Option<&str>, said: bool) -> Option<String> {
        let in_use = self.vocabulary.is_named_alone(self.path);
        if !in_use && says(self.path) {
            return Some("its path says template".into());
        }
        if !in_use && title.is_some_and(says) {
            return Some("its title says template".into());
        }
        if !said && title.is_some_and(|t| placeholder::in_prose(t, true).next().is_some()) {
            return Some("its title is still to be filled in".into());
        }
        let blanks = Blanks::of(tree);
        // A copy that was filled in may have kept the word below its title.
        let body = tree.blocks.iter().map(|b| b.span.start).chain(tree.tables.iter().map(|t| t.span.start)).min();
        let below = tree.headings.iter().skip(1).take_while(|h| body.is_none_or(|b| h.span.start < b));
        if !said
            && below.into_iter().any(|h| says(&h.text))
            && (blanks.placeholders + blanks.in_control > 0 || self.has_rules(tree))
        {
            return Some("the heading below its title says template, and it has blanks".into());
        }
        // An empty cell says less than a placeholder does: it counts beside blanks in the control block.
        let most = blanks.placeholders * 2 > blanks.cells - blanks.empty
            || !said && blanks.in_control > 0 && (blanks.placeholders + blanks.empty) * 2 > blanks.cells;
        (blanks.placeholders >= FEWEST && most).then(|| "most of its values are placeholders".into())
    }

    /// True if the document has lines to write on.
    fn has_rules(&self, tree: &Markdown<'_>) -> bool {
        tree.blocks.iter().any(|b| placeholder::in_prose(&self.text[b.span.range()], true).next().is_some())
    }
}

fn says(text: &str) -> bool {
    fold(text).split(|c: char| !c.is_alphanumeric()).any(|w| w == "template" || w == "templates")
}

/// How much of a document's values is blank.
#[derive(Default)]
struct Blanks {
    cells: usize,
    empty: usize,
    placeholders: usize,
    /// Blanks in front matter and in tables of two columns.
    in_control: usize,
}

impl Blanks {
    fn of(tree: &Markdown<'_>) -> Self {
        let mut blanks = Self::default();
        tree.front_matter.iter().flat_map(Node::entries).for_each(|e| blanks.count(&e.value, true));
        for table in &tree.tables {
            let control = table.columns.len() == 2;
            for row in table.rows.iter().map(Node::entries) {
                row.iter().skip(usize::from(control)).for_each(|e| blanks.count(&e.value, control));
            }
        }
        blanks
    }

    fn count(&mut self, value: &Node<'_>, control: bool) {
        self.cells += 1;
        let blank = placeholder::blank(value);
        match blank {
            Some(Blank::Empty) => self.empty += 1,
            Some(Blank::Placeholder) => self.placeholders += 1,
            None => return,
        }
        self.in_control += usize::from(control);
    }
}
