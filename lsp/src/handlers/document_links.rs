//! `textDocument/documentLink`.

use std::str::FromStr;

use tm_ide::{LinkTarget, ManifestLink, ManifestTarget};
use tower_lsp::jsonrpc::Result;

use crate::asked::Asked;
use crate::document::Document;
use crate::positions::Lines;
use crate::types::{DocumentLink, DocumentLinkParams, Uri};
use crate::uris;
use crate::view::{Snapshot, is_manifest, normal};

pub(crate) fn run(snapshot: &Snapshot, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    if let Some(document) = snapshot.view.document(&params.text_document.uri).filter(|it| is_manifest(&it.key)) {
        return Ok(Some(of_manifest(snapshot, document)));
    }
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    let found = tm_ide::document_links(asked.db(), asked.file);
    let link = |found: &tm_ide::DocumentLink| {
        let target = target(&asked, &found.target)?;
        Some(DocumentLink { range: asked.range(&found.range), target: Some(target), tooltip: None, data: None })
    };
    Ok(Some(found.iter().filter_map(link).collect()))
}

fn of_manifest(snapshot: &Snapshot, document: &Document) -> Vec<DocumentLink> {
    let lines = Lines::new(document.text.clone(), snapshot.view.encoding);
    let folder = document.key.parent().unwrap_or(&document.key);
    let link = |found: ManifestLink| {
        let target = match &found.target {
            ManifestTarget::Url(url) => Uri::from_str(url).ok()?,
            ManifestTarget::Beside(path) => {
                let path = normal(&folder.join(path.as_str()));
                path.is_file().then(|| uris::of_path(&path)).flatten()?
            }
        };
        Some(DocumentLink { range: lines.range(found.range.into()), target: Some(target), tooltip: None, data: None })
    };
    tm_ide::manifest_links(&document.text).into_iter().filter_map(link).collect()
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
