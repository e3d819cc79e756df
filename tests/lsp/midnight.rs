//! The day passes while nobody types.

use jiff::civil::Date;

use crate::client::{Editor, pushed};
use crate::expected::findings;
use crate::world::World;

#[test]
fn what_falls_due_at_midnight_is_told_then() {
    let manifest =
        "organisation: { name: Larch Library }\nallow:\n  - { rule: dead-link, until: 2026-07-01, reason: \"the old site\" }\n";
    let world = World::new(&[("clauselint.yaml", manifest)]);
    let tomorrow = Date::constant(2026, 7, 2);
    let of = |day| findings(&world.below("/aims"), day).remove("clauselint.yaml").unwrap_or_default().len();
    assert!(of(tomorrow) > of(world.today()), "something falls due");
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/clauselint.yaml", manifest);
    editor.all();
    let before = editor.codes("/aims/clauselint.yaml").len();
    world.set_day(tomorrow);
    editor.until(|editor| editor.codes("/aims/clauselint.yaml").len() > before);
}
