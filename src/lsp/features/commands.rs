//! The commands of lenses and actions. A client says in `experimental.commands.commands` which it handles itself, as clients of rust-analyzer
//! do; the others are done here and shown by means that every client has, so that none fails when it is clicked.
//!
//! - `clauselint.explain`: what a name means, as `explain` on the command line says it. Arguments: the name and, where several repositories
//!   are open, the address of a document of one.
//! - `clauselint.showReferences`: places. Arguments: the address of a document, a position in it, and the locations.

use gen_lsp_types::{ExecuteCommandOptions, ExecuteCommandParams, ExecuteCommandRequest, Location, ServerCapabilities, Uri};
use serde_json::Value;

use super::{Aside, Context, Feature};
use crate::answers::explain;
use crate::lsp::client::Client;
use crate::lsp::uri;
use crate::output::explanation;

/// Says what a name means.
pub const EXPLAIN: &str = "clauselint.explain";
/// Shows places.
pub const SHOW: &str = "clauselint.showReferences";
/// Most places that are written out.
const MOST: usize = 12;

/// `workspace/executeCommand`.
pub struct Commands;

impl Feature for Commands {
    type Request = ExecuteCommandRequest;
    const NAME: &'static str = "commands";

    fn advertise(capabilities: &mut ServerCapabilities, client: &Client) {
        let commands: Vec<String> =
            [EXPLAIN, SHOW].iter().filter(|name| !client.handles(name)).map(ToString::to_string).collect();
        let options = ExecuteCommandOptions { commands, ..ExecuteCommandOptions::default() };
        capabilities.execute_command_provider = Some(options).filter(|options| !options.commands.is_empty());
    }

    /// The text that was asked for; null for what means nothing.
    fn answer(context: &Context<'_>, params: ExecuteCommandParams) -> Option<Value> {
        let arguments = params.arguments.unwrap_or_default();
        match params.command.as_str() {
            EXPLAIN => {
                let text = explained(context, &arguments)?;
                // One that handles the command asks only for the words.
                if !context.client.handles(EXPLAIN) {
                    context.aside(Aside::Show(text.trim_end().to_owned()));
                }
                Some(Value::String(text))
            }
            SHOW => {
                let locations: Vec<Location> = serde_json::from_value(arguments.into_iter().nth(2)?).ok()?;
                show(context, &locations);
                None
            }
            _ => None,
        }
    }
}

impl Context<'_> {
    /// True if somebody does a command: the client, or the server.
    pub fn does(&self, command: &str) -> bool {
        self.client.handles(command) || self.settings.has(Commands::NAME)
    }
}

fn explained(context: &Context<'_>, arguments: &[Value]) -> Option<String> {
    let about: Option<Uri> = arguments.get(1).and_then(|uri| serde_json::from_value(uri.clone()).ok());
    let here = about.and_then(|uri| context.here(&uri)).map(|here| here.workspace);
    let workspace = here.or_else(|| context.repositories().next().map(|(workspace, _)| workspace))?;
    let explained = explain(workspace, arguments.first()?.as_str()?, context.day);
    let mut text = Vec::new();
    explanation::human(&explained, workspace, "", false, &mut text).ok()?;
    String::from_utf8(text).ok().filter(|text| !text.is_empty())
}

/// Goes to a place that is the only one, if the client can; else says which there are.
fn show(context: &Context<'_>, locations: &[Location]) {
    if let ([only], true) = (locations, context.client.takes("/window/showDocument/support")) {
        return context.aside(Aside::Open(only.clone()));
    }
    let place = |location: &Location| {
        let path = uri::path(&location.uri.0).unwrap_or_default();
        let within = context.roots.owner(&path).map_or(&*path, |(_, within)| within).to_owned();
        format!("{within}:{}", location.range.start.line + 1)
    };
    let mut lines: Vec<String> = locations.iter().map(place).collect();
    lines.dedup();
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    lines.extend((more > 0).then(|| format!("and {more} more")));
    let text = if lines.is_empty() { "there is nothing to show".to_owned() } else { lines.join("\n") };
    context.aside(Aside::Show(text));
}
