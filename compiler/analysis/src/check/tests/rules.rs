//! Clauses of rules, relations, templates.

use tm_rules::ir::{BindingSource, ExprKind, TemplatePart};

use super::{check, clauses_wrong, declaration_wrong, said};

#[test]
fn a_rule_is_compiled_whole() {
    let checked = check(
        r#"rule r {
             for f: flow
             exists x in f.data, y: data
             let n = f.from
             where n is workload and x == y and x.classification >= internal
             severity: if n.exposed then high else medium
             stride: [tampering, information-disclosure]
             cwe: [319]
             owasp-api: ["API8:2023"]
             capec: [94, 475]
             prefer: [x.classification == confidential]
             message: "{f.from} sends {x} \{in} the clear, {today}"
             help: "see {f}"
             at: f.encryption
           }"#,
    );
    assert_eq!(checked.said(), [""; 0]);
    let rule = checked.rules[0].as_ref().unwrap();
    assert_eq!((rule.name.as_str(), rule.family.as_str(), rule.title.as_str()), ("r", "family", "A title"));
    assert_eq!((rule.frame, rule.paths), (4, 0));
    assert!(matches!(rule.subjects[0].source, BindingSource::Kind(_)));
    assert!(matches!(rule.witnesses[0].source, BindingSource::List(_)));
    assert_eq!(*rule.metadata.stride, ["tampering", "information-disclosure"]);
    assert_eq!(*rule.metadata.cwe, [319]);
    let keys: Vec<&str> = rule.metadata.other.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["capec", "owasp-api"]);
    assert_eq!(rule.metadata.other[0].1, ["94", "475"]);
    assert!(
        matches!(&rule.message.parts[0], TemplatePart::Value(value) if matches!(value.kind, ExprKind::Attr { .. }))
    );
    let text: String = rule
        .message
        .parts
        .iter()
        .map(|part| match part {
            TemplatePart::Text(text) => text.as_str(),
            TemplatePart::Value(_) => "*",
        })
        .collect();
    assert_eq!(text, "* sends * {in} the clear, *");
    assert!(matches!(rule.at.as_ref().unwrap().kind, ExprKind::Attr { .. }));
}

#[test]
fn a_rule_may_speak_about_the_project() {
    assert_eq!(
        said(
            "let all-of-them = collect s in service if s.exposed where (count s in all-of-them) > 1 and no g in gateway"
        ),
        [""; 0]
    );
}

#[test]
fn bindings_name_kinds_and_lists() {
    clauses_wrong(
        "for s: sevice where s is set",
        "unknown-kind at sevice: there is no kind `sevice`; did you mean `service`?",
    );
    clauses_wrong(
        "for s: service, s: data where s is set",
        "duplicate-variable at s: there is a variable `s` already; give one of them another name",
    );
    clauses_wrong(
        "for today: service where today is set",
        "duplicate-variable at today: `today` is built in; give the variable another name",
    );
    clauses_wrong(
        "for s: service exists d in s.replicas where d == 1",
        "type-mismatch at s.replicas: expected a list, but this is `int`; read it directly, or write a list of one: `[s.replicas]`",
    );
    clauses_wrong(
        "for s: service, c in s.checks where c == sig and s.exposed",
        "type-mismatch at s.checks: a finding is about elements, and `Claim` is no kind of them; bind the element that has it, \
         and range over the list in `exists` or `where`",
    );
    let checked = check("rule r { for s in service where s.exposed severity: high message: \"m\" }");
    assert!(matches!(checked.rules[0].as_ref().unwrap().subjects[0].source, BindingSource::Kind(_)));
}

#[test]
fn variables_that_nobody_reads_are_warned_of() {
    let expected = "unused-variable at d: the variable `d` is never read; remove it, or begin its name with `_`";
    clauses_wrong("for s: service, d: data where s.exposed", expected);
    clauses_wrong("for s: service exists d: data where s.exposed", expected);
    clauses_wrong("for s: service let d = s.data where s.exposed", expected);
    assert_eq!(said("for s: service exists _d: data where s.exposed"), [""; 0]);
    declaration_wrong("relation x { edge s -> s.boundary via s for s: workload, d: data }", expected);
}

