//! For which day and stage an answer holds.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::finding::Stage;
use crate::output::Failure;
use crate::workspace::Workspace;

/// Today in UTC: the same day for everyone who runs it at the same time.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// The stage of this name; without one the manifest's, else the first.
pub fn stage(named: Option<&str>, workspace: &Workspace) -> Result<Stage, Failure> {
    let stages = workspace.base.stages();
    let position = |name: &str| stages.iter().position(|stage| **stage == *name).map(|i| Stage(i as u8));
    if let Some(name) = named {
        let known = || stages.iter().map(|stage| &**stage);
        let help = format!("stages are {}", known().collect::<Vec<_>>().join(", "));
        return position(name).ok_or_else(|| Failure::unknown("stage", name, known(), &help));
    }
    let manifest = workspace.manifest.as_ref().and_then(|(_, manifest)| manifest.stage.as_ref());
    // A stage of the manifest's that no pack has is told as a finding there.
    Ok(manifest.and_then(|(name, _)| position(name)).unwrap_or_default())
}
