//! Completion in texts as they are while one types.

#![allow(clippy::expect_used, clippy::panic, clippy::string_slice, reason = "a test may fail")]

use super::{Completion, CompletionKind, Completions, completion};
use crate::fixture::Fixture;
use crate::{FilePosition, SymbolKind};

fn ask(text: &str) -> Completions {
    let fixture = Fixture::new(text);
    completion(&fixture.db, fixture.project, fixture.cursor)
}

fn labels(text: &str) -> Vec<String> {
    ask(text).items.into_iter().map(|item| item.label).collect()
}

fn first(text: &str) -> String {
    labels(text).into_iter().next().unwrap_or_default()
}

/// The file with an item in it, places to fill in left empty.
fn accepted(text: &str, label: &str) -> String {
    let fixture = Fixture::new(text);
    let found = completion(&fixture.db, fixture.project, fixture.cursor);
    let item = found.items.iter().find(|item| item.label == label).unwrap_or_else(|| panic!("{label}: {found:#?}"));
    let source = fixture.cursor.file.text(&fixture.db).to_string();
    apply(&source, item)
}

fn apply(source: &str, item: &Completion) -> String {
    let mut edits = vec![(item.replace.clone(), filled(item))];
    edits.extend(item.additional_edits.iter().map(|edit| (edit.range.clone(), edit.text.clone())));
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = source.to_owned();
    for (range, new) in edits {
        text.replace_range(range.start as usize..range.end as usize, &new);
    }
    text
}

fn filled(item: &Completion) -> String {
    if !item.is_snippet {
        return item.text.clone();
    }
    let mut text = String::new();
    let mut chars = item.text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' => text.extend(chars.next()),
            '$' if chars.peek() == Some(&'{') => {
                let place: String = chars.by_ref().skip(1).take_while(|char| *char != '}').collect();
                text.push_str(place.split_once(':').map_or("", |(_, name)| name));
            }
            '$' => drop(chars.next()),
            char => text.push(char),
        }
    }
    text
}

#[track_caller]
fn has(text: &str, wanted: &[&str]) {
    let found = labels(text);
    for label in wanted {
        assert!(found.iter().any(|found| found == label), "{label} is missing in {found:?}\n{text}");
    }
}

#[track_caller]
fn lacks(text: &str, unwanted: &[&str]) {
    let found = labels(text);
    for label in unwanted {
        assert!(found.iter().all(|found| found != label), "{label} stands in {found:?}\n{text}");
    }
}

const BARE: &str = "/// Anybody may call it\nrule bare-service {\n  for s: service\n  where s.exposure == internet\n  severity: low\n  stride: [spoofing]\n  message: \"{s}\"\n}\n";

const SHOP: &str = "service cart {\n  endpoint add-item\n}\nservice orders\ndata prices\ndata cards\ncluster prod\n";

fn shop(text: &str) -> String {
    format!("{SHOP}{BARE}{text}\n")
}

#[test]
fn kinds_of_elements_by_place() {
    has("$0", &["service", "cluster", "data", "rule", "flow", "accept", "use", "module", "test"]);
    lacks("$0", &["endpoint", "workload", "element", "encryption"]);
    has("serv$0", &["service"]);
    assert_eq!(first("serv$0"), "service");
    has("cluster prod {\n  $0\n}", &["service", "namespace", "network-policy", "each"]);
    lacks("cluster prod {\n  $0\n}", &["endpoint", "data", "rule", "->"]);
    has("service cart {\n  $0\n}", &["endpoint", "service-account", "->", "authentication-at", "exposure"]);
    lacks("service cart {\n  $0\n}", &["service", "cluster", "rule"]);
    lacks("service $0", &["service", "cart"]);
    assert_eq!(labels("service ca$0"), Vec::<String>::new(), "a name is new");
    assert_eq!(accepted("cluster prod {\n  serv$0\n}\n", "service"), "cluster prod {\n  service name {\n  \n}\n}\n");
    assert_eq!(accepted("serv$0 cart\n", "service"), "service cart\n");
}

