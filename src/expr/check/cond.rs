//! Conditions.

use std::sync::Arc;

use super::closed::once;
use super::types::{equal_fits, noun, order_fits, textual};
use super::{Checker, Span, reads_anything};
use crate::expr::ast::{Compare, Expr, Node};
use crate::expr::ir::{C, Ir, Lit, X};
use crate::expr::{Kinds, Ty};
use crate::finding::suggestion;
use crate::schema::Vocabulary;
use crate::syntax::Lazy;

impl Checker<'_> {
    pub(super) fn cond(&mut self, expr: &Expr) -> C {
        match &expr.node {
            Node::And(parts) => C::And(parts.iter().map(|p| once(self.cond(p))).collect()),
            Node::Or(parts) => C::Or(parts.iter().map(|p| once(self.cond(p))).collect()),
            Node::Not(inner) => C::Not(Box::new(self.cond(inner))),
            Node::Any(pick) => C::Any(Box::new(self.pick(pick).0)),
            Node::None(pick) => C::None(Box::new(self.pick(pick).0)),
            _ => {
                if !reads_anything(expr) {
                    self.complain(expr.span, "this condition reads nothing: it always comes out the same", None);
                }
                self.test(expr)
            }
        }
    }

    fn test(&mut self, expr: &Expr) -> C {
        match &expr.node {
            Node::Compare(op, a, b) => self.compare(*op, a, b, expr.span),
            Node::In(a, items) => {
                let (x, ty) = self.value(a);
                let mut literals = Vec::new();
                for item in items {
                    let (mut literal, own) = self.value(item);
                    self.equal(&ty, &own, &mut literal, item.span);
                    if let Ir::Lit(literal) = literal.ir {
                        literals.push(literal);
                    }
                }
                C::In(x, literals)
            }
            Node::Has(a, b) => {
                let ((list, ty), (mut value, own)) = (self.value(a), self.value(b));
                match &ty {
                    Ty::List(item) => self.equal(item, &own, &mut value, b.span),
                    Ty::Wrong => {}
                    other => {
                        let what = noun(other, self.schema);
                        self.complain(a.span, format!("`has` asks a list, and this is {what}"), Some("use `==`".into()));
                    }
                }
                let number = super::closed::once_value(&list);
                C::Has(list, value, number)
            }
            Node::Similar(a, b) => {
                let ((x, tx), (y, ty)) = (self.value(a), self.value(b));
                for (ty, span) in [(tx, a.span), (ty, b.span)] {
                    if !textual(&ty) {
                        let what = noun(&ty, self.schema);
                        self.complain(span, format!("`similar` compares texts, and this is {what}"), None);
                    }
                }
                C::Similar(x, y)
            }
            Node::MatchesRegex(a, pattern, span) => {
                let (x, ty) = self.value(a);
                self.matchable(&ty, a.span);
                match self.regex(pattern, *span) {
                    Some(regex) => C::Regex(x, Box::new(regex)),
                    None => C::Given(x),
                }
            }
            Node::Matches(a, b) => {
                let ((x, tx), (pattern, ty)) = (self.value(a), self.value(b));
                self.matchable(&tx, a.span);
                if !matches!(ty, Ty::Pattern | Ty::Wrong) {
                    let what = noun(&ty, self.schema);
                    let help = Some("a regular expression stands between slashes: /…/".into());
                    self.complain(b.span, format!("`matches` takes a regular expression, and this is {what}"), help);
                }
                C::Pattern(x, pattern)
            }
            Node::Given(a) => C::Given(self.guarded(|c| c.value(a)).0),
            Node::Missing(a) => C::Missing(self.guarded(|c| c.value(a)).0),
            _ => self.alone(expr),
        }
    }

    fn alone(&mut self, expr: &Expr) -> C {
        let (x, ty) = self.value(expr);
        if let Ir::Cond(inner) = x.ir {
            return *inner;
        }
        if !matches!(ty, Ty::Truth | Ty::Wrong) {
            let what = noun(&ty, self.schema);
            let help = Some("whether it is stated is asked with `given` or `missing`".into());
            self.complain(expr.span, format!("a condition is needed here, and this is {what}"), help);
        }
        C::Alone(x)
    }

    fn compare(&mut self, op: Compare, a: &Expr, b: &Expr, span: Span) -> C {
        let ((mut x, tx), (mut y, ty)) = (self.value(a), self.value(b));
        if matches!(op, Compare::Eq | Compare::Ne) {
            self.equal(&tx, &ty, &mut y, b.span);
            if matches!(x.ir, Ir::Lit(_)) {
                self.equal(&ty, &tx, &mut x, a.span);
            }
        } else {
            let literal = matches!(y.ir, Ir::Lit(_));
            if order_fits(&tx, &ty) && (literal || !matches!(ty, Ty::Text)) {
                self.in_vocabulary(&tx, &mut y, b.span);
            } else {
                let (na, nb) = (noun(&tx, self.schema), noun(&ty, self.schema));
                let message = if na == nb { format!("{na} has no order") } else { format!("{na} is not compared with {nb}") };
                self.complain(span, message, None);
            }
        }
        C::Compare(op, x, y)
    }

    /// Complains where the two cannot be equal; a literal becomes the vocabulary's own word.
    fn equal(&mut self, a: &Ty, b: &Ty, literal: &mut X, span: Span) {
        if !equal_fits(a, b) {
            let (na, nb) = (noun(a, self.schema), noun(b, self.schema));
            let help = match (a, b) {
                (Ty::Truth, _) | (_, Ty::Truth) => Some("a truth is written alone: `x` or `not x`".to_owned()),
                (Ty::List(_), _) | (_, Ty::List(_)) => Some("ask a list with `has`, `any` or `none`".to_owned()),
                (Ty::Record(_), _) | (_, Ty::Record(_)) => Some("a record's id is `.id`".to_owned()),
                _ => None,
            };
            self.complain(span, format!("{na} is never equal to {nb}"), help);
            return;
        }
        if let (Ty::Record(a), Ty::Record(b)) = (a, b)
            && self.disjoint(a, b)
        {
            let (a, b) = (self.kind_names(a), self.kind_names(b));
            self.complain(span, format!("{a} and {b} are never the same record"), None);
        }
        self.in_vocabulary(a, literal, span);
    }

    fn disjoint(&self, a: &Kinds, b: &Kinds) -> bool {
        let kin = |a, b| self.schema.is_a(a, b) || self.schema.is_a(b, a);
        !(a.any || b.any || a.open && b.open || a.of.iter().any(|x| b.of.iter().any(|y| kin(*x, *y))))
    }

    fn in_vocabulary(&mut self, ty: &Ty, literal: &mut X, span: Span) {
        let Ir::Lit(Lit::Text(text)) = &mut literal.ir else { return };
        match ty {
            Ty::Word(vocabularies) => {
                if let Some(word) = vocabularies.iter().find_map(|v| v.word(text)) {
                    *text = word.clone();
                    return;
                }
                let words = words(vocabularies);
                let help = suggestion(text, words.iter().map(|w| &**w)).or_else(|| {
                    Some(format!("it has {}", words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ")))
                });
                let message = format!("\"{text}\" is not in the vocabulary");
                self.complain(span, message, help);
            }
            Ty::Kind if self.schema.find(text).is_none() && !matches!(&**text, "file" | "url" | "text" | "mention") => {
                let help = suggestion(text, self.schema.kinds.iter().map(|k| &*k.name));
                let message = format!("no kind is called \"{text}\"");
                self.complain(span, message, help);
            }
            _ => {}
        }
    }

    fn matchable(&mut self, ty: &Ty, span: Span) {
        if !textual(ty) && !matches!(ty, Ty::Prose) {
            let what = noun(ty, self.schema);
            self.complain(span, format!("`matches` reads text, and this is {what}"), None);
        }
    }

    fn regex(&mut self, pattern: &str, span: Span) -> Option<Lazy> {
        if self.tried {
            return Some(Lazy::tried(pattern, true));
        }
        match compile_regex(pattern) {
            Ok(regex) => Some(regex),
            Err(message) => {
                self.complain(span, message, None);
                None
            }
        }
    }
}

fn words(vocabularies: &[Arc<Vocabulary>]) -> Vec<Arc<str>> {
    let mut words: Vec<Arc<str>> = Vec::new();
    for word in vocabularies.iter().flat_map(|v| &v.words) {
        if !words.contains(word) {
            words.push(word.clone());
        }
    }
    words
}

/// A regular expression of the language: unanchored, case ignored, of bounded size.
pub(in crate::expr) fn compile_regex(pattern: &str) -> Result<Lazy, String> {
    if pattern.chars().any(char::is_control) {
        return Err("this regular expression holds a control character: write it in single quotes".into());
    }
    Lazy::new(pattern, true).map_err(|e| format!("this regular expression cannot be read: {e}"))
}
