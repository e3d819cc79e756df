//! Rename: a record's id, wherever it is written. What cannot be renamed is refused with the reason.

use gen_lsp_types::{
    PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameRequest, PrepareRenameResult, RenameOptions, RenameParams,
    RenameRequest, ServerCapabilities, TextDocumentPositionParams, WorkspaceEdit,
};

use super::{Context, Here, Refusing};
use crate::answers::naming::{Meant, meant, renamable, rename};
use crate::lsp::client::Client;

/// `textDocument/prepareRename`.
pub struct PrepareRename;

impl Refusing for PrepareRename {
    type Request = PrepareRenameRequest;
    const NAME: &'static str = "rename";

    // Rename tells of it.
    fn advertise(_: &mut ServerCapabilities, _: &Client) {}

    fn answer(context: &Context<'_>, params: PrepareRenameParams) -> Result<Option<PrepareRenameResult>, String> {
        let Some((here, meant)) = asked(context, &params.text_document_position_params) else { return Ok(None) };
        renamable(here.workspace, &meant.entities)?;
        let id = here.source().slice(meant.span).to_owned();
        let range = here.range(meant.span);
        Ok(Some(PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder::new(range, id))))
    }
}

/// `textDocument/rename`.
pub struct Rename;

impl Refusing for Rename {
    type Request = RenameRequest;
    const NAME: &'static str = "rename";

    fn advertise(capabilities: &mut ServerCapabilities, client: &Client) {
        let options = RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() };
        capabilities.rename_provider =
            Some(if client.takes("/textDocument/rename/prepareSupport") { options.into() } else { true.into() });
    }

    fn answer(context: &Context<'_>, params: RenameParams) -> Result<Option<WorkspaceEdit>, String> {
        let Some((here, meant)) = asked(context, &params.text_document_position_params) else { return Ok(None) };
        Ok(here.edit(&rename(here.workspace, &meant.entities, &params.new_name)?))
    }
}

/// What record is meant; none where only its title or a path stands, which is no id.
fn asked<'a>(context: &Context<'a>, at: &TextDocumentPositionParams) -> Option<(Here<'a>, Meant)> {
    let here = context.here(&at.text_document.uri)?;
    let meant = meant(here.workspace, here.file, here.offset(at.position))?;
    let id = meant.entities.first().and_then(|entity| here.workspace.index.id(*entity))?;
    let is_id = here.source().slice(meant.span).eq_ignore_ascii_case(id);
    is_id.then_some((here, meant))
}
