//! Renames that are made, and such that are refused.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use super::{prepare_rename, rename};
use crate::fixture::Fixture;
use crate::text_edit::apply;

/// The files after the rename, one below the other.
fn renamed(text: &str, new_name: &str) -> String {
    let fixture = Fixture::new(text);
    let edits = match rename(&fixture.db, fixture.project, fixture.cursor, new_name) {
        Ok(edits) => edits,
        Err(refusal) => return format!("refused: {refusal}"),
    };
    let files = fixture.project.files(&fixture.db).iter();
    let own = files.filter(|file| *file.origin(&fixture.db) != tm_analysis::Origin::Std);
    own.map(|file| {
        let of = edits.iter().find(|edits| edits.file == *file).map_or(&[][..], |edits| &edits.edits);
        apply(file.text(&fixture.db), of)
    })
    .collect()
}

fn refusal(text: &str, new_name: &str) -> String {
    let result = renamed(text, new_name);
    result.strip_prefix("refused: ").unwrap_or_else(|| panic!("it is done: {result}")).to_owned()
}

#[test]
fn elements_across_files() {
    let text = "//- a.tm\nservice ca$0rt { endpoint add }\ndata cart\n//- b.tm\nservice a { -> cart.add { data: [cart] } }\naccept x on shop.cart { reason: \"cart\" }\nextend `cart` { owner: \"cart\" }\n";
    assert_eq!(
        renamed(text, "basket"),
        "service basket { endpoint add }\ndata cart\nservice a { -> basket.add { data: [cart] } }\naccept x on shop.basket { reason: \"cart\" }\nextend basket { owner: \"cart\" }\n"
    );
    assert_eq!(renamed("service a$0", "a"), "service a", "it is called so");
}

#[test]
fn names_that_are_no_words_stand_in_backticks() {
    assert_eq!(renamed("service a$0 { -> a }", "3 scale"), "service `3 scale` { -> `3 scale` }");
    assert_eq!(renamed("service a$0 { -> a }", "rule"), "service `rule` { -> `rule` }");
    assert_eq!(renamed("service `x y$0` { -> `x y` }", "`b`"), "service b { -> b }");
}

#[test]
fn vocabulary_in_models_and_rules() {
    let text = "kind k is service { fact co$0lour: bool }\nk one { colour: true }\nrule r {\n  for x: k\n  where x.colour\n  severity: low\n  stride: [spoofing]\n  message: \"{x.colour} colour\"\n}\n";
    let expected =
        text.replace("co$0lour:", "tint:").replace("one { colour", "one { tint").replace("x.colour", "x.tint");
    assert_eq!(renamed(text, "tint"), expected);
    assert_eq!(
        renamed("kind k$0 is service\nkind j is k\nk one\neach k { exposure: internal }\n", "box"),
        "kind box is service\nkind j is box\nbox one\neach box { exposure: internal }\n"
    );
    assert_eq!(
        renamed("enum E { r$0ed  blue }\nkind k is service { fact e: E = red }\n", "green"),
        "enum E { green  blue }\nkind k is service { fact e: E = green }\n"
    );
    assert_eq!(
        renamed("enum E$0 { red }\nkind k is service { fact e: E }\nk a { e: E.red }\n", "F"),
        "enum F { red }\nkind k is service { fact e: F }\nk a { e: F.red }\n"
    );
}

#[test]
fn rules_flows_assumptions_and_variables() {
    let rule = "rule r$0 {\n  for s: service\n  severity: low\n  stride: [spoofing]\n  message: \"{s.name}\"\n}\n";
    let rest = "service a\naccept r on a { reason: \"\" }\ntest \"r\" {\n  service a\n  expect r on a\n}\nsafeguard g { against: [r] status: verified }\n";
    let expected = format!("{rule}{rest}").replace("rule r$0", "rule q").replace("accept r", "accept q");
    let expected = expected.replace("expect r", "expect q").replace("[r]", "[q]");
    assert_eq!(renamed(&format!("{rule}{rest}"), "q"), expected);
    assert_eq!(
        renamed("service a\nflow g$0o: a -> a\naccept x on go { reason: \"\" }\n", "run"),
        "service a\nflow run: a -> a\naccept x on run { reason: \"\" }\n"
    );
    let variable = rule.replace("r$0", "r").replace("for s", "for s$0");
    assert_eq!(renamed(&variable, "it"), rule.replace("r$0", "r").replace("for s", "for it").replace("{s.", "{it."));
    assert_eq!(renamed("assume c$0 { owner: \"\" }\n", "calm"), "assume calm { owner: \"\" }\n");
}

#[test]
fn modules_are_refused_with_a_reason() {
    let text = "//- a.tm\nmodule shop\nuse shop.sto$0re.{x}\n//- b.tm\nmodule shop.store\nservice x\n";
    let why = "the module `shop.store` is named by its files: change their `module` lines";
    assert_eq!(refusal(text, "shelf"), why);
    let text = "//- a.tm\nmodule shop\n//- b.tm\nmodule shop.st$0ore\nservice x {";
    assert_eq!(refusal(text, "shelf"), why);
}

