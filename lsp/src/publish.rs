//! What the client has been told, so that it is told only what is new.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{FileDiagnostics, Files};
use crate::handlers::diagnostics::fingerprint;
use crate::types::{Diagnostic, PublishDiagnosticsParams, Uri};
use crate::view::{Place, View};

/// Diagnostics by project, and what was published of them.
#[derive(Debug, Default)]
pub(crate) struct Board {
    found: BTreeMap<Place, Files>,
    sent: BTreeMap<String, PublishDiagnosticsParams>,
    /// A document has others than before, and clients that ask have not been told to.
    is_new: bool,
    /// What all that is found in a document is called, as far as somebody asked.
    ids: BTreeMap<String, String>,
    /// Grows with each change of what was found.
    pub version: u64,
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
        if before.is_none_or(|before| before != file) {
            self.is_new = true;
            self.changed([&key]);
        }
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
        let differs = |key: &&String| before.get(*key) != files.get(*key);
        self.changed(affected.keys().filter(differs));
        self.found.insert(place, files);
        (self.publish(affected, view), asks)
    }

    /// Forgets projects that are no more.
    pub fn retain(&mut self, places: &BTreeSet<Place>, view: &View) -> Vec<PublishDiagnosticsParams> {
        let gone: Vec<Place> = self.found.keys().filter(|place| !places.contains(place)).cloned().collect();
        let files: Vec<Files> = gone.iter().filter_map(|place| self.found.remove(place)).collect();
        let affected: BTreeMap<String, Uri> = files.iter().flat_map(addresses).collect();
        self.changed(affected.keys());
        self.publish(affected, view)
    }

    /// Takes back what a client that asks now was told before.
    pub fn take_back(&mut self, view: &View) -> Vec<PublishDiagnosticsParams> {
        let affected = self.sent.iter().map(|(key, params)| (key.clone(), params.uri.clone())).collect();
        self.publish(affected, view)
    }

    fn changed<'a>(&mut self, keys: impl IntoIterator<Item = &'a String>) {
        for key in keys {
            self.ids.remove(key);
            self.version += 1;
        }
    }

    /// All documents that something was found in, and those that somebody knows something of: what is found there now.
    pub fn documents<'a>(&'a self, known: impl Iterator<Item = &'a String>) -> BTreeMap<String, Option<Uri>> {
        let mut all: BTreeMap<String, Option<Uri>> = known.map(|key| (key.clone(), key.parse().ok())).collect();
        let found = self.found.values().flat_map(addresses);
        all.extend(found.map(|(key, uri)| (key, Some(uri))));
        all
    }

    /// What all that is found in a document is called.
    pub fn id(&mut self, key: &str) -> String {
        if let Some(id) = self.ids.get(key) {
            return id.clone();
        }
        let id = fingerprint(&self.diagnostics(key));
        if self.found.values().any(|files| files.contains_key(key)) {
            self.ids.insert(key.to_owned(), id.clone());
        }
        id
    }

    /// What is new for the client. A file may be in several projects.
    fn publish(&mut self, affected: BTreeMap<String, Uri>, view: &View) -> Vec<PublishDiagnosticsParams> {
        let mut news = Vec::new();
        for (key, uri) in affected {
            let version = view.document(&uri).map(|document| document.version);
            // Who asks is not told as well.
            let asks = view.features.pull_diagnostics && (version.is_some() || view.pulls_workspace);
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

    pub fn diagnostics(&self, key: &str) -> Vec<Diagnostic> {
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
