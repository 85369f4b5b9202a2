//! What sums up a model agrees with what is reported of it, and obeys its published schemas.

use std::fs;

use serde_json::Value;
use tm_analysis::inspect;
use tm_analysis::report::Report;
use tm_analysis::{Database, FileInput, Origin, Project, ProjectInput, ReportOptions, report};
use tm_emit::answers::{self, AnswerOptions};
use tm_tests::{input, judge, load, open, repository};

const HOSTILE: &str = "service `\u{1b}[31m` {\n  owner: \"\\u{202e}\"\n  data: [unknown]\n  -> nowhere\n}\n\
    assume `\u{7}` { about: [nobody]  claim: internal-only }\naccept no-such-rule on `\u{1b}` {}\nservice a {\n";

fn models() -> Vec<(Database, Project)> {
    let examples = ["examples/cloudcart/before", "examples/order-events/before", "examples/cloudcart/hardened"];
    let mut models: Vec<_> = examples.into_iter().map(|example| open(load(example))).collect();
    models.push(open(input("sample", &[])));
    models.push(open(input("sample", &[("a.tm", HOSTILE)])));
    models
}

fn options() -> AnswerOptions<'static> {
    AnswerOptions { colour: false, width: 80, all: true, project: "sample", files: &[] }
}

fn obeys(name: &str, written: &[u8]) {
    let schema =
        fs::read_to_string(repository().join(format!("docs/schemas/{name}.schema.json"))).expect("it is there");
    let schema = serde_json::from_str(&schema).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let value: Value = serde_json::from_slice(written).expect("it is JSON");
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    let mut surplus = value;
    surplus["surplus"] = 1.into();
    assert!(!validator.is_valid(&surplus), "{name} is lenient");
}

/// At most so wide, and nothing in it that a terminal obeys.
fn is_tame(page: &[u8]) {
    let page = String::from_utf8(page.to_vec()).expect("it is text");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(!page.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{page:?}");
}

#[test]
fn answers_are_tame_and_obey_their_schemas() {
    let report_options = ReportOptions::default();
    for (mut db, project) in models() {
        let mut page = Vec::new();
        let mut json = Vec::new();
        let check = |name: &str, page: &mut Vec<u8>, json: &mut Vec<u8>| {
            is_tame(page);
            obeys(name, json);
            page.clear();
            json.clear();
        };
        let sheet = inspect::controls(&db, project, &report_options);
        answers::controls(&sheet, &options(), &mut page).expect("it is written");
        answers::controls_json(&sheet, &options(), &mut json).expect("it is written");
        check("tm-coverage", &mut page, &mut json);
        let rows = inspect::stride(&db, project, &report_options, None);
        answers::stride(&rows, true, &options(), &mut page).expect("it is written");
        answers::stride_json(&rows, &options(), &mut json).expect("it is written");
        check("tm-stride", &mut page, &mut json);
        let lines = inspect::decisions(&db, project, &report_options);
        answers::decisions(&lines, &options(), &mut page).expect("it is written");
        answers::decisions_json(&lines, &options(), &mut json).expect("it is written");
        check("tm-decisions", &mut page, &mut json);
        let lines = inspect::assumptions(&mut db, project, &report_options, 1);
        answers::assumptions(&lines, &options(), &mut page).expect("it is written");
        answers::assumptions_json(&lines, &options(), &mut json).expect("it is written");
        check("tm-assumptions", &mut page, &mut json);
    }
}

#[test]
fn coverage_adds_up_to_that_of_the_report() {
    for (db, project) in models() {
        let report = report(&db, project, &ReportOptions::default());
        let sheet = inspect::controls(&db, project, &ReportOptions::default());
        assert_eq!(sheet.all, report.summary.coverage);
        let asked: usize = sheet.elements.iter().map(|part| part.coverage.asked).sum();
        assert_eq!(asked, sheet.all.asked);
        for part in &sheet.elements {
            assert_eq!(part.unstated.len(), part.coverage.asked - part.coverage.stated, "{}", part.element.name);
        }
    }
}

#[test]
fn every_finding_and_question_stands_in_its_letters() {
    for (db, project) in models() {
        let report = report(&db, project, &ReportOptions::default());
        let rows = inspect::stride(&db, project, &ReportOptions::default(), None);
        let row = |name: Option<&str>| {
            rows.iter().find(|row| row.element.as_ref().map(|element| element.name.as_str()) == name)
        };
        for finding in &report.findings {
            let name = finding.on.first().map(|on| on.name.as_str());
            let row = row(name).unwrap_or_else(|| panic!("no row for {}", finding.id));
            for letter in finding.stride.iter() {
                let place = inspect::LETTERS.iter().position(|known| known == letter).expect("it is a letter");
                assert!(row.cells[place].findings.contains(&finding.rule), "{} {letter}", finding.id);
            }
        }
        for cell in rows.iter().flat_map(|row| &row.cells) {
            let mut all: Vec<_> =
                [&cell.findings, &cell.silenced, &cell.questions, &cell.decided, &cell.not_applicable]
                    .into_iter()
                    .flatten()
                    .collect();
            let count = all.len();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), count, "a rule stands in one list");
        }
    }
}

