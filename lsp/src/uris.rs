//! Between addresses of documents and paths on the disk.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::types::Uri;

/// The scheme of the documents of the standard library: they are in the binary, not on the disk.
pub(crate) const STD: &str = "tm-std";

/// What a path may have unescaped.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The path of a file on this machine; `None` for everything else.
pub(crate) fn path(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    let path = file_path(uri)?;
    path.is_absolute().then_some(path)
}

/// Names of files are bytes, and so are escapes: nothing is lost on the way.
#[cfg(unix)]
fn file_path(uri: &Uri) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(uri.path().as_str()).collect();
    (!bytes.contains(&0)).then(|| PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn file_path(uri: &Uri) -> Option<PathBuf> {
    uri.to_file_path().map(std::borrow::Cow::into_owned)
}

/// The address of an absolute path.
#[cfg(unix)]
pub(crate) fn of_path(path: &Path) -> Option<Uri> {
    use std::os::unix::ffi::OsStrExt;
    Uri::from_str(&format!("file://{}", percent_encode(path.as_os_str().as_bytes(), PATH))).ok()
}

#[cfg(not(unix))]
pub(crate) fn of_path(path: &Path) -> Option<Uri> {
    Uri::from_file_path(path)
}

/// The address of a file of the standard library: `tm-std:/rules/…`.
pub(crate) fn of_std(path: &str) -> Option<Uri> {
    Uri::from_str(&format!("{STD}:/{}", percent_encode(path.as_bytes(), PATH))).ok()
}

/// The path below `stdlib/` that [`of_std`] was given.
pub(crate) fn std_path(uri: &Uri) -> Option<String> {
    let is_std = uri.scheme().as_str().eq_ignore_ascii_case(STD);
    let path = percent_encoding::percent_decode_str(uri.path().as_str().trim_start_matches('/'));
    is_std.then(|| path.decode_utf8_lossy().into_owned())
}

/// The real path of a file, even of one that is not written yet: then that of its folder, and its name.
pub(crate) fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    #[cfg(unix)]
    fn names_survive_the_way_there_and_back() {
        use std::os::unix::ffi::OsStrExt;
        for name in [&b"/a/b c.tm"[..], b"/a/%20.tm", b"/a/[x]#?.tm", "/é/漢.tm".as_bytes(), b"/a/\xff.tm", b"/a\n/b"]
        {
            let name = Path::new(std::ffi::OsStr::from_bytes(name));
            assert_eq!(path(&of_path(name).unwrap()).unwrap(), name);
        }
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        for uri in ["untitled:Untitled-1", "tm-std:/rules/x.tm", "http://host/a.tm", "git:/a.tm?x", "file:a%00b.tm"] {
            assert_eq!(path(&Uri::from_str(uri).unwrap()), None, "{uri}");
        }
    }

    #[test]
    fn the_library_has_addresses_of_its_own() {
        let uri = of_std("rules/traffic/a b.tm").unwrap();
        assert_eq!(uri.as_str(), "tm-std:/rules/traffic/a%20b.tm");
        assert_eq!(std_path(&uri).unwrap(), "rules/traffic/a b.tm");
        assert_eq!(std_path(&Uri::from_str("file:///rules/x.tm").unwrap()), None);
    }
}
