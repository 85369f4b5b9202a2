//! The one writer: a thread that owns the workspace, takes what comes in order, and has it judged.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use tokio::runtime::Handle;

use crate::ahead;
use crate::diagnostics::{FileDiagnostics, Files};
use crate::door::{self, Outcome};
use crate::judge;
use crate::outbox::Outbox;
use crate::progress::{self, Progress};
use crate::publish::Board;
use crate::pull::Pull;
use crate::types::MessageType;
use crate::view::{Place, Snapshot, View};
use crate::workspace::Workspace;

/// What the writer is asked for.
pub(crate) enum Event {
    Write(Box<dyn FnOnce(&mut Workspace) + Send>),
    /// Reads what was written before, on another thread.
    Read(Box<dyn FnOnce(Snapshot) + Send>),
    /// Asks for what was found in all projects.
    Pull(Pull),
    /// Whoever waits for something new is answered with what there is.
    Release,
    /// What an open document says of itself was judged.
    Ahead {
        place: Place,
        view: Arc<View>,
        file: FileDiagnostics,
    },
    /// An open document was judged.
    JudgedFile {
        place: Place,
        view: Arc<View>,
        file: FileDiagnostics,
    },
    /// A project was judged, or not to the end.
    Judged {
        place: Place,
        view: Arc<View>,
        outcome: Outcome<Files>,
    },
}

/// Who types leaves less time than this between two keys; until then only what is open is judged.
const PAUSE: Duration = Duration::from_millis(10);
const PAUSES: usize = 20;

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
    /// The open documents of a project that is judged for the first time, as far as they are looked at ahead of the rest.
    welcomed: BTreeSet<String>,
    /// Who waits for what is found next.
    pulls: Vec<Pull>,
    /// What is shown of that, as long as this is there.
    progress: Option<Progress>,
}

impl Writer {
    pub fn new(
        workspace: Workspace,
        outbox: Outbox,
        events: Receiver<Event>,
        back: Sender<Event>,
        pool: Handle,
    ) -> Writer {
        let (board, pulls) = (Board::default(), Vec::new());
        Writer {
            workspace,
            board,
            outbox,
            events,
            back,
            pool,
            judging: None,
            welcomed: BTreeSet::new(),
            pulls,
            progress: None,
        }
    }

    /// Until nobody asks any more. A mistake of ours costs the turn that it is made in, and no answer after that.
    pub fn run(mut self) {
        loop {
            let event = match self.events.recv_timeout(self.workspace.clock().look_again()) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            door::writing(|| self.turn(event));
        }
    }

