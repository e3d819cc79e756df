//! Puts together what is made of a pattern. Only the build script does, and the tests that compare.
//!
//! One after the other, each after its length of four bytes: which letters are read as which, the table, the steps, the literals. The table
//! is that of the pattern widened where the pattern's own would be large, and empty where that one would be, too.

use super::super::literals::read::literals;
use super::super::narrowed::narrowed;
use super::super::program::{Text, read, tells_letters_apart};
use super::super::steps::write::steps;
use super::super::table::write::table;
use super::super::widened::widened;

/// What is made of a pattern. None for one that is wrong, or too large.
pub(crate) fn made(source: &str, ignore_case: bool) -> Option<Vec<u8>> {
    let (pattern, letters) = if tells_letters_apart(source) {
        narrowed(&read(source, ignore_case, Text::Any).ok()?)?
    } else {
        (read(source, ignore_case, Text::Ascii).ok()?, Vec::new())
    };
    let steps = steps(&pattern)?;
    let mut made = Vec::new();
    let table = table(&pattern, true).or_else(|| table(&widened(&pattern), false));
    for part in [letters, table.unwrap_or_default(), steps, literals(source)] {
        made.extend((part.len() as u32).to_le_bytes());
        made.extend(part);
    }
    Some(made)
}
