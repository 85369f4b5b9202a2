//! What is open in an editor counts instead of what is on the disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use tm_project::{LoadOptions, Project, load};

use crate::disk::{Disk, paths, problems};

fn open(disk: &Disk, load_from: &str, texts: &[(&str, &str)]) -> Project {
    let root = disk.path("").canonicalize().unwrap();
    let open: BTreeMap<PathBuf, Arc<str>> =
        texts.iter().map(|(path, text)| (root.join(path), Arc::from(*text))).collect();
    load(&disk.path(load_from), &LoadOptions { open, max_file_bytes: 100, ..LoadOptions::default() }).unwrap()
}

#[test]
fn texts_are_those_of_the_editor() {
    let disk = Disk::project().file("a.tm", "disk").file("b.tm", "disk").file("c.tm", [0xff]);
    let project = open(&disk, "", &[("a.tm", "editor"), ("c.tm", "fine")]);
    let texts: Vec<_> = project.files.iter().map(|file| file.text.as_str()).collect();
    assert_eq!(texts, ["editor", "disk", "fine"]);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    let real = project.files[0].real.as_ref().unwrap();
    assert_eq!(*real, disk.path("a.tm").canonicalize().unwrap());
}

#[test]
fn a_file_that_is_not_written_yet_is_part_of_its_project() {
    let disk = Disk::project().file("b.tm", "").file("inner/tm.toml", "").file("inner/d.tm", "");
    let texts = [("a.tm", "new"), ("deep/c.tm", "new"), ("inner/e.tm", "another project's"), ("note.txt", "")];
    assert_eq!(paths(&open(&disk, "", &texts)), ["a.tm", "b.tm", "deep/c.tm"]);
    assert_eq!(paths(&open(&disk, "inner", &texts)), ["d.tm", "e.tm"]);
}

#[test]
fn what_a_walk_leaves_out_is_part_while_it_is_open() {
    let disk = Disk::project().folder(".git").file(".gitignore", "gen.tm\n").file("a.tm", "").file("gen.tm", "");
    assert_eq!(problems(&open(&disk, "", &[])), ["ignored-sources gen.tm"]);
    let project = open(&disk, "", &[("gen.tm", "")]);
    assert_eq!(paths(&project), ["a.tm", "gen.tm"]);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
}

#[test]
fn limits_hold_for_the_editor_too() {
    let disk = Disk::project().file("a.tm", "");
    let project = open(&disk, "", &[("a.tm", &"x".repeat(101))]);
    assert_eq!(problems(&project), ["file-too-large a.tm"]);
}

#[test]
fn packages_are_open_too() {
    let disk = Disk::new()
        .folder(".git")
        .file("app/tm.toml", "[packages]\nlib = \"../lib\"\n")
        .file("app/a.tm", "")
        .file("lib/tm.toml", "")
        .file("lib/b.tm", "");
    let project = open(&disk, "app", &[("lib/b.tm", "editor"), ("lib/c.tm", "new")]);
    assert_eq!(paths(&project), ["a.tm", "../lib/b.tm", "../lib/c.tm"]);
    assert_eq!(project.files[1].text, "editor");
}
