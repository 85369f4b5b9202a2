//! What the grammar admits at the cursor, told from the tokens in front of it.

use tm_analysis::report::Name;
use tm_syntax::Tok;

use super::block::{Block, before, blocks};
use super::cursor::Cursor;

/// What may be written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A new name, or nothing that could be known.
    Nothing,
    /// A declaration or the beginning of an attribute, in a block.
    Member,
    /// The value of an attribute of the block, or of a setting of a test.
    Value {
        attribute: Name,
        in_list: bool,
    },
    /// The default of a declaration: its type as it is written, and whether that is a list.
    Default {
        ty: Vec<Name>,
        is_list: bool,
    },
    /// Any kind, abstract ones too.
    Kind,
    /// A type of an attribute.
    Type,
    /// What can be extended: a kind or an element.
    Extended,
    /// One end of a flow.
    FlowEnd {
        is_target: bool,
    },
    Rule,
    /// What follows `expect`.
    Expectation,
    /// What a decision or expectation is about.
    Subject,
    Module {
        path: Vec<Name>,
    },
    Import {
        module: Vec<Name>,
    },
    Enum,
    /// The beginning of a clause of a rule, of an edge, or of a condition on hops.
    Clause,
    /// Inside the clause that begins at a token.
    Expression {
        clause: u32,
    },
    /// One of these words.
    Words(&'static [&'static str]),
}

pub(super) struct Found {
    pub place: Place,
    /// Blocks around the cursor, innermost first.
    pub blocks: Vec<(u32, Block)>,
}

impl Found {
    pub fn block(&self) -> &Block {
        self.blocks.first().map_or(&Block::File, |(_, block)| block)
    }
}

pub(super) fn find(cursor: &Cursor<'_>) -> Found {
    let blocks = blocks(cursor);
    let open = blocks.first().map(|(open, _)| *open);
    let begin = open.map_or(0, |open| open + 1);
    let block = blocks.first().map_or(Block::File, |(_, block)| block.clone());
    let place = match &block {
        Block::Rule | Block::Relation | Block::Hops { .. } => clause(cursor, begin, &block),
        Block::Imports { module } => match cursor.back(1) {
            Some(Tok::LBrace | Tok::Comma) => Place::Import { module: module.clone() },
            Some(Tok::KwAs | Tok::Dot) => Place::Nothing,
            _ if cursor.word_begins_line() => Place::Import { module: module.clone() },
            _ => Place::Words(&["as"]),
        },
        Block::Scale | Block::Unknown => Place::Nothing,
        _ => item(cursor, begin, &block),
    };
    Found { place, blocks }
}

/// In a block of a model or of vocabulary, or at the top of a file.
fn item(cursor: &Cursor<'_>, begin: u32, block: &Block) -> Place {
    // `a.b.`: what the path begins behind decides.
    let path = cursor.qualifier();
    let end = path.as_ref().map_or(cursor.before, |(first, _)| *first);
    let at = |distance: u32| {
        let token = end.checked_sub(distance)?;
        cursor.any(token).filter(|_| token >= begin)
    };
    if let Some(list) = cursor.open_list(begin) {
        let is_value =
            list.checked_sub(2).is_some_and(|name| name >= begin) && before(cursor, list) == Some(Tok::Colon);
        let is_type = before(cursor, list - 1).is_some_and(Tok::is_name)
            && list.checked_sub(3).and_then(|token| cursor.any(token)).is_some_and(declares);
        return match cursor.back(1) {
            _ if is_type => Place::Type,
            Some(Tok::LBracket | Tok::Comma | Tok::Dot) if is_value => {
                Place::Value { attribute: cursor.name(list - 2), in_list: true }
            }
            // A list that was never closed.
            Some(kind) if kind.is_name() && cursor.word_begins_line() => Place::Member,
            _ => Place::Nothing,
        };
    }
    match at(1) {
        // A value that was left out: on the next line something new begins.
        Some(Tok::Colon | Tok::Dot) if cursor.word_begins_line() => return Place::Member,
        Some(Tok::Colon) if at(2).is_some_and(Tok::is_name) => match at(3) {
            Some(Tok::KwFlow) => return Place::FlowEnd { is_target: false },
            Some(kind) if declares(kind) => return Place::Type,
            _ => return Place::Value { attribute: cursor.name(end - 2), in_list: false },
        },
        Some(Tok::Assign) => return default(cursor, end - 1, begin),
        Some(Tok::Arrow) => return arrow(cursor, end - 1),
        Some(Tok::KwUse) => return Place::Module { path: path.map(|(_, names)| names).unwrap_or_default() },
        Some(Tok::KwEach | Tok::KwIs) => return Place::Kind,
        Some(Tok::KwExtend) => return Place::Extended,
        Some(Tok::KwEnum) if at(2) == Some(Tok::KwExtend) => return Place::Enum,
        Some(Tok::KwAccept | Tok::KwMitigate | Tok::KwDismiss) if begins(cursor, end - 1, begin) => return Place::Rule,
        Some(Tok::KwExpect) if *block == Block::Test => return Place::Expectation,
        Some(Tok::KwNo | Tok::KwQuestion | Tok::KwPossible) if at(2) == Some(Tok::KwExpect) => return Place::Rule,
        Some(Tok::KwOn) if at(2).is_some_and(Tok::is_name) => return Place::Subject,
        Some(Tok::Comma) if is_subject(cursor, end - 1, begin) => return Place::Subject,
        _ => {}
    }
    if let Some(clause) = computed(cursor, begin, block) {
        return Place::Expression { clause };
    }
    if path.is_some() {
        // `a.b -> c` may be what is being written.
        return if begins(cursor, end, begin) { Place::FlowEnd { is_target: false } } else { Place::Nothing };
    }
    // On a line of its own, after a brace or a comma, something new begins.
    if cursor.word_begins_line() || at(1).is_none_or(|kind| matches!(kind, Tok::LBrace | Tok::RBrace | Tok::Comma)) {
        return Place::Member;
    }
    after_words(cursor, begin)
}

