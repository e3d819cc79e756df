//! Workspace symbols: records by id and title.

use gen_lsp_types::{
    BaseSymbolInformation, ServerCapabilities, SymbolKind, WorkspaceSymbol, WorkspaceSymbolParams, WorkspaceSymbolRequest,
    WorkspaceSymbolResponse,
};

use super::{Context, Feature};
use crate::answers::{Hit, search};
use crate::lsp::client::Client;

/// `workspace/symbol`.
pub struct Records;

impl Feature for Records {
    type Request = WorkspaceSymbolRequest;
    const NAME: &'static str = "workspace_symbols";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.workspace_symbol_provider = Some(true.into());
    }

    fn answer(context: &Context<'_>, params: WorkspaceSymbolParams) -> Option<WorkspaceSymbolResponse> {
        let mut symbols: Vec<WorkspaceSymbol> = Vec::new();
        for (workspace, places) in context.repositories() {
            for hit in search(workspace, &params.query) {
                let Some(location) = places.location(hit.place) else { continue };
                let base = BaseSymbolInformation::new(name(&hit), SymbolKind::Object, None, Some(hit.kind.to_string()));
                symbols.push(WorkspaceSymbol::new(location.into(), None, base));
            }
        }
        Some(WorkspaceSymbolResponse::WorkspaceSymbolList(symbols))
    }
}

fn name(hit: &Hit) -> String {
    let parts: Vec<&str> = [&hit.id, &hit.title].into_iter().flatten().map(|part| &**part).collect();
    parts.join(" ")
}
