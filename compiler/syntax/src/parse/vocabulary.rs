//! Enums, scales, kinds and what they declare.

use chumsky::error::EmptyErr;
use chumsky::prelude::*;

use super::base::*;
use super::member::{attribute, member_starts};
use super::value::{path_or_missing, ty, value};
use crate::ast::{
    Declaration, DeclarationClass, Enum, EnumValue, Expr, Extend, ExtendEnum, Field, ItemKind, Kind, KindBody, Member,
    MemberKind, Name, TokRange, Type,
};
use crate::token::Tok;

// ---- enums and scales ---------------------------------------------------------------------------------------------

const ENUM_ENTRIES: Entries = Entries {
    starts: |ahead| ahead.name(0) || ahead.is(0, Tok::Doc),
    what: "a value or a field of the enum",
    help: "values are names; `field name: type` gives all of them an attribute",
};

const ENUM_ATTRIBUTES: Entries = Entries {
    starts: |ahead| ahead.name(0) || ahead.is(0, Tok::Doc),
    what: "a field of the value",
    help: "fields are given as `name: value`",
};

enum EnumEntry {
    Field(Name, Option<Type>, Option<crate::ast::Value>),
    Value(Name, Vec<crate::ast::Attribute>),
}

fn enum_entry<'t>() -> P<'t, EnumEntry> {
    let default =
        when(|ahead| ahead.is(0, Tok::Assign), word(Tok::Assign).ignore_then(value()).boxed()).map(Option::flatten);
    let field = word(Tok::KwField)
        .ignore_then(seen_name())
        .then_ignore(word(Tok::Colon))
        .then(ty())
        .then(default)
        .map(|((name, ty), default)| EnumEntry::Field(name, ty, default))
        .boxed();
    let attributes = braced(ENUM_ATTRIBUTES, undocumented(enum_attribute())).map(|(_, found)| found).boxed();
    let value = seen_name()
        .then(when(|ahead| ahead.is(0, Tok::LBrace), attributes))
        .map(|(name, attributes)| {
            let attributes = attributes.unwrap_or_default();
            EnumEntry::Value(name, attributes.into_iter().map(|(_, attribute)| attribute).collect())
        })
        .boxed();
    switch(
        |ahead| usize::from(!(ahead.is(0, Tok::KwField) && ahead.name(1) && ahead.is(2, Tok::Colon))),
        vec![field, value],
    )
}

fn enum_attribute<'t>() -> P<'t, crate::ast::Attribute> {
    let attribute = attribute(value());
    rule(move |inp| inp.parse(&attribute))
}

/// `{ fields and values }`
fn enum_body<'t>() -> P<'t, (Vec<Field>, Vec<EnumValue>)> {
    braced(ENUM_ENTRIES, documented(enum_entry()))
        .map(|(_, found)| {
            let (mut fields, mut values) = (Vec::new(), Vec::new());
            for (docs, range, entry) in found {
                match entry {
                    EnumEntry::Field(name, ty, default) => fields.push(Field { docs, range, name, ty, default }),
                    EnumEntry::Value(name, fields) => values.push(EnumValue { docs, range, name, fields }),
                }
            }
            (fields, values)
        })
        .boxed()
}

/// `enum Name { … }`
pub(super) fn enumeration<'t>() -> P<'t, ItemKind> {
    word(Tok::KwEnum)
        .ignore_then(declared_name("the name of the enum"))
        .then(required("the values of the enum", enum_body()))
        .map(|(name, body)| {
            let (fields, values) = body.unwrap_or_default();
            ItemKind::Enum(Enum { name, fields, values })
        })
        .boxed()
}

