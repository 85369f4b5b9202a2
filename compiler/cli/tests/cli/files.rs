//! Writing to files: whole, or not at all.

use std::fs;

use crate::support::{CLEAR_TEXT, Folder, MANIFEST, RULE};

fn folder() -> Folder {
    Folder::project(&[("a.tm", CLEAR_TEXT)])
}

fn names(folder: &Folder, path: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.path(path))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn several_formats_in_one_run() {
    let folder = folder();
    let ran = folder.tm(&["check", "--format", "sarif=out.sarif", "--format=concise", "--format", "junit=out.xml"]);
    assert!(ran.exits(1).out.contains(RULE));
    let sarif: serde_json::Value = serde_json::from_str(&folder.read("out.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(folder.read("out.xml").starts_with("<?xml"));
    assert_eq!(names(&folder, "."), ["a.tm", "out.sarif", "out.xml", "tm.toml"], "nothing else is left behind");
}

#[test]
fn what_was_there_is_replaced_as_a_whole() {
    let folder = folder();
    folder.write("out.json", "x".repeat(1 << 20));
    folder.tm(&["check", "--format", "json", "--output", "out.json"]).exits(1);
    assert!(serde_json::from_str::<serde_json::Value>(&folder.read("out.json")).is_ok());
}

#[test]
fn a_file_is_for_those_whom_the_user_lets_read() {
    let folder = folder();
    folder.tm(&["check", "--output", "out.txt"]).exits(1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::write(folder.path("plain"), "").unwrap();
        let mode = |name| fs::metadata(folder.path(name)).unwrap().permissions().mode();
        assert_eq!(mode("out.txt"), mode("plain"));
    }
    assert!(!folder.read("out.txt").contains('\u{1b}'));
}

#[test]
fn if_one_cannot_be_written_none_is() {
    let folder = folder();
    folder.write("keep.json", "kept");
    let ran = folder.tm(&["check", "--format", "json=keep.json", "--format", "sarif=missing/out.sarif"]);
    ran.refuses("there is no folder `missing`");
    assert_eq!(folder.read("keep.json"), "kept");
    assert_eq!(names(&folder, "."), ["a.tm", "keep.json", "tm.toml"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_3_and_leaves_nothing() {
    let folder = folder();
    folder.tm(&["check", "--format", "json=/dev/full"]).refuses("cannot write `/dev/full`");
    assert!(fs::metadata("/dev/full").is_ok(), "a device is written to, not replaced");
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_has_a_name_as_well() {
    let ran = folder().tm(&["check", "--select", RULE, "--format", "concise=/dev/stdout"]).exits(1);
    assert!(ran.out.contains(RULE), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_leads_to_is_written() {
    let folder = folder();
    folder.write("real/out.json", "");
    std::os::unix::fs::symlink("real/out.json", folder.path("link.json")).unwrap();
    folder.tm(&["check", "--format", "json=link.json"]).exits(1);
    assert!(fs::symlink_metadata(folder.path("link.json")).unwrap().is_symlink());
    assert!(folder.read("real/out.json").contains("findings"));
    std::os::unix::fs::symlink("nowhere", folder.path("dangling")).unwrap();
    folder.tm(&["check", "--output", "dangling"]).refuses("cannot write `dangling`");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_3() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    folder.write("sealed/x", "");
    fs::set_permissions(folder.path("sealed"), fs::Permissions::from_mode(0o555)).unwrap();
    // Who may do everything may do this too.
    if fs::write(folder.path("sealed/probe"), "").is_err() {
        folder.tm(&["check", "--output", "sealed/out"]).refuses("cannot write `sealed/out`: permission denied");
    }
    fs::set_permissions(folder.path("sealed"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn nothing_moves_to_where_it_would_not_be_read() {
    const MODEL: &str = "module shop\n\nservice cart\n\nservice orders\n";
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        (".gitignore", "made/\n*.local.tm\n"),
        ("tm.toml", MANIFEST),
        ("a.tm", MODEL),
        ("made/notes.txt", ""),
        ("kept/notes.txt", ""),
    ]);
    for file in ["cart.local.tm", "kept/cart.local.tm", "made/cart.tm"] {
        folder.tm(&["move", "cart", file]).refuses(&format!("cannot move to `{file}`: `.gitignore` leaves it out"));
        assert!(!folder.path(file).exists());
    }
    assert_eq!(fs::read_to_string(folder.path("a.tm")).unwrap(), MODEL);
    folder.tm(&["move", "cart", "kept/cart.tm"]).exits(0);
    assert!(folder.path("kept/cart.tm").exists());
}
