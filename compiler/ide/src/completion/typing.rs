//! Variables in front of the cursor and what is known of their types, told from tokens alone.

use tm_analysis::in_scope::InScope;
use tm_analysis::report::Name;
use tm_analysis::{KindId, Type};
use tm_syntax::Tok;

use super::block::Block;
use super::cursor::Cursor;

/// What a path in an expression stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Type(Type),
    /// A hop of a path; the kind of what it goes via.
    Hop(KindId),
    Hops(KindId),
    /// A path that a clause names.
    Path(KindId),
    /// A variable of a type that tokens do not tell.
    Unknown,
}

/// The variables of a rule, an edge or a derived attribute.
pub(super) struct Variables<'s, 'db> {
    scope: &'s InScope<'db>,
    pub list: Vec<(Name, Known)>,
    /// Paths that were asked for their kind.
    narrowed: Vec<(Vec<Name>, KindId)>,
}

/// What can be named at the cursor, given the blocks around it.
pub(super) fn variables<'s, 'db>(
    cursor: &Cursor<'_>,
    scope: &'s InScope<'db>,
    blocks: &[(u32, Block)],
) -> Variables<'s, 'db> {
    let mut variables = Variables { scope, list: Vec::new(), narrowed: Vec::new() };
    let outer = blocks.iter().find(|(_, block)| !matches!(block, Block::Hops { .. }));
    match outer {
        Some((open, Block::Rule)) => variables.scan(cursor, open + 1, cursor.before),
        Some((open, Block::Relation)) => {
            // Bindings of an edge follow what they bind.
            let is_edge = |token: &u32| cursor.any(*token) == Some(Tok::KwEdge);
            let begin = (open + 1..cursor.before).rev().find(is_edge).unwrap_or(open + 1);
            let end = cursor.end_of_block(*open);
            let end = (cursor.before.max(begin + 1)..end).find(is_edge).unwrap_or(end);
            variables.scan(cursor, begin, end);
        }
        Some((_, Block::Kind { name })) => variables.own(std::slice::from_ref(name)),
        Some((_, Block::Extend { path })) => variables.own(path),
        _ => {}
    }
    if let Some((open, Block::Kind { .. } | Block::Extend { .. })) = outer {
        variables.scan(cursor, open + 1, cursor.before);
    }
    variables
}

impl Variables<'_, '_> {
    fn own(&mut self, kind: &[Name]) {
        let known = self.scope.kind(kind).map_or(Known::Unknown, |kind| Known::Type(Type::Element(kind)));
        self.list.push((Name::new_static("self"), known));
    }

    fn scan(&mut self, cursor: &Cursor<'_>, begin: u32, end: u32) {
        let mut along = self.scope.schema().roots.element;
        let mut token = begin;
        while token < end {
            let after_dot = token > begin && cursor.any(token - 1) == Some(Tok::Dot);
            match cursor.any(token) {
                _ if after_dot => {}
                Some(Tok::KwFor | Tok::KwExists) => self.bindings(cursor, token + 1),
                Some(Tok::KwLet) if cursor.any(token + 2) == Some(Tok::Assign) => {
                    let value = cursor.path_from(token + 3).filter(|(_, end)| {
                        cursor.begins_line(*end) || cursor.any(*end).is_none_or(|kind| kind == Tok::RBrace)
                    });
                    let known = value.and_then(|(path, _)| self.type_of(&path)).unwrap_or(Known::Unknown);
                    self.list.push((cursor.name(token + 1), known));
                }
                Some(Tok::KwPath) if cursor.any(token + 2) == Some(Tok::Colon) => {
                    let relation = (token..end).find(|at| cursor.any(*at) == Some(Tok::KwAlong));
                    let via = relation.and_then(|at| self.via(cursor, at)).unwrap_or(along);
                    self.list.push((cursor.name(token + 1), Known::Path(via)));
                }
                Some(Tok::KwAlong) => along = self.via(cursor, token).unwrap_or(along),
                Some(Tok::KwIs) => self.narrow(cursor, token),
                Some(kind) if binds(kind) => self.bound(cursor, token, kind, along),
                _ => {}
            }
            token += 1;
        }
    }

    /// The kind of what the relation behind `along` goes via.
    fn via(&self, cursor: &Cursor<'_>, along: u32) -> Option<KindId> {
        let (path, _) = cursor.path_from(along + 1)?;
        self.scope.relation(&path).map(|relation| self.scope.via_kind(relation))
    }

