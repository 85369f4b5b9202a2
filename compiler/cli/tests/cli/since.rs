//! `tm check --changed-since`, `--decisions-from`: a branch, and what it was made from.

use std::process::Command;

use crate::support::{CLEAR_TEXT, Folder, MANIFEST, RULE, Ran};

/// A finding that is accepted, and one that is not.
const MODEL: &str = "\
service a {}
service b {}
service c {}
flow x: a -> b { protocol: http  encryption: none }
flow y: a -> c { protocol: http  encryption: none }

accept plaintext-service-traffic on y {
  reason: \"one host\"
  owner: \"team\"
  until: 2027-01-31
}
";

const ACCEPT_X: &str =
    "accept plaintext-service-traffic on x {\n  reason: \"trust me\"\n  owner: \"me\"\n  until: 2030-01-31\n}\n";

fn git(folder: &Folder, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder.path(".")).args(["-c", "user.name=n", "-c", "user.email=e@example.org"]).args(arguments);
    let ran = git.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").output().unwrap();
    assert!(ran.status.success(), "{arguments:?}: {ran:?}");
}

fn commit(folder: &Folder) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "m"]);
}

/// A repository with a project at `main`, and a branch of it checked out.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(files);
    git(&folder, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "-b", "work"]);
    folder
}

fn shop() -> Folder {
    repository(&[("shop/tm.toml", MANIFEST), ("shop/a.tm", MODEL)])
}

fn check(folder: &Folder, arguments: &[&str]) -> Ran {
    let all =
        [&["check", "shop", "--today", "2026-07-01", "--select", RULE, "--format", "concise"], arguments].concat();
    folder.tm(&all)
}

#[test]
fn only_what_is_new_counts_and_what_is_gone_is_told() {
    let folder = shop();
    assert!(
        check(&folder, &["--changed-since", "main"])
            .exits(0)
            .out
            .contains("since main: 0 new findings, 1 known, 0 gone")
    );
    // Moved, formatted and not committed: it is the same.
    std::fs::remove_file(folder.path("shop/a.tm")).unwrap();
    folder.write("shop/deep/b.tm", MODEL.replace("{ protocol", "{\n  protocol"));
    check(&folder, &["--changed-since", "main"]).exits(0);
    let worse = MODEL
        .replace("service c {}", "service c {}\nservice d {}\nflow z: a -> d { protocol: http  encryption: none }");
    folder.write("shop/deep/b.tm", worse.replace("flow x: a -> b { protocol: http  encryption: none }", ""));
    let ran = check(&folder, &["--changed-since", "main"]).exits(1);
    assert!(ran.out.contains(&format!("high[{RULE}] a talks to d")), "{}", ran.out);
    assert!(ran.out.contains(&format!("gone[{RULE}] a talks to b in clear text (not found any more)")), "{}", ran.out);
    assert!(ran.out.contains("since main: 1 new finding, 0 known, 1 gone"), "{}", ran.out);
}

#[test]
fn what_main_did_meanwhile_is_not_of_this_branch() {
    let folder = shop();
    folder.write("shop/other.tm", "service z {}\n");
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "main"]);
    folder.write(
        "shop/a.tm",
        MODEL.replace(
            "flow x: a -> b { protocol: http  encryption: none }",
            "flow x: a -> b { protocol: http  encryption: mtls }",
        ),
    );
    commit(&folder);
    git(&folder, &["checkout", "--quiet", "work"]);
    check(&folder, &["--changed-since", "main"]).exits(0);
}

