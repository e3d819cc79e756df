//! What stands where a person is to write: a placeholder in the schema's own words, so that it says what belongs there.

use std::fmt::Write as _;

use crate::schema::{Field, Type};

use super::New;

impl New<'_> {
    /// The record as a YAML mapping whose further lines stand after `indent`. `head` comes first: `kind: risk`.
    pub(super) fn mapping(&self, head: &str, indent: &str) -> String {
        let (id, title) = self.names();
        let mut lines = Vec::new();
        if !head.is_empty() {
            lines.push(format!("{head}\n"));
        }
        if let Some(id) = id {
            lines.push(format!("{}: {}\n", self.kind.fields[usize::from(id)].name, self.id));
        }
        if title.is_some() && title != id {
            lines.push(format!("title: {}\n", quoted(self.title())));
        }
        lines.extend(self.fields.iter().map(|field| self::lines(field, indent)));
        lines.join(indent)
    }
}

/// A field as lines of YAML, each after `indent`, the first without it.
pub(super) fn lines(field: &Field, indent: &str) -> String {
    let Type::Group(group) = &field.ty else { return format!("{}: {}\n", field.name, quoted(&blank(field))) };
    let mut lines = format!("{}:\n", field.name);
    for part in &group.fields {
        let _ = writeln!(lines, "{indent}  {}: {}", part.name, quoted(&blank(part)));
    }
    lines
}

/// `[who is accountable]`: what belongs there, in brackets.
pub fn blank(field: &Field) -> String {
    match field.ty.element() {
        Type::Date => "YYYY-MM-DD".to_owned(),
        Type::Truth(_) => "[yes or no]".to_owned(),
        _ => format!("[{}]", field.words().replace(['[', ']', '{', '}', '<', '>', '"', '|'], "")),
    }
}

/// A text that YAML reads as text.
pub fn quoted(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_alphanumeric())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '(' | ')' | '/' | '\''))
        && !text.ends_with(' ')
        && !matches!(text.to_ascii_lowercase().as_str(), "yes" | "no" | "true" | "false" | "null" | "on" | "off" | "none");
    if plain || text == "YYYY-MM-DD" {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
