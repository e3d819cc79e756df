//! A rough look at YAML text around an error: which bracket or quote is open there. The parser does not tell, and its
//! events lag behind what it has read.

/// What a look from one place to another found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Brackets open at the end, outermost first: offset and character.
    pub brackets: Vec<(usize, char)>,
    /// The quote open at the end.
    pub quote: Option<(usize, char)>,
    /// Where the first outermost bracket was closed, whatever closed it.
    pub first_closed: Option<usize>,
}

/// Looks at `text[from..to]`, starting outside quotes and comments.
pub(super) fn look(text: &str, from: usize, to: usize) -> Found {
    let mut found = Found::default();
    let mut before = ' ';
    let mut chars = text.get(from..to).unwrap_or_default().char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if let Some((_, quote)) = found.quote {
            match c {
                '\\' if quote == '"' => {
                    chars.next();
                }
                // `''` is an apostrophe within single quotes.
                '\'' if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                    chars.next();
                }
                _ if c == quote => found.quote = None,
                _ => {}
            }
            before = c;
            continue;
        }
        // A quote or bracket within a word is part of the word, unless a flow collection is open.
        let starts = before.is_whitespace() || matches!(before, '[' | '{' | ',' | ':' | '}' | ']');
        match c {
            '"' | '\'' if starts => found.quote = Some((from + i, c)),
            '#' if before.is_whitespace() => while chars.next_if(|(_, next)| *next != '\n').is_some() {},
            '[' | '{' if starts || !found.brackets.is_empty() => found.brackets.push((from + i, c)),
            ']' | '}' => {
                let closed = found.brackets.pop().is_some() && found.brackets.is_empty();
                found.first_closed = found.first_closed.or(closed.then_some(from + i));
            }
            _ => {}
        }
        before = c;
    }
    found
}

/// The end of the document that holds `at`: the next line that starts with `---` or `...`, or the end of the text.
pub(super) fn document_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut offset = at;
    for line in rest.split_inclusive('\n') {
        if offset > at && (line.starts_with("---") || line.starts_with("...")) {
            return offset;
        }
        offset += line.len();
    }
    text.len()
}

/// The byte range of the line that holds `at`, without its line break.
pub(super) fn line(text: &str, at: usize) -> (usize, usize) {
    let start = text.get(..at).and_then(|s| s.rfind('\n')).map_or(0, |i| i + 1);
    let end = text.get(at..).and_then(|s| s.find('\n')).map_or(text.len(), |i| at + i);
    let end = if text[start..end].ends_with('\r') && end > at { end - 1 } else { end };
    (start, end)
}
