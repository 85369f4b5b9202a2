//! `textDocument/semanticTokens/full`, what is different since then, and `range`.

use std::ops::Range as Span;

use tm_ide::TokenKind;
use tower_lsp::jsonrpc::Result;

use crate::asked::Asked;
use crate::told_tokens::difference;
use crate::types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensLegend, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, Uri,
};
use crate::view::Snapshot;

/// In the order of their bits.
const MODIFIERS: [SemanticTokenModifier; 3] =
    [SemanticTokenModifier::DECLARATION, SemanticTokenModifier::DEFAULT_LIBRARY, SemanticTokenModifier::DOCUMENTATION];

pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TokenKind::ALL.iter().map(|kind| SemanticTokenType::new(kind.name())).collect(),
        token_modifiers: MODIFIERS.to_vec(),
    }
}

pub(crate) fn full(snapshot: &Snapshot, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
    let uri = params.text_document.uri;
    let Some(asked) = snapshot.asked(&uri) else { return Ok(None) };
    Ok(Some(SemanticTokensResult::Tokens(whole(snapshot, &uri, tokens(&asked, None)))))
}

/// What has become of the tokens that the client has; if nobody knows them any more, all.
pub(crate) fn delta(
    snapshot: &Snapshot,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let Some(asked) = snapshot.asked(&uri) else { return Ok(None) };
    let before = snapshot.view.told_tokens.get(uri.as_str(), &params.previous_result_id);
    let now = tokens(&asked, None);
    Ok(Some(match before {
        Some(before) => {
            let edits = difference(&before, &now);
            let result_id = whole(snapshot, &uri, now).result_id;
            SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id, edits })
        }
        None => SemanticTokensFullDeltaResult::Tokens(whole(snapshot, &uri, now)),
    }))
}

/// Documents that are not open are not remembered: nobody says when they are not needed any more.
fn whole(snapshot: &Snapshot, uri: &Uri, tokens: Vec<SemanticToken>) -> SemanticTokens {
    let is_open = snapshot.view.document(uri).is_some();
    let result_id = is_open.then(|| snapshot.view.told_tokens.put(uri.as_str(), tokens.clone()));
    SemanticTokens { result_id, data: tokens }
}

pub(crate) fn range(
    snapshot: &Snapshot,
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    let Some(asked) = snapshot.asked(&params.text_document.uri) else { return Ok(None) };
    let data = tokens(&asked, Some(asked.span(params.range)));
    Ok(Some(SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })))
}

/// Each told from the one before it.
fn tokens(asked: &Asked<'_>, part: Option<Span<u32>>) -> Vec<SemanticToken> {
    let (mut line, mut column) = (0, 0);
    let mut tokens = Vec::new();
    for found in tm_ide::semantic_tokens(asked.db(), asked.project(), asked.file, part) {
        let range = asked.range(&found.range);
        let delta_line = range.start.line.saturating_sub(line);
        let delta_start = range.start.character.saturating_sub(if delta_line == 0 { column } else { 0 });
        (line, column) = (range.start.line, range.start.character);
        let kind = TokenKind::ALL.iter().position(|kind| *kind == found.kind);
        let flags = [found.is_declaration, found.is_standard, found.is_documentation];
        tokens.push(SemanticToken {
            delta_line,
            delta_start,
            length: range.end.character.saturating_sub(range.start.character),
            token_type: kind.and_then(|kind| u32::try_from(kind).ok()).unwrap_or_default(),
            token_modifiers_bitset: (0..).zip(flags).map(|(bit, flag)| u32::from(flag) << bit).sum(),
        });
    }
    tokens
}
