//! Texts that somebody is still writing: one mistake gives one error, and what stands around it is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use support::{broken, names};
use tm_syntax::parse;

/// Checks the tree and the errors, given as `name@offset:text`.
#[track_caller]
fn check(text: &str, expected: &str, errors: &[&str]) {
    let (tree, found) = broken(text);
    assert_eq!(tree, expected, "\n{text}\n{found:#?}");
    assert_eq!(found, errors, "\n{text}");
}

// ---- braces -------------------------------------------------------------------------------------------------------

#[test]
fn a_block_without_its_brace_ends_where_indentation_says_so() {
    check(
        "namespace shop {\n  service a {\n    x: y\n  service b {\n    z: w\n  }\n}\nservice c {}\n",
        "namespace(shop {service(a {x:y}) service(b {z:w})}) service(c {})",
        &["missing-brace@39:"],
    );
    check(
        "namespace shop {\n  service a {}\n\n/// Docs.\nservice b {\n  x: y\n}\n",
        "namespace(shop {service(a {})}) #Docs. service(b {x:y})",
        &["missing-brace@31:"],
    );
    check("service a { x: y\nservice b { }", "service(a {x:y}) service(b {})", &["missing-brace@16:"]);
    check("service a\n{\n  x: y\nservice b\n{\n}\n", "service(a {x:y}) service(b {})", &["missing-brace@18:"]);
}

#[test]
fn a_missing_brace_points_at_the_block_that_it_should_close() {
    let text = "service a {\n  x: y\nservice b {}\n";
    let parsed = parse(text);
    let error = &parsed.errors[0];
    let label = &error.labels[0];
    assert_eq!(&text[label.range.start as usize..label.range.end as usize], "{");
    assert_eq!(label.message, "this `{` is never closed");
    assert_eq!(error.message, "a `}` is missing here");
}

#[test]
fn braces_that_are_missing_at_the_end_are_one_error() {
    check("a b {\n  c d {\n    e: f\n", "a(b {c(d {e:f})})", &["missing-brace@22:"]);
    check("a b { c d { e: f", "a(b {c(d {e:f})})", &["missing-brace@16:"]);
}

#[test]
fn balanced_files_are_read_by_their_braces_alone() {
    check(
        "service a {\nx: y\nservice b {\n}\n    }\n service c {}",
        "service(a {x:y service(b {})}) service(c {})",
        &[],
    );
    check("service a { } service b { x: y }", "service(a {}) service(b {x:y})", &[]);
}

#[test]
fn an_attribute_has_no_place_outside_a_block() {
    check("service a {\nx: y\nservice b {\n}\n", "service(a {x:y}) service(b {})", &["missing-brace@16:"]);
}

#[test]
fn an_extra_brace_closes_nothing() {
    check("service a { } }\nservice b {}", "service(a {}) service(b {})", &["extra-brace@14:}"]);
    check("}\nservice b {}", "service(b {})", &["extra-brace@0:}"]);
}

#[test]
fn hop_conditions_without_their_brace() {
    check(
        "rule r {\n  path p: a ~> b along r {\n    all h: x\n  severity: high\n}\nrule s { severity: low }",
        "rule(r {path(p (a ~> b along r {all h: x})) severity:high}) rule(s {severity:low})",
        &["missing-brace@48:"],
    );
    check(
        "rule r {\n  where (a ~> b along r { all h: x\n    or c)\n  severity: high\n}",
        "rule(r {where(<(a ~> b along r {all h: (or x c)})>) severity:high})",
        &["missing-brace@52:"],
    );
}

#[test]
fn brackets_end_where_a_member_begins() {
    check(
        "rule r {\n  for f: flow\n  where (f.a and f.b\n  severity: high\n}",
        "rule(r {for(f:flow) where(<(and f.a f.b)>) severity:high})",
        &["missing-bracket@43:"],
    );
    check(
        "service a { data: [a, b\n  team: x\n}\nservice b {}",
        "service(a {data:[a b] team:x}) service(b {})",
        &["missing-bracket@23:"],
    );
    check("a: b\n) service b {}", "a:b service(b {})", &["unexpected-token@5:)"]);
    check("a b { c: [d) e] }", "a(b {c:[d e]})", &["unexpected-token@11:)", "missing-comma@13:e"]);
}

// ---- members ------------------------------------------------------------------------------------------------------

#[test]
fn half_typed_flows() {
    check("flow checkout ->\nflow pay: a -> b", "flow(checkout -> ?) flow(pay: a -> b)", &["missing-name@5:checkout"]);
    check("flow checkout: a ->\nflow pay: a -> b", "flow(checkout: a -> ?) flow(pay: a -> b)", &["missing-name@17:->"]);
    check("flow checkout:\nflow pay: a -> b", "flow(checkout: -> ?) flow(pay: a -> b)", &["missing-name@13::"]);
    check("a b {\n  ->\n  c d {}\n}", "a(b {flow(-> ?) c(d {})})", &["missing-name@8:->"]);
    check("a b {\n  c.d\n  e f\n}", "a(b {flow(c.d -> ?) e(f)})", &["unexpected-token@10:d"]);
}

