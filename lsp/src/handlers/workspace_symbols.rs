//! `workspace/symbol`.

use tm_ide::{FileRange, MOST_SYMBOLS};
use tower_lsp::jsonrpc::Result;

use crate::kinds;
use crate::types::{SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
    let mut all: Vec<SymbolInformation> = Vec::new();
    for asking in snapshot.projects() {
        for found in tm_ide::workspace_symbols(asking.db, asking.project, &params.query) {
            let place = FileRange { file: found.target.file, range: found.target.focus };
            let Some(location) = asking.location(&place) else { continue };
            #[allow(deprecated, reason = "a member of the protocol that has no other constructor")]
            let symbol = SymbolInformation {
                name: found.target.name.to_string(),
                kind: kinds::symbol(found.target.kind),
                tags: None,
                deprecated: None,
                location,
                container_name: (!found.container.is_empty()).then(|| found.container.to_string()),
            };
            // A package, and the standard library, are in several projects.
            if !all.contains(&symbol) {
                all.push(symbol);
            }
        }
    }
    all.truncate(MOST_SYMBOLS);
    Ok(Some(WorkspaceSymbolResponse::Flat(all)))
}
