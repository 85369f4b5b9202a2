//! `textDocument/codeAction`.

use tower_lsp::jsonrpc::Result;

use super::code_lens::command;
use super::rename::workspace_edit;
use crate::asked::Asked;
use crate::types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Diagnostic, NumberOrString,
};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    let at_once = applied_at_once(&asked, &params);
    let range = asked.span(at_once.map_or(params.range, |named| named.range));
    let mut found = tm_ide::code_actions(asked.db(), asked.project(), &asked.report(), asked.file, &range);
    if let Some(named) = at_once {
        found.retain(|found| found.is_preferred && found.mends.as_deref().is_some_and(|name| is_called(named, name)));
    }
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

/// Some editors (Kate 22.12) name one diagnostic, give the whole document as its place, and make every change that is
/// offered, one after the other. They are offered what mends it beyond doubt: nobody has chosen anything else.
fn applied_at_once<'a>(asked: &Asked<'_>, params: &'a CodeActionParams) -> Option<&'a Diagnostic> {
    let [named] = params.context.diagnostics.as_slice() else { return None };
    let length = asked.file.text(asked.db()).len();
    let covers = |span: std::ops::Range<u32>| span.start == 0 && span.end as usize >= length;
    (covers(asked.span(params.range)) && !covers(asked.span(named.range))).then_some(named)
}

fn mended(diagnostics: &[Diagnostic], name: &str) -> Vec<Diagnostic> {
    diagnostics.iter().filter(|it| is_called(it, name)).cloned().collect()
}

fn is_called(diagnostic: &Diagnostic, name: &str) -> bool {
    matches!(&diagnostic.code, Some(NumberOrString::String(code)) if code == name)
}