#[test]
fn a_branch_does_not_silence_itself_unseen() {
    let folder = shop();
    let longer = MODEL.replace("2027-01-31", "2029-01-31");
    folder.write("shop/a.tm", format!("{longer}{ACCEPT_X}"));
    let ran = check(&folder, &["--changed-since", "main"]).exits(0);
    for said in [
        "a.tm:12:8: added decision: accept plaintext-service-traffic on x (silences plaintext-service-traffic(shop.x))",
        "a.tm:7:8: changed decision: accept plaintext-service-traffic on y (silences plaintext-service-traffic(shop.y); was: \
         accept plaintext-service-traffic on y { reason: \"one host\" owner: \"team\" until: 2027-01-31 })",
        "a talks to b in clear text (accepted by me, until 2030-01-31)",
    ] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    let trusted = check(&folder, &["--decisions-from", "main"]).exits(1);
    assert!(
        trusted.out.contains("a talks to b in clear text") && !trusted.out.contains("a talks to c"),
        "{}",
        trusted.out
    );
    let both = check(&folder, &["--changed-since", "main", "--decisions-from", "main"]).exits(0);
    assert!(both.out.contains("added decision") && both.out.contains("1 known, 0 gone"), "{}", both.out);
}

#[test]
fn levels_options_and_the_baseline_are_no_way_around_it() {
    let folder = shop();
    let manifest =
        format!("{MANIFEST}[check]\nfail-on = \"critical\"\nbaseline = \"b.json\"\n[rules]\n{RULE} = \"low\"\n");
    folder.write("shop/tm.toml", manifest);
    folder.write(
        "shop/b.json",
        format!("{{\"version\":1,\"findings\":[\n{{\"id\":\"{RULE}(shop.x)\",\"severity\":\"low\"}}\n]}}"),
    );
    let ran = check(&folder, &["--changed-since", "main"]).exits(0);
    for said in [
        "tm.toml:7:1: added level: plaintext-service-traffic = low (silences plaintext-service-traffic(shop.x), ",
        "added option: fail-on = critical (",
        "b.json:2:1: added baseline: plaintext-service-traffic(shop.x), low (silences plaintext-service-traffic(shop.x))",
    ] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    let trusted = check(&folder, &["--decisions-from", "main"]).exits(1);
    assert!(trusted.out.contains(&format!("high[{RULE}] a talks to b")), "{}", trusted.out);
}

#[test]
fn assumptions_and_rules_are_told_with_what_they_hide() {
    let folder = repository(&[
        ("shop/tm.toml", MANIFEST),
        ("shop/a.tm", "namespace n {\n  service a\n  service b\n  flow x: a -> b { protocol: http }\n}\n"),
        (
            "shop/rules/own.tm",
            "/// Nobody likes b.\nrule no-b {\n  for s: service\n  where s.name == \"b\"\n  severity: high\n  message: \"{s} is b\"\n}\n",
        ),
    ]);
    let paranoid = |arguments: &[&str]| {
        let all =
            [&["check", "shop", "--today", "2026-07-01", "--profile", "paranoid", "--format", "concise"], arguments];
        folder.tm(&all.concat())
    };
    assert!(paranoid(&[]).out.contains("[no-b]") || paranoid(&[]).out.contains("error"), "the rule finds something");
    folder.write(
        "shop/m.tm",
        "assume mesh {\n  about: [n]\n  each flow { encryption: mtls }\n  owner: \"me\"\n  expires: 2027-01-31\n}\n",
    );
    let ran = paranoid(&["--changed-since", "main"]);
    let told = ran.out.lines().find(|line| line.contains("added assumption: assume mesh (silences "));
    assert!(told.is_some_and(|line| line.contains(&format!("{RULE}(shop.x)"))), "{}", ran.out);
    std::fs::remove_file(folder.path("shop/rules/own.tm")).unwrap();
    assert!(paranoid(&["--changed-since", "main"]).out.contains("removed rule: rule no-b"));
}

#[test]
fn what_cannot_be_compared_with_is_said() {
    let alone = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    alone.tm(&["check", "--changed-since", "main"]).refuses("is in no git repository");
    let folder = shop();
    check(&folder, &["--changed-since", "mian"]).refuses("there is no revision `mian`");
    check(&folder, &["--changed-since=--upload-pack=touch pwned"]).refuses("cannot be a revision");
    check(&folder, &["--decisions-from="]).refuses("cannot be a revision");
    check(&folder, &["--changed-since", "main:shop/a.tm"]).refuses("there is no revision");
    let ran = check(&folder, &["--changed-since", "\u{1b}[31m"]).refuses("there is no revision");
    assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    let mut without = folder.command(&["check", "shop", "--changed-since", "main"]);
    let ran = Ran::from(without.env("PATH", "").output().unwrap());
    ran.refuses("cannot run `git`");
}

