//! Work that the client shows while it lasts.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::oneshot;

use crate::outbox::Outbox;
use crate::types::ProgressToken;

/// Shown until it is dropped.
pub(crate) struct Progress {
    _end: oneshot::Sender<()>,
}

/// Shows that a project is being checked.
pub(crate) fn begin(outbox: &Outbox, project: &str) -> Progress {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let token = ProgressToken::String(format!("tm/check/{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    let title = tm_emit::inline(&format!("Checking {project}"), 120).into_owned();
    let (end, ended) = oneshot::channel();
    outbox.ask(move |client| async move {
        // A client that refuses is shown nothing.
        if client.create_work_done_progress(token.clone()).await.is_ok() {
            let shown = client.progress(token, title).begin().await;
            drop(ended.await);
            shown.finish().await;
        }
    });
    Progress { _end: end }
}
