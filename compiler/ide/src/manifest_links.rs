//! What a `tm.toml` points at: packages, a baseline, pages on the web.

use std::ops::Range;

use smol_str::{SmolStr, format_smolstr};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ManifestTarget {
    /// An address that begins with `https://` or `http://`.
    Url(SmolStr),
    /// A path from the folder of the `tm.toml`, with `/`. It may lead out of the project, as packages may.
    Beside(SmolStr),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestLink {
    /// The text of the link, without quotes.
    pub range: Range<u32>,
    pub target: ManifestTarget,
}

/// The links of a `tm.toml`, in the order of its text; half-written, it has those that can be read.
#[must_use]
pub fn manifest_links(text: &str) -> Vec<ManifestLink> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut found = Vec::new();
    let mut add = |value: Option<&Spanned<DeValue<'_>>>, target: &dyn Fn(&str) -> Option<ManifestTarget>| {
        let Some(value) = value else { return };
        let Some((range, target)) = inside(value.span()).zip(value.get_ref().as_str().and_then(target)) else { return };
        found.push(ManifestLink { range, target });
    };
    let table = table.get_ref();
    if let Some(packages) = section(table, "packages") {
        for value in packages.values() {
            add(Some(value), &|path| {
                is_plain(path)
                    .then(|| ManifestTarget::Beside(format_smolstr!("{}/tm.toml", path.trim_end_matches('/'))))
            });
        }
    }
    if let Some(check) = section(table, "check") {
        add(check.get("baseline"), &|path| is_plain(path).then(|| ManifestTarget::Beside(SmolStr::new(path))));
    }
    if let Some(docs) = section(table, "docs") {
        add(docs.get("url"), &|url| {
            let is_web = url.starts_with("https://") || url.starts_with("http://");
            (is_web && is_plain(url)).then(|| ManifestTarget::Url(SmolStr::new(url)))
        });
    }
    found.sort_by_key(|link| link.range.start);
    found
}

fn section<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<&'t DeTable<'i>> {
    table.get(name)?.get_ref().as_table()
}

/// Without the quotes.
fn inside(span: Range<usize>) -> Option<Range<u32>> {
    let (start, end) = (span.start.checked_add(1)?, span.end.checked_sub(1)?);
    let range = u32::try_from(start).ok()?..u32::try_from(end).ok()?;
    (range.start < range.end).then_some(range)
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|char| char.is_control() || char.is_whitespace() || char == '\\')
}

#[cfg(test)]
mod tests {
    use super::manifest_links;

    fn links(text: &str) -> Vec<String> {
        let found = manifest_links(text);
        found.iter().map(|link| format!("{} {:?}", crate::place::slice(text, &link.range), link.target)).collect()
    }

    #[test]
    fn packages_baseline_and_pages() {
        let text = "[project]\nname = \"shop\"\n[packages]\nplatform = \"../platform/\"\n[check]\nbaseline = \"old.json\"\n[docs]\nurl = \"https://example.org/rules\"\n";
        assert_eq!(
            links(text),
            [
                "../platform/ Beside(\"../platform/tm.toml\")",
                "old.json Beside(\"old.json\")",
                "https://example.org/rules Url(\"https://example.org/rules\")",
            ]
        );
    }

    #[test]
    fn half_written_and_hostile_texts() {
        assert_eq!(links(""), [""; 0]);
        assert_eq!(links("[packages"), [""; 0]);
        assert_eq!(links("[packages]\na = \"x\"\nb = \n"), ["x Beside(\"x/tm.toml\")"]);
        assert_eq!(
            links("[packages]\na = \"\"\nb = 7\nc = \"\\u001b[31m\"\n[docs]\nurl = \"javascript:x\"\n"),
            [""; 0]
        );
        assert_eq!(links("packages = 3\n\u{0}"), [""; 0]);
    }
}
