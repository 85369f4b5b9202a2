//! What is asked of a model agrees with what is reported of it.

use std::collections::BTreeSet;

use tm_analysis::inspect::{self, Found, RuleOutcome};
use tm_analysis::{Database, ElementId, Profile, Project, ReportOptions, report, rule_names};
use tm_emit::answers::{self, AnswerOptions};
use tm_tests::{input, load, open};

fn id(db: &Database, project: Project, name: &str, kind: &str) -> ElementId {
    match inspect::find(db, project, &format!("{kind} {name}")) {
        Found::One(named) => named.id,
        other => panic!("{kind} {name}: {other:?}"),
    }
}

/// Elements of which a rule says nothing that are asked about.
const SILENT: usize = 3;

#[test]
fn why_says_what_the_report_says() {
    for example in ["examples/cloudcart/before", "examples/header-propagation/before"] {
        let (db, project) = open(load(example));
        let options = ReportOptions::default();
        let report = report(&db, project, &options);
        let why = |rule: &str, on: &[ElementId]| inspect::why(&db, project, &options, rule, on);
        let mut told: BTreeSet<(String, ElementId)> = BTreeSet::new();
        let mut asked = 0;
        for finding in &report.findings {
            let on: Vec<_> = finding.on.iter().map(|on| id(&db, project, &on.name, &on.kind)).collect();
            let why = why(&finding.rule, &on).expect("it speaks about these");
            assert_eq!(why.outcome, RuleOutcome::Fires, "{}", finding.id);
            assert_eq!(why.findings, std::slice::from_ref(finding), "{}", finding.id);
            told.extend(on.first().map(|on| (finding.rule.to_string(), *on)));
            asked += 1;
        }
        for decides in report.questions.iter().flat_map(|question| &question.decides) {
            let kinds = inspect::subjects_of(&db, project, &decides.rule).expect("it runs");
            let on = decides.on.iter().zip(&kinds).map(|(name, kind)| id(&db, project, name, kind));
            let on: Vec<_> = on.collect();
            let why = why(&decides.rule, &on).expect("it speaks about these");
            assert_eq!(why.outcome, RuleOutcome::Open, "{} on {:?}", decides.rule, decides.on);
            assert!(!why.answers.is_empty(), "{} on {:?}", decides.rule, decides.on);
            told.extend(on.first().map(|on| (decides.rule.to_string(), *on)));
            asked += 1;
        }
        for (rule, _) in rule_names(&db, project) {
            let kinds = inspect::subjects_of(&db, project, &rule).expect("it runs");
            let Some(kind) = kinds.first().filter(|_| kinds.len() == 1) else { continue };
            let elements = inspect::of_kind(&db, project, kind).expect("there is such a kind");
            let silent = elements.into_iter().filter(|id| !told.contains(&(rule.clone(), *id)));
            for element in silent.take(SILENT) {
                let why = why(&rule, &[element]).expect("it speaks about these");
                let is_told = !why.findings.is_empty() || why.outcome == RuleOutcome::Open;
                assert!(!is_told || why.outcome == RuleOutcome::Open, "{rule} on {:?}", why.on);
                if why.outcome == RuleOutcome::Silent {
                    let of_choices = why.choices.iter().flat_map(|choices| &choices.groups);
                    let mut outcomes = why.parts.iter().map(|part| part.outcome);
                    let is_said = outcomes.any(|outcome| outcome == RuleOutcome::Silent) || why.choices.is_some();
                    assert!(is_said, "{rule} on {:?}: nothing says why", why.on);
                    assert!(of_choices.clone().all(|group| group.outcome != RuleOutcome::Fires), "{rule}");
                }
                asked += 1;
            }
        }
        assert!(asked > 50, "{example}: only {asked} questions were asked");
    }
}