#[test]
fn a_shallow_clone_is_called_one() {
    let folder = shop();
    git(&folder, &["checkout", "--quiet", "main"]);
    folder.write("shop/c.tm", "service z {}\n");
    commit(&folder);
    let from = format!("file://{}", folder.path(".").display());
    git(&folder, &["clone", "--quiet", "--depth", "1", &from, "clone"]);
    let ran = folder.tm(&["check", "clone/shop", "--changed-since", "main~1"]).refuses("there is no revision `main~1`");
    assert!(ran.err.contains("shallow"), "{}", ran.err);
}

#[test]
fn a_project_that_moved_or_is_new_is_found_out() {
    let folder = shop();
    git(&folder, &["mv", "shop", "store"]);
    let store = |folder: &Folder| {
        let all = [
            "check",
            "store",
            "--today",
            "2026-07-01",
            "--select",
            RULE,
            "--format",
            "concise",
            "--changed-since",
            "main",
        ];
        folder.tm(&all)
    };
    let moved = store(&folder).exits(0);
    assert!(moved.out.contains("note: at `main` this project lay in `shop`"), "{}", moved.out);
    folder.write("store/tm.toml", "[project]\nname = \"store\"\n");
    let new = store(&folder).exits(1);
    assert!(new.out.contains("note: at `main` there was no such project"), "{}", new.out);
}

/// Whatever a repository is configured to run is not run.
#[cfg(unix)]
#[test]
fn the_repository_decides_nothing() {
    let folder = shop();
    let touch = format!("touch {}", folder.path("pwned").display());
    for (key, value) in [
        ("core.fsmonitor", touch.as_str()),
        ("core.sshCommand", &touch),
        ("core.pager", &touch),
        ("diff.external", &touch),
        ("filter.evil.smudge", &touch),
        ("filter.evil.clean", &touch),
        ("diff.evil.textconv", &touch),
        ("alias.rev-parse", &format!("!{touch}")),
        ("alias.ls-tree", &format!("!{touch}")),
        ("remote.origin.url", &format!("ext::sh -c {touch}")),
        ("remote.origin.promisor", "true"),
        ("extensions.partialClone", "origin"),
        ("protocol.ext.allow", "always"),
    ] {
        git(&folder, &["config", key, value]);
    }
    folder.write(".gitattributes", "*.tm filter=evil diff=evil text eol=crlf ident\n");
    let ran = check(&folder, &["--changed-since", "main"]).exits(0);
    assert!(ran.out.contains("1 known, 0 gone"), "{}", ran.out);
    // An object that is missing is not fetched.
    let id =
        Command::new("git").arg("-C").arg(folder.path(".")).args(["rev-parse", "main:shop/a.tm"]).output().unwrap();
    let id = String::from_utf8(id.stdout).unwrap();
    let (head, tail) = id.trim().split_at(2);
    std::fs::remove_file(folder.path(&format!(".git/objects/{head}/{tail}"))).unwrap();
    check(&folder, &["--changed-since", "main"]).refuses("not everything of that revision is in this clone");
    assert!(!folder.path("pwned").exists());
}

#[cfg(unix)]
#[test]
fn links_in_a_tree_lead_where_they_lead_now() {
    let folder =
        Folder::new(&[("shop/tm.toml", MANIFEST), ("shop/real.txt", MODEL), ("outside.tm", "service evil {}\n")]);
    std::os::unix::fs::symlink("real.txt", folder.path("shop/a.tm")).unwrap();
    std::os::unix::fs::symlink("/etc", folder.path("shop/etc")).unwrap();
    git(&folder, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&folder);
    let now = check(&folder, &[]).exits(1);
    let ran = check(&folder, &["--changed-since", "main"]);
    assert!(now.out.contains("link-outside-project"), "{}", now.out);
    assert!(ran.out.contains("since main: 0 new findings, 1 known, 0 gone"), "{}", ran.out);
}

