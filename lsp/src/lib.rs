//! The language server: the compiler's answers in the words of the Language Server Protocol, over standard input and output.
//!
//! Each method of the protocol is one line here, and one file below `handlers/`. Notifications go to the one writer, in
//! order; requests read a snapshot of what was written before them, on threads of their own, and an edit that comes in
//! between makes them stale.

#![allow(clippy::disallowed_methods, reason = "the server knows the disk and the clock, as the command does")]

mod ahead;
mod asked;
mod capabilities;
mod clock;
mod diagnostics;
mod document;
mod door;
mod features;
mod handlers;
mod judge;
mod kinds;
mod log;
mod outbox;
mod parent;
mod positions;
mod progress;
mod publish;
mod pull;
mod server;
mod settings;
mod sync;
mod told_tokens;
mod transport;
mod types;
mod uris;
mod view;
mod wanted;
mod watch;
mod watcher;
mod workspace;
mod writer;

use tower_lsp::jsonrpc::Result;
use tower_lsp::{LanguageServer, LspService};

pub use clock::{Clock, SystemClock};
pub use workspace::Options;

use handlers::std_document::{StdDocument, StdDocumentParams};
use server::Server;
use types::*;

/// Readers at work at the same time; one of them judges projects in the background.
const READERS: usize = 4;

/// Messages from the client that wait to be looked at.
const WAITING: usize = 64;

/// Serves one client over standard input and output, until it says so or is gone; the exit code.
pub fn run(options: Options) -> std::io::Result<i32> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .thread_stack_size(server::STACK)
        .max_blocking_threads(READERS)
        .build()?;
    let code = runtime.block_on(async {
        let (to_loop, from_client) = tokio::sync::mpsc::channel(WAITING);
        let end = to_loop.clone();
        let (service, socket) = LspService::build(move |client| Server::start(client, options, end))
            .custom_method("tm/stdDocument", Server::std_document)
            .finish();
        transport::serve(service, socket, to_loop, from_client).await
    });
    // Readers are not waited for.
    runtime.shutdown_background();
    Ok(code)
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(self.begin(params))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.ready();
    }

    async fn shutdown(&self) -> Result<()> {
        self.release();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.write(|workspace| workspace.open(params));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.write(|workspace| workspace.change(params));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.write(move |workspace| workspace.save(&params));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.write(move |workspace| workspace.close(&params));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.write(|workspace| workspace.changed_on_disk(&watch::changed(params)));
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        self.write(move |workspace| workspace.changed_on_disk(&watch::named(params.files.iter().map(|it| &it.uri))));
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        let both = |it: &FileRename| [it.old_uri.clone(), it.new_uri.clone()];
        let uris: Vec<String> = params.files.iter().flat_map(both).collect();
        self.write(move |workspace| workspace.changed_on_disk(&watch::named(&uris)));
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        self.write(move |workspace| workspace.changed_on_disk(&watch::named(params.files.iter().map(|it| &it.uri))));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.configured(params);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.folders_changed(params);
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        self.read(params, handlers::diagnostics::document).await.map_err(handlers::diagnostics::again)
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.pull(params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        Ok(Some(self.show(self.read(params, handlers::execute_command::run).await?)))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.read(params, handlers::code_actions::run).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.read(params, handlers::code_lens::run).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.read(params, handlers::inlay_hints::run).await
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.read(params, handlers::goto::definition).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.read(params, handlers::goto::definition).await
    }

    async fn goto_type_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.read(params, handlers::goto::type_definition).await
    }

    async fn goto_implementation(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.read(params, handlers::goto::implementation).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        self.read(params, handlers::references::run).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        self.read(params, handlers::call_hierarchy::prepare).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.read(params, handlers::call_hierarchy::incoming).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.read(params, handlers::call_hierarchy::outgoing).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        self.read(params, handlers::document_highlight::run).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.read(params, handlers::document_links::run).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.read(params, handlers::hover::run).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.read(params, handlers::folding_ranges::run).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.read(params, handlers::selection_ranges::run).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.read(params, handlers::document_symbols::run).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.read(params, handlers::workspace_symbols::run).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        self.read(params, handlers::semantic_tokens::full).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        self.read(params, handlers::semantic_tokens::delta).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.read(params, handlers::semantic_tokens::range).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.read(params, handlers::completion::run).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.read(params, handlers::formatting::document).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.read(params, handlers::formatting::range).await
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.read(params, handlers::formatting::on_type).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.read(params, handlers::rename::prepare).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.read(params, handlers::rename::run).await
    }
}

/// Methods of our own.
impl Server {
    async fn std_document(&self, params: StdDocumentParams) -> Result<StdDocument> {
        self.read(params, handlers::std_document::run).await
    }
}
