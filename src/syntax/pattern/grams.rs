//! Which words a text cannot hold, asked without reading it again: a bit for each run of three letters that stands in it.
//!
//! Rules ask hundreds of patterns of the prose of each document, and most have no word there.

/// The runs of three letters of a text, case aside, every blank alike; a bit may stand for several runs.
#[derive(Debug)]
pub struct Grams {
    bits: Box<[u64]>,
    /// How far a hash is shifted to name a bit.
    shift: u32,
}

impl Grams {
    /// Of a text. Takes an eighth to a quarter of its bytes, 512 at most times.
    pub fn of(text: &str) -> Self {
        let bits = text.len().next_power_of_two().clamp(1 << 9, 1 << 16);
        let mut grams = Self { bits: vec![0; bits / 64].into(), shift: 32 - bits.trailing_zeros() };
        let mut run = 0;
        for byte in text.bytes() {
            run = (run << 8 | u32::from(folded(byte))) & 0x00ff_ffff;
            let bit = grams.bit(run);
            grams.bits[bit / 64] |= 1 << (bit % 64);
        }
        grams
    }

    /// False where a lower-case word of three letters or more is sure not to stand in the text.
    pub(super) fn may_hold(&self, word: &[u8]) -> bool {
        word.windows(3).all(|w| {
            let bit = self.bit(w.iter().fold(0, |run, byte| run << 8 | u32::from(folded(*byte))));
            self.bits[bit / 64] >> (bit % 64) & 1 == 1
        })
    }

    fn bit(&self, run: u32) -> usize {
        (run.wrapping_mul(0x9e37_79b1) >> self.shift) as usize
    }
}

fn folded(byte: u8) -> u8 {
    FOLDED[usize::from(byte)]
}

/// Each byte with case aside, every blank as one: looked up, as all text of a repository goes through it.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte = 0;
    while byte < folded.len() {
        let plain = byte as u8;
        folded[byte] = if plain.is_ascii_whitespace() { b' ' } else { plain.to_ascii_lowercase() };
        byte += 1;
    }
    folded
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_stands_in_a_text_is_never_denied() {
        let text = "The Risk\r\nRegister: übersicht of IMPACT\tassessments";
        let grams = Grams::of(text);
        for word in ["risk", "the risk", "impact assess", "register", "bersicht", "of impact"] {
            assert!(grams.may_hold(word.as_bytes()), "{word}");
        }
        for word in ["climate", "rollback", "kill switch"] {
            assert!(!grams.may_hold(word.as_bytes()), "{word}");
        }
    }
}
