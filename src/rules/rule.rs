//! A rule, typed and compiled: what a rule file says once it has been understood.

use std::sync::Arc;

use jiff::civil::Date;

use super::load::Parts;
use super::wording::Pattern;
use super::{Pack, Piece};
use crate::expr::{Cond, Env, Exists, NOT_GIVEN, Pick, ReadSet, ValueExpr};
use crate::finding::{Basis, Severity, Stage};
use crate::schema::KindId;
use crate::source::{Place, Span};
use crate::syntax::Lazy;

/// A rule: its head, by which it is told from others, and four parts that are read when they are first asked for if the rule came with the
/// program, and at once otherwise.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which is the code of its findings.
    pub name: Arc<str>,
    /// Its name in the rule file.
    pub place: Place,
    /// The pack it belongs to.
    pub pack: Arc<Pack>,
    /// Clauses and controls at stake.
    pub keys: Vec<Arc<str>>,
    /// What it rests on.
    pub basis: Basis,
    /// From which stage of the pack on it speaks.
    pub stage: Stage,
    /// How bad it is.
    pub severity: Severity,
    /// The kinds it is for; none: it is judged once for the repository.
    pub kinds: Vec<KindId>,
    /// How many kinds that reaches, those that extend them counted; the fewer, the more exactly it speaks.
    pub breadth: u32,
    /// The rule of another pack that it stands in for.
    pub replaces: Option<(Arc<str>, Place)>,
    /// True where its check word is `forbid`.
    pub forbids: bool,
    /// The rest.
    pub(super) parts: Parts,
}

/// What must hold where a rule applies.
#[derive(Debug)]
pub struct Body {
    /// One evaluation per element.
    pub each: Option<Pick>,
    /// What must hold.
    pub check: Check,
    /// What it reads, its condition included: nothing else can change what it says.
    pub reads: ReadSet,
}

/// What a rule says when it fires.
#[derive(Debug)]
pub struct Texts {
    /// Where to point, if not where the values are.
    pub at: Option<ValueExpr>,
    /// Secondary places besides those that are found without being told.
    pub labels: Vec<RuleLabel>,
    /// What is wrong.
    pub message: Template,
    /// What to do.
    pub help: Option<Template>,
    /// How it can be put right by the tool.
    pub fix: Option<Fix>,
    /// That leaves the meaning as it is, so that nobody need look at it.
    pub safe: bool,
}

/// What a rule says of itself.
#[derive(Debug)]
pub struct About {
    /// What holds when it is silent, in a sentence.
    pub summary: Arc<str>,
    /// Why it matters.
    pub why: Option<Arc<str>>,
    /// Repositories in which it fires, and in which it applies and is silent.
    pub examples: Examples,
}

impl Rule {
    /// True for a rule that says what the repository as a whole must have.
    pub fn is_presence(&self) -> bool {
        self.kinds.is_empty() && !self.forbids
    }

    /// When it applies.
    pub fn condition(&self) -> Option<&Cond> {
        self.parts.condition(self)
    }

    /// What must hold then.
    pub fn body(&self) -> &Body {
        self.parts.body(self)
    }

    /// What it says when it fires.
    pub fn texts(&self) -> &Texts {
        self.parts.texts(self)
    }

    /// What it says of itself.
    pub fn about(&self) -> &About {
        self.parts.about(self)
    }
}

/// What must hold: a closed set.
#[derive(Debug)]
pub enum Check {
    /// The condition is not known to be false.
    Expect(Cond),
    /// These are given.
    Require(Vec<Required>),
    /// The repository has at least one.
    Exists(Exists),
    /// Wording does not occur.
    Forbid(Forbid),
}

/// One path of `require`.
#[derive(Debug)]
pub struct Required {
    /// The path.
    pub value: ValueExpr,
    /// Its names, as written.
    pub path: Vec<Arc<str>>,
    /// Beginnings of it that are groups, shortest first: where a whole group is missing, that is said, not its fields.
    pub groups: Vec<(ValueExpr, usize)>,
}

