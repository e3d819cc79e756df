//! Evaluation: the truth tables of the specification, over a lending library.

use super::*;
use crate::model::index::MentionId;

const YAML: &str = "
house_rules_all:
  - { id: HR-1, status: approved, approved_on: 2026-01-31, review_interval: 1 month, open_books: [BK-1, BK-404],
      limit: 3, levels: [{title: Low, min: 1, max: 4}, {title: High, min: 5, max: 9}] }
books:
  - { id: BK-1, title: The Shelving of Books, status: On Shelf, bought_on: 2026-03-01, pages: 120, subjects: [craft, wood],
      worth: High, owner: CL-1, copies: [{shelf: A, checked_on: 2026-05-01, ok: yes}, {shelf: B, checked_on: 2026-06-15}],
      care: {light: {level: high}, damp: {level: low, note: none needed}} }
  - { id: BK-2, pages: 10, min_age: 12, worth: 3, owner: Jane Doe, bought_on: whenever }
  - { id: BK-3, status: gone, title: A lost one }
members:
  - { id: MB-1, adult: yes, age: 30 }
  - { id: MB-2, title: No age }
clerks:
  - { id: CL-1, title: Ada }
  - { id: CL-2, stands_in: CL-1 }
loans:
  - { id: LN-1, book: BK-1, member: MB-1, lent_on: 2026-06-01, due: 2026-06-30 }
  - { id: LN-2, book: BK-1, member: MB-2, lent_on: 2026-05-01, due: 2026-05-31, back_on: 2026-05-30 }
  - { id: LN-3, book: BK-2, member: MB-9, lent_on: 2026-05-01, note: poisoned member }
";

#[test]
fn known_missing_and_poisoned() {
    let library = Library::new(YAML);
    check(
        &library,
        Some("BK-2"),
        &[
            ("pages < min_age or pages > max_age", 'T'),
            ("pages == 10", 'T'),
            ("pages > min_age or pages > max_age", 'U'),
            ("max_age missing", 'T'),
            ("max_age given", 'F'),
            ("bought_on given", 'U'),
            ("bought_on <= today", 'U'),
            ("rare", 'F'),
            ("rare given", 'T'),
            ("damaged", 'U'),
            ("not damaged", 'U'),
            ("damaged missing", 'T'),
            ("max_age else 99 > pages", 'T'),
            ("(bought_on else today) <= today", 'U'),
            ("pages + max_age > 1", 'U'),
            ("subjects given", 'F'),
            ("subjects has \"craft\"", 'F'),
            ("any s in subjects where s == \"craft\"", 'F'),
            ("none s in subjects where s == \"craft\"", 'T'),
            ("count(subjects) == 0", 'T'),
            ("status in [\"lent\", \"gone\"]", 'U'),
            ("not (status == \"lent\")", 'U'),
            ("status != \"lent\"", 'U'),
            ("damaged and pages > 100", 'F'),
            ("damaged or pages < 100", 'T'),
            ("owner given", 'T'),
            ("owner.kind == \"text\"", 'T'),
            ("owner.stands_in given", 'F'),
        ],
    );
}

#[test]
fn quantifiers_pick_what_states_it() {
    let library = Library::new(YAML);
    check(
        &library,
        Some("BK-1"),
        &[
            ("any c in copies where c.ok", 'T'),
            // The second copy does not say: not picked, and nothing is left open.
            ("any c in copies where not c.ok", 'F'),
            ("none c in copies where not c.ok", 'T'),
            ("count(c in copies where c.ok) == 1", 'T'),
        ],
    );
    check(
        &library,
        None,
        &[
            ("any b in all books where b.bought_on <= 2026-12-31", 'T'),
            ("any b in all books where b.bought_on > 2026-12-31", 'U'),
            ("none b in all books where b.bought_on > 2026-12-31", 'U'),
            ("any b in all books where b.max_age > 5", 'F'),
            ("any l in all loans where l.member.age >= 18", 'T'),
            ("count(l in all loans where l.member.age >= 18) < 2", 'U'),
            ("count(l in all loans where l.member.age >= 18) < 3", 'T'),
            ("count(l in all loans where l.member.age >= 18) >= 1", 'T'),
            ("count(all books) == 2", 'T'),
            ("all loans given", 'T'),
            ("any l in all loans where l.late", 'T'),
        ],
    );
    // What is missing outside the list leaves it open.
    check(&library, Some("BK-2"), &[("any l in all loans where l.book.pages > max_age", 'U')]);
}

