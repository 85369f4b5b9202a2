//! I3: what an edit makes run again, asserted by query logs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tm_analysis::report::Report;
use tm_analysis::{Database, Project, ReportOptions, SourceFile, error_count, file_report, own_report, report};

use super::support::{Live, Model, assert_same};

/// Two boundaries with two files each, and what stands around them.
const FILES: [(&str, &str); 6] = [
    ("a-one.tm", include_str!("layers/a-one.tm")),
    ("a-two.tm", include_str!("layers/a-two.tm")),
    ("b-one.tm", include_str!("layers/b-one.tm")),
    ("b-two.tm", include_str!("layers/b-two.tm")),
    ("boundaries.tm", include_str!("layers/boundaries.tm")),
    ("rules/own/own.tm", include_str!("layers/rules.tm")),
];

/// One of each class (local, scope, graph): which files an edit reaches must not depend on what else the library has.
const STD_RULES: [&str; 5] = [
    "plaintext-service-traffic",
    "service-call-unauthenticated",
    "remote-call-without-timeout",
    "no-network-segmentation",
    "gateway-bypass",
];

/// The report of a part of a project.
type Part = fn(&Database, Project, SourceFile, &ReportOptions) -> Report;

/// What ran, by name of the query: how often.
type Runs = BTreeMap<String, usize>;

struct Logged {
    live: Live,
    log: Arc<Mutex<Vec<String>>>,
}

impl Logged {
    fn new() -> Self {
        Self::of(Model { std_rules: Some(&STD_RULES), ..Model::of(&FILES) })
    }

    fn of(model: Model) -> Self {
        let log = Arc::default();
        let live = Live::new(Database::with_log(Arc::clone(&log)), model);
        let report = live.json();
        assert!(report.contains("\"errors\":[],"), "{report}");
        for rule in ["own-local", "own-graph"] {
            assert!(report.contains(&format!("\"rule\":\"{rule}\",\"severity\"")), "{rule} finds nothing");
        }
        let logged = Self { live, log };
        let cold = logged.taken();
        assert!(cold["local_outcomes"] >= FILES.len() && cold["graph"] > 1, "{cold:?}");
        logged
    }

    fn taken(&self) -> Runs {
        let mut runs = Runs::new();
        for line in self.log.lock().expect("the log").drain(..) {
            let name = line.split('(').next().unwrap_or_default();
            *runs.entry(name.to_owned()).or_default() += 1;
        }
        runs
    }

    /// Edits a file and reports again; what ran, and whether the report changed.
    fn edit(&mut self, path: &str, from: &str, to: &str) -> (Runs, bool) {
        let before = self.live.json();
        assert_eq!(self.taken(), Runs::new(), "nothing changed, and something ran");
        self.live.edit(path, |text| {
            assert!(text.contains(from), "{path} lacks {from:?}");
            text.replacen(from, to, 1)
        });
        let after = self.live.json();
        let runs = self.taken();
        assert_same(&after, &self.live.model().fresh());
        (runs, without_places(&before) != without_places(&after))
    }
}

/// A report in which no number counts.
fn without_places(report: &str) -> String {
    report.chars().filter(|it| !it.is_ascii_digit()).collect()
}

/// What every edit costs: lex and parse, lower, and the item tree of the file.
fn of_the_file() -> Runs {
    [("item_tree", 1), ("lowered", 1)].map(|(name, count)| (name.to_owned(), count)).into()
}

/// Fails if one of these queries ran.
fn without(runs: &Runs, names: &[&str]) {
    let broken: Vec<_> = names.iter().filter(|name| runs.contains_key(**name)).collect();
    assert!(broken.is_empty(), "{broken:?} ran again: {runs:?}");
}

/// Fails if one of these queries did not run that often.
fn with(runs: &Runs, expected: &[(&str, usize)]) {
    for (name, count) in expected {
        assert_eq!(runs.get(*name).copied().unwrap_or(0), *count, "runs of `{name}` in {runs:?}");
    }
}

/// Queries over the whole model.
const GLOBAL: [&str; 5] = ["global_outcome", "graph", "column", "column_part", "shared_attributes"];
/// Names and structure.
const STRUCTURE: [&str; 6] = ["declared", "names", "structure", "topology", "places", "members"];
/// What is known of vocabulary and rules.
const VOCABULARY: [&str; 3] = ["vocabulary", "pack", "imports"];

#[test]
fn white_space_and_comments_end_at_the_item_tree() {
    let edits = [
        ("a-one.tm", "service front {", "service   front\n\n  {"),
        ("a-one.tm", "service front", "// a note\n  service front"),
        ("boundaries.tm", "module layers", "// a note\nmodule layers"),
        ("rules/own/own.tm", "rule own-local", "// a note\nrule own-local"),
        ("rules/own/own.tm", "fact weight: Weight", "fact   weight:\n    Weight"),
    ];
    for (path, from, to) in edits {
        let (mut runs, changed) = Logged::new().edit(path, from, to);
        // The report tells the documentation of rules, which is read from their tree: still lexing and parsing.
        runs.remove("parsed");
        assert_eq!(runs, of_the_file(), "{path}: {to}");
        assert!(!changed);
    }
}

