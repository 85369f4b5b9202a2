//! `textDocument/hover`.

use tower_lsp::jsonrpc::Result;

use crate::types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: HoverParams) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    let Some(asked) = snapshot.asked(&at.text_document.uri) else { return Ok(None) };
    let report = asked.report();
    let found = tm_ide::hover(asked.db(), asked.project(), &report, asked.position(at.position));
    Ok(found.map(|found| Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: found.markdown }),
        range: Some(asked.range(&found.range)),
    }))
}
