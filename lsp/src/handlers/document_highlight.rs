//! `textDocument/documentHighlight`.

use tower_lsp::jsonrpc::Result;

use crate::types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = params.text_document_position_params;
    let Some(asked) = snapshot.asked(&at.text_document.uri) else { return Ok(None) };
    let found = tm_ide::document_highlight(asked.db(), asked.project(), asked.position(at.position));
    let highlight = |found: &tm_ide::Highlight| DocumentHighlight {
        range: asked.range(&found.range),
        kind: Some(match found.is_declaration {
            true => DocumentHighlightKind::WRITE,
            false => DocumentHighlightKind::READ,
        }),
    };
    Ok(Some(found.iter().map(highlight).collect()))
}