#[test]
fn references_are_records_and_have_inverses() {
    let library = Library::new(YAML);
    check(
        &library,
        Some("BK-1"),
        &[
            ("loans given", 'T'),
            ("count(loans) == 2", 'T'),
            ("loans.member.adult given", 'T'),
            ("any l in loans where l.member.id == \"MB-2\"", 'T'),
            ("owner.stood_in_by given", 'T'),
            ("owner.kind in [\"clerk\", \"member\"]", 'T'),
            ("owner.title == \"ada\"", 'T'),
            ("the house_rules.open_books has this", 'T'),
            ("count(the house_rules.open_books) == 1", 'U'),
            ("the house_rules.open_books given", 'T'),
            ("the house_rules.in_force", 'T'),
            ("document.kind == \"file\"", 'T'),
        ],
    );
    check(&library, Some("BK-2"), &[("the house_rules.open_books has this", 'U')]);
    check(&library, Some("LN-3"), &[("member given", 'U'), ("member.adult", 'U'), ("book.pages == 10", 'T')]);
    let empty = Library::new("books:\n  - { id: BK-1, damaged: yes }\n");
    check(
        &empty,
        Some("BK-1"),
        &[
            ("damaged or the house_rules.open_books has this", 'T'),
            ("rare or the house_rules.open_books has this", 'U'),
            ("the house_rules given", 'F'),
            ("any b in the house_rules.levels where b.title == status", 'U'),
        ],
    );
}

#[test]
fn dates_durations_and_levels() {
    let library = Library::new(YAML);
    check(
        &library,
        Some("HR-1"),
        &[
            ("due_on == 2026-02-28", 'T'),
            ("today - approved_on == 151 days", 'T'),
            ("today - today + 365 days < 12 months", 'T'),
            ("today - today + 180 days < 6 months", 'T'),
            ("approved_on + 365 days < approved_on + 12 months", 'F'),
            ("max(approved_on, next_review) + 6 months < today", 'F'),
        ],
    );
    check(
        &library,
        Some("BK-1"),
        &[
            ("worth > 4", 'T'),
            ("worth > 9", 'F'),
            ("worth > 6", 'U'),
            ("worth == \"high\"", 'T'),
            ("max(copies.checked_on) == 2026-06-15", 'T'),
            ("any b in the house_rules.levels where b.title == worth and pages >= b.min and pages <= b.max", 'F'),
        ],
    );
    check(&library, Some("BK-2"), &[("worth == \"Low\"", 'T'), ("worth < 5", 'T'), ("max(copies.checked_on) given", 'F')]);
}

#[test]
fn several_of_one_are_unknown_unless_one_is_in_force() {
    let two = |second: &str| {
        Library::new(&format!(
            "house_rules_all:\n  - {{ id: HR-1, status: approved, approved_on: 2026-01-01, limit: 3 }}\n  - {{ id: HR-2, {second} }}\n"
        ))
    };
    assert_eq!(two("status: draft").truth(None, "the house_rules.limit == 3"), 'T');
    assert_eq!(two("status: approved, approved_on: 2026-02-01").truth(None, "the house_rules.limit == 3"), 'U');
}

#[test]
fn the_retired_do_not_count() {
    let library = Library::new(YAML);
    assert_eq!(library.truth(None, "any b in all books where b.title similar \"lost one\""), 'F');
}

#[test]
fn maps_are_walked_by_entry() {
    let library = Library::new(YAML);
    check(
        &library,
        Some("BK-1"),
        &[
            ("any d in care where d.level == \"high\" and d.note missing and d.key == \"light\"", 'T'),
            ("care.light.level == \"high\"", 'T'),
            ("care.heat.level given", 'F'),
            ("count(care) == 2", 'T'),
        ],
    );
}

