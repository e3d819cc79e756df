//! A record that was added, or would be: where it stands, or the change as a patch.

use std::fmt::Write as _;

use super::human::shown;
use super::legible;
use crate::answers::add::Addition;

/// Lines around a change.
const AROUND: usize = 3;

/// `added RSK-008 to risk/register.md:24`.
pub fn written(addition: &Addition, root: &str) -> String {
    let line = addition.after[..addition.at].matches('\n').count() + 1;
    let verb = if addition.before.is_some() { "added" } else { "began" };
    let joint = if addition.before.is_some() { "to" } else { "in the new file" };
    format!("{verb} {} {joint} {}:{line}\n", legible::line(&addition.id), legible::line(&shown(root, &addition.path)))
}

/// The change as a patch that `git apply` and people understand.
pub fn patch(addition: &Addition) -> String {
    let path = legible::line(&addition.path);
    let Some(before) = &addition.before else {
        let mut text = format!("--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{} @@\n", addition.after.lines().count());
        addition.after.lines().for_each(|line| _ = writeln!(text, "+{}", legible::line(line)));
        return text;
    };
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), addition.after.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let from = same.saturating_sub(AROUND);
    let after = tail.min(AROUND);
    let (gone, come) = (&old[same..old.len() - tail], &new[same..new.len() - tail]);
    let context = same - from + after;
    let mut text = format!(
        "--- a/{path}\n+++ b/{path}\n@@ -{},{} +{},{} @@\n",
        from + 1,
        context + gone.len(),
        from + 1,
        context + come.len()
    );
    let mut lines =
        |sign: char, lines: &[&str]| lines.iter().for_each(|line| _ = writeln!(text, "{sign}{}", legible::line(line)));
    lines(' ', &old[from..same]);
    lines('-', gone);
    lines('+', come);
    lines(' ', &old[old.len() - tail..old.len() - tail + after]);
    text
}
