//! Hover: what is known of the id, the field or the date below the cursor.

use std::fmt::Write as _;

use gen_lsp_types::{Contents, Hover, HoverParams, HoverRequest, MarkupContent, MarkupKind, ServerCapabilities};
use serde_json::Value;

use super::{Context, Feature};
use crate::answers::{Told, about, at};
use crate::lsp::client::Client;
use crate::output::markdown::escaped;

/// `textDocument/hover`.
pub struct OnHover;

impl Feature for OnHover {
    type Request = HoverRequest;
    const NAME: &'static str = "hover";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.hover_provider = Some(true.into());
    }

    fn answer(context: &Context<'_>, params: HoverParams) -> Option<Hover> {
        let asked = params.text_document_position_params;
        let here = context.here(&asked.text_document.uri)?;
        let found = at(here.workspace, here.file, here.offset(asked.position))?;
        let told = about(here.workspace, &found.what, context.day);
        if told.is_empty() {
            return None;
        }
        let formats = context.client.capabilities.pointer("/textDocument/hover/contentFormat").and_then(Value::as_array);
        let markdown = formats.and_then(|formats| formats.first()).is_none_or(|first| first == "markdown");
        let (kind, value) =
            if markdown { (MarkupKind::Markdown, in_markdown(&told)) } else { (MarkupKind::PlainText, in_words(&told)) };
        let contents = Contents::MarkupContent(MarkupContent { kind, value });
        Some(Hover { contents, range: Some(here.range(found.place.span)) })
    }
}

/// As Markdown. What documents say in it stays words.
fn in_markdown(told: &[Told]) -> String {
    let parts = told.iter().map(|told| {
        let mut text = format!("**{}** {}\n", escaped(&told.name), escaped(&told.title));
        let says = told.says.iter().map(|says| escaped(says));
        says.for_each(|says| _ = write!(text, "\n{says}\n"));
        if !told.rows.is_empty() {
            text.push('\n');
        }
        told.rows.iter().for_each(|(label, words)| _ = writeln!(text, "- {}: {}", escaped(label), escaped(words)));
        told.cautions.iter().for_each(|caution| _ = write!(text, "\n*{}*\n", escaped(caution)));
        text
    });
    parts.collect::<Vec<String>>().join("\n---\n\n")
}

/// As plain text.
fn in_words(told: &[Told]) -> String {
    let parts = told.iter().map(|told| {
        let mut text = format!("{}: {}\n", told.name, told.title);
        told.says.iter().for_each(|says| _ = writeln!(text, "{says}"));
        told.rows.iter().for_each(|(label, words)| _ = writeln!(text, "  {label}: {words}"));
        told.cautions.iter().for_each(|caution| _ = writeln!(text, "Note: {caution}"));
        text
    });
    parts.collect::<Vec<String>>().join("\n")
}
