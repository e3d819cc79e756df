//! The next few tokens of a text: no expression needs a list of all.

use super::lex::{LexError, Lexer, Tok, Token};
use crate::source::Span;

/// The token to be read and the two after it.
pub(super) struct Ahead<'t> {
    lexer: Lexer<'t>,
    /// A ring.
    tokens: [Token<'t>; 4],
    at: usize,
    /// Where the token before stands.
    pub before: Span,
    /// What is no token ends them.
    broken: Option<Box<LexError>>,
}

impl<'t> Ahead<'t> {
    pub fn new(text: &'t str) -> Self {
        let end = Token { span: Span::at(0), tok: Tok::End };
        let mut ahead = Self { lexer: Lexer::new(text), tokens: [end; 4], at: 0, before: Span::at(0), broken: None };
        for i in 0..3 {
            ahead.tokens[i] = ahead.lexed();
        }
        ahead.before = ahead.tokens[0].span;
        ahead
    }

    /// The next token of the text.
    fn lexed(&mut self) -> Token<'t> {
        let end = Token { span: Span::at(0), tok: Tok::End };
        if self.broken.is_some() {
            return end;
        }
        self.lexer.next().unwrap_or_else(|broken| {
            self.broken = Some(broken);
            end
        })
    }

    /// The token to be read, or one of the two after it.
    pub fn nth(&self, n: usize) -> &Token<'t> {
        &self.tokens[(self.at + n) % 4]
    }

    /// Goes on to the next token; at the end, stays there.
    pub fn next(&mut self) {
        if !matches!(self.nth(0).tok, Tok::End) {
            self.take();
        }
    }

    fn take(&mut self) {
        self.before = self.nth(0).span;
        self.tokens[(self.at + 3) % 4] = self.lexed();
        self.at += 1;
    }

    /// The first thing in the text that is no token, read or not.
    pub fn no_token(mut self) -> Option<Box<LexError>> {
        while !matches!(self.nth(2).tok, Tok::End) {
            self.take();
        }
        self.broken
    }
}
