//! Taking out what is needed no more: a comment, or an item of a list. With it goes its line, if nothing else stands there.

use crate::source::Span;

/// The bytes that go with a comment: its whole lines, or the comment with the blanks before it.
pub fn without_comment(text: &str, comment: Span) -> Span {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { return comment };
    let from = before.rfind('\n').map_or(0, |i| i + 1);
    let to = after.find('\n').map_or(text.len(), |i| end + i + 1);
    if before[from..].trim().is_empty() && text[end..to].trim().is_empty() {
        return Span::new(from, to);
    }
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    // Something must stay between what stands before and after it, as in a table's cell.
    let keeps = blanks > 0 && !text[end..to].starts_with(['\n', '\r', ' ', '\t']) && !text[end..to].is_empty();
    Span::new(start - blanks + usize::from(keeps), end)
}

/// The bytes that go with an item of a list in lines: from its dash to the end of its last line. None where it stands otherwise.
pub fn without_item(text: &str, item: Span) -> Option<Span> {
    let (start, end) = (item.start as usize, item.end as usize);
    let from = text.get(..start)?.rfind('\n').map_or(0, |i| i + 1);
    let to = text.get(end..)?.find('\n').map_or(text.len(), |i| end + i + 1);
    let rest = text[end..to].trim();
    (text[from..start].trim() == "-" && (rest.is_empty() || rest.starts_with('#'))).then(|| Span::new(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str, gone: Option<Span>) -> String {
        gone.map_or("-".into(), |gone| format!("{}{}", &text[..gone.start as usize], &text[gone.end as usize..]))
    }

    #[test]
    fn a_comment_goes_with_its_line_or_its_blanks() {
        for (text, then) in [
            ("a\n  #c\nb", "a\nb"),
            ("a #c\nb", "a\nb"),
            ("| a #c |", "| a |"),
            ("| a #c|", "| a |"),
            ("#c", ""),
            ("| #c | b |", "| | b |"),
        ] {
            let at = text.find("#c").unwrap();
            assert_eq!(left(text, Some(without_comment(text, Span::new(at, at + 2)))), then, "{text}");
        }
    }

    #[test]
    fn an_item_goes_with_its_dash() {
        for (text, then) in [("l:\n  - x: 1\n    y: 2\n  - z\n", "l:\n  - z\n"), ("l: [x: 1\n    y: 2]", "-")] {
            let at = text.find("x: 1").unwrap();
            let end = text.find("y: 2").unwrap() + 4;
            assert_eq!(left(text, without_item(text, Span::new(at, end))), then, "{text}");
        }
    }
}
