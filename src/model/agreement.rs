//! Whether what is said twice is the same.

use super::Data;
use crate::schema::fold_value;

/// Whether two tellings say the same, places aside. A value that could not be read agrees with anything: it is reported already.
pub fn same(a: &Data, b: &Data) -> bool {
    match (a, b) {
        (Data::Poisoned, _) | (_, Data::Poisoned) => true,
        (Data::Text(a), Data::Text(b)) | (Data::Ref(a, _), Data::Ref(b, _)) => a == b || fold_value(a) == fold_value(b),
        (Data::List(a), Data::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(&a.data, &b.data)),
        (Data::Group(a), Data::Group(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((i, a), (j, b))| i == j && same(&a.data, &b.data))
        }
        (Data::Map(a), Data::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && same(&a.value.data, &b.value.data))
        }
        (Data::Period(p), Data::Date(d)) | (Data::Date(d), Data::Period(p)) => (p.first..=p.last).contains(d),
        // "March 2026" and "Q1 2026" do not contradict each other.
        (Data::Period(a), Data::Period(b)) => a.first <= b.last && b.first <= a.last,
        (a, b) => a == b,
    }
}

/// Whether two values cannot both be right. Versions, names and days that differ cannot; a sentence may be told in other words.
pub fn contradict(a: &Data, b: &Data) -> bool {
    if let (Data::Text(a), Data::Text(b)) | (Data::Ref(a, _), Data::Ref(b, _)) = (a, b) {
        let (a, b) = (fold_value(a), fold_value(b));
        let (a, b) = (Words::of(&a), Words::of(&b));
        return !a.is_sentence() && !b.is_sentence() && !a.agree(&b);
    }
    !same(a, b)
}

/// Whether two titles name different things.
pub fn titles_contradict(a: &str, b: &str) -> bool {
    let (a, b) = (fold_value(a), fold_value(b));
    !Words::of(&a).agree(&Words::of(&b))
}

/// The words of a folded text.
struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    /// Most words of a name, a version, a model.
    const NAME: usize = 4;

    fn of(text: &'a str) -> Self {
        let words = text.split([' ', '/']).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        Self(words.filter(|word| !word.is_empty()).collect())
    }

    fn is_sentence(&self) -> bool {
        self.0.len() > Self::NAME
    }

    /// True if both say the same, or one says more: `Triage` and `Triage of motor claims`.
    fn agree(&self, other: &Self) -> bool {
        let within = |a: &Self, b: &Self| a.0.iter().all(|word| b.0.contains(word));
        within(self, other) || within(other, self)
    }
}
