//! What runs the check elsewhere: the files for forges and the samples in `docs/ci.md` obey the schemas of those who read them.
//!
//! The schemas lie in `tests/schemas`, with where they come from.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};
use tm_tests::repository;

use super::markdown::fences;
use super::read;
use super::shell::tm;

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn validator(name: &str) -> Validator {
    let schema: Value = match name {
        "pre-commit-config" => pre_commit_config(),
        "pre-commit-hooks" => pre_commit_hooks(),
        vendored => serde_json::from_str(&read(&format!("tests/schemas/{vendored}.json"))).expect("it is JSON"),
    };
    jsonschema::validator_for(&schema).expect("it is a schema")
}

#[track_caller]
fn obeys(schema: &str, what: &str, value: &Value) {
    let validator = validator(schema);
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

/// What pre-commit's manual asks of a repository of hooks; it publishes no schema.
fn pre_commit_hooks() -> Value {
    json!({
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["id", "name", "entry", "language"],
            "additionalProperties": false,
            "properties": {
                "id": { "type": "string" },
                "name": { "type": "string" },
                "description": { "type": "string" },
                "entry": { "type": "string" },
                "language": { "const": "system" },
                "files": { "type": "string", "format": "regex" },
                "pass_filenames": { "type": "boolean" }
            }
        }
    })
}

