//! Which files are read, and what may be wrong with them.

use std::fs;

use tm_project::{LoadOptions, load};

use crate::disk::{Disk, paths, problems};

#[test]
fn hidden_and_foreign_files_are_left_out() {
    let disk = Disk::project()
        .file("a.tm", "")
        .file(".hidden/b.tm", "")
        .file(".b.tm", "")
        .file("b.tm.orig", "")
        .file("tm", "")
        .file("folder.tm/c.tm", "");
    let project = disk.load("");
    assert_eq!(paths(&project), ["a.tm", "folder.tm/c.tm"]);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
}

#[test]
fn paths_sort_as_text() {
    let disk = Disk::project().file("b/a.tm", "").file("b-c.tm", "").file("b.tm", "").file("a.tm", "").file("B.tm", "");
    assert_eq!(paths(&disk.load("")), ["B.tm", "a.tm", "b-c.tm", "b.tm", "b/a.tm"]);
}

#[test]
fn what_git_ignores_is_left_out_inside_a_repository() {
    let disk = Disk::new()
        .file("repo/app/tm.toml", "[project]\nname = \"app\"\n")
        .file("repo/.gitignore", "target/\n")
        .file("repo/app/.gitignore", "*.gen.tm\n!keep.gen.tm\n")
        .file("repo/app/a.tm", "")
        .file("repo/app/b.gen.tm", "")
        .file("repo/app/keep.gen.tm", "")
        .file("repo/app/target/c.tm", "");
    let everything = ["a.tm", "b.gen.tm", "keep.gen.tm", "target/c.tm"];
    assert_eq!(paths(&disk.load("repo/app")), everything, "no repository, no git");
    let disk = disk.folder("repo/.git");
    let project = disk.load("repo/app");
    assert_eq!(paths(&project), ["a.tm", "keep.gen.tm"]);
    assert_eq!(problems(&project), ["ignored-sources b.gen.tm"]);
    assert!(project.problems[0].is_warning);
    let left_out = "2 sources are not read, because `.gitignore` leaves them out: `b.gen.tm`, `target/c.tm`";
    assert_eq!(project.problems[0].message, left_out);
}

#[test]
fn what_is_left_out_on_purpose_is_not_told() {
    let disk = Disk::project()
        .folder(".git")
        .file(".gitignore", "target/\n*.gen.tm\nfolder.tm/\n")
        .file("a.tm", "")
        .file("target/tm.toml", "")
        .file("target/b.tm", "")
        .file("target/.cache/c.tm", "")
        .file(".hidden/d.gen.tm", "")
        .file(".e.gen.tm", "")
        .file("folder.tm/readme.md", "")
        .file("f.gen.tm", "");
    assert_eq!(problems(&disk.load("f.gen.tm")), Vec::<String>::new(), "the only one is given by the caller");
    assert_eq!(problems(&disk.load("")), ["ignored-sources f.gen.tm"]);
}

#[test]
fn sources_left_out_of_a_package_are_told() {
    let disk = Disk::new()
        .folder(".git")
        .file("app/tm.toml", "[project]\nname = \"app\"\n[packages]\nplatform = \"../platform\"\n")
        .file("app/a.tm", "")
        .file("platform/tm.toml", "[project]\nname = \"platform\"\n")
        .file("platform/.gitignore", "*\n")
        .file("platform/b.tm", "");
    assert_eq!(problems(&disk.load("app")), ["ignored-sources ../platform/b.tm"]);
}

#[test]
fn huge_folders_that_are_left_out_are_looked_at_only_so_far() {
    let mut disk = Disk::project().folder(".git").file(".gitignore", "huge\nmodels\n").file("a.tm", "");
    for number in 0..1_100 {
        disk = disk.file(&format!("huge/{number}.tm"), "");
    }
    let project = disk.file("models/b.tm", "").load("");
    let message = &project.problems[0].message;
    assert!(message.starts_with("1001 sources are not read"), "{message}");
}

#[test]
fn what_this_machine_ignores_is_read() {
    let disk =
        Disk::project().file(".git/info/exclude", "a.tm\n").file(".ignore", "b.tm\n").file("a.tm", "").file("b.tm", "");
    assert_eq!(paths(&disk.load("")), ["a.tm", "b.tm"]);
}

