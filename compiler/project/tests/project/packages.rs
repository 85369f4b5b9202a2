//! Folders that a manifest names.

use tm_project::{LoadOptions, Project, load};

use crate::disk::{Disk, paths, problems};

/// The package `folder`, called `name`, with one source and further `[packages]`.
fn package(disk: Disk, folder: &str, name: &str, packages: &str) -> Disk {
    disk.file(&format!("{folder}/tm.toml"), format!("[project]\nname = \"{name}\"\n[packages]\n{packages}"))
        .file(&format!("{folder}/{name}.tm"), name)
}

fn repository() -> Disk {
    Disk::new().folder("repo/.git")
}

fn from(project: &Project) -> Vec<(&str, Option<&str>, Option<&str>)> {
    project.files.iter().map(|f| (f.path.as_str(), f.package.as_deref(), f.package_name.as_deref())).collect()
}

#[test]
fn packages_follow_the_projects_own_files() {
    let disk = package(repository(), "repo/app", "app", "zeta = \"../a\"\nbeta = \"../lib/b\"\n");
    let disk = package(package(disk, "repo/a", "first", ""), "repo/lib/b", "second", "").file("repo/lib/b/a/a.tm", "");
    let project = disk.load("repo/app");
    assert_eq!(
        from(&project),
        [
            ("app.tm", None, None),
            ("../lib/b/a/a.tm", Some("beta"), Some("second")),
            ("../lib/b/second.tm", Some("beta"), Some("second")),
            ("../a/first.tm", Some("zeta"), Some("first")),
        ]
    );
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    let manifests: Vec<_> = project.package_manifests.iter().map(|m| m.path.as_str()).collect();
    assert_eq!(manifests, ["../a/tm.toml", "../lib/b/tm.toml"]);
}

#[test]
fn a_package_may_stand_inside_the_project() {
    let disk = package(package(Disk::new(), "app", "app", "lib = \"vendor/lib\"\n"), "app/vendor/lib", "lib", "");
    let project = disk.load("app");
    assert_eq!(from(&project), [("app.tm", None, None), ("vendor/lib/lib.tm", Some("lib"), Some("lib"))]);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
}

#[test]
fn a_package_may_be_around_the_project() {
    let disk = package(package(repository(), "repo", "base", ""), "repo/app", "app", "base = \"..\"\n");
    assert_eq!(paths(&disk.load("repo/app")), ["app.tm", "../base.tm"]);
}

#[test]
fn what_is_outside_the_repository_is_refused() {
    let wanted = "a = \"../../outside\"\nb = \"../../missing\"\nc = \"/\"\n";
    let disk = package(package(repository(), "repo/app", "app", wanted), "outside", "outside", "");
    let project = disk.load("repo/app");
    assert_eq!(paths(&project), ["app.tm"]);
    assert_eq!(
        problems(&project),
        [
            "package-outside-repository tm.toml:\"../../outside\"",
            "package-outside-repository tm.toml:\"../../missing\"",
            "package-outside-repository tm.toml:\"/\"",
        ]
    );
    assert!(project.package_manifests.is_empty());
}

#[test]
fn without_a_repository_nothing_beside_the_project_is_read() {
    let disk = package(package(Disk::new(), "app", "app", "lib = \"../lib\"\n"), "lib", "lib", "");
    assert_eq!(problems(&disk.load("app")), ["package-outside-repository tm.toml:\"../lib\""]);
}

#[test]
fn the_caller_can_allow_more() {
    let disk = package(package(repository(), "repo/app", "app", "lib = \"../../lib/x\"\n"), "lib/x", "x", "");
    let allow = |folders: &[&str]| LoadOptions {
        allow_outside: folders.iter().map(|folder| disk.path(folder)).collect(),
        ..LoadOptions::default()
    };
    let project = load(&disk.path("repo/app"), &allow(&["missing", "lib"])).unwrap();
    assert_eq!(from(&project)[1], ("../../lib/x/x.tm", Some("lib"), Some("x")));
    assert!(project.problems.is_empty());
    let project = load(&disk.path("repo/app"), &allow(&["lib/xy", "missing"])).unwrap();
    assert_eq!(problems(&project).len(), 1);
}

