//! `tm explain`.

use crate::support::{Folder, RULE};

#[test]
fn a_rule_of_the_standard_library_is_explained_anywhere() {
    let ran = Folder::new(&[]).tm(&["explain", RULE]).exits(0);
    assert!(ran.out.starts_with(&format!("rule {RULE}\n\n")), "{}", ran.out);
    assert!(ran.out.lines().count() > 3 && ran.err.is_empty(), "{}", ran.out);
}

#[test]
fn an_unknown_name_is_3_with_a_suggestion() {
    let folder = Folder::new(&[]);
    let ran = folder.tm(&["explain", "plaintext-service-trafic"]);
    let ran = ran.refuses("there is nothing called `plaintext-service-trafic`");
    assert!(ran.err.contains(RULE), "{}", ran.err);
    folder.tm(&["explain", "qqqqqqqqqqqqqqqqqqqqqqq"]).refuses("there is nothing called");
}

#[test]
fn what_the_project_declares_is_explained_in_it() {
    let text = "/// Runs when called.\nkind lambda is service\n";
    let folder = Folder::project(&[("a.tm", text), ("deep/b.tm", "")]);
    let ran = folder.tm(&["explain", "lambda"]).exits(0);
    assert!(ran.out.starts_with("kind lambda\n") && ran.out.contains("Runs when called."), "{}", ran.out);
}