#[test]
fn an_ignore_file_above_the_repository_does_not_count() {
    let disk = Disk::new()
        .file(".gitignore", "*.tm\n")
        .folder("repo/.git")
        .file("repo/tm.toml", "[project]\nname = \"app\"\n")
        .file("repo/a.tm", "");
    assert_eq!(paths(&disk.load("repo")), ["a.tm"]);
}

#[test]
fn projects_below_are_other_projects() {
    let disk = Disk::project()
        .file("a.tm", "")
        .file("inner/tm.toml", "[project]\nname = \"inner\"\n")
        .file("inner/b.tm", "")
        .file("inner/deep/c.tm", "");
    assert_eq!(paths(&disk.load("")), ["a.tm"]);
    assert_eq!(paths(&disk.load("inner/deep")), ["b.tm", "deep/c.tm"]);

    fs::remove_file(disk.path("tm.toml")).unwrap();
    assert_eq!(paths(&disk.load("")), ["a.tm"], "below a plain folder too");
}

#[test]
fn invalid_utf_8_is_reported_and_the_rest_kept() {
    let disk = Disk::project().file("a.tm", b"service a\xc3\x28 {}\n\xff");
    let project = disk.load("");
    assert_eq!(problems(&project), ["invalid-utf-8 a.tm:\u{fffd}"]);
    assert_eq!(project.problems[0].range, Some(9..12));
    assert!(!project.problems[0].is_warning);
    assert_eq!(project.files[0].text, "service a\u{fffd}( {}\n\u{fffd}");
}

#[test]
fn a_large_file_is_reported_and_skipped() {
    let disk =
        Disk::project().file("a.tm", "").file("big.tm", vec![b' '; (8 << 20) + 1]).file("fits.tm", vec![b' '; 8 << 20]);
    let project = disk.load("");
    assert_eq!(paths(&project), ["a.tm", "fits.tm"]);
    assert_eq!(problems(&project), ["file-too-large big.tm"]);
    assert_eq!(project.problems[0].message, "not read: it is larger than 8 MiB");

    let small = LoadOptions { max_file_bytes: 3, ..LoadOptions::default() };
    let project = load(&disk.file("b.tm", "1234").path("b.tm"), &small).unwrap();
    assert_eq!(paths(&project), ["a.tm"]);
    assert!(project.problems.iter().any(|p| p.path == "b.tm" && p.message == "not read: it is larger than 3 bytes"));
}

#[test]
fn a_large_file_alone_is_reported() {
    let disk = Disk::new().file("a.tm", "1234");
    let small = LoadOptions { max_file_bytes: 3, ..LoadOptions::default() };
    let project = load(&disk.path("a.tm"), &small).unwrap();
    assert!(project.files.is_empty());
    assert_eq!(problems(&project), ["file-too-large a.tm"]);
}

#[test]
fn a_file_alone_may_be_invalid_utf_8() {
    let project = Disk::new().file("a.tm", b"\x80").load("a.tm");
    assert_eq!(problems(&project), ["invalid-utf-8 a.tm:\u{fffd}"]);
}

#[test]
fn very_deep_folders_are_reported() {
    let deep = "d/".repeat(64);
    let disk = Disk::project().file(&format!("{deep}a.tm"), "").file(&format!("{}b.tm", "d/".repeat(63)), "");
    let project = disk.load("");
    assert_eq!(paths(&project), [format!("{}b.tm", "d/".repeat(63))]);
    assert_eq!(problems(&project), [format!("folder-too-deep {}", deep.trim_end_matches('/'))]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_not_utf_8_is_shown_as_well_as_can_be() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let disk = Disk::project().file("z.tm", "z");
    for name in [b"a\xff.tm", b"a\xfe.tm"] {
        fs::write(disk.path("").join(OsStr::from_bytes(name)), name).unwrap();
    }
    let project = disk.load("");
    assert_eq!(paths(&project), ["a\u{fffd}.tm", "z.tm"]);
    assert_eq!(
        problems(&project),
        [
            "non-utf-8-path a\u{fffd}.tm",
            "non-utf-8-path a\u{fffd}.tm",
            "unreadable-file a\u{fffd}.tm",
            "invalid-utf-8 a\u{fffd}.tm:\u{fffd}",
        ]
    );
}
