//! What is looked up rather than looked for: it agrees with looking at each, in fewer steps.

use super::*;

#[test]
fn joins_agree_with_looking_at_each() {
    let loan = |i: u32| {
        let note = if i.is_multiple_of(7) { String::new() } else { format!(", note: \"Note  {}\"", i % 5) };
        format!("  - {{ id: LN-{i}{note} }}\n")
    };
    let yaml: Vec<String> = (0..200).map(loan).collect();
    let library = Library::new(&format!("loans:\n{}", yaml.concat()));
    // 200 less 29 without a note, a fifth of the rest each.
    check(
        &library,
        Some("LN-1"),
        &[("count(l in all loans where l.note == note) > 30", 'T'), ("count(l in all loans where note == l.note) < 40", 'T')],
    );
    check(&library, Some("LN-0"), &[("any l in all loans where l.note == note", 'U')]);
}

#[test]
fn one_of_several_words_is_looked_up() {
    let loan = |i: usize| format!("  - {{ id: LN-{i}, note: \"note {}\", title: t{} }}\n", i % 50, i % 4);
    let yaml: Vec<String> = (0..400).map(loan).collect();
    let library = Library::new(&format!("loans:\n{}  - {{ id: LN-999 }}\n", yaml.concat()));
    let world = library.world();
    for (text, want, most) in [
        ("count(l in all loans where l.note in [\"Note 7\", \"note 3\", \"other\"]) == 16", Truth::True, 17),
        ("any l in all loans where l.title == \"t9\" and l.note in [\"note 3\"]", Truth::False, 1),
        ("any l in all loans where l.due < today and l.note in [\"note 3\"]", Truth::False, 9),
        ("any l in all loans where l.note in [\"note 3\"] and l.lent_on < the house_rules.approved_on", Truth::Unknown, 9),
    ] {
        let cond = compile_cond(text, 0, &library.scope(None)).unwrap_or_else(|c| panic!("{text}: {c:?}"));
        let before = world.steps();
        assert_eq!(cond.eval(&Env::new(&world, None)), want, "{text}");
        assert!(world.steps() - before <= most, "{text}: {} steps", world.steps() - before);
    }
}

#[test]
fn likeness_is_looked_up_by_words() {
    let firsts = ["Anna", "Berta", "Cecilia", "Dorothea", "Emilia", "Frederica", "Georgina"];
    let lasts = ["Ashworth", "Bancroft", "Carmichael", "Davenport", "Ellsworth", "the", ""];
    let title = |i: usize| format!("{} {}", firsts[i % 7], lasts[i / 7 % 7]);
    let book = |i: usize| format!("  - {{ id: BK-{i}, title: \"{}\", pages: {} }}\n", title(i), i % 3);
    let books: Vec<String> = (0..98).map(book).collect();
    let library = Library::new(&format!("books:\n{}  - {{ id: BK-900 }}\n", books.concat()));
    let world = library.world();
    let all = library.index.all(library.schema.find("book").unwrap());
    let asked = ["Dorotea Davenport", "anna", "Cecilia of Carmichael and Bancroft", "the", "Nobody", "Georgina the Ashworth"];
    for text in asked {
        let count = |rest: &str| format!("count(b in all books where b.title similar \"{text}\"{rest})");
        let mut found = Vec::new();
        for (rest, narrowed) in [(" and b.pages in [0, 1, 2]", true), ("", true), (" or b.pages == 7", false)] {
            let value = compile_value(&count(rest), 0, &library.scope(None)).unwrap();
            let before = world.steps();
            found.push(value.print(&Env::new(&world, None)));
            let steps = (world.steps() - before) as usize;
            assert!(if narrowed { steps < all.len() / 2 } else { steps == all.len() }, "{text}{rest}: {steps} steps");
        }
        assert!(found.iter().all(|n| *n == found[0]), "{text}: {found:?}");
    }
}

#[test]
fn one_of_several_look_ups_is_enough() {
    let titles = ["Anna Ashworth", "Berta Bancroft", "Cecilia Carmichael", "Dorothea Davenport", "Emilia Ellsworth"];
    let subjects = ["[law, tax]", "[ Law ]", "[cooking]", "[]", "[maps, tax]", "[birds]", "[bees]"];
    let book = |i: usize| format!("  - {{ id: BK-{i}, title: {}, subjects: {} }}\n", titles[i % 5], subjects[i / 5 % 7]);
    let books: Vec<String> = (0..70).map(book).collect();
    let bare = "  - { id: BK-900 }\n  - { id: BK-901, title: Anna Ashworth }\n  - { id: BK-902, subjects: [tax] }\n";
    let library = Library::new(&format!("books:\n{}{bare}", books.concat()));
    let world = library.world();
    let all = library.index.all(library.schema.find("book").unwrap());
    for id in ["BK-0", "BK-5", "BK-15", "BK-34", "BK-900", "BK-901", "BK-902"] {
        let this = library.record(id);
        let shared = "any s in b.subjects where subjects has s";
        let (mut found, mut steps) = (Vec::new(), Vec::new());
        // What cannot be looked up, and never holds, has all of them looked at.
        for either in
            [format!("b.title similar title or {shared}"), format!("b.title similar title or b.pages == 7 or ({shared})")]
        {
            let text = format!("count(b in all books where b.id != id and ({either}))");
            let value = compile_value(&text, 0, &library.scope(Some(id))).unwrap_or_else(|c| panic!("{text}: {c:?}"));
            let before = world.steps();
            found.push(value.print(&Env::new(&world, Some(Rec::Entity(this)))));
            steps.push((world.steps() - before) as usize);
        }
        assert_eq!(found[0], found[1], "{id}");
        // Where the title that others are to be like is not known, that of each may be.
        let known = id != "BK-900" && id != "BK-902";
        assert!(steps[1] >= all.len() && (steps[0] < steps[1]) == known, "{id}: {steps:?}");
    }
}
