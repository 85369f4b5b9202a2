//! What holds for the format of every text, however it is written and whatever is wrong with it.
#![allow(clippy::disallowed_methods, reason = "tests read the files of this repository")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use tm_syntax::{Parsed, Tok, format, parse};

/// The samples and every file of the standard library and the examples.
static FILES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["tests/samples", "../../stdlib", "../../examples"] {
        collect(&root.join(folder), &mut paths);
    }
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
});

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "tm") {
            found.push(path);
        }
    }
}

fn is_sound(parsed: &Parsed) -> bool {
    parsed.errors.iter().all(|error| error.is_warning)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

/// Every token but commas, by what it says.
fn tokens(text: &str) -> Vec<String> {
    let parsed = parse(text);
    let all = 0..parsed.significant.len() as u32;
    let said = |sig: u32| match parsed.kind(sig)? {
        Tok::Comma | Tok::Doc | Tok::FileDoc => None,
        Tok::TextBlock => Some(parsed.string(text, sig).replace('\r', "")),
        // These may reach to the end of the file, whatever stands there.
        Tok::BadTextBlock | Tok::BadStr | Tok::Error => {
            Some(parsed.token_text(text, sig).replace('\r', "").trim_end_matches(is_blank).to_owned())
        }
        _ => Some(parsed.token_text(text, sig).replace('\r', "")),
    };
    all.filter_map(said).collect()
}

/// Comments and documentation, in order.
fn comments(text: &str) -> Vec<&str> {
    let parsed = parse(text);
    let starts = parsed.tokens.iter().zip(parsed.starts.iter());
    let found = starts.filter(|(token, _)| matches!(token.kind, Tok::Comment | Tok::Doc | Tok::FileDoc));
    found.map(|(token, start)| text[*start as usize..(*start + token.len) as usize].trim_end()).collect()
}

/// A text block keeps its blank lines: between its quotes, no rule of the format holds.
fn without_text_blocks(parsed: &tm_syntax::Parsed, text: &str) -> String {
    let tokens = parsed.tokens.iter().zip(parsed.starts.iter());
    let kept = tokens.filter(|(token, _)| !matches!(token.kind, Tok::TextBlock | Tok::BadTextBlock));
    let mut out = String::new();
    let mut end = 0;
    for (token, start) in kept {
        // What was cut leaves a mark, so that the lines around it do not meet.
        if *start as usize != end {
            out.push('"');
        }
        end = (*start + token.len) as usize;
        out.push_str(&text[*start as usize..end]);
    }
    out
}

fn check(text: &str) {
    let text = text.trim_start_matches('\u{FEFF}');
    let parsed = parse(text);
    let found = format(text);
    assert_eq!(found.is_partial, !is_sound(&parsed), "{text}\n=>\n{}", found.text);
    assert_eq!(tokens(&found.text), tokens(text), "{text}\n=>\n{}", found.text);
    assert_eq!(comments(&found.text), comments(text), "{text}\n=>\n{}", found.text);
    let again = format(&found.text);
    assert_eq!(again.text, found.text, "{text}");
    assert_eq!(again.is_partial, found.is_partial, "{text}");
    assert!(found.text.is_empty() || found.text.ends_with('\n'), "{text}");
    if found.is_partial {
        return;
    }
    let formatted = parse(&found.text);
    assert!(is_sound(&formatted), "{text}\n=>\n{}\n{:?}", found.text, formatted.errors);
    // Documentation that belonged to nothing may belong to what follows it now.
    if parsed.errors.is_empty() {
        assert_eq!(support::print(&formatted, &found.text), support::print(&parsed, text), "{text}");
    }
    let lines = || found.text.lines();
    assert!(!found.text.starts_with('\n') && !found.text.ends_with("\n\n"), "{}", found.text);
    assert!(!without_text_blocks(&formatted, &found.text).contains("\n\n\n"), "{}", found.text);
    if !text.contains("\"\"\"") {
        assert!(lines().all(|line| line.trim_end_matches([' ', '\t', '\r']) == line), "{}", found.text);
        assert!(
            !found.text.contains("{\n\n") || comments(text).iter().any(|comment| comment.ends_with('{')),
            "{}",
            found.text
        );
    }
}

#[test]
fn every_file() {
    FILES.iter().for_each(|text| check(text));
}

#[test]
fn every_truncation() {
    for text in FILES.iter() {
        let step = (text.len() / 10).max(1);
        for cut in (0..text.len()).step_by(step).filter(|cut| text.is_char_boundary(*cut)) {
            check(&text[..cut]);
        }
    }
}

/// An item of some file, with its tokens.
fn some_item(file: usize, item: usize) -> (String, Vec<String>) {
    let text = &FILES[file % FILES.len()];
    let parsed = parse(text);
    let item = &parsed.file.items[item % parsed.file.items.len()];
    let range = parsed.text_range(item.range);
    let text = text[range.start as usize..range.end as usize].to_owned();
    let parsed = parse(&text);
    let spans = parsed.tokens.iter().zip(parsed.starts.iter());
    let tokens = spans.map(|(token, start)| text[*start as usize..(*start + token.len) as usize].to_owned()).collect();
    (text, tokens)
}

const GAPS: [&str; 9] =
    [" ", "\n", "  \n\n\n", " // said\n", "\n// said\n", "\n\n  // said\n\n", "\t", "\r\n", "\n/// Docs.\n"];

const SPLINTERS: [&str; 50] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ",",
    ":",
    "->",
    "~>",
    "=",
    "\"",
    "\"\"\"",
    "@",
    "3x",
    "is",
    "not",
    "and",
    "kind",
    "rule",
    "x",
    "//! f",
    "\u{FEFF}",
    "\r",
    "3.5",
    "-1",
    "a.1",
    "“x”",
    "‘",
    "/*",
    "*/",
    "/* a\nb */",
    "-->",
    "<-",
    "｛",
    "），",
    "-- a",
    "\n-- a",
    "%",
    "\n; a",
    "<!-- a",
    ":=",
    "::",
    "'a'",
    "\"a\"",
    "a(",
    "when a",
    "a: {",
    "\n - a",
    "x:\n - a\n - b\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_white_space(file in any::<usize>(), item in any::<usize>(), gaps in prop::collection::vec(0..GAPS.len(), 1..80)) {
        let (_, tokens) = some_item(file, item);
        let mut text = String::new();
        let mut gaps = gaps.iter().cycle();
        for token in tokens {
            text.push_str(if token.trim().is_empty() { GAPS[*gaps.next().unwrap()] } else { &token });
        }
        check(&text);
    }

    #[test]
    fn comments_anywhere(file in any::<usize>(), item in any::<usize>(), places in prop::collection::vec((any::<usize>(), 0..GAPS.len()), 1..6)) {
        let (_, mut tokens) = some_item(file, item);
        for (place, gap) in places {
            let place = place % (tokens.len() + 1);
            tokens.insert(place, GAPS[gap].to_owned());
        }
        check(&tokens.concat());
    }

    #[test]
    fn faulty_items(file in any::<usize>(), item in any::<usize>(), changes in prop::collection::vec((any::<usize>(), 0..=SPLINTERS.len()), 1..4)) {
        let (before, mut tokens) = some_item(file, item);
        for (place, change) in changes {
            let place = place % tokens.len().max(1);
            match SPLINTERS.get(change) {
                Some(splinter) => tokens.insert(place, (*splinter).to_owned()),
                None if place < tokens.len() => {
                    tokens.remove(place);
                }
                None => {}
            }
        }
        let (after, _) = some_item(file, item.wrapping_add(1));
        check(&format!("{before}\n\n  {}\n {after}", tokens.concat()));
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_tokens(parts in prop::collection::vec((0..GAPS.len(), 0..SPLINTERS.len()), 0..40)) {
        let text: String = parts.iter().flat_map(|(gap, splinter)| [GAPS[*gap], SPLINTERS[*splinter]]).collect();
        check(&text);
    }
}