/// A manifest with these lines below it.
fn manifest(lines: &str) -> String {
    format!("{MANIFEST}{lines}")
}

#[test]
fn sources_that_are_no_longer_read_are_told_with_what_goes_with_them() {
    let folder = shop();
    folder.write("shop/.gitignore", "a.tm\n");
    folder.write("shop/b.tm", "service b {}\n");
    let told = "removed source: a.tm is there and is not read any more (silences plaintext-service-traffic(shop.x))";
    let ignored = check(&folder, &["--changed-since", "main"]).exits(0);
    assert!(ignored.out.contains(told) && ignored.out.contains("ignored-sources"), "{}", ignored.out);
    assert!(check(&folder, &["--changed-since", "main", "-q"]).exits(0).out.contains(told));
    let folder = repository(&[("shop/tm.toml", MANIFEST), ("shop/in/a.tm", MODEL), ("shop/c.tm", "service z {}\n")]);
    folder.write("shop/in/tm.toml", "[project]\nname = \"other\"\n");
    let nested = check(&folder, &["--changed-since", "main"]).exits(0);
    let told = "removed source: in/a.tm is there and is not read any more (silences plaintext-service-traffic(shop.x))";
    assert!(nested.out.contains(told), "{}", nested.out);
    // What is deleted is a change of the model like any other.
    std::fs::remove_dir_all(folder.path("shop/in")).unwrap();
    let deleted = check(&folder, &["--changed-since", "main"]).exits(0);
    assert!(!deleted.out.contains("removed source") && deleted.out.contains("gone["), "{}", deleted.out);
}

#[test]
fn a_milder_profile_is_told_and_does_not_count() {
    let strict = manifest("[check]\nprofile = \"paranoid\"\n");
    let open = "service a {}\nservice b {}\nflow x: a -> b { protocol: http }\n";
    let folder = repository(&[("shop/tm.toml", &strict), ("shop/a.tm", open)]);
    folder.write("shop/tm.toml", manifest("[check]\nprofile = \"draft\"\n"));
    let ran = check(&folder, &["--changed-since", "main"]).exits(0);
    let told = "changed option: profile = draft (silences plaintext-service-traffic(shop.x); was: profile = paranoid)";
    assert!(ran.out.contains(told), "{}", ran.out);
    assert!(check(&folder, &["--decisions-from", "main"]).exits(1).out.contains("possible medium["));
}

#[test]
fn what_is_left_out_or_assumed_away_by_the_manifest_is_told_and_does_not_count() {
    let folder = shop();
    let check = |arguments: &[&str]| {
        folder.tm(&[&["check", "shop", "--today", "2026-07-01", "--format", "concise"], arguments].concat())
    };
    for (lines, told) in [
        ("[check]\nignore = \"encryption\"\n", "added option: ignore = encryption (silences"),
        ("[check]\nselect = \"gateway-bypass\"\n", "added option: select = gateway-bypass (silences"),
    ] {
        folder.write("shop/tm.toml", manifest(lines));
        let ran = check(&["--changed-since", "main"]);
        assert!(ran.out.contains(told) && ran.out.contains(&format!("{RULE}(shop.x)")), "{}", ran.out);
        let trusted = check(&["--decisions-from", "main"]).exits(1);
        assert!(trusted.out.contains(&format!("high[{RULE}] a talks to b")), "{}", trusted.out);
    }
}

