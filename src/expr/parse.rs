//! Tokens to a tree: recursive descent over the grammar of the specification (section 6.1), with a bound on depth.

use std::sync::Arc;

use super::Complaint;
use super::ahead::Ahead;
use super::ast::{Arith, Compare, Expr, Node, PickExpr};
use super::lex::Tok;
use crate::source::Span;
use crate::syntax::literal;

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

type Parsed<T> = Result<T, Box<Complaint>>;

/// What a text is parsed as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    Cond,
    Value,
}

/// Parses a condition or a value.
pub(super) fn expr(text: &str, offset: u32, what: As) -> Parsed<Expr> {
    whole(text, offset, |parser| match what {
        As::Cond => parser.cond(),
        As::Value => parser.value(),
    })
}

/// Parses a pick.
pub(super) fn pick(text: &str, offset: u32) -> Parsed<PickExpr> {
    whole(text, offset, Parser::pick)
}

/// Parses `KIND [where cond]`; the kind may be hyphened, as after `for:`.
pub(super) fn exists(text: &str, offset: u32) -> Parsed<(Arc<str>, Span, Option<Expr>)> {
    let start = text.len() - text.trim_start().len();
    let length = text[start..].bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(b)).count();
    let span = shift(Span::new(start, start + length), offset);
    if length == 0 {
        return Err(Complaint { span, message: "`exists` begins with a kind".into(), help: None }.into());
    }
    let rest = start + length;
    let cond = whole(
        &text[rest..],
        offset + rest as u32,
        |parser| {
            if parser.eat("where") { parser.cond().map(Some) } else { Ok(None) }
        },
    )?;
    Ok((text[start..rest].into(), span, cond))
}

/// Parses all of a text. What is no token is told before all else, wherever it stands.
fn whole<'t, T>(text: &'t str, offset: u32, parse: impl FnOnce(&mut Parser<'t>) -> Parsed<T>) -> Parsed<T> {
    let mut parser = Parser::new(text, offset);
    let parsed = parse(&mut parser).and_then(|parsed| parser.end().map(|()| parsed));
    match parser.ahead.no_token() {
        Some(e) => Err(Complaint { span: shift(e.span, offset), message: e.message, help: e.help }.into()),
        None => parsed,
    }
}

fn shift(span: Span, offset: u32) -> Span {
    Span { start: span.start.saturating_add(offset), end: span.end.saturating_add(offset) }
}

struct Parser<'t> {
    ahead: Ahead<'t>,
    offset: u32,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, offset: u32) -> Self {
        Self { ahead: Ahead::new(text), offset, depth: 0 }
    }

    fn tok(&self) -> &Tok<'t> {
        self.ahead(0)
    }

    fn ahead(&self, n: usize) -> &Tok<'t> {
        &self.ahead.nth(n).tok
    }

    fn span(&self) -> Span {
        shift(self.ahead.nth(0).span, self.offset)
    }

    /// From `start` to the end of the token before this one.
    fn since(&self, start: Span) -> Span {
        start.to(shift(self.ahead.before, self.offset))
    }

    fn next(&mut self) {
        self.ahead.next();
    }

    fn is(&self, word: &str) -> bool {
        matches!(self.tok(), Tok::Name(own) | Tok::Sign(own) if *own == word)
    }

    fn eat(&mut self, word: &str) -> bool {
        let is = self.is(word);
        if is {
            self.next();
        }
        is
    }

    fn fail<T>(&self, message: impl Into<String>, help: Option<&str>) -> Parsed<T> {
        Err(Complaint { span: self.span(), message: message.into(), help: help.map(str::to_owned) }.into())
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
        let node = match self.tok() {
            Tok::Name("not") => {
                self.next();
                Node::Not(Box::new(self.deeper(Self::unit)?))
            }
            Tok::Name("any") => {
                self.next();
                Node::Any(Box::new(self.deeper(Self::pick)?))
            }
            Tok::Name("none") => {
                self.next();
                Node::None(Box::new(self.deeper(Self::pick)?))
            }
            Tok::Name("all") if matches!(self.ahead(2), Tok::Name("in")) => {
                return self.fail("there is no quantifier `all`", Some("write `none x in list where not …`"));
            }
            _ => return self.test(),
        };
        Ok(Expr { span: self.since(start), node })
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
        let (Tok::Name(word) | Tok::Sign(word)) = *self.tok() else { return Ok(left) };
        let compare = match word {
            "==" => Some(Compare::Eq),
            "!=" => Some(Compare::Ne),
            "<" => Some(Compare::Lt),
            "<=" => Some(Compare::Le),
            ">" => Some(Compare::Gt),
            ">=" => Some(Compare::Ge),
            "has" | "similar" | "in" | "matches" | "given" | "missing" => None,
            _ => return Ok(left),
        };
        let left = Box::new(left);
        self.next();
        let node = match (compare, word) {
            (Some(compare), _) => Node::Compare(compare, left, Box::new(self.value()?)),
            (_, "has") => Node::Has(left, Box::new(self.value()?)),
            (_, "similar") => Node::Similar(left, Box::new(self.value()?)),
            (_, "given") => Node::Given(left),
            (_, "missing") => Node::Missing(left),
            (_, "in") => {
                if !self.is("[") {
                    let help = "for a list that is a field, use `has`";
                    return self.fail("`in` is followed by literals in brackets", Some(help));
                }
                let Node::List(items) = self.list()?.node else { return self.fail("a list is missing", None) };
                Node::In(left, items)
            }
            _ => {
                let span = self.span();
                if let Tok::Regex(pattern) = *self.tok() {
                    self.next();
                    let pattern = literal(pattern).map(|(_, pattern)| pattern).unwrap_or_default();
                    Node::MatchesRegex(left, pattern.into(), span)
                } else {
                    Node::Matches(left, Box::new(self.value()?))
                }
            }
        };
        Ok(Expr { span: self.since(start), node })
    }

    /// True where a value of several paths goes on.
    fn goes_on(&self) -> bool {
        matches!(self.tok(), Tok::Sign("*" | "+" | "-") | Tok::Name("else"))
    }

    fn value(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let path = self.path()?;
        // As most are.
        if !self.goes_on() {
            return Ok(path);
        }
        let first = self.sum_from(start, path)?;
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
        let path = self.path()?;
        if self.goes_on() { self.sum_from(start, path) } else { Ok(path) }
    }

    /// The sum that begins with a path.
    fn sum_from(&mut self, start: Span, path: Expr) -> Parsed<Expr> {
        let mut left = self.prod_from(start, path)?;
        for _ in 0..CHAIN {
            let op = if self.eat("+") {
                Arith::Add
            } else if self.eat("-") {
                Arith::Sub
            } else {
                return Ok(left);
            };
            let (start_of_right, path) = (self.span(), self.path()?);
            let right = self.prod_from(start_of_right, path)?;
            left = Expr { span: self.since(start), node: Node::Arith(op, Box::new(left), Box::new(right)) };
        }
        self.fail("this expression nests too deeply", None)
    }

    /// The product that begins with a path.
    fn prod_from(&mut self, start: Span, path: Expr) -> Parsed<Expr> {
        let mut left = path;
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
            if !matches!(self.tok(), Tok::Sign(".")) {
                return Ok(left);
            }
            self.next();
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
