//! Makes text from a document safe and honest to show. A document may hold escape sequences that a terminal would obey, and
//! characters that hide or reorder what stands beside them: each is replaced by a visible stand-in.

/// The stand-in for a character that must not reach a terminal, of the same length in UTF-8, so that offsets keep. None for a
/// character that may be shown. `before` is the character in front of it; a tab may be shown.
fn stand_in(c: char, before: Option<char>) -> Option<char> {
    match c {
        '\t' => None,
        '\0'..='\u{1f}' | '\u{7f}' => Some('?'),
        // C1 controls, soft hyphen, Arabic letter mark: two bytes, as is the middle dot.
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' => Some('·'),
        // Joiners belong to scripts and to emoji; between ASCII characters they only hide.
        '\u{200c}' | '\u{200d}' if before.is_some_and(|b| !b.is_ascii()) => None,
        '\u{fff9}'..='\u{fffb}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Some('\u{fffd}'),
        // Tag characters, four bytes: invisible text.
        '\u{e0000}'..='\u{e007f}' => Some('\u{1fbc4}'),
        _ => None,
    }
}

/// True for a text that needs no stand-in, as most are.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Appends `text` with stand-ins. As many bytes are appended as `text` has.
pub(super) fn push(into: &mut String, text: &str) {
    if is_plain(text) {
        into.push_str(text);
        return;
    }
    let mut before = None;
    for c in text.chars() {
        into.push(stand_in(c, before).unwrap_or(c));
        before = Some(c);
    }
}

/// `text` on one line: stand-ins, and a blank for each line break or tab. For messages, which may quote a document.
pub(super) fn line(text: &str) -> String {
    let text = text.trim_end();
    if is_plain(text) {
        return text.to_owned();
    }
    let flat: String = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    let mut line = String::with_capacity(flat.len());
    push(&mut line, &flat);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_have_the_length_of_what_they_stand_for() {
        for code in 0..=0x0010_ffff {
            let Some(c) = char::from_u32(code) else { continue };
            if let Some(stand_in) = stand_in(c, Some('a')) {
                assert_eq!(stand_in.len_utf8(), c.len_utf8(), "U+{code:04X}");
            }
        }
    }

    #[test]
    fn escapes_are_disarmed_and_scripts_are_left_alone() {
        assert_eq!(line("a\u{1b}[31mb\u{202e}c\u{9b}d"), "a?[31mb\u{fffd}c·d");
        assert_eq!(line("two\r\nlines\tand a tab\n"), "two  lines and a tab");
        for text in ["👩\u{200d}🔬", "می\u{200c}خواهم", "日本語", "é"] {
            assert_eq!(line(text), text);
        }
        assert_eq!(line("A\u{200c}.5.2"), "A\u{fffd}.5.2");
    }
}
