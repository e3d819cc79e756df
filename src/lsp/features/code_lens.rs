//! Code lens: who refers to a record; what a document answers; on the manifest, what was found in the repository.

use gen_lsp_types::{
    CodeLens, CodeLensOptions, CodeLensParams, CodeLensRequest, CodeLensResolveRequest, Command, Location, Range,
    ServerCapabilities, Uri,
};
use serde_json::json;

use super::{Context, Feature, Here};
use crate::answers::{answered_by, references_to, told_in};
use crate::finding::Severity;
use crate::lsp::client::Client;
use crate::workspace::MANIFEST;

/// The command that shows places to the user; a client's own, with a URI, a position and locations.
const SHOW: &str = "clauselint.showReferences";
/// Most ids that are written out.
const MOST: usize = 6;

/// `textDocument/codeLens`.
pub struct Lenses;

impl Feature for Lenses {
    type Request = CodeLensRequest;
    const NAME: &'static str = "code_lens";
    const JUDGED: bool = true;

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.code_lens_provider = Some(CodeLensOptions { resolve_provider: Some(true), ..CodeLensOptions::default() });
    }

    fn answer(context: &Context<'_>, params: CodeLensParams) -> Option<Vec<CodeLens>> {
        let uri = params.text_document.uri;
        let here = context.here(&uri)?;
        let mut lenses = Vec::new();
        let mut above = |title: String| lenses.push(CodeLens::new(Range::default(), Some(said(title)), None));
        if &*here.source().path == MANIFEST {
            above(found(&here));
        }
        let answered = answered_by(here.workspace, here.file);
        if !answered.is_empty() {
            let more = answered.len().saturating_sub(MOST);
            let named = answered.iter().take(MOST).map(|id| &**id).collect::<Vec<&str>>().join(", ");
            above(if more > 0 { format!("answers to {named} and {more} more") } else { format!("answers to {named}") });
        }
        let told = told_in(here.workspace, here.file).into_iter();
        lenses.extend(told.map(|(_, name)| CodeLens::new(here.range(name), None, Some(json!({ "uri": uri })))));
        Some(lenses)
    }
}

/// `codeLens/resolve`: the references are counted once the lens is seen.
pub struct ResolveLens;

impl Feature for ResolveLens {
    type Request = CodeLensResolveRequest;
    const NAME: &'static str = "code_lens";

    // The other tells of it.
    fn advertise(_: &mut ServerCapabilities, _: &Client) {}

    fn answer(context: &Context<'_>, lens: CodeLens) -> CodeLens {
        let command = references(context, &lens).unwrap_or_else(|| said(String::new()));
        CodeLens { command: Some(command), ..lens }
    }
}

fn references(context: &Context<'_>, lens: &CodeLens) -> Option<Command> {
    let uri: Uri = serde_json::from_value(lens.data.as_ref()?.get("uri")?.clone()).ok()?;
    let here = context.here(&uri)?;
    let start = here.offset(lens.range.start);
    let told = told_in(here.workspace, here.file);
    let (entity, _) = told.into_iter().find(|(_, name)| name.start as usize == start)?;
    let places = references_to(here.workspace, entity);
    let locations: Vec<Location> = places.into_iter().filter_map(|place| here.location(place)).collect();
    let title = counted(locations.len(), "reference", "references");
    if locations.is_empty() {
        return Some(said("no references".into()));
    }
    let arguments = vec![json!(uri), json!(lens.range.start), json!(locations)];
    Some(Command { title, tooltip: None, command: SHOW.into(), arguments: Some(arguments) })
}

/// `3 errors, 2 warnings`, or that there are none.
fn found(here: &Here<'_>) -> String {
    let told = || here.state.told_files().flat_map(|file| here.state.told(file)).chain(here.state.told_nowhere());
    let severities = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Advice, "piece of advice", "pieces of advice"),
    ];
    let counts = severities
        .map(|(severity, one, many)| (told().filter(|single| single.verdict.finding.severity == severity).count(), one, many));
    let found: Vec<String> = counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
    if found.is_empty() { "no findings in this repository".into() } else { format!("{} in this repository", found.join(", ")) }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Words to read, without anything to do.
fn said(title: String) -> Command {
    Command { title, tooltip: None, command: String::new(), arguments: None }
}
