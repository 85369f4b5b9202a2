//! What there is to tell of projects and files: the reports of the command, in the words of the protocol.

use tm_analysis::SourceFile;
use tm_analysis::report::Report;

use crate::diagnostics::{self, FileDiagnostics, Files, Telling};
use crate::types::{Diagnostic, Uri};
use crate::view::{Loaded, Place, Snapshot, View};

/// Of a whole project: what the command prints.
pub(crate) fn project(snapshot: &Snapshot, place: &Place) -> Files {
    let Some(loaded) = snapshot.view.projects.get(place) else { return Files::new() };
    let report = tm_analysis::report(&snapshot.db, loaded.project, &loaded.options);
    let mut files = told(snapshot, loaded, &report);
    // The same file under other names.
    for document in snapshot.view.documents.values() {
        let primary = snapshot.view.uri(&document.key).filter(|uri| *uri != document.uri);
        if let Some(mut file) = primary.and_then(|uri| files.get(uri.as_str()).cloned()) {
            file.uri = document.uri.clone();
            files.insert(document.uri.as_str().to_owned(), file);
        }
    }
    files
}

/// The part of that which is in one file, under the address by which it is asked for.
pub(crate) fn file(snapshot: &Snapshot, loaded: &Loaded, file: SourceFile, uri: &Uri) -> Vec<Diagnostic> {
    let report = tm_analysis::file_report(&snapshot.db, loaded.project, file, &loaded.options);
    let mut files = told(snapshot, loaded, &report);
    let own = files.remove(uri.as_str()).or_else(|| {
        let key = loaded.files.iter().find(|(_, known)| **known == file).map(|(key, _)| key)?;
        files.remove(snapshot.view.uri(key)?.as_str())
    });
    own.map(|FileDiagnostics { diagnostics, .. }| diagnostics).unwrap_or_default()
}

/// Of a `tm.toml` that is open: what the projects say that it is a part of.
pub(crate) fn manifest(snapshot: &Snapshot, uri: &Uri) -> Vec<Diagnostic> {
    let Some(document) = snapshot.view.document(uri) else { return Vec::new() };
    let concerned = snapshot.view.projects.values().filter(|loaded| loaded.manifests.contains(&document.key));
    let mut all: Vec<Diagnostic> = Vec::new();
    for loaded in concerned {
        let report = tm_analysis::report(&snapshot.db, loaded.project, &loaded.options);
        let found = told(snapshot, loaded, &report).remove(uri.as_str());
        let new = found.into_iter().flat_map(|file| file.diagnostics).filter(|one| !all.contains(one));
        let new: Vec<Diagnostic> = new.collect();
        all.extend(new);
    }
    all
}

/// The open documents of a project.
pub(crate) fn open<'a>(view: &'a View, loaded: &'a Loaded) -> impl Iterator<Item = (SourceFile, &'a Uri)> {
    let known = |document: &'a crate::document::Document| Some((*loaded.files.get(&document.key)?, &document.uri));
    view.documents.values().filter_map(known)
}

fn told(snapshot: &Snapshot, loaded: &Loaded, report: &Report) -> Files {
    let view = &snapshot.view;
    let uris = snapshot.report_uris(loaded);
    let home = match loaded.has_manifest {
        true => view.uri(&loaded.root.join(tm_project::MANIFEST)),
        false => loaded.files.keys().next().and_then(|key| view.uri(key)),
    };
    let telling = Telling {
        encoding: view.encoding,
        features: &view.features,
        questions: view.settings.questions,
        uris: &uris,
        home,
        pages: &loaded.options.pages.standard,
    };
    diagnostics::of_report(report, &telling)
}
