//! A change as a comment on a pull request. It leaves the machine: what is sensitive is not quoted.

use std::io::{self, Write};

use super::Told;
use super::lines::{sections, summary};

/// More lines than these are folded away.
const OPEN: usize = 20;

/// Writes a heading, the sections as lists, and the closing line.
pub fn write(told: &Told<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### What this change does\n")?;
    for (heading, lines) in sections(told, true) {
        let heading = escaped(&heading);
        let folded = lines.len() > OPEN;
        if folded {
            writeln!(out, "<details><summary><b>{heading}</b> ({})</summary>\n", lines.len())?;
        } else {
            writeln!(out, "**{heading}**\n")?;
        }
        for line in &lines {
            writeln!(out, "- {}", escaped(line))?;
        }
        writeln!(out)?;
        if folded {
            writeln!(out, "</details>\n")?;
        }
    }
    writeln!(out, "{}", escaped(&summary(told)))
}

/// What documents say is no markup here, and calls nobody.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("@\u{200b}"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_documents_say_is_no_markup() {
        assert_eq!(escaped("[x](y) <b> @a"), "\\[x\\](y) &lt;b&gt; @\u{200b}a");
    }
}
