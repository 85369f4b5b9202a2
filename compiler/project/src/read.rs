//! Reading one file, within a limit.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::Problem;

/// Why a file gave nothing.
#[derive(Debug)]
pub(crate) enum ReadError {
    Unreadable(String),
    TooLarge { limit: u64 },
}

impl ReadError {
    /// As a problem of the file shown as `path`.
    pub fn problem(self, path: &str) -> Problem {
        match self {
            ReadError::Unreadable(reason) => {
                Problem::error("unreadable-file", path, format!("cannot be read: {reason}"))
                    .help("make it readable, or remove it")
            }
            ReadError::TooLarge { limit } => {
                Problem::error("file-too-large", path, format!("not read: it is larger than {}", size(limit)))
                    .help("split it: several files may share a module")
            }
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        ReadError::Unreadable(reason(&error))
    }
}

/// The bytes of a regular file. A pipe or a device would block or never end, and a file may grow while it is read:
/// neither can do harm here.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(ReadError::Unreadable("it is not a regular file".to_owned()));
    }
    if metadata.len() > limit {
        return Err(ReadError::TooLarge { limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge { limit });
    }
    Ok(bytes)
}

/// In the same words on every system.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        kind => kind.to_string(),
    }
}

/// `8 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit)) {
        Some((unit, name)) => format!("{} {name}", bytes / unit),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_exact() {
        assert_eq!(size(8 << 20), "8 MiB");
        assert_eq!(size(1 << 30), "1 GiB");
        assert_eq!(size(3 << 10), "3 KiB");
        assert_eq!(size(1025), "1025 bytes");
        assert_eq!(size(0), "0 bytes");
    }
}
