//! Hostile input: the parser ends soon, on a small stack, with few errors, and always with a tree.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use std::thread;

use proptest::prelude::*;
use support::{names, tree};
use tm_syntax::{Parsed, parse};

const SAMPLES: [&str; 4] = [
    include_str!("samples/cloudcart.tm"),
    include_str!("samples/header.tm"),
    include_str!("samples/rules.tm"),
    include_str!("samples/std.tm"),
];

/// Parses on a thread with a stack of 2 MiB, and drops and compares the tree there too.
fn on_small_stack(text: String) -> Vec<&'static str> {
    let run = move || {
        let parsed = parse(&text);
        check(&parsed, &text);
        assert_eq!(parsed.clone().file, parsed.file);
        parsed.errors.iter().map(|error| error.name).collect::<Vec<_>>()
    };
    thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread").join().expect("no panic")
}

/// What holds for every input.
fn check(parsed: &Parsed, text: &str) {
    let length: u32 = parsed.tokens.iter().map(|token| token.len).sum();
    assert_eq!(length as usize, text.len());
    assert!(parsed.errors.len() <= 100, "{}", parsed.errors.len());
    for error in &parsed.errors {
        let ranges = error.labels.iter().map(|label| &label.range).chain([&error.range]);
        for range in ranges {
            assert!(text.get(range.start as usize..range.end as usize).is_some(), "{error:?}");
        }
        assert!(!error.message.ends_with('.') && !error.message.contains('\n'), "{error:?}");
    }
    assert!(parsed.errors.windows(2).all(|pair| pair[0].range.start <= pair[1].range.start), "{:?}", parsed.errors);
}

#[test]
fn deep_nesting_is_one_error() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("a b {", "}"), ("a: [", "]"), ("x in (", ")"), ("a ~> b along r { all h: (", ")}")]
    {
        for (prefix, suffix) in [("rule r { where ", " }"), ("service s { x: ", " }"), ("", "")] {
            let n = 10_000;
            let balanced = format!("{prefix}{}1{}{suffix}", open.repeat(n), close.repeat(n));
            let found = on_small_stack(balanced);
            let mixed = found.contains(&"too-many-errors");
            assert!(mixed || found.iter().filter(|name| **name == "nesting-too-deep").count() == 1, "{open} {found:?}");
            assert!(!mixed || open == "a: [", "{open} {found:?}");
            let found = on_small_stack(format!("{prefix}{}", open.repeat(n)));
            assert!(mixed || found.contains(&"nesting-too-deep"), "{open} {found:?}");
        }
    }
}

#[test]
fn nesting_up_to_the_limit_is_fine() {
    let n = 100;
    assert_eq!(names(&format!("rule r {{ where {}a{} }}", "(".repeat(n), ")".repeat(n))), [""; 0]);
    assert_eq!(names(&format!("{}{}", "a b { ".repeat(n), "}".repeat(n))), [""; 0]);
    assert_eq!(names(&format!("a b {{ c: {}{} }}", "[".repeat(n), "]".repeat(n))), [""; 0]);
}

#[test]
fn what_nests_too_deep_leaves_its_neighbours_alone() {
    let n = 200;
    let text = format!(
        "service a {{}}\nrule r {{ where {}a{}  severity: high }}\nservice b {{}}",
        "(".repeat(n),
        ")".repeat(n)
    );
    let parsed = parse(&text);
    assert_eq!(parsed.file.items.len(), 3);
    assert_eq!(names(&text), ["nesting-too-deep"]);
}

#[test]
fn long_chains_end_in_one_error_and_never_in_a_deep_tree() {
    let n = 100_000;
    for chain in [
        format!("a{}", " and a".repeat(n)),
        format!("a{}", " or a.b == c".repeat(n)),
        format!("a{}", ".a".repeat(n)),
        format!("{}a", "not ".repeat(n)),
        format!("{}a", "!".repeat(n)),
        format!("{}a", "if a then b else ".repeat(n)),
        format!("{}a", "if ".repeat(n)),
        format!("{}a", "any x in y: ".repeat(n)),
        format!("{}a", "any x in y if ".repeat(n)),
        format!("a{}", " == a".repeat(n)),
        format!("a{}", " in a".repeat(n)),
        format!("a{}", " == any x in y".repeat(n)),
        format!("{}a", "any x in ".repeat(n)),
        format!("a{}", " ? b : a".repeat(n)),
        format!("{}a", "a ? ".repeat(n)),
        format!("a{}", " => a".repeat(n)),
    ] {
        let start = chain.get(..12).unwrap_or_default().to_owned();
        let found = on_small_stack(format!("rule r {{\n  where {chain}\n  severity: high\n}}"));
        assert!(!found.is_empty(), "{start}");
    }
    let text = format!("rule r {{\n  where a{}\n  severity: high\n}}\nservice b", ".b".repeat(1000));
    assert_eq!(names(&text), ["expression-too-long"]);
    assert!(support::broken(&text).0.ends_with("severity:high}) service(b)"));
}