#[test]
fn attributes_that_are_not_stated_yet() {
    let text = "service cart {\n  exposure: internet\n  $0\n  owner: \"x\"\n}";
    lacks(text, &["exposure", "owner", "incoming", "entry-point"]);
    has(text, &["authentication-at", "data"]);
    has("service cart { exposure: internet  auth$0 }", &["authentication-at"]);
    has("service a\nservice b { -> a { enc$0 } }", &["encryption"]);
    has("each flow {\n  pro$0\n}", &["protocol"]);
    has("flow x: a -> b {\n  $0\n}", &["protocol", "encryption", "authentication"]);
    has("assume x {\n  $0\n}", &["about", "claim", "owner", "expires", "each"]);
    has("accept x on y {\n  $0\n}", &["reason", "owner", "until"]);
    has("kind job is service {\n  $0\n}", &["fact", "control", "derive", "exposure"]);
    has("extend service {\n  $0\n}", &["fact", "exposure"]);
    has("service cart\nextend cart {\n  $0\n}", &["endpoint", "exposure", "->"]);
    has("safeguard s {\n  $0\n}", &["about", "against", "status"]);
    let items = ask("service a\nservice b {\n  -> a {\n    $0\n  }\n}").items;
    let rank = |label: &str| items.iter().position(|item| item.label == label).unwrap_or_else(|| panic!("{label}"));
    assert!(rank("encryption") < rank("data"), "controls come first");
    assert_eq!(accepted("service a { expo$0 }", "exposure"), "service a { exposure:  }");
    assert_eq!(accepted("service a { expo$0: internet }", "exposure"), "service a { exposure: internet }");
    assert_eq!(accepted("service a { own$0 }", "owner"), "service a { owner: \"\" }");
    assert!(items.iter().find(|item| item.label == "encryption").is_some_and(|item| !item.documentation.is_empty()));
}

#[test]
fn values_by_the_type_that_is_expected() {
    has("service a { exposure: $0 }", &["internet", "internal", "unknown"]);
    lacks("service a { exposure: $0 }", &["a", "exposure", "not-applicable", "true"]);
    has(
        "service a {\n  -> b {\n    encryption: $0\n  }\n}\nservice b\n",
        &["none", "mtls", "unknown", "not-applicable"],
    );
    has("service a {\n  -> b {\n    encryption: m$0\n\nservice b\n", &["mtls"]);
    has(&shop("service x { data: [$0] }"), &["prices", "cards"]);
    lacks(&shop("service x { data: [$0] }"), &["cart", "prod"]);
    lacks(&shop("service x { data: [prices, $0] }"), &["cart"]);
    assert!(accepted(&shop("service x { data: pri$0 }"), "prices").contains("data: [prices]"));
    has("service a { endpoint e { state-changing: $0 } }", &["true", "false"]);
    has("flow x: a -> b { validates: [sig, $0] }", &["iss"]);
    lacks("flow x: a -> b { validates: [sig, $0] }", &["sig"]);
    has("each flow { encryption: $0 }", &["mtls"]);
    has("kind job is service { exposure: $0 }", &["internet"]);
    has("enum Trigger {\n  field foreign: bool = $0\n}", &["true"]);
    has("enum Trigger {\n  field foreign: bool = false\n  webhook { foreign: $0 }\n}", &["true"]);
    has("enum Trigger {\n  field foreign: bool = false\n  webhook { $0 }\n}", &["foreign"]);
    has("kind job is service {\n  control trigger: $0\n}", &["bool", "text", "Encryption", "service"]);
    has("kind job is service {\n  control trigger: [$0]\n}", &["text"]);
    has("kind job is service {\n  fact e: Encryption = $0\n}", &["mtls"]);
    has("kind job is $0", &["service", "workload"]);
    has(&format!("{BARE}safeguard s {{ against: [bare$0] }}"), &["bare-service"]);
}

#[test]
fn flow_targets() {
    has(&shop("service x {\n  -> $0\n}"), &["cart", "orders", "cart.add-item"]);
    lacks(&shop("service x {\n  -> $0\n}"), &["prices", "prod"]);
    has(&shop("service x {\n  -> $0"), &["cart", "orders"]);
    has(&shop("flow y: $0"), &["cart", "orders"]);
    lacks(&shop("flow y: $0"), &["cart.add-item"]);
    has(&shop("flow y: cart -> $0"), &["cart.add-item"]);
    has(&shop("service x { -> cart.$0 }"), &["add-item"]);
    assert!(accepted(&shop("service x { -> cart.a$0 }"), "add-item").contains("-> cart.add-item }"));
    assert!(accepted(&shop("service x { -> add$0 }"), "cart.add-item").contains("-> cart.add-item }"));
    assert_eq!(first(&shop("service x { -> o$0 }")), "orders");
    has("service `3scale`\nservice x { -> $0 }", &["`3scale`"]);
}

