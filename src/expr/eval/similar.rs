//! `similar`: two titles that differ in what writers vary without meaning anything.

use std::rc::Rc;

use crate::schema::fold_value;

/// Words that carry nothing in a title, in any field; a pack adds its own.
const STOP: [&str; 18] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "our", "the", "to", "with", "within", "its"];

/// The words of a text that count, by which it is compared.
pub(in crate::expr) type Words = Rc<[Word]>;

/// A word, and what decides how it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::expr) struct Word {
    text: String,
    chars: usize,
    digit: bool,
}

/// True when one's words contain the other's, neither being empty. Words of five letters or more may be one edit apart; never those with
/// a digit.
pub(super) fn similar(a: &[Word], b: &[Word]) -> bool {
    !a.is_empty() && !b.is_empty() && (within(a, b) || within(b, a))
}

/// True when two texts have the same words, but for spelling and what is passed over.
pub(super) fn alike(a: &[Word], b: &[Word]) -> bool {
    !a.is_empty() && within(a, b) && within(b, a)
}

fn within(few: &[Word], many: &[Word]) -> bool {
    few.len() <= many.len() && few.iter().all(|w| many.iter().any(|m| same(w, m)))
}

/// True for one word, but for spelling and form.
pub(super) fn same(a: &Word, b: &Word) -> bool {
    let long = |w: &Word| w.chars >= 5 && !w.digit;
    a.text == b.text || long(a) && long(b) && (is_one_edit(a, b) || kin(&a.text, &b.text))
}

fn is_one_edit(a: &Word, b: &Word) -> bool {
    // Each edit changes the length by one at most, and leaves the beginning or the end of a long word as it is.
    let ends = |word: &Word| (word.text.chars().next(), word.text.chars().next_back());
    let (ours, theirs) = (ends(a), ends(b));
    a.chars.abs_diff(b.chars) <= 1 && (ours.0 == theirs.0 || ours.1 == theirs.1) && strsim::osa_distance(&a.text, &b.text) <= 1
}

/// True for forms of one word: "societies" and "societal", "assessing" and "assessment".
fn kin(a: &str, b: &str) -> bool {
    let stem = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    stem >= 6 && [a, b].iter().all(|word| word.chars().count() - stem <= 4)
}

/// The words of a text but for those of `noise` (folded), which are passed over.
pub(in crate::expr) fn words(text: &str, noise: &[Box<str>]) -> Words {
    let folded = fold_value(text);
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !STOP.contains(w) && !noise.iter().any(|n| **n == **w))
        .map(spelling)
        .collect();
    words.sort();
    words.dedup();
    let word = |text: String| Word { chars: text.chars().count(), digit: text.contains(|c: char| c.is_ascii_digit()), text };
    words.into_iter().map(word).collect()
}

/// One spelling for -ise and -ize, and what is derived from them.
fn spelling(word: &str) -> String {
    for (british, american) in [("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ises", "izes"), ("ise", "ize")] {
        if let Some(stem) = word.strip_suffix(british)
            && stem.chars().count() > 2
        {
            return format!("{stem}{american}");
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        let noise: Vec<Box<str>> = ["ai", "system", "systems"].map(Into::into).into();
        for (a, b, want) in [
            ("Loan of rare books", "loans of the rare book", false),
            ("Returned items", "Return of items", true),
            ("Organisation of shelves", "Organization of shelves", true),
            ("AI system shelving", "Shelving", true),
            ("Shelving of books", "Shelving of books, and the cellar", true),
            ("Rule 12", "Rule 13", false),
            ("the", "the", false),
            ("Lending policy", "Lending poliy", true),
            ("Lending policy", "Buying policy", false),
            ("Lending to societies", "Societal lending", true),
            ("Community", "Communication", false),
        ] {
            assert_eq!(similar(&words(a, &noise), &words(b, &noise)), want, "{a} / {b}");
        }
        assert!(alike(&words("Organisation of AI shelves", &noise), &words("organization of shelves", &noise)));
        assert!(!alike(&words("Shelving of books", &noise), &words("Shelving of books, and the cellar", &noise)));
        assert!(!alike(&words("the", &noise), &words("the", &noise)));
    }
}
