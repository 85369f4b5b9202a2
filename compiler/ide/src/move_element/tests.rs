//! Moves that are made, and such that are refused.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeMap;

use tm_analysis::Origin;
use tm_analysis::occurrences::Symbol;

use super::move_element;
use crate::find_symbol::find_symbol;
use crate::fixture::Fixture;

/// All files after the move, as a fixture.
fn moved(text: &str, name: &str, path: &str) -> Result<String, String> {
    let fixture = Fixture::new(text);
    let mut found = find_symbol(&fixture.db, fixture.project, name);
    let Symbol::Element(id) = found.pop().expect("it is there").symbol else { panic!("it is an element") };
    let files = move_element(&fixture.db, fixture.project, id, path).map_err(|refusal| refusal.to_string())?;
    let own = fixture.project.files(&fixture.db).iter().filter(|file| *file.origin(&fixture.db) != Origin::Std);
    let before = own.map(|file| (file.path(&fixture.db).to_string(), file.text(&fixture.db).to_string()));
    let mut all: BTreeMap<String, String> = before.collect();
    for file in files {
        assert_eq!(all.get(&file.path), file.before.as_ref(), "{}", file.path);
        all.insert(file.path, file.after);
    }
    Ok(all.iter().map(|(path, text)| format!("//- {path}\n{text}")).collect())
}

fn check(before: &str, name: &str, path: &str, after: &str) {
    match moved(before, name, path) {
        Ok(text) => assert_eq!(text, after),
        Err(refusal) => panic!("refused: {refusal}"),
    }
}

fn refusal(text: &str, name: &str, path: &str) -> String {
    moved(text, name, path).expect_err("it is refused")
}

#[test]
fn documentation_comments_flows_and_decisions_go_along() {
    check(
        "//- a.tm\nmodule shop\n\n/// Of orders.\nservice orders\n\n// They pay here.\n/// A basket.\nservice cart {\n  -> orders\n} // so far\n\nflow browse: cart -> orders { encryption: mtls }\n\nextend cart { owner: \"x\" }\n\nservice last\n//- b.tm\nmodule shop\n\nservice first\n",
        "cart",
        "b.tm",
        "//- a.tm\nmodule shop\n\n/// Of orders.\nservice orders\n\nservice last\n//- b.tm\nmodule shop\n\nservice first\n\n// They pay here.\n/// A basket.\nservice cart {\n  -> orders\n} // so far\n\nflow browse: cart -> orders { encryption: mtls }\n\nextend cart { owner: \"x\" }\n",
    );
}

#[test]
fn what_stands_beside_each_other_goes_together() {
    check(
        "//- a.tm\nmodule shop\n\nservice orders\n\nservice cart {\n  -> orders\n}\n\nextend cart { owner: \"x\" }\n//- b.tm\nmodule shop\n",
        "cart",
        "b.tm",
        "//- a.tm\nmodule shop\n\nservice orders\n//- b.tm\nmodule shop\n\nservice cart {\n  -> orders\n}\n\nextend cart { owner: \"x\" }\n",
    );
}

#[test]
fn what_stands_in_something_stays_in_it() {
    let before = "//- a.tm\nmodule shop\n\ncluster prod {\n  network-policy: default-deny\n  each service { exposure: internal }\n\n  /// A basket.\n  service cart {\n    endpoint add\n  }\n  service orders\n}\n//- b.tm\nmodule shop\n\nservice first\n";
    check(
        before,
        "cart",
        "b.tm",
        "//- a.tm\nmodule shop\n\ncluster prod {\n  network-policy: default-deny\n  each service { exposure: internal }\n\n  service orders\n}\n//- b.tm\nmodule shop\n\nservice first\n\nextend prod {\n  /// A basket.\n  service cart {\n    endpoint add\n  }\n}\n",
    );
    let there = before.replace("service first", "extend prod {\n  service first\n}");
    let after = moved(&there, "cart", "b.tm").expect("it is moved");
    assert!(
        after.contains("extend prod {\n  service first\n  /// A basket.\n  service cart {\n    endpoint add\n  }\n}\n"),
        "{after}"
    );
}

