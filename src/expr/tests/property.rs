//! Any text compiles or complains.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Any text compiles or is complained about, within its bounds; what compiles evaluates.
    #[test]
    fn no_text_breaks_it(text in prop_oneof![
        "\\PC{0,60}",
        proptest::collection::vec(proptest::sample::select(vec![
            "and", "or", "not", "any", "none", "where", "in", "has", "else", "max(", "count(", "(", ")", "[", "]", ",", ".", "title", "pages",
            "copies", "c", "c.ok", "loans", "the house_rules", "all books", "\"x\"", "/x/", "matches", "similar", "given", "missing", "==", "<",
            "+", " - ", "*", "today", "this", "12 months", "2026-01-01", "3", "é", "\n",
        ]), 0..14).prop_map(|words| words.join(" ")),
    ]) {
        let library = Library::new("books:\n  - { id: BK-1, title: T, pages: 3, copies: [{ok: yes}] }\n");
        let scope = library.scope(Some("BK-1"));
        let fits = |all: &[Complaint]| all.iter().all(|c| c.span.start >= 5 && c.span.end as usize <= 5 + text.len() && !c.message.is_empty());
        let world = library.world();
        let env = Env::new(&world, Some(Rec::Entity(library.record("BK-1"))));
        match compile_cond(&text, 5, &scope) {
            Err(all) => prop_assert!(fits(&all), "{all:?}"),
            Ok(cond) => match cond.eval(&env) {
                Truth::Unknown => {}
                known => drop(cond.explain(&env, known == Truth::True)),
            },
        }
        match compile_pick(&text, 5, &scope) {
            Err(all) => prop_assert!(fits(&all), "{all:?}"),
            Ok(pick) => drop(pick.elements(&env)),
        }
        match compile_value(&text, 5, &scope) {
            Err(all) => prop_assert!(fits(&all), "{all:?}"),
            Ok(value) => drop((value.print(&env), value.places(&env))),
        }
        if let Err(all) = compile_exists(&text, 5, &scope) {
            prop_assert!(fits(&all), "{all:?}");
        }
    }
}
