//! `grammar/tm.ebnf` says what the parser accepts: sentences derived from it, which use every alternative, parse.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod notation;
mod sentences;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use notation::{Expression, Grammar};
use sentences::Writer;
use tm_syntax::{Tok, format, parse};

const TEXT: &str = include_str!("../../../../grammar/tm.ebnf");
const LEXER: &str = include_str!("../../src/token.rs");

/// What the lexer knows only to say that it means nothing.
const FOREIGN: [&str; 3] = ["&&", "||", "!"];

fn grammar() -> Grammar {
    Grammar::read(TEXT)
}

/// Every token that the grammar writes in quotes.
fn quoted(grammar: &Grammar) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (_, body) in &grammar.productions {
        body.visit(&mut |part| {
            if let Expression::Quoted(text) = part {
                found.insert(text.as_str());
            }
        });
    }
    found
}

/// Every token that the lexer knows by its spelling.
fn spelled() -> BTreeSet<&'static str> {
    let lines = LEXER.lines().map(str::trim);
    let spellings = lines.filter_map(|line| line.strip_prefix("#[token(\"")?.strip_suffix("\")]"));
    spellings.filter(|spelling| !FOREIGN.contains(spelling)).collect()
}

#[test]
fn every_production_is_reached() {
    let grammar = grammar();
    let mut reached = BTreeSet::new();
    let mut waiting = vec!["file"];
    while let Some(name) = waiting.pop() {
        if reached.insert(name) {
            let body = grammar.production(name).unwrap_or_else(|| panic!("`{name}` is not defined"));
            body.visit(&mut |part| {
                if let Expression::Name(name) = part {
                    waiting.push(name);
                }
            });
        }
    }
    let defined: Vec<&str> = grammar.productions.iter().map(|(name, _)| name.as_str()).collect();
    let unique: BTreeSet<&str> = defined.iter().copied().collect();
    assert_eq!(unique.len(), defined.len(), "a production is defined twice");
    assert_eq!(reached, unique);
}

#[test]
fn quoted_tokens_are_those_of_the_lexer() {
    let grammar = grammar();
    assert_eq!(quoted(&grammar), spelled());
    for text in spelled() {
        let parsed = parse(text);
        let kind = parsed.kind(0).unwrap();
        assert_eq!(parsed.significant.len(), 1, "{text}");
        assert_eq!(kind.is_keyword(), text.starts_with(char::is_alphabetic), "{text}");
    }
    assert!(spelled().len() > 70, "{:?}", spelled());
}

#[test]
fn samples_of_tokens_are_tokens() {
    for (name, samples) in sentences::SAMPLES {
        let kinds: &[Tok] = match name {
            "IDENT" => &[Tok::Ident, Tok::RawIdent],
            "INT" => &[Tok::Int],
            "DATE" => &[Tok::Date],
            "STRING" => &[Tok::Str, Tok::TextBlock],
            "DOC" => &[Tok::Doc],
            _ => &[Tok::FileDoc],
        };
        let found: BTreeSet<Tok> = samples.iter().map(|sample| parse(sample).kind(0).unwrap()).collect();
        assert_eq!(found, kinds.iter().copied().collect(), "{name}");
        assert!(samples.iter().all(|sample| parse(sample).significant.len() == 1), "{name}");
    }
}

#[test]
fn derived_sentences_parse_and_use_every_alternative() {
    let grammar = grammar();
    let mut writer = Writer::new(&grammar);
    let mut sentences = 0;
    while !writer.unused().is_empty() || sentences < 1_000 {
        let sentence = writer.sentence();
        sentences += 1;
        for text in [sentence.on_one_line(), sentence.on_lines()] {
            let parsed = parse(&text);
            let errors: Vec<_> = parsed.errors.iter().map(|error| (error.name, &error.message, &error.range)).collect();
            assert!(errors.is_empty(), "{text}\n{errors:?}");
        }
        assert!(sentences < 20_000, "never used: {:?}", writer.unused());
    }
}

#[test]
fn derived_sentences_are_formatted() {
    let grammar = grammar();
    let mut writer = Writer::new(&grammar);
    for _ in 0..300 {
        let sentence = writer.sentence();
        for text in [sentence.on_one_line(), sentence.on_lines()] {
            let found = format(&text);
            assert!(!found.is_partial, "{text}");
            assert_eq!(format(&found.text), found, "{text}");
            assert_eq!(support::tree(&found.text), support::tree(&text), "{text}\n=>\n{}", found.text);
        }
    }
}

/// A grammar that derives everything would pass the test above; this shows that sentences are checked token by token.
#[test]
fn a_token_less_is_mostly_an_error() {
    let grammar = grammar();
    let mut writer = Writer::new(&grammar);
    let (mut faulty, mut all) = (0, 0);
    let mut unnoticed: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..50 {
        let sentence = writer.sentence();
        for left_out in (0..sentence.tokens.len()).step_by(7) {
            let mut shorter = sentence.clone();
            let token = shorter.tokens.remove(left_out);
            let noticed = !parse(&shorter.on_one_line()).errors.is_empty();
            faulty += usize::from(noticed);
            all += 1;
            if !noticed {
                *unnoticed.entry(token).or_default() += 1;
            }
        }
    }
    assert!(faulty * 2 > all, "{faulty} of {all}: {unnoticed:?}");
}
