//! `similar`: two titles that differ in what writers vary without meaning anything.

use crate::schema::fold_value;

/// Words that carry nothing in a title, in any field; a pack adds its own.
const STOP: [&str; 18] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "our", "the", "to", "with", "within", "its"];

/// True when one's words contain the other's, neither being empty. Words of five letters or more may be one edit apart; never those with
/// a digit. Words of `noise` (folded) are passed over.
pub(super) fn similar(a: &str, b: &str, noise: &[Box<str>]) -> bool {
    let (a, b) = (words(a, noise), words(b, noise));
    !a.is_empty() && !b.is_empty() && (within(&a, &b) || within(&b, &a))
}

/// True when two texts have the same words, but for spelling and what `noise` passes over.
pub(super) fn alike(a: &str, b: &str, noise: &[Box<str>]) -> bool {
    let (a, b) = (words(a, noise), words(b, noise));
    !a.is_empty() && within(&a, &b) && within(&b, &a)
}

fn within(few: &[String], many: &[String]) -> bool {
    few.len() <= many.len() && few.iter().all(|w| many.iter().any(|m| same(w, m)))
}

fn same(a: &str, b: &str) -> bool {
    let long = |w: &str| w.chars().count() >= 5;
    let digit = |w: &str| w.contains(|c: char| c.is_ascii_digit());
    a == b || long(a) && long(b) && !digit(a) && !digit(b) && (strsim::osa_distance(a, b) <= 1 || kin(a, b))
}

/// True for forms of one word: "societies" and "societal", "assessing" and "assessment".
fn kin(a: &str, b: &str) -> bool {
    let stem = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    stem >= 6 && [a, b].iter().all(|word| word.chars().count() - stem <= 4)
}

fn words(text: &str, noise: &[Box<str>]) -> Vec<String> {
    let folded = fold_value(text);
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !STOP.contains(w) && !noise.iter().any(|n| **n == **w))
        .map(spelling)
        .collect();
    words.sort();
    words.dedup();
    words
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
            assert_eq!(similar(a, b, &noise), want, "{a} / {b}");
        }
        assert!(alike("Organisation of AI shelves", "organization of shelves", &noise));
        assert!(!alike("Shelving of books", "Shelving of books, and the cellar", &noise));
        assert!(!alike("the", "the", &noise));
    }
}
