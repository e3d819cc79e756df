//! A generator of numbers that gives the same ones on every machine and in every year (`SplitMix64`).

/// The state.
pub struct Random(u64);

impl Random {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 for a bound of 0.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    /// One of the items.
    pub fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }

    /// A day of the twelve months before July 2026.
    pub fn past_day(&mut self) -> String {
        self.day(0, 11)
    }

    /// A day of the first half of those months.
    pub fn early_day(&mut self) -> String {
        self.day(0, 5)
    }

    /// A day of the second half of them.
    pub fn late_day(&mut self) -> String {
        self.day(6, 11)
    }

    /// A day of the year after.
    pub fn coming_day(&mut self) -> String {
        self.day(13, 22)
    }

    /// A day in one of the months `from..=to`, counted from July 2025.
    fn day(&mut self, from: usize, to: usize) -> String {
        let month = 6 + from + self.below(to - from + 1);
        format!("{}-{:02}-{:02}", 2025 + month / 12, month % 12 + 1, 1 + self.below(28))
    }
}
