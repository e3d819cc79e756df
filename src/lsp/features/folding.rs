//! Folding: sections and records.

use gen_lsp_types::{FoldingRange, FoldingRangeParams, FoldingRangeRequest, ServerCapabilities};

use super::{Context, Feature};
use crate::answers::{OutlineItem, outline};
use crate::lsp::client::Client;

/// `textDocument/foldingRange`.
pub struct Folding;

impl Feature for Folding {
    type Request = FoldingRangeRequest;
    const NAME: &'static str = "folding";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.folding_range_provider = Some(true.into());
    }

    fn answer(context: &Context<'_>, params: FoldingRangeParams) -> Option<Vec<FoldingRange>> {
        let here = context.here(&params.text_document.uri)?;
        let mut ranges: Vec<FoldingRange> = Vec::new();
        let mut items: Vec<&OutlineItem> = Vec::new();
        let outline = outline(here.workspace, here.file);
        items.extend(&outline);
        while let Some(item) = items.pop() {
            items.extend(&item.children);
            let range = here.range(item.span);
            // A span that ends where a line begins does not reach that line.
            let end_line = if range.end.character == 0 { range.end.line.saturating_sub(1) } else { range.end.line };
            if end_line > range.start.line {
                ranges.push(FoldingRange { start_line: range.start.line, end_line, ..FoldingRange::default() });
            }
        }
        ranges.sort_by_key(|range| (range.start_line, std::cmp::Reverse(range.end_line)));
        ranges.dedup();
        Some(ranges)
    }
}
