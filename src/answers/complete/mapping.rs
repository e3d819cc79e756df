//! Where in the mappings of a YAML text something is written, told by its lines alone: while it is typed nothing else may be read.

use super::flow::flow;
use crate::answers::add::line;

/// Where something is being written.
pub(super) struct Place<'t> {
    /// The keys that it stands below, the outermost first.
    pub keys: Vec<&'t str>,
    /// The keys of its mapping that are given.
    pub given: Vec<&'t str>,
    /// It may begin an item of a list.
    pub item: bool,
    /// It stands in braces.
    pub flow: bool,
    /// A key, or a key with its value, as far as it stands there.
    pub said: &'t str,
    /// The column at which the line's first key begins.
    pub column: usize,
}

impl<'t> Place<'t> {
    /// What a cursor stands in.
    pub fn of(text: &'t str, offset: usize) -> Self {
        let (whole, start, _) = line(text, offset);
        let before = &text[start..offset];
        let flow = flow(before);
        let block = flow.as_ref().map_or(before, |flow| flow.before);
        let (column, item) = first_key(block);
        let mut keys = above(text, start, column);
        let Some(flow) = flow else {
            return Self { keys, given: beside(text, start, column), item, flow: false, said: &before[column..], column };
        };
        keys.extend(block[column..].split_once(':').map(|(key, _)| key.trim()));
        keys.extend(flow.keys);
        let rest = whole[before.len()..].split('}').next().unwrap_or_default();
        let after = rest.split(',').skip(1).filter_map(|part| Some(part.split_once(':')?.0.trim()));
        Self { keys, given: flow.given.into_iter().chain(after).collect(), item, flow: true, said: flow.said, column }
    }
}

/// The keys that a line stands below, the outermost first.
fn above(text: &str, start: usize, column: usize) -> Vec<&str> {
    let (mut at, mut column) = (start, column);
    let mut keys = Vec::new();
    while at > 0 && column > 0 {
        let (line, start, _) = line(text, at - 1);
        at = start;
        if line.starts_with("---") {
            break;
        }
        let Some((key, from)) = key(line) else { continue };
        // A list may stand as far left as its key.
        if from < column {
            keys.push(key);
            column = from;
        }
    }
    keys.reverse();
    keys
}

/// The keys of the mapping that a line stands in, those of the line aside.
fn beside(text: &str, start: usize, column: usize) -> Vec<&str> {
    let mut keys = Vec::new();
    let own = line(text, start).0;
    let mut at = start;
    let mut first = own[..column.min(own.len())].contains('-');
    while at > 0 && !first {
        let (line, start, _) = line(text, at - 1);
        at = start;
        match key(line) {
            _ if line.starts_with("---") => break,
            Some((_, from)) if from < column => break,
            Some((key, from)) if from == column => {
                keys.push(key);
                first = line[..from].contains('-');
            }
            _ => {}
        }
    }
    for line in text[line(text, start).2..].lines() {
        match key(line) {
            _ if line.starts_with("---") => break,
            Some((_, from)) if from < column || from == column && line[..from].contains('-') => break,
            Some((key, from)) if from == column => keys.push(key),
            _ => {}
        }
    }
    keys
}

/// The key that a line begins with, and its column.
fn key(line: &str) -> Option<(&str, usize)> {
    let (from, _) = first_key(line);
    let (key, value) = line[from..].split_once(':')?;
    let plain = !key.is_empty() && !key.starts_with(['#', '[', '{']);
    (plain && (value.is_empty() || value.starts_with([' ', '\r']))).then(|| (key.trim_matches(['"', '\'']), from))
}

/// Where the key of a line begins, and whether it is the first of an item.
fn first_key(line: &str) -> (usize, bool) {
    let mut from = line.len() - line.trim_start_matches(' ').len();
    let mut item = false;
    while let Some(rest) = line[from..].strip_prefix("- ") {
        from = line.len() - rest.trim_start_matches(' ').len();
        item = true;
    }
    (from, item)
}