/// `extend enum Name { … }`
pub(super) fn extend_enum<'t>() -> P<'t, ItemKind> {
    word(Tok::KwExtend)
        .ignore_then(word(Tok::KwEnum))
        .ignore_then(path_or_missing("the name of the enum", "write `extend enum NAME { … }`"))
        .then(required("the values to add", enum_body()))
        .map_with(|(path, body), e| {
            let (fields, values) = body.unwrap_or_default();
            if let Some(field) = fields.first() {
                let stream = e.state();
                let range = stream.source.range(field.range.lo);
                stream.errors.push(crate::stream::error(
                    "unexpected-token",
                    range,
                    "`extend enum` adds values, not fields".to_owned(),
                    "declare the field where the enum is declared",
                ));
            }
            ItemKind::ExtendEnum(ExtendEnum { path, values })
        })
        .boxed()
}

/// `scale Name { low < high }`
pub(super) fn scale<'t>() -> P<'t, ItemKind> {
    const VALUES: Entries = Entries {
        starts: |ahead| ahead.name(0) || ahead.is(0, Tok::Doc),
        what: "a value of the scale",
        help: "the values of a scale are ordered with `<`, lowest first",
    };
    let value = rule(|inp| {
        let docs = take_docs(inp);
        let lo = at(inp);
        if !look(inp).name(0) {
            return Ok(None);
        }
        let name = take_name(inp);
        let range = range_from(inp, lo);
        // Whoever separates them by commas is told once.
        let is_told = lo > 0 && inp.state().text(lo - 1) == ",";
        if !take(inp, Tok::Lt) {
            let ahead = look(inp);
            if !is_told && (ahead.name(0) || ahead.is(0, Tok::Comma)) {
                missing(inp, "unexpected-token", "`<` between two values of the scale", VALUES.help);
            }
        } else if matches!(inp.peek(), Some(Tok::RBrace) | None) {
            missing(inp, "missing-name", "a value after `<`", VALUES.help);
        }
        Ok(Some(EnumValue { docs, range, name, fields: Vec::new() }))
    });
    let body = braced(VALUES, value).map(|(_, found)| found.into_iter().flatten().collect()).boxed();
    word(Tok::KwScale)
        .ignore_then(declared_name("the name of the scale"))
        .then(required("the values of the scale", body))
        .map(|(name, values): (_, Option<Vec<EnumValue>>)| {
            ItemKind::Scale(crate::ast::Scale { name, values: values.unwrap_or_default() })
        })
        .boxed()
}

// ---- kinds --------------------------------------------------------------------------------------------------------

/// `[abstract] kind name [is parent] { … }`
pub(super) fn kind<'t>(body: P<'t, KindBody>) -> P<'t, ItemKind> {
    let path = path_or_missing("the kind that it refines", "write `kind NAME is KIND`");
    let parent = rule(move |inp| {
        if !take(inp, Tok::KwIs) {
            missing(inp, "unexpected-token", "`is` and a kind", "write `kind NAME is KIND`");
            inp.skip();
        }
        inp.parse(&path)
    });
    rule(|inp| Ok(take(inp, Tok::KwAbstract)))
        .then_ignore(word(Tok::KwKind))
        .then(declared_name("the name of the kind"))
        .then(when(refines, parent).map(Option::flatten))
        .then_ignore(rule(|inp| {
            super::foreign::pass_sign_before_block(inp);
            Ok(())
        }))
        .then(when(|ahead| ahead.is(0, Tok::LBrace), body))
        .map(|(((is_abstract, name), parent), body)| ItemKind::Kind(Kind { is_abstract, name, parent, body }))
        .boxed()
}

/// `is kind`, or what other languages write for it.
fn refines(ahead: &Ahead<'_, '_>) -> bool {
    let is_foreign = matches!(ahead.tok(0), Some(Tok::Colon | Tok::Lt | Tok::Assign))
        || (ahead.is(0, Tok::Ident) && matches!(ahead.text(0), "extends" | "inherits" | "implements" | "of"));
    ahead.is(0, Tok::KwIs) || (is_foreign && ahead.name(1) && !ahead.newline(0) && !ahead.newline(1))
}

/// `extend path { … }`
pub(super) fn extend<'t>(body: P<'t, KindBody>) -> P<'t, ItemKind> {
    word(Tok::KwExtend)
        .ignore_then(path_or_missing("the kind or the element to extend", "write `extend NAME { … }`"))
        .then(rule(extended_flow))
        .map(|(path, is_flow)| path.filter(|_| !is_flow))
        .then(required("what is added", body))
        .map(|(path, body)| ItemKind::Extend(Extend { path, body }))
        .boxed()
}

