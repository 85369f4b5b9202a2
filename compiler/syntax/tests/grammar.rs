//! Every production on a small input: the tree that it gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use support::tree;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(tree(text), expected, "\n{text}");
}

fn check_expr(text: &str, expected: &str) {
    check(&format!("rule r {{ where {text} }}"), &format!("rule(r {{where({expected})}})"));
}

#[test]
fn files_and_imports() {
    check("", "");
    check("//! One.\n//! Two.\nmodule a.b\n", "#One./Two. module(a.b)");
    check("use a.b", "use(a.b)");
    check("use a.b.{x, y as z,}", "use(a.b {x z=y})");
    check("service a {} use b", "service(a {}) use(b)");
    check("module module\nuse use", "module(module) use(use)");
}

#[test]
fn elements() {
    check("service cart", "service(cart)");
    check("service cart {}", "service(cart {})");
    check("/// Docs.\n///  More.\nservice cart { /// d\n x: y }", "#Docs./ More. service(cart {#d x:y})");
    check(
        "cluster a { namespace b { service c { endpoint d } } }",
        "cluster(a {namespace(b {service(c {endpoint(d)})})})",
    );
    check("service `any text` { a: b, c: d, service e, }", "service(any text {a:b c:d service(e)})");
    check("service\n  cart\n{\n}", "service(cart {})");
}

#[test]
fn values() {
    check(
        "service a { a: b.c  d: \"e\"  f: 1  g: 2026-12-31  h: true  i: false  j: unknown  k: []  l: [m, [n], \"o\",] }",
        "service(a {a:b.c d:\"e\" f:1 g:2026-12-31 h:TRUE i:FALSE j:UNKNOWN k:[] l:[m [n] \"o\"]})",
    );
    check(
        "service a { b: not-applicable(\"c\")  d: not-applicable }",
        "service(a {b:not-applicable(\"c\") d:not-applicable})",
    );
    check("service a { b: \"\"\"\n    c\n      d\n    \"\"\" }", "service(a {b:\"c\\n  d\"})");
    check("service a { b: true.c  d:\n e\n  f: g }", "service(a {b:true.c d:e f:g})");
}

#[test]
fn flows() {
    check("flow n: a -> b.c { d: e }", "flow(n: a -> b.c {d:e})");
    check("a -> b a.b -> c.d {}", "flow(a -> b) flow(a.b -> c.d {})");
    check("service a { -> b  -> c {} x: y }", "service(a {flow(-> b) flow(-> c {}) x:y})");
    check("service a { flow: b  -> c }", "service(a {flow:b flow(-> c)})");
}

#[test]
fn defaults_for_many() {
    check("each service { a: b }", "each(service {a:b})");
    check(
        "cluster a { each std.flow { protocol: http } each: b }",
        "cluster(a {each(std.flow {protocol:http}) each:b})",
    );
}

#[test]
fn enums_and_scales() {
    check("enum E { none, a b { x: true  y: c } }", "enum(E [] [none a b{x:TRUE y:c}])");
    check(
        "enum E { field f: bool = true  /// d\n field g: text  field }",
        "enum(E [field f:bool=TRUE #d field g:text] [field])",
    );
    check("extend enum p.E { /// d\n a { b: c } }", "extend-enum(p.E [#d a{b:c}])");
    check("extend enum { x: y }", "extend(enum {x:y})");
    check("scale S { a < /// d\n b < c }", "scale(S [a #d b c])");
}

#[test]
fn kinds() {
    check("kind a", "kind(a)");
    check("abstract kind a is b.c {}", "abstract-kind(a is b.c {})");
    check(
        "kind a { fact b: text  control c: [D] = [e]  inherited control f: G  derive h: int = count x in y  i: j  fact: k }",
        "kind(a {fact b:text control c:[D]=[e] inherited control f:G derive h:int=(count x in y) i:j fact:k})",
    );
    check(
        "extend a.b { /// d\n fact c: bool = true, service d {} -> e }",
        "extend(a.b {#d fact c:bool=TRUE service(d {}) flow(-> e)})",
    );
}

