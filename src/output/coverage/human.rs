//! Coverage for people: a line a row in its groups, then levels, what the next ones lack, and the band.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::page::{Page, colour_of, colour_of_severity, fit};
use super::{Shown, words};
use crate::answers::coverage::{Answer, Group, Lack, Row, View};
use crate::output::human::shown as below_root;
use crate::output::summary::count;
use crate::rules::coverage::State;

const ID: usize = 8;
const TITLE: usize = 33;
const STATE: usize = 26;
/// From so many records of one kind in one file on, they are told on one line.
const MANY: usize = 4;

/// Writes the rows that were asked for and, if that is all, what they come to.
pub fn write(shown: Shown<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { shown, out };
    if shown.coverage.rows.is_empty() {
        return page.line("no pack that is on says what coverage is");
    }
    for (i, view) in shown.coverage.views.iter().enumerate() {
        page.view(view, i == 0)?;
    }
    if shown.all {
        page.maturity()?;
        page.next()?;
        page.band()?;
    }
    page.closing()
}

impl Page<'_, '_> {
    fn view(&mut self, view: &View, first: bool) -> io::Result<()> {
        let wanted = |group: &Group| group.rows.iter().any(|row| self.shown.rows.contains(row));
        let groups: Vec<&Group> = view.groups.iter().filter(|group| wanted(group)).collect();
        if groups.is_empty() {
            return Ok(());
        }
        if !first && self.shown.all {
            self.line("")?;
        }
        if self.shown.all {
            let title = self.bold(&view.title);
            self.line(&format!("{title}: {}", states(view)))?;
        }
        for group in groups {
            if self.shown.all {
                let name = [group.id.as_deref(), group.title.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
                self.line("")?;
                if !name.is_empty() {
                    self.line(&format!("  {}", self.bold(&name)))?;
                }
            }
            for i in group.rows.iter().filter(|i| self.shown.rows.contains(i)) {
                self.row(&self.shown.coverage.rows[*i])?;
            }
        }
        Ok(())
    }

    fn row(&mut self, row: &Row) -> io::Result<()> {
        let shown = self.shown;
        let state = fit(&words::state(row, STATE), STATE);
        let state = if row.excluded { self.dim(&state) } else { self.styled(colour_of(row.state, row.stale), &state) };
        let marks = words::marks(row, shown.coverage.levels.len());
        let found = words::worst(shown, row).map(|(s, text)| self.styled(colour_of_severity(s), &text)).unwrap_or_default();
        self.line(&format!("    {}{}  {marks}  {state}  {found}", fit(&row.id, ID), fit(&row.title, TITLE)))?;
        if shown.verbose { self.detail(row) } else { Ok(()) }
    }

    /// All about a row.
    fn detail(&mut self, row: &Row) -> io::Result<()> {
        let shown = self.shown;
        let lead = " ".repeat(4 + ID);
        let levels = &shown.coverage.levels;
        if let Some((level, name)) = row.level.and_then(|level| Some((level, levels.get(level)?))) {
            let next = levels.get(level + 1).map(|next| {
                let claimed = row.state == State::Claimed;
                let lacking: Vec<String> = row.lacking.iter().map(|lack| words::lack(shown, lack, claimed)).collect();
                format!("; level {} {next} needs {}", level + 1, words::list(&lacking))
            });
            self.wrapped(&lead, &format!("level {level} {name}{}", next.unwrap_or_default()))?;
        }
        if let Some(owner) = words::owner(row).filter(|_| !row.excluded) {
            self.wrapped(&lead, &format!("owner: {owner}"))?;
        }
        self.answers(&lead, row)?;
        for claim in &row.claims {
            let kind = claim.kind.as_deref().unwrap_or_default();
            let text = format!("{kind} {}: nothing that resolves stands behind it ({})", claim.name, words::place(shown, claim));
            self.wrapped(&format!("{lead}{:<11} ", "claimed"), &text)?;
        }
        for kind in &row.elsewhere {
            self.wrapped(&format!("{lead}{:<11} ", "claimed"), &format!("{kind}: kept elsewhere, says the manifest"))?;
        }
        if let Some(could) = could(row) {
            self.wrapped(&lead, &format!("would be answered by: {could}"))?;
        }
        self.findings(4 + ID, &row.findings)?;
        self.line("")
    }

    /// All that answers to a row; records of one kind in one file together.
    fn answers(&mut self, lead: &str, row: &Row) -> io::Result<()> {
        let shown = self.shown;
        let mut alike: BTreeMap<Like<'_>, Vec<&str>> = BTreeMap::new();
        for answer in &row.answers {
            if let Some(like) = like(answer) {
                alike.entry(like).or_default().push(&answer.name);
            }
        }
        alike.retain(|_, names| names.len() >= MANY);
        for answer in &row.answers {
            let stale = if answer.stale { ", past its interval" } else { "" };
            let word = format!("{lead}{:<11} ", answer.state.word());
            if let Some(names) = like(answer).and_then(|like| alike.get_mut(&like)) {
                // All are told where the first of them stands.
                let names = std::mem::take(names);
                if !names.is_empty() {
                    let (kind, path) = (answer.kind.as_deref().unwrap_or_default(), below_root(shown.root, &answer.path));
                    self.wrapped(&word, &format!("{} {kind} ({path}{stale}): {}", names.len(), names.join(", ")))?;
                }
                continue;
            }
            let cited = answer.cited_by.as_ref().map(|(kind, name)| format!(", cited by {kind} {name}")).unwrap_or_default();
            let text = format!("{} ({}{stale}{cited})", words::answer(answer), words::place(shown, answer));
            self.wrapped(&word, &text)?;
        }
        Ok(())
    }

    fn maturity(&mut self) -> io::Result<()> {
        let coverage = self.shown.coverage;
        if coverage.levels.is_empty() {
            return Ok(());
        }
        let width = coverage.views.iter().map(|view| view.title.chars().count()).max().unwrap_or_default();
        self.line("")?;
        let numbers = |numbers: &mut dyn Iterator<Item = usize>| {
            numbers.fold(String::new(), |mut line, n| {
                let _ = write!(line, "{n:>5}");
                line
            })
        };
        let heads = numbers(&mut (0..coverage.levels.len()));
        let title = self.bold(&fit("Level", width));
        self.line(&format!("{title}{heads}   mean"))?;
        for view in &coverage.views {
            let counts = numbers(&mut view.distribution.iter().copied());
            let mean = view.mean().map(|mean| format!("{mean:>7.1}")).unwrap_or_default();
            let excluded = if view.excluded > 0 { format!("   {} excluded", view.excluded) } else { String::new() };
            self.line(&format!("{}{counts}{mean}{excluded}", fit(&view.title, width)))?;
        }
        let names: Vec<String> = coverage.levels.iter().enumerate().map(|(level, name)| format!("{level} {name}")).collect();
        self.line(&self.dim(&names.join(", ")))
    }

    /// What the next level needs, of all rows together.
    fn next(&mut self) -> io::Result<()> {
        let shown = self.shown;
        let mut lacking: Vec<(usize, String, Vec<&str>)> = Vec::new();
        for row in &shown.coverage.rows {
            let Some(level) = row.level else { continue };
            let parts = row.lacking.iter().map(|lack| match lack {
                Lack::Errors(..) => "errors put right".to_owned(),
                lack => words::lack(shown, lack, row.state == State::Claimed),
            });
            let words = words::list(&parts.collect::<Vec<_>>());
            match lacking.iter_mut().find(|(next, known, _)| *next == level + 1 && *known == words) {
                _ if words.is_empty() => {}
                Some((.., rows)) => rows.push(&row.id),
                None => lacking.push((level + 1, words, vec![&row.id])),
            }
        }
        if lacking.is_empty() {
            return Ok(());
        }
        lacking.sort_by_key(|(level, ..)| *level);
        self.line("")?;
        let title = self.bold("What the next level needs");
        self.line(&title)?;
        for (level, words, rows) in lacking {
            self.wrapped(&format!("  {level}  "), &format!("{words}: {}", words::ids_of(&rows)))?;
        }
        Ok(())
    }

    fn band(&mut self) -> io::Result<()> {
        let shown = self.shown;
        let Some(band) = &shown.coverage.band else { return Ok(()) };
        self.line("")?;
        let reached = self.bold(&format!("Band: {}", band.names[band.reached]));
        let caution = if shown.coverage.caution.is_empty() { String::new() } else { format!(" ({})", shown.coverage.caution) };
        self.line(&format!("{reached}{caution}"))?;
        if let Some(next) = band.names.get(band.reached + 1) {
            let lacking: Vec<String> = band.lacking.iter().map(|lack| words::lack(shown, lack, false)).collect();
            self.wrapped("  ", &format!("{next} needs {}", words::list(&lacking)))?;
        }
        Ok(())
    }

    fn closing(&mut self) -> io::Result<()> {
        let shown = self.shown;
        let gaps = shown.coverage.gaps.iter().filter(|gap| shown.rows.contains(&gap.row)).count();
        let stage = words::stage_name(shown, shown.coverage.stage);
        let gaps = match gaps {
            0 => format!("no gaps at {stage}"),
            n => format!("{} at {stage}", count(n, "gap", "gaps")),
        };
        let hint = if gaps.starts_with("no ") { "" } else { " (--gaps lists them in order)" };
        let unkeyed = match shown.coverage.unkeyed() {
            n if n > 0 && shown.all => format!("; {} on other things", count(n, "finding", "findings")),
            _ => String::new(),
        };
        if shown.all {
            self.line("")?;
        }
        self.line(&format!("{gaps}, as of {}{hint}{unkeyed}", shown.coverage.as_of))
    }
}

/// What answers of one kind in one file have in common.
type Like<'r> = (State, bool, &'r str, &'r str);

/// None for a file, which stands for itself.
fn like(answer: &Answer) -> Option<Like<'_>> {
    Some((answer.state, answer.stale, answer.kind.as_deref()?, &answer.path))
}

/// What could answer to a row that nothing answers to: kinds, and what need only name it.
pub(super) fn could(row: &Row) -> Option<String> {
    let named = row.named_in.iter().map(|(kind, field)| format!("a {} that names it in `{field}`", kind.to_lowercase()));
    let kinds = row.could.iter().filter(|kind| !row.named_in.iter().any(|(named, _)| named == *kind));
    let all: Vec<String> = kinds.map(ToString::to_string).chain(named).collect();
    (row.state == State::Absent && !row.excluded && !all.is_empty()).then(|| all.join(", "))
}

/// "32 clauses, 20 evidenced, 1 absent, 2 excluded".
fn states(view: &View) -> String {
    let rows = view.states.iter().sum::<usize>() + view.excluded;
    let mut parts = vec![count(rows, &view.nouns[0], &view.nouns[1])];
    for state in State::ALL.into_iter().rev() {
        let n = view.states[state as usize];
        if n > 0 {
            parts.push(format!("{n} {}", state.word()));
        }
    }
    if view.excluded > 0 {
        parts.push(format!("{} excluded", view.excluded));
    }
    parts.join(", ")
}
