//! What the client has been told, so that it is told only what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostics::{FileDiagnostics, Files};
use crate::handlers::diagnostics::fingerprint;
use crate::types::{Diagnostic, Uri};
use crate::view::{Place, View};

/// Diagnostics by project, and what was published of them.
#[derive(Debug, Default)]
pub(crate) struct Board {
    found: BTreeMap<Place, Arc<Files>>,
    sent: BTreeMap<String, News>,
    /// Documents of which the client was told something else than was found, or nothing yet, and the project that is to
    /// tell it. Each is told again when that is judged, or is no more.
    owed: BTreeMap<String, (Place, Uri)>,
    /// A document has others than before, and clients that ask have not been told to.
    is_new: bool,
    /// What all that is found in a document is called, as far as somebody asked.
    ids: BTreeMap<String, String>,
    /// Grows with each change of what was found.
    pub version: u64,
}

/// What is published of one document.
#[derive(Clone, Debug)]
pub(crate) struct News {
    pub file: Arc<FileDiagnostics>,
    /// Of the document, if it is open.
    pub version: Option<i32>,
}

impl Board {
    /// Whether a project was judged before.
    pub fn has(&self, place: &Place) -> bool {
        self.found.contains_key(place)
    }

    /// What was found in a project.
    pub fn found(&self, place: &Place) -> Arc<Files> {
        self.found.get(place).cloned().unwrap_or_default()
    }

    /// Puts what was found in one document in the place of what was found there before. `view` is what it was found with,
    /// `now` what there is.
    pub fn put_file(&mut self, place: &Place, file: FileDiagnostics, view: &View, now: &View) -> Vec<News> {
        let (key, uri, file) = (file.uri.as_str().to_owned(), file.uri.clone(), Arc::new(file));
        // The rest follows: as long as nothing is known of it, nothing is taken back.
        let files = Arc::make_mut(self.found.entry(place.clone()).or_default());
        let before = files.insert(key.clone(), file.clone());
        if !is_same(before.as_ref(), Some(&file)) {
            self.is_new = true;
            self.changed([&key]);
        }
        self.publish(Some(place), [(key, uri)].into(), view, now)
    }

    /// Tells what an open document says of itself, as long as nothing else was told.
    pub fn put_first(&mut self, place: &Place, file: FileDiagnostics, view: &View, now: &View) -> Option<News> {
        let version = |view: &View| view.document(&file.uri).map(|document| document.version);
        let is_told = self.has(place) || self.sent.contains_key(file.uri.as_str());
        let is_first = !is_told && !view.features.pull_diagnostics;
        (is_first && version(view) == version(now)).then(|| self.put_ahead(place, file, view))
    }

    /// Tells of an open document what is likely, until it is found.
    pub fn put_ahead(&mut self, place: &Place, file: FileDiagnostics, view: &View) -> News {
        let version = view.document(&file.uri).map(|document| document.version);
        self.owed.insert(file.uri.as_str().to_owned(), (place.clone(), file.uri.clone()));
        self.told(file.uri.as_str().to_owned(), Arc::new(file), version)
    }

    /// Puts what was found in a project in the place of what was found before; `view` is what it was found with, `now` what
    /// there is. True: what the client asks for by itself may be another.
    pub fn put(&mut self, place: Place, files: Files, view: &View, now: &View) -> (Vec<News>, bool) {
        let open = view.projects.get(&place).map(|loaded| {
            let documents = view.documents.values().filter(|document| loaded.files.contains_key(&document.key));
            documents.map(|document| document.uri.clone()).collect::<Vec<_>>()
        });
        let before = self.found(&place);
        let is_other = |key: &str| !is_same(before.get(key), files.get(key));
        let addresses = addresses(&files).into_iter().chain(addresses(&before));
        let mut affected: BTreeMap<String, Uri> = addresses.filter(|(key, _)| is_other(key)).collect();
        let asks = std::mem::take(&mut self.is_new) || !affected.is_empty();
        self.changed(affected.keys());
        affected.extend(open.into_iter().flatten().map(|uri| (uri.as_str().to_owned(), uri)));
        affected.extend(self.owed_by(|owing| *owing == place));
        self.found.insert(place.clone(), Arc::new(files));
        (self.publish(Some(&place), affected, view, now), asks)
    }

