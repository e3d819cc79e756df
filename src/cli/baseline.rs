//! `--baseline` and `--write-baseline`: which file holds the findings that were there before, and writing it anew.

use super::args::{Baselines, Color, Write};
use super::root::Root;
use super::terminal;
use super::write::{create, replace, within};
use crate::finding::codes;
use crate::output::Failure;
use crate::rules::Count;
use crate::source::System;
use crate::triage::{Filter, Single, baseline_text};
use crate::workspace::{BASELINE, Workspace};

/// Takes the file that was asked for instead of the one that is used unasked.
pub fn choose(args: &Baselines, system: &dyn System, workspace: &mut Workspace) -> Result<(), Failure> {
    if args.no_baseline {
        workspace.without_baseline();
    } else if let Some(path) = path(args)
        && !workspace.read_baseline(system, &path)
        && args.write_baseline.is_none()
    {
        return Err(Failure::Refused(format!("there is no baseline {path}; `--write-baseline` writes one")));
    }
    Ok(())
}

fn path(args: &Baselines) -> Option<String> {
    args.baseline.as_ref().map(|path| path.trim_start_matches("./").replace('\\', "/"))
}

/// Writes the baseline if that was asked for, and gives the findings as they are told then. What the filter hides is not added, and nothing is
/// taken out because of it.
pub fn write(
    args: &Baselines,
    (root, color): (&Root, Color),
    (workspace, system): (&mut Workspace, &dyn System),
    filter: &Filter,
    singles: Vec<Single>,
    counts: &[Count],
) -> Result<Vec<Single>, Failure> {
    let Some(what) = args.write_baseline else { return Ok(singles) };
    let path = path(args).unwrap_or_else(|| BASELINE.to_owned());
    within(&root.path, &path, "a baseline")?;
    let old = workspace.baseline.as_ref();
    if old.is_some_and(|old| old.lost) {
        let why = format!("{path} cannot be read, and what it held would be lost: mend it, or delete it to begin anew");
        return Err(Failure::Refused(why));
    }
    let before = old.map(|old| old.known.len());
    let adds = before.is_none() || what == Write::All;
    let known = workspace.renewed_baseline(&singles, counts, &|single| adds && filter.shows(single, &workspace.sources));
    let after = known.len();
    let text = baseline_text(known);
    if before.is_some() {
        replace(&root.path, &path, &text)?;
    } else {
        create(&root.path, &path, &text)?;
    }
    let findings = if after == 1 { "finding" } else { "findings" };
    let told = before.map(|before| format!(", {before} before")).unwrap_or_default();
    let told = format!("{path}: {after} {findings}{told}");
    terminal::complain(&told, color);
    workspace.read_baseline(system, &path);
    let settled = [codes::STALE_BASELINE, codes::INVALID_BASELINE];
    let mut singles: Vec<Single> = singles.into_iter().filter(|s| !settled.contains(&&*s.verdict.finding.code)).collect();
    workspace.mark_baseline(&mut singles);
    Ok(singles)
}