/// `forbid`.
#[derive(Debug)]
pub struct Forbid {
    /// The patterns.
    pub patterns: Vec<Pattern>,
    /// In which text.
    pub within: Within,
}

/// The text that `forbid` looks at.
#[derive(Debug)]
pub enum Within {
    /// Paragraphs and list items.
    Prose,
    /// Headings.
    Headings,
    /// A field.
    Field(Box<ValueExpr>),
}

/// `labels:` of a rule.
#[derive(Debug)]
pub struct RuleLabel {
    /// Where; may name the variable of a quantifier, and then means the element that decided it.
    pub at: ValueExpr,
    /// The variables that `at` may name besides the rule's own, in order.
    pub variables: Vec<Arc<str>>,
    /// What to say there.
    pub text: Template,
}

/// A text with placeholders.
#[derive(Debug, Default)]
pub struct Template {
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of a template.
#[derive(Debug)]
pub enum Part {
    /// Words.
    Words(Arc<str>),
    /// A value of the language.
    Value(Box<ValueExpr>),
    /// What the check itself supplies: `lacking`, `match`, `say`, a named capture.
    Supplied(Arc<str>),
}

impl Template {
    /// Fills in the placeholders. `supplied` are the check's own values by name; one that is not there reads as nothing.
    pub fn fill(&self, env: &Env<'_>, supplied: &[(&str, String)]) -> Vec<Piece> {
        let part = |part: &Part| match part {
            Part::Words(words) => Piece::Words(words.clone()),
            Part::Value(value) => Piece::Value(value.print(env)),
            Part::Supplied(name) => {
                let value = supplied.iter().find(|(n, _)| **n == **name);
                Piece::Value(value.map(|(_, v)| v.clone()).unwrap_or_default())
            }
        };
        let mut pieces: Vec<Piece> = self.parts.iter().map(part).collect();
        for i in 2..pieces.len() {
            if let [Piece::Words(before), Piece::Value(aside), Piece::Words(after)] = &mut pieces[i - 2..=i] {
                leave_out(before, aside, after);
            }
        }
        pieces
    }
}

/// Leaves out an aside that nobody gives: "MET-001 ((not given)) is" becomes "MET-001 is".
fn leave_out(before: &mut Arc<str>, aside: &mut String, after: &mut Arc<str>) {
    if aside == NOT_GIVEN
        && let (Some(ends), Some(begins)) = (before.strip_suffix(" ("), after.strip_prefix(')'))
    {
        (*before, *after) = (ends.into(), begins.into());
        aside.clear();
    }
}

/// `fix:`, an intent; making edits of it is the fixer's work.
#[derive(Debug)]
pub enum Fix {
    /// `set PATH to EXPR`.
    Set {
        /// What is set.
        path: Box<ValueExpr>,
        /// Its names, as written.
        names: Vec<Arc<str>>,
        /// To what.
        value: Box<ValueExpr>,
    },
    /// `add record KIND`.
    AddRecord(KindId),
    /// `add section FIELD, …`.
    AddSection(Vec<Arc<str>>),
}

/// `bad:` and `good:`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    /// Files of a repository in which the rule fires where marked.
    pub bad: Vec<ExampleFile>,
    /// Files of a repository in which it applies and is silent.
    pub good: Vec<ExampleFile>,
    /// The day on which both are judged, if not the usual one.
    pub as_of: Option<Date>,
}

/// A file of an example.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleFile {
    /// Its path in the example; `(repository)` for what has no line.
    pub path: Arc<str>,
    /// Its text, markers included.
    pub text: Arc<str>,
    /// The text in the rule file.
    pub span: Span,
}

/// The names of a pattern's captures.
pub(super) fn capture_names(pattern: &Lazy) -> impl Iterator<Item = Arc<str>> {
    let named = ["(?P<", "(?<"].iter().any(|named| pattern.source().contains(named));
    named.then(|| pattern.names().map(Arc::from)).into_iter().flatten()
}
