//! What an edit does not reach is not judged again: after each, small as it may be, the server says what `check` says of everything.

use crate::client::{Editor, pushed};
use crate::expected::{findings, told};
use crate::world::World;
use serde_json::json;

/// Where a text is changed: in which of the lines that hold a piece, and what takes its place.
const EDITS: &[(usize, &str, &str)] = &[
    // Letters in a paragraph, a paragraph that is parted, a line that comes.
    (0, " the ", " thex "),
    (3, ". ", ".\n\n"),
    (7, " the ", " the\nrisk RSK-001 of the "),
    // Cells and values.
    (0, "high", "low"),
    (2, "2026", "2024"),
    (5, "2026", "2028"),
    (0, "done", "open"),
    (0, "approved", "superseded"),
    // References, ids and titles.
    (1, "ROL-0", "ROL-9"),
    (0, "RSK-0", "RSK-9"),
    (0, "A.5", "A.6"),
    (1, "# ", "# New "),
    (2, "|", "| |"),
];

#[test]
fn each_is_judged_as_everything_would_be() {
    let world = World::example("complete");
    let mut editor = Editor::with(&world, &pushed(), &["/aims"], &json!({ "diagnostics": "repository" }));
    let system = world.below("/aims");
    let paths = clauselint::source::System::walk(&system, "", &["md", "yaml"]);
    let mut now = world.below("/aims");
    for (i, (nth, old, new)) in EDITS.iter().enumerate() {
        let texts =
            paths.iter().filter(|path| **path != *"clauselint.yaml").map(|path| (path, world.read(&format!("/aims/{path}"))));
        let mut holding =
            texts.filter(|(_, text)| text.lines().filter(|line| line.contains(old)).nth(*nth).is_some()).skip(i % 3);
        let (path, text) = holding.next().unwrap_or_else(|| panic!("no document holds {old} so often"));
        let absolute = format!("/aims/{path}");
        let line = text.lines().filter(|line| line.contains(old)).nth(*nth).expect("such a line").to_owned();
        let edited = text.replacen(&line, &line.replacen(old, new, 1), 1);
        editor.open(&absolute, &text);
        for text in [&edited, &text] {
            editor.write(&absolute, text);
            now.set(path, text.as_bytes());
            let asked = editor.all();
            editor.published.retain(|_, diagnostics| !diagnostics.is_empty());
            assert_eq!(told(&asked, "/aims"), findings(&now, world.today()), "asked after {old:?} became {new:?} in {path}");
            assert_eq!(told(&editor.published, "/aims"), told(&asked, "/aims"), "told after {old:?} became {new:?} in {path}");
        }
        editor.close(&absolute);
    }
}