#[test]
fn every_clause_stands_once() {
    clauses_wrong(
        "for s: service for d: data where s.exposed and d is set",
        "duplicate-clause at for d: data: a rule has one `for`; bind all variables in one: `for x: …, y: …`",
    );
    clauses_wrong(
        "for s: service exists d: data exists x: data where s.exposed and d == x",
        "duplicate-clause at exists x: data: a rule has one `exists`; bind all variables in one: `exists x: …, y: …`",
    );
    clauses_wrong(
        "for s: service where s.exposed help: \"a\" help: \"b\"",
        "duplicate-clause at help: `help` stands here twice; keep one of them",
    );
}

#[test]
fn severity_and_message_are_required() {
    let checked = check("rule r { for s: service where s.exposed }");
    assert_eq!(
        checked.said(),
        [
            "missing-clause at r: the rule `r` has no `severity`; add `severity: high`, or what it deserves",
            "missing-clause at r: the rule `r` has no `message`; add `message: \"…\"`: what is wrong, in one line",
        ]
    );
    assert!(checked.rules[0].is_none());
}

#[test]
fn entries_are_known_by_name() {
    clauses_wrong(
        "for s: service where s.exposed strid: [tampering]",
        "unknown-clause at strid: a rule has no `strid`; did you mean `stride`?",
    );
    let far = &said("for s: service where s.exposed colour: [tampering]")[0];
    assert!(
        far.starts_with("unknown-clause at colour: a rule has no `colour`; a rule has `severity`, `message`, `help`"),
        "{far}"
    );
}

#[test]
fn severities_are_constants() {
    let severity = |value: &str| {
        check(&format!("rule r {{ for s: service where s.exposed message: \"m\" severity: {value} }}")).said()
    };
    assert_eq!(severity("if s.exposed then (if s.replicas == 1 then critical else high) else medium"), [""; 0]);
    assert_eq!(severity("hihg"), ["unknown-value at hihg: `hihg` is no value of `Severity`; did you mean `high`?"]);
    assert_eq!(
        severity("max x in [high, low]"),
        [
            "type-mismatch at max x in [high, low]: a severity is not read from the model; write one, such as `high`, or choose: \
          `if … then high else medium`"
        ]
    );
    assert_eq!(
        severity("3"),
        [
            "type-mismatch at 3: expected `Severity`, but this is `int`; write one of its values: `info`, `low`, `medium`, `high` or `critical`"
        ]
    );
}

#[test]
fn metadata_are_lists() {
    clauses_wrong(
        "for s: service where s.exposed stride: [tampring]",
        "unknown-value at tampring: `tampring` is no threat of STRIDE; did you mean `tampering`?",
    );
    clauses_wrong(
        "for s: service where s.exposed cwe: 319",
        "type-mismatch at 319: `cwe` is a list; write `cwe: [319]`",
    );
    clauses_wrong(
        "for s: service where s.exposed cwe: [\"CWE-319\"]",
        "type-mismatch at \"CWE-319\": this does not belong in `cwe`; write the numbers: `cwe: [319]`",
    );
    clauses_wrong(
        "for s: service where s.exposed cwe: [4294967296]",
        "number-too-large at 4294967296: this number is too large; write the number of a weakness, such as `319`",
    );
    clauses_wrong(
        "for s: service where s.exposed nist: [\"AC-3\", \"AC-3\"]",
        "duplicate-value at \"AC-3\": `AC-3` stands in the list twice; remove one of them: lists are sets",
    );
}

