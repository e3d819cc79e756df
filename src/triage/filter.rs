//! What the reader asked to see: stage, rules and clauses by name, severity, paths. Filters hide, they never change what is judged.

use std::cmp::Ordering;

use super::Single;
use crate::finding::{At, Basis, Finding, Nowhere, Severity, Stage};
use crate::source::Sources;

/// What to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The stage of the repository: rules of later stages are held back. None: all speak.
    pub stage: Option<Stage>,
    /// If not empty, only what one of these names: a rule or code, the beginning of one with `*`, a clause or control with all below it, a basis.
    pub select: Vec<String>,
    /// What is hidden, named likewise.
    pub ignore: Vec<String>,
    /// The mildest severity to show.
    pub severity: Option<Severity>,
    /// If not empty, only findings in these files or below these folders, relative to the root.
    pub paths: Vec<String>,
}

/// What a filter left, and what it held back for a later stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filtered {
    /// To be shown.
    pub shown: Vec<Single>,
    /// Number of findings held back for each later stage, ascending; those that other filters hide, or that
    /// are allowed, are not counted.
    pub held_back: Vec<(Stage, usize)>,
}

impl Filter {
    /// Splits findings into what is shown and what waits for its stage.
    pub fn apply(&self, singles: Vec<Single>, sources: &Sources) -> Filtered {
        let mut filtered = Filtered::default();
        for single in singles {
            let finding = &single.verdict.finding;
            if !self.wants(finding) || !self.within(finding, sources) {
                continue;
            }
            match self.stage {
                Some(stage) if finding.stage > stage && single.suppressed.is_some() => {}
                Some(stage) if finding.stage > stage => match filtered.held_back.iter_mut().find(|(s, _)| *s == finding.stage) {
                    Some((_, count)) => *count += 1,
                    None => filtered.held_back.push((finding.stage, 1)),
                },
                _ => filtered.shown.push(single),
            }
        }
        filtered.held_back.sort_unstable();
        filtered
    }

    /// True when a finding is neither hidden nor held back.
    pub fn shows(&self, single: &Single, sources: &Sources) -> bool {
        let finding = &single.verdict.finding;
        self.wants(finding) && self.within(finding, sources) && self.stage.is_none_or(|stage| finding.stage <= stage)
    }

    fn wants(&self, finding: &Finding) -> bool {
        let named = |names: &[String]| names.iter().any(|name| names_finding(name, finding));
        (self.select.is_empty() || named(&self.select))
            && !named(&self.ignore)
            && self.severity.is_none_or(|least| finding.severity >= least)
    }

    fn within(&self, finding: &Finding, sources: &Sources) -> bool {
        let below = |path: &str, folder: &str| {
            let folder = folder.trim_end_matches('/');
            folder.is_empty()
                || folder == "."
                || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        // What the repository lacks is of no path, so no path hides it.
        self.paths.is_empty() || path_of(finding, sources).is_none_or(|path| self.paths.iter().any(|folder| below(path, folder)))
    }
}

/// True when `name` names the finding: see [`Filter::select`].
pub fn names_finding(name: &str, finding: &Finding) -> bool {
    if let Some(beginning) = name.strip_suffix('*') {
        return finding.code.starts_with(beginning);
    }
    let below = |key: &str| {
        key.len() >= name.len()
            && key.is_char_boundary(name.len())
            && key[..name.len()].eq_ignore_ascii_case(name)
            && matches!(key.as_bytes().get(name.len()), None | Some(b'.'))
    };
    *finding.code == *name || Basis::from_word(name) == Some(finding.basis) || finding.keys.iter().any(|key| below(key))
}

/// The file that a finding points into, or is about.
pub(super) fn path_of<'s>(finding: &Finding, sources: &'s Sources) -> Option<&'s str> {
    match finding.at {
        At::Place(place) => Some(&sources.get(place.file).path),
        At::Nowhere(Nowhere::File(file)) => Some(&sources.get(file).path),
        At::Nowhere(Nowhere::Repository) => None,
    }
}

/// The order of reports: path, place, code, then the words. What has no place comes last.
pub fn order(a: &Finding, b: &Finding, sources: &Sources) -> Ordering {
    let key = |f: &Finding| f.at.place().map(|p| (p.span.start, p.span.end));
    let (path_a, path_b) = (path_of(a, sources), path_of(b, sources));
    path_a
        .is_none()
        .cmp(&path_b.is_none())
        .then_with(|| path_a.cmp(&path_b))
        .then_with(|| key(a).cmp(&key(b)))
        .then_with(|| a.code.cmp(&b.code))
        .then_with(|| a.record.cmp(&b.record))
        .then_with(|| a.message.cmp(&b.message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Verdict;
    use crate::source::{Place, SourceFile, Span};
    use crate::triage::Fingerprint;

    fn single(code: &str, keys: &[&str], stage: u8, place: Option<Place>) -> Single {
        let finding = Finding {
            code: code.into(),
            severity: Severity::Warning,
            basis: Basis::Control,
            keys: keys.iter().map(|k| (*k).into()).collect(),
            standard: None,
            stage: Stage(stage),
            message: String::new(),
            at: place.map_or(At::Nowhere(Nowhere::Repository), At::Place),
            primary: String::new(),
            labels: Vec::new(),
            help: None,
            notes: Vec::new(),
            record: None,
            operand: crate::finding::Operand::default(),
            fix: None,
        };
        Single { verdict: Verdict::shared(finding), fingerprint: Fingerprint(0), suppressed: None }
    }

    fn left(filter: &Filter) -> (Vec<String>, Vec<(Stage, usize)>) {
        let mut sources = Sources::default();
        let a = sources.set(SourceFile::new("loans/a.md", "x"));
        let b = sources.set(SourceFile::new("loans-old/b.md", "x"));
        let at = |file| Some(Place::new(file, Span::new(0, 1)));
        let singles = vec![
            single("book-late", &["L.6.1"], 0, at(a)),
            single("book-lost", &["L.61"], 1, at(b)),
            single("shelf-empty", &["L.6"], 2, None),
        ];
        let filtered = filter.apply(singles, &sources);
        (filtered.shown.iter().map(|s| s.verdict.finding.code.to_string()).collect(), filtered.held_back)
    }

    #[test]
    fn stages_hold_back_and_are_counted() {
        let (shown, held) = left(&Filter { stage: Some(Stage(0)), ..Filter::default() });
        assert_eq!(shown, ["book-late"]);
        assert_eq!(held, [(Stage(1), 1), (Stage(2), 1)]);
    }

    #[test]
    fn names_are_codes_beginnings_keys_and_bases() {
        let shown =
            |names: &[&str]| left(&Filter { select: names.iter().map(|n| (*n).to_owned()).collect(), ..Filter::default() }).0;
        assert_eq!(shown(&["book-*"]), ["book-late", "book-lost"]);
        assert_eq!(shown(&["l.6"]), ["book-late", "shelf-empty"]);
        assert_eq!(shown(&["control"]).len(), 3);
        assert_eq!(shown(&["book-lat"]).len(), 0);
        let ignoring = Filter { ignore: vec!["L.6".into()], ..Filter::default() };
        assert_eq!(left(&ignoring).0, ["book-lost"]);
    }

    #[test]
    fn paths_are_whole_folders() {
        let filter = Filter { paths: vec!["loans/".into()], ..Filter::default() };
        assert_eq!(left(&filter).0, ["book-late", "shelf-empty"]);
    }
}
