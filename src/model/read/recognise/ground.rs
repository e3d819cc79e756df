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
        let fronts = tree.front_matter.iter().flat_map(Node::entries).map(|e| e.value.text().unwrap_or_default());
        let columns = tree.tables.iter().flat_map(|t| &t.columns).map(|c| &*c.text);
        let headings = tree.headings.iter().skip(1).map(|h| &*h.text);
        let subtitle = tree.headings.get(1).map(|h| &*h.text);
        self.ground(title, subtitle, headings, columns.chain(fronts))
    }

    /// The ground of a YAML file.
    pub(in crate::model::read) fn yaml_ground(&self, documents: &[Node<'_>]) -> Ground {
        let entries = documents.iter().flat_map(Node::entries);
        let keys = entries.clone().map(|e| &*e.key.text);
        let values = entries.filter(|e| matches!(e.value.value, NodeValue::Scalar(_))).filter_map(|e| e.value.text());
        let title = values.clone().next();
        self.ground(title, None, std::iter::empty(), keys.chain(values))
    }

    fn ground<'t>(
        &self,
        title: Option<&str>,
        subtitle: Option<&str>,
        mut headings: impl Iterator<Item = &'t str>,
        mut names: impl Iterator<Item = &'t str>,
    ) -> Ground {
        let schemes: Vec<&Scheme> = self.vocabulary.citations.schemes.iter().filter(|s| s.subject && s.words.is_some()).collect();
        if schemes.is_empty() {
            return Ground::Firm;
        }
        let subject = Subject(schemes);
        let path = words(self.path);
        let called = [title.unwrap_or_default(), &*path];
        if called.iter().any(|name| subject.speaks(&name.to_uppercase())) {
            return Ground::Firm;
        }
        if called.iter().chain(&[subtitle.unwrap_or_default()]).any(|name| subject.is_foreign(name)) {
            return Ground::Foreign;
        }
        let (rival, own) = (subject.is_foreign(self.text), subject.names(self.text));
        // One heading among many may speak of anything.
        let mut spoken = || {
            names.any(|name| subject.speaks(&words(name)))
                || headings.by_ref().filter(|h| subject.speaks(h)).take(HEADINGS).count() == HEADINGS
        };
        match () {
            () if (own || !rival) && (own && !rival || spoken()) => Ground::Firm,
            () if own || subject.speaks(self.text) => Ground::Weak,
            () if rival => Ground::Other,
            () => Ground::Silent,
        }
    }
}

/// A path or key with blanks between its words.
fn words(name: &str) -> String {
    let split = name.replace(['/', '_', '-', '.'], " ");
    // `ai_risks` speaks of AI as "AI risks" does.
    if name.contains(' ') { split } else { split.to_uppercase() }
}
