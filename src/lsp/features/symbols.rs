//! Document symbols: headings and records, one within the other.

use gen_lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolRequest, DocumentSymbolResponse, ServerCapabilities, SymbolKind,
};

use super::{Context, Feature, Here};
use crate::answers::{OutlineItem, outline};
use crate::lsp::client::Client;

/// `textDocument/documentSymbol`.
pub struct DocumentSymbols;

impl Feature for DocumentSymbols {
    type Request = DocumentSymbolRequest;
    const NAME: &'static str = "document_symbols";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.document_symbol_provider = Some(true.into());
    }

    fn answer(context: &Context<'_>, params: DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        let here = context.here(&params.text_document.uri)?;
        Some(symbols(&here, &outline(here.workspace, here.file)).into())
    }
}

fn symbols(here: &Here<'_>, items: &[OutlineItem]) -> Vec<DocumentSymbol> {
    let symbol = |item: &OutlineItem| {
        let detail = item.kind.as_ref().map(ToString::to_string);
        let kind = if item.kind.is_some() { SymbolKind::Object } else { SymbolKind::String };
        let children = Some(symbols(here, &item.children)).filter(|children| !children.is_empty());
        let (range, name) = (here.range(item.span), here.range(item.at));
        DocumentSymbol::new(item.name.to_string(), detail, kind, None, None, range, name, children)
    };
    items.iter().map(symbol).collect()
}
