//! References: all places that name a record, in all files or, to be highlighted, in this one.

use gen_lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, DocumentHighlightRequest, Location, ReferenceParams,
    ReferencesRequest, ServerCapabilities,
};

use super::{Context, Feature};
use crate::answers::naming::{How, Naming, meant, namings, namings_in};
use crate::lsp::client::Client;

/// `textDocument/references`.
pub struct FindReferences;

impl Feature for FindReferences {
    type Request = ReferencesRequest;
    const NAME: &'static str = "references";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.references_provider = Some(true.into());
    }

    fn answer(context: &Context<'_>, params: ReferenceParams) -> Option<Vec<Location>> {
        let at = params.text_document_position_params;
        let here = context.here(&at.text_document.uri)?;
        let meant = meant(here.workspace, here.file, here.offset(at.position))?;
        let all = namings(here.workspace, &meant.entities);
        let wanted = all.iter().filter(|naming| params.context.include_declaration || naming.how != How::Told);
        Some(wanted.filter_map(|naming| here.location(naming.place)).collect())
    }
}

/// `textDocument/documentHighlight`.
pub struct Highlight;

impl Feature for Highlight {
    type Request = DocumentHighlightRequest;
    const NAME: &'static str = "document_highlight";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.document_highlight_provider = Some(true.into());
    }

    fn answer(context: &Context<'_>, params: DocumentHighlightParams) -> Option<Vec<DocumentHighlight>> {
        let at = params.text_document_position_params;
        let here = context.here(&at.text_document.uri)?;
        let meant = meant(here.workspace, here.file, here.offset(at.position))?;
        let all = namings_in(here.workspace, here.file, &meant.entities);
        let highlight = |naming: Naming| {
            let kind = if naming.how == How::Told { DocumentHighlightKind::Write } else { DocumentHighlightKind::Read };
            DocumentHighlight::new(here.range(naming.place.span), Some(kind))
        };
        Some(all.into_iter().map(highlight).collect())
    }
}
