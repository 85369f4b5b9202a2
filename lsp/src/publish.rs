//! What the client has been told, so that it is told only what is new.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{FileDiagnostics, Files};
use crate::types::{Diagnostic, PublishDiagnosticsParams, Uri};
use crate::view::{Place, View};

/// Diagnostics by project, and what was published of them.
#[derive(Debug, Default)]
pub(crate) struct Board {
    found: BTreeMap<Place, Files>,
    sent: BTreeMap<String, PublishDiagnosticsParams>,
    /// A document has others than before, and clients that ask have not been told to.
    is_new: bool,
}

impl Board {
    /// Whether a project was judged before.
    pub fn has(&self, place: &Place) -> bool {
        self.found.contains_key(place)
    }

    /// Puts what was found in one document in the place of what was found there before.
    pub fn put_file(&mut self, place: &Place, file: FileDiagnostics, view: &View) -> Vec<PublishDiagnosticsParams> {
        let (key, uri) = (file.uri.as_str().to_owned(), file.uri.clone());
        // The rest follows: as long as nothing is known of it, nothing is taken back.
        let before = self.found.entry(place.clone()).or_default().insert(key.clone(), file.clone());
        self.is_new |= before.is_none_or(|before| before != file);
        self.publish([(key, uri)].into(), view)
    }

    /// Puts what was found in a project in the place of what was found before; `view` is what it was found with. True: what
    /// the client asks for by itself may be another.
    pub fn put(&mut self, place: Place, files: Files, view: &View) -> (Vec<PublishDiagnosticsParams>, bool) {
        let open = view.projects.get(&place).map(|loaded| {
            let documents = view.documents.values().filter(|document| loaded.files.contains_key(&document.key));
            documents.map(|document| document.uri.clone()).collect::<Vec<_>>()
        });
        let mut affected: BTreeMap<String, Uri> = addresses(&files);
        affected.extend(open.into_iter().flatten().map(|uri| (uri.as_str().to_owned(), uri)));
        let before = self.found.get(&place).cloned().unwrap_or_default();
        let asks = std::mem::take(&mut self.is_new) || before != files;
        affected.extend(addresses(&before));
        self.found.insert(place, files);
        (self.publish(affected, view), asks)
    }

    /// Forgets projects that are no more.
    pub fn retain(&mut self, places: &BTreeSet<Place>, view: &View) -> Vec<PublishDiagnosticsParams> {
        let gone: Vec<Place> = self.found.keys().filter(|place| !places.contains(place)).cloned().collect();
        let files: Vec<Files> = gone.iter().filter_map(|place| self.found.remove(place)).collect();
        let affected = files.iter().flat_map(addresses).collect();
        self.publish(affected, view)
    }

    /// What is new for the client. A file may be in several projects.
    fn publish(&mut self, affected: BTreeMap<String, Uri>, view: &View) -> Vec<PublishDiagnosticsParams> {
        let mut news = Vec::new();
        for (key, uri) in affected {
            let version = view.document(&uri).map(|document| document.version);
            // Who asks for those of open documents is not told as well.
            let asks = version.is_some() && view.features.pull_diagnostics;
            let diagnostics = if asks { Vec::new() } else { self.diagnostics(&key) };
            let now = PublishDiagnosticsParams { uri, diagnostics, version };
            let is_known = match self.sent.get(&key) {
                Some(before) => {
                    before.diagnostics == now.diagnostics && (before.version == version || version.is_none() || asks)
                }
                None => now.diagnostics.is_empty() && (version.is_none() || asks),
            };
            if is_known {
                continue;
            }
            if now.diagnostics.is_empty() && version.is_none() {
                self.sent.remove(&key);
            } else {
                self.sent.insert(key, now.clone());
            }
            news.push(now);
        }
        news
    }

    fn diagnostics(&self, key: &str) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = Vec::new();
        for FileDiagnostics { diagnostics, .. } in self.found.values().filter_map(|files| files.get(key)) {
            if all.is_empty() {
                all.clone_from(diagnostics);
            } else {
                let new: Vec<_> = diagnostics.iter().filter(|one| !all.contains(one)).cloned().collect();
                all.extend(new);
            }
        }
        all
    }
}

fn addresses(files: &Files) -> BTreeMap<String, Uri> {
    files.iter().map(|(key, file)| (key.clone(), file.uri.clone())).collect()
}
