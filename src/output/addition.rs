//! A record that was added, or would be: where it stands, or the change as a patch.

use super::human::shown;
use super::legible;
use crate::answers::add::Addition;

/// `added RSK-008 to risk/register.md:24`.
pub fn written(addition: &Addition, root: &str) -> String {
    let line = addition.after[..addition.at].matches('\n').count() + 1;
    let verb = if addition.before.is_some() { "added" } else { "began" };
    let joint = if addition.before.is_some() { "to" } else { "in the new file" };
    format!("{verb} {} {joint} {}:{line}\n", legible::line(&addition.id), legible::line(&shown(root, &addition.path)))
}

/// The change as a patch that `git apply` and people understand.
pub fn patch(addition: &Addition) -> String {
    super::patch::patch(&addition.path, addition.before.as_deref(), &addition.after, false)
}