fn pre_commit_config() -> Value {
    let hooks = yaml(&read(".pre-commit-hooks.yaml"));
    let ids: Vec<&Value> = hooks.as_array().expect("a list").iter().map(|hook| &hook["id"]).collect();
    json!({
        "type": "object",
        "required": ["repos"],
        "properties": {
            "repos": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["repo", "rev", "hooks"],
                    "properties": {
                        "hooks": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["id"],
                                "additionalProperties": false,
                                "properties": {
                                    "id": { "enum": ids },
                                    "args": { "type": "array", "items": { "type": "string" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

#[test]
fn every_sample_obeys_the_schema_of_its_reader() {
    let mut seen = BTreeSet::new();
    for fence in fences(&read("docs/ci.md")).iter().filter(|fence| fence.language == "yaml") {
        let schema = fence.attribute("schema").unwrap_or_else(|| panic!("docs/ci.md:{}: no schema", fence.line));
        obeys(schema, &format!("docs/ci.md:{}", fence.line), &yaml(&fence.text));
        seen.insert(schema.to_owned());
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["github-workflow", "gitlab-ci", "pre-commit-config"]);
}

#[test]
fn the_schemas_are_not_lenient() {
    for (schema, wrong) in [
        ("github-workflow", "on: push\njobs:\n  a:\n    runs_on: x\n    steps: []\n"),
        ("github-action", "name: a\ndescription: b\nruns:\n  using: composite\n  steps: [{ run: x }]\n"),
        ("gitlab-ci", "a:\n  scrip: [x]\n"),
        ("pre-commit-hooks", "- id: a\n"),
        ("pre-commit-config", "repos: [{ repo: x, rev: y, hooks: [{ id: none }] }]\n"),
    ] {
        assert!(!validator(schema).is_valid(&yaml(wrong)), "{schema}");
    }
}

#[test]
fn workflows_obey_their_schema() {
    let mut count = 0;
    for entry in fs::read_dir(repository().join(".github/workflows")).expect("there are workflows").flatten() {
        let text = fs::read_to_string(entry.path()).expect("it can be read");
        obeys("github-workflow", &entry.path().display().to_string(), &yaml(&text));
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn hooks_run_commands_that_exist() {
    let hooks = yaml(&read(".pre-commit-hooks.yaml"));
    obeys("pre-commit-hooks", ".pre-commit-hooks.yaml", &hooks);
    for hook in hooks.as_array().expect("a list") {
        let entry = hook["entry"].as_str().expect("a text");
        let command = entry.strip_prefix("tm ").expect("it runs `tm`");
        let help = Command::new(tm()).args(command.split(' ')).arg("--help").output().expect("it runs");
        assert!(help.status.success(), "{entry}");
    }
}

#[test]
fn the_component_obeys_the_schema_once_its_inputs_are_put_in() {
    let text = read("templates/check.yml");
    let (head, body) = text.split_once("\n---\n").expect("a component has a head");
    let head = yaml(head);
    let inputs = head["spec"]["inputs"].as_object().expect("it has inputs");
    let mut body = body.to_owned();
    for (name, input) in inputs {
        let value = input["default"].as_str().unwrap_or("registry.example.org/tm");
        let place = format!("$[[ inputs.{name} ]]");
        assert!(body.contains(&place), "the input `{name}` is not used");
        body = body.replace(&place, value);
    }
    assert!(!body.contains("$[["), "{body}");
    obeys("gitlab-ci", "templates/check.yml", &yaml(&body));
}

#[test]
fn the_image_is_built_with_the_compiler_that_the_workspace_asks_for() {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).expect("it is TOML");
    let version = manifest["workspace"]["package"]["rust-version"].as_str().expect("it asks for one");
    let dockerfile = read("Dockerfile");
    assert!(dockerfile.starts_with(&format!("FROM rust:{version}-alpine AS build\n")), "{dockerfile}");
    assert!(dockerfile.contains("\nENTRYPOINT [\"tm\"]\n"), "{dockerfile}");
}

/// The script of the step `check`, and its environment.
fn check_step(action: &Value) -> (String, Vec<String>) {
    let steps = action["runs"]["steps"].as_array().expect("it has steps");
    let step = steps.iter().find(|step| step["id"] == "check").expect("it checks");
    let names = step["env"].as_object().expect("it has an environment").keys().cloned().collect();
    (step["run"].as_str().expect("it runs a script").to_owned(), names)
}

#[test]
fn the_action_obeys_its_schema_and_its_inputs_are_documented() {
    let action = yaml(&read("action.yml"));
    obeys("github-action", "action.yml", &action);
    let document = read("docs/ci.md");
    for (name, _) in action["inputs"].as_object().expect("it has inputs") {
        assert!(document.contains(&format!("\n| `{name}` | ")), "docs/ci.md does not explain `{name}`");
    }
    // What stands in an input must not become part of a script.
    let (script, _) = check_step(&action);
    assert!(!script.contains("${{"), "{script}");
}

/// The step as a runner would run it, in a project with a finding and a silenced one.
#[cfg(unix)]
#[test]
fn the_action_checks() {
    let folder = tempfile::tempdir().expect("there is room");
    let path = |name: &str| folder.path().join(name);
    let model = "\
service cart {
  -> orders { protocol: http  encryption: none }
  -> ledger { protocol: http  encryption: none }
}
service orders
service ledger

dismiss plaintext-service-traffic on cart->ledger {
  reason: \"one host\"
  reviewer: \"team\"
}
";
    fs::write(path("tm.toml"), "[project]\nname = \"shop\"\n[check]\nselect = \"plaintext-service-traffic\"\n")
        .expect("ok");
    fs::write(path("shop.tm"), model).expect("it can be written");
    let action = yaml(&read("action.yml"));
    let (script, names) = check_step(&action);
    let run = |project: &str, fail_on: &str| {
        for name in ["output", "summary"] {
            fs::write(path(name), "").expect("it can be written");
        }
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script]).current_dir(folder.path());
        for name in &names {
            bash.env(name, "");
        }
        bash.env("INPUT_PATH", project).env("INPUT_TM", tm()).env("INPUT_FAIL_ON", fail_on);
        bash.env("SOURCE_URL", "https://git.example.org/{path}#L{line}");
        bash.env("RUNNER_TEMP", folder.path()).env("GITHUB_OUTPUT", path("output"));
        bash.env("GITHUB_STEP_SUMMARY", path("summary"));
        let ran = bash.output().expect("bash runs");
        let outputs = fs::read_to_string(path("output")).expect("it is there");
        (ran, outputs)
    };
    let (ran, outputs) = run(".", "");
    assert!(ran.status.success(), "{ran:?}");
    let annotations = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(
        annotations.contains("::error title=plaintext-service-traffic (high),file=shop.tm,line=2,"),
        "{annotations}"
    );
    assert!(outputs.contains("exit-code=1\n"), "{outputs}");
    let sarif = outputs.lines().find_map(|line| line.strip_prefix("sarif=")).expect("it says where");
    let sarif: Value = serde_json::from_str(&fs::read_to_string(sarif).expect("it is there")).expect("it is JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(1), "what is silenced is not uploaded");
    assert!(fs::read_to_string(path("summary")).expect("it is there").starts_with("### Threat model\n"));

    assert!(run(".", "critical").1.contains("exit-code=0\n"));
    // Hostile inputs are words, not scripts.
    let (ran, outputs) = run("$(touch pwned)", "");
    assert!(!path("pwned").exists());
    assert_eq!((ran.status.code(), outputs.contains("exit-code=3\n")), (Some(3), true), "{ran:?}");
}
