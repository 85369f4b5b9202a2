//! `textDocument/codeAction`.

use tower_lsp::jsonrpc::Result;

use super::code_lens::command;
use super::rename::workspace_edit;
use crate::types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Diagnostic, NumberOrString,
};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    let range = asked.span(params.range);
    let found = tm_ide::code_actions(asked.db(), asked.project(), &asked.report(), asked.file, &range);
    let wanted = |kind: &CodeActionKind| {
        let within = |only: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(only.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || only.as_str().is_empty())
        };
        params.context.only.as_ref().is_none_or(|only| only.iter().any(within))
    };
    let action = |found: tm_ide::CodeAction| {
        let kind = match found.kind {
            tm_ide::CodeActionKind::QuickFix => CodeActionKind::QUICKFIX,
            tm_ide::CodeActionKind::Refactor => CodeActionKind::REFACTOR,
            tm_ide::CodeActionKind::Show => CodeActionKind::EMPTY,
        };
        wanted(&kind).then(|| {
            let mended = found.mends.as_ref().map(|name| mended(&params.context.diagnostics, name));
            CodeActionOrCommand::CodeAction(CodeAction {
                title: found.title,
                kind: Some(kind),
                diagnostics: mended.filter(|mended| !mended.is_empty()),
                edit: (!found.edits.is_empty()).then(|| workspace_edit(&asked, &found.edits)),
                command: found.command.map(command),
                is_preferred: found.is_preferred.then_some(true),
                ..CodeAction::default()
            })
        })
    };
    Ok(Some(found.into_iter().filter_map(action).collect()))
}

fn mended(diagnostics: &[Diagnostic], name: &str) -> Vec<Diagnostic> {
    let is_it = |it: &&Diagnostic| matches!(&it.code, Some(NumberOrString::String(code)) if code == name);
    diagnostics.iter().filter(is_it).cloned().collect()
}