#[test]
fn long_lists_of_conditions_are_fine() {
    let text = format!("rule r {{ where a{} }}", " or a.b == c and d".repeat(4000));
    assert_eq!(names(&text), [""; 0]);
    assert!(tree(&text).starts_with("rule(r {where((or a (and (eq a.b c) d)"));
}

#[test]
fn repeated_mistakes_are_counted_and_take_linear_time() {
    let n = 20_000;
    for piece in [
        "}",
        ")",
        "]",
        "{",
        "(",
        "[",
        ",",
        ":",
        "->",
        "a: ",
        "a ",
        "a.",
        "a -> ",
        "service a {\n",
        "service a {\n}\n}\n",
        "@ ",
        "\"a\n",
        "/// d\n",
        "//! d\n",
        "kind ",
        "rule r { where ",
        "enum E { a ",
        "scale S { a ",
        "test \"a\" { ",
        "expect ",
        "use ",
        "use a.{",
        "accept a on ",
        "relation r { edge ",
        "not-applicable(",
        "each ",
        "extend a ",
        "flow a: ",
        "a: [b c ",
        "([{",
        ")]}",
        "3a ",
        "`",
        "if ",
        "any x in ",
        "a ~> b along r { ",
        "  a b {\n}\n",
        "\"\\q\" ",
        "a: (\n",
        "x }\n",
        "fact ",
        "module a\n",
    ] {
        let found = on_small_stack(piece.repeat(n));
        assert!(found.len() <= 100, "{piece:?}");
    }
    let text = "service 1a {}\n".repeat(150);
    let parsed = parse(&text);
    assert_eq!(parsed.errors.len(), 100);
    let last = parsed.errors.last().map(|error| (error.name, error.message.as_str()));
    assert_eq!(last, Some(("too-many-errors", "51 more errors in this file are not shown")));
}

/// Words and signs of the language, and what does not belong to it.
fn soup() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "service",
        "a",
        "b-c",
        "`x y`",
        "3.5",
        "-1",
        "a.1",
        "“x”",
        "‘",
        "/*",
        "*/",
        "→",
        "<-",
        "<>",
        "-- a\n",
        "<!--",
        ":=",
        "::",
        "=>",
        "?",
        "list<",
        "set of a",
        "<?xml?>",
        "---\n",
        "'a'",
        "when",
        "count(",
        "｛",
        "］",
        "kind",
        "enum",
        "scale",
        "rule",
        "relation",
        "extend",
        "abstract",
        "each",
        "flow",
        "use",
        "module",
        "test",
        "expect",
        "no",
        "nothing",
        "accept",
        "on",
        "project",
        "assume",
        "for",
        "exists",
        "let",
        "where",
        "path",
        "edge",
        "via",
        "needs",
        "any",
        "all",
        "count",
        "collect",
        "in",
        "not",
        "is",
        "set",
        "if",
        "then",
        "else",
        "and",
        "or",
        "along",
        "avoiding",
        "first",
        "fact",
        "control",
        "derive",
        "inherited",
        "field",
        "true",
        "unknown",
        "not-applicable",
        "\"t\"",
        "\"{h}\"",
        "\"open\n",
        "12",
        "2026-01-01",
        "3x",
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
        "<=",
        ">",
        "&&",
        "||",
        "!",
        "@@",
        "é",
        "\n",
        "\n  ",
        "\n    ",
        "\n",
        "// c\n",
        "/// d\n",
        "//! f\n",
        "\"\"\"",
    ]);
    prop::collection::vec((words, prop::bool::weighted(0.8)), 0..80).prop_map(|words| {
        words.into_iter().map(|(word, space)| if space { format!("{word} ") } else { word.to_owned() }).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn token_soup_parses(text in soup()) {
        check(&parse(&text), &text);
    }

    #[test]
    fn any_text_parses(text in any::<String>()) {
        check(&parse(&text), &text);
    }

    #[test]
    fn damaged_samples_parse(sample in 0..4_usize, from in 0.0..1.0_f64, cut in 0..40_usize, insert in soup()) {
        let text = SAMPLES[sample];
        let from = text.floor_char_boundary((text.len() as f64 * from) as usize);
        let to = text.floor_char_boundary((from + cut).min(text.len())).max(from);
        let damaged = format!("{}{insert}{}", &text[..from], &text[to..]);
        check(&parse(&damaged), &damaged);
    }
}

/// A half-typed word leaves the items around it as they are.
#[test]
fn damage_stays_local() {
    let text = SAMPLES[2];
    let whole = parse(text);
    let ends = whole.file.items.iter().map(|item| whole.text_range(item.range).end as usize);
    for (before, at) in ends.enumerate().step_by(5).map(|(index, end)| (index + 1, end)) {
        let damaged = parse(&format!("{}\nserv\n{}", &text[..at], &text[at..]));
        assert_eq!(damaged.file.items[..before], whole.file.items[..before]);
        assert_eq!(damaged.file.items.len(), whole.file.items.len() + 1);
    }
}
