//! Findings into the formats that were asked for: one on standard output, any number into files.

use std::ffi::OsString;
use std::path::Path;

use super::args::{Check, Color};
use super::{terminal, write};
use crate::answers::owners;
use crate::output::{Failure, Format, Options, Report, Reported, described, markdown};
use crate::triage::{Private, Single};
use crate::workspace::Workspace;

/// Writes what was found, files first, and tells whether it makes the run fail. `report` is all but the findings.
pub fn tell(args: &Check, color: Color, workspace: &Workspace, singles: &[Single], report: &Report<'_>) -> Result<bool, Failure> {
    let plain = Options { colour: false, quiet: args.quiet, statistics: args.statistics, room: None };
    let teller = Teller { workspace, singles, report };
    let mut written = Vec::new();
    for output in &args.output {
        written.push((&output.path, teller.told(output.format, plain)?.0));
    }
    let (bytes, fails) = teller.told(args.format, Options { colour: color.on_stdout(), ..plain })?;
    for (path, bytes) in written {
        write::whole(path, &bytes)?;
    }
    if let Some(path) = job_summary().filter(|_| args.format == Format::Github) {
        let options = Options { room: Some(markdown::SUMMARY), ..plain };
        write::append(Path::new(&path), &teller.told(Format::Markdown, options)?.0)?;
    }
    terminal::print(&bytes, color)?;
    Ok(fails)
}

/// The file that takes the summary of a job, within a workflow of GitHub.
#[expect(clippy::disallowed_methods, reason = "which file that is only the environment says")]
fn job_summary() -> Option<OsString> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty())
}

struct Teller<'a> {
    workspace: &'a Workspace,
    singles: &'a [Single],
    report: &'a Report<'a>,
}

impl Teller<'_> {
    /// What a format says, and whether the run fails.
    fn told(&self, format: Format, options: Options) -> Result<(Vec<u8>, bool), Failure> {
        let Self { workspace, singles, report } = *self;
        let mut findings = format.arrange(singles.to_vec());
        if format.names_owners() {
            let owners = owners(workspace, report.as_of, findings.iter().map(|reported| &reported.finding));
            findings.iter_mut().zip(owners).for_each(|(reported, owner)| reported.owner = owner.map(|owner| owner.name));
        }
        // Where nothing is told, nothing is told of anybody.
        if format.leaves() && !findings.is_empty() {
            let private = Private::new(&workspace.index, &workspace.sources);
            findings = findings.into_iter().map(|reported| elided(&private, workspace, reported)).collect();
        }
        let described = if format.describes() { described(workspace, &findings) } else { Vec::new() };
        let report = Report { findings: &findings, described: &described, ..report.clone() };
        let mut bytes = Vec::new();
        format.write(&report, options, &mut bytes).map_err(Failure::CannotWrite)?;
        Ok((bytes, report.fails()))
    }
}

fn elided(private: &Private, workspace: &Workspace, reported: Reported) -> Reported {
    if private.is_empty() {
        return reported;
    }
    let suppressed =
        reported.suppressed.map(|said| crate::triage::Suppression { reason: private.text(&said.reason).into(), ..said });
    Reported {
        finding: private.elide(reported.finding, &workspace.index, &workspace.sources),
        owner: reported.owner.map(|owner| private.text(&owner).into()),
        suppressed,
        fingerprints: reported.fingerprints,
    }
}
