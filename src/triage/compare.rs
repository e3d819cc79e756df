//! Two states of a repository side by side: which findings of the one the other had already.
//!
//! A finding is the same if what makes up its fingerprint is. Files that have another name are looked up by it, and of several equals those on
//! the same line find each other first. What is left on both sides may have been moved: the same lines, under another heading or in another
//! file, are no news.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Single;
use super::fingerprint::{Hash, Reader, without_directives};
use crate::rules::Verdict;
use crate::schema::fold_value;
use crate::source::{FileId, Sources, Span};

/// Findings of one state, and how to read what they are about.
pub struct Side<'a> {
    /// The findings.
    pub singles: &'a [Single],
    /// The texts of this state.
    pub sources: &'a Sources,
    /// The spans of a file's headings, in order.
    pub headings: &'a dyn Fn(FileId) -> Vec<Span>,
}

/// A line of fewer characters is found by chance in another file.
const TELLING: usize = 20;
/// A finding's lines are compared so far.
const READ: usize = 2000;

/// For each of the new findings, whether the old state had it too; and the positions of old ones that are there no more. `renamed` gives new
/// paths by old ones. An old finding that was suppressed is no reason to pass over a new one that is not.
pub fn compare(old: &Side<'_>, new: &Side<'_>, renamed: &BTreeMap<String, String>) -> (Vec<bool>, Vec<usize>) {
    let before = keys(old, Some(renamed));
    let after = keys(new, None);
    let mut known = vec![false; new.singles.len()];
    let mut left = vec![true; old.singles.len()];
    for open in [true, false] {
        for way in 0..WAYS {
            let mut by_key: FxHashMap<u128, Vec<usize>> = FxHashMap::default();
            for (i, keys) in before.iter().enumerate().rev() {
                if let Some(key) = keys[way].filter(|_| left[i] && (!open || old.singles[i].suppressed.is_none())) {
                    by_key.entry(key).or_default().push(i);
                }
            }
            for (i, keys) in after.iter().enumerate() {
                let Some(key) = keys[way].filter(|_| !known[i] && new.singles[i].suppressed.is_none() == open) else { continue };
                if let Some(same) = by_key.get_mut(&key).and_then(Vec::pop) {
                    (known[i], left[same]) = (true, false);
                }
            }
        }
    }
    let gone = left.iter().enumerate().filter(|(_, left)| **left).map(|(i, _)| i).collect();
    (known, gone)
}

/// How a finding may be found again, the surest first: content and lines, content, lines under another heading, lines in another file.
const WAYS: usize = 4;

fn keys(side: &Side<'_>, renamed: Option<&BTreeMap<String, String>>) -> Vec<[Option<u128>; WAYS]> {
    let mut reader = Reader::new(side.sources, side.headings);
    reader.renamed = renamed;
    side.singles.iter().map(|single| of(&mut reader, &single.verdict)).collect()
}

fn of<H: Fn(FileId) -> Vec<Span>>(reader: &mut Reader<'_, H>, verdict: &Verdict) -> [Option<u128>; WAYS] {
    let content = reader.content(verdict);
    let Some((file, span)) = Reader::<H>::place(verdict) else { return [None, Some(content.0), None, None] };
    let lines = fold_value(&without_directives(lines(&reader.sources.get(file).text, span)));
    let with_lines = { content }.part(&lines).0;
    let Some((moved, telling)) = moved(reader, verdict) else { return [Some(with_lines), Some(content.0), None, None] };
    let within = { moved }.part(reader.path(file)).0;
    [Some(with_lines), Some(content.0), Some(within), telling.then_some(moved.0)]
}

/// What names a finding by its lines, under whatever heading and in whatever file, and whether they say enough for that. None for what a
/// record says of itself: that is told by its id, wherever it stands.
pub(super) fn moved<H: Fn(FileId) -> Vec<Span>>(reader: &mut Reader<'_, H>, verdict: &Verdict) -> Option<(Hash, bool)> {
    let has_id = verdict.finding.record.as_ref().is_some_and(|record| record.id.is_some());
    let (file, span) = Reader::<H>::place(verdict).filter(|_| !has_id)?;
    let lines = fold_value(&without_directives(lines(&reader.sources.get(file).text, span)));
    if lines.is_empty() {
        return None;
    }
    let mut moved = Hash::default();
    moved.part("moved").part(&verdict.finding.code).part(&fold_value(&without_directives(reader.text(verdict))));
    moved.part(verdict.element.as_deref().unwrap_or_default()).part(&lines);
    Some((moved, lines.chars().count() >= TELLING))
}

