//! `textDocument/definition`, `declaration`, `typeDefinition` and `implementation`.

use tm_analysis::{Database, Project};
use tm_ide::{FilePosition, FileRange, Target};
use tower_lsp::jsonrpc::Result;

use crate::types::{GotoDefinitionParams, GotoDefinitionResponse};
use crate::view::Snapshot;

pub(crate) fn definition(snapshot: &Snapshot, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
    Ok(targets(snapshot, params, tm_ide::goto_definition))
}

pub(crate) fn type_definition(
    snapshot: &Snapshot,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    Ok(targets(snapshot, params, tm_ide::goto_type_definition))
}

pub(crate) fn implementation(
    snapshot: &Snapshot,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    Ok(targets(snapshot, params, tm_ide::goto_implementation))
}

fn targets(
    snapshot: &Snapshot,
    params: GotoDefinitionParams,
    goto: fn(&Database, Project, FilePosition) -> Vec<Target>,
) -> Option<GotoDefinitionResponse> {
    let at = params.text_document_position_params;
    let asked = snapshot.asked(&at.text_document.uri)?;
    let targets = goto(asked.db(), asked.project(), asked.position(at.position)).into_iter();
    let places = targets.map(|target| FileRange { file: target.file, range: target.focus });
    Some(GotoDefinitionResponse::Array(places.filter_map(|place| asked.asking.location(&place)).collect()))
}
