//! `textDocument/inlayHint`.

use tower_lsp::jsonrpc::Result;

use crate::types::{InlayHint, InlayHintLabel, InlayHintParams};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    let options = snapshot.view.settings.inlay_hints;
    let part = asked.span(params.range);
    let found = tm_ide::inlay_hints(asked.db(), asked.project(), asked.file, &part, options);
    let hint = |found: tm_ide::InlayHint| InlayHint {
        position: asked.range(&(found.offset..found.offset)).start,
        label: InlayHintLabel::String(found.label),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    Ok(Some(found.into_iter().map(hint).collect()))
}
