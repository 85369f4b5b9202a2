//! `textDocument/references`.

use tm_ide::FileRange;
use tower_lsp::jsonrpc::Result;

use crate::types::{Location, ReferenceParams};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let at = params.text_document_position;
    let Some(asked) = snapshot.asked(&at.text_document.uri) else { return Ok(None) };
    let found = tm_ide::references(asked.db(), asked.project(), asked.position(at.position)).into_iter();
    let wanted = found.filter(|found| params.context.include_declaration || !found.is_declaration);
    let places = wanted.map(|found| FileRange { file: found.file, range: found.range });
    Ok(Some(places.filter_map(|place| asked.asking.location(&place)).collect()))
}
