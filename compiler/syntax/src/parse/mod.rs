//! The parser: a grammar over the kinds of significant tokens.

mod alone;
mod base;
mod expression;
mod foreign;
mod items;
mod member;
mod misspelt;
mod path_test;
mod quantifier;
mod rules;
mod value;
mod vocabulary;

use chumsky::Parser;

use crate::ast::{Expr, ExprKind, File, TokRange};
use crate::error::SyntaxError;
use crate::layout::repair;
use crate::lex::lex;
use crate::lexical::lexical_errors;
use crate::parsed::{Parsed, Token};
use crate::stream::{Errors, MAX_ERRORS, Source, Stream};
use crate::token::{Tok, look_alike};

/// Parses the text of a file. There is always a tree, with what could be understood.
pub fn parse(text: &str) -> Parsed {
    let (parsed, file) = parse_as(text, |kinds, stream| items::file().parse_with_state(kinds, stream).into_output());
    if !parsed.errors.is_empty()
        && let Some(error) = foreign::foreign_file(text)
    {
        return Parsed { errors: vec![error], ..parsed };
    }
    Parsed { file: file.unwrap_or_default(), ..parsed }
}

/// Parses an expression that stands by itself. The tree of the file is empty.
pub fn parse_expression(text: &str) -> (Parsed, Expr) {
    let (parsed, expr) =
        parse_as(text, |kinds, stream| alone::expression().parse_with_state(kinds, stream).into_output());
    let missing = || Expr { range: TokRange::default(), kind: ExprKind::Missing };
    (parsed, expr.unwrap_or_else(missing))
}

/// `grammar`: parses the significant tokens of the whole text.
fn parse_as<O>(
    text: &str,
    grammar: impl for<'t> FnOnce(&'t [Tok], &mut Stream<'t>) -> Option<O>,
) -> (Parsed, Option<O>) {
    let tokens = lex(text);
    let mut starts = Vec::with_capacity(tokens.len());
    let mut significant = Vec::with_capacity(tokens.len() / 2);
    let mut kinds = Vec::with_capacity(tokens.len() / 2);
    let mut rockets = Vec::new();
    let mut at = 0_u32;
    for (index, token) in tokens.iter().enumerate() {
        starts.push(at);
        let start = at as usize;
        at += token.len;
        if !token.kind.is_trivia() {
            significant.push(index as u32);
            let meant = match token.kind {
                Tok::LookAlike => {
                    let sign = text.get(start..at as usize).unwrap_or_default();
                    rockets.extend((sign == "=>").then_some(kinds.len()));
                    look_alike(sign).map(|(meant, _)| meant)
                }
                _ => None,
            };
            kinds.push(meant.unwrap_or(token.kind.plain()));
        }
    }
    if !rockets.is_empty() {
        let source = Source { text, tokens: &tokens, starts: &starts, significant: &significant };
        foreign::read_rockets(&source, &mut kinds, &rockets);
    }
    let (found, errors) = tree(text, &tokens, &starts, &significant, kinds, grammar);
    let parsed = Parsed {
        tokens: tokens.into_boxed_slice(),
        starts: starts.into_boxed_slice(),
        significant: significant.into_boxed_slice(),
        file: File::default(),
        errors,
    };
    (parsed, found)
}

fn tree<O>(
    text: &str,
    tokens: &[Token],
    starts: &[u32],
    significant: &[u32],
    kinds: Vec<Tok>,
    grammar: impl for<'t> FnOnce(&'t [Tok], &mut Stream<'t>) -> Option<O>,
) -> (Option<O>, Vec<SyntaxError>) {
    let source = Source { text, tokens, starts, significant };
    let repaired = repair(&source, kinds);
    let mut stream = Stream::new(source, repaired.origin, repaired.kinds.len());
    let found = grammar(repaired.kinds.as_slice(), &mut stream);
    let lexical = lexical_errors(&stream.source, &stream.errors);
    (found, in_order([lexical, repaired.errors, stream.errors]))
}

/// All errors by position; beyond the hundredth they are counted. Warnings go first when there is no room.
fn in_order(stages: [Errors; 3]) -> Vec<SyntaxError> {
    let mut dropped: usize = stages.iter().map(|stage| stage.dropped).sum();
    let mut all: Vec<SyntaxError> = stages.into_iter().flat_map(|stage| stage.list).collect();
    if all.len() + usize::from(dropped > 0) > MAX_ERRORS {
        all.sort_by_key(|error| (error.is_warning, error.range.start, error.range.end));
        let kept = all.split_off(MAX_ERRORS - 1);
        dropped += kept.len();
    }
    all.sort_by_key(|error| (error.range.start, error.range.end, error.is_warning));
    if dropped > 0 {
        let range = all.last().map(|last| last.range.clone()).unwrap_or_default();
        let message = format!("{dropped} more errors in this file are not shown");
        all.push(crate::stream::error("too-many-errors", range, message, "correct the first ones and check again"));
    }
    all
}
