//! What changes on the disk, where the client does not watch for us.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecursiveMode, Watcher as _};
use tm_project::MANIFEST;

use crate::log;

/// Watches as long as it is there. To watch a large folder takes a while: that is done on a thread.
pub(crate) struct Watcher {
    folders: mpsc::Sender<BTreeSet<PathBuf>>,
}

impl Watcher {
    pub fn new(tell: impl Fn(Vec<PathBuf>) + Send + 'static) -> Watcher {
        let (folders, wanted) = mpsc::channel();
        std::thread::spawn(move || {
            if let Err(error) = watch(&wanted, tell) {
                log::note(&format!("what other programs change is not seen: {error}"));
            }
        });
        Watcher { folders }
    }

    /// These, and no others.
    pub fn watch(&self, folders: BTreeSet<PathBuf>) {
        // Where nobody watches, that has been said.
        drop(self.folders.send(folders));
    }
}

fn watch(
    wanted: &mpsc::Receiver<BTreeSet<PathBuf>>,
    tell: impl Fn(Vec<PathBuf>) + Send + 'static,
) -> notify::Result<()> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let paths = event.map(changed).unwrap_or_default();
        if !paths.is_empty() {
            tell(paths);
        }
    })?;
    let mut watched = BTreeSet::new();
    while let Ok(wanted) = wanted.recv() {
        for gone in watched.difference(&wanted) {
            // It may be gone from the disk as well.
            drop(watcher.unwatch(gone));
        }
        for new in wanted.difference(&watched) {
            if let Err(error) = watcher.watch(new, RecursiveMode::Recursive) {
                log::note(&format!("what other programs change in a folder is not seen: {error}"));
            }
        }
        watched = wanted;
    }
    Ok(())
}

/// The paths of an event that a project is read from, and folders that come and go.
fn changed(event: Event) -> Vec<PathBuf> {
    let is_source = |path: &Path| {
        path.extension().is_some_and(|extension| extension == "tm")
            || path.file_name().is_some_and(|name| name == MANIFEST || name == ".gitignore")
    };
    let comes_or_goes =
        matches!(event.kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
    let is_folder = |path: &Path| comes_or_goes && (path.is_dir() || path.extension().is_none());
    match event.kind {
        // We read ourselves.
        EventKind::Access(_) => Vec::new(),
        _ => event.paths.into_iter().filter(|path| is_source(path) || is_folder(path)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange};

    use super::*;

    #[test]
    fn only_what_a_project_is_read_from_counts() {
        let count = |kind, path: &str| changed(Event::new(kind).add_path(path.into())).len();
        let modified = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(
            (count(modified, "/p/a.tm"), count(modified, "/p/tm.toml"), count(modified, "/p/.gitignore")),
            (1, 1, 1)
        );
        assert_eq!(count(EventKind::Create(CreateKind::Folder), "/p/new"), 1);
        assert_eq!(count(EventKind::Access(AccessKind::Any), "/p/a.tm"), 0);
        assert_eq!((count(modified, "/p/x.o"), count(EventKind::Create(CreateKind::File), "/p/x.o")), (0, 0));
    }
}
