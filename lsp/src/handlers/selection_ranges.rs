//! `textDocument/selectionRange`.

use tower_lsp::jsonrpc::Result;

use crate::asked::Asked;
use crate::types::{Position, Range, SelectionRange, SelectionRangeParams};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    Ok(Some(params.positions.iter().map(|position| around(&asked, *position)).collect()))
}

/// One for each position, as the protocol wants it.
fn around(asked: &Asked<'_>, position: Position) -> SelectionRange {
    let ranges = tm_ide::selection_ranges(asked.db(), asked.project(), asked.position(position));
    let outer = |parent: Option<Box<SelectionRange>>, span: &std::ops::Range<u32>| {
        Some(Box::new(SelectionRange { range: asked.range(span), parent }))
    };
    let found = ranges.iter().rev().fold(None, outer);
    found.map_or_else(|| SelectionRange { range: Range { start: position, end: position }, parent: None }, |it| *it)
}
