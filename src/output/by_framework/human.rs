//! The view for people. It counts no share and draws no conclusion.

use std::io::{self, Write};

use super::state;
use crate::answers::coverage::Coverage;
use crate::answers::{ByFramework, Fact, Provision, RelatedRow};
use crate::finding::Severity;
use crate::output::page::Page;
use crate::output::summary::count;
use crate::output::{legible, table};
use crate::workspace::Workspace;

/// A fact up to this many characters stands in line with others.
const SHORT: usize = 24;

/// Writes provisions with what is related to each.
pub fn write(
    view: &ByFramework,
    coverage: &Coverage,
    workspace: &Workspace,
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { workspace, root: ".", colour, out };
    let standard = coverage.standard.as_deref().unwrap_or("the standard");
    page.title(&view.title, &format!("what of {standard} is related to it, as of {}", coverage.as_of))?;
    page.paragraph("What is related supports the work on a provision. No line says that anything is met.")?;
    if let Some(caution) = &view.caution {
        page.paragraph(caution)?;
    }
    for provision in &view.provisions {
        writeln!(page.out)?;
        page.provision(provision, coverage)?;
    }
    if view.others > 0 {
        writeln!(page.out)?;
        let others = count(view.others, "other provision is", "other provisions are");
        page.hanging("", "", &format!("{others} not listed: nothing is said of a relation to the standard."))?;
    }
    Ok(())
}

impl Page<'_> {
    fn provision(&mut self, provision: &Provision, coverage: &Coverage) -> io::Result<()> {
        let (short, long) = parts(&provision.facts);
        let short = if short.is_empty() { short } else { format!(" ({short})") };
        self.title(&provision.id, &format!("{}{short}", provision.title))?;
        for fact in long {
            self.paragraph(&fact)?;
        }
        let rows: Vec<[String; 4]> = provision.related.iter().map(|related| row(related, coverage)).collect();
        let widths = table::widths(&rows);
        for row in &rows {
            writeln!(self.out, "    {}", table::line(row, widths, [false; 4]))?;
        }
        if rows.is_empty() {
            self.paragraph("nothing of the standard is related to it")?;
        }
        Ok(())
    }
}

fn row(related: &RelatedRow, coverage: &Coverage) -> [String; 4] {
    let (short, long) = parts(&related.facts);
    let mut said: Vec<String> = Some(short).filter(|s| !s.is_empty()).into_iter().collect();
    said.extend(found(related, coverage));
    said.extend(long);
    [related.id.to_string(), state(coverage, related), related.title.to_string(), said.join("; ")]
        .map(|cell| legible::line(&cell))
}

/// "2 errors, 1 warning".
fn found(related: &RelatedRow, coverage: &Coverage) -> Option<String> {
    let sum = |severity| related.rows.iter().map(|i| coverage.count(&coverage.rows[*i], severity)).sum::<usize>();
    let words = [(Severity::Error, "error", "errors"), (Severity::Warning, "warning", "warnings")];
    let said: Vec<String> = words
        .iter()
        .map(|(severity, one, more)| (sum(*severity), one, more))
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, more)| count(n, one, more))
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// Short facts on one line, and long ones each for itself.
fn parts(facts: &[Fact]) -> (String, Vec<String>) {
    let said = facts.iter().filter_map(|fact| Some((fact.label(), fact.text()?)));
    let (short, long): (Vec<_>, Vec<_>) = said.partition(|(_, text)| text.chars().count() <= SHORT);
    let line = |(label, text): (String, &str)| format!("{label}: {text}");
    (short.into_iter().map(line).collect::<Vec<_>>().join("; "), long.into_iter().map(line).collect())
}
