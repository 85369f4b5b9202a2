//! The doors of the server: to the one writer, and to readers.

use std::path::PathBuf;
use std::sync::mpsc;

use serde_json::Value;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};

use crate::capabilities::capabilities;
use crate::features::{self, Features};
use crate::handlers::execute_command::Shown;
use crate::outbox::Outbox;
use crate::pull::Pull;
use crate::settings::{self, Settings};
use crate::transport::Incoming;
use crate::types::{
    ConfigurationItem, DidChangeConfigurationParams, DidChangeWorkspaceFoldersParams, InitializeParams,
    InitializeResult, MessageType, ServerInfo, WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult,
    WorkspaceFolder,
};
use crate::view::Snapshot;
use crate::wanted::wanted;
use crate::watcher::Watcher;
use crate::workspace::{Options, Workspace};
use crate::writer::{Event, Writer};
use crate::{door, log, parent, uris, watch};

/// Trees are walked by recursion, as deep as the limits of the parser allow.
pub(crate) const STACK: usize = 16 << 20;

#[derive(Clone)]
pub(crate) struct Server {
    events: mpsc::Sender<Event>,
    pub(crate) outbox: Outbox,
    end: tokio::sync::mpsc::Sender<Incoming>,
    version: String,
}

impl Server {
    /// Starts the writer. To be called within the runtime.
    pub fn start(client: Client, options: Options, end: tokio::sync::mpsc::Sender<Incoming>) -> Server {
        let outbox = Outbox::new(client);
        let (events, waiting) = mpsc::channel();
        let (back, pool, version) = (events.clone(), Handle::current(), options.version.clone());
        let to = outbox.clone();
        let run = move || Writer::new(Workspace::new(options), to, waiting, back, pool).run();
        // Without a writer every request is answered with an error.
        drop(std::thread::Builder::new().name("writer".to_owned()).stack_size(STACK).spawn(run));
        Server { events, outbox, end, version }
    }

    /// Has something written, after all that was asked for before. Returns at once.
    pub fn write(&self, change: impl FnOnce(&mut Workspace) + Send + 'static) {
        drop(self.events.send(Event::Write(Box::new(change))));
    }

    /// Answers a request with what was written before it came; the place in line is taken before the first wait.
    pub async fn read<P, R>(&self, params: P, handler: fn(&Snapshot, P) -> Result<R>) -> Result<R>
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let (wanted, work) = wanted();
        let read = move |snapshot: Snapshot| {
            if !work.begin(snapshot.db.stop()) {
                return;
            }
            let answer = door::answer(&snapshot.db, || handler(&snapshot, params));
            drop(snapshot);
            drop(reply.send(answer));
        };
        drop(self.events.send(Event::Read(Box::new(read))));
        let answer = answer.await;
        drop(wanted);
        answer.unwrap_or_else(|_| Err(Error::internal_error()))
    }

    /// Answers once there is something that the client does not know.
    pub async fn pull(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let (reply, answer) = oneshot::channel();
        drop(self.events.send(Event::Pull(Pull::new(params, reply))));
        let report = answer.await.map_err(|_| Error::internal_error())?;
        Ok(WorkspaceDiagnosticReportResult::Report(report))
    }

    /// Whoever waits is answered: nothing new is told any more.
    pub fn release(&self) {
        drop(self.events.send(Event::Release));
    }

    /// Registers what can only be registered now, and asks for the settings.
    pub fn ready(&self) {
        let server = self.clone();
        self.write(move |workspace| {
            let features = &workspace.view().features;
            let registrations = watch::registrations(features);
            if !registrations.is_empty() {
                server.outbox.ask(move |client| async move {
                    if let Err(error) = client.register_capability(registrations).await {
                        log::note(&format!("the client does not watch: {error}"));
                    }
                });
            }
            if features.configuration {
                server.ask_for_settings();
            }
            if !features.watching {
                let told = server.clone();
                let tell = move |paths: Vec<PathBuf>| told.write(move |workspace| workspace.changed_on_disk(&paths));
                workspace.watch_with(Watcher::new(tell));
            }
        });
    }

    /// Settings came, or word that there are new ones.
    pub fn configured(&self, params: DidChangeConfigurationParams) {
        let server = self.clone();
        self.write(move |workspace| match workspace.view().features.configuration {
            true => server.ask_for_settings(),
            false => workspace.set_settings(&params.settings, &server.outbox),
        });
    }

    fn ask_for_settings(&self) {
        let server = self.clone();
        self.outbox.ask(move |client| async move {
            let item = ConfigurationItem { scope_uri: None, section: Some(settings::SECTION.to_owned()) };
            match client.configuration(vec![item]).await {
                Ok(values) => {
                    let chosen = values.into_iter().next().unwrap_or(Value::Null);
                    let outbox = server.outbox.clone();
                    server.write(move |workspace| workspace.set_settings(&chosen, &outbox));
                }
                Err(error) => log::note(&format!("the client does not tell its settings: {error}")),
            }
        });
    }

    pub fn folders_changed(&self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[WorkspaceFolder]| folders.iter().filter_map(|folder| uris::path(&folder.uri)).collect();
        let (added, removed): (Vec<PathBuf>, Vec<PathBuf>) = (paths(&params.event.added), paths(&params.event.removed));
        let new = added.clone();
        self.write(move |workspace| workspace.change_folders(added, &removed));
        self.look_for_projects(new);
    }

    /// Nothing waits for a walk through large folders.
    fn look_for_projects(&self, folders: Vec<PathBuf>) {
        let server = self.clone();
        drop(tokio::task::spawn_blocking(move || {
            for folder in folders {
                let folder = uris::real(&folder);
                let roots = tm_project::roots_below(&folder);
                server.write(move |workspace| workspace.found(&folder, roots));
            }
        }));
    }

    /// Shows people what came of a command.
    pub fn show(&self, shown: Shown) -> Value {
        let Shown { line, value } = shown;
        self.outbox.send(move |client| async move { client.show_message(MessageType::INFO, line).await });
        value
    }

    pub fn begin(&self, params: InitializeParams) -> InitializeResult {
        if let Some(process) = params.process_id {
            parent::watch(process, self.end.clone());
        }
        let encoding = features::encoding(&params.capabilities);
        let features = Features::of(&params.capabilities);
        let capabilities = capabilities(encoding, &features);
        let folders = folders(&params);
        let chosen = params.initialization_options.unwrap_or(Value::Null);
        let outbox = self.outbox.clone();
        let looked_through = folders.clone();
        self.write(move |workspace| {
            let view = workspace.edit();
            view.features = features;
            view.encoding = encoding;
            workspace.set_folders(folders);
            workspace.set_settings(&chosen, &outbox);
        });
        self.look_for_projects(looked_through);
        let info = ServerInfo { name: "tm".to_owned(), version: Some(self.version.clone()) };
        InitializeResult { capabilities, server_info: Some(info), offset_encoding: None }
    }
}

