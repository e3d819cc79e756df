//! Tokens to a tree: recursive descent over the grammar of the specification (section 6.1), with a bound on depth.

use std::sync::Arc;

use super::Complaint;
use super::ast::{Arith, Compare, Expr, Node, PickExpr};
use super::lex::{Tok, Token, lex};
use crate::source::Span;

/// True for a word of the language: never the name of a variable, and never a bare field.
#[rustfmt::skip]
fn is_word(name: &str) -> bool {
    matches!(
        name,
        "and" | "or" | "not" | "in" | "has" | "similar" | "matches" | "given" | "missing" | "any" | "none" | "where" | "all" | "the" | "this"
            | "today" | "else" | "count" | "max"
    )
}

/// How deep brackets, `not` and quantifiers may nest.
const DEPTH: usize = 40;
/// How many operands `+`, `*`, `else` or `.` may chain.
const CHAIN: usize = 40;

type Parsed<T> = Result<T, Complaint>;

/// What a text is parsed as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    Cond,
    Value,
}

/// Parses a condition or a value.
pub(super) fn expr(text: &str, offset: u32, what: As) -> Parsed<Expr> {
    let mut parser = Parser::new(text, offset)?;
    let expr = match what {
        As::Cond => parser.cond()?,
        As::Value => parser.value()?,
    };
    parser.end()?;
    Ok(expr)
}

/// Parses a pick.
pub(super) fn pick(text: &str, offset: u32) -> Parsed<PickExpr> {
    let mut parser = Parser::new(text, offset)?;
    let pick = parser.pick()?;
    parser.end()?;
    Ok(pick)
}

/// Parses `KIND [where cond]`; the kind may be hyphened, as after `for:`.
pub(super) fn exists(text: &str, offset: u32) -> Parsed<(Arc<str>, Span, Option<Expr>)> {
    let start = text.len() - text.trim_start().len();
    let length = text[start..].bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(b)).count();
    let span = shift(Span::new(start, start + length), offset);
    if length == 0 {
        return Err(Complaint { span, message: "`exists` begins with a kind".into(), help: None });
    }
    let rest = start + length;
    let mut parser = Parser::new(&text[rest..], offset + rest as u32)?;
    let cond = if parser.eat("where") { Some(parser.cond()?) } else { None };
    parser.end()?;
    Ok((text[start..rest].into(), span, cond))
}

fn shift(span: Span, offset: u32) -> Span {
    Span { start: span.start.saturating_add(offset), end: span.end.saturating_add(offset) }
}

