//! Links in Markdown: to files that do not exist, and to headings that their file does not have.

use super::Lint;
use crate::finding::{Finding, codes, nearest, only_nearest};
use crate::model::{Facts, LinkFact};
use crate::source::Place;

impl Lint<'_> {
    pub(super) fn links(&self, facts: &Facts, findings: &mut Vec<Finding>) {
        for link in &facts.links {
            let place = Place::new(facts.file, link.span);
            match &link.path {
                Err(()) => {
                    let finding = Finding::built_in(codes::DEAD_LINK, place, "the link leads out of the repository".to_owned());
                    findings.push(finding.help("link to a file within the repository"));
                }
                Ok(path) if !path.is_empty() && !self.index.is_present(path) => {
                    let finding = Finding::built_in(codes::DEAD_LINK, place, format!("the link target {path} does not exist"));
                    findings.push(finding.saying("no such file").help("restore the file, or correct the path"));
                }
                Ok(path) => findings.extend(self.anchor(facts, link, path, place)),
            }
        }
    }

    fn anchor(&self, facts: &Facts, link: &LinkFact, path: &str, place: Place) -> Option<Finding> {
        let anchor = link.anchor.as_deref()?;
        let target = if path.is_empty() { facts } else { self.index.at_path(path)? };
        if !crate::model::read::is_markdown(&target.path) {
            return None; // what an anchor means in other files is not ours to know
        }
        let wanted = anchor.to_lowercase();
        let anchors = || target.document.headings.iter().map(|h| &*h.anchor);
        // Lines of a file on a code forge are anchors too.
        let is_line = wanted
            .strip_prefix('l')
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '-' || c == 'l'));
        if is_line || anchors().any(|a| a.to_lowercase() == wanted) || target.document.anchors.iter().any(|a| **a == *anchor) {
            return None;
        }
        let whose = if path.is_empty() { "this file".to_owned() } else { path.to_owned() };
        let mut finding = Finding::built_in(codes::DEAD_ANCHOR, place, format!("{whose} has no heading `#{anchor}`"));
        finding.fix = only_nearest(&wanted, anchors().map(|a| (a, a)))
            .and_then(|(near, _)| self.instead(place, &format!("#{anchor}"), &format!("#{near}")));
        Some(match nearest(&wanted, anchors()) {
            Some(near) => finding.help(format!("did you mean `#{near}`?")),
            None => finding.help("link to a heading that the file has"),
        })
    }
}
