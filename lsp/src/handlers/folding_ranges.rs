//! `textDocument/foldingRange`.

use tm_ide::FoldingKind;
use tower_lsp::jsonrpc::Result;

use crate::types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    let fold = |found: &tm_ide::FoldingRange| {
        let range = asked.range(&found.range);
        FoldingRange {
            start_line: range.start.line,
            start_character: Some(range.start.character),
            end_line: range.end.line,
            end_character: Some(range.end.character),
            kind: Some(match found.kind {
                FoldingKind::Comment => FoldingRangeKind::Comment,
                FoldingKind::Imports => FoldingRangeKind::Imports,
                FoldingKind::Region => FoldingRangeKind::Region,
            }),
            collapsed_text: None,
        }
    };
    Ok(Some(tm_ide::folding_ranges(asked.db(), asked.file).iter().map(fold).collect()))
}
