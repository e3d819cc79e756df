//! Cells and scalars that hold several values.

use super::{Reading, ids};
use crate::schema::{RefSpec, RefTo};
use crate::source::Span;
use crate::syntax::{Node, NodeValue, Style};

/// One of several values in a scalar.
pub(super) struct Piece<'n> {
    pub text: &'n str,
    pub span: Span,
}

/// Splits a scalar that stands for a list. Line breaks, bullets and semicolons always part; commas part too, unless one of these does.
/// `source` is the file's text, to find each piece's own span where markup was removed.
pub(super) fn split<'n>(node: &'n Node<'_>, source: &str) -> Vec<Piece<'n>> {
    let NodeValue::Scalar(text) = &node.value else { return Vec::new() };
    let strong = text.contains(['\n', ';', '•']);
    // A comma within brackets belongs to the note in them.
    let closed = text.matches('(').count() == text.matches(')').count();
    let mut depth = 0_usize;
    let parted = |c: char| {
        match c {
            '(' if closed => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if strong { matches!(c, '\n' | ';' | '•') } else { c == ',' && depth == 0 }
    };
    let raw = source.get(node.span.range()).unwrap_or_default();
    let mut from = 0;
    let mut pieces = Vec::new();
    for part in text.split(parted) {
        let piece = part.trim().trim_start_matches(['•', '·']).trim_start_matches("- ").trim();
        if piece.is_empty() {
            continue;
        }
        let span = match found(&raw[from..], piece) {
            Some((at, length)) => {
                let start = from + at;
                from = start + length;
                Span::new(node.span.start as usize + start, node.span.start as usize + from)
            }
            None => node.span,
        };
        pieces.push(Piece { text: piece, span });
    }
    pieces
}

/// True for a piece that says of the one before it in which version it is meant: `TalentSift, version 2025.1`.
pub(super) fn is_version(piece: &str) -> bool {
    let numbered = |rest: &str| rest.trim_start_matches([' ', '.']).starts_with(|c: char| c.is_ascii_digit());
    let folded = piece.to_lowercase();
    ["version", "release", "rev", "v"].iter().any(|word| folded.strip_prefix(word).is_some_and(numbered))
}

/// Where a piece stands in the text as written, and how long it is there: hyphens may be written as such that do not break.
fn found(raw: &str, piece: &str) -> Option<(usize, usize)> {
    raw.find(piece).map(|at| (at, piece.len())).or_else(|| {
        let unbroken = piece.replace('-', "\u{2011}");
        raw.find(&unbroken).map(|at| (at, unbroken.len()))
    })
}

impl Reading<'_> {
    /// The references that one piece of a list names: several where it is a range or holds ids parted by slashes, blanks or "and".
    pub(super) fn ids_in(&self, piece: &Node<'_>, spec: &RefSpec) -> Option<Vec<Node<'static>>> {
        let text = self.vocabulary.citations.without_namespace(piece.text()?.trim());
        let shaped = |id: &str| self.leading_id(id, spec).is_some_and(|found| found.len() == id.len());
        let named = ids::several(text, &shaped, &|from, to| self.between(from, to, spec))?;
        let raw = self.text.get(piece.span.range()).unwrap_or_default();
        let at = raw.find(text).map(|at| piece.span.start as usize + at);
        let spanned = |named: ids::Named| {
            let span = at.map_or(piece.span, |at| Span::new(at + named.at.start, at + named.at.end));
            Node { span, value: NodeValue::Scalar(named.id.into()), style: piece.style }
        };
        Some(named.into_iter().map(spanned).collect())
    }

    /// The ids between the ends of a range: those of a pack where it numbers the kind, else by counting.
    fn between(&self, from: &str, to: &str, spec: &RefSpec) -> Vec<String> {
        let RefTo::Kinds(kinds) = &spec.to else { return ids::counted(from, to) };
        let of_pack = kinds.iter().find_map(|kind| {
            let known = self.vocabulary.pack_ids.get(&self.vocabulary.schema.kind(*kind).name)?;
            known.contains(&*from.to_uppercase()).then_some(known)
        });
        match of_pack {
            Some(known) => ids::listed(known.iter().map(|id| &**id), from, to),
            None => ids::counted(from, to),
        }
    }
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