    /// Forgets projects that are no more.
    pub fn retain(&mut self, places: &BTreeSet<Place>, view: &View) -> Vec<News> {
        let gone: Vec<Place> = self.found.keys().filter(|place| !places.contains(place)).cloned().collect();
        let files: Vec<Arc<Files>> = gone.iter().filter_map(|place| self.found.remove(place)).collect();
        let mut affected: BTreeMap<String, Uri> = files.iter().flat_map(|files| addresses(files)).collect();
        self.changed(affected.keys());
        affected.extend(self.owed_by(|owing| !places.contains(owing)));
        self.publish(None, affected, view, view)
    }

    fn owed_by(&self, is_it: impl Fn(&Place) -> bool) -> BTreeMap<String, Uri> {
        let owed = self.owed.iter().filter(|(_, (place, _))| is_it(place));
        owed.map(|(key, (_, uri))| (key.clone(), uri.clone())).collect()
    }

    /// Takes back what a client that asks now was told before.
    pub fn take_back(&mut self, view: &View) -> Vec<News> {
        let affected = self.sent.iter().map(|(key, sent)| (key.clone(), sent.file.uri.clone())).collect();
        self.publish(None, affected, view, view)
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
        let found = self.found.values().flat_map(|files| addresses(files));
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

    /// What is new for the client; `place`: what was judged. A file may be in several projects. Of a document that was
    /// edited or closed meanwhile nothing is told: that made its project one to judge again.
    fn publish(
        &mut self,
        place: Option<&Place>,
        affected: BTreeMap<String, Uri>,
        view: &View,
        now: &View,
    ) -> Vec<News> {
        let mut news = Vec::new();
        for (key, uri) in affected {
            let version = |view: &View| view.document(&uri).map(|document| document.version);
            let (version, latest) = (version(view), version(now));
            // Who asks is not told as well.
            let asks = now.features.pull_diagnostics && (version.is_some() || now.pulls_workspace);
            if version.is_some() && version != latest {
                self.owed.extend(place.map(|place| (key, (place.clone(), uri))));
                continue;
            }
            if self.owed.get(&key).is_some_and(|(owing, _)| place.is_none_or(|place| owing == place)) {
                self.owed.remove(&key);
            }
            let nothing = || Arc::new(FileDiagnostics { uri: uri.clone(), text: None, diagnostics: Vec::new() });
            let file = if asks { None } else { self.all(&key) }.unwrap_or_else(nothing);
            let is_known = match self.sent.get(&key) {
                Some(before) => {
                    before.file.diagnostics == file.diagnostics
                        && (before.version == version || version.is_none() || asks)
                }
                None => file.diagnostics.is_empty() && (version.is_none() || asks),
            };
            if !is_known {
                news.push(self.told(key, file, version));
            }
        }
        news
    }

    fn told(&mut self, key: String, file: Arc<FileDiagnostics>, version: Option<i32>) -> News {
        let news = News { file, version };
        if news.file.diagnostics.is_empty() && version.is_none() {
            self.sent.remove(&key);
        } else {
            self.sent.insert(key, news.clone());
        }
        news
    }

    /// All that is found in a document.
    pub fn diagnostics(&self, key: &str) -> Vec<Diagnostic> {
        self.all(key).map(|file| file.diagnostics.clone()).unwrap_or_default()
    }

    fn all(&self, key: &str) -> Option<Arc<FileDiagnostics>> {
        let mut of_projects = self.found.values().filter_map(|files| files.get(key));
        let mut all = of_projects.next()?.clone();
        for file in of_projects {
            let new: Vec<Diagnostic> =
                file.diagnostics.iter().filter(|one| !all.diagnostics.contains(one)).cloned().collect();
            if !new.is_empty() {
                Arc::make_mut(&mut all).diagnostics.extend(new);
            }
        }
        Some(all)
    }
}

/// Whether the same is said, of whatever text.
fn is_same(one: Option<&Arc<FileDiagnostics>>, other: Option<&Arc<FileDiagnostics>>) -> bool {
    let is_one = one.zip(other).is_some_and(|(one, other)| Arc::ptr_eq(one, other));
    is_one || said(one) == said(other)
}

fn said(file: Option<&Arc<FileDiagnostics>>) -> &[Diagnostic] {
    file.map_or(&[], |file| &file.diagnostics)
}

fn addresses(files: &Files) -> BTreeMap<String, Uri> {
    files.iter().map(|(key, file)| (key.clone(), file.uri.clone())).collect()
}
