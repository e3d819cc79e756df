//! `check`: the main job, from arguments to a report in one of the formats.

use super::Status;
use super::args::{Check, Color};
use super::{baseline, fix, root, select, since, stage, tell};
use crate::finding::Stage;
use crate::output::{Counts, Failure, Format, HeldBack, Report, RuleCount};
use crate::source::{RealSystem, Sources, System};
use crate::triage::{Filter, Single};
use crate::workspace::Workspace;

/// Checks, writes the report, and tells whether it has a finding that `--fail-on` names.
pub fn check(args: &Check, color: Color) -> Result<Status, Failure> {
    let root = root::find(&args.paths)?;
    fix::verify(args)?;
    let compared = since::states(&args.changes, &root.path)?;
    let files = RealSystem::new(&root.path);
    let system: &dyn System = compared.as_ref().and_then(since::States::now).map_or(&files, |staged| staged);
    let mut workspace = Workspace::open(system)?;
    baseline::choose(&args.baseline, system, &mut workspace)?;
    let as_of = args.as_of.unwrap_or_else(stage::today);
    let stages = workspace.base.stages().to_vec();
    let stage = stage::stage(args.stage.as_deref(), &workspace)?;
    select::verify(&workspace, &args.select)?;
    select::verify(&workspace, &args.ignore)?;
    let filter = Filter {
        stage: Some(stage),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        severity: None,
        paths: root.only.clone(),
    };
    let wanted = |singles: Vec<Single>, sources: &Sources| filter.apply(singles, sources).shown;
    let repair = fix::Repair { root: &root.path, args, wanted: &wanted, today: as_of, color };
    if args.fixes.diff {
        return repair.show(workspace);
    }
    if args.fixes.fix {
        workspace = repair.write(workspace)?;
        baseline::choose(&args.baseline, system, &mut workspace)?;
    }

    let (judged, kept) = match &compared {
        Some(_) => workspace.judge_keeping(as_of),
        None => (workspace.judge(as_of), None),
    };
    let singles = workspace.singles(judged.verdicts, as_of);
    let singles = baseline::write(&args.baseline, (&root, color), (&mut workspace, system), &filter, singles, &judged.rules)?;
    let (singles, known) = match &compared {
        Some(compared) => compared.split(&workspace, singles, (kept, &judged.rules), as_of),
        None => (singles, Vec::new()),
    };
    let known = filter.apply(known, &workspace.sources).shown.iter().filter(|single| single.suppressed.is_none()).count();
    let mut filtered = filter.apply(singles, &workspace.sources);
    let mut formats = std::iter::once(args.format).chain(args.output.iter().map(|output| output.format));
    if formats.any(Format::carries_fixes) {
        fix::carry(&workspace, &mut filtered.shown);
    }

    let name = |stage: Stage| stages.get(usize::from(stage.0)).cloned().unwrap_or_default();
    let held_back: Vec<HeldBack> =
        filtered.held_back.into_iter().map(|(stage, count)| HeldBack { stage: name(stage), count }).collect();
    let counts: Vec<RuleCount> =
        workspace.base.rules.all().iter().zip(&judged.rules).map(|(rule, count)| RuleCount::new(rule, *count)).collect();
    let report = Report {
        sources: &workspace.sources,
        findings: &[],
        counts: Counts {
            documents: judged.counts.documents,
            records: judged.counts.records,
            not_judged: judged.rules.iter().map(|c| c.unknown as usize).sum(),
        },
        held_back: &held_back,
        as_of,
        stage: name(stage),
        stages: &stages,
        root: &root.shown,
        below: &root.below,
        fail_on: args.fail_on.least(),
        rules: &counts,
        since: compared.as_ref().map(|compared| compared.told(known)),
        described: &[],
    };
    let fails = tell::tell(args, color, &workspace, &filtered.shown, &report)?;
    let status = if fails { Status::Findings } else { Status::Clean };
    // The process ends now: giving back piece by piece what it holds would be a twentieth of its work.
    std::mem::forget(workspace);
    Ok(status)
}
