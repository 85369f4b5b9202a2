//! `textDocument/diagnostic`: for clients that ask instead of being told.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde_json::json;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

use crate::judge;
use crate::types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport,
};
use crate::view::Snapshot;

/// `ServerCancelled`: the client is to ask again.
const SERVER_CANCELLED: i64 = -32802;

pub(crate) fn document(
    snapshot: &Snapshot,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = params.text_document.uri;
    let items = match snapshot.asked(&uri) {
        Some(asked) => judge::file(snapshot, asked.asking.loaded, asked.file, &uri).diagnostics,
        None => judge::manifest(snapshot, &uri),
    };
    let result_id = fingerprint(&items);
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(result_id), items },
        })
    };
    Ok(DocumentDiagnosticReportResult::Report(report))
}

/// Equal for equal diagnostics, in this process.
pub(crate) fn fingerprint(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// An edit that came in between makes the client ask again.
pub(crate) fn again(error: Error) -> Error {
    match error.code {
        ErrorCode::ContentModified => Error {
            code: ErrorCode::ServerError(SERVER_CANCELLED),
            data: Some(json!({ "retriggerRequest": true })),
            ..error
        },
        _ => error,
    }
}