#[cfg(unix)]
#[test]
fn links_are_resolved_before_a_package_is_judged() {
    let disk = package(repository(), "repo/app", "app", "lib = \"lib\"\nnear = \"near\"\n");
    let disk = package(package(disk, "outside", "outside", ""), "repo/near", "near", "");
    let disk = disk.link("repo/app/lib", "../../outside").link("repo/app/near", "../near");
    let project = disk.load("repo/app");
    assert_eq!(paths(&project), ["app.tm", "../near/near.tm"]);
    let found = problems(&project);
    assert!(found.contains(&"package-outside-repository tm.toml:\"lib\"".to_owned()), "{found:?}");
}

#[test]
fn a_package_is_a_folder_with_a_manifest() {
    let wanted = "a = \"../missing\"\nb = \"../plain\"\nc = \"app.tm\"\nd = \"nul\\u0000\"\n";
    let disk = package(repository(), "repo/app", "app", wanted).file("repo/plain/x.tm", "");
    assert_eq!(
        problems(&disk.load("repo/app")),
        [
            "package-not-found tm.toml:\"../missing\"",
            "package-without-manifest tm.toml:\"../plain\"",
            "package-not-found tm.toml:\"app.tm\"",
            "package-not-found tm.toml:\"nul\\u0000\"",
        ]
    );
}

#[test]
fn packages_of_packages_are_read_once_under_their_first_name() {
    let disk = package(repository(), "repo/app", "app", "a = \"../a\"\nb = \"../b\"\nsame = \"../a/../a\"\n");
    let disk = package(disk, "repo/a", "a", "deep = \"../deep\"\n");
    let disk = package(disk, "repo/b", "b", "also = \"../deep\"\nfirst = \"../a\"\n");
    let project = package(disk, "repo/deep", "deep", "").load("repo/app");
    assert_eq!(
        from(&project),
        [
            ("app.tm", None, None),
            ("../a/a.tm", Some("a"), Some("a")),
            ("../deep/deep.tm", Some("a.deep"), Some("deep")),
            ("../b/b.tm", Some("b"), Some("b")),
        ]
    );
    let aliases: Vec<_> = project.package_aliases.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(aliases, [("b.also", "a.deep"), ("b.first", "a"), ("same", "a")]);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
}

#[test]
fn circles_are_reported_where_they_close() {
    let disk = package(repository(), "repo/app", "app", "a = \"../a\"\nb = \"../b\"\nme = \"\"\n");
    let disk =
        package(package(disk, "repo/a", "a", "b = \"../b\"\n"), "repo/b", "b", "a = \"../a\"\napp = \"../app\"\n");
    let project = disk.load("repo/app");
    assert_eq!(paths(&project), ["app.tm", "../a/a.tm", "../b/b.tm"]);
    assert_eq!(
        problems(&project),
        ["package-cycle ../b/tm.toml:\"../a\"", "package-cycle ../b/tm.toml:\"../app\"", "package-cycle tm.toml:\"\""]
    );
}

#[test]
fn problems_of_a_package_are_located_in_it() {
    let disk = package(repository(), "repo/app", "app", "a = \"../a\"\n")
        .file("repo/a/tm.toml", "[project]\nnam = \"a\"\n[packages]\nx = \"../../out\"\n")
        .file("repo/a/bad.tm", b"\xff");
    let project = disk.load("repo/app");
    assert_eq!(
        problems(&project),
        [
            "invalid-utf-8 ../a/bad.tm:\u{fffd}",
            "unknown-key ../a/tm.toml:nam",
            "package-outside-repository ../a/tm.toml:\"../../out\"",
        ]
    );
    assert_eq!(from(&project)[1], ("../a/bad.tm", Some("a"), Some("a")));
}

#[test]
fn a_packages_rules_are_its_own_matter() {
    let disk = package(repository(), "repo/app", "app", "a = \"../a\"\n")
        .file("repo/a/tm.toml", "[project]\nname = \"a\"\n[check]\nprofile = \"draft\"\n[rules]\nx = \"off\"\n");
    let project = disk.load("repo/app");
    assert_eq!(project.config.profile, None);
    assert!(project.config.rules.is_empty() && project.problems.is_empty());
}

#[test]
fn endless_packages_end() {
    let mut disk = repository();
    for n in 0..300 {
        let next = n + 1;
        disk = package(disk, &format!("repo/p{n}"), &format!("p{n}"), &format!("n = \"../p{next}\"\n"));
    }
    let project = disk.load("repo/p0");
    assert_eq!(problems(&project), ["too-many-packages ../p256/tm.toml:\"../p257\""]);
    assert_eq!(project.files.len(), 257);
}