#[test]
fn documentation_of_elements_ends_at_the_item_tree() {
    for (path, from, to) in [
        ("a-one.tm", "service front", "/// What everybody sees.\n  service front"),
        ("boundaries.tm", "module layers", "//! All of it.\nmodule layers"),
        ("boundaries.tm", "flow enter", "/// The way in.\nflow enter"),
    ] {
        let (runs, changed) = Logged::new().edit(path, from, to);
        assert_eq!(runs, of_the_file(), "{path}: {to}");
        assert!(!changed);
    }
}

#[test]
fn a_value_that_local_rules_read_reaches_its_unit_and_those_that_look_at_it() {
    let (runs, changed) = Logged::new().edit("a-one.tm", "timeout: none", "timeout: set");
    assert!(changed);
    without(&runs, &GLOBAL);
    without(&runs, &STRUCTURE);
    without(&runs, &VOCABULARY);
    with(
        &runs,
        &[("statements", 1), ("rows_with_diagnostics", 1), ("unit", 1), ("shared_unit", 1), ("local_outcomes", 1)],
    );
}

#[test]
fn a_value_that_nobody_reads_reaches_no_rule_elsewhere() {
    let (runs, changed) = Logged::new().edit("a-one.tm", "owner: \"red\"", "owner: \"blue\"");
    assert!(!changed);
    without(&runs, &GLOBAL);
    without(&runs, &STRUCTURE);
    without(&runs, &VOCABULARY);
    // What it hands on to what it holds is asked for by its own file and by the one with a flow to it.
    without(&runs, &["all_scopes"]);
    with(&runs, &[("statements", 1), ("unit_scopes", 2), ("unit", 1), ("local_outcomes", 1)]);
}

/// The counterpart: what rules over the whole model read does reach them, and their results stop where they are equal.
#[test]
fn a_value_that_a_relation_reads_reaches_the_rules_along_it() {
    let (runs, changed) = Logged::new().edit("a-two.tm", "checked: false", "checked: true");
    assert!(changed);
    without(&runs, &STRUCTURE);
    without(&runs, &VOCABULARY);
    for name in ["graph", "global_outcome", "column"] {
        assert!(runs.contains_key(name), "{name} did not run: {runs:?}");
    }
    with(&runs, &[("statements", 1), ("rows_with_diagnostics", 1), ("shared_unit", 1)]);
    // What the others see of it is a column, and that is equal for the two files of boundary b.
    assert!(runs["local_outcomes"] <= 3, "{runs:?}");
}

#[test]
fn a_new_element_reaches_names_and_topology_once_and_units_that_look_at_it() {
    let (runs, changed) = Logged::new().edit("a-one.tm", "service front", "service added {}\n  service front");
    assert!(changed);
    without(&runs, &VOCABULARY);
    with(&runs, &[("declared_with_diagnostics", 1), ("names", 1), ("topology", 1), ("structure", 1)]);
    // Its own unit, and the one with a flow to a neighbour.
    with(&runs, &[("rows_with_diagnostics", 2), ("unit", 1), ("shared_unit", 1)]);
    // These, and the one that its neighbour calls.
    with(&runs, &[("local_outcomes", 3)]);
}

#[test]
fn a_new_file_reaches_units_that_look_at_it() {
    // A question about a column over all workloads would look at every one.
    let mut model = Model { std_rules: Some(&STD_RULES), ..Model::of(&FILES) };
    let rules = model.files.get_mut("rules/own/own.tm").expect("it is there");
    *rules = rules.replace("where w.far-reaching", "where w.weight == heavy");
    let mut logged = Logged::of(model);
    let mut model = logged.live.model().clone();
    model.files.insert("a-new.tm".to_owned(), "module layers\nextend a { service added {} }\n".to_owned());
    logged.live.follow(model);
    assert_same(&logged.live.json(), &logged.live.model().fresh());
    let runs = logged.taken();
    with(&runs, &[("lowered", 1), ("names", 1), ("topology", 1), ("rows_with_diagnostics", 1), ("unit", 1)]);
    // Its own, and those of the boundary: a rule looks at what it holds.
    with(&runs, &[("local_outcomes", 2)]);
}

#[test]
fn an_each_reaches_what_stands_inside() {
    let (runs, changed) = Logged::new().edit("boundaries.tm", "trace: none", "trace: propagated");
    assert!(changed);
    without(&runs, &GLOBAL);
    without(&runs, &STRUCTURE);
    without(&runs, &VOCABULARY);
    // The two files of the boundary and the one that declares it; of these, one has a flow inside.
    without(&runs, &["all_scopes"]);
    with(&runs, &[("statements", 1), ("rows_with_diagnostics", 3), ("unit", 1), ("local_outcomes", 1)]);
}