#[test]
fn what_stands_in_another_module_brings_its_use() {
    let text = "//- a.tm\nmodule shop\n\nservice x {\n  -> edg$0\n}\n//- b.tm\nmodule shop.zones\ngateway edge\n";
    assert_eq!(accepted(text, "edge"), "module shop\n\nuse shop.zones\n\nservice x {\n  -> edge\n}\n");
    let used = text.replace("module shop\n\n", "module shop\nuse shop.zones\n\n");
    assert_eq!(accepted(&used, "edge"), "module shop\nuse shop.zones\n\nservice x {\n  -> edge\n}\n");
    let hidden = text.replace("service x", "service edge\nservice x");
    let accepted_text = accepted(&hidden, "zones.edge");
    assert!(accepted_text.contains("use shop.zones") && accepted_text.contains("-> zones.edge"), "{accepted_text}");
    let renamed = text.replace("module shop\n\n", "module shop\nuse shop.zones.{edge as way}\n\n");
    has(&renamed.replace("edg$0", "$0"), &["way"]);
    has(&used.replace("-> edg$0", "-> zones.$0"), &["edge"]);
    let kind = "//- a.tm\nmodule shop\n\nlegacy$0\n//- b.tm\nmodule shop.zones\nkind legacy-api is service\n";
    assert!(accepted(kind, "legacy-api").starts_with("module shop\n\nuse shop.zones\n\nlegacy-api name {"));
    let own = accepted(text, "edge");
    let fixture = Fixture::new(&format!("//- a.tm\n{own}//- b.tm\nmodule shop.zones\ngateway edge\n"));
    let report = tm_analysis::report(&fixture.db, fixture.project, &tm_analysis::ReportOptions::default());
    assert_eq!(report.errors, []);
}

#[test]
fn modules_and_imports() {
    let with = |text: &str| {
        format!("//- a.tm\nmodule shop\n{text}\n//- b.tm\nmodule shop.zones.inner\ngateway edge\ndata d\n")
    };
    has(&with("use $0"), &["shop.zones.inner"]);
    lacks(&with("use $0"), &["shop", "std"]);
    has(&with("use shop.$0"), &["zones.inner"]);
    has(&with("use shop.zones.inner.{$0}"), &["edge", "d"]);
    has(&with("use shop.zones.inner.{edge $0}"), &["as"]);
}

#[test]
fn names_of_a_module_follow_its_name() {
    let inner = "//- b.tm\nmodule shop.zones\ngateway edge {\n  endpoint go\n}\ndata cards\nkind box is service\nenum Colour { red blue }\nrule wide {\n  for s: service\n  severity: low\n  stride: [spoofing]\n  message: \"\"\n}\n";
    let with = |text: &str| format!("//- a.tm\nmodule shop\nuse shop.zones\n{text}\n{inner}");
    // Whole and broken texts around the cursor.
    for text in [
        "service x {\n  -> zones.$0\n}",
        "service x {\n  -> zones.$0",
        "service x {\n  -> zones.e$0",
        "flow f: zones.$0",
        "flow f: zones.$0 -> \nservice y {",
        "accept r on zones.$0",
        "service y { -> y { data: [zones.c } }\nservice x { -> shop.zones.$0 {",
    ] {
        has(&with(text), &["edge"]);
    }
    has(&with("service x {\n  -> zones.edge.$0\n}"), &["go"]);
    has(&with("service x {\n  -> y {\n    data: [zones.$0]\n  }\n}"), &["cards"]);
    has(&with("service x {\n  -> y {\n    data: [zones.$0"), &["cards"]);
    lacks(&with("service x {\n  -> zones.$0\n}"), &["cards"]);
    has(&with("kind own is zones.$0"), &["box"]);
    has(&with("kind own is service {\n  fact c: zones.$0\n}"), &["Colour"]);
    has(&with("rule r {\n  for s: zones.$0\n}"), &["box"]);
    has(&with("rule r {\n  for s: service\n  where s is zones.$0\n}"), &["box"]);
    lacks(&with("kind own is zones.$0"), &["service", "zones.box"]);
    lacks(&with("rule r {\n  for s: zones.$0\n}"), &["service"]);
    assert_eq!(
        accepted(&with("rule r {\n  for s: zones.b$0\n}"), "box"),
        "module shop\nuse shop.zones\nrule r {\n  for s: zones.box\n}\n"
    );
    has(&with("each zones.$0"), &["box"]);
    has(&with("extend zones.$0"), &["box"]);
    has(&with("service x {\n  -> zo$0\n}"), &["zones"]);
}

