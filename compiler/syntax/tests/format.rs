//! The canonical format, case by case.

use tm_syntax::format;

/// `text` becomes `expected`, which stays as it is.
#[track_caller]
fn check(text: &str, expected: &str) {
    let found = format(text);
    assert_eq!(found.text, expected, "\n{}", found.text);
    assert!(!found.is_partial, "\n{text}");
    assert_eq!(format(expected).text, expected);
}

/// `text` is canonical.
#[track_caller]
fn stays(text: &str) {
    check(text, text);
}

// ---- files --------------------------------------------------------------------------------------------------------

#[test]
fn ends_of_lines_and_blank_lines() {
    check("", "");
    check(" \r\n\n", "");
    check("\u{FEFF}module a\r\n\r\n\r\n\r\nuse b\r\nuse c", "module a\n\nuse b\nuse c\n");
    check(
        "\n\n//! Docs.  \n\n//! More.\nmodule a\n/// Of b.\n\n/// More.\n\nservice b\n\n\n// end  \n\n",
        "//! Docs.\n//! More.\nmodule a\n/// Of b.\n/// More.\nservice b\n\n// end\n",
    );
    check("service a{}service b,service c", "service a {}\nservice b\nservice c\n");
}

#[test]
fn imports() {
    check("use a . b . { c,d  as e, }", "use a.b.{c, d as e}\n");
    let names: Vec<String> = (0..12).map(|i| format!("a-long-name-{i}")).collect();
    let broken = format!("use a.{{\n  {},\n}}\n", names.join(",\n  "));
    check(&format!("use a.{{{}}}", names.join(",")), &broken);
}

// ---- blocks -------------------------------------------------------------------------------------------------------

#[test]
fn a_block_stays_on_one_line_if_it_was_written_so_and_fits() {
    check("service a {b:c   d : e}", "service a { b: c  d: e }\n");
    check("service a { b: c, d: e, }", "service a { b: c  d: e }\n");
    check("service a {\nb: c d: e}", "service a {\n  b: c\n  d: e\n}\n");
    check("service a {\n\n  b: c\n\n\n  d: e\n\n}", "service a {\n  b: c\n\n  d: e\n}\n");
    check("service a {\n}\nkind b is c { }", "service a {}\nkind b is c {}\n");
    stays("namespace shop { service cart { authentication-at: gateway  peer-policy: wildcard-principal } }\n");
    check(
        "service cart { description: \"a text that is so long that nothing can stand beside it in line\"  owner: \"me\" }",
        "service cart {\n  description: \"a text that is so long that nothing can stand beside it in line\"\n  owner: \"me\"\n}\n",
    );
}

#[test]
fn one_hundred_columns_fit_and_one_more_does_not() {
    let name = "n".repeat(100 - "service  { a: b }".len());
    stays(&format!("service {name} {{ a: b }}\n"));
    stays(&format!("service {name} {{ a: b }} // a comment is not counted\n"));
    let name = format!("{name}n");
    check(&format!("service {name} {{ a: b }}"), &format!("service {name} {{\n  a: b\n}}\n"));
}

#[test]
fn a_block_breaks_and_the_blocks_in_it_stay() {
    check(
        "cluster prod { namespace shop { service cart { peer-policy: allow-all } } namespace payments { service charge } }",
        "cluster prod {\n  namespace shop { service cart { peer-policy: allow-all } }\n  namespace payments { service charge }\n}\n",
    );
}

#[test]
fn flows_and_the_rest_of_a_model() {
    check(
        "cluster a{each flow{b:c}service d{->e.f{g:h}->i}d->i , flow j : d->i\n}",
        "cluster a {\n  each flow { b: c }\n  service d { -> e.f { g: h }  -> i }\n  d -> i\n  flow j: d -> i\n}\n",
    );
    check(
        "service a {\n b: not-applicable ( \"c\" )\n d: [ ]\n `e f`: [ g,[h , \"i\"] ]\n}",
        "service a {\n  b: not-applicable(\"c\")\n  d: []\n  `e f`: [g, [h, \"i\"]]\n}\n",
    );
    check("assume a { about:[b] expires : 2027-01-31 }", "assume a { about: [b]  expires: 2027-01-31 }\n");
    check(
        "accept r on a -> b.c,d{reason:\"e\"} accept r on project { reason: \"e\" }",
        "accept r on a->b.c, d { reason: \"e\" }\naccept r on project { reason: \"e\" }\n",
    );
}

#[test]
fn tests_keep_the_order_of_their_entries() {
    check(
        "test \"t\" {\n expect no s\n today: 2026-07-01\n service a\n expect r on a, a->b\n profile : strict\n expect nothing }",
        "test \"t\" {\n  expect no s\n  today: 2026-07-01\n  service a\n  expect r on a, a->b\n  profile: strict\n  expect nothing\n}\n",
    );
}

