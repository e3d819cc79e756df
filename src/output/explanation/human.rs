//! Explanations for people. A name may mean several things; each is told, the most particular first.

use std::io::{self, Write};
use std::sync::Arc;

use anstyle::Style;

use super::kind;
use crate::answers::{Card, Explained, Keyed, Subject};
use crate::finding::BuiltIn;
use crate::output::human::{basis_line, shown};
use crate::output::legible;
use crate::rules::{ExampleFile, Rule};
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

struct Page<'a> {
    workspace: &'a Workspace,
    root: &'a str,
    colour: bool,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn rule(&mut self, rule: &Rule) -> io::Result<()> {
        self.title(&rule.name, &rule.about().summary)?;
        let stage = rule.pack.stage_word(rule.stage);
        let basis = basis_line(rule.pack.standard.as_deref(), &rule.keys, rule.basis);
        let rests = basis.unwrap_or_else(|| rule.basis.phrase().to_owned());
        self.paragraph(&format!("{} from stage {stage} on; {rests}.", sentence(rule.severity.word())))?;
        if let Some(why) = &rule.about().why {
            self.section("Why")?;
            self.paragraph(why)?;
        }
        self.example("It fires where marked", &rule.about().examples.bad)?;
        self.example("It is silent", &rule.about().examples.good)?;
        let file = self.workspace.sources.get(rule.place.file);
        let line = file.position(rule.place.span.start).line;
        self.section("Where")?;
        self.paragraph(&format!("{}:{line}", file.path))
    }

    fn code(&mut self, code: &BuiltIn) -> io::Result<()> {
        self.title(code.code, code.summary)?;
        self.paragraph(&format!("{}, built in; repository hygiene.", sentence(code.severity.word())))?;
        self.section("Why")?;
        self.paragraph(code.why)?;
        self.section("What to do")?;
        self.paragraph(&format!("{}.", sentence(code.fix)))?;
        if code.suppressible {
            Ok(())
        } else {
            self.paragraph("It cannot be switched off: without it nothing else can be judged.")
        }
    }

    fn keyed(&mut self, keyed: &Keyed<'_>) -> io::Result<()> {
        let id = keyed.card.id.as_deref().unwrap_or_default();
        self.title(id, keyed.title.as_deref().unwrap_or(&keyed.card.kind_title))?;
        let named = |field: &&crate::answers::CardField| !matches!(&*field.name, "id" | "title");
        let rows: Vec<_> = keyed.card.fields.iter().filter(named).map(|f| [f.name.to_string(), f.value.clone()]).collect();
        self.list("", &rows)?;
        self.names("Within it", &keyed.below)?;
        let rules: Vec<_> = keyed.rules.iter().map(|rule| [rule.name.to_string(), rule.about().summary.to_string()]).collect();
        self.list("Rules", &rules)?;
        let answers: Vec<_> = (keyed.answers.iter())
            .map(|(kind, ids)| [kind.to_string(), if ids.is_empty() { "none here".into() } else { ids.join(", ") }])
            .collect();
        self.list("Answered by", &answers)
    }

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

    fn title(&mut self, name: &str, words: &str) -> io::Result<()> {
        let bold = if self.colour { Style::new().bold() } else { Style::new() };
        writeln!(self.out, "{bold}{}{bold:#}: {}", legible::line(name), legible::line(words))
    }

    fn section(&mut self, title: &str) -> io::Result<()> {
        let bold = if self.colour { Style::new().bold() } else { Style::new() };
        writeln!(self.out, "\n{bold}{title}{bold:#}")
    }

    /// Text, indented, lines of at most 100 characters.
    fn paragraph(&mut self, text: &str) -> io::Result<()> {
        let mut line = String::new();
        for word in legible::line(text).split_whitespace() {
            if !line.is_empty() && line.chars().count() + word.chars().count() > 96 {
                writeln!(self.out, "  {line}")?;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if line.is_empty() { Ok(()) } else { writeln!(self.out, "  {line}") }
    }

    /// Aligned rows under a title; nothing without rows.
    fn list<const N: usize>(&mut self, title: &str, rows: &[[String; N]]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        if !title.is_empty() {
            self.section(title)?;
        }
        let rows: Vec<[String; N]> = rows.iter().map(|row| row.clone().map(|cell| legible::line(&cell))).collect();
        let widths = crate::output::table::widths(&rows);
        for row in &rows {
            writeln!(self.out, "  {}", crate::output::table::line(row, widths, [false; N]))?;
        }
        Ok(())
    }

    fn names(&mut self, title: &str, names: &[Arc<str>]) -> io::Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        self.section(title)?;
        self.paragraph(&names.join(", "))
    }

    fn example(&mut self, title: &str, files: &[ExampleFile]) -> io::Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.section(title)?;
        for (i, file) in files.iter().enumerate() {
            if i > 0 {
                writeln!(self.out)?;
            }
            writeln!(self.out, "  {}", legible::line(&file.path))?;
            for line in file.text.trim_end().lines() {
                let line = legible::line(line);
                writeln!(self.out, "{}", format!("  │ {line}").trim_end())?;
            }
        }
        Ok(())
    }
}

/// The text with a capital first letter.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
