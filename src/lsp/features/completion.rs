//! Completion: ids with their titles, fields, words of vocabularies, links.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionOptions, CompletionParams, CompletionRequest,
    CompletionResponse, ServerCapabilities, TextEdit,
};

use super::{Context, Feature};
use crate::answers::{Sort, completions};
use crate::lsp::client::Client;

/// `textDocument/completion`.
pub struct Completion;

impl Feature for Completion {
    type Request = CompletionRequest;
    const NAME: &'static str = "completion";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        let trigger_characters = [" ", "[", "(", "#", "-", ".", "|", "/"].map(ToOwned::to_owned).to_vec();
        let options = CompletionOptions { trigger_characters: Some(trigger_characters), ..CompletionOptions::default() };
        capabilities.completion_provider = Some(options);
    }

    fn answer(context: &Context<'_>, params: CompletionParams) -> Option<CompletionResponse> {
        let asked = params.text_document_position_params;
        let here = context.here(&asked.text_document.uri)?;
        let choices = completions(here.workspace, here.file, here.offset(asked.position), context.day)?;
        let range = here.range(choices.written);
        let items = choices.all.into_iter().enumerate().map(|(i, choice)| CompletionItem {
            kind: Some(match choice.sort {
                Sort::Record => CompletionItemKind::Reference,
                Sort::Field => CompletionItemKind::Property,
                Sort::Word => CompletionItemKind::EnumMember,
                Sort::File => CompletionItemKind::File,
                Sort::Heading => CompletionItemKind::Text,
            }),
            detail: Some(choice.detail.clone()).filter(|detail| !detail.is_empty()),
            documentation: choice.says.map(Into::into),
            sort_text: Some(format!("{i:04}")),
            // A title finds its record too.
            filter_text: Some(format!("{} {}", choice.words, choice.detail)),
            text_edit: Some(TextEdit { range, new_text: format!("{}{}", choice.words, choice.after) }.into()),
            label: choice.words,
            ..CompletionItem::default()
        });
        Some(CompletionList { is_incomplete: choices.more, items: items.collect(), ..CompletionList::default() }.into())
    }
}
