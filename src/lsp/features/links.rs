//! Document links: from links and citations of files to the files.

use gen_lsp_types::{DocumentLink, DocumentLinkOptions, DocumentLinkParams, DocumentLinkRequest, ServerCapabilities};

use super::{Context, Feature};
use crate::answers::naming::paths_in;
use crate::lsp::client::Client;

/// `textDocument/documentLink`.
pub struct DocumentLinks;

impl Feature for DocumentLinks {
    type Request = DocumentLinkRequest;
    const NAME: &'static str = "document_links";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.document_link_provider = Some(DocumentLinkOptions::default());
    }

    fn answer(context: &Context<'_>, params: DocumentLinkParams) -> Option<Vec<DocumentLink>> {
        let here = context.here(&params.text_document.uri)?;
        let link = |(span, path): (_, std::sync::Arc<str>)| {
            let uri = context.documents.uri(&here.root.absolute(&path));
            DocumentLink::new(here.range(span), Some(uri), None, None)
        };
        Some(paths_in(here.workspace, here.file).into_iter().map(link).collect())
    }
}
