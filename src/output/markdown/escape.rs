//! Text of others within Markdown: it may neither be markup, nor notify anybody, nor fetch anything.

use super::super::legible;

/// A text in which nothing is markup but code between backticks, which messages use for names.
pub fn escaped(text: &str) -> String {
    let spans = text.matches('`').count().is_multiple_of(2);
    let mut out = String::with_capacity(text.len() + 8);
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' if spans => {
                in_code = !in_code;
                out.push(c);
            }
            _ if in_code => out.push(c),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A name or a number after one of these is told, or linked to.
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // An address of the web would become a link.
    out.replace("://", ":&#47;&#47;")
}

/// A text as code, whatever it holds.
pub(super) fn code(text: &str) -> String {
    let text = legible::line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    if longest > 0 { format!("{fence} {text} {fence}") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_but_code() {
        assert_eq!(
            escaped("`a_b` of <b>x</b> by @jane, see #7 and *this*"),
            "`a_b` of &lt;b&gt;x&lt;/b&gt; by &#64;jane, see &#35;7 and \\*this\\*"
        );
        assert_eq!(escaped("one ` and ![x](https://y)"), "one \\` and \\!\\[x\\](https:&#47;&#47;y)");
        assert_eq!(code("a`b"), "`` a`b ``");
    }
}
