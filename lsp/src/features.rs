//! What the client can do.

use crate::positions::Encoding;
use crate::types::{ClientCapabilities, PositionEncodingKind};

#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    /// It answers `workspace/configuration`.
    pub configuration: bool,
    /// It tells when its configuration changes, if asked to.
    pub configuration_changes: bool,
    /// It watches files for us.
    pub watching: bool,
    /// Diagnostics may name other places.
    pub related_information: bool,
    /// Diagnostics may name a page.
    pub code_description: bool,
    /// Diagnostics may have tags.
    pub tags: bool,
    /// It asks for diagnostics of open documents.
    pub pull_diagnostics: bool,
    /// It shows what takes long.
    pub progress: bool,
    /// It asks again when told to.
    pub refresh_diagnostics: bool,
    pub refresh_inlay_hints: bool,
    pub refresh_code_lenses: bool,
    pub refresh_semantic_tokens: bool,
    /// Symbols of a document may be in each other.
    pub symbol_trees: bool,
    /// Edits may name the version that they are for.
    pub document_changes: bool,
    /// Completions may hold places to fill in.
    pub snippets: bool,
}

impl Features {
    pub fn of(client: &ClientCapabilities) -> Features {
        let workspace = client.workspace.clone().unwrap_or_default();
        let document = client.text_document.clone().unwrap_or_default();
        let publish = document.publish_diagnostics.unwrap_or_default();
        let pull = document.diagnostic.as_ref();
        let yes = |flag: Option<bool>| flag.unwrap_or(false);
        Features {
            configuration: yes(workspace.configuration),
            configuration_changes: workspace.did_change_configuration.is_some_and(|it| yes(it.dynamic_registration)),
            watching: workspace.did_change_watched_files.is_some_and(|watching| yes(watching.dynamic_registration)),
            related_information: yes(publish.related_information) || pull.is_some_and(|it| yes(it.related_information)),
            code_description: yes(publish.code_description_support)
                || pull.is_some_and(|it| yes(it.code_description_support)),
            pull_diagnostics: pull.is_some(),
            progress: client.window.as_ref().is_some_and(|window| yes(window.work_done_progress)),
            refresh_diagnostics: workspace.diagnostics.is_some_and(|it| yes(it.refresh_support)),
            refresh_inlay_hints: workspace.inlay_hint.is_some_and(|it| yes(it.refresh_support)),
            refresh_code_lenses: workspace.code_lens.is_some_and(|it| yes(it.refresh_support)),
            refresh_semantic_tokens: workspace.semantic_tokens.is_some_and(|it| yes(it.refresh_support)),
            symbol_trees: document.document_symbol.is_some_and(|it| yes(it.hierarchical_document_symbol_support)),
            document_changes: workspace.workspace_edit.is_some_and(|it| yes(it.document_changes)),
            snippets: document
                .completion
                .and_then(|completion| completion.completion_item)
                .is_some_and(|item| yes(item.snippet_support)),
            tags: publish.tag_support.is_some() || pull.is_some_and(|it| it.tag_support.is_some()),
        }
    }
}

/// UTF-8 if the client can: it is what we count in.
pub(crate) fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    match offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
        true => Encoding::Utf8,
        false => Encoding::Utf16,
    }
}
