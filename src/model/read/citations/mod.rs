//! Citations in prose: clauses, controls, editions. Patterns, cues and popular mistakes are pack data; the engine knows no scheme.
//!
//! A number is a citation only beside a cue: a word before it, or the heading of its column. And only where it is settled whose it is:
//! its sentence names the scheme, or the nearest heading that names one names this, or the document names this one and no rival.
//! Anything else is left alone.

mod scan;
mod table;
mod text;

use std::sync::{Arc, OnceLock};

use crate::finding::{Finding, codes, did_you_mean};
use crate::schema::{KindId, Schema};
use crate::source::{FileId, Place, Span};
use crate::syntax::{Lazy, Node, WordSearch};

/// All citation schemes of the packs that are on.
#[derive(Clone, Debug, Default)]
pub struct Citations {
    /// The schemes.
    pub schemes: Vec<Scheme>,
    search: OnceLock<Option<Search>>,
}

/// One search for the words of all forms, and whose each is: scheme and form, by position.
type Search = (WordSearch, Vec<(usize, usize)>);

/// One standard's way of being cited.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its name, also the namespace of its ids: `lending:R.5`.
    pub name: Arc<str>,
    /// It is what the pack is about: a document whose title names it is looked at.
    pub subject: bool,
    /// What names it in prose.
    pub names: Lazy,
    /// Words of what it is about. With them, a register counts only in a file that says one of them, or that is known to be ours.
    pub words: Option<Lazy>,
    /// What names a management system of another kind.
    pub foreign: Option<Lazy>,
    /// What stands beside a title, written `…`, where a file is about that document or belongs to it.
    pub beside: Option<Lazy>,
    /// What names a scheme whose ids look alike.
    pub rivals: Option<Lazy>,
    /// What else has clauses: a sentence that speaks of it cites those.
    pub others: Option<Lazy>,
    /// Headings of columns that give the titles of what is cited beside them.
    pub titles: Option<Lazy>,
    /// What can be cited.
    pub forms: Vec<Form>,
    /// Popular mistakes.
    pub mistakes: Vec<Mistake>,
}

/// One form of citation.
#[derive(Clone, Debug)]
pub struct Form {
    /// `clause`, `control`, `edition`.
    pub name: Arc<str>,
    /// The kinds of record it points to.
    pub kinds: Arc<[KindId]>,
    /// With the group `id`; cue included. Compiled when a text holds one of its words.
    pub pattern: Lazy,
    /// How the groups make the id that is looked up (`LIB 7:$edition`); without, the group `id` is it.
    pub id: Option<Arc<str>>,
    /// A citation followed at once by this is of something else ("clause 4 of the contract").
    pub unless: Option<Lazy>,
    /// True where the pattern itself names the scheme.
    pub names_scheme: bool,
    /// True for a number without a cue: not looked for where the document numbers its own headings.
    pub bare: bool,
    /// True where cells of tables are searched too.
    pub cells: bool,
    /// The cue is the heading of the cell's column; the pattern is the cell's.
    pub columns: Option<Lazy>,
}

/// A form that may occur in a text, and where: most passages of a text hold none of its words.
struct Candidate<'s> {
    form: &'s Form,
    /// Where its words end, ascending; none for a form without words to look for.
    ends: Option<Vec<u32>>,
}

impl Candidate<'_> {
    /// True if one of its words ends in a passage, false if none does; none for a form without words.
    fn has_words_in(&self, span: Span) -> Option<bool> {
        let ends = self.ends.as_ref()?;
        let after = ends.partition_point(|end| *end <= span.start);
        Some(ends.get(after).is_some_and(|end| *end <= span.end))
    }
}

/// A citation that many get wrong, and what is meant.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// The kinds that are cited so.
    pub kinds: Arc<[KindId]>,
    /// The ids as cited.
    pub cited: Lazy,
    /// What stands beside it, if the id alone does not tell.
    pub beside: Option<Lazy>,
    /// What is meant.
    pub advice: Arc<str>,
}

impl Citations {
    /// Reads a pack's `mentions.yaml`, and adds what is wrong with it to `findings`. Patterns of a file that is `tried` are known to be right.
    pub fn load(&mut self, file: FileId, node: &Node<'_>, schema: &Schema, tried: bool, findings: &mut Vec<Finding>) {
        let mut loader = Loader { file, schema, tried, findings };
        for scheme in node.get("schemes").into_iter().flat_map(Node::items) {
            self.schemes.extend(loader.scheme(scheme));
        }
    }

