//! Which project a path belongs to.

use std::fs;

use tm_project::{LoadError, LoadOptions, from_text, is_identifier_path, load};

use crate::disk::{Disk, paths, problems};

#[test]
fn a_folder_with_a_manifest_is_the_project() {
    let disk = Disk::project().file("a.tm", "a").file("deep/er/b.tm", "b");
    let project = disk.load("");
    assert_eq!(project.name, "shop");
    assert_eq!(project.root, disk.path("").canonicalize().unwrap());
    assert_eq!(paths(&project), ["a.tm", "deep/er/b.tm"]);
    assert_eq!(project.files[1].text, "b");
    assert_eq!(project.files[1].package, None);
    assert_eq!(project.focus, None);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    assert_eq!(project.manifest.unwrap().path, "tm.toml");
}

#[test]
fn a_folder_below_belongs_to_the_nearest_project_above() {
    let disk = Disk::project().file("a.tm", "").file("x/y/b.tm", "");
    let project = disk.load("x/y");
    assert_eq!(paths(&project), ["a.tm", "x/y/b.tm"]);
    assert_eq!(project.focus, None);
}

#[test]
fn a_folder_without_a_manifest_is_named_after_itself() {
    let disk = Disk::new().file("my shop (2)/a.tm", "").file("my shop (2)/b/c.tm", "");
    let project = disk.load("my shop (2)");
    assert_eq!(project.name, "my-shop-2");
    assert_eq!(paths(&project), ["a.tm", "b/c.tm"]);
    assert!(project.manifest.is_none() && project.problems.is_empty());
}

#[test]
fn a_file_alone_is_a_project() {
    let disk = Disk::new().file("web-shop.tm", "service a {}").file("other.tm", "");
    let project = disk.load("web-shop.tm");
    assert_eq!(project.name, "web-shop");
    assert_eq!(paths(&project), ["web-shop.tm"]);
    assert_eq!(project.files[0].text, "service a {}");
    assert_eq!(project.root, disk.path("").canonicalize().unwrap());
    assert_eq!(project.focus, None);
}

#[test]
fn a_file_in_a_project_is_its_focus() {
    let disk = Disk::project().file("a.tm", "").file("x/b.tm", "");
    let project = disk.load("x/b.tm");
    assert_eq!(paths(&project), ["a.tm", "x/b.tm"]);
    assert_eq!(project.focus.as_deref(), Some("x/b.tm"));
}

#[test]
fn a_focus_that_would_be_left_out_is_read() {
    let disk =
        Disk::project().folder(".git").file(".gitignore", "b.tm\n").file("a.tm", "").file("b.tm", "b").file("c.tm", "");
    assert_eq!(paths(&disk.load("")), ["a.tm", "c.tm"]);
    let project = disk.load("b.tm");
    assert_eq!(paths(&project), ["a.tm", "b.tm", "c.tm"]);
    assert_eq!(project.focus.as_deref(), Some("b.tm"));

    let project = disk.file(".draft/notes.tm", "n").load(".draft/notes.tm");
    assert_eq!(paths(&project), [".draft/notes.tm", "a.tm", "c.tm"]);
}

#[test]
fn a_file_that_is_no_source_is_an_error() {
    let disk = Disk::project().file("a.tm", "").file("readme.md", "").file("elsewhere/tm", "");
    for path in ["readme.md", "elsewhere/tm"] {
        let path = disk.path(path);
        assert_eq!(load(&path, &LoadOptions::default()).unwrap_err(), LoadError::NoSource { path });
    }
}

#[test]
fn a_project_without_sources_is_an_error() {
    let project = Disk::project().file("readme.md", "").file("other/tm.toml", "").file("other/a.tm", "").load("");
    assert_eq!(problems(&project), ["no-sources tm.toml"]);
    let project = Disk::new().folder("models").load("models");
    assert_eq!(problems(&project), ["no-sources ."]);
    let message = "there is nothing to check: no `.tm` file in the folder `models`, nor in those below it";
    assert_eq!(project.problems[0].message, message);
}

#[test]
fn what_could_not_be_read_explains_why_there_are_no_sources() {
    let project = Disk::new().file("tm.toml", "[project\n").load("");
    assert_eq!(problems(&project), ["invalid-toml tm.toml:"]);
}

#[test]
fn the_manifest_may_be_given() {
    let disk = Disk::project().file("a.tm", "");
    let project = disk.load("tm.toml");
    assert_eq!(paths(&project), ["a.tm"]);
    assert_eq!(project.focus.as_deref(), Some("tm.toml"));
}

#[test]
fn a_folder_called_like_a_manifest_is_none() {
    let disk = Disk::new().folder("p/tm.toml").file("p/a.tm", "");
    let project = disk.load("p");
    assert_eq!(project.name, "p");
    assert_eq!(paths(&project), ["a.tm"]);
}

#[test]
fn a_path_that_leads_nowhere_is_an_error() {
    let disk = Disk::new();
    let path = disk.path("missing.tm");
    let error = load(&path, &LoadOptions::default()).unwrap_err();
    assert_eq!(error, LoadError::NotFound { path: path.clone() });
    assert_eq!(error.to_string(), format!("there is no file or folder `{}`", path.display()));

    let disk = disk.file("a.tm", "");
    let below_a_file = disk.path("a.tm/b.tm");
    assert!(matches!(load(&below_a_file, &LoadOptions::default()), Err(LoadError::Unreadable { .. })));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let disk = Disk::project().file("a.tm", "");
    let made = std::process::Command::new("mkfifo").arg(disk.path("b.tm")).status().unwrap();
    assert!(made.success());
    let project = disk.load("");
    assert_eq!(paths(&project), ["a.tm"]);
    assert_eq!(problems(&project), ["unreadable-file b.tm"]);
    assert_eq!(project.problems[0].message, "cannot be read: it is not a regular file");

    fs::remove_file(disk.path("tm.toml")).unwrap();
    assert!(matches!(load(&disk.path("b.tm"), &LoadOptions::default()), Err(LoadError::Unreadable { .. })));
}

#[test]
fn text_is_a_project_too() {
    let project = from_text("<stdin>", "service a {}".to_owned());
    assert_eq!(project.name, "stdin");
    assert_eq!(paths(&project), ["<stdin>"]);
    assert!(project.problems.is_empty());
    for name in ["", ".tm", "3.tm", "🦀", "a/b.tm", "-"] {
        assert!(is_identifier_path(&from_text(name, String::new()).name), "{name}");
    }
}
