//! The published schemas of files that people write or keep: they allow what the reader takes, and nothing else.

use std::collections::BTreeSet;
use std::fs;

use jsonschema::Validator;
use serde_json::Value;
use tm_analysis::{ReportOptions, report};
use tm_project::{LoadOptions, Problem, Project};
use tm_tests::{input, open};

use super::read;

fn schema(name: &str) -> Value {
    serde_json::from_str(&read(&format!("docs/schemas/{name}.schema.json"))).expect("it is JSON")
}

fn validator(name: &str) -> Validator {
    jsonschema::validator_for(&schema(name)).expect("it is a schema")
}

/// What the reader makes of a `tm.toml`.
fn load(manifest: &str) -> Project {
    let folder = tempfile::tempdir().expect("there is room");
    fs::create_dir_all(folder.path().join("pack")).expect("it can be made");
    for (path, text) in [
        ("tm.toml", manifest),
        ("a.tm", ""),
        ("known.json", "{\"version\":1,\"findings\":[]}"),
        ("pack/tm.toml", "[project]\nname = \"pack\"\n"),
    ] {
        fs::write(folder.path().join(path), text).expect("it can be written");
    }
    tm_project::load(folder.path(), &LoadOptions::default()).expect("it is there")
}

fn agrees(validator: &Validator, manifest: &str) -> Result<bool, String> {
    let value: Value = toml::from_str(manifest).map_err(|error| error.to_string())?;
    let problems = load(manifest).problems;
    match (validator.is_valid(&value), problems.is_empty()) {
        (true, true) => Ok(true),
        (false, false) => Ok(false),
        (valid, _) => Err(format!("valid: {valid}, but the reader says {problems:#?}")),
    }
}

const NAMED: &str = "[project]\nname = \"shop\"\n";

/// Lines below `[check]`.
const CHECK_GOOD: [&str; 26] = [
    "hide-silenced = true",
    "profile = \"paranoid\"",
    "fail-on = \"info\"",
    "select = \"encryption\"",
    "select = [\"a\", \"b\"]",
    "select = []",
    "ignore = [\"a\"]",
    "without = \"mesh\"",
    "baseline = \"known.json\"",
    "baseline = \"./known.json\"",
    "format = \"sarif\"",
    "format = [\"human\", \"sarif=out/a.sarif\", \"json=./x..y\"]",
    "output = \"out/report.txt\"",
    "source-url = \"https://git.example.org/{path}#L{line}\"",
    "source-url = \"http://x/{line}{path}\"",
    "color = \"always\"",
    "color = \"auto\"",
    "all = true",
    "all = false",
    "score = \"cvss4\"",
    "changed-since = \"origin/main\"",
    "decisions-from = \"v1.0~2\"",
    "quiet = true",
    "verbose = false",
    "",
    "output = \"a b\"",
];

const CHECK_BAD: [&str; 42] = [
    "profile = \"lax\"",
    "profile = \"Strict\"",
    "fail-on = 3",
    "fail_on = \"low\"",
    "select = 1",
    "select = [1]",
    "without = { a = 1 }",
    "baseline = \"../known.json\"",
    "baseline = \"/etc/known.json\"",
    "baseline = \"a/../../known.json\"",
    "baseline = \"..\"",
    "baseline = \"\"",
    "baseline = \"C:known.json\"",
    "baseline = \"a\\\\b\"",
    "baseline = \"a\\nb\"",
    "baseline = true",
    "format = \"sarf\"",
    "format = \"sarif=\"",
    "format = \"sarif=/tmp/x\"",
    "format = \"sarif=.git/config\"",
    "format = [\"sarif=a.tm\"]",
    "output = \".ssh/config\"",
    "output = \"a/.hidden\"",
    "output = \"system.tm\"",
    "output = \"tm.toml\"",
    "output = \"a//b\"",
    "source-url = \"https://git.example.org/{path}\"",
    "source-url = \"javascript:{path}{line}\"",
    "source-url = \"https://x/{path}{line} onclick\"",
    "color = \"blue\"",
    "all = \"yes\"",
    "today = \"2020-01-01\"",
    "score = \"cvss\"",
    "changed-since = \"\"",
    "changed-since = \"--upload-pack=x\"",
    "decisions-from = [\"main\"]",
    "decisions-from = \"a\\u001bb\"",
    "quiet = 1",
    "verbose = \"yes\"",
    "stdin-filename = \"a.tm\"",
    "write-baseline = \"b.json\"",
    "allow-outside = \"/\"",
];

const OTHER_GOOD: [&str; 8] = [
    NAMED,
    "project = { name = \"a.b-c_1\" }",
    "[project]\nname = \"shop\"\n[rules]\na = \"off\"\nb = \"critical\"\n",
    "[project]\nname = \"shop\"\n[packages]\nplatform = \"pack\"\n",
    "[project]\nname = \"shop\"\n[docs]\nurl = \"https://example.org/rules/\"\n",
    "[project]\nname = \"shop\"\n[docs]\n",
    "[project]\nname = \"shop\"\n[check]\n",
    "[project]\nname = \"stdx.std\"\n",
];

