//! Cells and scalars that hold several values.

use crate::source::Span;
use crate::syntax::{Node, NodeValue, Style};

/// One of several values in a scalar.
pub(super) struct Piece<'n> {
    pub text: &'n str,
    pub span: Span,
}

/// Splits a scalar that stands for a list. Line breaks and semicolons always part; commas part too, unless semicolons or line breaks do.
/// `source` is the file's text, to find each piece's own span where markup was removed.
pub(super) fn split<'n>(node: &'n Node<'_>, source: &str) -> Vec<Piece<'n>> {
    let NodeValue::Scalar(text) = &node.value else { return Vec::new() };
    let strong = text.contains(['\n', ';']);
    let parted = |c: char| if strong { c == '\n' || c == ';' } else { c == ',' };
    let raw = source.get(node.span.range()).unwrap_or_default();
    let mut from = 0;
    let mut pieces = Vec::new();
    for part in text.split(parted) {
        let piece = part.trim().trim_start_matches(['•', '·']).trim_start_matches("- ").trim();
        if piece.is_empty() {
            continue;
        }
        let span = match raw[from..].find(piece) {
            Some(at) => {
                let start = from + at;
                from = start + piece.len();
                Span::new(node.span.start as usize + start, node.span.start as usize + from)
            }
            None => node.span,
        };
        pieces.push(Piece { text: piece, span });
    }
    pieces
}

/// True where a scalar for a list is to be split: cells, and plain scalars on one line.
pub(super) fn splits(node: &Node<'_>, free_text: bool) -> bool {
    match node.style {
        Style::Cell => true,
        Style::Plain => !free_text,
        _ => false,
    }
}

/// Words that begin an instruction to the writer rather than a value.
const INSTRUCTIONS: &[&str] = &[
    "insert",
    "your",
    "name",
    "enter",
    "list",
    "add",
    "describe",
    "specify",
    "tbd",
    "tbc",
    "todo",
    "e.g.",
    "ceo",
    "organisation",
    "organization",
    "company",
];

/// `[insurance software]` where a list may stand is a list of one; elsewhere, and as an instruction, it is a placeholder. YAML alone cannot tell.
pub(super) fn bracketed<'t>(node: &Node<'t>) -> Option<Node<'t>> {
    let item = node.bracketed()?;
    let first = item.text()?.split_whitespace().next().unwrap_or_default().to_lowercase();
    let list = || Node { span: node.span, value: NodeValue::List(vec![item]), style: Style::Flow };
    (!INSTRUCTIONS.contains(&&*first)).then(list)
}