#[test]
fn texts() {
    let library = Library::new(YAML);
    check(
        &library,
        Some("BK-1"),
        &[
            ("title == \"the  shelving of books\"", 'T'),
            ("title similar \"Book shelving\"", 'F'),
            ("title similar \"Shelving books in the cellar\"", 'T'),
            ("title matches /shelv\\w+ of/", 'T'),
            ("title matches /^shelving/", 'F'),
            ("status == \"on-shelf\"", 'T'),
        ],
    );
}

#[test]
fn values_print_as_written() {
    let library = Library::new(YAML);
    let cases = [
        ("this", "BK-1"),
        ("owner", "CL-1"),
        ("kind", "Book"),
        ("pages", "120"),
        ("status", "On Shelf"),
        ("worth", "High"),
        ("max_age", "(not given)"),
        ("subjects", "craft and wood"),
        ("loans", "LN-1 and LN-2"),
        ("today - bought_on", "122 days"),
        ("pages * 2 + 1", "241"),
        ("the house_rules.review_interval", "1 month"),
        ("max(copies.checked_on)", "2026-06-15"),
        // What a rule says itself is not cut.
        (
            "\"nobody has said for how long it may be lent, and to whom it goes then\"",
            "nobody has said for how long it may be lent, and to whom it goes then",
        ),
    ];
    for (text, want) in &cases {
        assert_eq!(library.print(Some("BK-1"), text), *want, "{text}");
    }
}

#[test]
fn a_spent_budget_is_unknown() {
    let library = Library::new(YAML);
    let cond = compile_cond("none l in all loans where l.id == \"x\"", 0, &library.scope(None)).unwrap();
    let mut world = library.world();
    world.start(2);
    assert_eq!(cond.eval(&Env::new(&world, None)), Truth::Unknown);
    assert!(world.exceeded());
    world.start(100);
    assert_eq!(cond.eval(&Env::new(&world, None)), Truth::True);
    assert!(!world.exceeded());
}

#[test]
fn kinds_that_are_kept_elsewhere_are_unknown() {
    let mut library = Library::new("books:\n  - { id: BK-1, owner: CL-1 }\n");
    let loan = library.schema.find("loan").unwrap();
    assert_eq!(library.truth(Some("BK-1"), "loans given"), 'F');
    library.index.set_elsewhere([loan]);
    check(
        &library,
        Some("BK-1"),
        &[("loans given", 'U'), ("all loans given", 'U'), ("any l in all loans where l.due < today", 'U')],
    );
    let exists = compile_exists("loan where due < today", 0, &library.scope(None)).unwrap();
    let world = library.world();
    let found = exists.find(&world);
    assert!(found.open && !found.picked);
}

#[test]
fn exists_tells_near_misses() {
    let library = Library::new(YAML);
    let exists = compile_exists("loan where back_on given and due < 2026-05-01", 0, &library.scope(None)).unwrap();
    let world = library.world();
    let found = exists.find(&world);
    assert!(!found.picked && !found.open);
    let near: Vec<_> = found.near.iter().map(|(e, _)| library.index.id(*e).unwrap().to_string()).collect();
    assert_eq!(near, ["LN-2"]);
    let either = compile_exists("loan where due < 2020-01-01 or back_on < 2020-01-01", 0, &library.scope(None)).unwrap();
    assert_eq!(either.find(&world).near.len(), 0);
}

#[test]
fn each_gives_elements_with_places() {
    let library = Library::new(YAML);
    let pick = compile_pick("c in copies where c.shelf given", 0, &library.scope(Some("BK-1"))).unwrap();
    let world = library.world();
    let env = Env::new(&world, Some(Rec::Entity(library.record("BK-1"))));
    let places: Vec<_> = pick.elements(&env).into_iter().map(|p| p.place.unwrap()).collect();
    let texts: Vec<_> = places.iter().map(|p| library.sources.get(p.file).slice(p.span)).collect();
    assert_eq!(texts, ["{shelf: A, checked_on: 2026-05-01, ok: yes}", "{shelf: B, checked_on: 2026-06-15}"]);
    let literal = compile_pick("d in [\"a\", \"b\"]", 0, &library.scope(None)).unwrap();
    let elements = literal.elements(&env);
    assert_eq!((elements.len(), elements[0].place), (2, None));
}