/// The project with its text as a fix leaves it.
fn changed(input: &ProjectInput, report: &Report, fix: &inspect::Fix) -> ProjectInput {
    let mut files: Vec<FileInput> = input.files.clone();
    for change in &fix.changes {
        let inspect::Change::State { attribute, to, location: Some(location), .. } = change else {
            panic!("{change:?}");
        };
        let path = &report.files[location.file as usize].path;
        let file =
            files.iter_mut().find(|file| file.path == *path && file.origin == Origin::Project).expect("it is there");
        let range = location.range.start as usize..location.range.end as usize;
        file.text.replace_range(range, &format!("{attribute}: {to}"));
    }
    ProjectInput { files, ..input.clone() }
}

/// What is said of a change is what a person sees who makes it.
#[test]
fn a_fix_does_what_is_said() {
    let input = load("examples/order-events/before");
    let before = judge(input.clone());
    let (mut db, project) = open(input.clone());
    let list = inspect::fixes(&mut db, project, &ReportOptions::default(), 1);
    assert_eq!(list.findings, before.findings.len());
    let total = |report: &Report| report.findings.iter().map(|it| u64::from(it.priority.score)).sum::<u64>();
    assert_eq!(list.score, total(&before));
    let first = list.fixes.first().expect("something helps");
    assert_eq!(first.score_before, total(&before));
    let after = judge(changed(&input, &before, first));
    assert!(after.errors.is_empty(), "{:?}", after.errors);
    assert_eq!(first.score_after, total(&after));
    assert_eq!(before.findings.len() - first.removed.len() + first.added.len(), after.findings.len());
    assert!(!first.removed.is_empty() && first.score() > 0);
    for pair in list.fixes.windows(2) {
        assert_eq!(pair[0].score_after, pair[1].score_before, "each comes on top of those before it");
    }
    // Trying leaves nothing behind.
    assert_eq!(report(&db, project, &ReportOptions::default()).findings, before.findings);
    let mut json = Vec::new();
    answers::fixes_json(&list, &options(), &mut json).expect("it is written");
    obeys("tm-fix-first", &json);
    let mut page = Vec::new();
    answers::fixes(&list, &options(), &mut page).expect("it is written");
    is_tame(&page);
}

#[test]
fn nothing_to_mend_is_said() {
    for (mut db, project) in models().into_iter().skip(2) {
        let before = report(&db, project, &ReportOptions::default());
        let list = inspect::fixes(&mut db, project, &ReportOptions::default(), 1);
        assert_eq!(list.findings, before.findings.len());
        let mut page = Vec::new();
        answers::fixes(&list, &options(), &mut page).expect("it is written");
        is_tame(&page);
    }
}

/// What is advised fits the protocol and who is at the ends, and nobody is told on which grounds to process data.
#[test]
fn nothing_is_advised_that_does_not_fit() {
    let text = "module sample
data visits { kinds: [pii]  purpose: \"shop\"  lawful-basis: none }
service shop { data: [visits] }
third-party provider
actor visitor { trust: authenticated }
each flow { state-changing: true }
flow pay: shop -> provider { encryption: tls1-0  authentication: api-key  token-binding: none  token-lifetime: static }
flow sign: visitor -> shop { authentication: session-cookie  token-binding: none  token-lifetime: static }
";
    let (mut db, project) = open(input("sample", &[("a.tm", text)]));
    let select = ["replayable-bearer-credential", "processing-without-purpose-or-basis"].map(str::to_owned).to_vec();
    let list = inspect::fixes(&mut db, project, &ReportOptions { select, ..ReportOptions::default() }, 1);
    assert_eq!(list.findings, 3);
    let changes = list.fixes.iter().flat_map(|fix| &fix.changes).map(|change| match change {
        inspect::Change::State { element, attribute, to, .. } => format!("{element} {attribute} {to}"),
        inspect::Change::Remove { flow, .. } => format!("{flow} goes"),
    });
    assert_eq!(changes.collect::<Vec<_>>(), ["sample.sign token-binding dpop", "sample.pay authentication mtls"]);
}

/// One flow, and no control on it that could bar the way: it has to go.
#[test]
fn where_no_control_decides_the_flow_is_the_cut() {
    let text = "module sample
internet outside { actor visitor { trust: anonymous } }
gateway edge {}
service shop { endpoint place {} }
service cart {}
flow browse: visitor -> edge {}
flow order: edge -> shop.place {}
flow on: shop -> cart {}
rule reached {
  for s: service
  exists a: actor
  where a.untrusted and s.name == \"cart\"
  path p: a ~> s along request {}
  severity: high
  stride: [tampering]
  message: \"{a} reaches {s}\"
}
";
    let (mut db, project) = open(input("sample", &[("a.tm", text)]));
    let options = ReportOptions { select: vec!["reached".to_owned()], ..ReportOptions::default() };
    let list = inspect::fixes(&mut db, project, &options, 1);
    let [cut] = list.cuts.as_slice() else { panic!("{list:#?}") };
    assert_eq!((cut.rule.as_str(), cut.findings, cut.closed), ("reached", 1, 1));
    assert!(
        matches!(cut.fix.changes.as_slice(), [inspect::Change::Remove { flow, .. }] if flow == "sample.on"),
        "{cut:?}"
    );
}
