//! The view for people. It counts no share and draws no conclusion.

use std::io::{self, Write};

use super::state;
use crate::answers::coverage::Coverage;
use crate::answers::{ByFramework, Provision, RelatedRow};
use crate::finding::Severity;
use crate::output::page::Page;
use crate::output::relation::said;
use crate::output::summary::count;
use crate::output::wrap::WIDTH;
use crate::output::{legible, table};
use crate::workspace::Workspace;

/// Columns before what is related.
const INDENT: usize = 4;
/// Columns of titles; a longer one pushes what is said of it to the right.
const TITLE: usize = 58;

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
        let (short, long) = said(&provision.facts);
        let short = if short.is_empty() { short } else { format!(" ({short})") };
        self.title(&provision.id, &format!("{}{short}", provision.title))?;
        for fact in long {
            self.paragraph(&fact)?;
        }
        let rows: Vec<[String; 4]> = provision.related.iter().map(|related| row(related, coverage)).collect();
        let widths = table::widths(&rows);
        for row in &rows {
            self.related_row(row, widths)?;
        }
        if rows.is_empty() {
            self.paragraph("nothing of the standard is related to it")?;
        }
        Ok(())
    }
}

impl Page<'_> {
    /// A row; what is said of it stands beside its title where there is room, else below.
    fn related_row(&mut self, row: &[String; 4], widths: [usize; 4]) -> io::Result<()> {
        let [id_width, state_width, title_width, _] = widths;
        let widths = [id_width, state_width, title_width.min(TITLE), 0];
        let line = format!("{:INDENT$}{}", "", table::line(row, widths, [false; 4]));
        if line.chars().count() <= WIDTH {
            return writeln!(self.out, "{line}");
        }
        let [id, state, title, words] = row;
        let below = " ".repeat(INDENT + id_width + 2 + state_width + 2);
        self.hanging(&format!("{:INDENT$}{id:<id_width$}  {state:<state_width$}  ", ""), &below, title)?;
        self.hanging(&below, &below, words)
    }
}

fn row(related: &RelatedRow, coverage: &Coverage) -> [String; 4] {
    let (short, long) = said(&related.facts);
    let mut words: Vec<String> = Some(short).filter(|s| !s.is_empty()).into_iter().collect();
    words.extend(found(related, coverage));
    words.extend(long);
    [related.id.to_string(), state(coverage, related), related.title.to_string(), words.join("; ")]
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
