//! `textDocument/codeLens`.

use tower_lsp::jsonrpc::Result;

use crate::types::{CodeLens, CodeLensParams, Command};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    let found = tm_ide::code_lens(asked.db(), asked.project(), &asked.report(), asked.file);
    let lens = |found: tm_ide::CodeLens| CodeLens {
        range: asked.range(&found.range),
        command: Some(command(found.command)),
        data: None,
    };
    Ok(Some(found.into_iter().map(lens).collect()))
}

/// Run by `workspace/executeCommand`.
pub(crate) fn command(command: tm_ide::Command) -> Command {
    let arguments = command.arguments.into_iter().map(serde_json::Value::String).collect();
    Command { title: command.title, command: command.name.to_owned(), arguments: Some(arguments) }
}