// ---- lists --------------------------------------------------------------------------------------------------------

#[test]
fn a_long_list_has_one_item_a_line_and_a_trailing_comma() {
    let items: Vec<String> = (0..9).map(|i| format!("\"some text {i}\"")).collect();
    let broken = format!("service a {{\n  b: [\n    {},\n  ]\n  c: d\n}}\n", items.join(",\n    "));
    check(&format!("service a {{ b: [{}] c: d }}", items.join(", ")), &broken);
    check(&broken, &broken);
    check("service a {\n  b: [\n    c,\n    d,\n  ]\n}\n", "service a {\n  b: [c, d]\n}\n");
}

// ---- comments -----------------------------------------------------------------------------------------------------

#[test]
fn comments_stay_where_they_are() {
    stays(
        "// first

//! File.
module a // trailing

// own line
/// Docs.
// between
service b { // behind the brace
  // inside

  c: d // trailing
  // last
} // behind

// end
",
    );
    check(
        "service a { /// Docs.\n  b: c /// More.\n d: e\n}",
        "service a {\n  /// Docs.\n  b: c\n  /// More.\n  d: e\n}\n",
    );
    check("service a {\n  // nothing\n\n}", "service a {\n  // nothing\n}\n");
    check("service // odd\n a // odder\n {}", "service // odd\n  a // odder\n  {}\n");
}

#[test]
fn comments_pass_commas() {
    check(
        "service a {\n  b: [c // of c\n    , d, // of d\n    // own\n    e // of e\n  ], // of b\n  f: g // of f\n  ,\n}",
        "service a {
  b: [
    c, // of c
    d, // of d
    // own
    e, // of e
  ] // of b
  f: g // of f
}
",
    );
    check(
        "service a { b: [c // one\n, // two\n d] }",
        "service a {\n  b: [\n    c, // one\n    // two\n    d,\n  ]\n}\n",
    );
}

#[test]
fn comments_in_expressions_break_them() {
    check(
        "rule r {\n  where a // first\n    and b\n    // second\n    and c and // third\n d\n}",
        "rule r {
  where a // first
    and b
    // second
    and c
    and // third
      d
}
",
    );
}

// ---- text blocks --------------------------------------------------------------------------------------------------

#[test]
fn text_blocks_move_as_a_whole() {
    check(
        "rule r {\nhelp: \"\"\"\n        first\n          second\n\n      third\n  \"\"\"\n}",
        "rule r {\n  help: \"\"\"\n      first\n        second\n\n    third\n    \"\"\"\n}\n",
    );
    stays("rule r {\n  help: \"\"\"one line\"\"\"\n  message: \"\"\"starts here\n and goes on\"\"\"\n}\n");
}

// ---- vocabulary ---------------------------------------------------------------------------------------------------

#[test]
fn enums_and_scales() {
    check("enum E {none,a b}", "enum E { none a b }\n");
    check("enum E { field f:bool=false none a{f:true} }", "enum E { field f: bool = false  none  a { f: true } }\n");
    check("enum E {\n none a\n b { c: d, e: f } }", "enum E {\n  none\n  a\n  b { c: d  e: f }\n}\n");
    check("extend enum p . E{a}", "extend enum p.E { a }\n");
    check("scale S{low<high}", "scale S { low < high }\n");
    check("scale S {\n/// Docs.\nlow<high }", "scale S {\n  /// Docs.\n  low <\n  high\n}\n");
}

#[test]
fn kinds() {
    check(
        "abstract kind a is b{\nfact c:[[D]]=[e] inherited control f : G, h:i derive j:bool=not k\n}",
        "abstract kind a is b {\n  fact c: [[D]] = [e]\n  inherited control f: G\n  h: i\n  derive j: bool = not k\n}\n",
    );
    check("kind a kind b is c kind d { fact e: F  g: h }", "kind a\nkind b is c\nkind d { fact e: F  g: h }\n");
}

#[test]
fn a_long_default_goes_to_the_next_line() {
    check(
        "extend identity {
  derive classification-of-all: Classification = max ds in [self.data, self.returns], d in ds: d.classification
  derive exposed: bool = self.exposure.outside or self.classification >= confidential or any e in self.endpoints: e.exposure.outside
}",
        "extend identity {
  derive classification-of-all: Classification =
    max ds in [self.data, self.returns], d in ds: d.classification
  derive exposed: bool =
    self.exposure.outside
    or self.classification >= confidential
    or any e in self.endpoints: e.exposure.outside
}
",
    );
}

// ---- expressions --------------------------------------------------------------------------------------------------

