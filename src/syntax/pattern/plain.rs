//! A text as patterns for ASCII read it: each character beyond ASCII is one that is in no word and no pattern, a blank is a blank that no
//! pattern names.

/// A text made ASCII, a byte for each character, and where its bytes stood.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub bytes: Vec<u8>,
    /// After each character that took several bytes: the byte here, and the byte in the text.
    wide: Vec<(usize, usize)>,
}

/// What stands for a character beyond ASCII.
pub(super) fn stand_in(c: char) -> u8 {
    if c.is_whitespace() { 0x0b } else { 0x7f }
}

impl Plain {
    /// A text made ASCII.
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self { bytes: Vec::with_capacity(text.len()), wide: Vec::new() };
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
            plain.bytes.extend_from_slice(&rest.as_bytes()[..at]);
            let mut chars = rest[at..].chars();
            plain.bytes.extend(chars.next().map(stand_in));
            rest = chars.as_str();
            plain.wide.push((plain.bytes.len(), text.len() - rest.len()));
        }
        plain.bytes.extend_from_slice(rest.as_bytes());
        plain
    }

    /// Where a byte stood in the text.
    pub(super) fn there(&self, here: usize) -> usize {
        let before = self.wide.partition_point(|(at, _)| *at <= here).checked_sub(1);
        before.map_or(here, |i| self.wide[i].1 + here - self.wide[i].0)
    }

    /// Where the character is that begins at a byte of the text.
    pub(super) fn here(&self, there: usize) -> usize {
        let before = self.wide.partition_point(|(_, at)| *at <= there).checked_sub(1);
        before.map_or(there, |i| self.wide[i].0 + there - self.wide[i].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_is_a_byte_that_tells_where_it_stood() {
        let text = "a–\u{a0}é, b😀";
        let plain = Plain::of(text);
        assert_eq!(plain.bytes, b"a\x7f\x0b\x7f, b\x7f");
        for (here, (there, _)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
            assert_eq!((plain.there(here), plain.here(there)), (there, here));
        }
    }
}
