//! Completion: ids with their titles, fields and labels, words of vocabularies and scales, sections, links, whole records.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionOptions, CompletionParams, CompletionRequest,
    CompletionResponse, InsertTextMode, ServerCapabilities, TextEdit,
};

use super::{Context, Feature};
use crate::answers::{Sort, completions};
use crate::lsp::client::Client;
use crate::lsp::position::Lines;

/// `textDocument/completion`.
pub struct Completion;

impl Feature for Completion {
    type Request = CompletionRequest;
    const NAME: &'static str = "completion";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        let trigger_characters = [" ", "[", "(", "#", "-", ".", "|", "/", "*", ","].map(ToOwned::to_owned).to_vec();
        let options = CompletionOptions { trigger_characters: Some(trigger_characters), ..CompletionOptions::default() };
        capabilities.completion_provider = Some(options);
    }

    fn answer(context: &Context<'_>, params: CompletionParams) -> Option<CompletionResponse> {
        let asked = params.text_document_position_params;
        let here = context.here(&asked.text_document.uri)?;
        // Of a manifest, what was read may be older than what stands in the editor.
        let open = context.documents.get(&here.root.absolute(&here.source().path));
        let text = open.map_or(&*here.source().text, |document| &*document.text);
        let (lines, encoding) = (Lines::new(text), context.client.encoding);
        let offset = lines.offset(asked.position, text, encoding);
        let choices = completions(here.workspace, here.file, text, offset, context.day)?;
        let range = lines.range(choices.written, text, encoding);
        let items = choices.all.into_iter().enumerate().map(|(i, choice)| CompletionItem {
            kind: Some(match choice.sort {
                Sort::Record => CompletionItemKind::Reference,
                Sort::Whole => CompletionItemKind::Struct,
                Sort::Field => CompletionItemKind::Property,
                Sort::Kind => CompletionItemKind::Class,
                Sort::Word => CompletionItemKind::EnumMember,
                Sort::File => CompletionItemKind::File,
                Sort::Heading => CompletionItemKind::Text,
            }),
            detail: Some(choice.detail.clone()).filter(|detail| !detail.is_empty()),
            documentation: choice.says.map(Into::into),
            sort_text: Some(format!("{i:04}")),
            // A title finds its record too, and what is written begins with the signs that stand there.
            filter_text: Some(format!("{} {}", choice.text.lines().next().unwrap_or_default(), choice.detail)),
            // Lines have the indentation that they need.
            insert_text_mode: choice.text.contains('\n').then_some(InsertTextMode::AsIs),
            text_edit: Some(TextEdit { range, new_text: choice.text }.into()),
            label: choice.words,
            ..CompletionItem::default()
        });
        Some(CompletionList { is_incomplete: choices.more, items: items.collect(), ..CompletionList::default() }.into())
    }
}
