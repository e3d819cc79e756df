//! Synthetic AIMS repositories: what a large organisation's folder looks like, in any size, the same bytes each time.
//!
//! The published figures are only worth something if the documents look like those that people keep: registers in YAML, tables and
//! prose in Markdown, front matter, links between files, ids that resolve, and now and then one that does not. So every kind of
//! document here follows `examples/complete`, and the mix follows the registers that such a folder has per AI system.

mod governance;
mod impact;
mod paper;
mod partners;
mod procedures;
mod prose;
mod random;
mod registers;
mod risks;
mod systems;

use random::Random;

/// A file: its path below the root, and its text.
pub type File = (String, String);

/// The seed of the published figures.
pub const SEED: u64 = 42_001;

/// A repository of exactly `documents` Markdown and YAML files and a manifest. Sorted by path. Fewer than 60 documents are not
/// enough for one file of each sort, so 60 is the least that is given.
pub fn generate(documents: usize, seed: u64) -> Vec<File> {
    let plan = Plan::new(documents.max(60));
    let mut random = Random::new(seed);
    let mut files = vec![governance::manifest()];
    files.extend(governance::files(&plan, &mut random));
    files.extend(systems::files(&plan, &mut random));
    files.extend(risks::files(&plan, &mut random));
    files.extend(impact::files(&plan, &mut random));
    files.extend(partners::files(&plan, &mut random));
    files.extend(registers::files(&plan, &mut random));
    files.extend(procedures::files(&plan, &mut random));
    // What is left of the number are minutes and notes.
    let rest = (plan.documents + 1).saturating_sub(files.len());
    files.extend(paper::files(&plan, rest, &mut random));
    files.sort();
    files
}

/// How much there is of each kind of record, all following from the number of AI systems.
pub struct Plan {
    documents: usize,
    systems: usize,
    roles: usize,
    risks: usize,
    datasets: usize,
    suppliers: usize,
    customers: usize,
    lifecycle: usize,
    changes: usize,
    incidents: usize,
    nonconformities: usize,
    objectives: usize,
    audits: usize,
    reviews: usize,
    procedures: usize,
}

impl Plan {
    fn new(documents: usize) -> Self {
        let systems = documents / 7;
        let share = |part: usize, of: usize| (systems * part / of).max(2);
        Self {
            documents,
            systems,
            roles: share(1, 4).max(12),
            risks: systems * 3,
            datasets: systems,
            suppliers: share(1, 4),
            customers: share(1, 3),
            lifecycle: systems * 4,
            changes: systems,
            incidents: share(1, 2),
            nonconformities: share(1, 3),
            objectives: share(1, 4),
            audits: share(1, 3),
            reviews: share(1, 8),
            procedures: share(3, 4),
        }
    }
}

/// The id of one of `count` records: mostly one that there is, in one case of two hundred one that there is not.
fn any(prefix: &str, count: usize, random: &mut Random) -> String {
    let number = random.below(count) + 1;
    let number = if random.below(200) == 0 { number + 90_000 } else { number };
    id(prefix, number)
}

fn id(prefix: &str, number: usize) -> String {
    format!("{prefix}-{number:04}")
}

/// `from..=to` in groups of `size`: the records of each file of a register.
fn groups(count: usize, size: usize) -> impl Iterator<Item = (usize, std::ops::RangeInclusive<usize>)> {
    (0..count.div_ceil(size)).map(move |i| (i + 1, i * size + 1..=((i + 1) * size).min(count)))
}
