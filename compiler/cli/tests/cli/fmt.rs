//! `tm fmt`.

use std::fs;

use crate::support::{Folder, Ran};

const LOOSE: &str = "service a {}   \nservice b {}\n";
const TIGHT: &str = "service a {}\nservice b {}\n";

#[test]
fn what_is_changed_is_named_and_then_nothing_is() {
    let folder = Folder::project(&[("a.tm", LOOSE), ("deep/b.tm", LOOSE), ("c.tm", TIGHT)]);
    let ran = folder.tm(&["fmt"]).exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("formatted a.tm\nformatted deep/b.tm\n", ""));
    assert_eq!((folder.read("a.tm").as_str(), folder.read("deep/b.tm").as_str()), (TIGHT, TIGHT));
    let again = folder.tm(&["fmt"]).exits(0);
    assert_eq!((again.out.as_str(), again.err.as_str()), ("", ""));
}

#[test]
fn check_changes_nothing() {
    let folder = Folder::project(&[("a.tm", LOOSE), ("b.tm", TIGHT)]);
    let ran = folder.tm(&["fmt", "--check"]).exits(1);
    assert_eq!(ran.out, "would format a.tm\n");
    assert_eq!(folder.read("a.tm"), LOOSE);
    folder.tm(&["fmt", "--check", "b.tm"]).exits(0);
}

#[test]
fn syntax_errors_are_2_and_told() {
    let folder = Folder::project(&[("a.tm", "service a {\n"), ("b.tm", LOOSE)]);
    let ran = folder.tm(&["fmt"]).exits(2);
    assert!(ran.err.contains("error: a.tm:1:"), "{}", ran.err);
    assert!(ran.err.contains("a.tm: what has syntax errors is left as it is"), "{}", ran.err);
    assert_eq!(ran.out, "formatted b.tm\n");
    folder.tm(&["fmt", "--check"]).exits(2);
}

#[test]
fn a_file_that_is_no_text_is_left_alone() {
    let folder = Folder::project(&[("b.tm", LOOSE)]);
    let bytes = b"service \xff {}   \n";
    folder.write("a.tm", bytes);
    let ran = folder.tm(&["fmt"]).exits(2);
    assert!(ran.err.contains("a.tm"), "{}", ran.err);
    assert_eq!(fs::read(folder.path("a.tm")).unwrap(), bytes);
    assert_eq!(folder.read("b.tm"), TIGHT);
}

#[test]
fn only_what_is_given() {
    let folder = Folder::project(&[("a.tm", LOOSE), ("deep/b.tm", LOOSE), ("deep/er/c.tm", LOOSE)]);
    assert_eq!(folder.tm(&["fmt", "a.tm"]).exits(0).out, "formatted a.tm\n");
    let below = folder.tm(&["fmt", "deep", "deep/er", "deep/b.tm"]).exits(0);
    assert_eq!(below.out, "formatted deep/b.tm\nformatted deep/er/c.tm\n");
}

#[test]
fn packages_are_left_alone() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("shop/tm.toml", "[project]\nname = \"shop\"\n[packages]\nplatform = \"../platform\"\n"),
        ("shop/a.tm", LOOSE),
        ("platform/tm.toml", "[project]\nname = \"platform\"\n"),
        ("platform/p.tm", LOOSE),
    ]);
    assert_eq!(folder.tm(&["fmt", "shop"]).exits(0).out, "formatted shop/a.tm\n");
    assert_eq!(folder.read("platform/p.tm"), LOOSE);
}

#[test]
fn a_mistake_in_the_manifest_is_no_matter_of_format() {
    let folder = Folder::project(&[("tm.toml", "[project\n"), ("a.tm", LOOSE)]);
    assert_eq!(folder.tm(&["fmt"]).exits(0).out, "formatted a.tm\n");
}

#[test]
fn nothing_to_format_is_told() {
    let folder = Folder::new(&[("readme.md", "")]);
    let ran = folder.tm(&["fmt"]).exits(0);
    assert!(ran.err.starts_with("warning: there is nothing to format"), "{}", ran.err);
    folder.tm(&["fmt", "readme.md"]).refuses("`readme.md` is not a `.tm` file");
}

#[cfg(unix)]
#[test]
fn a_link_is_written_through_and_stays_a_link() {
    let folder = Folder::project(&[(".hidden/a.tm", LOOSE)]);
    std::os::unix::fs::symlink(folder.path(".hidden/a.tm"), folder.path("a.tm")).unwrap();
    Ran::from(folder.command(&["fmt", "a.tm"]).output().unwrap()).exits(0);
    assert!(folder.path("a.tm").is_symlink());
    assert_eq!(folder.read(".hidden/a.tm"), TIGHT);
}

/// A folder with three projects, one within another.
fn several() -> Folder {
    Folder::new(&[
        ("a/tm.toml", "[project]\nname = \"a\"\n"),
        ("a/x.tm", LOOSE),
        ("a/inner/tm.toml", "[project]\nname = \"inner\"\n"),
        ("a/inner/y.tm", LOOSE),
        ("b/tm.toml", "[project]\nname = \"b\"\n"),
        ("b/z.tm", LOOSE),
    ])
}

#[test]
fn of_a_folder_everything_in_it_is_meant_whatever_project_it_is_of() {
    let folder = several();
    let ran = folder.tm(&["fmt", "--check"]).exits(1);
    assert_eq!(ran.out, "would format a/x.tm\nwould format a/inner/y.tm\nwould format b/z.tm\n");
    assert_eq!(ran.err, "");
    assert_eq!(folder.tm(&["fmt", "a"]).exits(0).out, "formatted a/x.tm\nformatted a/inner/y.tm\n");
    assert_eq!(folder.tm(&["fmt", "b/z.tm"]).exits(0).out, "formatted b/z.tm\n");
    folder.tm(&["fmt", "--check"]).exits(0);
}

#[test]
fn each_project_by_its_own_ignore_rules() {
    let folder = several();
    folder.write(".git/HEAD", "");
    folder.write("b/.gitignore", "z.tm\n");
    folder.write("b/kept.tm", LOOSE);
    let ran = folder.tm(&["fmt", "--check"]).exits(1);
    assert_eq!(ran.out, "would format a/x.tm\nwould format a/inner/y.tm\nwould format b/kept.tm\n");
}