    /// For each scheme, the forms that may occur in these pieces of a text.
    fn candidates(&self, text: &str, pieces: &[Span]) -> Vec<Vec<Candidate<'_>>> {
        let candidate = |form| Candidate { form, ends: None };
        let mut all: Vec<Vec<Candidate<'_>>> = self.schemes.iter().map(|s| s.forms.iter().map(candidate).collect()).collect();
        if let Some((search, owners)) = self.search.get_or_init(|| self.search()) {
            for (scheme, form) in owners {
                all[*scheme][*form].ends = Some(Vec::new());
            }
            for piece in pieces {
                search.each(text.get(piece.range()).unwrap_or_default(), |word, end| {
                    let (scheme, form) = owners[word];
                    all[scheme][form].ends.get_or_insert_default().push(piece.start + end as u32);
                });
            }
        }
        for forms in &mut all {
            forms.retain(|c| c.ends.as_ref().is_none_or(|ends| !ends.is_empty()));
            // One piece may lie within another.
            let unsorted = forms.iter_mut().filter_map(|c| c.ends.as_mut()).filter(|ends| !ends.is_sorted());
            unsorted.for_each(|ends| ends.sort_unstable());
        }
        all
    }

    fn search(&self) -> Option<Search> {
        let mut words = Vec::new();
        let mut owners = Vec::new();
        for (i, scheme) in self.schemes.iter().enumerate() {
            for (j, form) in scheme.forms.iter().enumerate() {
                for word in form.pattern.words() {
                    words.push(word);
                    owners.push((i, j));
                }
            }
        }
        if words.is_empty() {
            return None;
        }
        WordSearch::new(&words).map(|search| (search, owners))
    }

    /// A reference's text without the namespace of a scheme that is loaded: `lending:R.5` is `R.5`.
    pub fn without_namespace<'t>(&self, text: &'t str) -> &'t str {
        match text.split_once(':') {
            Some((prefix, rest)) if self.schemes.iter().any(|s| s.name.eq_ignore_ascii_case(prefix)) => rest.trim_start(),
            _ => text,
        }
    }

    /// True if a text names what a pack is about.
    pub fn names_subject(&self, text: &str) -> bool {
        self.schemes.iter().any(|s| s.subject && s.names.is_match(text))
    }

    /// What is meant by an id that many cite by mistake for a record of one of these kinds.
    pub fn advice(&self, cited: &str, kinds: &[KindId]) -> Option<&Arc<str>> {
        self.schemes.iter().find_map(|s| s.advice(cited, kinds, None))
    }
}

impl Scheme {
    /// What is meant by a citation, if it is a popular mistake.
    fn advice(&self, cited: &str, kinds: &[KindId], beside: Option<&str>) -> Option<&Arc<str>> {
        let fits = |m: &&Mistake| {
            m.kinds.iter().any(|k| kinds.contains(k))
                && m.cited.is_match(cited)
                && m.beside.as_ref().is_none_or(|b| beside.is_some_and(|text| b.is_match(text)))
        };
        self.mistakes.iter().find(fits).map(|m| &m.advice)
    }
}

fn says(node: &Node<'_>, key: &str) -> bool {
    node.get(key).and_then(Node::text) == Some("true")
}

/// Reads `mentions.yaml`, and collects what is wrong with it.
struct Loader<'l> {
    file: FileId,
    schema: &'l Schema,
    tried: bool,
    findings: &'l mut Vec<Finding>,
}

impl Loader<'_> {
    fn complain(&mut self, span: Span, text: String) {
        self.findings.push(Finding::built_in(codes::INVALID_RULE, Place::new(self.file, span), text));
    }

    fn pattern(&mut self, node: &Node<'_>, key: &str) -> Option<Lazy> {
        let value = node.get(key)?;
        let text = value.text().unwrap_or_default();
        if self.tried {
            return Some(Lazy::tried(text, false));
        }
        Lazy::new(text, false).map_err(|e| self.complain(value.span, format!("`{key}` is not a regular expression: {e}"))).ok()
    }

    fn scheme(&mut self, node: &Node<'_>) -> Option<Scheme> {
        let (Some(name), Some(names)) = (node.get("name").and_then(Node::text), self.pattern(node, "names")) else {
            self.complain(node.span, "a citation scheme needs `name` and `names`".into());
            return None;
        };
        let mut scheme = Scheme {
            name: name.into(),
            subject: says(node, "subject"),
            names,
            words: self.pattern(node, "words"),
            foreign: self.pattern(node, "foreign"),
            beside: self.pattern(node, "beside"),
            rivals: self.pattern(node, "rivals"),
            others: self.pattern(node, "others"),
            titles: self.pattern(node, "titles"),
            forms: Vec::new(),
            mistakes: Vec::new(),
        };
        for form in node.get("forms").into_iter().flat_map(Node::items) {
            scheme.forms.extend(self.form(form));
        }
        for mistake in node.get("mistakes").into_iter().flat_map(Node::items) {
            scheme.mistakes.extend(self.mistake(mistake));
        }
        Some(scheme)
    }

    fn kinds(&mut self, node: &Node<'_>) -> Arc<[KindId]> {
        let mut kinds = Vec::new();
        for kind in node.get("kinds").into_iter().flat_map(Node::items) {
            let name = kind.text().unwrap_or_default();
            match self.schema.find(name) {
                Some(id) => kinds.push(id),
                None => {
                    let near = did_you_mean(name, self.schema.kinds.iter().map(|k| &*k.name));
                    self.complain(kind.span, format!("`{name}` is not a kind{near}"));
                }
            }
        }
        kinds.into()
    }

    fn form(&mut self, node: &Node<'_>) -> Option<Form> {
        let kinds = self.kinds(node);
        let pattern = self.pattern(node, "match")?;
        if !pattern.source().contains("(?P<id>") {
            self.complain(node.span, "the pattern of a citation has a group `id`".into());
            return None;
        }
        Some(Form {
            name: node.get("form").and_then(Node::text).unwrap_or("id").into(),
            kinds,
            pattern,
            id: node.get("as").and_then(Node::text).map(Arc::from),
            unless: self.pattern(node, "unless").map(|l| l.anchored()),
            names_scheme: says(node, "names_scheme"),
            bare: says(node, "bare"),
            cells: says(node, "cells") || says(node, "names_scheme"),
            columns: self.pattern(node, "columns"),
        })
    }

    fn mistake(&mut self, node: &Node<'_>) -> Option<Mistake> {
        let kinds = self.kinds(node);
        let (Some(cited), Some(advice)) = (self.pattern(node, "cited"), node.get("advice").and_then(Node::text)) else {
            self.complain(node.span, "a mistake needs `cited` and `advice`".into());
            return None;
        };
        Some(Mistake { kinds, cited, beside: self.pattern(node, "beside"), advice: advice.into() })
    }
}
