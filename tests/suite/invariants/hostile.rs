//! I1 for the whole way: whatever the bytes, there is a report, on the stack that the command uses.

use std::fmt::Write;
use std::thread;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tm_analysis::Database;

use super::support::{Live, Model, Texts, example, own_vocabulary};

/// As large as the one that the command works on.
const STACK: usize = 16 << 20;

fn on_the_stack_of_the_command(run: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread").join().expect("no panic");
}

/// Judges texts, each as the only file beside a sound one.
fn judge(texts: Vec<(&'static str, String)>) {
    on_the_stack_of_the_command(move || {
        let sound = "service sound { -> other {} }\nservice other {}\n".to_owned();
        let start: Texts = [("a.tm".to_owned(), sound), ("b.tm".to_owned(), String::new())].into();
        let mut live = Live::new(Database::default(), Model::new(start));
        for (name, text) in texts {
            live.edit("b.tm", |_| text);
            let report = live.json();
            assert!(report.starts_with('{'), "{name}");
        }
    });
}

#[test]
fn the_stack_is_that_of_the_command() {
    let path = tm_tests::repository().join("compiler/cli/src/main.rs");
    let main = std::fs::read_to_string(path).expect("the source can be read");
    assert!(main.contains("const STACK: usize = 16 << 20;"), "the command has another stack than these tests");
}

#[test]
fn deep_nesting() {
    let nested = |open: &str, close: &str, count: usize| format!("{}{}", open.repeat(count), close.repeat(count));
    let rule =
        |condition: &str| format!("rule r {{ for x: service where {condition} severity: low message: \"m\" }}\n");
    let mut texts = Vec::new();
    for count in [100, 127, 128, 129, 20_000] {
        let mut zones = String::new();
        for at in 0..count {
            write!(zones, "namespace n{at} {{ each flow {{ encryption: none }} ").expect("memory takes it");
        }
        zones += "service s { -> other {} }";
        zones += &"}".repeat(count);
        texts.extend([
            ("boundaries", zones),
            ("open boundaries", "namespace n {".repeat(count)),
            ("parentheses", rule(&nested("(", ")", count))),
            ("not", rule(&format!("{} x.heightened", "not ".repeat(count)))),
            ("not in parentheses", rule(&format!("{}x.heightened{}", "not (".repeat(count), ")".repeat(count)))),
            ("if", rule(&format!("{}true{}", "if x.heightened then (".repeat(count), ") else false".repeat(count)))),
            ("and", rule(&vec!["x.heightened"; count].join(" and "))),
            ("path", rule(&format!("x{}.heightened", ".parent".repeat(count)))),
            ("quantifiers", rule(&format!("{}true{}", "(any y in service: ".repeat(count), ")".repeat(count)))),
            ("lists", format!("service s {{ data: {} }}", nested("[", "]", count))),
        ]);
    }
    judge(texts);
}

#[test]
fn cycles() {
    let mut kinds = String::new();
    for at in 0..300 {
        writeln!(kinds, "kind k{at} is k{}\nk{at} e{at} {{ -> e{} {{}} }}", (at + 1) % 300, (at + 1) % 300)
            .expect("memory takes it");
    }
    let mut derived = String::from("extend service {\n");
    for at in 0..300 {
        writeln!(derived, "derive d{at}: bool = any f in self.outgoing: f.to is service and f.to.d{}", (at + 1) % 300)
            .expect("memory takes it");
    }
    derived += "}\nrule r { for x: service where x.d0 severity: low message: \"{x.d1}\" }\nservice a { -> b {} }\nservice b { -> a {} }\n";
    let texts = vec![
        ("kinds", kinds),
        ("derived", derived),
        ("itself", "kind k is k\nkind service is service\nextend service { derive d: bool = self.d }\nservice s { -> s {} }\n".to_owned()),
        ("relations", "relation a { edge f.from -> f.to via f for f: flow where f.from ~> f.to along b }\nrelation b { edge f.from -> f.to via f for f: flow where f.from ~> f.to along a }\n".to_owned()),
        ("also-in", "namespace a { also-in: [b] }\nnamespace b { also-in: [a] }\nservice s { also-in: [a, b] }\n".to_owned()),
        ("extend", "extend extend { extend a {} }\nextend a { namespace a { namespace a {} } }\n".to_owned()),
        ("extended into itself", "namespace a {}\nextend a { namespace b {} }\nextend b { namespace a {} }\n".to_owned()),
        ("uses", "module m\nuse m\nuse m.{m as n, n as m}\nuse m.m.m\n".to_owned()),
        ("assumptions", "assume a { about: [a]  each assumption { owner: \"o\" } }\nassume b { about: [a, b]  each flow { encryption: unknown } }\n".to_owned()),
        ("decisions", "accept a on a {}\naccept r on r, r { until: 2020-01-01 }\nmitigate rule on project {}\ndismiss x on a->a {}\n".to_owned()),
    ];
    judge(texts);
}

#[test]
fn large_things() {
    let name = "n".repeat(100_000);
    let escape = "\u{1b}[31m\u{202e}\u{0}";
    let mut flows = String::from("service hub {}\n");
    for at in 0..400 {
        writeln!(flows, "service s{at} {{ -> hub {{ encryption: none  protocol: http }} }}\nhub -> s{at}")
            .expect("memory takes it");
    }
    let pairs =
        "rule r { for a: service, b: service where a.heightened != b.heightened severity: low message: \"{a} {b}\" }\n";
    let same = "service same { owner: \"x\" }\n".repeat(500);
    let texts = vec![
        ("name", format!("service {name} {{ {name}: {name}  -> {name} {{}} }}\nuse {name}\naccept {name} on {name} {{}}\n")),
        ("raw name", format!("service `{escape}` {{ `{escape}`: \"{escape}\" }}\nrule `{escape}` {{}}\n")),
        ("number", "rule r { for x: service where (count y in service) > 99999999999999999999999 severity: low message: \"m\" }\n".to_owned()),
        ("date", "assume a { expires: 9999-99-99 }\nassume b { expires: 0000-00-00 }\nassume c { expires: 9999-12-31 }\n".to_owned()),
        ("text", format!("service s {{ owner: \"{}\" }}\n", "\\u{10FFFF}".repeat(20_000))),
        ("list", format!("service s {{ data: [{}] }}\n", "a, ".repeat(20_000))),
        ("statements", format!("service s {{ {} }}\n", "owner: \"x\"\n".repeat(5_000))),
        ("hub", format!("{flows}{pairs}")),
        ("same names", same),
        ("message", format!("rule r {{ for x: service where true severity: low message: \"{}\" }}\n", "{x}".repeat(5_000))),
    ];
    judge(texts);
}

#[test]
fn truncated_examples() {
    let mut texts: Texts = example("cloudcart/before");
    texts.extend(own_vocabulary());
    let mut cut = Vec::new();
    for text in texts.values() {
        let parts = 8;
        for part in 0..parts {
            let mut end = text.len() * part / parts + 7 * part % 13;
            while !text.is_char_boundary(end.min(text.len())) {
                end += 1;
            }
            cut.push(("the start", text[..end.min(text.len())].to_owned()));
            cut.push(("the end", text[end.min(text.len())..].to_owned()));
        }
    }
    judge(cut);
}

#[test]
fn soup() {
    let words = [
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ":",
        ",",
        ".",
        "->",
        "~>",
        "=",
        "==",
        "!=",
        "<",
        "\"",
        "\"\"\"",
        "`",
        "///",
        "//!",
        "\\",
        "{x}",
        "\n",
        " ",
        "service",
        "flow",
        "each",
        "extend",
        "kind",
        "is",
        "abstract",
        "fact",
        "control",
        "inherited",
        "derive",
        "enum",
        "scale",
        "relation",
        "edge",
        "via",
        "for",
        "where",
        "rule",
        "exists",
        "path",
        "along",
        "severity",
        "message",
        "at",
        "let",
        "prefer",
        "any",
        "all",
        "no",
        "count",
        "max",
        "collect",
        "in",
        "if",
        "then",
        "else",
        "and",
        "or",
        "not",
        "set",
        "known",
        "unknown",
        "true",
        "assume",
        "accept",
        "mitigate",
        "dismiss",
        "on",
        "safeguard",
        "test",
        "expect",
        "nothing",
        "module",
        "use",
        "as",
        "self",
        "project",
        "a",
        "b",
        "a",
        "b",
        "service",
        "2026-01-01",
        "1",
        "1.5",
        "a.1",
        "“",
        "/*",
        "<-",
        "=>",
        "｛",
        "é",
        "\u{202e}",
    ];
    let pick = proptest::sample::select(words.to_vec());
    let soup = proptest::collection::vec((pick, proptest::bool::weighted(0.8)), 0..300);
    on_the_stack_of_the_command(move || {
        let mut live =
            Live::new(Database::default(), Model::of(&[("a.tm", "service a {}\nservice b {}\n"), ("b.tm", "")]));
        let live = std::cell::RefCell::new(&mut live);
        let config = Config { cases: super::edits::cases(64), failure_persistence: None, ..Config::default() };
        let done = TestRunner::new(config).run(&soup, |words| {
            let mut text = String::new();
            for (word, spaced) in words {
                text.push_str(word);
                text.push_str(if spaced { " " } else { "" });
            }
            let mut live = live.borrow_mut();
            live.edit("b.tm", |_| text);
            prop_assert!(live.json().starts_with('{'), "a report");
            Ok(())
        });
        if let Err(error) = done {
            panic!("{error}");
        }
    });
}
