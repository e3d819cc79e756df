//! The little language of scaffolds, of which a pack's author needs four things:
//!
//! - `{{name}}` is what a flag gave, `{{"name"}}` the same as a quoted text for YAML;
//! - a line that begins with `{{?a|b}}` is written only if one of these was given or holds, one with `{{!a}}` only if it does not;
//! - from a line `{{each system}}` to a line `{{end}}`, once for each system, which is `{{item}}`, its number `{{number}}`;
//! - `{{each KIND}}` likewise for each record of the pack, with `{{id}}` and `{{title}}`.

use std::fmt::Write as _;

use super::Flags;
use crate::model::Data;
use crate::workspace::Workspace;

/// What a list's items are called.
const SYSTEM: &str = "system";

/// What names stand for.
#[derive(Clone)]
pub(super) struct Names<'w> {
    workspace: &'w Workspace,
    values: Vec<(String, String)>,
    given: Vec<String>,
    systems: Vec<String>,
}

impl<'w> Names<'w> {
    /// The flags, and `defaults` for what they leave open.
    pub(super) fn new(workspace: &'w Workspace, flags: &Flags, defaults: &[(String, String)]) -> Self {
        let default = |name: &str| defaults.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        let mut given: Vec<String> = flags.roles.clone();
        let mut values: Vec<(String, String)> = vec![("today".into(), flags.today.to_string())];
        let roles = (!flags.roles.is_empty()).then(|| flags.roles.join(", "));
        for (name, value) in [("name", flags.name.clone()), ("roles", roles), ("stage", flags.stage.clone())] {
            given.extend(value.is_some().then(|| name.to_owned()));
            values.extend(value.or_else(|| default(name)).map(|value| (name.to_owned(), one_line(&value))));
        }
        let own = |name: &str| values.iter().any(|(n, _)| n == name);
        let others: Vec<_> = defaults.iter().filter(|(name, _)| !own(name)).cloned().collect();
        values.extend(others);
        given.extend(flags.roles.is_empty().then(|| "no-role".to_owned()));
        // With defaults a whole management system is written, and what was not said stands in it as a blank.
        given.extend((!defaults.is_empty()).then(|| "whole".to_owned()));
        // What is written for a stage is written for those after it.
        let stages = workspace.base.stages();
        let reached = stages.iter().position(|stage| Some(&**stage) == flags.stage.as_deref()).unwrap_or_default();
        given.extend(stages.iter().take(reached + 1).map(|stage| format!("at-{stage}")));
        let mut systems: Vec<String> = flags.systems.iter().map(|name| one_line(name)).collect();
        if systems.is_empty() {
            systems.extend(default(SYSTEM));
        }
        Self { workspace, values, given, systems }
    }

    /// The same within a list.
    pub(super) fn with(&self, number: u32, item: &str) -> Self {
        let mut names = self.clone();
        names.values.insert(0, ("number".into(), format!("{number:03}")));
        names.values.insert(0, ("item".into(), item.to_owned()));
        names
    }

    /// The items of a list of flags.
    pub(super) fn list(&self, name: &str) -> Result<Vec<String>, String> {
        if name == SYSTEM { Ok(self.systems.clone()) } else { Err(format!("`{name}` is no list of flags")) }
    }

    /// True if one of the alternatives was given or holds.
    pub(super) fn holds(&self, alternatives: &str) -> bool {
        alternatives.split('|').any(|one| self.given.iter().any(|given| given == one.trim()))
    }

    fn value(&self, name: &str) -> Result<&str, String> {
        let found = self.values.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        found.ok_or_else(|| format!("nothing is called {{{{{name}}}}}"))
    }

    /// The names for each turn of a list.
    fn turns(&self, list: &str) -> Result<Vec<Self>, String> {
        if list == SYSTEM {
            return Ok((1u32..).zip(&self.systems).map(|(number, item)| self.with(number, item)).collect());
        }
        let index = &self.workspace.index;
        let kind = index.schema.find(list).ok_or_else(|| format!("`{list}` is neither a list of flags nor a kind"))?;
        let title = index.schema.kind(kind).field("title").map(|(field, _)| field);
        let records = index.all(kind).iter().filter(|entity| index.in_pack(**entity));
        let turn = |entity: &crate::model::EntityId| {
            let (_, record) = index.first(*entity);
            let text = |data: &Data| if let Data::Text(text) = data { Some(text.to_string()) } else { None };
            let title = title.and_then(|field| text(&record.get(field)?.data)).unwrap_or_default();
            let mut names = self.clone();
            names.values.insert(0, ("title".into(), title));
            names.values.insert(0, ("id".into(), record.id.as_deref().unwrap_or_default().to_owned()));
            names
        };
        Ok(records.map(turn).collect())
    }
}

/// Fills in a text. `Err` names what nothing stands for.
pub(super) fn fill(text: &str, names: &Names<'_>) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(list) = line.trim().strip_prefix("{{each ").and_then(|rest| rest.strip_suffix("}}")) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "{{end}}").collect();
            for turn in names.turns(list)? {
                out.push_str(&fill(&block.join("\n"), &turn)?);
            }
            continue;
        }
        let Some(line) = wanted(line, names) else { continue };
        values(line, names, &mut out)?;
        out.push('\n');
    }
    Ok(out)
}

/// The line without its condition; none if that does not hold.
fn wanted<'l>(line: &'l str, names: &Names<'_>) -> Option<&'l str> {
    for (sign, wanted) in [("{{?", true), ("{{!", false)] {
        if let Some((condition, rest)) = line.strip_prefix(sign).and_then(|rest| rest.split_once("}}")) {
            return if names.holds(condition) == wanted { self::wanted(rest, names) } else { None };
        }
    }
    Some(line)
}

fn values(line: &str, names: &Names<'_>, out: &mut String) -> Result<(), String> {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or_else(|| format!("no end of a name in {line:?}"))?;
        out.push_str(before);
        match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
            Some(name) => {
                let _ = write!(out, "\"{}\"", names.value(name)?.replace('\\', "\\\\").replace('"', "\\\""));
            }
            // A bar would end a cell of a table.
            None if line.starts_with('|') => out.push_str(&names.value(name)?.replace('|', "\\|")),
            None => out.push_str(names.value(name)?),
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
