//! What the type checker accepts and refuses.

use super::*;

fn complaint(this: Option<&str>, text: &str) -> String {
    let (schema, derived, ..) = kinds(&[]);
    let this = this.map(|k| schema.find(k).unwrap()).into_iter().collect();
    let scope = Scope { schema: &schema, this, vars: Vec::new(), derived: &derived, tried: false };
    match compile_cond(text, 7, &scope) {
        Ok(_) => String::new(),
        Err(all) => {
            for c in &all {
                assert!(c.span.start >= 7 && c.span.end as usize <= 7 + text.len(), "{text}: {c:?}");
            }
            all.iter().map(|c| format!("{} ({})", c.message, c.help.clone().unwrap_or_default())).collect::<Vec<_>>().join("; ")
        }
    }
}

#[test]
fn mistakes_are_seen_without_a_repository() {
    for (text, want) in [
        ("titel given", "book has no field `titel` (did you mean `title`?)"),
        ("owner.titel given", "did you mean `title`?"),
        ("copies.shelv given", "no field `shelv` in this group (did you mean `shelf`?)"),
        ("books given", "`all books`"),
        ("house_rules given", "`the house_rules`"),
        ("all book given", "its plural is `books`"),
        ("the book given", "there may be several of book"),
        ("the house_rule given", "did you mean `house_rules`?"),
        ("status == \"shelved\"", "\"shelved\" is not in the vocabulary"),
        ("status == \"lend\"", "did you mean `lent`?"),
        ("status in [\"lent\", \"borowed\"]", "not in the vocabulary"),
        ("pages == \"ten\"", "a number is never equal to text"),
        ("pages > bought_on", "a number is not compared with a date"),
        ("title > \"a\"", "text has no order"),
        ("damaged == rare", "never equal"),
        ("subjects == \"x\"", "`has`"),
        ("title has \"x\"", "`has` asks a list"),
        ("pages matches /1/", "reads text"),
        ("title matches /(/", "cannot be read"),
        ("title matches title", "takes a regular expression"),
        ("pages", "a condition is needed here"),
        ("1 < 2", "reads nothing"),
        ("bought_on + bought_on > today", "cannot be added"),
        ("count(pages) > 1", "`count` takes a list"),
        ("max(title) == \"x\"", "`max` takes"),
        ("any pages in subjects where pages == \"x\"", "hides the field"),
        ("any s in subjects where pages > 1", "says nothing about `s`"),
        ("any s in subjects where s == \"x\" and pages > 1", "says nothing about `s`"),
        ("any s in pages where s > 1", "runs over a list"),
        ("owner == loans", "never equal"),
        ("this == the house_rules", "never the same record"),
        ("kind == \"boook\"", "no kind is called"),
        ("rare == true", "a truth is written"),
        ("pages.x given", "has no fields"),
    ] {
        let got = complaint(Some("book"), text);
        assert!(got.contains(want), "{text}: {got}");
    }
    assert!(complaint(None, "title given").contains("without `for` there is no record"));
    assert!(complaint(None, "this given").contains("no `this`"));
}

#[test]
fn umbrella_kinds_have_the_shared_fields() {
    assert_eq!(complaint(Some("record"), "title given and mentions given"), "");
    assert!(complaint(Some("record"), "pages > 1").contains("record has no field `pages`"));
}

#[test]
fn derived_fields_may_not_be_circular() {
    let circle =
        r#"{"title":"x","type":"object","x-extends":"record","x-plural":"xs","x-derive":{"a":"b","b":"c + 1","c":"a else 2"}}"#;
    let (.., said, _) = kinds(&[("x", circle)]);
    assert!(said.iter().any(|s| s.contains("reads itself")), "{said:?}");
}

#[test]
fn what_is_read_is_known() {
    let (schema, derived, ..) = kinds(&[]);
    let kind = |name| schema.find(name).unwrap();
    let scope = Scope { schema: &schema, this: vec![kind("book")], vars: Vec::new(), derived: &derived, tried: false };
    let info = |text| compile_cond(text, 0, &scope).unwrap().info;
    let own = info("pages > 1 and (min_age else 3) > 2 and damaged and rare and status given");
    let paths: Vec<&str> = own.unguarded.iter().map(|r| &*r.path).collect();
    assert_eq!((own.beyond, paths), (false, vec!["pages", "damaged"]));
    assert!(!own.reads.text && own.reads.kinds.len() == 1);
    let far = info("any l in loans where l.member.adult");
    assert!(far.beyond && far.reads.kinds.contains(&kind("loan")) && far.reads.kinds.contains(&kind("member")));
    assert!(info("mentions given").reads.text);
    let path: Vec<_> = info("owner.title == \"x\"").unguarded.iter().map(|r| r.path.to_string()).collect();
    assert_eq!(path, ["owner"]);
}
