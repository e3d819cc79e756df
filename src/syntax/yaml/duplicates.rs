//! Keys given twice in one mapping. YAML readers disagree on which one counts; ours takes the first and says so.

use super::super::{Entry, Problem};
use super::errors::shorten;

/// Up to this many keys, comparing all pairs is quicker than sorting.
const FEW: usize = 16;

/// For each entry whose key was given before: its index and that of the first, in order.
fn repeated(entries: &[Entry<'_>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    if entries.len() <= FEW {
        for (i, entry) in entries.iter().enumerate().skip(1) {
            if let Some(first) = entries[..i].iter().position(|e| e.key.text == entry.key.text) {
                found.push((i, first));
            }
        }
        return found;
    }
    let text = |i: usize| &*entries[i].key.text;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_unstable_by(|a, b| text(*a).cmp(text(*b)).then(a.cmp(b)));
    let mut first = order[0];
    for i in order.into_iter().skip(1) {
        if text(i) == text(first) {
            found.push((i, first));
        } else {
            first = i;
        }
    }
    found.sort_unstable();
    found
}

/// Reports every key that was given before; false if there is none.
pub(super) fn report(entries: &[Entry<'_>], problems: &mut Vec<Problem>) -> bool {
    let repeated = repeated(entries);
    let any = !repeated.is_empty();
    for (second, first) in repeated.into_iter().take(super::MOST_PROBLEMS + 1) {
        let key = &entries[second].key;
        problems.push(Problem {
            code: "duplicate-key",
            message: format!("key `{}` is given twice", shorten(&key.text)),
            span: key.span,
            label: "given again here".to_owned(),
            labels: vec![(entries[first].key.span, "first given here".to_owned())],
            help: Some("the first one counts; remove one of them".to_owned()),
        });
    }
    any
}

/// Keeps the first entry of each key.
pub(super) fn remove(entries: &mut Vec<Entry<'_>>) {
    let doomed = repeated(entries);
    if doomed.is_empty() {
        return;
    }
    let mut doomed = doomed.into_iter().map(|(i, _)| i).peekable();
    let mut index = 0;
    entries.retain(|_| {
        let keep = doomed.next_if_eq(&index).is_none();
        index += 1;
        keep
    });
}