    /// `x: kind, y in list`
    fn bindings(&mut self, cursor: &Cursor<'_>, mut at: u32) {
        while cursor.any(at).is_some_and(Tok::is_name) {
            let source = cursor.path_from(at + 2);
            let known = match (cursor.any(at + 1), &source) {
                (Some(Tok::Colon), Some((path, _))) => {
                    self.scope.kind(path).map(|kind| Known::Type(Type::Element(kind)))
                }
                (Some(Tok::KwIn), Some((path, _))) => self.member_of(path),
                _ => return,
            };
            self.list.push((cursor.name(at), known.unwrap_or(Known::Unknown)));
            match source {
                Some((_, end)) if cursor.any(end) == Some(Tok::Comma) => at = end + 1,
                _ => return,
            }
        }
    }

    /// A quantifier, or a condition on hops.
    fn bound(&mut self, cursor: &Cursor<'_>, token: u32, word: Tok, along: KindId) {
        match cursor.any(token + 2) {
            Some(Tok::KwIn) => self.bindings(cursor, token + 1),
            Some(Tok::Colon) if word == Tok::KwAvoiding => {
                self.list.push((cursor.name(token + 1), Known::Type(Type::Element(self.scope.schema().roots.element))));
            }
            Some(Tok::Colon) if cursor.any(token + 1).is_some_and(Tok::is_name) => {
                self.list.push((cursor.name(token + 1), Known::Hop(along)));
            }
            _ => {}
        }
    }

    /// `x.y is kind`
    fn narrow(&mut self, cursor: &Cursor<'_>, is: u32) {
        let subject = cursor.path_before(is);
        let kind = cursor.path_from(is + 1).and_then(|(path, _)| self.scope.kind(&path));
        if let (Some((_, subject)), Some(kind)) = (subject, kind) {
            self.narrowed.push((subject, kind));
        }
    }

    /// What a list that is named by a path, or the kind of that name, has for members.
    fn member_of(&self, path: &[Name]) -> Option<Known> {
        match self.type_of(path) {
            Some(Known::Type(Type::List(of))) => Some(Known::Type(*of)),
            Some(Known::Hops(via)) => Some(Known::Hop(via)),
            Some(_) => None,
            None => self.scope.kind(path).map(|kind| Known::Type(Type::Element(kind))),
        }
    }

    /// What a path stands for; `None` if it does not begin with a variable.
    pub fn type_of(&self, path: &[Name]) -> Option<Known> {
        let (first, rest) = path.split_first()?;
        let mut known = match self.list.iter().rev().find(|(name, _)| name == first) {
            Some((_, known)) => known.clone(),
            None if first == "today" => Known::Type(Type::Date),
            None => return None,
        };
        known = self.narrowed(known, std::slice::from_ref(first));
        for (index, name) in rest.iter().enumerate() {
            known = self.narrowed(self.part(&known, name), path.get(..index + 2).unwrap_or_default());
        }
        Some(known)
    }

    fn narrowed(&self, known: Known, path: &[Name]) -> Known {
        let schema = self.scope.schema();
        match (&known, self.narrowed.iter().rev().find(|(narrowed, _)| narrowed == path)) {
            (Known::Type(Type::Element(of)), Some((_, kind))) if schema.is_a(*kind, *of) => {
                Known::Type(Type::Element(*kind))
            }
            _ => known,
        }
    }

    fn part(&self, known: &Known, name: &str) -> Known {
        let schema = self.scope.schema();
        let found = match known {
            Known::Type(Type::Element(kind)) => {
                let attribute = schema.find_attribute(*kind, name).and_then(|id| schema.attribute(id));
                attribute.map(|attribute| Known::Type(attribute.ty.clone()))
            }
            Known::Type(Type::Enum(id)) => {
                let fields = schema.enumeration(*id).map(|of| of.fields.as_slice()).unwrap_or_default();
                fields.iter().find(|field| field.name == name).map(|field| Known::Type(field.ty.clone()))
            }
            Known::Hop(via) => match name {
                "from" | "to" => Some(Known::Type(Type::Element(schema.roots.element))),
                "via" => Some(Known::Type(Type::Element(*via))),
                _ => None,
            },
            Known::Path(via) => match name {
                "length" => Some(Known::Type(Type::Int)),
                "hops" => Some(Known::Hops(*via)),
                _ => None,
            },
            _ => None,
        };
        found.unwrap_or(Known::Unknown)
    }
}

/// Whether a word may bring in a variable.
fn binds(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::KwAny
            | Tok::KwAll
            | Tok::KwNo
            | Tok::KwCount
            | Tok::KwMax
            | Tok::KwMin
            | Tok::KwCollect
            | Tok::KwFirst
            | Tok::KwLast
            | Tok::KwAvoiding
    )
}
