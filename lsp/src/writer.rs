//! The one writer: a thread that owns the workspace, takes what comes in order, and has it judged.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};

use tokio::runtime::Handle;

use crate::diagnostics::{self, Files, Telling};
use crate::door::{self, Outcome};
use crate::outbox::Outbox;
use crate::publish::Board;
use crate::types::MessageType;
use crate::view::{Place, Snapshot, View};
use crate::workspace::Workspace;

/// What the writer is asked for.
pub(crate) enum Event {
    Write(Box<dyn FnOnce(&mut Workspace) + Send>),
    /// Reads what was written before, on another thread.
    Read(Box<dyn FnOnce(Snapshot) + Send>),
    /// A project was judged, or not to the end.
    Judged {
        place: Place,
        view: Arc<View>,
        outcome: Outcome<Files>,
    },
}

pub(crate) struct Writer {
    workspace: Workspace,
    board: Board,
    outbox: Outbox,
    events: Receiver<Event>,
    /// To ourselves.
    back: Sender<Event>,
    /// Readers run there, each on a thread.
    pool: Handle,
    judging: Option<Place>,
}

impl Writer {
    pub fn new(
        workspace: Workspace,
        outbox: Outbox,
        events: Receiver<Event>,
        back: Sender<Event>,
        pool: Handle,
    ) -> Writer {
        Writer { workspace, board: Board::default(), outbox, events, back, pool, judging: None }
    }

    /// Until nobody asks any more.
    pub fn run(mut self) {
        loop {
            match self.events.recv_timeout(self.workspace.clock().look_again()) {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // All that is there, before anything is computed for less.
            while let Ok(event) = self.events.try_recv() {
                self.take(event);
            }
            self.write(Workspace::look_at_clock);
            self.settle();
            self.judge();
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Write(change) => self.write(change),
            Event::Read(read) => {
                self.settle();
                let snapshot = self.workspace.snapshot();
                self.pool.spawn_blocking(move || read(snapshot));
            }
            Event::Judged { place, view, outcome } => self.judged(place, &view, outcome),
        }
    }

    fn write(&mut self, change: impl FnOnce(&mut Workspace)) {
        if let Outcome::Panicked = door::writing(|| change(&mut self.workspace)) {
            self.outbox.log(MessageType::ERROR, "a change could not be followed: see the log of the server".to_owned());
        }
    }

    fn settle(&mut self) {
        let mut arranged = false;
        self.write(|workspace| arranged = workspace.settle());
        if arranged {
            let places: BTreeSet<Place> = self.workspace.view().projects.keys().cloned().collect();
            let news = self.board.retain(&places, self.workspace.view());
            news.into_iter().for_each(|params| self.outbox.publish(params));
        }
    }

    /// Has the next project judged that needs it, those with open documents first.
    fn judge(&mut self) {
        if self.judging.is_some() {
            return;
        }
        let view = self.workspace.view();
        let has_open = |place: &&Place| {
            let loaded = view.projects.get(place);
            loaded.is_some_and(|loaded| view.documents.values().any(|it| loaded.files.contains_key(&it.key)))
        };
        let dirty = &self.workspace.dirty;
        let Some(place) = dirty.iter().find(has_open).or_else(|| dirty.first()).cloned() else { return };
        self.workspace.dirty.remove(&place);
        self.judging = Some(place.clone());
        let (snapshot, back) = (self.workspace.snapshot(), self.back.clone());
        self.pool.spawn_blocking(move || {
            let view = snapshot.view.clone();
            let outcome = door::reading(|| judged(&snapshot, &place));
            drop(snapshot);
            // When nobody writes any more, nobody publishes either.
            drop(back.send(Event::Judged { place, view, outcome }));
        });
    }

    fn judged(&mut self, place: Place, view: &View, outcome: Outcome<Files>) {
        self.judging = None;
        match outcome {
            Outcome::Stale => drop(self.workspace.dirty.insert(place)),
            Outcome::Panicked => {
                self.outbox
                    .log(MessageType::ERROR, "a project could not be judged: see the log of the server".to_owned());
            }
            // It may be gone by now.
            Outcome::Done(files) if self.workspace.view().projects.contains_key(&place) => {
                let news = self.board.put(place, files, view);
                news.into_iter().for_each(|params| self.outbox.publish(params));
            }
            Outcome::Done(_) => {}
        }
    }
}

/// What there is to tell of a project: the same report that the command prints.
fn judged(snapshot: &Snapshot, place: &Place) -> Files {
    let Some(loaded) = snapshot.view.projects.get(place) else { return Files::new() };
    let report = tm_analysis::report(&snapshot.db, loaded.project, &loaded.options);
    let uris = snapshot.report_uris(loaded);
    let view = &snapshot.view;
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
    let mut files = diagnostics::of_report(&report, &telling);
    // The same file under other names.
    for document in view.documents.values() {
        let primary = view.uri(&document.key).filter(|uri| *uri != document.uri);
        if let Some(mut file) = primary.and_then(|uri| files.get(uri.as_str()).cloned()) {
            file.uri = document.uri.clone();
            files.insert(document.uri.as_str().to_owned(), file);
        }
    }
    files
}