#[test]
fn a_value_that_is_missing() {
    check("service a {\n  kind:\n  team: x\n}", "service(a {kind:? team:x})", &["missing-value@18::"]);
    check("service a { kind: }", "service(a {kind:?})", &["missing-value@18:}"]);
    check("service a {\n  kind:\n  service b {}\n}", "service(a {kind:? service(b {})})", &["missing-value@18::"]);
    check("service a {\n  kind:\n  b.c -> d\n}", "service(a {kind:? flow(b.c -> d)})", &["missing-value@18::"]);
    check("a b { c: not-applicable() }", "a(b {c:not-applicable(?)})", &["missing-value@24:)"]);
}

#[test]
fn half_typed_keywords_and_missing_names() {
    check("serv\nservice x {}", "serv(?) service(x {})", &["missing-name@0:serv"]);
    check("service a {\n  serv\n  team: x\n}", "service(a {serv(?) team:x})", &["missing-name@14:serv"]);
    check("service {\n  x: y\n}", "service(? {x:y})", &["missing-name@8:{"]);
    check("service \"cart\" { x: y }", "service(cart {x:y})", &["missing-name@8:\"cart\""]);
    check("rule {\n  for s: service\n}", "rule(? {for(s:service)})", &["missing-name@5:{"]);
    check("kind a { fact\n  control b: c }", "kind(a {control b:c})", &["missing-name@9:fact"]);
    check("module\nservice a {}", "service(a {})", &["missing-name@0:module"]);
}

#[test]
fn names_that_begin_with_a_digit_are_offered_raw() {
    check("service 3scale { x: y }", "service(3scale {x:y})", &["invalid-name@8:3scale"]);
    let help = parse("service 3scale {}").errors[0].help.clone().unwrap_or_default();
    assert!(help.contains("`3scale`"), "{help}");
}

#[test]
fn lists_without_commas() {
    check("a b { c: [d e, f] }", "a(b {c:[d e f]})", &["missing-comma@12:e"]);
    check("a b { c: [, d,, e] }", "a(b {c:[d e]})", &["unexpected-token@10:,", "unexpected-token@14:,"]);
    check("rule r { where a in [b c] }", "rule(r {where((in a [b c]))})", &["missing-comma@23:c"]);
}

#[test]
fn blocks_and_modules_out_of_place() {
    check("extend a\nservice b {}", "extend(a) service(b {})", &["missing-block@7:a"]);
    check("service a {}\nmodule b\nservice c {}", "service(a {}) service(c {})", &["misplaced-module@13:module"]);
    check("accept r {}", "accept(r on [] {})", &["missing-name@9:{"]);
}

// ---- characters, texts, documentation -----------------------------------------------------------------------------

#[test]
fn garbage_is_one_error_and_changes_nothing() {
    check("@@ ;; %%\nservice b {}", "service(b {})", &["invalid-character@0:@@"]);
    check("service a { @@ ;; %% x: y }", "service(a {x:y})", &["invalid-character@12:@@"]);
    check("service a { x: @ }", "service(a {x:?})", &["invalid-character@15:@"]);
    check("service é {}", "service(? {})", &["invalid-character@8:é"]);
    check("service a { ( ) 7 x: y }", "service(a {x:y})", &["unexpected-token@12:("]);
}

#[test]
fn texts_that_are_not_closed() {
    check(
        "service a { route: \"POST /x\n  b: c }",
        "service(a {route:\"POST /x\" b:c})",
        &["unterminated-string@19:\"POST /x"],
    );
    check(
        "service a { route: \"POST /{id} }\nservice b {}",
        "service(a {route:\"POST /{id} }\"}) service(b {})",
        &["unterminated-string@19:\"POST /{id} }"],
    );
    check("service a { x: \"\"\"abc\ndef }", "service(a {x:\"abc\\ndef }\"})", &["unterminated-text-block@15:\"\"\""]);
}

#[test]
fn escapes() {
    check("a b { c: \"d \\q\" }", "a(b {c:\"d \\\\q\"})", &["invalid-escape@12:\\q"]);
    check("rule r { message: \"\\{\"  at: \"\\{\" }", "rule(r {message:\"{\" at:\"{\"})", &["invalid-escape@29:\\{"]);
}

