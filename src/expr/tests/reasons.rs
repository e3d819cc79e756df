//! Where a failing condition points.

use super::*;

const YAML: &str = "
books:
  - { id: BK-1, status: lent, pages: 120, owner: CL-1, copies: [{shelf: A, ok: yes}, {shelf: B, ok: no}] }
  - { id: BK-2 }
clerks:
  - { id: CL-1, title: Ada }
loans:
  - { id: LN-1, book: BK-1, due: 2026-06-30 }
  - { id: LN-2, book: BK-1, due: 2026-05-31, back_on: 2026-05-30 }
";

#[test]
fn the_trail_leads_to_what_decided() {
    let library = Library::new(YAML);
    for (id, text, want, places) in [
        ("BK-1", "pages > 200", false, &["pages: 120"][..]),
        ("BK-1", "pages > 100 and status == \"on shelf\"", false, &["status: lent"]),
        ("BK-1", "pages > 200 or status == \"on shelf\"", false, &["pages: 120", "status: lent"]),
        ("BK-1", "not pages > 100", false, &["pages: 120"]),
        ("BK-1", "owner.title == \"Bob\"", false, &["owner: CL-1", "owner.title: Ada elsewhere"]),
        ("BK-1", "none c in copies where not c.ok", false, &["copies.ok: no"]),
        ("BK-1", "any c in copies where c.shelf == \"A\" and not c.ok", false, &["copies.ok: yes", "copies.shelf: B"]),
        ("BK-2", "pages given", false, &["pages: BK-2 (pages not given)"]),
        ("BK-1", "max(loans.due) < 2026-01-01", false, &["loans.due: 2026-06-30 elsewhere"]),
        ("LN-1", "not late", false, &["due: 2026-06-30"]),
        (
            "LN-1",
            "book.owner.title == \"x\"",
            false,
            &["book: BK-1", "book.owner: CL-1 elsewhere", "book.owner.title: Ada elsewhere"],
        ),
    ] {
        assert_eq!(library.reason(id, text, want), places, "{text}");
    }
}

#[test]
fn witnesses_are_known_by_their_variable() {
    let library = Library::new(YAML);
    let scope = library.scope(Some("BK-1"));
    let cond = compile_cond("none l in loans where l.back_on given", 0, &scope).unwrap();
    let world = library.world();
    let env = Env::new(&world, Some(Rec::Entity(library.record("BK-1"))));
    assert_eq!(cond.eval(&env), Truth::False);
    let reason = cond.explain(&env, false);
    let witness = &reason.witnesses[0];
    assert_eq!((&*witness.var, witness.near), ("l", false));
    let label = compile_value("l.due", 0, &Scope { vars: cond.variables(), ..scope }).unwrap();
    let places = label.places(&env.with(witness.item.v.clone(), witness.item.place));
    let texts: Vec<_> = places.iter().map(|p| library.sources.get(p.file).slice(p.span)).collect();
    assert_eq!(texts, ["2026-05-31"]);
}
