//! The kind of a document, by what speaks for each: its title, its file's name, its control block, its sections, its tables.

use std::cell::LazyCell;

use crate::model::facts::{Ground, Nearly};
use crate::model::read::record::Unknown;
use crate::model::read::{Reading, stem};
use crate::schema::{Kind, KindId, fold_title, with_folded};
use crate::source::Text;
use crate::syntax::Node;
use crate::syntax::markdown::Markdown;

use super::Guess;
use super::title::{self, Fit, readings};

/// What a kind must reach.
const ENOUGH: u32 = 5;
/// Most that sections speak for.
const SECTIONS: u32 = 2;
/// What a document must say of itself, in fields of its kind, if nothing but its title's last word tells the sort.
const CONTROLS: usize = 3;

/// What speaks for a kind, with how much each counts.
struct Score {
    kind: KindId,
    named: u32,
    /// Something speaks for it besides what the file is called: "AI policy" is also what a project says of contributions.
    supported: bool,
    parts: Vec<(&'static str, u32)>,
}

impl Score {
    fn add(&mut self, part: &'static str, points: u32) {
        if points > 0 {
            self.parts.push((part, points));
        }
    }

    fn sum(&self) -> u32 {
        self.parts.iter().map(|(_, points)| points).sum()
    }

    fn told(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(|(part, points)| format!("{part} {points}")).collect();
        format!("{} ({})", parts.join(", "), self.sum())
    }
}

impl Reading<'_> {
    /// The kind of the document: `kind:`, the manifest, else what speaks for it.
    pub(in crate::model::read) fn document_kind(
        &mut self,
        tree: &Markdown<'_>,
        title: Option<&str>,
        tables: &[Guess],
    ) -> Option<(KindId, Unknown)> {
        if let Some(front) = &tree.front_matter
            && front.get("kind").is_some()
        {
            return self.said_kind(front).map(|k| (k, Unknown::Finding));
        }
        if let Some(kind) = self.vocabulary.named(self.path).filter(|k| self.vocabulary.schema.kind(*k).document) {
            let reason = format!("the manifest says it is {}", self.vocabulary.schema.kind(kind).name);
            self.because(reason);
            return Some((kind, Unknown::NearMiss));
        }
        let mut scores = self.scores(tree, title, tables);
        scores.sort_by_key(|s| std::cmp::Reverse(s.sum()));
        let best = scores.first()?;
        let name = self.vocabulary.schema.kind(best.kind).name.clone();
        let rival = scores.get(1).filter(|second| second.sum() == best.sum() || second.named >= best.named);
        if best.sum() < ENOUGH || !best.supported || rival.is_some() {
            let why = match rival {
                Some(other) => {
                    format!("as much speaks for {} as for {name}: {}", self.vocabulary.schema.kind(other.kind).name, best.told())
                }
                None => format!(
                    "it may be {name}, but too little says so: {}; {ENOUGH} are enough, and not by what it is called alone",
                    best.told()
                ),
            };
            self.facts.nearly = Some(Nearly { kind: rival.is_none().then_some(best.kind), why });
            return None;
        }
        let reason = format!("{name}: {}", best.told());
        let kind = best.kind;
        self.because(reason);
        Some((kind, Unknown::NearMiss))
    }

    fn scores(&self, tree: &Markdown<'_>, title: Option<&str>, tables: &[Guess]) -> Vec<Score> {
        if self.facts.ground == Ground::Foreign {
            return Vec::new();
        }
        let schema = &self.vocabulary.schema;
        let ground = self.has_ground();
        let held: Vec<KindId> = tables.iter().filter_map(|t| t.kind(ground)).collect();
        let titles = title.map(readings).unwrap_or_default();
        let stem = stem(self.path).replace(['_', '-'], " ");
        let stems = readings(&stem);
        let about = LazyCell::new(|| {
            let firm = ground && self.is_firm(tree);
            (self.vocabulary.citations.names_subject(self.text), firm)
        });
        let mut scores = Vec::new();
        for (id, kind) in schema.iter().filter(|(_, kind)| kind.document && !kind.data) {
            let mut score = Score { kind: id, named: 0, supported: false, parts: Vec::new() };
            let points = |r: &title::Reading| self.title_points(kind, &r.name, r.fit, ground, &held);
            // Of what there is one, a second file so titled is about it; a title with more than that may name what a record is about.
            let records = kind.recognise.holding.as_ref().and_then(|h| schema.find(&h.records));
            if kind.one
                && !records.is_some_and(|records| held.contains(&records))
                && titles.iter().any(|r| points(r).is_some() && self.is_beside(&r.rest))
            {
                continue;
            }
            let by_title = titles.iter().filter_map(points).max();
            if let Some(points) = by_title {
                score.add("title", points);
            }
            // A file's name says again what the title says: the more of the two counts, and it counts for less.
            let stems = stems.iter().filter_map(|r| Self::stem_points(kind, &r.name, r.fit, ground));
            match (by_title, stems.max()) {
                (None, Some(points)) => score.add("file name", points),
                (Some(_), Some(_)) => score.add("file name", 1),
                (_, None) => {}
            }
            score.named = score.sum();
            if score.named > 0 {
                self.support(tree, id, &held, *about, &mut score);
                scores.push(score);
            }
        }
        if scores.is_empty() {
            let sorts = title.map(|title| self.sorts(tree, title)).unwrap_or_default();
            for kind in sorts.into_iter().filter(|_| self.vocabulary.grounded || about.0) {
                let mut score = Score { kind, named: 2, supported: false, parts: vec![("sort", 2)] };
                self.support(tree, kind, &held, *about, &mut score);
                scores.push(score);
            }
        }
        scores
    }