#[test]
fn a_branch_has_no_say_in_how_it_is_told() {
    let folder = shop();
    let lines = "[check]\noutput = \"out.txt\"\nformat = \"json\"\nquiet = true\nhide-silenced = true\n";
    folder.write("shop/tm.toml", manifest(lines));
    folder.write("shop/a.tm", format!("{MODEL}{ACCEPT_X}"));
    for arguments in [&["--changed-since", "main"][..], &["--decisions-from", "main"]] {
        let all = [&["check", "shop", "--today", "2026-07-01", "--select", RULE], arguments].concat();
        let ran = folder.tm(&all);
        assert!(ran.out.contains("silenced") && !ran.out.starts_with('{'), "{}", ran.out);
        assert!(!folder.path("shop/out.txt").exists());
    }
    let ran = check(&folder, &["--changed-since", "main"]).exits(0);
    for said in ["output = out.txt", "format = json", "quiet = true", "hide-silenced = true"] {
        assert!(ran.out.contains(&format!("added option: {said} (")), "{said}: {}", ran.out);
    }
    // Who trusts the branch gets what it says.
    folder.tm(&["check", "shop", "--today", "2026-07-01"]);
    assert!(folder.path("shop/out.txt").exists());
}

#[test]
fn a_branch_does_not_choose_whom_to_trust() {
    let folder = shop();
    folder.write("shop/tm.toml", manifest("[check]\nchanged-since = \"work\"\ndecisions-from = \"work\"\n"));
    folder.write("shop/a.tm", format!("{MODEL}{ACCEPT_X}"));
    commit(&folder);
    // To itself, nothing is new, and all is decided.
    check(&folder, &[]).exits(0);
    check(&folder, &["--decisions-from", "main"]).exits(1);
    let ran = check(&folder, &["--changed-since", "main"]).exits(0);
    for said in
        ["added decision: accept", "added option: changed-since = work (", "added option: decisions-from = work ("]
    {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    assert!(ran.out.contains("since main: "), "{}", ran.out);
}

#[test]
fn the_manifest_may_name_a_revision_for_those_who_trust_it() {
    let lines = "[check]\nchanged-since = \"main\"\n";
    let folder = repository(&[("shop/tm.toml", &manifest(lines)), ("shop/a.tm", MODEL)]);
    let ran = check(&folder, &[]).exits(0);
    assert!(ran.out.contains("since main: 0 new findings, 1 known, 0 gone"), "{}", ran.out);
    check(&folder, &["--no-revisions"]).exits(1);
    folder.tm(&["check", "shop", "--write-baseline"]).exits(0);
    assert!(folder.read("shop/tm-baseline.json").contains(RULE));
    folder.write("shop/tm.toml", manifest("[check]\nchanged-since = \"origin/main\"\n"));
    let ran = check(&folder, &[]).refuses("there is no revision `origin/main`");
    assert!(ran.err.contains("`--no-revisions` judges without"), "{}", ran.err);
}

#[test]
fn another_package_is_no_way_around_its_rules() {
    let rule = "/// Nobody likes b.\nrule no-b {\n  for s: service\n  where s.name == \"b\"\n  severity: high\n  stride: \
                [tampering]\n  message: \"{s} is b\"\n}\n";
    let folder = repository(&[
        ("shop/tm.toml", &manifest("[packages]\nplatform = \"../platform\"\n")),
        ("shop/a.tm", MODEL),
        ("platform/tm.toml", "[project]\nname = \"platform\"\n"),
        ("platform/p.tm", rule),
        ("mild/tm.toml", "[project]\nname = \"platform\"\n"),
        ("mild/p.tm", "kind lambda is service\n"),
    ]);
    let check = |arguments: &[&str]| {
        let all = ["check", "shop", "--today", "2026-07-01", "--format", "concise"];
        folder.tm(&[&all, arguments].concat())
    };
    assert!(check(&[]).exits(1).out.contains("high[no-b] b is b"));
    folder.write("shop/tm.toml", manifest("[packages]\nplatform = \"../mild\"\n"));
    let ran = check(&["--changed-since", "main"]).exits(0);
    assert!(ran.out.contains("removed rule: rule no-b (silences no-b(shop.b))"), "{}", ran.out);
    assert!(ran.out.contains("removed source: ../platform/p.tm is there and is not read any more"), "{}", ran.out);
}

#[test]
fn the_standard_library_cannot_be_replaced_from_within() {
    let folder = shop();
    let milder = "module std\n/// No.\nrule plaintext-service-traffic {\n  for f: flow\n  where false\n  severity: low\n  stride: \
                  [tampering]\n  message: \"{f}\"\n}\n";
    folder.write("shop/std.tm", milder);
    let ran = check(&folder, &["--changed-since", "main"]).exits(2);
    assert!(ran.out.contains("std.tm:"), "{}", ran.out);
    folder.write("shop/std.tm", milder.replace("module std\n", ""));
    let ran = check(&folder, &["--changed-since", "main"]).exits(2);
    assert!(ran.out.contains("error[duplicate-name]"), "{}", ran.out);
}

/// A rule of the project, and what is said of it.
const LAMPS: &str = "\
rule lamp-is-on {
  for s: service
  where s.exposure == internet
  severity: low
  message: \"{s} is lit\"
}