#[test]
fn a_rule_reaches_the_pack_and_not_the_world() {
    let edits = [
        ("where w.weight == heavy\n  severity", "where w.weight >= middle\n  severity", true),
        ("{w} is heavy", "{w} is very heavy", true),
        ("A heavy workload", "The heavy workload", false),
    ];
    for (from, to, expected) in edits {
        let (runs, changed) = Logged::new().edit("rules/own/own.tm", from, to);
        assert_eq!(changed, expected);
        with(&runs, &[("lowered", 1), ("pack", 1)]);
        without(
            &runs,
            &["vocabulary", "graph", "column", "unit", "shared_unit", "statements", "rows_with_diagnostics"],
        );
        without(&runs, &STRUCTURE);
    }
}

#[test]
fn a_test_is_checked_again_when_what_it_says_changes() {
    let mut model = Model::of(&FILES);
    let test = "test \"heavy\" {\n  service s { weight: heavy }\n  expect own-local on s\n}\n";
    model.files.insert("test.tm".to_owned(), test.to_owned());
    let mut logged = Logged::of(model);
    for (path, from, to) in [
        ("test.tm", "service s", "// a note\n  service   s"),
        ("a-one.tm", "owner: \"red\"", "owner: \"blue\""),
        ("a-one.tm", "service front", "service added {}\n  service front"),
    ] {
        let (runs, _) = logged.edit(path, from, to);
        without(&runs, &["checked"]);
    }
    let (runs, _) = logged.edit("test.tm", "heavy }", "light }");
    with(&runs, &[("checked", 1)]);
    without(&runs, &GLOBAL);
    without(&runs, &STRUCTURE);
    without(&runs, &VOCABULARY);
}

#[test]
fn tests_of_the_standard_library_are_not_checked_with_a_project() {
    let log = Arc::default();
    let live = Live::new(Database::with_log(Arc::clone(&log)), Model::of(&FILES));
    let logged = Logged { live, log };
    logged.live.json();
    without(&logged.taken(), &["checked", "outcome"]);
}

/// What an editor asks for first, and what it asks for while somebody types.
#[test]
fn what_a_file_says_of_itself_asks_no_rule_elsewhere_and_strays_are_looked_for_where_something_changed() {
    let log = Arc::default();
    let model = Model { std_rules: Some(&STD_RULES), ..Model::of(&FILES) };
    let mut logged = Logged { live: Live::new(Database::with_log(Arc::clone(&log)), model), log };
    let runs = |logged: &Logged, report: Part| {
        let (db, project) = (&logged.live.db, logged.live.project);
        let file = project.files(db).iter().copied().find(|file| **file.path(db) == *"a-one.tm").expect("it is there");
        report(db, project, file, &ReportOptions::default());
        logged.taken()
    };
    let cold = runs(&logged, own_report);
    without(&cold, &["strays", "global_outcome", "global_parts"]);
    with(&cold, &[("local_outcomes", 1)]);
    assert_eq!(runs(&logged, own_report), Runs::new(), "nothing changed, and something ran");

    assert!(runs(&logged, file_report)["strays"] >= FILES.len());
    logged.live.edit("a-one.tm", |text| text.replacen("service front", "// a note\n  service front", 1));
    without(&runs(&logged, file_report), &["strays"]);
    logged.live.edit("a-one.tm", |text| text.replacen("exposure: internet", "exposure: intrnet", 1));
    with(&runs(&logged, file_report), &[("strays", 1)]);
}

/// A list of elements ends with how many errors stand in the way, and has no use for findings.
#[test]
fn errors_are_counted_without_judging() {
    let log = Arc::default();
    let model = Model { std_rules: Some(&STD_RULES), ..Model::of(&FILES) };
    let mut logged = Logged { live: Live::new(Database::with_log(Arc::clone(&log)), model), log };
    logged.live.edit("a-one.tm", |text| {
        let text = text.replacen("exposure: internet", "exposure: intrnet", 1);
        format!("{text}\naccept no-such-rule on front {{}}\nservice front\n}}\n")
    });
    let (db, project) = (&logged.live.db, logged.live.project);
    let count = error_count(db, project, &ReportOptions::default());
    without(&logged.taken(), &["local_outcomes", "global_outcome", "global_parts"]);
    let errors = report(db, project, &ReportOptions::default()).errors;
    assert!(errors.len() > 3, "{errors:?}");
    assert_eq!(count, errors.len());
}

#[test]
fn the_day_reaches_only_what_reads_it() {
    let mut logged = Logged::new();
    let mut model = logged.live.model().clone();
    model.today = tm_analysis::Date::new(2027, 1, 1).expect("a date");
    logged.live.follow(model);
    logged.live.json();
    let runs = logged.taken();
    without(&runs, &["lowered", "graph", "unit", "rows_with_diagnostics", "statements"]);
    without(&runs, &STRUCTURE);
    without(&runs, &VOCABULARY);
}
