//! Explanations for people. A name may mean several things; each is told, the most general first.

use std::io::{self, Write};

use super::kind;
use crate::answers::{Card, Explained, Subject};
use crate::output::human::shown;
use crate::output::page::Page;
use crate::workspace::Workspace;

/// Writes what is known of a name. Paths are shown below `root`, see [`crate::output::Report::root`].
pub fn write(explained: &Explained<'_>, workspace: &Workspace, root: &str, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { workspace, root, colour, out };
    for (i, subject) in explained.subjects.iter().enumerate() {
        if i > 0 {
            writeln!(page.out)?;
        }
        match subject {
            Subject::Rule(rule) => page.rule(rule),
            Subject::Code(code) => page.code(code),
            Subject::Keyed(keyed) => page.keyed(keyed),
            Subject::Record(card) => page.record(card),
            Subject::Kind(id) => {
                let kind = workspace.index.schema.kind(*id);
                page.title(&kind.name, &kind.title)?;
                page.paragraph(&kind.description)?;
                page.list("Fields", &kind::fields(kind, &workspace.index.schema))
            }
        }?;
    }
    Ok(())
}

impl Page<'_> {
    fn record(&mut self, card: &Card) -> io::Result<()> {
        self.title(card.id.as_deref().unwrap_or("(no id)"), &card.kind_title)?;
        let fields: Vec<_> = card.fields.iter().map(|field| [field.name.to_string(), field.value.clone()]).collect();
        self.list("", &fields)?;
        let cited: Vec<_> = card.cited_by.iter().map(|(name, ids)| [name.to_string(), ids.join(", ")]).collect();
        self.list("Referred to by", &cited)?;
        let places: Vec<_> = (card.told.iter())
            .map(|place| {
                let file = self.workspace.sources.get(place.file);
                let at = file.position(place.span.start);
                [format!("{}:{}:{}", shown(self.root, &file.path), at.line, at.column)]
            })
            .collect();
        self.list("Where", &places)
    }
}
