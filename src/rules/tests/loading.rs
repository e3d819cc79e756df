//! What is wrong with a rule file, and where.

use super::library::Library;

/// `span text: message` of each complaint.
fn complaints(rules: &str) -> Vec<String> {
    let library = Library::new(rules);
    let show = |f: &crate::finding::Finding| {
        let place = f.at.place().unwrap();
        format!("{}: {}", library.sources.get(place.file).slice(place.span), f.message)
    };
    library.complaints.iter().map(show).collect()
}

const STANDING: &str = "  basis: requirement\n  severity: error\n";

#[test]
fn a_bad_rule_is_left_out_and_the_others_go_on() {
    let rules = format!(
        "late:\n{STANDING}  fro: loan\n  require: [due]\n  message: \"x\"\nright:\n{STANDING}  for: loan\n  require: [due]\n  message: \"x\"\n"
    );
    let library = Library::new(&rules);
    assert_eq!(library.rules.names().collect::<Vec<_>>(), ["right"]);
    assert_eq!(library.complaints[0].help.as_deref(), Some("did you mean `for`?"));
}

#[test]
fn each_mistake_is_named_where_it_stands() {
    let rule = |body: &str| complaints(&format!("late:\n{STANDING}{body}"));
    let first = |body: &str| rule(body).first().cloned().unwrap_or_default();
    assert_eq!(first("  for: laon\n  require: [due]\n  message: \"x\"\n"), "laon: no schema defines a kind `laon`");
    assert_eq!(first("  for: loan\n  message: \"x\"\n"), "late: rule `late` does not say what must hold");
    assert_eq!(
        first("  for: loan\n  require: [due]\n  expect: due given\n  message: \"x\"\n"),
        "expect: a rule has one check word; this one has `require` and `expect`"
    );
    assert_eq!(first("  for: loan\n  require: [due]\n"), "late: rule `late` has no `message`");
    assert_eq!(
        first("  for: loan\n  require: [id]\n  message: \"x\"\n"),
        "id: `id` is required by the schema: this rule can never speak"
    );
    assert_eq!(
        first("  for: loan\n  stage: adit\n  require: [due]\n  message: \"x\"\n"),
        "adit: `stage` is one of day, audit, not `adit`"
    );
    assert_eq!(
        first("  keys: [S.9]\n  for: loan\n  require: [due]\n  message: \"x\"\n"),
        "S.9: no pack has a record `S.9` that a rule could rest on"
    );
    assert_eq!(
        first("  for: loan\n  exists: book where title given\n  message: \"x\"\n"),
        "for: `exists` asks of the whole repository; a rule with `for` cannot say it"
    );
    assert_eq!(
        first("  for: document\n  forbid:\n    - match: '\\d+'\n  message: \"x\"\n"),
        "'\\d+': the pattern has no word of three letters or more that every match contains"
    );
    assert!(
        first("  for: document\n  forbid:\n    - match: '(late'\n  message: \"x\"\n").starts_with("'(late': this is no pattern:")
    );
}

#[test]
fn what_rests_on_practice_is_no_error() {
    let rules = "late:\n  basis: practice\n  severity: error\n  for: loan\n  require: [due]\n  message: \"x\"\n";
    assert_eq!(complaints(rules), ["error: what rests on audit practice is a warning at most"]);
}

#[test]
fn expressions_are_checked_where_they_stand() {
    let rule = |body: &str| complaints(&format!("late:\n{STANDING}  for: loan\n{body}"));
    let folded = "  expect: due >= today\n    and reedr given\n  message: \"x\"\n";
    let found = rule(folded);
    assert!(found[0].starts_with("reedr: "), "{found:?}");
    let placeholder = rule("  require: [due]\n  message: \"{id} lacks {lacking} of {buk}\"\n");
    assert!(placeholder[0].starts_with("buk: "), "{placeholder:?}");
    let quoted = rule("  expect: \"due >= today\"\n  message: \"x\"\n");
    assert_eq!(quoted, ["\"due >= today\": expressions are not quoted: places within them cannot be shown"]);
    let record = rule("  require: [book.title]\n  message: \"x\"\n");
    assert_eq!(record, ["book.title: `book` is another record: `require` speaks of this one only"]);
}

#[test]
fn two_rules_of_one_name_are_one_too_many() {
    let one = format!("late:\n{STANDING}  for: loan\n  require: [due]\n  message: \"x\"\n");
    assert_eq!(complaints(&format!("{one}---\n{one}")), ["late: there is already a rule `late`"]);
}

#[test]
fn a_replacement_must_replace_something() {
    let rule = format!("late:\n{STANDING}  replaces: lost\n  for: loan\n  require: [due]\n  message: \"x\"\n");
    assert_eq!(complaints(&rule), ["lost: there is no rule `lost` of another pack to replace"]);
}

#[test]
fn fields_that_nobody_demands_are_advice() {
    let rule = format!("late:\n{STANDING}  for: loan\n  expect: due >= today\n  message: \"x\"\n");
    let library = Library::right(&rule);
    let advice = library.unowned();
    let advice: Vec<_> = advice.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(advice, ["nobody says when `due` of loan is missing: this rule is silent then"]);
}
