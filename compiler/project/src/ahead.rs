//! Reading many files at once: what one disk or network makes each wait for, several threads wait for side by side.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::read::ReadError;
use crate::walk::Found;
use crate::{LoadOptions, open};

/// So many files are worth a thread of their own.
const WORTH: usize = 64;

/// They wait more than they compute: how many processors there are plays no part.
const MOST: usize = 4;

/// The bytes of a file, or why there are none; `None`: nobody has looked yet.
pub(crate) type Ahead = Option<Result<Vec<u8>, ReadError>>;

/// Reads these, in their order. What lies beyond `most` bytes is left to be read one by one: whoever takes no more than that
/// need not hold more.
pub(crate) fn read(files: &[Found], most: u64, options: &LoadOptions) -> Vec<Ahead> {
    match (files.len() / WORTH).min(MOST) {
        0 | 1 => Vec::new(),
        threads => read_on(threads, files, most, options),
    }
}

fn read_on(threads: usize, files: &[Found], most: u64, options: &LoadOptions) -> Vec<Ahead> {
    let total = AtomicU64::new(0);
    let one = |found: &Found| {
        if total.load(Ordering::Relaxed) > most {
            return None;
        }
        let bytes = open::read(&found.real, options.max_file_bytes, options);
        total.fetch_add(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64), Ordering::Relaxed);
        Some(bytes)
    };
    let mut all = Vec::with_capacity(files.len());
    thread::scope(|scope| {
        let read = |files: &[Found]| -> Vec<Ahead> { files.iter().map(one).collect() };
        let parts: Vec<_> = files
            .chunks(files.len().div_ceil(threads))
            .map(|files| (files, thread::Builder::new().spawn_scoped(scope, move || read(files))))
            .collect();
        for (files, part) in parts {
            match part.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(part)) => all.extend(part),
                // There was no further thread to have.
                _ => all.extend(files.iter().map(|_| None)),
            }
        }
    });
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Files that hold their numbers; the fifth is missing.
    fn disk(count: usize) -> (tempfile::TempDir, Vec<Found>) {
        let disk = tempfile::tempdir().unwrap();
        let files = (0..count).map(|number| {
            let real = disk.path().join(format!("{number}.tm"));
            if number != 5 {
                std::fs::write(&real, number.to_string()).unwrap();
            }
            Found { shown: real.clone(), real }
        });
        let files = files.collect();
        (disk, files)
    }

    #[test]
    fn several_threads_read_what_one_would() {
        let (_disk, files) = disk(67);
        for threads in [2, 3, 8, 100] {
            let read = read_on(threads, &files, u64::MAX, &LoadOptions::default());
            assert_eq!(read.len(), files.len());
            for (number, read) in read.into_iter().enumerate() {
                match read.unwrap() {
                    Ok(bytes) => assert_eq!(bytes, number.to_string().into_bytes()),
                    Err(_) => assert_eq!(number, 5),
                }
            }
        }
    }

    #[test]
    fn what_is_too_much_is_left() {
        let (_disk, files) = disk(64);
        let read = read_on(2, &files, 10, &LoadOptions::default());
        let bytes = |read: &Ahead| read.as_ref().map_or(0, |read| read.as_ref().map_or(0, Vec::len));
        let total: usize = read.iter().map(bytes).sum();
        assert!(total > 10, "the last is told to be too much by whoever reads it");
        assert!(total <= 10 + 2 * 2, "each thread holds one more at most");
        assert!(read.iter().any(Option::is_none));
    }

    #[test]
    fn few_files_are_read_one_by_one() {
        let (_disk, files) = disk(WORTH);
        assert!(read(&files, u64::MAX, &LoadOptions::default()).is_empty());
    }
}
