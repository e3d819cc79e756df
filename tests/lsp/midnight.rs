//! The day passes while nobody types.

use jiff::civil::Date;

use crate::client::{Editor, pushed};
use crate::world::World;

#[test]
fn what_falls_due_at_midnight_is_told_then() {
    let manifest =
        "organisation: { name: Larch Library }\nallow:\n  - { rule: dead-link, until: 2026-07-01, reason: \"the old site\" }\n";
    let world = World::new(&[("clauselint.yaml", manifest)]);
    let tomorrow = Date::constant(2026, 7, 2);
    let mut editor = Editor::of(&world, &pushed());
    editor.open("/aims/clauselint.yaml", manifest);
    editor.all();
    assert!(!editor.codes("/aims/clauselint.yaml").contains(&"expired-suppression"));
    world.set_day(tomorrow);
    editor.until(|editor| editor.codes("/aims/clauselint.yaml").contains(&"expired-suppression"));
}