#[test]
fn operators_bind_as_they_should() {
    check_expr("a or b and not c == d or e", "(or a (and b (not (eq c d))) e)");
    check_expr(
        "a != b and c < d and e <= f and g > h and i >= j",
        "(and (ne a b) (lt c d) (le e f) (gt g h) (ge i j))",
    );
    check_expr("a in [b, c,] and d not in e.f", "(and (in a [b c]) (not-in d e.f))");
    check_expr(
        "a is set and b is not known or c is unknown or d is not k.e",
        "(or (and (is a SET) (is-not b KNOWN)) (is c UNKNOWN) (is-not d k.e))",
    );
    check_expr("not not (a or b).c", "(not (not <(or a b)>.c))");
    check_expr("if a then b else if c then d else e", "(if a b (if c d e))");
    check_expr(
        "true == x and y == 2026-01-01 and z != \"t\" and v > 3",
        "(and (eq TRUE x) (eq y 2026-01-01) (ne z \"t\") (gt v 3))",
    );
    check_expr("a ~> b.c along r", "(a ~> b.c along r)");
    check_expr(
        "a ~> b along r { all h: x any h: y no h: z first h: u last h: v avoiding w: w is k } and c",
        "(and (a ~> b along r {all h: x any h: y no h: z first h: u last h: v avoiding w: (is w k)}) c)",
    );
}

#[test]
fn quantifiers() {
    check_expr("any x in y", "(any x in y)");
    check_expr(
        "all x in a.b, y in x.c if x.d or y.e: x.f and y.g",
        "(all x in a.b y in x.c if (or x.d y.e) : (and x.f y.g))",
    );
    check_expr("(count x in y) > 1", "(gt <(count x in y)> 1)");
    check_expr("a and no x in [b, c]: d", "(and a (no x in [b c] : d))");
    check_expr(
        "[max x in y: x, min x in y: x, collect x in y]",
        "[(max x in y : x) (min x in y : x) (collect x in y)]",
    );
    check_expr("any x in y: any z in x: z == x", "(any x in y : (any z in x : (eq z x)))");
}

#[test]
fn keywords_are_names_where_names_are_expected() {
    check("set in { path: on, on: path, flow: each, rule: test }", "set(in {path:on on:path flow:each rule:test})");
    check_expr("path.on == set and none in all and any.x", "(and (eq path.on set) (in none all) any.x)");
    check("kind k { derive a: bool = b  in: c  and: d }", "kind(k {derive a:bool=b in:c and:d})");
    check("kind rule is test { fact kind: fact = enum }", "kind(rule is test {fact kind:fact=enum})");
    check("test -> rule  module.a -> b", "flow(test -> rule) flow(module.a -> b)");
}

#[test]
fn rules() {
    check(
        "rule r { for a: k, b in a.c exists d: e.f let g = h where i path p: a ~> b along q { any h: x } severity: high cwe: [1] message: \"{a}\" at: a.b }",
        "rule(r {for(a:k b in a.c) exists(d:e.f) let(g = h) where(i) path(p (a ~> b along q {any h: x})) severity:high cwe:[1] message:\"{a}\" at:a.b})",
    );
    check("rule r { path: a  for: b  where c }", "rule(r {path:a for:b where(c)})");
}

#[test]
fn relations() {
    check(
        "relation r { /// d\n edge a.b -> c via d for d: e, f in d.g where h or i needs j edge k -> l }",
        "relation(r {#d edge(a.b -> c via d for d:e f in d.g where (or h i) needs j) edge(k -> l)})",
    );
}

#[test]
fn assumptions_and_decisions() {
    check("assume a { about: [b] each flow { c: d } }", "assume(a {about:[b] each(flow {c:d})})");
    check("accept r on a->b.c { reason: \"d\" }", "accept(r on [a->b.c] {reason:\"d\"})");
    check("mitigate r on a, b.c {}", "mitigate(r on [a b.c] {})");
    check("dismiss r on project {}", "dismiss(r on [PROJECT] {})");
    check("dismiss r on project.a, project -> b {}", "dismiss(r on [project.a project->b] {})");
}

#[test]
fn tests() {
    check(
        "test \"t\" { today: 2026-07-01 profile: strict service a {} kind k expect r on a, a->b expect no s expect question u on v expect possible w expect nothing expect no on x }",
        "test(\"t\" {today:2026-07-01 profile:strict service(a {}) kind(k) expect-finding(r on [a a->b]) expect-no(s on []) expect-question(u on [v]) expect-possible(w on []) expect-nothing(? on []) expect-finding(no on [x])})",
    );
    check(
        "test \"t\" { rule r { for a: b where c } test \"u\" {} }",
        "test(\"t\" {rule(r {for(a:b) where(c)}) test(\"u\" {})})",
    );
}

#[test]
fn byte_order_marks_and_line_ends_do_not_matter() {
    check("\u{FEFF}module a\r\n\r\n/// d\r\nservice b {\r\n  c: d\r\n}\r\n", "module(a) #d service(b {c:d})");
}