#[test]
fn an_alias_is_a_name_of_its_file() {
    let text = "//- a.tm\nuse shop.m.{x as y}\nservice a { -> y$0 }\n//- b.tm\nmodule shop.m\nservice x\n";
    assert_eq!(renamed(text, "z"), "use shop.m.{x as z}\nservice a { -> z }\nmodule shop.m\nservice x\n");
    let text = text.replace("y$0", "y").replace("service x", "service x$0");
    assert_eq!(renamed(&text, "z"), "use shop.m.{z as y}\nservice a { -> y }\nmodule shop.m\nservice z\n");
}

#[test]
fn tests_are_worlds_of_their_own() {
    assert_eq!(
        renamed("service a\ntest \"t\" {\n  service a$0 { -> a }\n  expect nothing\n}\n", "b"),
        "service a\ntest \"t\" {\n  service b { -> b }\n  expect nothing\n}\n"
    );
}

#[test]
fn what_would_change_a_meaning_is_refused() {
    assert_eq!(refusal("service a$0\nservice b\n", "b"), "`a` cannot become `b`: the name `b` is used twice");
    let shadowing = "//- a.tm\nuse shop.m\nservice a$0\nservice c { -> b }\n//- b.tm\nmodule shop.m\nservice b\n";
    assert!(refusal(shadowing, "b").contains("change meaning"), "{}", refusal(shadowing, "b"));
    assert!(
        refusal("kind k$0 is service\n", "gateway").contains("hides"),
        "{}",
        refusal("kind k$0 is service\n", "gateway")
    );
    let capture = "rule r {\n  for s: service\n  where any e$0 in s.endpoints: e.name == s.name\n  severity: low\n  stride: [spoofing]\n  message: \"{s}\"\n}\n";
    assert!(refusal(capture, "s").contains("cannot become") || refusal(capture, "s").contains("change meaning"));
    let several = "//- a.tm\nuse shop.m.{x$0}\n//- b.tm\nmodule shop.m\nservice x\ndata x\n";
    assert!(refusal(several, "y").contains("several things"));
    let later = "service a { -> c }\nservice b$0\n";
    assert!(refusal(later, "c").contains("c"), "a name that means nothing would come to mean something");
}

#[test]
fn what_stands_elsewhere_is_refused() {
    assert_eq!(refusal("serv$0ice a", "x"), "`service` is declared in the standard library");
    assert_eq!(refusal("rule r { for s: service where s.na$0me == \"\" }", "x"), "`name` is built in");
    let package = "//- a.tm\nuse platform\nservice a { -> ed$0ge }\n//- p/z.tm package:platform=acme\ngateway edge\n";
    assert_eq!(refusal(package, "x"), "`edge` is declared in the package `platform`: rename it there");
    assert!(refusal("service a { -$0> a }", "x").contains("has no name"));
    assert!(refusal("module sh$0op\n", "x").contains("module"));
    assert!(refusal("$0", "x").contains("nothing"));
    assert!(refusal("service a { -> b$0", "x").contains("nothing"));
}

#[test]
fn bad_names_are_refused() {
    for bad in ["", "  ", "`", "a`b", "a\nb", "\u{1b}[31m", "``"] {
        assert!(renamed("service a$0", bad).starts_with("refused: a name"), "{bad:?}");
    }
    assert!(refusal("service a$0", &"x".repeat(500)).contains("200"));
    let in_text = "rule r {\n  for s$0: service\n  severity: low\n  stride: [spoofing]\n  message: \"{s}\"\n}\n";
    assert!(refusal(in_text, "a b").contains("placeholder"));
}

#[test]
fn what_is_renamed_is_known_before() {
    let fixture = Fixture::new("service `a b$0`\n");
    let at = prepare_rename(&fixture.db, fixture.project, fixture.cursor).expect("it can be renamed");
    assert_eq!((at.range, at.placeholder.as_str()), (8..13, "a b"));
    let fixture = Fixture::new("serv$0ice a\n");
    assert!(prepare_rename(&fixture.db, fixture.project, fixture.cursor).is_err());
}

const LAMP: &str = "rule lit {\n  for s: service\n  where s.external\n  severity: low\n  formerly: [on]\n  message: \"{s}\"\n}\nservice hall\n";

#[test]
fn a_rule_that_has_been_renamed_before() {
    let decisions = "accept on on hall { reason: \"x\" }\naccept lit on hall { reason: \"y\" }\n";
    let expected = format!("{LAMP}{decisions}").replace("rule lit", "rule glows").replace("accept on", "accept glows");
    let expected = expected.replace("accept lit", "accept glows");
    let declaration = format!("{}{decisions}", LAMP.replace("rule lit", "rule lit$0"));
    assert_eq!(renamed(&declaration, "glows"), expected);
    let by_its_old_name = format!("{LAMP}{}", decisions.replace("accept on", "accept on$0"));
    assert_eq!(renamed(&by_its_old_name, "glows"), expected);
    // The old name is free for nobody, and is what it is for the rule itself.
    assert!(refusal(&declaration, "on").contains("`on` is what the rule is called now"));
}
