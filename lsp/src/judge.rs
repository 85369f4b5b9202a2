//! What there is to tell of projects and files: the reports of the command, in the words of the protocol.

use std::sync::Arc;

use tm_analysis::SourceFile;
use tm_analysis::report::Report;

use crate::diagnostics::{self, FileDiagnostics, Files, Telling};
use crate::types::{Diagnostic, Uri};
use crate::view::{Loaded, Place, Snapshot, View};

/// Of a whole project: what the command prints. `before`: what is as it was there is taken from there.
pub(crate) fn project(snapshot: Snapshot, place: &Place, before: &Files) -> Files {
    let Snapshot { db, view } = snapshot;
    let Some(loaded) = view.projects.get(place) else { return Files::new() };
    let report = tm_analysis::report(&db, loaded.project, &loaded.options);
    // Who wants to write need not wait for the rest.
    drop(db);
    let mut files = told(&view, loaded, report);
    // The same file under other names.
    for document in view.documents.values() {
        let primary = view.uri(&document.key).filter(|uri| *uri != document.uri);
        if let Some(file) = primary.and_then(|uri| files.get(uri.as_str()).cloned()) {
            let uri = document.uri.clone();
            files.insert(uri.as_str().to_owned(), Arc::new(FileDiagnostics { uri, ..(*file).clone() }));
        }
    }
    for (key, file) in &mut files {
        if let Some(known) = before.get(key).filter(|known| *known == file) {
            *file = known.clone();
        }
    }
    files
}

/// The part of that which is in one file, under the address by which it is asked for.
pub(crate) fn file(snapshot: &Snapshot, loaded: &Loaded, file: SourceFile, uri: &Uri) -> FileDiagnostics {
    let report = tm_analysis::file_report(&snapshot.db, loaded.project, file, &loaded.options);
    one(snapshot, loaded, file, uri, report)
}

/// The part of that which the file says of itself.
pub(crate) fn own(snapshot: &Snapshot, loaded: &Loaded, file: SourceFile, uri: &Uri) -> FileDiagnostics {
    let report = tm_analysis::own_report(&snapshot.db, loaded.project, file, &loaded.options);
    one(snapshot, loaded, file, uri, report)
}

fn one(snapshot: &Snapshot, loaded: &Loaded, file: SourceFile, uri: &Uri, report: Report) -> FileDiagnostics {
    let mut files = told(&snapshot.view, loaded, report);
    let own = files.remove(uri.as_str()).or_else(|| {
        let key = loaded.key_of(file.path(&snapshot.db));
        files.remove(snapshot.view.uri(&key)?.as_str())
    });
    let diagnostics = own.map(|file| Arc::unwrap_or_clone(file).diagnostics).unwrap_or_default();
    FileDiagnostics { uri: uri.clone(), text: Some(file.text(&snapshot.db).clone()), diagnostics }
}

/// Of a `tm.toml` that is open: what the projects say that it is a part of.
pub(crate) fn manifest(snapshot: &Snapshot, uri: &Uri) -> Vec<Diagnostic> {
    let Some(document) = snapshot.view.document(uri) else { return Vec::new() };
    let concerned = snapshot.view.projects.values().filter(|loaded| loaded.manifests.contains(&document.key));
    let mut all: Vec<Diagnostic> = Vec::new();
    for loaded in concerned {
        let report = tm_analysis::report(&snapshot.db, loaded.project, &loaded.options);
        let found = told(&snapshot.view, loaded, report).remove(uri.as_str());
        let new =
            found.into_iter().flat_map(|file| Arc::unwrap_or_clone(file).diagnostics).filter(|one| !all.contains(one));
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

/// What is wrong with the syntax of an open document, apart from everything else.
pub(crate) fn syntax(view: &View, loaded: &Loaded, uri: &Uri, text: &Arc<str>) -> Vec<Diagnostic> {
    let report = tm_analysis::syntax_report(text);
    let mut files = diagnostics::of_report(report, &telling(view, loaded, &|_| Some(uri.clone()), None));
    files.remove(uri.as_str()).map(|file| Arc::unwrap_or_clone(file).diagnostics).unwrap_or_default()
}

fn told(view: &View, loaded: &Loaded, report: Report) -> Files {
    let home = match loaded.has_manifest {
        true => view.uri(&loaded.root.join(tm_project::MANIFEST)),
        false => loaded.files.keys().next().and_then(|key| view.uri(key)),
    };
    let paths: Vec<String> = report.files.iter().map(|file| file.path.clone()).collect();
    let uri = |file: u32| view.report_uri(loaded, file, paths.get(file as usize)?);
    diagnostics::of_report(report, &telling(view, loaded, &uri, home))
}

fn telling<'a>(
    view: &'a View,
    loaded: &'a Loaded,
    uri: &'a dyn Fn(u32) -> Option<Uri>,
    home: Option<Uri>,
) -> Telling<'a> {
    Telling {
        encoding: view.encoding,
        features: &view.features,
        questions: view.settings.questions,
        uri,
        home,
        pages: &loaded.options.pages.standard,
    }
}
