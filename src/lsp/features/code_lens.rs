//! Code lens: who refers to a record; what a document answers; on the manifest, what was found in the repository. Each does something when it
//! is clicked, in any client; see `commands`.

use gen_lsp_types::{
    CodeLens, CodeLensOptions, CodeLensParams, CodeLensRequest, CodeLensResolveRequest, Command, Location, Position, Range,
    ServerCapabilities, Uri,
};
use serde_json::{Value, json};

use super::commands::{EXPLAIN, SHOW};
use super::{Context, Feature, Here};
use crate::answers::{answered_by, document_kind, references_to, told_in};
use crate::finding::Severity;
use crate::lsp::client::Client;
use crate::triage::Single;
use crate::workspace::MANIFEST;

/// Most ids that are written out.
const MOST: usize = 6;
/// Most findings that are shown at a time.
const FINDINGS: usize = 1000;

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
        let mut above = |command: Command| lenses.push(CodeLens::new(Range::default(), Some(command), None));
        if &*here.source().path == MANIFEST {
            let places = told(&here).filter_map(|single| here.location(single.verdict.finding.at.place()?)).take(FINDINGS);
            above(showing(context, found(&here), &uri, Position::default(), &places.collect::<Vec<Location>>()));
        }
        let answered = answered_by(here.workspace, here.file);
        if let Some(kind) = document_kind(here.workspace, here.file).filter(|_| !answered.is_empty()) {
            let more = answered.len().saturating_sub(MOST);
            let named = answered.iter().take(MOST).map(|id| &**id).collect::<Vec<&str>>().join(", ");
            let title = if more > 0 { format!("answers to {named} and {more} more") } else { format!("answers to {named}") };
            above(explaining(context, title, &kind, &uri));
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
    if locations.is_empty() {
        return Some(explaining(context, "no references".into(), here.workspace.index.id(entity)?, &uri));
    }
    let title = counted(locations.len(), "reference", "references");
    Some(showing(context, title, &uri, lens.range.start, &locations))
}

/// All that was found in the repository.
fn told<'a>(here: &Here<'a>) -> impl Iterator<Item = &'a Single> {
    let state = here.state;
    state.told_files().flat_map(|file| state.told(file)).chain(state.told_nowhere())
}

/// `3 errors, 2 warnings`, or that there are none.
fn found(here: &Here<'_>) -> String {
    let severities = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Advice, "piece of advice", "pieces of advice"),
    ];
    let counts = severities.map(|(severity, one, many)| {
        (told(here).filter(|single| single.verdict.finding.severity == severity).count(), one, many)
    });
    let found: Vec<String> = counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
    if found.is_empty() { "no findings in this repository".into() } else { format!("{} in this repository", found.join(", ")) }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Words that lead to places.
fn showing(context: &Context<'_>, title: String, uri: &Uri, at: Position, locations: &[Location]) -> Command {
    // A client that shows lenses well has words that cannot be clicked.
    let is_plain = !context.does(SHOW) || locations.is_empty() && context.client.handles(SHOW);
    if is_plain { said(title) } else { command(title, SHOW, vec![json!(uri), json!(at), json!(locations)]) }
}

/// Words that lead to what a name means.
fn explaining(context: &Context<'_>, title: String, name: &str, uri: &Uri) -> Command {
    if context.does(EXPLAIN) { command(title, EXPLAIN, vec![json!(name), json!(uri)]) } else { said(title) }
}

fn command(title: String, command: &str, arguments: Vec<Value>) -> Command {
    Command { title, tooltip: None, command: command.into(), arguments: Some(arguments) }
}

/// Words to read, without anything to do: no command.
fn said(title: String) -> Command {
    Command { title, tooltip: None, command: String::new(), arguments: None }
}