#[test]
fn documentation_without_a_declaration() {
    check("service a {\n  x: y\n  /// nothing\n}", "service(a {x:y})", &["dangling-doc@21:/// nothing"]);
    check("a b { c: [\n /// d\n e] }", "a(b {c:[e]})", &["dangling-doc@12:/// d"]);
    check("service a {}\n//! late\n", "service(a {})", &["dangling-doc@13://! late"]);
    check("/// d\nmodule a", "module(a)", &["dangling-doc@0:/// d"]);
    check("rule r {\n /// d\n where a }", "rule(r {where(a)})", &["dangling-doc@10:/// d"]);
    assert!(parse("/// d").errors.iter().all(|error| error.is_warning));
    assert!(!parse("/// d").has_errors());
}

// ---- rules and expressions ----------------------------------------------------------------------------------------

#[test]
fn expressions_that_end_too_early() {
    check(
        "rule r {\n  for f: flow\n  where f.\n  severity: high\n}",
        "rule(r {for(f:flow) where(f.?) severity:high})",
        &["missing-name@32:."],
    );
    check(
        "rule r {\n  where a and\n  path p: a ~> b along\n  severity: high\n}",
        "rule(r {where((and a ?)) path(p (a ~> b along ?)) severity:high})",
        &["missing-value@19:and", "missing-name@40:along"],
    );
    check(
        "rule r {\n  where\n  severity:\n  message: \"x\"\n}",
        "rule(r {where(?) severity:? message:\"x\"})",
        &["missing-value@11:where", "missing-value@27::"],
    );
    check("rule r {\n  where a is\n  severity: high\n}", "rule(r {where(a) severity:high})", &["missing-name@19:is"]);
    check(
        "rule r {\n  where if a then b\n  severity: high\n}",
        "rule(r {where((if a b ?)) severity:high})",
        &["missing-value@27:b"],
    );
    check("rule r {\n  for\n  severity: high\n}", "rule(r {for() severity:high})", &["missing-name@11:for"]);
    check("rule r { for s where a }", "rule(r {for(s:?) where(a)})", &["missing-value@15:where"]);
    check("kind a { derive b: c }", "kind(a {derive b:c})", &["missing-value@21:}"]);
}

#[test]
fn quantifiers_that_something_follows() {
    let name = "quantifier-needs-parentheses";
    check(
        "rule r { where any x in y and b }",
        "rule(r {where((and (any x in y) b))})",
        &[&format!("{name}@15:any x in y")],
    );
    check(
        "rule r { where count x in y > 1 }",
        "rule(r {where((gt (count x in y) 1))})",
        &[&format!("{name}@15:count x in y")],
    );
    check(
        "rule r { where a == count x in y }",
        "rule(r {where((eq a (count x in y)))})",
        &[&format!("{name}@20:count x in y")],
    );
    check(
        "rule r { where any x in y if no z in w: v }",
        "rule(r {where((any x in y if (no z in w : v)))})",
        &[&format!("{name}@29:no z in w: v")],
    );
    check(
        "rule r { where if any x in y then a else b }",
        "rule(r {where((if (any x in y) a b))})",
        &[&format!("{name}@18:any x in y")],
    );
}

#[test]
fn comparisons_do_not_chain() {
    check(
        "rule r { where a < b < c  severity: high }",
        "rule(r {where((lt a b)) severity:high})",
        &["comparison-chain@21:<"],
    );
    check(
        "rule r { where a == b in c == d and e }",
        "rule(r {where((and (eq a b) e))})",
        &["comparison-chain@22:in", "comparison-chain@27:=="],
    );
}

#[test]
fn operators_of_other_languages() {
    check(
        "rule r { where a && b || !c }",
        "rule(r {where((or (and a b) (not c)))})",
        &["wrong-operator@17:&&", "wrong-operator@22:||", "wrong-operator@25:!"],
    );
    check("rule r { where a = b }", "rule(r {where((eq a b))})", &["wrong-operator@17:="]);
    check("service a { x = y }", "service(a {x:y})", &["wrong-operator@14:="]);
    check(
        "rule r { let n: x  severity = high }",
        "rule(r {let(n = x) severity:high})",
        &["wrong-operator@14::", "wrong-operator@28:="],
    );
    check("kind k { derive y: bool : z }", "kind(k {derive y:bool=z})", &["wrong-operator@24::"]);
}