    fn turn(&mut self, event: Option<Event>) {
        event.into_iter().for_each(|event| self.take(event));
        // All that is there, before anything is computed for less.
        while let Ok(event) = self.events.try_recv() {
            self.take(event);
        }
        self.write(Workspace::look_at_clock);
        self.settle();
        self.judge();
        self.welcome();
        self.answer_pulls();
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Write(change) => self.write(change),
            Event::Read(read) => {
                self.settle();
                let snapshot = self.workspace.snapshot();
                self.pool.spawn_blocking(move || read(snapshot));
            }
            Event::Pull(pull) => {
                if !self.workspace.view().pulls_workspace {
                    self.workspace.edit().pulls_workspace = true;
                    let news = self.board.take_back(self.workspace.view());
                    news.into_iter().for_each(|news| self.outbox.publish(news));
                }
                self.pulls.push(pull);
            }
            Event::Release => self.pulls.drain(..).for_each(|pull| pull.end(&self.outbox, Vec::new())),
            Event::Ahead { place, .. } | Event::JudgedFile { place, .. } if self.is_gone(&place) => {}
            Event::Ahead { place, view, file } => {
                let news = self.board.put_first(&place, file, &view, self.workspace.view());
                news.into_iter().for_each(|news| self.outbox.publish(news));
            }
            Event::JudgedFile { place, view, file } => {
                let news = self.board.put_file(&place, file, &view, self.workspace.view());
                news.into_iter().for_each(|news| self.outbox.publish(news));
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
        for (place, uri) in self.workspace.edited() {
            let known = self.board.found(&place);
            let ahead = ahead::of(self.workspace.view(), &place, &uri, known.get(uri.as_str()));
            let news = ahead.map(|ahead| self.board.put_ahead(&place, ahead, self.workspace.view()));
            news.into_iter().for_each(|news| self.outbox.publish(news));
        }
        let mut arranged = false;
        self.write(|workspace| arranged = workspace.settle());
        if arranged {
            let places: BTreeSet<Place> = self.workspace.view().projects.keys().cloned().collect();
            let news = self.board.retain(&places, self.workspace.view());
            news.into_iter().for_each(|news| self.outbox.publish(news));
        }
    }

    /// Has the next project judged that needs it, those with open documents first.
    fn judge(&mut self) {
        if self.judging.is_some() {
            return;
        }
        let view = self.workspace.view().clone();
        let has_open = |place: &&Place| {
            let loaded = view.projects.get(place);
            loaded.is_some_and(|loaded| view.documents.values().any(|it| loaded.files.contains_key(&it.key)))
        };
        let dirty = &self.workspace.dirty;
        let Some(place) = dirty.iter().find(has_open).or_else(|| dirty.first()).cloned() else { return };
        self.workspace.dirty.remove(&place);
        self.judging = Some(place.clone());
        let is_known = self.board.has(&place);
        // Those that are open now are looked at as soon as that can be done.
        let open = view.projects.get(&place).into_iter().flat_map(|loaded| judge::open(&view, loaded));
        self.welcomed = open.map(|(_, uri)| uri.as_str().to_owned()).collect();
        let project = view.projects.get(&place).map(|loaded| loaded.project.name(self.workspace.db()).to_string());
        if let Some(project) = project.filter(|_| !is_known && view.features.progress) {
            self.progress = Some(progress::begin(&self.outbox, &project));
        }
        let (snapshot, back, before) = (self.workspace.snapshot(), self.back.clone(), self.board.found(&place));
        self.pool.spawn_blocking(move || {
            let view = snapshot.view.clone();
            let outcome = door::reading(|| judge(snapshot, &place, &before, is_known, &back));
            // When nobody writes any more, nobody publishes either.
            drop(back.send(Event::Judged { place, view, outcome }));
        });
    }

    /// Has documents that open while their project is judged for the first time looked at by themselves.
    fn welcome(&mut self) {
        let Some(place) = self.judging.clone().filter(|place| !self.board.has(place)) else { return };
        let view = self.workspace.view().clone();
        let Some(loaded) = view.projects.get(&place).filter(|loaded| ahead::is_worthwhile(loaded)) else { return };
        for (file, uri) in judge::open(&view, loaded) {
            if !self.welcomed.insert(uri.as_str().to_owned()) {
                continue;
            }
            let (snapshot, back) = (self.workspace.snapshot(), self.back.clone());
            let (place, uri) = (place.clone(), uri.clone());
            self.pool.spawn_blocking(move || {
                let view = snapshot.view.clone();
                let own = || Some(judge::own(&snapshot, snapshot.view.projects.get(&place)?, file, &uri));
                if let Outcome::Done(Some(file)) = door::reading(own) {
                    // When nobody writes any more, nobody publishes either.
                    drop(back.send(Event::Ahead { place, view, file }));
                }
            });
        }
    }

    fn answer_pulls(&mut self) {
        let is_done = self.judging.is_none() && self.workspace.dirty.is_empty();
        let (board, view, outbox) = (&mut self.board, self.workspace.view(), &self.outbox);
        let waiting = std::mem::take(&mut self.pulls).into_iter();
        self.pulls = waiting.filter_map(|pull| pull.go_on(board, view, outbox, is_done)).collect();
    }

    fn judged(&mut self, place: Place, view: &View, outcome: Outcome<Files>) {
        self.judging = None;
        self.progress = None;
        match outcome {
            Outcome::Stale => {
                self.workspace.dirty.insert(place);
            }
            Outcome::Panicked => {
                self.outbox
                    .log(MessageType::ERROR, "a project could not be judged: see the log of the server".to_owned());
            }
            // It may be gone by now.
            Outcome::Done(files) if !self.is_gone(&place) => {
                let (news, asks) = self.board.put(place, files, view, self.workspace.view());
                news.into_iter().for_each(|news| self.outbox.publish(news));
                if asks {
                    self.refresh();
                }
            }
            Outcome::Done(_) => {}
        }
    }

    fn is_gone(&self, place: &Place) -> bool {
        !self.workspace.view().projects.contains_key(place)
    }

    /// Tells clients that ask to ask again.
    fn refresh(&self) {
        let features = self.workspace.view().features.clone();
        self.outbox.ask(move |client| async move {
            // Who does not want to, does not.
            if features.refresh_diagnostics {
                drop(client.workspace_diagnostic_refresh().await);
            }
            if features.refresh_inlay_hints {
                drop(client.inlay_hint_refresh().await);
            }
            if features.refresh_code_lenses {
                drop(client.code_lens_refresh().await);
            }
            if features.refresh_semantic_tokens {
                drop(client.semantic_tokens_refresh().await);
            }
        });
    }
}

/// Open documents first; then, if nobody edits for a moment, the whole project.
fn judge(snapshot: Snapshot, place: &Place, before: &Files, is_known: bool, back: &Sender<Event>) -> Files {
    if let Some(loaded) = snapshot.view.projects.get(place) {
        if !is_known {
            let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
            if ahead::is_worthwhile(loaded) {
                tm_analysis::prepare_elements(&snapshot.db, loaded.project, threads);
                for (file, uri) in judge::open(&snapshot.view, loaded) {
                    let file = judge::own(&snapshot, loaded, file, uri);
                    drop(back.send(Event::Ahead { place: place.clone(), view: snapshot.view.clone(), file }));
                }
            }
            tm_analysis::prepare(&snapshot.db, loaded.project, threads);
        }
        let mut has_open = false;
        for (file, uri) in judge::open(&snapshot.view, loaded) {
            has_open = true;
            let file = judge::file(&snapshot, loaded, file, uri);
            drop(back.send(Event::JudgedFile { place: place.clone(), view: snapshot.view.clone(), file }));
        }
        if has_open && is_known {
            // An edit ends this.
            for _ in 0..PAUSES {
                snapshot.db.unwind_if_changed();
                std::thread::sleep(PAUSE);
            }
        }
    }
    judge::project(snapshot, place, before)
}