    /// Kinds that no title names alone, by the sort of document that this one says it is: "Data governance for AI procedure". It must speak of
    /// the subject, and be controlled as one.
    fn sorts(&self, tree: &Markdown<'_>, title: &str) -> Vec<KindId> {
        let folded = fold_title(title);
        let is_sort = |sort: &Text| {
            let rest = folded.strip_suffix(&**sort).map(|rest| rest.ends_with(' '));
            rest.or_else(|| folded.strip_prefix(&**sort).map(|rest| rest.starts_with(' '))).unwrap_or_default()
        };
        let kinds = self.vocabulary.schema.iter().filter(|(_, kind)| kind.recognise.sorts.iter().any(is_sort));
        let front = tree.front_matter.as_ref().map(Node::entries).unwrap_or_default();
        let controls = |kind| front.iter().filter(|e| self.vocabulary.field(kind, &e.key.text).is_some()).count();
        let controlled = |kind| controls(kind) + self.key_entries(tree, kind, &[]).len() >= CONTROLS;
        kinds.map(|(id, _)| id).filter(|kind| self.says_subject(title) && controlled(*kind)).collect()
    }

    /// True for what a title says besides a document's name, if that tells that the file is not the document itself.
    fn is_beside(&self, rest: &str) -> bool {
        self.vocabulary.citations.schemes.iter().filter_map(|s| s.beside.as_ref()).any(|beside| beside.is_match(rest))
    }

    fn title_points(&self, kind: &Kind, name: &str, fit: Fit, ground: bool, held: &[KindId]) -> Option<u32> {
        let recognise = &kind.recognise;
        let is_held = |records: &str| self.vocabulary.schema.find(records).is_some_and(|kind| held.contains(&kind));
        let holding = recognise.holding.as_ref().is_some_and(|h| h.titles.iter().any(|t| **t == *name) && is_held(&h.records));
        let own = recognise.titles.iter().any(|t| **t == *name) || holding;
        match fit {
            Fit::Whole if own => Some(4),
            Fit::Part if own => Some(3),
            Fit::End if own => Some(2),
            _ if !ground || !recognise.on_ground.iter().any(|t| **t == *name) => None,
            Fit::Whole => Some(3),
            Fit::Part | Fit::End => Some(2),
        }
    }

    fn stem_points(kind: &Kind, name: &str, fit: Fit, ground: bool) -> Option<u32> {
        let recognise = &kind.recognise;
        let is_path = fit == Fit::Whole && recognise.paths.iter().any(|p| **p == *name);
        let is_title = || recognise.titles.iter().chain(&recognise.on_ground).any(|t| **t == *name);
        if is_path { Some(3) } else { (ground && is_title()).then_some(2) }
    }

    /// What speaks for a kind that is named. The text is looked through once for all kinds, and only if one is named: does it name the standard,
    /// does it speak of the subject?
    fn support(&self, tree: &Markdown<'_>, id: KindId, held: &[KindId], (named, firm): (bool, bool), score: &mut Score) {
        let kind = self.vocabulary.schema.kind(id);
        let lines = self.key_entries(tree, id, &[]).len();
        let front = tree.front_matter.is_some();
        score.add("front matter", if front { 2 } else { 0 });
        score.add("control block", if front { 0 } else { lines.min(2) as u32 });
        score.add("names the standard", u32::from(named));
        score.add("speaks of the subject", u32::from(firm));
        let base = kind.line.get(1).map(|base| self.vocabulary.schema.kind(*base));
        let own = |heading: &str| {
            with_folded(heading, |folded| {
                let field = |k: &Kind| k.names().contains_key(folded) || k.sections().contains_key(folded);
                field(kind) && !base.is_some_and(field)
            })
        };
        let sections = tree.headings.iter().skip(1).filter(|h| own(&h.text)).count() as u32;
        score.add("sections", sections.min(SECTIONS));
        score.supported = front || lines > 0 || named || sections >= SECTIONS;
        let holds = kind.recognise.holding.as_ref().and_then(|h| self.vocabulary.schema.find(&h.records));
        score.add("records", u32::from(holds.is_some_and(|records| held.contains(&records))));
    }
}
