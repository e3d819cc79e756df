//! Gaps for people, in the order to close them: phase by phase, each with what it lacks, who it is for and where.

use std::io::{self, Write};

use super::human::could;
use super::page::{Page, colour_of};
use super::{Shown, words};
use crate::answers::coverage::Gap;
use crate::output::summary::count;
use crate::output::wrap::WIDTH;
use crate::rules::coverage::State;

/// Columns before a gap's text.
const INDENT: usize = 12;

/// Writes the gaps of the rows that were asked for.
pub fn write(shown: Shown<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { shown, out };
    let coverage = shown.coverage;
    let gaps: Vec<&Gap> = coverage.gaps.iter().filter(|gap| shown.rows.contains(&gap.row)).collect();
    let stage = words::stage_name(shown, coverage.stage);
    if gaps.is_empty() {
        return page.line(&format!("no gaps at {stage}, as of {}", coverage.as_of));
    }
    for (i, gap) in gaps.iter().enumerate() {
        page.headings(i.checked_sub(1).map(|before| gaps[before]), gap)?;
        page.gap(gap)?;
    }
    page.line("")?;
    let caution = if coverage.caution.is_empty() { String::new() } else { format!("; {}", coverage.caution) };
    let gaps = count(gaps.len(), "gap", "gaps");
    page.line(&format!("{gaps} at {stage}, as of {}{caution}", coverage.as_of))
}

impl Page<'_, '_> {
    fn headings(&mut self, before: Option<&Gap>, gap: &Gap) -> io::Result<()> {
        let roadmap = &self.shown.coverage.roadmap;
        let phase = |gap: &Gap| gap.step.map(|(phase, _)| phase);
        if before.map(phase) != Some(phase(gap)) {
            let title = phase(gap).and_then(|i| roadmap.get(i)).map_or("At any time", |phase| &phase.title);
            if before.is_some() {
                self.line("")?;
            }
            let title = self.bold(title);
            self.line(&title)?;
        }
        if before.map(|before| before.step) != Some(gap.step)
            && let Some((phase, step)) = gap.step
            && let Some(title) = roadmap.get(phase).and_then(|phase| phase.steps.get(step))
        {
            self.line("")?;
            self.line(&format!("  {}", self.bold(title)))?;
        }
        Ok(())
    }

    fn gap(&mut self, gap: &Gap) -> io::Result<()> {
        let shown = self.shown;
        let row = &shown.coverage.rows[gap.row];
        let lead = format!("    {:<8}", row.id);
        self.wrapped(&lead, &row.title)?;
        let indent = " ".repeat(INDENT);
        let state = self.styled(colour_of(row.state, row.stale), &words::state(row, WIDTH - INDENT));
        let level = row.level.map(|level| format!(", level {level}")).unwrap_or_default();
        let past = if row.stale { ", stale" } else { "" };
        self.line(&format!("{indent}{state}{past}{level}"))?;
        if !gap.lacking.is_empty() {
            let claimed = row.state == State::Claimed;
            let lacking: Vec<String> = gap.lacking.iter().map(|lack| words::lack(shown, lack, claimed)).collect();
            self.wrapped(&format!("{indent}needs    "), &words::list(&lacking))?;
        }
        if let Some(could) = could(row) {
            self.wrapped(&format!("{indent}kept as  "), &could)?;
        }
        if let Some(owner) = words::owner(row) {
            self.wrapped(&format!("{indent}owner    "), &owner)?;
        }
        if let Some(best) = row.answers.first().or(row.claims.first()).filter(|_| !gap.lacking.is_empty()) {
            self.wrapped(&format!("{indent}file     "), &words::place(shown, best))?;
        }
        self.findings(INDENT, &gap.findings)?;
        if !gap.told_at.is_empty() {
            let ids: Vec<&str> = gap.told_at.iter().map(|i| &*shown.coverage.rows[*i].id).collect();
            self.wrapped(&format!("{indent}see also "), &words::ids_of(&ids))?;
        }
        Ok(())
    }
}
