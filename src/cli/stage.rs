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
    workspace.stage(named).ok_or_else(|| {
        let known = || workspace.base.stages().iter().map(|stage| &**stage);
        let help = format!("stages are {}", known().collect::<Vec<_>>().join(", "));
        Failure::unknown("stage", named.unwrap_or_default(), known(), &help)
    })
}