/// What an answer is said to lead to is what it leads to when it is stated.
#[test]
fn answers_lead_where_they_are_said_to_lead() {
    let model = |encryption: &str| format!("service a {{\n  -> b {{ protocol: http {encryption} }}\n}}\nservice b\n");
    let (db, project) = open(input("shop", &[("a.tm", &model(""))]));
    let rule = "plaintext-service-traffic";
    let on = id(&db, project, "a->b", "flow");
    let why = inspect::why(&db, project, &ReportOptions::default(), rule, &[on]).expect("it speaks about flows");
    let [answer] = why.answers.as_slice() else { panic!("{:?}", why.answers) };
    assert_eq!((answer.asked.attribute.as_str(), answer.asked.element.as_str()), ("encryption", "shop.a->b"));
    let mut tried = 0;
    for (outcome, values) in &answer.outcomes {
        for value in values {
            let (db, project) = open(input("shop", &[("a.tm", &model(&format!(" encryption: {value}")))]));
            let options = ReportOptions { select: vec![rule.to_owned()], ..ReportOptions::default() };
            let found = !report(&db, project, &options).findings.is_empty();
            assert_eq!(found, *outcome == RuleOutcome::Fires, "{value}");
            tried += 1;
        }
    }
    assert!(tried > 5, "{:?}", answer.outcomes);
}

/// A rule over a path says which way is barred, and where.
#[test]
fn a_path_that_fails_says_where() {
    let text = "\
/// Past the gateway
rule past-the-gateway {
  for w: worker
  exists a: actor
  path p: a ~> w along request {
    avoiding v: v is gateway
  }
  severity: high
  message: \"{a} reaches {w}\"
}
actor visitor { trust: anonymous }
actor robot { trust: anonymous }
gateway edge {
  -> mailer
}
worker mailer
flow hello: visitor -> edge
";
    let (db, project) = open(input("shop", &[("a.tm", text)]));
    let mailer = id(&db, project, "mailer", "worker");
    let options = ReportOptions { profile: Profile::Default, ..ReportOptions::default() };
    let why = inspect::why(&db, project, &options, "past-the-gateway", &[mailer]).expect("it speaks about workers");
    assert_eq!(why.outcome, RuleOutcome::Silent);
    let choices = why.choices.expect("it looks for an actor");
    assert_eq!((choices.looked_at, choices.is_whole), (2, true));
    let missing: Vec<_> = choices.groups.iter().flat_map(|group| &group.parts).flat_map(|part| &part.missing).collect();
    let robot = missing.iter().find(|missing| missing.from == "shop.robot").expect("the robot is told first");
    assert!(robot.way.is_empty(), "{robot:?}");
    let visitor = missing.iter().find(|missing| missing.from == "shop.visitor").expect("so is the visitor");
    assert_eq!(visitor.way.len(), 2);
    assert_eq!(visitor.fails, Some(("avoiding: v is gateway".to_owned(), "shop.edge".into())));
    let visitor = id(&db, project, "visitor", "actor");
    let paths = inspect::paths(&db, project, &[visitor], &[mailer], "request").expect("there is such a relation");
    assert_eq!(paths.paths.len(), 1);
    assert_eq!(paths.paths[0].hops.len(), 2);
}

fn model(db: &Database, project: Project) -> serde_json::Value {
    let files = inspect::sources(db, project);
    let options = AnswerOptions { colour: false, width: 80, all: true, project: "sample", files: &files };
    let mut out = Vec::new();
    answers::model_json(db, project, &options, &mut out).expect("a buffer takes all");
    serde_json::from_slice(&out).expect("it is JSON")
}

#[test]
fn the_model_obeys_its_schema() {
    let schema = serde_json::from_str(answers::MODEL_SCHEMA).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let hostile = "service `\u{1b}[31m` {\n  owner: \"\\u{202e}\"\n  data: [unknown]\n  -> nowhere\n}\nservice a {\n";
    let mut models: Vec<_> =
        ["examples/cloudcart/before", "examples/cloudcart/hardened", "examples/header-propagation/before"]
            .into_iter()
            .map(|example| open(load(example)))
            .collect();
    models.push(open(input("sample", &[])));
    models.push(open(input("sample", &[("a.tm", hostile)])));
    for (db, project) in &models {
        let value = model(db, *project);
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let (db, project) = &models[0];
    let value = model(db, *project);
    assert!(value["elements"].as_array().is_some_and(|elements| elements.len() > 30));
    // The schema is not lenient.
    let mut wrong = value.clone();
    wrong["elements"][0]["surplus"] = 1.into();
    assert!(!validator.is_valid(&wrong));
    let mut wrong = value;
    wrong["elements"][0]["location"]["line"] = "1".into();
    assert!(!validator.is_valid(&wrong));
}
