//! Inlay hints: titles beside bare ids.

use gen_lsp_types::{InlayHint, InlayHintParams, InlayHintRequest, ServerCapabilities};

use super::{Context, Feature};
use crate::answers::naming::titles;
use crate::lsp::client::Client;

/// `textDocument/inlayHint`.
pub struct Titles;

impl Feature for Titles {
    type Request = InlayHintRequest;
    const NAME: &'static str = "inlay_hints";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.inlay_hint_provider = Some(true.into());
    }

    fn answer(context: &Context<'_>, params: InlayHintParams) -> Option<Vec<InlayHint>> {
        let here = context.here(&params.text_document.uri)?;
        let (from, to) = (here.offset(params.range.start), here.offset(params.range.end));
        let shown = titles(here.workspace, here.file).into_iter();
        let shown = shown.filter(|(span, _)| from <= span.start as usize && span.end as usize <= to);
        let hint = |(span, title): (_, String)| {
            InlayHint::new(here.range(span).end, title.into(), None, None, None, Some(true), None, None)
        };
        Some(shown.map(hint).collect())
    }
}