/// Formats on a small stack, twice the same; gives the text.
fn on_small_stack(text: String) -> String {
    let run = move || {
        let once = format(&text);
        assert_eq!(format(&once.text), once);
        once.text
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap()
}

#[test]
fn large_and_hostile_texts_are_formatted_to_the_end() {
    let many = |count: usize, part: &str| part.repeat(count);
    let mut elements = String::new();
    for i in 0..5_000 {
        writeln!(elements, "service s{i} {{ a: [b, c]  d: e\n  -> s{i} {{ f: g }} }} // of s{i}\n").unwrap();
    }
    let texts = [
        elements,
        format!("service a {{ b: [{}] }}", many(50_000, "c, ")),
        format!("rule r {{ where a{} }}", many(4_000, " and (b or c)")),
        format!("rule r {{ where {}a{} }}", many(100, "(b or "), many(100, ")")),
        format!("{}{}", many(120, "a b { "), many(120, "}")),
        format!("rule r {{ where {}a }}", many(200, "not ")),
        format!("rule r {{ where {}a }}", many(200, "any x in y: ")),
        format!("service a {{ {} }}", many(20_000, "// c\n")),
        many(20_000, "/// d\n"),
        many(20_000, "} "),
        many(20_000, "a { "),
        many(20_000, "service a { b: } "),
        many(20_000, "service a { b: }\n"),
        format!("service a {{ b: \"\"\"{}\"\"\" }}", many(50_000, "\n  c")),
    ];
    for text in texts {
        let start: String = text.chars().take(40).collect();
        let before = text.len();
        let after = on_small_stack(text);
        assert!(after.len() <= 200 * before, "{start}: {} bytes become {}", before, after.len());
    }
}
