//! The command `clauselint.explain`: what a name means, as `explain` on the command line says it. Its arguments are the name and, where several
//! repositories are open, the address of a document of one.

use gen_lsp_types::{ExecuteCommandOptions, ExecuteCommandParams, ExecuteCommandRequest, ServerCapabilities, Uri};
use serde_json::Value;

use super::{Context, Feature};
use crate::answers::explain;
use crate::lsp::client::Client;
use crate::output::explanation;

/// The command.
pub const EXPLAIN: &str = "clauselint.explain";

/// `workspace/executeCommand`.
pub struct Explaining;

impl Feature for Explaining {
    type Request = ExecuteCommandRequest;
    const NAME: &'static str = "commands";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        let commands = vec![EXPLAIN.to_owned()];
        capabilities.execute_command_provider = Some(ExecuteCommandOptions { commands, ..ExecuteCommandOptions::default() });
    }

    /// The text; null for what means nothing.
    fn answer(context: &Context<'_>, params: ExecuteCommandParams) -> Option<Value> {
        let mut arguments = params.arguments.filter(|_| params.command == EXPLAIN)?.into_iter();
        let name = arguments.next()?;
        let about: Option<Uri> = arguments.next().and_then(|uri| serde_json::from_value(uri).ok());
        let here = about.and_then(|uri| context.here(&uri)).map(|here| here.workspace);
        let workspace = here.or_else(|| context.repositories().next().map(|(workspace, _)| workspace))?;
        let explained = explain(workspace, name.as_str()?, context.day);
        let mut text = Vec::new();
        explanation::human(&explained, workspace, "", false, &mut text).ok()?;
        String::from_utf8(text).ok().filter(|text| !text.is_empty()).map(Value::String)
    }
}
