//! Hovers over all sorts of names.

#![allow(clippy::expect_used, reason = "a test may fail")]

use tm_analysis::{ReportOptions, report};

use super::hover;
use crate::fixture::Fixture;
use crate::place::slice;

const RULE: &str = "/// Calls travel in clear text\n///\n/// Anybody on the way can read them.\nrule clear-text {\n  for f: flow\n  where f.encryption == none\n  severity: high\n  stride: [information-disclosure]\n  message: \"{f} is readable\"\n}\n";

fn at(text: &str) -> String {
    let fixture = Fixture::new(&format!("{RULE}{text}"));
    let report = report(&fixture.db, fixture.project, &ReportOptions::default());
    hover(&fixture.db, fixture.project, &report, fixture.cursor).map(|found| found.markdown).unwrap_or_default()
}

#[track_caller]
fn has(text: &str, wanted: &[&str]) -> String {
    let found = at(text);
    for part in wanted {
        assert!(found.contains(part), "`{part}` is missing in\n{found}");
    }
    found
}

const MODEL: &str = "cluster prod {\n  network-policy: default-deny\n  each flow { encryption: none }\n  /// Where one pays.\n  service che$0ckout {\n    exposure: internal\n    -> payments\n  }\n  service payments\n}\nassume gateway {\n  about: [prod]\n  each service { authentication-at: gateway }\n  owner: \"x\"\n  expires: 2027-01-01\n}\n";

#[test]
fn an_element_shows_what_holds_of_it_and_who_says_so() {
    let found = has(
        MODEL,
        &[
            "**service** `shop.checkout`, in cluster `shop.prod`",
            "declared at line 15",
            "Where one pays.",
            "| exposure | `internal` | stated, line 16 |",
            "| authentication-at | `gateway` | assumed by assumption shop.gateway, line 23 |",
            "not stated: ",
        ],
    );
    assert!(!found.contains("Findings"), "{found}");
}

#[test]
fn a_flow_shows_findings_and_values_of_its_surroundings() {
    let flow = MODEL.replace("$0", "").replace("-> payments", "-$0> payments");
    has(
        &flow,
        &[
            "**flow** `shop.checkout->payments`",
            "| encryption | `none` | each in cluster shop.prod, line 13 |",
            "**Findings**\n\n- **high** `clear-text`: checkout->payments is readable",
        ],
    );
    let open = flow.replace("each flow { encryption: none }", "");
    has(&open, &["**Open questions**\n\n- `encryption` decides `clear-text`"]);
}

#[test]
fn words_show_their_documentation() {
    has("serv$0ice a", &["**kind** `service`", "below `workload`"]);
    has("service a { expo$0sure: internet }", &["**attribute**", "fact", "`Exposure`"]);
    has("service a { exposure: inter$0net }", &["**value** `Exposure.internet`"]);
    has("flow f: a -> b { encry$0ption: none }", &["**attribute** `flow.encryption`", "control"]);
    has(
        "service a service b flow f: a -> b { data: [] }\ntest \"t\" {\n  expect no clear-$0text\n}",
        &["Anybody on the way", "STRIDE", "0 findings here, 1 open question"],
    );
    has("rule r { for s: service path p: s ~> s along req$0uest }", &["**relation** `request`"]);
    has(
        "rule r { for s: service where s.par$0ent is set }",
        &["**attribute** `element.parent`", "The element around it"],
    );
    has("test \"t\" {\n  service insi$0de\n}", &["**service** `inside`"]);
    assert_eq!(at("// com$0ment"), "");
    assert_eq!(at("service a { $0 }"), "");
    assert_eq!(at("service a { -> nob$0ody }"), "");
}

#[test]
fn variables_show_what_they_hold() {
    let rule = |text: &str| {
        format!(
            "rule r {{\n  for f: flow, e in f.to.endpoints\n  exists a: actor\n  let enc = f.encryption\n  {text}\n}}\n"
        )
    };
    let found = has(&rule("where f$0.encryption == none"), &["**variable** `f`: `flow`\n\n"]);
    assert!(found.len() > "**variable** `f`: `flow`".len() + 10, "the kind is not explained: {found}");
    has(&rule("where e$0.name == \"x\""), &["**variable** `e`: `endpoint`"]);
    has(&rule("where enc$0 == none"), &["**variable** `enc`: `Encryption`"]);
    has(&rule("where any x in f.from.outgoing: x$0.name == \"\""), &["**variable** `x`: `flow`"]);
    has(&rule("path p$0: a ~> f.from along request"), &["**variable** `p`: a path by `"]);
    has(&rule("path p: a ~> f.from along request { any h$0: h.via is set }"), &["**variable** `h`: a hop by `"]);
    // Half-written.
    has(&rule("where f$0."), &["**variable** `f`: `flow`"]);
    has("rule r {\n  for s$0: no-such\n", &["**variable** `s`"]);
}

#[test]
fn modules_show_their_files_and_names() {
    let text = "//- a.tm\nuse shop.sto$0re.{orders}\n//- b.tm\n//! What is kept. <b>\nmodule shop.store\nservice orders\ndata prices\n//- c.tm\nmodule shop.store\nkind shelf is store\n";
    let fixture = Fixture::new(text);
    let report = report(&fixture.db, fixture.project, &ReportOptions::default());
    let found = hover(&fixture.db, fixture.project, &report, fixture.cursor).expect("it is known").markdown;
    assert_eq!(
        found,
        "**module** `shop.store`\n\nWhat is kept. &lt;b>\n\nin `b.tm`, `c.tm`\n\ndeclares `orders`, `prices`, `shelf`"
    );
    // The text around may be broken.
    let text = "//- a.tm\nuse shop.store\nservice a { -> sto$0re.\n//- b.tm\nmodule shop.store\nservice orders\n";
    let fixture = Fixture::new(text);
    assert!(
        hover(&fixture.db, fixture.project, &report, fixture.cursor).is_none_or(|it| it.markdown.contains("store"))
    );
    let text = text.replace("re.\n", "re.orders }\n");
    let fixture = Fixture::new(&text);
    let found = hover(&fixture.db, fixture.project, &report, fixture.cursor).expect("it is known").markdown;
    assert!(found.starts_with("**module** `shop.store`"), "{found}");
}

#[test]
fn an_assumption_is_an_element() {
    has(
        &MODEL.replace("$0", "").replace("assume gateway", "assume gate$0way"),
        &["**assumption** `shop.gateway`", "| owner | `\"x\"` | stated"],
    );
}

#[test]
fn a_hostile_model_only_shows_text() {
    let name = "`</code>\u{1b}[31m|<img src=x>[a](command:b)`";
    let text =
        format!("/// <b>x</b> ![p](https://e.org) [c](command:d)\nservice $0{name} {{ owner: \"| <script> `x`\" }}\n");
    let found = at(&text);
    assert!(found.contains("&lt;b>x&lt;/b> \\![p](https://e.org) [c\\](command:d)"), "{found}");
    assert!(!found.contains('\u{1b}'), "{found}");
    assert!(found.starts_with("**service** `shop.</code>\\u{1b}[31m|<img src=x>[a](command:b)`"), "{found}");
    assert!(found.contains("| owner | `` \"\\| <script> `x`\" `` | stated"), "{found}");
}

#[test]
fn the_range_is_that_of_the_name() {
    let fixture = Fixture::new("service `a b$0`");
    let report = report(&fixture.db, fixture.project, &ReportOptions::default());
    let found = hover(&fixture.db, fixture.project, &report, fixture.cursor).expect("it is known");
    assert_eq!(slice(fixture.cursor.file.text(&fixture.db), &found.range), "`a b`");
}
