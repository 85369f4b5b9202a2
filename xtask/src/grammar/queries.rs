//! The queries of the grammar, copied for editors that look for them elsewhere and call captures by other names.

use std::collections::BTreeMap;
use std::path::Path;

use super::{GRAMMAR, read};

struct Editor {
    folder: &'static str,
    queries: &'static [&'static str],
    /// What it calls captures.
    names: &'static [(&'static str, &'static str)],
}

const EDITORS: [Editor; 3] = [
    Editor {
        folder: "editors/neovim/queries/tm",
        queries: &["highlights", "locals", "folds", "indents", "injections"],
        names: &[("local.definition", "local.definition.var")],
    },
    Editor {
        folder: "editors/helix/runtime/queries/tm",
        queries: &["highlights", "locals", "injections"],
        names: &[
            ("boolean", "constant.builtin.boolean"),
            ("comment.documentation", "comment.block.documentation"),
            ("keyword.conditional", "keyword.control.conditional"),
            ("keyword.import", "keyword.control.import"),
            ("keyword.modifier", "keyword.storage.modifier"),
            ("keyword.type", "keyword.storage.type"),
            ("module", "namespace"),
            ("number", "constant.numeric"),
            ("property", "variable.other.member"),
            ("string.escape", "constant.character.escape"),
        ],
    },
    Editor {
        folder: "editors/zed/languages/tm",
        queries: &["highlights", "injections"],
        names: &[
            ("comment.documentation", "comment.doc"),
            ("module", "namespace"),
            ("variable.builtin", "variable.special"),
        ],
    },
];

/// Path and text of every copy.
pub(super) fn copies(repository: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut copies = BTreeMap::new();
    for editor in EDITORS {
        for query in editor.queries {
            let text = read(repository, &format!("{GRAMMAR}/queries/{query}.scm"))?;
            let mark = format!("; Written by `cargo xtask grammar`; edit `{GRAMMAR}/queries/{query}.scm` instead.\n\n");
            copies.insert(format!("{}/{query}.scm", editor.folder), mark + &renamed(&text, editor.names));
        }
    }
    Ok(copies)
}

/// The text with other names for whole captures.
fn renamed(text: &str, names: &[(&str, &str)]) -> String {
    let mut parts = text.split('@');
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end =
            part.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_')).unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        let name = names.iter().find(|(from, _)| *from == name).map_or(name, |(_, to)| to);
        renamed.push('@');
        renamed.push_str(name);
        renamed.push_str(rest);
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn captures_are_renamed_as_a_whole() {
        let names = [("number", "constant.numeric"), ("a", "b")];
        assert_eq!(renamed("(x) @number (#eq? @a \"@a.c\")", &names), "(x) @constant.numeric (#eq? @b \"@a.c\")");
        assert_eq!(renamed("@a", &names), "@b");
    }
}