#[test]
fn a_relation_may_be_written_at_either_end() {
    let library = Library::new(
        "desks:\n  - { id: DK-1, clerks: [CL-1] }\nclerks:\n  - { id: CL-1 }\n  - { id: CL-2, desk: DK-1 }\n  - { id: CL-3 }\n",
    );
    assert_eq!(library.print(Some("DK-1"), "clerks"), "CL-1 and CL-2");
    check(&library, Some("CL-1"), &[("desk.id == \"DK-1\"", 'T'), ("desk.clerks has this", 'T')]);
    check(&library, Some("CL-3"), &[("desk given", 'F')]);
}

const RULES: &str = "---
kind: house-rules
id: HR-1
status: approved
---
# House rules

Books are returned
on time.

> Never fine a child.
";

#[test]
fn prose_is_matched_by_block_without_quotes() {
    let library = Library::of(&[("house.md", RULES)]);
    check(
        &library,
        Some("HR-1"),
        &[
            ("prose matches /returned on time/", 'T'),
            ("prose matches /never fine/", 'F'),
            ("path == \"house.md\"", 'T'),
            ("document == this", 'T'),
        ],
    );
    let yaml = Library::new("house_rules_all:\n  - { id: HR-1 }\n");
    check(&yaml, Some("HR-1"), &[("prose matches /returned/", 'U'), ("path given", 'F')]);
    let places = library.reason("HR-1", "prose matches /returned on time/", true);
    assert_eq!(places, ["prose: Books are returned\non time."]);
}

#[test]
fn mentions_are_records() {
    let library =
        Library::new("books:\n  - { id: BK-1, owner: CL-1 }\nclerks:\n  - { id: CL-1, stands_in: CL-9 }\n  - { id: CL-2 }\n");
    check(
        &library,
        Some("CL-1"),
        &[("mentions given", 'T'), ("mentions.from.id has \"BK-1\"", 'T'), ("mentions.field has \"owner\"", 'T')],
    );
    check(&library, Some("CL-2"), &[("mentions given", 'F')]);
    check(
        &library,
        None,
        &[
            ("any m in all mentions where m.field == \"owner\" and m.target.kind == \"clerk\" and m.text == \"CL-1\"", 'T'),
            ("any m in all mentions where m.beside given", 'F'),
            // What dangles is told already, so it is unknown.
            ("any m in all mentions where m.field == \"stands_in\" and m.target given", 'U'),
        ],
    );
}

#[test]
fn the_cases_that_the_specification_ran() {
    let library = Library::new(
        "books:
  - { id: BK-1, owner: MB-1, copies: [{shelf: A, checked_on: 2026-05-01}, {shelf: B, checked_on: someday}] }
  - { id: BK-2, owner: CL-1, copies: [{shelf: A, checked_on: someday}] }
  - { id: BK-3, copies: [{shelf: A}] }
members: [{ id: MB-1 }]
clerks: [{ id: CL-1, stands_in: CL-2 }, { id: CL-2 }]
",
    );
    let early = "any c in copies where c.checked_on <= 2026-06-01";
    check(&library, Some("BK-1"), &[(early, 'T'), ("count(c in copies where c.checked_on <= 2026-06-01) < 2", 'U')]);
    check(&library, Some("BK-1"), &[("count(c in copies where c.checked_on <= 2026-06-01) < 1", 'F')]);
    check(&library, Some("BK-2"), &[(early, 'U')]);
    check(&library, Some("BK-3"), &[(early, 'F'), ("any l in the house_rules.levels where l.title == status", 'U')]);
    // A union: a member has no `stands_in`. A hit is true; no hit is unknown, because of the member.
    let union = Ty::Record(Kinds::of(["member", "clerk"].map(|k| library.schema.find(k).unwrap())));
    let text = "any b in all books where b.owner == p or b.owner.stands_in == p.stands_in";
    let scope = Scope { vars: vec![("p".into(), union)], ..library.scope(None) };
    let cond = compile_cond(text, 0, &scope).unwrap();
    let world = library.world();
    let of = |id: &str| cond.eval(&Env::new(&world, None).with(V::Rec(Rec::Entity(library.record(id))), None));
    assert_eq!((of("MB-1"), of("CL-1"), of("CL-2")), (Truth::True, Truth::True, Truth::Unknown));
}

