//! `textDocument/prepareRename` and `rename`.

use tm_ide::FileEdits;
use tower_lsp::jsonrpc::Result;

use crate::asked::{Asked, refused};
use crate::types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse, RenameParams,
    TextDocumentEdit, TextDocumentPositionParams, WorkspaceEdit,
};
use crate::view::Snapshot;

pub(crate) fn prepare(snapshot: &Snapshot, at: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
    let Some(asked) = snapshot.asked(&at.text_document.uri) else { return Ok(None) };
    let found = tm_ide::prepare_rename(asked.db(), asked.project(), asked.position(at.position));
    let found = found.map_err(|refusal| refused(refusal.0))?;
    let placeholder = found.placeholder.to_string();
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range: asked.range(&found.range), placeholder }))
}

pub(crate) fn run(snapshot: &Snapshot, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = params.text_document_position;
    let Some(asked) = snapshot.asked(&at.text_document.uri) else { return Ok(None) };
    let edits = tm_ide::rename(asked.db(), asked.project(), asked.position(at.position), &params.new_name);
    let edits = edits.map_err(|refusal| refused(refusal.0))?;
    Ok(Some(workspace_edit(&asked, &edits)))
}

/// With versions where the client can tell them, so that it refuses edits of what has changed meanwhile.
pub(crate) fn workspace_edit(asked: &Asked<'_>, files: &[FileEdits]) -> WorkspaceEdit {
    let view = &asked.asking.snapshot.view;
    let edited = files.iter().filter_map(|file| {
        let uri = asked.asking.uri(file.file)?;
        Some((uri, asked.asking.edits(file.file, &file.edits)))
    });
    if !view.features.document_changes {
        return WorkspaceEdit { changes: Some(edited.collect()), ..WorkspaceEdit::default() };
    }
    let changes = edited.map(|(uri, edits)| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            version: view.document(&uri).map(|document| document.version),
            uri,
        },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    });
    let document_changes = Some(DocumentChanges::Edits(changes.collect()));
    WorkspaceEdit { document_changes, ..WorkspaceEdit::default() }
}
