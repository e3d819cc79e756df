//! `--select` and `--ignore`: a name that nothing bears is refused. A selector that matches nothing and says nothing is how a check is
//! switched off without anyone noticing.

use crate::finding::{Basis, codes};
use crate::output::Failure;
use crate::workspace::Workspace;

/// Fails on the first name that can name no finding: see [`crate::triage::Filter::select`] for what can.
pub fn verify(workspace: &Workspace, names: &[String]) -> Result<(), Failure> {
    let known = || codes::CODES.iter().map(|code| code.code).chain(workspace.base.rules.names());
    match names.iter().find(|name| !names_something(workspace, name)) {
        Some(name) => {
            Err(Failure::unknown("rule, code, clause, control or basis", name, known(), "see `clauselint rules list` for names"))
        }
        None => Ok(()),
    }
}

fn names_something(workspace: &Workspace, name: &str) -> bool {
    let mut codes = codes::CODES.iter().map(|code| code.code).chain(workspace.base.rules.names());
    if let Some(beginning) = name.strip_suffix('*') {
        return codes.any(|code| code.starts_with(beginning));
    }
    let in_pack = |name| workspace.index.by_id(name).iter().any(|entity| workspace.index.in_pack(*entity));
    codes.any(|code| code == name) || Basis::from_word(name).is_some() || in_pack(name)
}