#[test]
fn what_is_read_once_for_all_elements_is_what_each_would_read() {
    let library = Library::new(
        "clerks: [{ id: CL-1, desk: DK-1 }, { id: CL-2, desk: DK-2, stands_in: CL-1 }, { id: CL-3, desk: DK-2, stands_in: CL-2 }]
desks: [{ id: DK-1, title: Hall }, { id: DK-2, title: Cellar }]
books:
  - { id: BK-1, owner: CL-1, pages: 1, subjects: [Hall] }
  - { id: BK-2, owner: CL-2, pages: 2, subjects: [Cellar, Hall] }
  - { id: BK-3, owner: CL-3, pages: 3 }
  - { id: BK-4, pages: 4, subjects: [Attic] }
",
    );
    let parts = [
        "b.owner.desk.title == desk.title",
        "b.owner.desk.title == stands_in.desk.title",
        "b.subjects has desk.title",
        "count(o in all books where o.pages > b.pages and o.subjects has desk.title) > 0",
        "count(o in all books where o.pages >= b.pages and any s in b.subjects where o.subjects has s and s == desk.title) > 1",
        "none c in all clerks where c.desk == b.owner.desk and c.stands_in == stands_in",
    ];
    let book = Ty::Record(Kinds::of([library.schema.find("book").unwrap()]));
    for (part, id) in parts.iter().flat_map(|p| ["CL-1", "CL-2", "CL-3"].map(|id| (*p, id))) {
        let scope = Scope { vars: vec![("b".into(), book.clone())], ..library.scope(Some(id)) };
        let cond = compile_cond(part, 0, &scope).unwrap();
        let world = library.world();
        let env = Env::new(&world, Some(Rec::Entity(library.record(id))));
        let of = |book: &str| cond.eval(&env.with(V::Rec(Rec::Entity(library.record(book))), None));
        let holds = ["BK-1", "BK-2", "BK-3", "BK-4"].map(of).iter().filter(|t| **t == Truth::True).count();
        let counted = library.print(Some(id), &format!("count(b in all books where {part})"));
        assert_eq!(counted.split(' ').next(), Some(&*holds.to_string()), "{part} of {id}: {counted}");
    }
}

#[test]
fn citations_of_which_a_condition_may_hold_are_never_passed_over() {
    let library = Library::new(
        "books: [{ id: BK-1, owner: CL-1 }, { id: BK-2, owner: the caretaker }, { id: BK-3, owner: MB-1 }]
clerks: [{ id: CL-1, stands_in: CL-2, desk: DK-1 }, { id: CL-2, stands_in: CL-1 }]
members: [{ id: MB-1 }]
desks: [{ id: DK-1, clerks: [CL-1] }]
",
    );
    let all = library.world().citations().len();
    for (text, fewer) in [
        ("field == \"owner\"", true),
        ("field in [\"owner\", \"desk\"] and target.kind == \"clerk\"", true),
        ("target.kind in [\"text\", \"member\"]", true),
        ("target.kind != \"text\"", false),
        ("beside == \"x\" and field == \"owner\"", true),
        ("text given", false),
    ] {
        let scope = Scope { this: vec![library.schema.find("mention").unwrap()], ..library.scope(None) };
        let cond = compile_cond(text, 0, &scope).unwrap();
        let world = library.world();
        let some = cond.citations(&world);
        let holds = |id: &&MentionId| cond.eval(&Env::new(&world, Some(Rec::Mention(**id)))) == Truth::True;
        let passed_over = world.citations().iter().filter(holds).find(|id| !some.contains(id));
        assert_eq!(passed_over, None, "{text}");
        assert_eq!(some.len() < all, fewer, "{text}");
    }
}
