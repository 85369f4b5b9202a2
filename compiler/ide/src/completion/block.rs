//! What the braces around the cursor belong to, told from the words in front of them.

use tm_analysis::report::Name;
use tm_syntax::Tok;

use super::cursor::Cursor;

/// What stands between two braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// The top of a file.
    File,
    Element {
        kind: Vec<Name>,
    },
    Each {
        kind: Vec<Name>,
    },
    Flow,
    Assume,
    Decision,
    /// A kind or an element.
    Extend {
        path: Vec<Name>,
    },
    Kind {
        name: Name,
    },
    Rule,
    Relation,
    /// Conditions on the hops of a path along a relation.
    Hops {
        relation: Vec<Name>,
    },
    Enum {
        path: Vec<Name>,
    },
    /// The fields of a value of an enum.
    EnumValue {
        path: Vec<Name>,
    },
    Test,
    /// `use module.{ … }`
    Imports {
        module: Vec<Name>,
    },
    Scale,
    Unknown,
}

/// The blocks around the cursor with their opening braces, innermost first; the file is not among them.
pub(super) fn blocks(cursor: &Cursor<'_>) -> Vec<(u32, Block)> {
    let mut blocks: Vec<(u32, Block)> = Vec::new();
    for open in cursor.open_braces().into_iter().rev() {
        let block = classify(cursor, open, blocks.last().map_or(&Block::File, |(_, block)| block));
        blocks.push((open, block));
    }
    blocks.reverse();
    blocks
}

fn classify(cursor: &Cursor<'_>, open: u32, outer: &Block) -> Block {
    let at = |distance: u32| open.checked_sub(distance).and_then(|token| cursor.any(token));
    if at(1) == Some(Tok::Dot) {
        return match cursor.path_before(open - 1) {
            Some((first, module)) if before(cursor, first) == Some(Tok::KwUse) => Block::Imports { module },
            _ => Block::Unknown,
        };
    }
    if at(1).is_some_and(|kind| matches!(kind, Tok::Str | Tok::BadStr)) && at(2) == Some(Tok::KwTest) {
        return Block::Test;
    }
    let Some((first, path)) = cursor.path_before(open) else {
        // `-> {`, `each {`: what is missing says nothing about the rest.
        return if at(1) == Some(Tok::Arrow) { Block::Flow } else { Block::Unknown };
    };
    if let Block::Enum { path: of } | Block::EnumValue { path: of } = outer {
        return Block::EnumValue { path: of.clone() };
    }
    // Between members of other blocks a comma says nothing.
    let may_decide = matches!(outer, Block::File | Block::Test);
    match before(cursor, first) {
        Some(Tok::KwAlong) => Block::Hops { relation: path },
        Some(Tok::KwEach) => Block::Each { kind: path },
        Some(Tok::KwAssume) => Block::Assume,
        Some(Tok::KwRule) => Block::Rule,
        Some(Tok::KwRelation) => Block::Relation,
        Some(Tok::KwScale) => Block::Scale,
        Some(Tok::KwEnum) => Block::Enum { path },
        Some(Tok::KwKind) => Block::Kind { name: path.last().cloned().unwrap_or_default() },
        Some(Tok::KwExtend) => Block::Extend { path },
        Some(Tok::KwIs) => match cursor.path_before(first - 1) {
            Some((name, declared)) if before(cursor, name) == Some(Tok::KwKind) => {
                Block::Kind { name: declared.last().cloned().unwrap_or_default() }
            }
            _ => Block::Unknown,
        },
        Some(Tok::KwOn | Tok::Comma) if may_decide => Block::Decision,
        Some(Tok::Arrow) => {
            let source = cursor.path_before(first - 1).and_then(|(from, _)| before(cursor, from));
            if may_decide && matches!(source, Some(Tok::KwOn | Tok::Comma)) { Block::Decision } else { Block::Flow }
        }
        Some(kind) if kind.is_name() && path.len() == 1 => {
            cursor.path_before(first).map_or(Block::Unknown, |(_, kind)| Block::Element { kind })
        }
        _ => Block::Unknown,
    }
}

/// The kind of the token in front of another.
pub(super) fn before(cursor: &Cursor<'_>, token: u32) -> Option<Tok> {
    cursor.any(token.checked_sub(1)?)
}