#[test]
fn decisions_and_tests() {
    has("acc$0", &["accept"]);
    has(&format!("{BARE}accept b$0"), &["bare-service"]);
    assert_eq!(labels("accept bare-service $0"), ["on"]);
    has(&shop("service x {\n  -> cart\n}\naccept bare-service on $0"), &["project", "cart", "prices", "x->cart"]);
    has(&shop("accept bare-service on x-> $0"), &["cart"]);
    has(&shop("accept bare-service on cart, $0"), &["orders"]);
    let test = |text: &str| shop(&format!("test \"t\" {{\n  service inside {{\n    endpoint go\n  }}\n  {text}\n}}"));
    has(&test("$0"), &["expect", "service", "profile", "today", "accept", "flow"]);
    lacks(&test("$0"), &["rule", "use", "kind"]);
    has(&test("expect $0"), &["no", "question", "possible", "nothing", "bare-service"]);
    has(&test("expect no $0"), &["bare-service"]);
    has(&test("expect bare-service on $0"), &["inside", "inside.go"]);
    lacks(&test("expect bare-service on $0"), &["cart", "orders"]);
    has(&test("flow f: inside -> $0"), &["inside.go"]);
    lacks(&test("flow f: inside -> $0"), &["cart"]);
    has(&test("profile: $0"), &["strict", "paranoid"]);
}

fn rule(text: &str) -> String {
    format!(
        "rule r {{\n  for f: flow, e in f.to.endpoints\n  exists a: actor\n  let enc = f.encryption\n  {text}\n}}\n"
    )
}

#[test]
fn rules() {
    has(&rule("$0"), &["where", "severity", "message", "stride", "cwe", "path"]);
    lacks(&rule("severity: low\n  $0"), &["severity"]);
    has(&rule("where $0"), &["f", "e", "a", "enc", "any", "not", "service"]);
    lacks(&rule("where $0"), &["self", "mtls"]);
    has(&rule("where f.$0"), &["encryption", "from", "to", "crosses", "service-to-service"]);
    has(&rule("where f.from.$0"), &["outgoing", "name"]);
    lacks(&rule("where f.from.$0"), &["encryption", "exposure"]);
    has(&rule("where f.from is workload and f.from.$0"), &["exposure"]);
    has(&rule("where f.encryption == $0"), &["mtls", "none"]);
    assert_eq!(first(&rule("where f.encryption == n$0")), "none");
    has(&rule("where f.encryption in [mtls, $0]"), &["none"]);
    has(&rule("where f.encryption not in [$0]"), &["none"]);
    has(&rule("where enc == $0"), &["none"]);
    has(&rule("where f.encryption.$0"), &["outdated"]);
    has(&rule("where Encryption.$0"), &["none"]);
    has(&rule("where e.$0"), &["authentication", "component"]);
    has(&rule("where f.to is $0"), &["set", "known", "not", "service"]);
    has(&rule("where f.to is not $0"), &["set", "service"]);
    has(&rule("where f.encryption == none $0"), &["and", "or"]);
    has(&rule("where any x in f.to.endpoints: x.$0"), &["authentication"]);
    has(&rule("where no s in secret-store: s.$0"), &["encryption-at-rest"]);
    has(&rule("path p: a ~> f.to along $0"), &["request", "network"]);
    has(&rule("path p: a ~> f.to along request {\n    $0\n  }"), &["all", "avoiding", "last"]);
    has(&rule("path p: a ~> f.to along request {\n    all h: h.$0\n  }"), &["from", "to", "via"]);
    has(&rule("path p: a ~> f.to along request {\n    avoiding v: v is $0\n  }"), &["gateway"]);
    has(&rule("path p: a ~> f.to along request\n  severity: if p.$0"), &["length", "hops"]);
    has(&rule("severity: $0"), &["critical", "high", "if"]);
    has(&rule("stride: [$0]"), &["spoofing"]);
    has(&rule("message: \"{$0}\""), &["f", "a"]);
    has(&rule("message: \"{f.from} {f.$0"), &["encryption", "to"]);
    lacks(&rule("message: \"f.$0\""), &["encryption"]);
    has("rule r {\n  for f: $0\n}", &["flow", "service", "workload"]);
    has("rule r {\n  for f: flow, s: $0\n}", &["service"]);
    assert_eq!(labels("rule r {\n  for $0\n}"), Vec::<String>::new());
}

