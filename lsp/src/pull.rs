//! `workspace/diagnostic`: what was found in all projects, for clients that ask.
//!
//! Nothing is judged for it: it is answered from what the background finds. Who knows that already is answered once it is
//! something else; so a client that asks again and again costs nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use crate::outbox::Outbox;
use crate::publish::Board;
use crate::types::notification::Notification;
use crate::types::{
    FullDocumentDiagnosticReport, ProgressToken, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportPartialResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use crate::view::View;

/// One request, until it is answered.
pub(crate) struct Pull {
    /// What the client has: by address, what it is called.
    known: BTreeMap<String, String>,
    /// Where parts of the answer may go ahead to.
    parts: Option<ProgressToken>,
    reply: oneshot::Sender<WorkspaceDiagnosticReport>,
    /// A client that knows nothing is not kept waiting for something new.
    may_wait: bool,
    /// The version of the board that was looked at last, and whether all was judged then.
    seen: Option<(u64, bool)>,
}

impl Pull {
    pub fn new(params: WorkspaceDiagnosticParams, reply: oneshot::Sender<WorkspaceDiagnosticReport>) -> Pull {
        let known = params.previous_result_ids.into_iter().map(|it| (it.uri.as_str().to_owned(), it.value));
        let known: BTreeMap<String, String> = known.collect();
        let may_wait = !known.is_empty();
        Pull { known, parts: params.partial_result_params.partial_result_token, reply, may_wait, seen: None }
    }

    /// Tells what is new; the request comes back if it is to wait. `is_done`: nothing is left to judge.
    pub fn go_on(mut self, board: &mut Board, view: &View, outbox: &Outbox, is_done: bool) -> Option<Pull> {
        if self.reply.is_closed() {
            return None;
        }
        let now = (board.version, is_done);
        if self.seen == Some(now) || (!is_done && self.parts.is_none()) {
            return Some(self);
        }
        self.seen = Some(now);
        let (mut news, mut same) = (Vec::new(), Vec::new());
        for (key, uri) in board.documents(self.known.keys()) {
            let Some(uri) = uri else { continue };
            let version = view.document(&uri).map(|document| i64::from(document.version));
            // As long as something is judged, it may be of another version that this was found.
            if version.is_some() && !is_done {
                continue;
            }
            let result_id = board.id(&key);
            if self.known.get(&key) == Some(&result_id) {
                let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
                let report =
                    WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report };
                same.push(WorkspaceDocumentDiagnosticReport::Unchanged(report));
            } else {
                let items = board.diagnostics(&key);
                self.known.insert(key, result_id.clone());
                let full_document_diagnostic_report =
                    FullDocumentDiagnosticReport { result_id: Some(result_id), items };
                let report = WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report };
                news.push(WorkspaceDocumentDiagnosticReport::Full(report));
            }
        }
        let is_new = !news.is_empty();
        if let Some(token) = self.parts.clone() {
            // All goes ahead.
            same.clear();
            if is_new {
                tell(token, std::mem::take(&mut news), outbox);
            }
        }
        self.may_wait &= !is_new;
        if !is_done || self.may_wait {
            return Some(self);
        }
        news.extend(same);
        self.end(outbox, news);
        None
    }

    /// Answers, after the parts that went ahead.
    pub fn end(self, outbox: &Outbox, items: Vec<WorkspaceDocumentDiagnosticReport>) {
        let reply = self.reply;
        // The client may have taken its question back.
        outbox.send(move |_| async move { drop(reply.send(WorkspaceDiagnosticReport { items })) });
    }
}

/// A part of an answer; the types of the protocol know only progress of work.
enum Part {}

impl Notification for Part {
    type Params = PartParams;
    const METHOD: &'static str = "$/progress";
}

#[derive(Debug, Deserialize, Serialize)]
struct PartParams {
    token: ProgressToken,
    value: WorkspaceDiagnosticReportPartialResult,
}

fn tell(token: ProgressToken, items: Vec<WorkspaceDocumentDiagnosticReport>, outbox: &Outbox) {
    let params = PartParams { token, value: WorkspaceDiagnosticReportPartialResult { items } };
    outbox.send(move |client| async move { client.send_notification::<Part>(params).await });
}
