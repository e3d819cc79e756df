//! What a standard obliges to, as data: packs of rule files are read, checked against the kinds, and judged over the records.
//! Nothing here names a clause, a control or a rule of a pack.

mod changes;
mod complaint;
pub mod coverage;
pub mod examples;
mod load;
pub mod pack;
pub mod precedence;
mod rule;
mod run;
mod verdict;
pub mod wording;

pub use changes::{Topic, topics};
pub use load::{Against, Rules, plan};
pub use pack::Pack;
pub use rule::{
    About, Body, Check, ExampleFile, Examples, Fix, Forbid, Part, Required, Rule, RuleLabel, Template, Texts, Within,
};
pub use run::{Count, Edit, Outcome, Over, Reach, Settings, again, edited, run};
pub use verdict::{Does, Intent, Piece, Verdict};

#[cfg(test)]
mod tests;