struct Parser<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    offset: u32,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, offset: u32) -> Parsed<Self> {
        let tokens = lex(text).map_err(|e| Complaint { span: shift(e.span, offset), message: e.message, help: e.help })?;
        Ok(Self { tokens, at: 0, offset, depth: 0 })
    }

    fn tok(&self) -> &Tok<'t> {
        &self.tokens[self.at].tok
    }

    fn ahead(&self, n: usize) -> &Tok<'t> {
        &self.tokens[(self.at + n).min(self.tokens.len() - 1)].tok
    }

    fn span(&self) -> Span {
        shift(self.tokens[self.at].span, self.offset)
    }

    /// From `start` to the end of the token before this one.
    fn since(&self, start: Span) -> Span {
        let before = self.tokens[self.at.saturating_sub(1)].span;
        start.to(shift(before, self.offset))
    }

    fn next(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn is(&self, word: &str) -> bool {
        matches!(self.tok(), Tok::Name(w) if *w == word) || matches!(self.tok(), Tok::Sign(s) if *s == word)
    }

    fn eat(&mut self, word: &str) -> bool {
        let is = self.is(word);
        if is {
            self.next();
        }
        is
    }

    fn fail<T>(&self, message: impl Into<String>, help: Option<&str>) -> Parsed<T> {
        Err(Complaint { span: self.span(), message: message.into(), help: help.map(str::to_owned) })
    }

    fn found(&self) -> String {
        match self.tok() {
            Tok::End => "the end".into(),
            Tok::Name(word) | Tok::Sign(word) => format!("`{word}`"),
            Tok::Number(_) => "a number".into(),
            Tok::Date(_) => "a date".into(),
            Tok::Duration(_) => "a duration".into(),
            Tok::Text(_) => "a text".into(),
            Tok::Regex(_) => "a regular expression".into(),
        }
    }

    fn expect(&mut self, sign: &str, after: &str) -> Parsed<()> {
        if self.eat(sign) {
            return Ok(());
        }
        self.fail(format!("`{sign}` is missing {after}, before {}", self.found()), None)
    }

    fn end(&self) -> Parsed<()> {
        let help = match self.tok() {
            Tok::End => return Ok(()),
            Tok::Name("and" | "or") => "`and` and `or` do not mix: put brackets round one of them",
            Tok::Name("where") => "`where` belongs to `any`, `none`, `count`, `max` or `each`",
            Tok::Name("in") => "`in` is followed by words in brackets: x in [\"a\", \"b\"]; for a list use `has`",
            Tok::Sign("==" | "!=" | "<" | "<=" | ">" | ">=") => "comparisons do not chain: join two with `and`",
            _ => "an operator is missing, or something is left over",
        };
        self.fail(format!("{} is not expected here", self.found()), Some(help))
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= DEPTH {
            return self.fail("this expression nests too deeply", None);
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn cond(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let first = self.unit()?;
        let (word, other) = match self.tok() {
            Tok::Name("and") => ("and", "or"),
            Tok::Name("or") => ("or", "and"),
            _ => return Ok(first),
        };
        let mut parts = Vec::with_capacity(4);
        parts.push(first);
        while self.eat(word) {
            parts.push(self.unit()?);
        }
        if self.is(other) {
            return self.fail("`and` and `or` do not mix", Some("put brackets round one of them"));
        }
        let span = self.since(start);
        Ok(Expr { span, node: if word == "and" { Node::And(parts) } else { Node::Or(parts) } })
    }

    fn unit(&mut self) -> Parsed<Expr> {
        let start = self.span();
        if self.eat("not") {
            let inner = self.deeper(Self::unit)?;
            return Ok(Expr { span: self.since(start), node: Node::Not(Box::new(inner)) });
        }
        if self.eat("any") {
            let pick = self.deeper(Self::pick)?;
            return Ok(Expr { span: self.since(start), node: Node::Any(Box::new(pick)) });
        }
        if self.eat("none") {
            let pick = self.deeper(Self::pick)?;
            return Ok(Expr { span: self.since(start), node: Node::None(Box::new(pick)) });
        }
        if self.is("all") && matches!(self.ahead(2), Tok::Name("in")) {
            return self.fail("there is no quantifier `all`", Some("write `none x in list where not …`"));
        }
        self.test()
    }

    fn pick(&mut self) -> Parsed<PickExpr> {
        let var_span = self.span();
        let var = match *self.tok() {
            Tok::Name(name) if !is_word(name) => Arc::from(name),
            Tok::Name(word) => return self.fail(format!("`{word}` is a word of the language and cannot name a variable"), None),
            _ => return self.fail(format!("a variable is missing before {}", self.found()), Some("x in list where …")),
        };
        self.next();
        self.expect("in", "after the variable")?;
        let from = self.sum()?;
        let cond = if self.eat("where") { Some(self.deeper(Self::cond)?) } else { None };
        Ok(PickExpr { var, var_span, from, cond })
    }

    fn test(&mut self) -> Parsed<Expr> {
        let start = self.span();
        if matches!(self.tok(), Tok::Text(_) | Tok::Sign("[")) {
            return self.fail("a comparison does not begin with a literal", Some("put the field first; `has` asks a list"));
        }
        let left = self.value()?;
        let compare = match self.tok() {
            Tok::Sign("==") => Some(Compare::Eq),
            Tok::Sign("!=") => Some(Compare::Ne),
            Tok::Sign("<") => Some(Compare::Lt),
            Tok::Sign("<=") => Some(Compare::Le),
            Tok::Sign(">") => Some(Compare::Gt),
            Tok::Sign(">=") => Some(Compare::Ge),
            _ => None,
        };
        let left = Box::new(left);
        let node = if let Some(compare) = compare {
            self.next();
            Node::Compare(compare, left, Box::new(self.value()?))
        } else if self.eat("has") {
            Node::Has(left, Box::new(self.value()?))
        } else if self.eat("similar") {
            Node::Similar(left, Box::new(self.value()?))
        } else if self.is("in") {
            self.next();
            if !self.is("[") {
                return self.fail("`in` is followed by literals in brackets", Some("for a list that is a field, use `has`"));
            }
            let Node::List(items) = self.list()?.node else { return self.fail("a list is missing", None) };
            Node::In(left, items)
        } else if self.eat("matches") {
            let span = self.span();
            if let Tok::Regex(pattern) = &mut self.tokens[self.at].tok {
                let pattern = std::mem::take(pattern);
                self.next();
                Node::MatchesRegex(left, pattern, span)
            } else {
                Node::Matches(left, Box::new(self.value()?))
            }
        } else if self.eat("given") {
            Node::Given(left)
        } else if self.eat("missing") {
            Node::Missing(left)
        } else {
            return Ok(*left);
        };
        Ok(Expr { span: self.since(start), node })
    }

    fn value(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let first = self.sum()?;
        if !self.is("else") {
            return Ok(first);
        }
        let mut operands = vec![first];
        while self.eat("else") {
            operands.push(self.sum()?);
            if operands.len() > CHAIN {
                return self.fail("this expression nests too deeply", None);
            }
        }
        let mut value = operands.pop().unwrap_or_else(|| unreachable!("internal error: no operand"));
        while let Some(left) = operands.pop() {
            value = Expr { span: start.to(value.span), node: Node::Else(Box::new(left), Box::new(value)) };
        }
        Ok(value)
    }

    fn sum(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let mut left = self.prod()?;
        for _ in 0..CHAIN {
            let op = if self.eat("+") {
                Arith::Add
            } else if self.eat("-") {
                Arith::Sub
            } else {
                return Ok(left);
            };
            let right = self.prod()?;
            left = Expr { span: self.since(start), node: Node::Arith(op, Box::new(left), Box::new(right)) };
        }
        self.fail("this expression nests too deeply", None)
    }

    fn prod(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let mut left = self.path()?;
        for _ in 0..CHAIN {
            if !self.eat("*") {
                return Ok(left);
            }
            let right = self.path()?;
            left = Expr { span: self.since(start), node: Node::Arith(Arith::Mul, Box::new(left), Box::new(right)) };
        }
        self.fail("this expression nests too deeply", None)
    }

    fn path(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let mut left = self.atom()?;
        for _ in 0..CHAIN {
            if !self.eat(".") {
                return Ok(left);
            }
            let span = self.span();
            let Tok::Name(name) = *self.tok() else {
                return self.fail(format!("a field's name is missing after `.`, before {}", self.found()), None);
            };
            self.next();
            left = Expr { span: self.since(start), node: Node::Field(Box::new(left), name.into(), span) };
        }
        self.fail("this path is too long", None)
    }

    fn atom(&mut self) -> Parsed<Expr> {
        let span = self.span();
        let node = match *self.tok() {
            Tok::Name(word) => return self.word(word, span),
            Tok::Number(n) => Node::Number(n),
            Tok::Date(d) => Node::Date(d),
            Tok::Duration(d) => Node::Duration(d),
            Tok::Text(t) => Node::Text(t.into()),
            Tok::Sign("[") => return self.list(),
            Tok::Sign("(") => return self.brackets(),
            Tok::Regex(_) => return self.fail("a regular expression stands only after `matches`", None),
            Tok::Sign(_) | Tok::End => return self.fail(format!("a value is missing before {}", self.found()), None),
        };
        self.next();
        Ok(Expr { span, node })
    }

    fn word(&mut self, word: &str, span: Span) -> Parsed<Expr> {
        let node = match word {
            "this" => Node::This,
            "today" => Node::Today,
            "all" | "the" => {
                self.next();
                let Tok::Name(name) = *self.tok() else {
                    let what = if word == "all" { "the plural of a kind" } else { "a kind" };
                    return self.fail(format!("{what} is missing after `{word}`"), None);
                };
                let name = name.into();
                self.next();
                let node = if word == "all" { Node::All(name) } else { Node::The(name) };
                return Ok(Expr { span: self.since(span), node });
            }
            "count" | "max" => return self.call(word, span),
            word if is_word(word) => {
                return self.fail(format!("a value is missing before `{word}`"), None);
            }
            name => Node::Name(name.into()),
        };
        self.next();
        Ok(Expr { span, node })
    }

    fn call(&mut self, word: &str, start: Span) -> Parsed<Expr> {
        self.next();
        self.expect("(", &format!("after `{word}`"))?;
        let mut args = vec![self.deeper(Self::argument)?];
        while word == "max" && self.eat(",") {
            args.push(self.deeper(Self::argument)?);
        }
        self.expect(")", &format!("at the end of `{word}(…`"))?;
        let node = match args.pop() {
            Some(arg) if word == "count" => Node::Count(Box::new(arg)),
            last => {
                args.extend(last);
                Node::Max(args)
            }
        };
        Ok(Expr { span: self.since(start), node })
    }

    fn opens_pick(&self) -> bool {
        matches!(self.tok(), Tok::Name(n) if !is_word(n))
            && matches!(self.ahead(1), Tok::Name("in"))
            && !matches!(self.ahead(2), Tok::Sign("["))
    }

    fn argument(&mut self) -> Parsed<Expr> {
        // A pick over a literal list is told from a test by what is asked for: neither `count` nor `max` takes a truth.
        if matches!(self.tok(), Tok::Name(n) if !is_word(n)) && matches!(self.ahead(1), Tok::Name("in")) {
            let start = self.span();
            let pick = self.pick()?;
            return Ok(Expr { span: self.since(start), node: Node::Pick(Box::new(pick)) });
        }
        self.value()
    }

    fn brackets(&mut self) -> Parsed<Expr> {
        let start = self.span();
        self.next();
        let mut inner = if self.opens_pick() {
            let pick = self.deeper(Self::pick)?;
            Expr { span: start, node: Node::Pick(Box::new(pick)) }
        } else {
            self.deeper(Self::cond)?
        };
        self.expect(")", "at the end of the brackets")?;
        inner.span = self.since(start);
        Ok(inner)
    }

    fn list(&mut self) -> Parsed<Expr> {
        let start = self.span();
        self.next();
        let mut items = Vec::new();
        loop {
            let span = self.span();
            let node = match *self.tok() {
                Tok::Text(t) => Node::Text(t.into()),
                Tok::Number(n) => Node::Number(n),
                Tok::Date(d) => Node::Date(d),
                Tok::Duration(d) => Node::Duration(d),
                _ => return self.fail(format!("a list holds literals, not {}", self.found()), None),
            };
            items.push(Expr { span, node });
            self.next();
            if !self.eat(",") {
                break;
            }
        }
        self.expect("]", "at the end of the list")?;
        Ok(Expr { span: self.since(start), node: Node::List(items) })
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