/// The rest of `extend a -> b`, which is reported: only a flow with a name can be extended.
fn extended_flow(inp: &mut Ref<'_, '_>) -> Result<bool, EmptyErr> {
    let ahead = look(inp);
    if !ahead.is(0, Tok::Arrow) || ahead.newline(0) {
        return Ok(false);
    }
    unnamed_flow(inp);
    Ok(true)
}

const KIND_ENTRIES: Entries = Entries {
    starts: member_starts,
    what: "a declaration or a member",
    help: "a kind declares `fact name: type`, `control name: type`, `derive name: type = …`, and states defaults as `name: value`",
};

enum KindEntry {
    Declaration(Option<Declared>),
    Member(MemberKind),
}

struct Declared {
    inherited: bool,
    class: DeclarationClass,
    name: Name,
    ty: Option<Type>,
    value: Option<Expr>,
}

/// `{ declarations and members }`
pub(super) fn kind_body<'t>(member: P<'t, MemberKind>, expr: P<'t, Expr>) -> P<'t, KindBody> {
    let arms = vec![declaration(expr).map(KindEntry::Declaration).boxed(), member.map(KindEntry::Member).boxed()];
    let entry = switch(|ahead| usize::from(!declares(ahead)), arms);
    braced(KIND_ENTRIES, documented(entry))
        .map(|(range, found)| {
            let mut body = KindBody { range, declarations: Vec::new(), members: Vec::new() };
            for (docs, range, entry) in found {
                match entry {
                    KindEntry::Declaration(declared) => {
                        body.declarations.extend(declared.map(|found| declare(docs, range, found)))
                    }
                    KindEntry::Member(kind) => body.members.push(Member { docs, range, kind }),
                }
            }
            body
        })
        .boxed()
}

fn declare(docs: TokRange, range: TokRange, found: Declared) -> Declaration {
    let Declared { inherited, class, name, ty, value } = found;
    Declaration { docs, range, inherited, class, name, ty, value }
}

/// `fact name`, `control name`, `derive name`, perhaps after `inherited`.
fn declares(ahead: &Ahead<'_, '_>) -> bool {
    let word = usize::from(ahead.is(0, Tok::KwInherited) && matches!(ahead.tok(1), Some(Tok::KwFact | Tok::KwControl)));
    matches!(ahead.tok(word), Some(Tok::KwFact | Tok::KwControl | Tok::KwDerive)) && ahead.name(word + 1)
}

/// `fact name: type = default`; `None` if the name is missing.
fn declaration<'t>(expr: P<'t, Expr>) -> P<'t, Option<Declared>> {
    let ty = ty();
    rule(move |inp| {
        let inherited = take(inp, Tok::KwInherited);
        let class = match inp.next() {
            Some(Tok::KwControl) => DeclarationClass::Control,
            Some(Tok::KwDerive) => DeclarationClass::Derive,
            _ => DeclarationClass::Fact,
        };
        let Some(name) = name_or_missing(inp, "the name of the attribute") else {
            return Ok(None);
        };
        let is_there = sign(inp, Tok::Colon, Tok::Assign, "before the type");
        let ahead = look(inp);
        let ty = match is_there || (ahead.name(0) && !ahead.newline(0)) {
            true => inp.parse(&ty)?,
            false => None,
        };
        let value = match inp.peek() {
            Some(Tok::Assign | Tok::Eq | Tok::Colon) => {
                equals(inp);
                Some(inp.parse(&expr)?)
            }
            _ if class == DeclarationClass::Derive => {
                missing(
                    inp,
                    "missing-value",
                    "`=` and an expression",
                    "a derived attribute is computed: `derive name: type = …`",
                );
                None
            }
            _ => None,
        };
        Ok(Some(Declared { inherited, class, name, ty, value }))
    })
}
