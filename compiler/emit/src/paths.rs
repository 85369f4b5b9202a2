//! Paths from the root of the repository, as forges want them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path may have in an address, `/` among it.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The path of a file of a project that lies in `folder`; packages may lie beside it.
pub(crate) fn in_repository(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path as a relative reference.
pub(crate) fn uri(path: &str) -> String {
    let encoded = utf8_percent_encode(path, ENCODED).to_string();
    // A reference cannot begin with what looks like a host.
    encoded.trim_start_matches('/').to_owned()
}

/// The address of a line.
pub(crate) fn source_url(template: &str, path: &str, line: usize) -> String {
    template.replace("{path}", &uri(path)).replace("{line}", &line.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_beside_the_project_are_in_the_repository_too() {
        assert_eq!(in_repository("", "a.tm"), "a.tm");
        assert_eq!(in_repository("services/shop", "./deep/a.tm"), "services/shop/deep/a.tm");
        assert_eq!(in_repository("services/shop/", "../platform/x.tm"), "services/platform/x.tm");
        assert_eq!(in_repository("shop", "../../else/x.tm"), "../else/x.tm");
    }

    #[test]
    fn what_an_address_cannot_have_is_encoded() {
        assert_eq!(uri("a b/ü?#%{}.tm"), "a%20b/%C3%BC%3F%23%25%7B%7D.tm");
        assert_eq!(uri("a:b"), "a%3Ab", "no scheme");
        assert_eq!(uri("//host/x"), "host/x");
        assert_eq!(source_url("https://e.org/{path}#L{line}", "a b.tm", 7), "https://e.org/a%20b.tm#L7");
    }
}