/// The folders of the workspace; older clients know one, by its address or its path.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = &params.workspace_folders {
        return folders.iter().filter_map(|folder| uris::path(&folder.uri)).collect();
    }
    #[allow(deprecated, reason = "older clients know nothing else")]
    let root = params.root_uri.as_ref().and_then(uris::path).or_else(|| params.root_path.as_ref().map(PathBuf::from));
    root.filter(|root| root.is_absolute()).into_iter().collect()
}

impl Workspace {
    pub fn set_settings(&mut self, chosen: &Value, outbox: &Outbox) {
        let (settings, problems) = Settings::read(chosen);
        for problem in problems {
            outbox.log(MessageType::WARNING, problem);
        }
        if settings != self.view().settings {
            self.edit().settings = settings;
            self.everything_changed();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]

    use futures_util::StreamExt;
    use serde_json::json;
    use tower_lsp::LspService;
    use tower_lsp::jsonrpc::{ErrorCode, Request, Response};
    use tower_service::Service;

    use super::*;
    use crate::SystemClock;
    use crate::handlers::std_document;

    impl Server {
        async fn poisoned(&self, _: Value) -> Result<()> {
            self.read((), |_, ()| panic!("on purpose")).await
        }

        async fn poisonous(&self, _: Value) {
            self.write(|_| panic!("on purpose"));
        }
    }

    async fn ask(service: &mut LspService<Server>, id: i64, method: &'static str, params: Value) -> Response {
        let request = Request::build(method).id(id).params(params).finish();
        service.call(request).await.unwrap().unwrap()
    }

    #[test]
    fn a_mistake_in_one_request_or_change_ends_that_alone() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (end, _) = tokio::sync::mpsc::channel(1);
            let embedded = tm_analysis::stdlib::embedded().iter();
            let options = Options {
                std: embedded.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(),
                std_folder: None,
                allow_outside: Vec::new(),
                version: String::new(),
                clock: Box::new(SystemClock),
            };
            let (mut service, socket) = LspService::build(move |client| Server::start(client, options, end))
                .custom_method("test/poisoned", Server::poisoned)
                .custom_method("test/poisonous", Server::poisonous)
                .custom_method("tm/stdDocument", Server::std_document)
                .finish();
            // What it says of its own accord is read.
            drop(tokio::spawn(socket.split().0.for_each(|_| async {})));
            assert!(ask(&mut service, 1, "initialize", json!({ "capabilities": {} })).await.is_ok());
            let uri = crate::uris::of_std("vocabulary/flows.tm").unwrap();
            for id in (2..20).step_by(2) {
                let answer = ask(&mut service, id, "test/poisoned", json!({})).await;
                assert_eq!(answer.error().map(|error| error.code), Some(ErrorCode::InternalError));
                let change = Request::build("test/poisonous").params(json!({})).finish();
                service.call(change).await.unwrap();
                let answer = ask(&mut service, id + 1, "tm/stdDocument", json!({ "uri": uri })).await;
                let document: std_document::StdDocument =
                    serde_json::from_value(answer.result().unwrap().clone()).unwrap();
                assert!(document.text.contains("flow"));
            }
        });
    }
}