/// The whole lines that a span lies in.
fn lines(text: &str, span: Span) -> &str {
    let range = span.range();
    let Some(before) = text.get(..range.start) else { return "" };
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = text.get(range.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| range.end + at);
    let mut end = end.min(start + READ);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[start..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::finding::{At, Finding, codes};
    use crate::source::{Place, SourceFile};
    use crate::triage::fingerprints;

    /// Findings at each place where `needle` stands, in files by path and text.
    fn state(files: &[(&str, &str)], needle: &str) -> (Sources, Vec<Single>) {
        let mut sources = Sources::default();
        let mut verdicts: Vec<Arc<Verdict>> = Vec::new();
        for (path, text) in files {
            let file = sources.set(SourceFile::new(*path, *text));
            for (at, _) in text.match_indices(needle) {
                let place = Place::new(file, Span::new(at, at + needle.len()));
                verdicts.push(Verdict::shared(Finding::built_in(codes::DEAD_LINK, At::Place(place), "m")));
            }
        }
        let singles = fingerprints(verdicts, &sources, |file| headings(&sources, file));
        (sources, singles)
    }

    fn headings(sources: &Sources, file: FileId) -> Vec<Span> {
        let text = &sources.get(file).text;
        text.match_indices("# ").map(|(i, _)| Span::new(i + 2, i + 2 + text[i + 2..].find('\n').unwrap_or(0))).collect()
    }

    /// The lines of new findings, and how many are gone.
    fn news(old: &[(&str, &str)], new: &[(&str, &str)], renamed: &[(&str, &str)]) -> (Vec<String>, usize) {
        let ((a, before), (b, after)) = (state(old, "bad"), state(new, "bad"));
        let (of_a, of_b) = (|file| headings(&a, file), |file| headings(&b, file));
        let renamed = renamed.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let old = Side { singles: &before, sources: &a, headings: &of_a };
        let new = Side { singles: &after, sources: &b, headings: &of_b };
        let (known, gone) = compare(&old, &new, &renamed);
        let new = after.iter().zip(known).filter(|(_, known)| !known).filter_map(|(single, _)| single.verdict.finding.at.place());
        (new.map(|place| lines(&b.get(place.file).text, place.span).to_owned()).collect(), gone.len())
    }

    #[test]
    fn of_equals_the_one_on_a_new_line_is_new() {
        let old = [("a.md", "one bad\ntwo bad\n")];
        assert_eq!(news(&old, &old, &[]), (vec![], 0));
        assert_eq!(news(&old, &[("a.md", "new bad\none bad\ntwo bad\n")], &[]), (vec!["new bad".into()], 0));
        assert_eq!(news(&old, &[("a.md", "two bad\n")], &[]), (vec![], 1));
    }

    #[test]
    fn what_is_moved_is_no_news() {
        let line = "a line that says enough is bad\n";
        let old = format!("# A\n{line}# B\n");
        assert_eq!(news(&[("a.md", &old)], &[("a.md", &format!("# A\n# B\n{line}"))], &[]), (vec![], 0));
        assert_eq!(news(&[("a.md", &old)], &[("b.md", line)], &[]), (vec![], 0));
        let short = [("b.md", "short bad\n")];
        assert_eq!(news(&[("a.md", "short bad\n")], &short, &[]), (vec!["short bad".into()], 1));
        assert_eq!(news(&[("a.md", "short bad\n")], &short, &[("a.md", "b.md")]), (vec![], 0));
    }

    #[test]
    fn a_comment_that_accepts_it_changes_nothing() {
        let old = [("a.md", "| bad | x |\nbad # why\n")];
        let new = [("a.md", "| bad | x <!-- clauselint: allow y --> |\nbad # why # clauselint: allow y\n")];
        assert_eq!(news(&old, &new, &[]), (vec![], 0));
    }

    #[test]
    fn the_same_fault_elsewhere_is_news() {
        let new = news(&[("a.md", "# A\nthis is bad\n# B\n")], &[("a.md", "# A\n# B\nthat is bad\n")], &[]);
        assert_eq!(new, (vec!["that is bad".into()], 1));
    }
}
