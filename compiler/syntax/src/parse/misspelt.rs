//! Items whose first word is misspelt, as the tokens after it tell.
//!
//! Only what cannot be an element is taken for something else: a project may declare a kind `rules`.

use super::base::*;
use crate::stream::error;
use crate::token::Tok;

/// What was meant, and how it is written.
type Meant = (&'static str, &'static str);

const DECISION: Meant = (
    "`accept`, `mitigate` or `dismiss`",
    "a decision is written `accept RULE on ELEMENT { … }`; nothing else is `on` something",
);
const KIND: Meant = ("`kind`", "a kind is written `kind NAME is KIND { … }`; where something stands, braces say");
const ABSTRACT: Meant = ("`abstract`", "a kind without elements of its own is written `abstract kind NAME`");
const ENUM: Meant = ("`enum`", "an enum is written `enum NAME { value … }`");
const EXTEND: Meant = ("`extend`", "what is added to a kind is written `extend KIND { fact name: type }`");
const FLOW: Meant = ("`flow`", "a flow is written `flow NAME: A -> B`, or `A -> B` without a name");
const RELATION: Meant = ("`relation`", "a relation is written `relation NAME { edge A -> B via X for X: KIND }`");
const RULE: Meant = ("`rule`", "a rule is written `rule NAME { for x: KIND … }`");
const SCALE: Meant = ("`scale`", "a scale is written `scale NAME { lowest < … < highest }`");
const TEST: Meant = ("`test`", "a test is written `test \"what it shows\" { … }`");
const USE: Meant = ("`use`", "names of a module are brought in by `use MODULE` or `use MODULE.{a, b}`");

/// What begins with a word of its own, as what follows on its line and behind its brace tells.
pub(super) fn misspelt(ahead: &Ahead<'_, '_>) -> Option<Meant> {
    if !ahead.is(0, Tok::Ident) || ahead.newline(1) {
        return None;
    }
    let near = |word: &str| is_near(ahead.text(0), word);
    let goes_on = !ahead.newline(2);
    let imports = matches!(ahead.text(0), "import" | "include" | "require" | "using" | "from");
    match (ahead.tok(1)?, ahead.tok(2)) {
        // An element of the kind `on` or `is` would have to stand on a line with another.
        (rule, Some(Tok::KwOn)) if rule.is_name() && goes_on => Some(DECISION),
        (name, Some(Tok::KwIs)) if name.is_name() && goes_on => Some(KIND),
        (Tok::Str, _) if imports => Some(USE),
        (name, Some(Tok::Dot)) if name.is_name() && imports => Some(USE),
        (name, Some(Tok::Ident)) if name.is_name() && imports && goes_on && ahead.text(2) == "import" => Some(USE),
        (Tok::Str, _) if near("test") => Some(TEST),
        (Tok::KwKind, Some(name)) if name.is_name() && goes_on && near("abstract") => Some(ABSTRACT),
        (name, Some(Tok::Dot)) if name.is_name() && near("use") => Some(USE),
        (name, Some(Tok::Colon)) if name.is_name() && near("flow") => Some(FLOW),
        (name, Some(Tok::Colon)) if name.is_name() && near("kind") => Some(KIND),
        (name, Some(Tok::LBrace)) if name.is_name() => declaration(ahead, near),
        _ => None,
    }
}

/// By what stands first behind the brace, if it could not stand in an element.
fn declaration(ahead: &Ahead<'_, '_>, near: impl Fn(&str) -> bool) -> Option<Meant> {
    let first = (3..).find(|at| !ahead.is(*at, Tok::Doc))?;
    let is_word = ahead.name(first + 1) && !ahead.newline(first + 1);
    let after = ahead.tok(first + 2).filter(|_| !ahead.newline(first + 2));
    let is_element = matches!(after, None | Some(Tok::LBrace | Tok::RBrace | Tok::Comma));
    let is_value = ahead.name(first)
        && (ahead.newline(first + 1) || matches!(ahead.tok(first + 1), Some(Tok::RBrace | Tok::Comma | Tok::LBrace)));
    match ahead.tok(first)? {
        Tok::KwFor | Tok::KwExists | Tok::KwWhere | Tok::KwLet if is_word && !is_element => {
            near("rule").then_some(RULE)
        }
        Tok::KwEdge if is_word && !is_element => near("relation").then_some(RELATION),
        Tok::KwFact | Tok::KwControl | Tok::KwDerive if is_word && after == Some(Tok::Colon) => match () {
            () if near("extend") => Some(EXTEND),
            () => near("kind").then_some(KIND),
        },
        _ if ahead.name(first) && ahead.is(first + 1, Tok::Lt) => near("scale").then_some(SCALE),
        _ if is_value => near("enum").then_some(ENUM),
        _ => None,
    }
}

/// One letter too many, too few, or other, or two neighbours the wrong way round; two of these in a long word.
fn is_near(word: &str, keyword: &str) -> bool {
    let limit = if keyword.len() < 6 { 1 } else { 2 };
    word.len().abs_diff(keyword.len()) <= limit && strsim::damerau_levenshtein(word, keyword) <= limit
}

/// One error for an item whose first word is misspelt. Nothing comes of it: a guess could silence findings.
pub(super) fn pass_misspelt(inp: &mut Ref<'_, '_>) {
    let ahead = look(inp);
    let (at, is_abstract) = (ahead.at, ahead.is(1, Tok::KwKind));
    if let Some((what, help)) = misspelt(&ahead) {
        let stream = inp.state();
        let sig = stream.sig(at);
        let message = format!("expected {what}, found {}", stream.source.shown(sig));
        let range = stream.source.range(sig);
        stream.report(at, error("unexpected-token", range, message, help));
    }
    inp.skip();
    if is_abstract {
        return;
    }
    // What it is about may go on behind a comma.
    let mut goes_on = true;
    loop {
        let ahead = look(inp);
        match ahead.tok(0) {
            None | Some(Tok::RBrace | Tok::Doc | Tok::Skipped) => return,
            Some(Tok::LBrace) => return skip_group(inp),
            _ if ahead.newline(0) && !goes_on => return,
            tok => goes_on = tok == Some(Tok::Comma),
        }
        skip_group(inp);
    }
}
