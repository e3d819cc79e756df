//! What an expression says, before names have a meaning.

use std::sync::Arc;

use jiff::civil::Date;

use crate::model::Duration;
use crate::source::Span;

/// A part of an expression; the span is the file's.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where.
    pub span: Span,
    /// What.
    pub node: Node,
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A variable, or a field of `this`.
    Name(Arc<str>),
    /// `this`
    This,
    /// `today`
    Today,
    /// `all PLURAL`
    All(Arc<str>),
    /// `the KIND`
    The(Arc<str>),
    /// `x.name`; the span is the name's.
    Field(Box<Expr>, Arc<str>, Span),
    /// `count(…)`
    Count(Box<Expr>),
    /// `max(…)`
    Max(Vec<Expr>),
    /// `(n in xs where c)`
    Pick(Box<PickExpr>),
    /// `["a", "b"]`
    List(Vec<Expr>),
    /// A number.
    Number(f64),
    /// A date.
    Date(Date),
    /// A duration.
    Duration(Duration),
    /// A text.
    Text(Arc<str>),
    /// `+`, `-`, `*`
    Arith(Arith, Box<Expr>, Box<Expr>),
    /// `a else b`
    Else(Box<Expr>, Box<Expr>),
    /// Two or more parts.
    And(Vec<Expr>),
    /// Two or more parts.
    Or(Vec<Expr>),
    /// `not`
    Not(Box<Expr>),
    /// `any …`
    Any(Box<PickExpr>),
    /// `none …`
    None(Box<PickExpr>),
    /// A comparison.
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// `xs has v`
    Has(Box<Expr>, Box<Expr>),
    /// `a similar b`
    Similar(Box<Expr>, Box<Expr>),
    /// `a in […]`
    In(Box<Expr>, Vec<Expr>),
    /// `a matches /…/`; the span is the regular expression's.
    MatchesRegex(Box<Expr>, Box<str>, Span),
    /// `a matches b`
    Matches(Box<Expr>, Box<Expr>),
    /// `a given`
    Given(Box<Expr>),
    /// `a missing`
    Missing(Box<Expr>),
}

/// `n in xs where c`
#[derive(Clone, Debug, PartialEq)]
pub struct PickExpr {
    /// The variable.
    pub var: Arc<str>,
    /// Where it is named.
    pub var_span: Span,
    /// What it runs over.
    pub from: Expr,
    /// Which are picked.
    pub cond: Option<Expr>,
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arith {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Compare {
    /// What says the same with both sides exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
            same => same,
        }
    }

    /// As written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

impl Expr {
    /// Calls `f` for this part and everything within it, outermost first.
    pub fn walk(&self, f: &mut impl FnMut(&Self)) {
        f(self);
        match &self.node {
            Node::Field(a, ..)
            | Node::Count(a)
            | Node::Not(a)
            | Node::MatchesRegex(a, ..)
            | Node::Given(a)
            | Node::Missing(a) => a.walk(f),
            Node::Max(all) | Node::List(all) | Node::And(all) | Node::Or(all) => all.iter().for_each(|e| e.walk(f)),
            Node::Pick(p) | Node::Any(p) | Node::None(p) => {
                p.from.walk(f);
                if let Some(cond) = &p.cond {
                    cond.walk(f);
                }
            }
            Node::Arith(_, a, b)
            | Node::Else(a, b)
            | Node::Compare(_, a, b)
            | Node::Has(a, b)
            | Node::Similar(a, b)
            | Node::Matches(a, b) => {
                a.walk(f);
                b.walk(f);
            }
            Node::In(a, list) => {
                a.walk(f);
                for e in list {
                    e.walk(f);
                }
            }
            Node::Name(_)
            | Node::This
            | Node::Today
            | Node::All(_)
            | Node::The(_)
            | Node::Number(_)
            | Node::Date(_)
            | Node::Duration(_)
            | Node::Text(_) => {}
        }
    }
}

impl Expr {
    /// True for what is a condition by its form; a name may still be a truth.
    pub fn is_condition(&self) -> bool {
        matches!(
            self.node,
            Node::And(_)
                | Node::Or(_)
                | Node::Not(_)
                | Node::Any(_)
                | Node::None(_)
                | Node::Compare(..)
                | Node::Has(..)
                | Node::Similar(..)
                | Node::In(..)
                | Node::MatchesRegex(..)
                | Node::Matches(..)
                | Node::Given(_)
                | Node::Missing(_)
        )
    }
}
