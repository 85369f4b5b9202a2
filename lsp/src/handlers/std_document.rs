//! `tm/stdDocument`: the text of a file of the standard library, which is in the binary and not on the disk.

use serde::{Deserialize, Serialize};
use tm_analysis::Origin;
use tower_lsp::jsonrpc::{Error, Result};

use crate::types::Uri;
use crate::uris;
use crate::view::Snapshot;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StdDocumentParams {
    pub uri: Uri,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(Deserialize))]
#[serde(rename_all = "camelCase")]
pub(crate) struct StdDocument {
    /// Not to be edited: nothing would come of it.
    pub text: String,
}

pub(crate) fn run(snapshot: &Snapshot, params: StdDocumentParams) -> Result<StdDocument> {
    let path = uris::std_path(&params.uri);
    let text = path.as_ref().and_then(|path| text(snapshot, path));
    text.map(|text| StdDocument { text }).ok_or_else(|| {
        let shown = tm_emit::inline(params.uri.as_str(), 200).into_owned();
        Error::invalid_params(format!("there is no document `{shown}` in the standard library"))
    })
}

/// All projects have the same; without one, it is what was built in.
fn text(snapshot: &Snapshot, path: &str) -> Option<String> {
    let Snapshot { db, view } = snapshot;
    let Some(loaded) = view.projects.values().next() else {
        let embedded = tm_analysis::stdlib::embedded().iter();
        return embedded.clone().find(|(known, _)| *known == path).map(|(_, text)| (*text).to_owned());
    };
    let files = loaded.project.files(db).iter();
    let mut std = files.filter(|file| *file.origin(db) == Origin::Std);
    std.find(|file| **file.path(db) == *path).map(|file| file.text(db).to_string())
}
