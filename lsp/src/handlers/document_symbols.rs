//! `textDocument/documentSymbol`.

use tower_lsp::jsonrpc::Result;

use crate::asked::Asked;
use crate::kinds;
use crate::types::{DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
    let uri = params.text_document.uri;
    let Some(asked) = snapshot.asked(&uri) else { return Ok(None) };
    let found = tm_ide::document_symbols(asked.db(), asked.project(), asked.file);
    if snapshot.view.features.symbol_trees {
        return Ok(Some(DocumentSymbolResponse::Nested(found.iter().map(|it| tree(&asked, it)).collect())));
    }
    let mut all = Vec::new();
    let mut next: Vec<(&tm_ide::DocumentSymbol, Option<&str>)> = found.iter().rev().map(|it| (it, None)).collect();
    while let Some((symbol, container)) = next.pop() {
        #[allow(deprecated, reason = "a member of the protocol that has no other constructor")]
        all.push(SymbolInformation {
            name: symbol.name.to_string(),
            kind: kinds::symbol(symbol.kind),
            tags: None,
            deprecated: None,
            location: Location { uri: uri.clone(), range: asked.range(&symbol.full) },
            container_name: container.map(str::to_owned),
        });
        next.extend(symbol.children.iter().rev().map(|it| (it, Some(symbol.name.as_str()))));
    }
    Ok(Some(DocumentSymbolResponse::Flat(all)))
}

fn tree(asked: &Asked<'_>, symbol: &tm_ide::DocumentSymbol) -> DocumentSymbol {
    #[allow(deprecated, reason = "a member of the protocol that has no other constructor")]
    DocumentSymbol {
        name: symbol.name.to_string(),
        detail: (!symbol.detail.is_empty()).then(|| symbol.detail.to_string()),
        kind: kinds::symbol(symbol.kind),
        tags: None,
        deprecated: None,
        range: asked.range(&symbol.full),
        selection_range: asked.range(&symbol.focus),
        children: (!symbol.children.is_empty())
            .then(|| symbol.children.iter().map(|child| tree(asked, child)).collect()),
    }
}