#[test]
fn entries_have_their_form() {
    clauses_wrong(
        "for s: service where s.exposed help: 3",
        "type-mismatch at 3: `help` is a text; write `help: \"…\"`, with `{x.attribute}` for what varies",
    );
    clauses_wrong(
        "for s: service where s.exposed prefer: s.exposed",
        "type-mismatch at s.exposed: `prefer` is a list of conditions, the strongest first; write `prefer: [s.exposed]`",
    );
    clauses_wrong(
        "for f: flow where f is set at: f.encryption.weak",
        "type-mismatch at f.encryption.weak: `at` points at an element or at an attribute of one; write `at: x` or `at: x.attribute`",
    );
    assert_eq!(said("for f: flow where f is set at: f"), [""; 0]);
}

#[test]
fn placeholders_are_paths() {
    let message = |text: &str| {
        check(&format!("rule r {{ for s: service where s.exposed severity: high message: \"{text}\" }}")).said()
    };
    assert_eq!(message("{s} {s.data} {s.checked-at} {s.exposed}"), [""; 0]);
    assert_eq!(
        message("{s.expsed}"),
        ["unknown-attribute at s.expsed: `service` has no attribute `expsed`; did you mean `exposed`?"]
    );
    assert_eq!(
        message("{s + 1}"),
        [
            "malformed-placeholder at {s + 1}: `{s + 1}` holds no path; write a variable or a path, as in `{x.name}`; a brace \
          itself is `\\{`"
        ]
    );
    assert_eq!(
        message("{x}"),
        [
            "unresolved-name at x: nothing is called `x` here; only variables, values of enums and kinds can be named here, no elements of a model"
        ]
    );
}

#[test]
fn edges_with_a_mistake_are_left_out() {
    let checked = check(
        "relation r {
           edge s -> s.boundary via s for s: workload
           edge s -> s.replicas via s for s: workload
           edge s -> x via g for s: workload, x: data
           edge s -> s.boundary for s: workload where s.exposed
         }",
    );
    assert_eq!(
        checked.said(),
        [
            "type-mismatch at s.replicas: expected `element`, but `s.replicas` is `int`; write an expression of type `element`",
            "unresolved-name at g: `g` is no variable of this edge; bind it: `for g: …`",
        ]
    );
    let relation = checked.index.program.relations.iter().find(|relation| relation.name == "r").unwrap();
    assert_eq!(relation.edges.len(), 2);
    assert_eq!((relation.edges[0].via, relation.edges[1].via), (Some(0), None));
    assert!(relation.edges[1].condition.is_some());
}

#[test]
fn what_an_edge_needs_is_not_judged() {
    declaration_wrong(
        "relation r { edge s -> s.boundary via s for s: workload needs s }",
        "needs-not-judged at s: `needs` is not judged: the step counts as open to whoever stands at its start; remove it, or say what \
         is needed in `where`",
    );
}

#[test]
fn an_edge_goes_via_an_element() {
    declaration_wrong(
        "relation r { edge s -> s.boundary via c for s: workload, c in s.checks }",
        "type-mismatch at c: a hop goes via an element; `c` is `Claim`; name a variable that stands for elements, or leave `via` \
         out: a silent step",
    );
}

#[test]
fn the_number_of_variables_is_limited() {
    let lets: String = (0..70_000).map(|n| format!("let a{n} = s\n")).collect();
    let checked = check(&format!("rule r {{ for s: service {lets} severity: high message: \"m\" }}"));
    let said: Vec<&str> = checked.diagnostics.iter().map(|item| item.message.as_str()).collect();
    assert_eq!(said, ["too many variables"]);
    assert!(checked.rules[0].is_none());
}

#[test]
fn messages_stay_short() {
    let name = "x".repeat(100_000);
    let checked =
        check(&format!("rule r {{ for {name}: service where {name}.foo == 1 severity: high message: \"m\" }}"));
    assert!(
        checked.diagnostics.iter().all(|item| item.message.chars().count() < 1_100),
        "{}",
        checked.diagnostics.len()
    );
    assert_eq!(checked.diagnostics.len(), 1);
}