fn declares(kind: Tok) -> bool {
    matches!(kind, Tok::KwFact | Tok::KwControl | Tok::KwDerive | Tok::KwField)
}

/// Whether something begins at a token: it is the first of its line or of its block.
fn begins(cursor: &Cursor<'_>, token: u32, begin: u32) -> bool {
    token == begin
        || cursor.begins_line(token)
        || before(cursor, token).is_none_or(|kind| matches!(kind, Tok::LBrace | Tok::RBrace | Tok::Comma))
}

/// Behind words on the same line.
fn after_words(cursor: &Cursor<'_>, begin: u32) -> Place {
    let last = cursor.before - 1;
    let at = |distance: u32| {
        cursor.before.checked_sub(distance).filter(|token| *token >= begin).and_then(|token| cursor.any(token))
    };
    match (at(3), at(2), at(1)) {
        (_, Some(Tok::KwAccept | Tok::KwMitigate | Tok::KwDismiss), Some(rule)) if rule.is_name() => {
            Place::Words(&["on"])
        }
        (_, Some(Tok::KwExpect), Some(rule)) if rule.is_name() => Place::Words(&["on"]),
        (Some(Tok::KwExpect), Some(Tok::KwNo | Tok::KwQuestion | Tok::KwPossible), Some(rule)) if rule.is_name() => {
            Place::Words(&["on"])
        }
        (_, Some(Tok::KwKind), Some(name)) if name.is_name() => Place::Words(&["is"]),
        (_, _, Some(Tok::KwAbstract)) => Place::Words(&["kind"]),
        (_, _, Some(Tok::KwInherited)) => Place::Words(&["fact", "control"]),
        // `service ` asks for a name; behind a value something new may begin.
        (_, _, Some(word)) if word.is_name() && begins(cursor, last, begin) => Place::Nothing,
        (_, Some(Tok::KwFlow | Tok::KwFact | Tok::KwControl | Tok::KwDerive | Tok::KwField), _) => Place::Nothing,
        _ => Place::Member,
    }
}

/// Behind `=`: the value of a declaration whose type stands in front of it.
fn default(cursor: &Cursor<'_>, assign: u32, begin: u32) -> Place {
    let is_list = before(cursor, assign) == Some(Tok::RBracket);
    let end = if is_list { assign - 1 } else { assign };
    let Some((first, ty)) = cursor.path_before(end) else { return Place::Nothing };
    let first = if is_list { first.saturating_sub(1) } else { first };
    match first.checked_sub(3).filter(|class| *class >= begin).and_then(|class| cursor.any(class)) {
        Some(Tok::KwDerive) => Place::Expression { clause: first.saturating_sub(3) },
        Some(_) => Place::Default { ty, is_list },
        None => Place::Nothing,
    }
}

