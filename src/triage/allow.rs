//! `allow:` of the manifest: findings that the organisation accepts for a time, for a reason. They stay in the output for programs and
//! count for nothing; a day after the date they speak again without anybody having to remember.
//!
//! Architecture invariant: what is allowed is hidden, never unknown. Judging has ended before anything here is asked.

use jiff::civil::Date;

use super::filter::path_of;
use super::{By, Single, Suppression};
use crate::config::Allow;
use crate::finding::{Finding, codes};
use crate::model::read::matches;
use crate::source::Sources;

/// Marks each finding that an entry accepts on this day with the reason of the first that does.
pub fn allow(singles: &mut [Single], entries: &[Allow], sources: &Sources, as_of: Date) {
    let valid: Vec<&Allow> = entries.iter().filter(|entry| as_of <= entry.until.0).collect();
    if valid.is_empty() {
        return;
    }
    for single in singles {
        let finding = &single.verdict.finding;
        single.suppressed = valid.iter().find(|entry| accepts(entry, finding, sources)).map(|entry| Suppression {
            by: By::Manifest,
            reason: entry.reason.clone(),
            until: Some(entry.until.0),
        });
    }
}

/// True when the entry, its date aside, is about the finding. A finding without a place is in no file, so no path fits it.
fn accepts(entry: &Allow, finding: &Finding, sources: &Sources) -> bool {
    finding.code == entry.rule.0
        && codes::find(&finding.code).is_none_or(|code| code.suppressible)
        && entry.path.as_ref().is_none_or(|pattern| path_of(finding, sources).is_some_and(|path| matches(pattern, path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{At, Nowhere};
    use crate::rules::Verdict;
    use crate::source::{Place, SourceFile, Span};
    use crate::triage::Fingerprint;

    fn entry(rule: &str, path: Option<&str>, until: &str) -> Allow {
        Allow {
            rule: (rule.into(), Span::default()),
            path: path.map(Into::into),
            until: (until.parse().unwrap(), Span::default()),
            reason: format!("until {until}").into(),
        }
    }

    /// Reasons given for a finding in `loans/a.md`, one in `b.md`, one about the repository, and one that cannot be allowed.
    fn reasons(entries: &[Allow]) -> Vec<Option<String>> {
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
            .map(|(code, at)| Verdict::from(Finding::built_in(code, at, "m")))
            .map(|verdict| Single { verdict, fingerprint: Fingerprint(0), suppressed: None })
            .collect();
        allow(&mut singles, entries, &sources, "2026-07-01".parse().unwrap());
        singles.into_iter().map(|s| s.suppressed.map(|said| said.reason.to_string())).collect()
    }

    #[test]
    fn code_and_path_tell_what_is_meant() {
        let day = "2026-07-01";
        let said = Some(format!("until {day}"));
        assert_eq!(reasons(&[entry("dead-link", None, day)]), [said.clone(), said.clone(), said.clone(), None]);
        assert_eq!(reasons(&[entry("dead-link", Some("loans/*"), day)]), [said.clone(), None, None, None]);
        assert_eq!(reasons(&[entry("dead-link", Some("./**/a.md"), day)]), [said, None, None, None]);
        assert_eq!(reasons(&[entry("dead-*", None, day), entry("dead-link", Some("loans"), day)]), [None, None, None, None]);
    }

    #[test]
    fn it_holds_through_its_last_day_and_the_first_that_holds_gives_the_reason() {
        let past = entry("dead-link", None, "2026-06-30");
        assert_eq!(reasons(std::slice::from_ref(&past)), [None, None, None, None]);
        let later = [past, entry("dead-link", Some("b.md"), "2027-01-01"), entry("dead-link", Some("*.md"), "2028-01-01")];
        assert_eq!(reasons(&later)[1].as_deref(), Some("until 2027-01-01"));
    }

    #[test]
    fn what_nothing_can_be_judged_without_is_never_allowed() {
        assert_eq!(reasons(&[entry("syntax-error", None, "2030-01-01")]), [None, None, None, None]);
    }
}