service hall { exposure: internet }
service porch { exposure: internet }
service stairs { exposure: internet }

accept lamp-is-on on hall { reason: \"a hall\"  owner: \"me\"  until: 2027-01-31 }

safeguard shutters {
  about: [porch]
  against: [lamp-is-on]
  status: verified
  owner: \"me\"
  expires: 2027-01-31
}
";

#[test]
fn another_name_of_a_rule_changes_nothing() {
    let manifest = "[project]\nname = \"house\"\n\n[check]\nbaseline = \"b.json\"\n\n[rules]\nlamp-is-on = \"high\"\n";
    let entry = "{\"version\":1,\"findings\":[{\"id\":\"lamp-is-on(house.stairs)\",\"severity\":\"high\"}]}";
    let folder = repository(&[("tm.toml", manifest), ("a.tm", LAMPS), ("b.json", entry)]);
    let since = |more: &[&str]| {
        let all =
            [&["check", "--today", "2026-07-01", "--format", "concise", "--changed-since", "main"], more].concat();
        folder.tm(&[all.as_slice(), &["--select", "lamp-is-lit"]].concat())
    };
    let changes =
        |ran: &Ran| ran.out.lines().filter(|line| line.contains(": changed ") || line.contains(": added ")).count();
    let rule = "rule lamp-is-lit {\n  formerly: [lamp-is-on]\n";
    // Everything else goes by the old name.
    folder.write("a.tm", LAMPS.replace("rule lamp-is-on {\n", rule));
    let ran = since(&[]).exits(0);
    assert!(ran.out.contains("since main: 0 new findings, 0 known, 0 gone"), "{}", ran.out);
    assert_eq!(changes(&ran), 1, "{}", ran.out);
    assert!(ran.out.contains("rule lamp-is-lit"), "the rule itself is another: {}", ran.out);
    // And now by the new one.
    let fixed = folder.tm(&["fix"]).exits(0);
    assert!(fixed.out.contains("2 retired names replaced"), "{}", fixed.out);
    folder.write("b.json", entry.replace("lamp-is-on", "lamp-is-lit"));
    let ran = since(&[]).exits(0);
    assert_eq!(changes(&ran), 1, "{}", ran.out);
    assert!(ran.out.contains("since main: 0 new findings, 0 known, 0 gone"), "{}", ran.out);
    // Whoever uses the occasion to silence more is seen.
    let text = std::fs::read_to_string(folder.path("a.tm")).unwrap();
    folder.write("a.tm", text.replace("about: [porch]", "about: [porch, stairs]"));
    let ran = since(&[]).exits(0);
    assert!(ran.out.contains("safeguard shutters"), "{}", ran.out);
    // The decisions of main know the rule by its old name.
    let ran = folder.tm(&[
        "check",
        "--today",
        "2026-07-01",
        "--format",
        "concise",
        "--decisions-from",
        "main",
        "--select",
        "lamp-is-lit",
    ]);
    assert!(!ran.out.contains("hall is lit") && !ran.out.contains("porch is lit"), "{}", ran.out);
}