/// The `=` of the declaration whose expression goes on at the word.
fn computed(cursor: &Cursor<'_>, begin: u32, block: &Block) -> Option<u32> {
    if !matches!(block, Block::Kind { .. } | Block::Extend { .. }) {
        return None;
    }
    if cursor.word_begins_line() && !cursor.back(1).is_some_and(goes_on) {
        return None;
    }
    for token in (begin..cursor.before).rev() {
        match cursor.any(token)? {
            Tok::Assign => return Some(token),
            Tok::LBrace | Tok::RBrace => return None,
            kind if declares(kind) && cursor.any(token + 2) == Some(Tok::Colon) => return None,
            kind if kind.is_name() && cursor.begins_line(token) && cursor.any(token + 1) == Some(Tok::Colon) => {
                return None;
            }
            _ => {}
        }
    }
    None
}

/// Behind `->`: in a subject, the end of the flow that is meant; else that of a new one.
fn arrow(cursor: &Cursor<'_>, arrow: u32) -> Place {
    let source = cursor.path_before(arrow).map(|(first, _)| first);
    match source.and_then(|first| before(cursor, first)) {
        Some(Tok::KwOn) => Place::Subject,
        _ => Place::FlowEnd { is_target: true },
    }
}

/// Whether a comma separates the subjects of a decision or expectation.
fn is_subject(cursor: &Cursor<'_>, comma: u32, begin: u32) -> bool {
    let mut at = comma;
    while let Some((first, _)) = cursor.path_before(at).filter(|(first, _)| *first > begin) {
        match before(cursor, first) {
            Some(Tok::KwOn) => return true,
            Some(Tok::Comma | Tok::Arrow) => at = first - 1,
            _ => return false,
        }
    }
    false
}

/// In a rule, a relation, or the conditions on hops.
fn clause(cursor: &Cursor<'_>, begin: u32, block: &Block) -> Place {
    let first = (begin..cursor.before).rev().find(|token| begins_clause(cursor, *token, begin, block));
    let Some(clause) = first else { return Place::Clause };
    // What ends a line is mostly whole; `where`, `and`, `==` and the like go on.
    let left_out =
        |kind| matches!(kind, Tok::Colon | Tok::Dot | Tok::Eq | Tok::Ne | Tok::Lt | Tok::Le | Tok::Gt | Tok::Ge);
    let goes_on =
        cursor.back(1).is_some_and(|kind| goes_on(kind) && !left_out(kind)) || cursor.open_list(clause).is_some();
    if cursor.word_begins_line() && !goes_on { Place::Clause } else { Place::Expression { clause } }
}

/// Whether an operand has to follow a token.
pub(super) fn goes_on(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::Colon
            | Tok::Comma
            | Tok::Dot
            | Tok::Assign
            | Tok::Eq
            | Tok::Ne
            | Tok::Lt
            | Tok::Le
            | Tok::Gt
            | Tok::Ge
            | Tok::Leads
            | Tok::Arrow
            | Tok::LParen
            | Tok::LBracket
            | Tok::KwAnd
            | Tok::KwOr
            | Tok::KwNot
            | Tok::KwIn
            | Tok::KwIs
            | Tok::KwIf
            | Tok::KwThen
            | Tok::KwElse
            | Tok::KwAlong
            | Tok::KwWhere
            | Tok::KwFor
            | Tok::KwExists
            | Tok::KwNeeds
            | Tok::KwVia
    )
}

/// Whether a clause of a rule, an edge, or a condition on hops begins at a token.
fn begins_clause(cursor: &Cursor<'_>, token: u32, begin: u32, block: &Block) -> bool {
    let (here, next, third) = (cursor.any(token), cursor.any(token + 1), cursor.any(token + 2));
    let Some(here) = here.filter(|_| before(cursor, token) != Some(Tok::Dot)) else { return false };
    let starts_line = token == begin || cursor.begins_line(token);
    match block {
        Block::Relation => here == Tok::KwEdge,
        Block::Hops { .. } => {
            let word =
                matches!(here, Tok::KwAll | Tok::KwAny | Tok::KwNo | Tok::KwFirst | Tok::KwLast | Tok::KwAvoiding);
            word && next.is_some_and(Tok::is_name) && third == Some(Tok::Colon)
        }
        _ => match here {
            Tok::KwFor | Tok::KwExists | Tok::KwLet | Tok::KwWhere => starts_line || next != Some(Tok::Colon),
            Tok::KwPath => next.is_some_and(Tok::is_name),
            kind if kind.is_name() => starts_line && next == Some(Tok::Colon),
            _ => false,
        },
    }
}