const OTHER_BAD: [&str; 19] = [
    "",
    "[project]\n",
    "[check]\n",
    "project = \"shop\"",
    "[project]\nname = \"std\"\n",
    "[project]\nname = \"my shop\"\n",
    "[project]\nname = \"a..b\"\n",
    "[project]\nname = \"3scale\"\n",
    "[project]\nname = 3\n",
    "[project]\nname = \"shop\"\nversion = \"1\"\n",
    "[project]\nname = \"shop\"\n[chekc]\n",
    "[project]\nname = \"shop\"\n[rules]\na = \"important\"\n",
    "[project]\nname = \"shop\"\n[rules]\na.b = \"off\"\n",
    "[project]\nname = \"shop\"\n[packages]\nstd = \"pack\"\n",
    "[project]\nname = \"shop\"\n[packages]\na = 1\n",
    "[project]\nname = \"shop\"\n[packages]\n\"a b\" = \"pack\"\n",
    "[project]\nname = \"shop\"\n[docs]\nurl = \"ftp://x\"\n",
    "[project]\nname = \"shop\"\n[docs]\npage = \"https://x\"\n",
    "[project]\nname = \"shop\"\n[docs]\nurl = \"https://x/\\u001b\"\n",
];

#[test]
fn the_schema_of_the_manifest_agrees_with_its_reader() {
    let validator = validator("tm-toml");
    let check =
        |lines: &[&str]| -> Vec<String> { lines.iter().map(|line| format!("{NAMED}[check]\n{line}\n")).collect() };
    let whole = |texts: &[&str]| -> Vec<String> { texts.iter().map(|text| (*text).to_owned()).collect() };
    let good = [check(&CHECK_GOOD), whole(&OTHER_GOOD)].concat();
    let bad = [check(&CHECK_BAD), whole(&OTHER_BAD)].concat();
    for (manifest, is_good) in good.iter().map(|text| (text, true)).chain(bad.iter().map(|text| (text, false))) {
        assert_eq!(agrees(&validator, manifest), Ok(is_good), "{manifest}");
    }
}

/// The names that the reader offers where it knows none that is near.
fn known(problems: &[Problem], key: &str) -> BTreeSet<String> {
    let problem = problems.iter().find(|problem| problem.message.contains(&format!("`{key}`")));
    let help = problem.and_then(|problem| problem.help.clone()).unwrap_or_else(|| panic!("{problems:#?}"));
    help.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn both_know_the_same_keys() {
    let schema = schema("tm-toml");
    let keys = |pointer: &str| -> BTreeSet<String> {
        let object = schema.pointer(pointer).and_then(Value::as_object).expect("it is an object");
        object.keys().cloned().collect()
    };
    const FAR: &str = "zzzzzzzzzzzz";
    for table in ["project", "check", "docs"] {
        let name = if table == "project" { "name = \"shop\"\n" } else { "" };
        let project = load(&format!("[{table}]\n{name}{FAR} = 1\n"));
        assert_eq!(known(&project.problems, FAR), keys(&format!("/properties/{table}/properties")), "{table}");
    }
    assert_eq!(known(&load(&format!("{NAMED}[{FAR}]\n")).problems, FAR), keys("/properties"));
}

#[test]
fn manifests_of_this_repository_obey_their_schema() {
    fn collect(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in fs::read_dir(folder).expect("it can be read").flatten() {
            if entry.path().is_dir() {
                collect(&entry.path(), found);
            } else if entry.file_name() == "tm.toml" {
                found.push(entry.path());
            }
        }
    }
    let validator = validator("tm-toml");
    let mut found = Vec::new();
    collect(&tm_tests::repository().join("examples"), &mut found);
    assert!(found.len() > 5, "{found:?}");
    for path in found {
        let text = fs::read_to_string(&path).expect("it can be read");
        let value: Value = toml::from_str(&text).expect("it is TOML");
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
}

#[test]
fn a_baseline_obeys_its_schema_and_is_read_again() {
    let validator = validator("tm-baseline");
    let model =
        "service `a \u{1b}[31m` {}\nservice b {}\nflow x: `a \u{1b}[31m` -> b { protocol: http  encryption: none }\n";
    let (db, project) = open(input("sample", &[("a.tm", model)]));
    let report = report(&db, project, &ReportOptions::default());
    let mut written = Vec::new();
    tm_emit::baseline(&report, &mut written).expect("a buffer takes all");
    let value: Value = serde_json::from_slice(&written).expect("it is JSON");
    assert!(validator.is_valid(&value), "{value:#}");
    assert!(!written.contains(&0x1b), "nothing of a model reaches a terminal raw");
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("b.json");
    fs::write(&path, &written).expect("it can be written");
    let baseline = tm_project::read_baseline(&path, "b.json").expect("it is one");
    let ids: BTreeSet<&str> = report.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert!(!ids.is_empty());
    assert_eq!(baseline.entries.keys().map(String::as_str).collect::<BTreeSet<_>>(), ids);
    for wrong in [
        "{}",
        "{\"version\":2,\"findings\":[]}",
        "{\"version\":1}",
        "{\"version\":1,\"findings\":[{\"id\":\"a\",\"severity\":\"grave\"}]}",
        "{\"version\":1,\"findings\":[{\"id\":1,\"severity\":\"low\"}]}",
        "{\"version\":1,\"findings\":[],\"more\":1}",
    ] {
        fs::write(&path, wrong).expect("it can be written");
        assert!(!validator.is_valid(&serde_json::from_str(wrong).expect("it is JSON")), "{wrong}");
        assert!(tm_project::read_baseline(&path, "b.json").is_err(), "{wrong}");
    }
}
