//! Symbolic links: nothing is read twice, nothing outside is read, nothing hangs.

use crate::disk::{Disk, paths, problems};

#[test]
fn what_a_link_leads_to_is_read_once_under_its_own_path() {
    let disk = Disk::project()
        .file("models/a.tm", "a")
        .link("again", "models")
        .link("a-link.tm", "models/a.tm")
        .link("models/self.tm", "a.tm");
    let project = disk.load("");
    assert_eq!(paths(&project), ["models/a.tm"]);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
}

#[test]
fn loops_end() {
    let disk = Disk::project()
        .file("x/a.tm", "")
        .file("y/b.tm", "")
        .link("x/up", "..")
        .link("x/y", "../y")
        .link("y/x", "../x")
        .link("here", ".")
        .link("round.tm", "round.tm")
        .link("p", "q")
        .link("q", "p");
    let project = disk.load("");
    assert_eq!(paths(&project), ["x/a.tm", "y/b.tm"]);
    assert_eq!(problems(&project), ["unreadable-file round.tm"]);
}

#[test]
fn many_links_between_many_folders_end() {
    let mut disk = Disk::project();
    for a in 0..20 {
        disk = disk.file(&format!(".h/d{a}/m.tm"), "").link(&format!("l{a}"), format!(".h/d{a}"));
        for b in 0..20 {
            disk = disk.link(&format!(".h/d{a}/to{b}"), format!("../d{b}"));
        }
    }
    let project = disk.load("");
    assert_eq!(project.files.len(), 20);
    assert_eq!(project.files[0].path, "l0/m.tm");
}

#[test]
fn a_mounted_config_map_is_read() {
    let disk =
        Disk::project().file("..2026_01/shop.tm", "shop").link("..data", "..2026_01").link("shop.tm", "..data/shop.tm");
    let project = disk.load("");
    assert_eq!(paths(&project), ["shop.tm"]);
    assert_eq!(project.files[0].text, "shop");
    assert_eq!(disk.load("shop.tm").focus.as_deref(), Some("shop.tm"));
}

#[test]
fn links_that_leave_the_project_are_reported_and_not_followed() {
    let disk = Disk::new()
        .file("secret/x.tm", "secret")
        .file("secret/passwords", "")
        .file("app/tm.toml", "[project]\nname = \"app\"\n")
        .file("app/a.tm", "")
        .link("app/folder", "../secret")
        .link("app/x.tm", "../secret/x.tm")
        .link("app/passwords", "../secret/passwords")
        .link("app/p.tm", "../secret/passwords")
        .link("app/gone.tm", "nowhere.tm")
        .link("app/gone", "nowhere");
    let project = disk.load("app");
    assert_eq!(paths(&project), ["a.tm"]);
    assert_eq!(
        problems(&project),
        [
            "link-outside-project folder",
            "unreadable-file gone.tm",
            "link-outside-project p.tm",
            "link-outside-project x.tm"
        ]
    );
    assert!(project.problems[0].is_warning);
    assert_eq!(project.problems[1].message, "cannot be read: this symbolic link leads nowhere");
}

#[test]
fn a_link_into_another_project_is_not_followed() {
    let disk = Disk::project()
        .file("inner/tm.toml", "[project]\nname = \"inner\"\n")
        .file("inner/deep/b.tm", "")
        .link("link", "inner/deep")
        .link("b.tm", "inner/deep/b.tm");
    assert_eq!(paths(&disk.load("")), Vec::<&str>::new());
}

#[test]
fn a_manifest_that_leads_out_of_the_repository_is_not_read() {
    let disk = Disk::new()
        .file("secret.toml", "token = \"hunter2\"\n")
        .folder("repo/.git")
        .file("repo/app/a.tm", "")
        .link("repo/app/tm.toml", "../../secret.toml");
    let project = disk.load("repo/app");
    assert_eq!(problems(&project), ["link-outside-project tm.toml"]);
    assert!(project.manifest.is_none());
    assert_eq!(project.name, "app");
    assert_eq!(paths(&project), ["a.tm"]);
}

#[test]
fn a_project_reached_through_a_link_is_where_it_really_is() {
    let disk =
        Disk::new().file("real/tm.toml", "[project]\nname = \"app\"\n").file("real/a.tm", "").link("link", "real");
    let project = disk.load("link/a.tm");
    assert_eq!(project.root, disk.path("real").canonicalize().unwrap());
    assert_eq!(project.focus.as_deref(), Some("a.tm"));
}
