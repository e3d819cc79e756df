//! A record of a pack explained: what it asks for, what is keyed to it, what answers to it, and what is related to it elsewhere.

use std::io;
use std::sync::Arc;

use crate::answers::{Fact, FactValue, Keyed, OfKind, Related, Relation, Support};
use crate::output::page::{Page, sentence};
use crate::output::relation::said;

/// At most this many records of a kind are named.
const MOST: usize = 8;

impl Page<'_> {
    pub(super) fn keyed(&mut self, keyed: &Keyed<'_>) -> io::Result<()> {
        let id = keyed.card.id.as_deref().unwrap_or_default();
        self.title(id, keyed.title.as_deref().unwrap_or(&keyed.card.kind_title))?;
        let texts: Vec<_> = keyed.facts.iter().filter_map(|fact| Some((fact.label(), fact.text()?.to_owned()))).collect();
        self.told("  ", &texts)?;
        for fact in &keyed.facts {
            self.items(fact)?;
        }
        self.names("Within it", &keyed.below)?;
        let rules: Vec<_> = keyed.rules.iter().map(|rule| (rule.name.to_string(), rule.about().summary.to_string())).collect();
        if !rules.is_empty() {
            self.section("Rules")?;
            self.told("  ", &rules)?;
        }
        if keyed.support != Support::default() {
            self.section("Here")?;
            if let Some(state) = keyed.support.extent() {
                self.paragraph(&format!("{}.", sentence(&state)))?;
            }
            self.told("  ", &answers(&keyed.support))?;
        }
        self.related(&keyed.related)
    }

    /// Items that have fields of their own, one after the other: the first field, and the others below it.
    fn items(&mut self, fact: &Fact) -> io::Result<()> {
        let FactValue::Items(items) = &fact.value else { return Ok(()) };
        self.section(&sentence(&fact.label()))?;
        for item in items {
            let Some(((_, first), rest)) = item.split_first() else { continue };
            self.paragraph(first)?;
            let rest: Vec<_> = rest.iter().map(|(name, text)| (words(name), text.clone())).collect();
            self.told("    ", &rest)?;
        }
        Ok(())
    }

    fn related(&mut self, related: &[Related]) -> io::Result<()> {
        if related.is_empty() {
            return Ok(());
        }
        self.section(if related.iter().any(|r| r.outward) { "Related elsewhere" } else { "Related here" })?;
        self.paragraph("What is related supports the work on the other side. No line says that anything is met.")?;
        for framework in related {
            if framework.outward {
                self.subtitle(&framework.title)?;
            }
            for relation in &framework.to {
                self.relation(relation)?;
            }
            if let Some(caution) = &framework.caution {
                self.hanging("  Note: ", "  ", caution)?;
            }
        }
        Ok(())
    }

    fn relation(&mut self, relation: &Relation) -> io::Result<()> {
        let (short, long) = said(&relation.facts);
        let Some(id) = &relation.id else {
            let words: Vec<String> = [vec![short], long].concat().into_iter().filter(|words| !words.is_empty()).collect();
            return self.paragraph(&words.join("; "));
        };
        let title = relation.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
        let short = if short.is_empty() { short } else { format!(" ({short})") };
        self.hanging("  ", "    ", &format!("{id}{title}{short}"))?;
        for words in long {
            self.hanging("    ", "    ", &words)?;
        }
        if let Some(support) = &relation.support {
            let there: Vec<String> = support
                .by
                .iter()
                .filter(|(_, names)| !names.is_empty())
                .map(|(kind, names)| kind.as_ref().map_or_else(|| some(names), |kind| format!("{kind} {}", some(names))))
                .collect();
            let state = support.extent().unwrap_or_else(|| if there.is_empty() { "nothing".into() } else { "there is".into() });
            let there = if there.is_empty() { String::new() } else { format!(": {}", there.join("; ")) };
            self.hanging("    ", "      ", &format!("here {state}{there}"))?;
        }
        Ok(())
    }
}

fn answers(support: &Support) -> Vec<(String, String)> {
    let row = |(kind, names): &OfKind| {
        let kind = kind.as_deref().unwrap_or("files").to_owned();
        (kind, if names.is_empty() { "none here".to_owned() } else { some(names) })
    };
    support.by.iter().map(row).collect()
}

/// Names, and how many more there are.
fn some(names: &[Arc<str>]) -> String {
    match names.get(MOST..).filter(|rest| rest.len() > 1) {
        Some(rest) => format!("{} and {} more", names[..MOST].join(", "), rest.len()),
        None => names.join(", "),
    }
}

/// A field's name as people write it.
fn words(name: &str) -> String {
    name.replace('_', " ")
}