#[test]
fn signs_of_other_languages_are_read_by_what_stands_around_them() {
    check("service a { x => y  z => 3 }", "service(a {x:y z:3})", &["wrong-operator@14:=>", "wrong-operator@22:=>"]);
    check("service x\nservice a { x => y }", "service(x) service(a {flow(x -> y)})", &["wrong-operator@24:=>"]);
    check("service a { -> y { x => [z] } }", "service(a {flow(-> y {x:[z]})})", &["wrong-operator@21:=>"]);
    check(
        "service a {\n  x => y\n  y => z\n}",
        "service(a {flow(x -> y) flow(y -> z)})",
        &["wrong-operator@16:=>", "wrong-operator@25:=>"],
    );
    check("x => y\nx.z => y", "flow(x -> y) flow(x.z -> y)", &["wrong-operator@2:=>", "wrong-operator@11:=>"]);
    check("rule r { where a ? b : not c }", "rule(r {where((if a b (not c)))})", &["wrong-operator@17:?"]);
    check("rule r { where (a ? b : c) == d }", "rule(r {where((eq <(if a b c)> d))})", &["wrong-operator@18:?"]);
    check("rule r { where a ?\n  severity: b }", "rule(r {where(a) severity:b})", &["invalid-character@17:?"]);
}

#[test]
fn bindings_of_other_languages() {
    let tree = "rule(r {for(s:k) where(s.x)})";
    for (text, error) in [
        ("for k s", "k s"),
        ("for s k", "s k"),
        ("for s is k", "is"),
        ("for s = k", "="),
        ("for each s: k", "each"),
        ("for every k s", "every k s"),
        ("for (s: k)", "("),
    ] {
        let text = format!("rule r {{ {text}\n  where s.x }}");
        let at = text.find(error).unwrap();
        check(&text, tree, &[&format!("unexpected-token@{at}:{error}")]);
    }
    check("rule r { for each: k, no: j }", "rule(r {for(each:k no:j)})", &[]);
    check("rule r { for all in k }", "rule(r {for(all in k)})", &[]);
}

#[test]
fn types_of_other_languages() {
    for (text, tree) in [
        ("list<a>", "[a]"),
        ("Set<a.b>", "[a.b]"),
        ("list[a]", "[a]"),
        ("list of a", "[a]"),
        ("a[]", "[a]"),
        ("a[][]", "[a]"),
        ("optional<a>", "a"),
        ("list<list<a>>", "?"),
        ("map<a, b>", "?"),
        ("list<a", "?"),
    ] {
        let file = format!("kind k {{\n  fact x: {text} = c\n  y: z\n}}");
        check(&file, &format!("kind(k {{fact x:{tree}=c y:z}})"), &[&format!("unexpected-token@19:{text}")]);
    }
}

#[test]
fn a_file_in_another_language_is_one_error() {
    for (text, first) in [
        ("a:\n  - b: c\n", "a:"),
        ("# x\na: 1\nb:\n  c: d\n", "a: 1"),
        ("\u{FEFF}---\n- a: b\n  c: d\n", "---"),
        ("<?xml version=\"1.0\"?>\n<a/>\n", "<?xml version=\"1.0\"?>"),
        ("<!-- x -->\n<a b=\"c\">\n</a>\n", "<!-- x -->"),
        ("{ \"a\": [1, 2, {}] }", "{ \"a\": [1, 2, {}] }"),
        ("[a]\nb = 1\n[[c]]\n", "[a]"),
    ] {
        let at = text.find(first).unwrap();
        check(text, "", &[&format!("unexpected-token@{at}:{first}")]);
    }
}

#[test]
fn a_half_typed_file_is_none_in_another_language() {
    for text in [
        "a:\n",
        "a: b\nc: d\n",
        "a:\n  - b\nservice c {}\n",
        "service a:\n  b: c\n",
        "service: {\n  a: b\n}\n",
        "flow:\n  a -> b\n",
        "---\n",
        "<",
        "<<<<<<< HEAD\nservice a\n",
        "{",
        "[",
        "{ a: b }",
    ] {
        for error in parse(text).errors {
            assert!(!error.message.contains("not written in"), "{text}: {error:?}");
        }
    }
}

#[test]
fn messages_say_what_could_stand_there() {
    let error = &parse("service a { x: }").errors[0];
    assert_eq!(error.message, "expected a value, found `}`");
    assert!(error.help.is_some());
    assert_eq!(parse("service a {\n  ) : x\n}").errors.len(), 2);
    assert_eq!(names("enum E { a: b, c }"), ["unexpected-token"]);
}

#[test]
fn bindings_may_stand_on_lines_of_their_own() {
    for text in [
        "rule r {\n  for a: k,\n    b: j\n  where a == b\n}\n",
        "rule r {\n  for a: k\n  exists\n    b: j,\n    c in a.list\n  where a == b\n}\n",
    ] {
        assert!(tm_syntax::parse(text).errors.is_empty(), "{text}: {:?}", tm_syntax::parse(text).errors);
    }
    let half = tm_syntax::parse("rule r {\n  for a: k,\n  severity: high\n}\n");
    assert_eq!(half.errors.iter().map(|error| error.name).collect::<Vec<_>>(), ["missing-name"]);
}
