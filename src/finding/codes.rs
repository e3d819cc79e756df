//! The one table of built-in codes: what the language layer says, why, how to put it right, and whether it may be suppressed.

use super::Severity;

/// A built-in code. Its basis is always hygiene.
#[derive(Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// The code, as users write it.
    pub code: &'static str,
    /// How bad it is by default.
    pub severity: Severity,
    /// What holds when it is silent.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to put it right.
    pub fix: &'static str,
    /// False for codes without which nothing else can be judged.
    pub suppressible: bool,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $suppressible:literal, $summary:literal, $why:literal, $fix:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $code;)*
        /// All built-in codes, in the order of the table.
        pub const CODES: &[BuiltIn] = &[$(BuiltIn {
            code: $code, severity: Severity::$severity, summary: $summary, why: $why, fix: $fix, suppressible: $suppressible,
        }),*];
    };
}

codes! {
    /// YAML that cannot be parsed.
    SYNTAX_ERROR = "syntax-error", Error, false,
        "every file of the management system can be read",
        "What cannot be read is no evidence, and every rule is silent about the records in it.",
        "close the bracket or quote named in the finding, or mend the indentation";
    /// A key given twice in one mapping.
    DUPLICATE_KEY = "duplicate-key", Error, false,
        "a key is given once in a mapping",
        "Most YAML readers keep one of the two without a word, and not all keep the same one.",
        "keep one of the two";
    /// A budget is used up.
    LIMIT_EXCEEDED = "limit-exceeded", Error, false,
        "files stay within the limits on size, depth, aliases and rule steps",
        "Limits keep a broken or hostile file from stopping the run; what lies beyond one is not read.",
        "split the file, or write out what the aliases stand for";
    /// A file that is no UTF-8 text, or cannot be opened.
    UNREADABLE_FILE = "unreadable-file", Error, false,
        "every file of the management system is UTF-8 text and can be opened",
        "What cannot be opened is no evidence, and every rule is silent about it.",
        "save the file as UTF-8, give read permission, or fetch it with `git lfs pull`";
    /// A row of a CSV file that has more or fewer cells than the header.
    RAGGED_ROW = "ragged-row", Error, true,
        "every row of a CSV register has as many cells as its header",
        "Below a cell too many or too few, all that follows stands under the wrong column. Such a row is not read, and no rule sees its record.",
        "put quotation marks around a cell that holds the sign that parts cells, or write out the cells that are empty";
    /// A `kind:` that no schema knows.
    UNKNOWN_KIND = "unknown-kind", Error, true,
        "every `kind:` names a kind of record",
        "A record of an unknown kind is passed over: no rule sees it.",
        "use a kind from `clauselint schema`";
    /// A field that the kind does not have.
    UNKNOWN_FIELD = "unknown-field", Warning, true,
        "every field is one of its kind, or begins with `x-`",
        "A misspelt field is as good as a missing one: no rule reads it.",
        "rename it, or begin its name with `x-` if it is your own";
    /// A value of another type than the field's.
    TYPE_MISMATCH = "type-mismatch", Error, true,
        "every value has the type of its field",
        "A value that cannot be read counts as unknown, and rules about it stay silent.",
        "write the value as the finding says";
    /// A word that the field's vocabulary does not have.
    UNKNOWN_VALUE = "unknown-value", Error, true,
        "every word is in the vocabulary of its field",
        "A word outside the vocabulary counts as unknown, and rules about it stay silent.",
        "use one of the words listed, or name yours under `values:` in the manifest";
    /// A date that no calendar has, or that cannot be read for certain.
    INVALID_DATE = "invalid-date", Error, true,
        "every date can be read for certain, and is a day of the calendar",
        "An unreadable date can be neither due nor overdue.",
        "write the date as YYYY-MM-DD";
    /// A date that is read, and not written YYYY-MM-DD.
    DATE_FORMAT = "date-format", Advice, true,
        "every date is written YYYY-MM-DD and names one day",
        "Other spellings are read where they are certain, but sort badly, and a month or a quarter counts as its last day.",
        "write the date as YYYY-MM-DD";
    /// A value against the schema's bounds or patterns.
    INVALID_VALUE = "invalid-value", Error, true,
        "every value keeps the bounds and patterns of its field",
        "A value out of bounds cannot be compared with others.",
        "write a value within the bounds that the finding names";
    /// A record without the one field that makes it readable.
    MISSING_ID = "missing-id", Error, true,
        "every record has its id",
        "Nothing can refer to a record without an id.",
        "give the record an id";
    /// Dates in an order that cannot be.
    IMPOSSIBLE_DATE_ORDER = "impossible-date-order", Error, true,
        "a record's dates stand in a possible order",
        "Dates that contradict each other make each of them doubtful as evidence.",
        "correct the date that is wrong";
    /// A completed act on a day to come.
    DATE_IN_FUTURE = "date-in-future", Warning, true,
        "a completed act lies on a day that has been",
        "An approval or an audit that is dated ahead has not happened yet.",
        "correct the date, or state it as planned";
    /// A reference to a record that does not exist.
    UNRESOLVED_REFERENCE = "unresolved-reference", Error, true,
        "every reference leads to a record",
        "A chain from a risk to its control to its evidence holds only if every link leads somewhere.",
        "create the record, or correct the id";
    /// A reference to a record of another kind.
    WRONG_KIND = "wrong-kind", Error, true,
        "every reference leads to a record of the kind that its field wants",
        "A reference to the wrong kind of record says nothing that a rule could judge.",
        "refer to a record of the kind that the finding names";
    /// A reference that leads back to its record.
    CIRCULAR_REFERENCE = "circular-reference", Error, true,
        "records do not refer to themselves through others",
        "A document cannot supersede itself.",
        "correct one of the references";
    /// An id that two records bear.
    DUPLICATE_RECORD_ID = "duplicate-record-id", Error, true,
        "an id names one record",
        "A reference to an id that two records bear means either.",
        "renumber one of the records, and the references to it";
    /// A field that is to be unique and is not.
    DUPLICATE_VALUE = "duplicate-value", Error, true,
        "a field that tells records apart differs between them",
        "Two records that should differ in this field cannot be told apart.",
        "merge the records, or correct the value";
    /// One record told twice, and not alike.
    CONFLICTING_VALUES = "conflicting-values", Error, true,
        "a record that is told in two places says the same in both",
        "Where a register and a document disagree, neither is evidence.",
        "decide which one is right, and correct the other";
    /// A count that is wrong.
    WRONG_TOTAL = "wrong-total", Warning, true,
        "a summary counts what is there",
        "Who reads only the summary takes the wrong number away, and an auditor asks what else was not kept up.",
        "count again, or leave the number out";
    /// Two records of a kind of which one counts.
    SEVERAL_OF_ONE = "several-of-one", Error, true,
        "of a document that there is one of, one counts",
        "While two documents claim to be the one, rules that rest on it stay silent.",
        "mark all but one as superseded, withdrawn or draft, or name in the manifest what the others are";
    /// A link to a file that does not exist.
    DEAD_LINK = "dead-link", Error, true,
        "every relative link and evidence path leads to a file",
        "Evidence that cannot be opened is no evidence.",
        "restore the file, or correct the path";
    /// A link to a heading that does not exist.
    DEAD_ANCHOR = "dead-anchor", Warning, true,
        "every link to a heading finds it",
        "A reader who lands at the top of a long document does not find what was cited.",
        "use an anchor that the file has";
    /// A template's words where a value should stand.
    PLACEHOLDER_LEFT = "placeholder-left", Warning, true,
        "no template placeholder is left in a document that is in use",
        "A placeholder is read as not filled in: what it stands for is missing.",
        "write the value, or delete the line";
    /// A mistake in the manifest.
    INVALID_MANIFEST = "invalid-manifest", Error, false,
        "the manifest holds only keys and values that it can have",
        "A misspelt key does nothing, and nobody is told.",
        "correct the key or value that the finding names";
    /// A setting of the manifest that has no effect.
    UNUSED_SETTING = "unused-setting", Warning, true,
        "every setting of the manifest has an effect",
        "A setting that does nothing hides that things are other than its writer thought.",
        "remove the entry, or the records that make it needless";
    /// A suppression that is not understood.
    MALFORMED_SUPPRESSION = "malformed-suppression", Error, false,
        "every suppression names one rule that can be allowed, its last day and a reason",
        "A suppression that is not understood allows nothing, and its writer thinks that it does.",
        "write `clauselint: allow RULE until YYYY-MM-DD reason \"…\"`, or an entry of `allow:` with `rule`, `until` and `reason`";
    /// A comment that stands where it is about nothing.
    MISPLACED_SUPPRESSION = "misplaced-suppression", Warning, true,
        "every suppression stands above or in what it is about",
        "A comment that is about nothing allows nothing, and one between the rows of a table ends the table.",
        "put it on a line above the block, key or item, or for a row of a table into one of its cells";
    /// A suppression whose day has passed.
    EXPIRED_SUPPRESSION = "expired-suppression", Warning, true,
        "no suppression is kept longer than it holds",
        "What was accepted for a time is not accepted any more, and somebody should decide anew.",
        "put right what was allowed, or decide anew until when it is accepted; then remove or renew the suppression";
    /// A suppression that nothing is found for.
    UNUSED_SUPPRESSION = "unused-suppression", Warning, true,
        "every suppression allows something that is found",
        "A suppression that is not needed would hide the next finding, which nobody has decided on.",
        "remove it";
    /// An entry of the baseline that nothing is found for.
    STALE_BASELINE = "stale-baseline", Advice, true,
        "every entry of the baseline is still found",
        "An entry that is not needed any more would hide the same mistake if it came back.",
        "remove the entry, or all of them with `clauselint check --write-baseline`";
    /// A baseline that is not understood.
    INVALID_BASELINE = "invalid-baseline", Error, false,
        "the baseline is as the program wrote it",
        "An entry that is not understood hides nothing.",
        "correct or remove the entry that the finding points at, or write the baseline anew with `clauselint check --write-baseline`";
    /// A mistake in a rule file, a pack or a schema.
    INVALID_RULE = "invalid-rule", Error, false,
        "every rule, pack and schema that is loaded is well-formed and type-checks",
        "A rule that is not understood is left out; what it would find is not found.",
        "correct what the finding points at";
    /// Presence rules without a manifest, told as one.
    MISSING_DOCUMENTS = "missing-documents", Advice, true,
        "the repository holds what an auditor asks for",
        "Without a manifest it is not known what this repository means to hold.",
        "add clauselint.yaml to have each of them judged on its own";
}

/// The entry of a code, if it is built in.
pub fn find(code: &str) -> Option<&'static BuiltIn> {
    CODES.iter().find(|c| c.code == code)
}
