//! `TM_STDLIB`: another standard library.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use crate::support::{Folder, RULE, Ran, stdlib};

fn with(folder: &Folder, library: impl AsRef<OsStr>, arguments: &[&str]) -> Ran {
    let mut command = folder.command(arguments);
    Ran::from(command.env("TM_STDLIB", library).output().unwrap())
}

fn copy_without(from: &Path, left_out: &str, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_without(&entry.path(), left_out, &target);
        } else if entry.path().file_stem() != Some(OsStr::new(left_out)) {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn another_library_takes_the_place_of_the_one_built_in() {
    let folder = Folder::new(&[]);
    copy_without(&stdlib(), RULE, &folder.path("library"));
    folder.tm(&["explain", RULE]).exits(0);
    with(&folder, "library", &["explain", RULE]).refuses(RULE);
    with(&folder, "library", &["explain", "plaintext-to-store-or-broker"]).exits(0);
}

#[test]
fn the_library_of_this_repository_is_the_one_built_in() {
    let folder = Folder::new(&[]);
    let own = folder.tm(&["test", "--std"]);
    assert_eq!(with(&folder, stdlib(), &["test", "--std"]), own);
}

#[test]
fn a_library_that_is_none_is_3() {
    let folder = Folder::project(&[("a.tm", "service a {}\n"), ("empty/readme.md", "")]);
    with(&folder, "nowhere", &["check"]).refuses("cannot read the standard library: `nowhere`");
    with(&folder, "empty", &["check"]).refuses("there are no `.tm` files in `empty`");
    folder.write("bad/a.tm", b"\xff");
    with(&folder, "bad", &["check"]).refuses("cannot read the standard library: `bad/a.tm`");
}

#[test]
fn an_empty_name_means_the_one_built_in() {
    let folder = Folder::new(&[]);
    with(&folder, "", &["explain", RULE]).exits(0);
}