#[test]
fn a_new_file_is_of_the_same_module() {
    check(
        "//- a.tm\nmodule shop\n\nuse shop.zones\n\nservice cart {\n  -> edge\n}\n\nservice orders\n//- b.tm\nmodule shop.zones\n\ngateway edge\n",
        "cart",
        "deploy/cart.tm",
        "//- a.tm\nmodule shop\n\nservice orders\n//- b.tm\nmodule shop.zones\n\ngateway edge\n//- deploy/cart.tm\nmodule shop\n\nuse shop.zones\n\nservice cart {\n  -> edge\n}\n",
    );
}

#[test]
fn into_another_module() {
    check(
        "//- a.tm\nmodule shop\n\nservice cart {\n  endpoint add\n  -> orders\n}\n\nservice orders\n\nservice web-shop {\n  -> cart.add\n}\n//- b.tm\nmodule shop.zones\n\ngateway edge {\n  -> shop.cart.add\n}\n//- c.tm\nmodule shop.other\n\nuse shop.{cart as basket, orders}\n\nservice c {\n  -> basket\n  -> orders\n}\n",
        "cart",
        "b.tm",
        "//- a.tm\nmodule shop\n\nuse shop.zones\n\nservice orders\n\nservice web-shop {\n  -> cart.add\n}\n//- b.tm\nmodule shop.zones\n\nuse shop\n\ngateway edge {\n  -> shop.zones.cart.add\n}\n\nservice cart {\n  endpoint add\n  -> orders\n}\n//- c.tm\nmodule shop.other\n\nuse shop.{orders}\nuse shop.zones.{cart as basket}\n\nservice c {\n  -> basket\n  -> orders\n}\n",
    );
}

#[test]
fn what_would_change_something_is_refused() {
    let each = "//- a.tm\nmodule shop\n\neach service { exposure: internet }\n\nservice cart\n//- b.tm\nmodule shop.zones\n\nservice edge\n";
    let why = refusal(each, "cart", "b.tm");
    assert!(why.starts_with("`cart` cannot move to `b.tm`: ") && why.ends_with("would change"), "{why}");
    let taken = "//- a.tm\nmodule shop\n\nservice cart\n//- b.tm\nmodule shop.zones\n\nservice cart\n";
    let why = refusal(taken, "shop.cart", "b.tm");
    assert!(why.contains("used twice"), "{why}");
    let broken = "//- a.tm\nservice cart\n//- b.tm\nservice {\n";
    assert_eq!(refusal(broken, "cart", "b.tm"), "`b.tm` has syntax errors: mend them first");
    assert_eq!(refusal("service cart\n", "cart", "a.tm"), "`cart` stands in `a.tm` already");
    let package = "//- a.tm\nuse platform\nservice cart\n//- p/z.tm package:platform=acme\ngateway edge\n";
    assert_eq!(refusal(package, "cart", "p/z.tm"), "`p/z.tm` belongs to a package");
    assert!(refusal(package, "edge", "a.tm").contains("which is no file of this project"));
}

#[test]
fn everything_moves_there_and_back() {
    let before = "//- a.tm\nmodule shop\n\ncluster prod {\n  service cart { owner: \"x\" }\n}\n\nservice orders\n\ndata prices\n\nassume calm {\n  owner: \"x\"\n}\n//- b.tm\nmodule shop\n\nservice first\n";
    for name in ["orders", "prices", "calm", "prod"] {
        let there = moved(before, name, "b.tm").expect("it is moved");
        assert_ne!(there, before, "{name}");
        let back = moved(&there, name, "a.tm").expect("it is moved back");
        let lines = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(&back), lines(before), "{name}");
    }
}
