//! Whatever is typed, broken, opened, closed, saved and deleted: in the end the server says what `check` says of the same texts.
//!
//! `PROPTEST_CASES=2000 cargo test --release --test lsp random` plays so many sequences.

use clauselint::lsp::wire;
use proptest::prelude::*;
use serde_json::json;

use crate::client::{Editor, pulling, pushed, uri};
use crate::expected::{Told, opened_at, told};
use crate::world::World;
use crate::writer::{Act, Writer, act, renaming, repositories, unaccepted};

/// A dozen cases, as each is many verdicts over a repository; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    ProptestConfig { cases, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() }
}

fn holds(world: &World, acts: &[Act], pulls: bool) -> Result<(), TestCaseError> {
    let mut writer = Writer::new(world);
    let capabilities = if pulls { pulling() } else { pushed() };
    let mut editor = Editor::with(world, &capabilities, &["/aims", "/other"], &json!({ "diagnostics": "repository" }));
    for act in acts {
        writer.act(act, &mut editor);
    }
    let asked = editor.all();
    editor.published.retain(|_, diagnostics| !diagnostics.is_empty());
    for root in ["/aims", "/other"] {
        let here = |mut all: std::collections::BTreeMap<String, Vec<serde_json::Value>>| {
            all.retain(|uri, _| uri.starts_with(&format!("file://{root}/")));
            all
        };
        let asked = here(asked.clone());
        let Some(expected) = opened_at(&writer.texts(root), world.today(), writer.stage) else {
            // The last good state stays, and the manifest says why.
            prop_assert_eq!(asked[&uri(&format!("{root}/clauselint.yaml"))].len(), 1);
            continue;
        };
        agree(&told(&asked, root), &expected)?;
        if !pulls {
            agree(&told(&here(editor.published.clone()), root), &expected)?;
        }
    }
    Ok(())
}

/// Both say the same of each file; what they differ by is told, as all of it is pages.
fn agree(server: &Told, check: &Told) -> Result<(), TestCaseError> {
    let only = |one: &Told, other: &Told| -> Vec<String> {
        let missing = |path: &String, said: &String| !other.get(path).is_some_and(|there| there.contains(said));
        one.iter()
            .flat_map(|(path, all)| all.iter().filter(|said| missing(path, said)).map(move |said| format!("{path}: {said}")))
            .collect()
    };
    prop_assert!(server == check, "only the server: {:#?}\nonly check: {:#?}", only(server, check), only(check, server));
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..200), length in any::<u64>(), body in ".{0,80}") {
        let header = format!("Content-Length: {length}\r\n\r\n");
        let honest = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let all = [&bytes[..], header.as_bytes(), &bytes, honest.as_bytes(), &bytes].concat();
        let mut rest = &all[..];
        while !matches!(wire::read(&mut rest).expect("memory can be read"), wire::Frame::End) {}
    }

    #[test]
    fn after_any_edits_it_says_what_check_says(acts in proptest::collection::vec(act(), 1..80), pulls in any::<bool>()) {
        holds(&repositories(), &acts, pulls)?;
    }

    #[test]
    fn without_a_baseline_it_says_what_check_says(acts in proptest::collection::vec(act(), 1..40), pulls in any::<bool>()) {
        holds(&unaccepted("first-draft"), &acts, pulls)?;
    }

    #[test]
    fn after_names_changed_it_says_what_check_says(
        first in proptest::collection::vec(any::<usize>(), 1..6),
        acts in proptest::collection::vec(renaming(), 1..40),
        complete in any::<bool>(),
    ) {
        let acts: Vec<Act> = first.into_iter().map(Act::Open).chain(acts).collect();
        holds(&unaccepted(if complete { "complete" } else { "first-draft" }), &acts, false)?;
    }
}
