//! Arguments about what was there before.

use clap::{Args, ValueEnum};

/// Findings that were there before, and do not count.
#[derive(Args, Debug)]
pub struct Baselines {
    /// The baseline, from the root; unasked it is `clauselint-baseline.yaml`, if that is there
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<String>,
    /// Report as if there were no baseline
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline"])]
    pub no_baseline: bool,
    /// Write the baseline: what is found now, or if there is one already, take out of it what is not found any more
    ///
    /// With `=all` what is found now is added to the one that is there. What is not reported, because of --select, --ignore, the paths or the
    /// stage, is not added; nothing is taken out because of them.
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "known", conflicts_with_all = ["since", "staged"])]
    pub write_baseline: Option<Write>,
}

/// What a baseline that is there is to hold when it is written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Write {
    /// What it held, if it is still found
    Known,
    /// All that is found
    All,
}
