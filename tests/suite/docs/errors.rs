//! The pages of diagnostics: every diagnostic has one, and shows what it speaks of.

use std::collections::BTreeSet;
use std::fs;

use tm_analysis::{ReportOptions, errors, report};
use tm_project::LoadOptions;
use tm_tests::{input, open};

use super::markdown::{Fence, fences};
use super::read;
use crate::literate::complete;

fn pages() -> Vec<(&'static str, Vec<Fence>)> {
    errors::names().map(|name| (name, fences(&read(&format!("docs/errors/{name}.md"))))).collect()
}

#[test]
fn every_diagnostic_has_a_page_and_every_page_a_diagnostic() {
    let named: BTreeSet<String> = complete::named().into_keys().collect();
    let pages: BTreeSet<String> = errors::names().map(str::to_owned).collect();
    let missing: Vec<_> = named.difference(&pages).collect();
    let needless: Vec<_> = pages.difference(&named).collect();
    assert!(missing.is_empty(), "there is no docs/errors/NAME.md for {missing:?}");
    assert!(needless.is_empty(), "nothing in the sources is called {needless:?}");
}

#[test]
fn every_page_says_what_is_wrong_shows_it_and_says_what_to_do() {
    for (name, fences) in pages() {
        let page = errors::page(name).expect("it is listed");
        let mut lines = page.lines();
        assert_eq!(lines.next(), Some(format!("# {name}").as_str()));
        assert_eq!(lines.next(), Some(""), "{name}");
        let summary = lines.next().unwrap_or_default();
        assert!(summary.ends_with('.') || lines.next().is_some_and(|line| !line.is_empty()), "{name}: {summary}");
        assert!(!fences.is_empty(), "`{name}` has no example");
        let after = page.rsplit("```\n").next().unwrap_or_default();
        assert!(!after.trim().is_empty() || fences.len() > 1, "`{name}` does not say what to do");
        assert!(page.lines().all(|line| line.chars().count() <= 130), "`{name}`: a line is too long");
    }
}

/// Of the samples that cannot be shown as sources (limits, encodings, permissions), at most so many.
const PROSE: usize = 20;

#[test]
fn the_examples_show_what_the_page_is_about() {
    let mut prose = 0;
    for (name, fences) in pages() {
        let names = |fence: &Fence, attribute: &str| {
            fence.attribute(attribute).is_some_and(|all| all.split(',').any(|one| one == name))
        };
        let shown = fences.iter().any(|fence| names(fence, "error") || names(fence, "note"));
        prose += usize::from(!shown);
        assert!(shown || fences.iter().all(|fence| fence.language == "text"), "no example shows `{name}`");
    }
    assert!(prose <= PROSE, "{prose} pages have no example that can be judged");
}

/// What is an error or a warning is judged with all other samples.
#[test]
fn the_notes_are_given() {
    for (name, fences) in pages() {
        for fence in fences.iter().filter(|fence| fence.attribute("note").is_some()) {
            let (db, project) = open(input("sample", &[("sample.tm", &fence.text)]));
            let notices = report(&db, project, &ReportOptions::default()).notices;
            assert!(notices.iter().any(|notice| notice.name == name), "{name}: {notices:#?}");
        }
    }
}

#[test]
fn the_manifests_have_the_problems_that_are_shown() {
    let mut count = 0;
    for (name, fences) in pages() {
        let manifests: Vec<&Fence> = fences.iter().filter(|fence| fence.language == "toml").collect();
        if manifests.is_empty() {
            continue;
        }
        let folder = tempfile::tempdir().expect("there is room");
        fs::create_dir(folder.path().join(".git")).expect("it can be made");
        let path = |fence: &Fence| folder.path().join(fence.attribute("file").unwrap_or("shop/tm.toml"));
        for fence in &manifests {
            fs::create_dir_all(path(fence).parent().expect("it is in a folder")).expect("it can be made");
            fs::write(path(fence), &fence.text).expect("it can be written");
        }
        let project = tm_project::load(&folder.path().join("shop"), &LoadOptions::default()).expect("it is there");
        let said: BTreeSet<&str> = project.problems.iter().map(|problem| problem.name).collect();
        assert_eq!(said, BTreeSet::from([name]), "{:#?}", project.problems);
        count += 1;
    }
    assert!(count > 5, "only {count} manifests were found");
}
