//! What the organisation accepts for a time, for a reason: entries of `allow:` in the manifest, and comments beside what they are about. Such
//! findings stay in the output for programs and count for nothing; a day after the date they speak again without anybody having to remember.
//!
//! Architecture invariant: what is allowed is hidden, never unknown. Judging has ended before anything here is asked.

use std::sync::Arc;

use jiff::civil::Date;

use super::filter::path_of;
use super::{By, Single, Suppression};
use crate::finding::Finding;
use crate::model::read::matches;
use crate::source::{Place, Sources};

/// That findings of a rule are accepted.
#[derive(Clone, Copy, Debug)]
pub struct Accepted<'a> {
    /// Where it was said.
    pub by: By,
    /// The rule or built-in code.
    pub rule: &'a str,
    /// The last day on which it holds.
    pub until: Date,
    /// Why.
    pub reason: &'a Arc<str>,
    /// Which of the rule's findings.
    pub scope: Scope<'a>,
}

/// Which findings of a rule are accepted.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// All.
    Everywhere,
    /// Those in files that a pattern names. A finding without a place is in no file.
    Path(&'a str),
    /// Those that begin in a place.
    Within(Place),
}

impl Accepted<'_> {
    /// True when it is about the finding, whatever the day.
    pub fn is_about(&self, finding: &Finding, sources: &Sources) -> bool {
        *finding.code == *self.rule && self.reaches(finding, sources)
    }

    /// True when the finding lies where this holds, whichever rule it is of.
    pub fn reaches(&self, finding: &Finding, sources: &Sources) -> bool {
        match self.scope {
            Scope::Everywhere => true,
            Scope::Path(pattern) => path_of(finding, sources).is_some_and(|path| matches(pattern, path)),
            Scope::Within(within) => finding.at.place().is_some_and(|at| {
                at.file == within.file && within.span.start <= at.span.start && at.span.start < within.span.end
            }),
        }
    }
}

/// Marks each finding that is accepted on this day with the reason of the first that accepts it.
pub fn allow(singles: &mut [Single], accepted: &[Accepted<'_>], sources: &Sources, as_of: Date) {
    let valid: Vec<&Accepted<'_>> = accepted.iter().filter(|entry| as_of <= entry.until).collect();
    if valid.is_empty() {
        return;
    }
    for single in singles {
        let finding = &single.verdict.finding;
        single.suppressed = valid.iter().find(|entry| entry.is_about(finding, sources)).map(|entry| Suppression {
            by: entry.by,
            reason: entry.reason.clone(),
            until: Some(entry.until),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{At, Nowhere, codes};
    use crate::rules::Verdict;
    use crate::source::{SourceFile, Span};
    use crate::triage::Fingerprint;

    fn entry(rule: &'static str, path: Option<&'static str>, until: &str) -> Accepted<'static> {
        static WHY: std::sync::LazyLock<Arc<str>> = std::sync::LazyLock::new(|| "why".into());
        let scope = path.map_or(Scope::Everywhere, Scope::Path);
        Accepted { by: By::Manifest, rule, until: until.parse().unwrap(), reason: &WHY, scope }
    }

    /// Until when are accepted: a finding in `loans/a.md`, one in `b.md`, one about the repository, and one that cannot be allowed.
    fn until(entries: &[Accepted<'_>]) -> Vec<Option<String>> {
        let mut sources = Sources::default();
        let a = sources.set(SourceFile::new("loans/a.md", "x"));
        let b = sources.set(SourceFile::new("b.md", "x"));
        let at = |file| At::Place(Place::new(file, Span::new(0, 1)));
        let places = [
            (codes::DEAD_LINK, at(a)),
            (codes::DEAD_LINK, at(b)),
            (codes::DEAD_LINK, At::Nowhere(Nowhere::Repository)),
            (codes::SYNTAX_ERROR, at(a)),
        ];
        let mut singles: Vec<Single> = places
            .into_iter()
            .map(|(code, at)| Verdict::shared(Finding::built_in(code, at, "m")))
            .map(|verdict| Single { verdict, fingerprint: Fingerprint(0), suppressed: None })
            .collect();
        allow(&mut singles, entries, &sources, "2026-07-01".parse().unwrap());
        singles.into_iter().map(|s| s.suppressed.and_then(|said| Some(said.until?.to_string()))).collect()
    }

    #[test]
    fn code_and_path_tell_what_is_meant() {
        let day = "2026-07-01";
        let said = Some(day.to_owned());
        assert_eq!(until(&[entry("dead-link", None, day)]), [said.clone(), said.clone(), said.clone(), None]);
        assert_eq!(until(&[entry("dead-link", Some("loans/*"), day)]), [said.clone(), None, None, None]);
        assert_eq!(until(&[entry("dead-link", Some("./**/a.md"), day)]), [said, None, None, None]);
        assert_eq!(until(&[entry("dead-*", None, day), entry("dead-link", Some("loans"), day)]), [None, None, None, None]);
    }

    #[test]
    fn it_holds_through_its_last_day_and_the_first_that_holds_gives_the_reason() {
        let past = entry("dead-link", None, "2026-06-30");
        assert_eq!(until(&[past]), [None, None, None, None]);
        let later = [past, entry("dead-link", Some("b.md"), "2027-01-01"), entry("dead-link", Some("*.md"), "2028-01-01")];
        assert_eq!(until(&later)[1].as_deref(), Some("2027-01-01"));
    }
}
