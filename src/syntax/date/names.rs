//! Names that calendars use, in the languages that documents are most often written in: English, German, French, Spanish, Italian, Dutch.

/// The months in English.
pub(super) const ENGLISH: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Each month's names and usual abbreviations, lower-case, without the full stop.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "jän", "janvier", "janv", "enero", "ene", "gennaio", "gen", "januari"],
    &[
        "february", "feb", "februar", "feber", "février", "fevrier", "févr", "fevr", "fév", "febrero", "febbraio", "febr",
        "februari",
    ],
    &["march", "mar", "märz", "maerz", "mär", "mrz", "mars", "marzo", "maart", "mrt"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "mag", "mei"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug"],
    &["august", "aug", "août", "aout", "agosto", "ago", "augustus"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "sett", "set"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic", "dicembre"],
];

/// What may stand between a day and its month, or a month and its year.
pub(super) const OF: &[&str] = &["of", "de", "del", "di", "van", "the"];

/// The month that a lower-case word names.
pub(super) fn month(word: &str) -> Option<i8> {
    MONTHS.iter().position(|names| names.contains(&word)).and_then(|i| i8::try_from(i + 1).ok())
}

/// What makes a number the number of a day: `14th`, `1er`, `1º`.
pub(super) fn is_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "re" | "º" | "ª" | "e")
}

/// A number spelt as a place in a row: `first quarter`.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    Some(match word {
        "first" | "erstes" | "premier" | "primer" | "primo" => 1,
        "second" | "zweites" | "deuxième" | "segundo" | "secondo" => 2,
        "third" | "drittes" | "troisième" | "tercer" | "terzo" => 3,
        "fourth" | "last" | "viertes" | "quatrième" | "cuarto" | "quarto" => 4,
        _ => return None,
    })
}

/// A part of a year that is counted: how many months it has.
pub(super) fn counted(word: &str) -> Option<i8> {
    Some(match word {
        "q" | "quarter" | "quartal" | "kwartaal" | "trimestre" => 3,
        "h" | "half" | "halbjahr" | "semestre" => 6,
        _ => return None,
    })
}

/// Words that announce a week of the year.
pub(super) fn is_week(word: &str) -> bool {
    matches!(word, "w" | "kw" | "cw" | "week" | "woche")
}

/// Words that join the two ends of a span.
pub(super) fn is_until(word: &str) -> bool {
    matches!(word, "to" | "until" | "till" | "through" | "thru" | "bis" | "au" | "al" | "tot")
}

/// Words that join two days of one month: `16 and 17 June`.
pub(super) fn is_and(word: &str) -> bool {
    matches!(word, "and" | "und" | "et" | "y" | "e" | "en")
}

/// Words beside a bare year that leave it a date: `end of 2026`, `by mid 2026`.
pub(super) fn announces_year(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "by",
        "end",
        "eoy",
        "of",
        "the",
        "in",
        "during",
        "mid",
        "early",
        "late",
        "beginning",
        "start",
        "until",
        "before",
        "due",
        "target",
        "planned",
        "expected",
        "year",
        "calendar",
        "summer",
        "winter",
        "autumn",
        "spring",
        "ende",
        "mitte",
        "anfang",
        "bis",
        "im",
        "jahr",
        "fin",
        "début",
        "mi",
        "en",
        "année",
        "final",
        "finales",
        "fine",
        "metà",
        "eind",
        "begin",
        "medio",
    ];
    WORDS.contains(&word)
}

/// Words with which a text takes back the date that it names: `not 14 March`, `postponed from 14 March`.
pub(super) fn takes_back(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "not",
        "never",
        "postponed",
        "moved",
        "delayed",
        "deferred",
        "cancelled",
        "canceled",
        "originally",
        "previously",
        "formerly",
        "instead",
        "missed",
        "nicht",
        "verschoben",
        "ursprünglich",
        "pas",
        "reporté",
        "no",
        "non",
        "niet",
        "aplazado",
        "rinviato",
    ];
    WORDS.contains(&word)
}

/// Words directly before a date that make it another day than the one meant.
pub(super) fn not_that_day(word: &str) -> bool {
    matches!(word, "after" | "nach" | "après" | "después" | "dopo" | "na" | "was" | "war")
}
