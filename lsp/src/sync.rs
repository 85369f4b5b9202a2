//! Documents that are opened, edited, saved and closed.

use crate::document::Document;
use crate::log;
use crate::types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
};
use crate::uris;
use crate::view::is_manifest;
use crate::workspace::Workspace;

impl Workspace {
    pub fn open(&mut self, params: DidOpenTextDocumentParams) {
        let document = Document::new(params.text_document);
        let key = document.key.clone();
        self.edit().documents.insert(document.uri.as_str().to_owned(), document);
        self.documents_changed(&key);
    }

    /// The order of messages is the order of edits: a version that does not grow is told, and the edit made.
    pub fn change(&mut self, params: DidChangeTextDocumentParams) {
        let encoding = self.view().encoding;
        let (uri, version) = (params.text_document.uri, params.text_document.version);
        let Some(document) = self.edit().documents.get_mut(uri.as_str()) else {
            return log::note(&format!("an edit of a document that is not open: {}", uri.as_str()));
        };
        if version <= document.version {
            log::note(&format!("version {version} comes after {} of {}", document.version, uri.as_str()));
        }
        document.version = version;
        document.change(params.content_changes, encoding);
        let (key, text) = (document.key.clone(), document.text.clone());
        // The same file under another name.
        for other in self.edit().documents.values_mut().filter(|other| other.key == key) {
            other.text = text.clone();
        }
        match is_manifest(&key) {
            true => self.disk_changed(&key),
            false => self.text_changed(key),
        }
    }

    pub fn save(&mut self, params: &DidSaveTextDocumentParams) {
        if let Some(path) = uris::path(&params.text_document.uri) {
            self.saved(&path);
        }
    }

    pub fn close(&mut self, params: &DidCloseTextDocumentParams) {
        self.view().told_tokens.forget(params.text_document.uri.as_str());
        let closed = self.edit().documents.remove(params.text_document.uri.as_str());
        match closed {
            Some(document) => self.documents_changed(&document.key),
            None => log::note(&format!("closed, and was not open: {}", params.text_document.uri.as_str())),
        }
    }

    /// A source says what it said while it was open; a manifest that is new makes a project.
    fn saved(&mut self, path: &std::path::Path) {
        if is_manifest(path) {
            self.disk_changed(path);
        }
    }
}
