//! Whether a file speaks of what the packs are about: the packs say in which words, and what names a management system of another kind.

use crate::model::facts::Ground;
use crate::model::read::Reading;
use crate::model::read::citations::Scheme;
use crate::schema::KindId;
use crate::syntax::markdown::Markdown;
use crate::syntax::{Node, NodeValue};

/// How many headings speak for a file.
const HEADINGS: usize = 2;

/// What a pack says of its subject, for one text.
struct Subject<'a>(Vec<&'a Scheme>);

impl Subject<'_> {
    fn speaks(&self, text: &str) -> bool {
        self.0.iter().any(|s| s.names.is_match(text) || s.words.as_ref().is_some_and(|w| w.is_match(text)))
    }

    fn names(&self, text: &str) -> bool {
        self.0.iter().any(|s| s.names.is_match(text))
    }

    fn is_foreign(&self, text: &str) -> bool {
        self.0
            .iter()
            .any(|s| s.foreign.as_ref().is_some_and(|f| f.is_match(text)) || s.rivals.as_ref().is_some_and(|r| r.is_match(text)))
    }
}

impl Reading<'_> {
    /// True where signs of a kind count.
    pub(in crate::model::read) fn has_ground(&self) -> bool {
        let ground = self.facts.ground;
        !self.ours.is_empty() || ground == Ground::Firm || self.vocabulary.grounded && ground != Ground::Foreign
    }

    /// True where a list of a kind counts.
    pub(in crate::model::read) fn counts(&self, kind: KindId) -> bool {
        self.has_ground() || self.counts_anywhere(kind)
    }

    /// True for a kind whose records tell by themselves what they are about, in a file that does not speak of another standard alone.
    pub(super) fn counts_anywhere(&self, kind: KindId) -> bool {
        self.vocabulary.schema.kind(kind).recognise.anywhere && !matches!(self.facts.ground, Ground::Other | Ground::Foreign)
    }

    /// The ground of a Markdown file.
    pub(in crate::model::read) fn markdown_ground(&self, tree: &Markdown<'_>, title: Option<&str>) -> Ground {
        let subtitle = tree.headings.get(1).map(|h| &*h.text);
        self.ground(title, subtitle, |subject| markdown_speaks(tree, subject))
    }

    /// True where a Markdown file itself speaks of the subject, be the repository known to be about it or not.
    pub(super) fn is_firm(&self, tree: &Markdown<'_>) -> bool {
        let told = || self.told_ground(&self.subject(), |subject| markdown_speaks(tree, subject));
        self.facts.ground == Ground::Firm || self.facts.ground == Ground::Unasked && told() == Ground::Firm
    }

    /// True for a title that itself speaks of the subject.
    pub(super) fn says_subject(&self, title: &str) -> bool {
        self.subject().speaks(&title.to_uppercase())
    }

    /// The ground of a YAML file.
    pub(in crate::model::read) fn yaml_ground(&self, documents: &[Node<'_>]) -> Ground {
        let entries = documents.iter().flat_map(Node::entries);
        let keys = entries.clone().map(|e| &*e.key.text);
        let values = entries.filter(|e| matches!(e.value.value, NodeValue::Scalar(_))).filter_map(|e| e.value.text());
        let title = values.clone().next();
        self.ground(title, None, |subject| keys.chain(values).any(|name| subject.speaks(&words(name))))
    }

    fn subject(&self) -> Subject<'_> {
        Subject(self.vocabulary.citations.schemes.iter().filter(|s| s.subject && s.words.is_some()).collect())
    }

    /// `speaks`: whether the file's headings, columns or keys speak of the subject.
    fn ground(&self, title: Option<&str>, subtitle: Option<&str>, speaks: impl FnOnce(&Subject<'_>) -> bool) -> Ground {
        let subject = self.subject();
        if self.of_pack || subject.0.is_empty() {
            return Ground::Firm;
        }
        let path = words(self.path);
        let called = [title.unwrap_or_default(), &*path];
        if called.iter().any(|name| subject.speaks(&name.to_uppercase())) {
            return Ground::Firm;
        }
        if called.iter().chain(&[subtitle.unwrap_or_default()]).any(|name| subject.is_foreign(name)) {
            return Ground::Foreign;
        }
        // What follows reads the whole text, and where all that is not foreign counts it changes nothing.
        if self.vocabulary.grounded { Ground::Unasked } else { self.told_ground(&subject, speaks) }
    }

    /// The ground of a file whose name and title tell nothing. A look at the text is put off until something hangs on it.
    fn told_ground(&self, subject: &Subject<'_>, speaks: impl FnOnce(&Subject<'_>) -> bool) -> Ground {
        let own = subject.names(self.text);
        let rival = || subject.is_foreign(self.text);
        let firm = if own { !rival() || speaks(subject) } else { speaks(subject) && !rival() };
        match () {
            () if firm => Ground::Firm,
            () if own || subject.speaks(self.text) => Ground::Weak,
            () if rival() => Ground::Other,
            () => Ground::Silent,
        }
    }
}

/// Whether a column, a value of the front matter or several headings speak of the subject: one heading among many may speak of anything.
fn markdown_speaks(tree: &Markdown<'_>, subject: &Subject<'_>) -> bool {
    let fronts = tree.front_matter.iter().flat_map(Node::entries).map(|e| e.value.text().unwrap_or_default());
    let mut names = tree.tables.iter().flat_map(|t| &t.columns).map(|c| &*c.text).chain(fronts);
    let headings = tree.headings.iter().skip(1).filter(|h| subject.speaks(&h.text));
    names.any(|name| subject.speaks(&words(name))) || headings.take(HEADINGS).count() == HEADINGS
}

/// A path or key with blanks between its words.
fn words(name: &str) -> String {
    let split = name.replace(['/', '_', '-', '.'], " ");
    // `ai_risks` speaks of AI as "AI risks" does.
    if name.contains(' ') { split } else { split.to_uppercase() }
}