#[test]
fn operators_are_spaced() {
    check(
        "rule r{where(a or not(b))and c . d==[e,f]and g not in h and i is not k and a~>b along r{all h:x , no h:y}}",
        "rule r {
  where (a or not (b))
    and c.d == [e, f]
    and g not in h
    and i is not k
    and a ~> b along r { all h: x  no h: y }
}
",
    );
}

#[test]
fn long_conditions_break_in_front_of_operators() {
    check(
        "rule gateway-bypass {
  for s: workload
  where s.authentication-at == gateway and s is not gateway and (x is actor and x.untrusted and x ~> s along request { avoiding v: v is gateway } or x is workload and x ~> s along network)
  let lost = collect x in workload if x != s and x.reached-by-untrusted and (no a in actor: a ~> x along request): x
}",
        "rule gateway-bypass {
  for s: workload
  where s.authentication-at == gateway
    and s is not gateway
    and (x is actor and x.untrusted and x ~> s along request { avoiding v: v is gateway }
      or x is workload and x ~> s along network)
  let lost =
    collect x in workload
      if x != s and x.reached-by-untrusted and (no a in actor: a ~> x along request): x
}
",
    );
}

#[test]
fn conditions_on_hops_are_a_block() {
    let rule = "rule r {
  path p: a ~> s along request {
    avoiding v: v is gateway
    last h: not (h.via is flow and h.via.re-establishes-trust)
  }
  where x
    and a ~> s along request {
      first h: h.via is flow
    }
  let l = a ~> s along request {
    first h: h.via is flow
  }
}
";
    stays(rule);
}

#[test]
fn a_long_body_of_a_quantifier_has_its_own_line() {
    check(
        "extend workload { derive identity-spoofable: bool = self.forgeable-caller and (self.bypassable or any f in self.incoming if f.identity-propagation.forgeable: f.from is workload and f.from is not gateway or f.from is actor and f.from.untrusted) }",
        "extend workload {
  derive identity-spoofable: bool =
    self.forgeable-caller
    and (self.bypassable
      or any f in self.incoming if f.identity-propagation.forgeable:
        f.from is workload and f.from is not gateway or f.from is actor and f.from.untrusted)
}
",
    );
}

#[test]
fn conditionals() {
    check(
        "kind k {
  derive a: T = if b then c else d
  derive some-rather-long-name: Classification = if self.exposure.outside then confidential else if self.exposure.partner then restricted else public
  derive b: T = [if self.exposure.outside-of-the-whole-organisation then confidential-and-worse else public]
}",
        "kind k {
  derive a: T = if b then c else d
  derive some-rather-long-name: Classification =
    if self.exposure.outside then confidential
    else if self.exposure.partner then restricted
    else public
  derive b: T = [
    if self.exposure.outside-of-the-whole-organisation then confidential-and-worse else public,
  ]
}
",
    );
}

#[test]
fn edges_break_in_front_of_where() {
    check(
        "relation r { edge b.parent -> b via b for b: network-zone where b.network-policy != default-deny and b.parent is network-zone needs b edge c->d }",
        "relation r {
  edge b.parent -> b via b for b: network-zone
    where b.network-policy != default-deny and b.parent is network-zone
    needs b
  edge c -> d
}
",
    );
}

// ---- commas that must stay ----------------------------------------------------------------------------------------

#[test]
fn a_comma_stays_where_the_words_around_it_would_join() {
    stays("test \"t\" { expect no,  service a }\n");
    stays("kind a,\nis b\n");
    stays("kind a {\n  fact b: text = not,\n  c d\n  e f,\n  is g\n}\n");
}

// ---- errors -------------------------------------------------------------------------------------------------------

#[track_caller]
fn partial(text: &str, expected: &str) {
    let found = format(text);
    assert!(found.is_partial, "\n{text}");
    assert_eq!(found.text, expected, "\n{}", found.text);
    assert_eq!(format(expected).text, expected);
}

#[test]
fn an_item_with_an_error_stays_as_it_is() {
    partial(
        "service   a{b:c}\n\n\n/// Docs of  it.\n\n  service   b{ c:  }  // here \n\n\nservice   d{e:f}",
        "service a { b: c }\n\n/// Docs of  it.\n\n  service   b{ c:  }  // here\n\nservice d { e: f }\n",
    );
    partial(
        "service a{}  service   b{ c: }   service d{}\nuse   e",
        "service a{}  service   b{ c: }   service d{}\nuse e\n",
    );
    partial("service a{}\r\n;;  ;\r\nservice   b{}", "service a {}\n;;  ;\nservice b {}\n");
    partial("module\n\nservice   a{}", "module\n\nservice a {}\n");
}

#[test]
fn a_warning_is_no_error() {
    check(
        "rule r {\n/// Odd.\nseverity:high\n}\n/// Nothing follows.",
        "rule r {\n  /// Odd.\n  severity: high\n}\n/// Nothing follows.\n",
    );
}
