//! Semantic tokens: ids, told apart by whether the record is told there and whether a pack gives it.

use gen_lsp_types::{
    SemanticToken, SemanticTokens, SemanticTokensLegend, SemanticTokensOptions, SemanticTokensParams, SemanticTokensRequest,
    ServerCapabilities,
};

use super::{Context, Feature};
use crate::answers::naming::{How, ids_in};
use crate::lsp::client::Client;

/// `textDocument/semanticTokens/full`.
pub struct Ids;

impl Feature for Ids {
    type Request = SemanticTokensRequest;
    const NAME: &'static str = "semantic_tokens";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        let legend = SemanticTokensLegend::new(vec!["enumMember".into()], vec!["declaration".into(), "defaultLibrary".into()]);
        let options = SemanticTokensOptions { legend, full: Some(true.into()), ..SemanticTokensOptions::default() };
        capabilities.semantic_tokens_provider = Some(options.into());
    }

    fn answer(context: &Context<'_>, params: SemanticTokensParams) -> Option<SemanticTokens> {
        let here = context.here(&params.text_document.uri)?;
        let (mut line, mut character) = (0, 0);
        let mut data = Vec::new();
        for naming in ids_in(here.workspace, here.file) {
            let range = here.range(naming.place.span);
            let told = u32::from(naming.how == How::Told);
            let given = u32::from(here.workspace.index.in_pack(naming.entity)) << 1;
            data.push(SemanticToken {
                delta_line: range.start.line - line,
                delta_start: if range.start.line == line { range.start.character - character } else { range.start.character },
                length: range.end.character.saturating_sub(range.start.character),
                token_type: 0,
                token_modifiers_bitset: told | given,
            });
            (line, character) = (range.start.line, range.start.character);
        }
        Some(SemanticTokens { result_id: None, data })
    }
}
