//! `textDocument/documentLink`.

use std::str::FromStr;

use tm_ide::LinkTarget;
use tower_lsp::jsonrpc::Result;

use crate::asked::Asked;
use crate::types::{DocumentLink, DocumentLinkParams, Uri};
use crate::uris;
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    let found = tm_ide::document_links(asked.db(), asked.file);
    let link = |found: &tm_ide::DocumentLink| {
        let target = target(&asked, &found.target)?;
        Some(DocumentLink { range: asked.range(&found.range), target: Some(target), tooltip: None, data: None })
    };
    Ok(Some(found.iter().filter_map(link).collect()))
}

fn target(asked: &Asked<'_>, target: &LinkTarget) -> Option<Uri> {
    match target {
        LinkTarget::Url(url) => Uri::from_str(url).ok(),
        LinkTarget::File(path) => {
            let path = asked.asking.loaded.root.join(path.as_str());
            path.is_file().then(|| uris::of_path(&path)).flatten()
        }
    }
}
