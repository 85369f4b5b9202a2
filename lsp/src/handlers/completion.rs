//! `textDocument/completion`.

use tm_ide::Completion;
use tower_lsp::jsonrpc::Result;

use crate::asked::Asked;
use crate::kinds;
use crate::types::{
    CompletionItem, CompletionList, CompletionParams, CompletionResponse, CompletionTextEdit, Documentation,
    InsertTextFormat, MarkupContent, MarkupKind, TextEdit,
};
use crate::view::Snapshot;

pub(crate) fn run(snapshot: &Snapshot, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    let Some(asked) = snapshot.asked(&at.text_document.uri) else { return Ok(None) };
    let found = tm_ide::completion(asked.db(), asked.project(), asked.position(at.position));
    let items = found.items.into_iter().map(|found| item(&asked, found)).collect();
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: found.is_incomplete, items })))
}

fn item(asked: &Asked<'_>, found: Completion) -> CompletionItem {
    let snippets = asked.asking.snapshot.view.features.snippets;
    let new_text = if found.is_snippet && !snippets { plain(&found.text) } else { found.text };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let markdown = |value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
    CompletionItem {
        label: found.label,
        kind: Some(kinds::completion(found.kind)),
        detail: some(found.detail),
        documentation: some(found.documentation).map(markdown),
        sort_text: Some(found.sort),
        insert_text_format: (found.is_snippet && snippets).then_some(InsertTextFormat::SNIPPET),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: asked.range(&found.replace), new_text })),
        additional_text_edits: (!found.additional_edits.is_empty()).then(|| asked.edits(&found.additional_edits)),
        ..CompletionItem::default()
    }
}

/// A snippet for a client that knows none: the text alone.
fn plain(snippet: &str) -> String {
    let mut text = String::new();
    let mut rest = snippet.chars().peekable();
    while let Some(char) = rest.next() {
        match char {
            '\\' => text.extend(rest.next()),
            '$' if rest.peek() == Some(&'{') => {
                while rest.next_if(|char| *char != ':' && *char != '}').is_some() {}
                if rest.next() == Some(':') {
                    while let Some(char) = rest.next_if(|char| *char != '}') {
                        text.push(char);
                    }
                    rest.next();
                }
            }
            '$' => while rest.next_if(char::is_ascii_digit).is_some() {},
            char => text.push(char),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_snippet_without_places_is_text() {
        assert_eq!(plain("service ${1:name} {\n  $0\n}"), "service name {\n  \n}");
        assert_eq!(plain("a \\$1 $2b${3} ${4:"), "a $1 b ");
    }
}