#[test]
fn relations_and_computed_attributes() {
    has("relation r {\n  $0\n}", &["edge"]);
    has("relation r {\n  edge x -> y via $0 for x: workload, y in x.runs-as\n}", &["x", "y"]);
    has("relation r {\n  edge x.$0 -> y via x for x: workload\n}", &["exposure"]);
    has("kind job is service {\n  derive d: bool = self.$0\n}", &["exposure"]);
    has("kind job is service {\n  derive d: bool =\n    self.exposure == $0\n}", &["internet"]);
    has("kind job is service {\n  derive d: bool = self.exposure == internet and $0\n}", &["self", "any"]);
    has("extend flow {\n  derive d: bool = self.$0\n}", &["encryption"]);
}

#[test]
fn broken_text_around() {
    has("service a {\n  exposure: \n  auth$0\n\nservice b {\n  exposure: internet\n}\n", &["authentication-at"]);
    lacks("service a {\n  exposure: internet\n  auth$0\n\nservice b {\n  exposure: internet\n}\n", &["exposure"]);
    has("service a {\n  exposure: internet\n\nser$0\n", &["service"]);
    has("cluster prod {\n  service a {\n    -> b {\n      enc$0", &["encryption"]);
    has("service a { exposure: } }\nservice b { $0", &["exposure"]);
    has("} } }\nservice b { $0 }", &["exposure"]);
    has("service b { data: [x\n  expo$0\n}", &["exposure"]);
    has("service a { -> b { encryption: \"unclosed }\n  authentication: $0\n}", &["none"]);
    has("rule r {\n  for f: flow\n  where f.encryption == \n  sev$0", &["severity"]);
}

#[test]
fn nothing_in_comments_and_texts() {
    for text in
        ["// serv$0", "/// serv$0", "service a { owner: \"serv$0\" }", "# serv$0", "service a { owner: \"a\"$0 }"]
    {
        assert_eq!(labels(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_word_is_replaced_whole() {
    let found = ask("service a { expo$0sur }");
    let item = found.items.iter().find(|item| item.label == "exposure").expect("it is there");
    assert_eq!(item.replace, 12..19);
    assert_eq!(
        accepted("service api-gw\nservice a { -> api-$0 }", "api-gw"),
        "service api-gw\nservice a { -> api-gw }"
    );
}

#[test]
fn hostile_names_are_shown_and_inserted_as_they_are() {
    let name = "`a\u{1b}[31m$1}`";
    let found = ask(&format!("service {name}\nservice b {{ -> $0 }}"));
    let item = found.items.iter().find(|item| item.text == name).expect("it is offered");
    assert!(!item.label.contains('\u{1b}') && !item.is_snippet);
    let kind = format!("kind {name} is service\n$0");
    assert!(accepted(&kind, "`a\\u{1b}[31m$1}`").contains(&format!("{name} name {{")));
}

#[test]
fn among_many_the_beginning_decides() {
    let many: String = (0..500).map(|number| format!("service s{number:03}\n")).collect();
    let found = ask(&format!("{many}service x {{ -> $0 }}"));
    assert!(found.is_incomplete && found.items.len() <= 200);
    let found = ask(&format!("{many}service x {{ -> s49$0 }}"));
    assert!(found.is_incomplete);
    let found: Vec<_> = found.items.iter().filter(|item| item.label.starts_with("s49")).collect();
    assert_eq!(found.len(), 10);
    assert!(found.iter().all(|item| item.kind == CompletionKind::Symbol(SymbolKind::Component)));
}

#[test]
fn any_offset_will_do() {
    let fixture = Fixture::new("service `ß` {\n  -> `ß`\n}\n");
    for offset in (0..40).chain([u32::MAX]) {
        let _ = completion(&fixture.db, fixture.project, FilePosition { offset, ..fixture.cursor });
    }
}
