//! Standard input in the place of a source.

use std::path::Path;

use tm_project::{LoadError, LoadOptions, Project, load_given};

use crate::disk::{Disk, paths, problems};

fn given(disk: &Disk, path: &str, text: impl AsRef<[u8]>) -> Result<Project, LoadError> {
    let options = LoadOptions { max_file_bytes: 100, ..LoadOptions::default() };
    load_given(text.as_ref().to_vec(), Some(&disk.path(path)), &options)
}

#[test]
fn it_takes_the_place_of_the_file_and_is_what_is_asked_about() {
    let disk = Disk::project().file("a.tm", "disk").file("b.tm", "disk");
    let project = given(&disk, "a.tm", "buffer").unwrap();
    let texts: Vec<_> = project.files.iter().map(|file| file.text.as_str()).collect();
    assert_eq!((texts, project.focus.as_deref()), (vec!["buffer", "disk"], Some("a.tm")));
}

#[test]
fn the_file_need_not_be_there_nor_its_folder() {
    let disk = Disk::project().file("b.tm", "").file("inner/tm.toml", "[project]\nname = \"inner\"\n");
    let project = given(&disk, "new/er/../a.tm", "buffer").unwrap();
    assert_eq!((paths(&project), project.focus.as_deref()), (vec!["b.tm", "new/a.tm"], Some("new/a.tm")));
    let inner = given(&disk, "inner/deep/a.tm", "buffer").unwrap();
    assert_eq!((inner.name.as_str(), paths(&inner)), ("inner", vec!["deep/a.tm"]));
}

#[test]
fn without_a_project_it_is_one_of_its_own() {
    let disk = Disk::new().file("b.tm", "");
    let alone = given(&disk, "a.tm", "buffer").unwrap();
    assert_eq!((alone.name.as_str(), paths(&alone), alone.focus.as_deref()), ("a", vec!["a.tm"], None));
    let nameless = load_given(b"buffer".to_vec(), None, &LoadOptions::default()).unwrap();
    assert_eq!((nameless.name.as_str(), paths(&nameless)), ("stdin", vec!["<stdin>"]));
}

#[test]
fn what_is_wrong_with_it_is_said_of_the_file_that_it_stands_for() {
    let disk = Disk::project().file("a.tm", "disk");
    let bytes = given(&disk, "a.tm", b"x \xff").unwrap();
    let problem = &bytes.problems[0];
    assert_eq!((problem.name, problem.path.as_str(), problem.range.clone()), ("invalid-utf-8", "a.tm", Some(2..5)));
    assert_eq!(problems(&given(&disk, "a.tm", [b'x'; 101]).unwrap()), ["file-too-large a.tm"]);
    let options = LoadOptions { max_file_bytes: 1, ..LoadOptions::default() };
    let nameless = load_given(b"xx".to_vec(), None, &options).unwrap();
    assert_eq!((problems(&nameless), nameless.files.len()), (vec!["file-too-large <stdin>".to_owned()], 0));
}

#[test]
fn a_manifest_counts_before_it_is_saved() {
    let disk = Disk::project().file("a.tm", "");
    let project = given(&disk, "tm.toml", "[project]\nname = \"store\"\n[check]\nprofile = \"lax\"\n").unwrap();
    assert_eq!((project.name.as_str(), project.focus.as_deref()), ("store", Some("tm.toml")));
    assert_eq!(problems(&project), ["invalid-value tm.toml:\"lax\""]);
}

#[test]
fn what_cannot_be_a_source_is_refused() {
    let disk = Disk::project().file("a.tm", "").folder("b.tm");
    assert!(matches!(given(&disk, "notes.md", ""), Err(LoadError::NoSource { .. })));
    assert!(matches!(given(&disk, "new/tm.toml", ""), Err(LoadError::NoSource { .. })));
    assert!(
        matches!(given(&disk, "b.tm", ""), Err(LoadError::Unreadable { reason, .. }) if reason == "it is a folder")
    );
    let relative = load_given(Vec::new(), Some(Path::new("nowhere/at/all.tm")), &LoadOptions::default()).unwrap();
    assert_eq!(paths(&relative), ["all.tm"]);
}
