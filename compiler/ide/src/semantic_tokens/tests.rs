//! What words are painted as.

#![allow(clippy::expect_used, reason = "a test may fail")]

use super::{SemanticToken, TokenKind, semantic_tokens};
use crate::fixture::Fixture;
use crate::place::slice;

fn paint(text: &str) -> (Fixture, Vec<SemanticToken>) {
    let fixture = Fixture::new(text);
    let painted = semantic_tokens(&fixture.db, fixture.project, fixture.cursor.file, None);
    (fixture, painted)
}

/// `word:kind`, with `+` for a declaration and `*` for the standard library.
fn painted(text: &str) -> String {
    let (fixture, painted) = paint(text);
    let source = fixture.cursor.file.text(&fixture.db);
    let show = |token: &SemanticToken| {
        let mark = |is: bool, mark: &str| if is { mark.to_owned() } else { String::new() };
        let marks =
            mark(token.is_declaration, "+") + &mark(token.is_standard, "*") + &mark(token.is_documentation, "/");
        format!("{}:{}{marks}", slice(source, &token.range), token.kind.name())
    };
    painted.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_of_a_model() {
    assert_eq!(
        painted("module shop\nservice cart { exposure: internet -> orders.go }\nservice orders { endpoint go }\n"),
        "module:keyword shop:namespace+ service:type* cart:class+ exposure:property* internet:enumMember* orders:class go:class service:type* orders:class+ endpoint:type* go:class+"
    );
    assert_eq!(painted("service path { -> nobody }"), "service:type* path:class+ nobody:unresolved");
    assert_eq!(painted("servce a"), "servce:unresolved a:unresolved");
    assert_eq!(painted("data `a b` { kinds: [pci] }"), "data:type* `a b`:class+ kinds:property* pci:enumMember*");
    assert_eq!(
        painted("flow f: a -> b { owner: \"x\" } // c"),
        "flow:keyword f:class+ a:unresolved b:unresolved owner:property* \"x\":string // c:comment"
    );
    assert_eq!(
        painted("each flow { encryption: unknown }"),
        "each:keyword flow:type* encryption:property* unknown:keyword"
    );
}

#[test]
fn words_of_vocabulary_and_rules() {
    assert_eq!(
        painted("/// D.\nkind job is service {\n  fact tier: int = 1\n  derive big: bool = self.tier > 2\n}\n"),
        "/// D.:comment/ kind:keyword job:type+ is:keyword service:type* fact:keyword tier:property+ int:type* 1:number derive:keyword big:property+ bool:type* self:variable* tier:property 2:number"
    );
    let rule = "rule r {\n  for f: flow\n  where f.encryption == none and f.from.nothing\n  severity: low\n  stride: [spoofing]\n  message: \"{f.to} x\"\n}\n";
    assert_eq!(
        painted(rule),
        "rule:keyword r:function+ for:keyword f:variable+ flow:type* where:keyword f:variable encryption:property* none:enumMember* and:keyword f:variable from:property* nothing:unresolved severity:keyword low:enumMember* stride:keyword spoofing:enumMember* message:keyword \"{:string f:variable .:string to:property* } x\":string"
    );
}

#[test]
fn words_of_tests_and_modules() {
    assert_eq!(
        painted("test \"t\" {\n  profile: strict\n  service a\n  expect no nothing-such on a\n}\n"),
        "test:keyword \"t\":string profile:property* strict:enumMember* service:type* a:class+ expect:keyword no:keyword nothing-such:unresolved on:keyword a:class"
    );
    let text =
        "//- a.tm\nuse shop.zones.{edge as way}\nservice a { -> way }\n//- b.tm\nmodule shop.zones\ngateway edge\n";
    assert_eq!(
        painted(text),
        "use:keyword shop:namespace zones:namespace edge:class as:keyword way:class service:type* a:class+ way:class"
    );
}

#[test]
fn each_piece_stands_on_one_line() {
    let (fixture, painted) = paint("service a {\n  owner: \"\"\"\n    one\n    two\n    \"\"\"\n}\n");
    let source = fixture.cursor.file.text(&fixture.db);
    assert!(painted.iter().filter(|token| token.kind == TokenKind::String).count() >= 4);
    assert!(painted.iter().all(|token| !slice(source, &token.range).contains('\n')));
}

#[test]
fn a_part_is_painted_like_the_whole() {
    let text = "use shop.zones\nservice cart { exposure: internet }\nrule r { for s: service where s.exposure == internet severity: low stride: [spoofing] message: \"{s}\" }\n";
    let (fixture, whole) = paint(text);
    let file = fixture.cursor.file;
    for start in (0..text.len()).step_by(7) {
        let part = u32::try_from(start).expect("it is small")..u32::try_from(start + 20).expect("it is small");
        let inside = semantic_tokens(&fixture.db, fixture.project, file, Some(part.clone()));
        let wanted: Vec<_> =
            whole.iter().filter(|token| token.range.start < part.end && token.range.end > part.start).collect();
        let found: Vec<_> = inside.iter().filter(|token| token.range.end > part.start).collect();
        assert_eq!(found, wanted, "{part:?}");
    }
    assert_eq!(semantic_tokens(&fixture.db, fixture.project, file, Some(900..u32::MAX)), []);
}

#[test]
fn pieces_are_in_order_and_apart() {
    // The vocabulary is there, the rules are not: of them, a file brings its own along.
    let rules = || tm_analysis::stdlib::embedded().iter().filter(|(path, _)| path.starts_with("rules/"));
    let is_rule = |name: &str| rules().any(|(path, _)| path.ends_with(&format!("/{name}.tm")));
    for file in rules().step_by(9) {
        let (_, painted) = paint(file.1);
        assert!(painted.is_sorted_by(|a, b| a.range.end <= b.range.start), "{}", file.0);
        for token in painted.iter().filter(|token| token.kind == TokenKind::Unresolved) {
            let text = file.1.get(token.range.start as usize..token.range.end as usize);
            assert!(text.is_some_and(is_rule), "{}: {text:?} means something", file.0);
        }
    }
}

#[test]
fn the_legend_is_in_the_order_of_kinds() {
    assert!(TokenKind::ALL.iter().enumerate().all(|(index, kind)| *kind as usize == index));
}
