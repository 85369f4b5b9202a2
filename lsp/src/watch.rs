//! What changes on the disk behind our back: the client watches, and tells.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::features::Features;
use crate::types::{
    DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions, FileOperationFilter, FileOperationPattern,
    FileOperationPatternKind, FileOperationRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
    WorkspaceFileOperationsServerCapabilities,
};
use crate::uris;
use crate::workspace::Workspace;

/// What a project is read from.
const WATCHED: [&str; 3] = ["**/*.tm", "**/tm.toml", "**/.gitignore"];

/// What to ask the client for once it is ready.
pub(crate) fn registrations(features: &Features) -> Vec<Registration> {
    let registration = |method: &str, options: Option<Value>| Registration {
        id: method.to_owned(),
        method: method.to_owned(),
        register_options: options,
    };
    let mut registrations = Vec::new();
    if features.watching {
        let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.map(watcher).to_vec() };
        registrations.push(registration("workspace/didChangeWatchedFiles", serde_json::to_value(options).ok()));
    }
    if features.configuration_changes {
        let options = json!({ "section": crate::settings::SECTION });
        registrations.push(registration("workspace/didChangeConfiguration", Some(options)));
    }
    registrations
}

/// What the editor itself makes, renames and deletes: watchers miss folders.
pub(crate) fn file_operations() -> WorkspaceFileOperationsServerCapabilities {
    let filter = |glob: &str, matches: FileOperationPatternKind| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob: glob.to_owned(), matches: Some(matches), options: None },
    };
    let filters = vec![
        filter("**/*.tm", FileOperationPatternKind::File),
        filter("**/tm.toml", FileOperationPatternKind::File),
        filter("**/*", FileOperationPatternKind::Folder),
    ];
    let options = Some(FileOperationRegistrationOptions { filters });
    WorkspaceFileOperationsServerCapabilities {
        did_create: options.clone(),
        did_rename: options.clone(),
        did_delete: options,
        ..WorkspaceFileOperationsServerCapabilities::default()
    }
}

/// The paths that a client tells of.
pub(crate) fn changed(params: DidChangeWatchedFilesParams) -> Vec<PathBuf> {
    params.changes.iter().filter_map(|change| uris::path(&change.uri)).collect()
}

/// The paths behind addresses that came as mere text.
pub(crate) fn named<'a>(uris: impl IntoIterator<Item = &'a String>) -> Vec<PathBuf> {
    uris.into_iter().filter_map(|uri| uris::path(&uri.parse().ok()?)).collect()
}

impl Workspace {
    pub fn changed_on_disk(&mut self, paths: &[PathBuf]) {
        paths.iter().for_each(|path| self.disk_changed(path));
    }
}
