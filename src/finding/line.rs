//! Text of a document within a message: on one line, and not too much of it.

/// At most `most` characters of a text, runs of blanks and line breaks as one blank; what is cut ends in `…`.
pub fn one_line(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most { line } else { line.chars().take(most.saturating_sub(1)).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(one_line(" a\n b\t c ", 5), "a b c");
        assert_eq!(one_line("größer als", 5), "größ…");
    }
}
