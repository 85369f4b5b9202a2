//! What a file points at outside of the model: evidence, addresses on the web.

use std::ops::Range;

use smol_str::SmolStr;
use tm_analysis::occurrences::syntax;
use tm_analysis::{Database, SourceFile};
use tm_syntax::{Parsed, Tok};

use crate::place::slice;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// An address that begins with `https://` or `http://`.
    Url(SmolStr),
    /// A file of the project, from its root, with `/`; whether it is there is for the caller to see. It never leaves the project.
    File(SmolStr),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// The text of the link, without quotes.
    pub range: Range<u32>,
    pub target: LinkTarget,
}

/// Attributes whose text is the path of a file.
const PATHS: [&str; 1] = ["evidence"];

/// The links of a file, in the order of its text: addresses in texts, comments and documentation, and files of `evidence`.
#[must_use]
pub fn document_links(db: &Database, file: SourceFile) -> Vec<DocumentLink> {
    let text = file.text(db);
    let parsed = syntax(db, file);
    let mut found = Vec::new();
    for (token, start) in parsed.tokens.iter().zip(&parsed.starts) {
        let range = *start..start.saturating_add(token.len);
        if matches!(token.kind, Tok::Comment | Tok::Doc | Tok::FileDoc | Tok::Str | Tok::TextBlock) {
            urls(text, &range, &mut found);
        }
    }
    found.extend(evidence(text, parsed));
    found.sort_by_key(|link| link.range.start);
    found
}

/// Addresses in a part of a text.
fn urls(text: &str, within: &Range<u32>, found: &mut Vec<DocumentLink>) {
    let mut at = within.start;
    while at < within.end {
        let rest = slice(text, &(at..within.end));
        let starts = ["https://", "http://"].into_iter().filter_map(|scheme| rest.find(scheme).zip(Some(scheme.len())));
        let Some((start, scheme)) = starts.min() else { break };
        let address = rest.get(start..).unwrap_or_default();
        let end = address.find(|char: char| is_no_part_of_an_address(char)).unwrap_or(address.len());
        // What ends a sentence is no part of the address.
        let address = address.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let from = at + u32::try_from(start).unwrap_or(0);
        let to = from + u32::try_from(address.len()).unwrap_or(0);
        if address.len() > scheme {
            found.push(DocumentLink { range: from..to, target: LinkTarget::Url(SmolStr::new(address)) });
        }
        at = to.max(from + u32::try_from(scheme).unwrap_or(1));
    }
}

fn is_no_part_of_an_address(char: char) -> bool {
    char.is_whitespace() || char.is_control() || "\"'`<>()[]{}\\|^".contains(char) || !char.is_ascii()
}

/// Texts of `evidence` that are paths.
fn evidence(text: &str, parsed: &Parsed) -> Vec<DocumentLink> {
    let count = u32::try_from(parsed.significant.len()).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    for name in 0..count.saturating_sub(2) {
        let is_path = parsed.kind(name).is_some_and(Tok::is_name)
            && parsed.kind(name + 1) == Some(Tok::Colon)
            && PATHS.contains(&parsed.token_text(text, name));
        if !is_path {
            continue;
        }
        // One text, or a list of them.
        let mut at = name + 2;
        let is_list = parsed.kind(at) == Some(Tok::LBracket);
        if is_list {
            at += 1;
        }
        while parsed.kind(at) == Some(Tok::Str) {
            let path = parsed.string(text, at);
            let range = parsed.token_range(at);
            if stays_inside(&path) {
                let target = LinkTarget::File(SmolStr::new(&path));
                found.push(DocumentLink { range: range.start + 1..range.end.saturating_sub(1), target });
            }
            at += 1;
            if !is_list {
                break;
            }
            if parsed.kind(at) == Some(Tok::Comma) {
                at += 1;
            }
        }
    }
    found
}

/// Whether a text is a path that stays below where it begins, and looks like one of a file.
fn stays_inside(path: &str) -> bool {
    let looks_so = path.contains('/') || path.contains('.');
    let is_plain = !path.contains(|char: char| char.is_control() || char == '\\' || char == ':');
    let parts_stay = path.split('/').all(|part| !part.is_empty() && part != ".." && part.trim() == part);
    looks_so && is_plain && parts_stay && !path.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::document_links;
    use crate::fixture::Fixture;

    fn links(text: &str) -> Vec<String> {
        let fixture = Fixture::new(text);
        let source = fixture.cursor.file.text(&fixture.db).to_string();
        let found = document_links(&fixture.db, fixture.cursor.file);
        found.iter().map(|link| format!("{} {:?}", crate::place::slice(&source, &link.range), link.target)).collect()
    }

    #[test]
    fn addresses_and_evidence() {
        let text = "/// See https://example.org/a?b=c.\n// (http://x.y), http://\nservice a { route: \"https://z.example/ü\" }\nassume b { evidence: \"deploy/a.yaml\" }\nsafeguard c { evidence: [\"docs/b.md\", \"see the wiki\"] }\n";
        assert_eq!(
            links(text),
            [
                "https://example.org/a?b=c Url(\"https://example.org/a?b=c\")",
                "http://x.y Url(\"http://x.y\")",
                "https://z.example/ Url(\"https://z.example/\")",
                "deploy/a.yaml File(\"deploy/a.yaml\")",
                "docs/b.md File(\"docs/b.md\")",
            ]
        );
    }

    #[test]
    fn nothing_leads_out_of_the_project() {
        for path in [
            "/etc/passwd",
            "../x.yaml",
            "a/../../x",
            "file:///etc",
            "javascript:alert(1)",
            "c:\\\\x.y",
            "a//b.c",
            "\u{1b}[31m.x",
        ] {
            assert_eq!(links(&format!("assume b {{ evidence: \"{path}\" }}")), [""; 0], "{path}");
        }
        assert_eq!(links("// javascript://x.y\nassume b { evidence: \""), [""; 0]);
    }
}
