//! The words of coverage: states, levels, what is lacking, who it is for.

use std::sync::Arc;

use super::Shown;
use super::page::cut;
use crate::answers::coverage::{Answer, Lack, Owner, Row};
use crate::finding::{At, Finding, Nowhere, Severity, Stage};
use crate::output::human::shown as below_root;
use crate::output::summary::count;
use crate::rules::coverage::State;

/// Most ids that are listed where rows are named in a sentence.
const NAMED: usize = 12;

/// `evidenced: RA-2026-02 + 5`: the state and what it rests on; a long name is cut so that all is at most `width` wide.
pub(super) fn state(row: &Row, width: usize) -> String {
    if row.excluded {
        return "excluded".to_owned();
    }
    let Some(best) = row.answers.first() else {
        return match (row.claims.first(), row.elsewhere.first()) {
            (Some(claim), _) => format!("claimed: {} {}", claim.kind.as_deref().unwrap_or_default(), claim.name),
            (None, Some(_)) => "claimed: kept elsewhere".to_owned(),
            (None, None) => row.state.word().to_owned(),
        };
    };
    let name = best.name.rsplit('/').next().unwrap_or(&best.name);
    let more = if row.answers.len() > 1 { format!(" + {}", row.answers.len() - 1) } else { String::new() };
    let lead = format!("{}: ", best.state.word());
    let room = width.saturating_sub(lead.chars().count() + more.chars().count()).max(8);
    format!("{lead}{}{more}", cut(name, room))
}

/// The level as five marks.
pub(super) fn marks(row: &Row, levels: usize) -> String {
    let top = levels.saturating_sub(1);
    row.level.map_or_else(|| " ".repeat(top), |level| format!("{}{}", "●".repeat(level), "○".repeat(top - level.min(top))))
}

/// `stale, 2 errors`: how many findings of the worst severity a row has, and that it is past its interval.
pub(super) fn worst(shown: Shown<'_>, row: &Row) -> Option<(Severity, String)> {
    let worst = [(Severity::Error, "error", "errors"), (Severity::Warning, "warning", "warnings")].into_iter().find_map(
        |(severity, one, many)| {
            let n = shown.coverage.count(row, severity);
            (n > 0).then(|| (severity, count(n, one, many)))
        },
    );
    match worst {
        Some((severity, found)) if row.stale => Some((severity, format!("stale, {found}"))),
        None if row.stale => Some((Severity::Warning, "stale".to_owned())),
        worst => worst,
    }
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// What is lacking, in words that follow "needs".
pub(super) fn lack(shown: Shown<'_>, lack: &Lack, claimed: bool) -> String {
    match lack {
        Lack::State(state) => match state {
            State::Approved if claimed => "something behind the claim".to_owned(),
            State::Approved => "an approval".to_owned(),
            State::Evidenced => "evidence that it is done".to_owned(),
            _ => "a document or record".to_owned(),
        },
        Lack::Rows(_, ids) => format!("documents or records for {}", ids_of(ids)),
        Lack::Owner => "an owner".to_owned(),
        Lack::Renewal => "a renewal, as it is past its interval".to_owned(),
        Lack::Errors(n, stage) => format!("{} put right", errors(shown, *n, *stage)),
        Lack::Said(words) => words.to_string(),
    }
}

/// `2 errors at stage 1`; of a later stage, `2 errors up to stage 2`.
fn errors(shown: Shown<'_>, n: usize, stage: Stage) -> String {
    let at = if stage.0 == 0 { "at" } else { "up to" };
    format!("{} {at} {}", count(n, "error", "errors"), stage_name(shown, stage))
}

/// Ids, the first dozen of many.
pub(super) fn ids_of<S: AsRef<str>>(ids: &[S]) -> String {
    let shown: Vec<&str> = ids.iter().take(NAMED).map(AsRef::as_ref).collect();
    match ids.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// `stage 1`, `surveillance`.
pub(super) fn stage_name(shown: Shown<'_>, stage: Stage) -> String {
    let name: &str = shown.stages.get(usize::from(stage.0)).map_or("", |name| name);
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("stage {name}") } else { name.to_owned() }
}

/// Who it is for: the owner, else who usually is.
pub(super) fn owner(row: &Row) -> Option<String> {
    match (&row.owner, &row.usual_owner) {
        (Some(Owner { id: Some(id), name }), _) if id != name => Some(format!("{name} ({id})")),
        (Some(owner), _) => Some(owner.name.to_string()),
        (None, Some(usual)) => Some(format!("nobody yet; usually {usual}")),
        (None, None) => None,
    }
}

/// A record's id with its title, else its file's path.
pub(super) fn answer(answer: &Answer) -> String {
    match &answer.title {
        Some(title) => format!("{} {title}", answer.name),
        None => answer.name.to_string(),
    }
}

/// `risk/soa.md:31`, below the root.
pub(super) fn place(shown: Shown<'_>, answer: &Answer) -> String {
    let path = below_root(shown.root, &answer.path);
    let line = answer.place.map(|place| shown.sources.get(place.file).position(place.span.start).line);
    line.map_or_else(|| path.clone(), |line| format!("{path}:{line}"))
}

/// Where a finding points, below the root.
pub(super) fn finding_place(shown: Shown<'_>, finding: &Finding) -> Option<String> {
    match finding.at {
        At::Place(place) => {
            let file = shown.sources.get(place.file);
            Some(format!("{}:{}", below_root(shown.root, &file.path), file.position(place.span.start).line))
        }
        At::Nowhere(Nowhere::File(file)) => Some(below_root(shown.root, &shown.sources.get(file).path)),
        At::Nowhere(Nowhere::Repository) => None,
    }
}

/// Findings of one code together, in order: positions.
pub(super) fn grouped(shown: Shown<'_>, findings: &[usize]) -> Vec<Vec<usize>> {
    let code = |i: usize| -> &Arc<str> { &shown.coverage.findings[i].verdict.finding.code };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for i in findings {
        match groups.iter_mut().find(|group| code(group[0]) == code(*i)) {
            Some(group) => group.push(*i),
            None => groups.push(vec![*i]),
        }
    }
    groups
}
