//! `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`.

use tower_lsp::jsonrpc::Result;

use crate::types::{DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, TextEdit};
use crate::view::Snapshot;

/// There is one format: what the client says of tabs and the like has no say.
pub(crate) fn document(snapshot: &Snapshot, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    Ok(Some(asked.edits(&tm_ide::formatting(asked.db(), asked.file))))
}

pub(crate) fn range(snapshot: &Snapshot, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    Ok(Some(asked.edits(&tm_ide::range_formatting(asked.db(), asked.file, &asked.span(params.range)))))
}

pub(crate) fn on_type(snapshot: &Snapshot, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
    let at = params.text_document_position;
    let Some(asked) = snapshot.asked(&at.text_document.uri) else { return Ok(None) };
    let Some(typed) = params.ch.chars().next() else { return Ok(None) };
    Ok(Some(asked.edits(&tm_ide::on_type_formatting(asked.db(), asked.position(at.position), typed))))
}
