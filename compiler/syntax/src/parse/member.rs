//! What stands in a block: attributes, `each`, flows, elements.

use chumsky::error::EmptyErr;
use chumsky::prelude::*;

use super::base::*;
use super::foreign::{
    dotted_attribute, is_dotted_attribute, is_kind_with_sign, is_word_for_arrow, pass_label, pass_sign_before_block,
    pass_sign_before_name, unbraced, values,
};
use super::value::{path_or_missing, take_path, value};
use crate::ast::{Attribute, Block, Each, Element, Expr, Flow, Member, MemberKind, Value};
use crate::stream::error;
use crate::token::Tok;

pub(super) const MEMBERS: Entries = Entries {
    starts: member_starts,
    what: "a member",
    help: "a member is an attribute `name: value`, an element `kind name { … }`, a flow `a -> b`, or `each kind { … }`",
};

pub(super) fn member_starts(ahead: &Ahead<'_, '_>) -> bool {
    ahead.name(0) || matches!(ahead.tok(0), Some(Tok::Arrow | Tok::Doc))
}

/// A member without its documentation; one starts here.
pub(super) fn member<'t>(expr: P<'t, Expr>) -> P<'t, MemberKind> {
    recursive(move |member| {
        let block = block(member.boxed());
        let attribute = attribute(value());
        let optional = optional(block.clone());
        let qualified = rule(qualified_kind).ignore_then(element(optional.clone())).map(MemberKind::Element).boxed();
        let arms = vec![
            attribute.clone().map(MemberKind::Attribute).boxed(),
            each(block, attribute).map(MemberKind::Each).boxed(),
            flow(optional.clone()).map(MemberKind::Flow).boxed(),
            element(optional).map(MemberKind::Element).boxed(),
            declaration(expr),
            qualified,
            dotted_attribute(value()),
        ];
        switch(choose, arms)
    })
    .boxed()
}

fn choose(ahead: &Ahead<'_, '_>) -> usize {
    const ATTRIBUTE: usize = 0;
    const EACH: usize = 1;
    const FLOW: usize = 2;
    const ELEMENT: usize = 3;
    const DECLARATION: usize = 4;
    const QUALIFIED: usize = 5;
    const DOTTED: usize = 6;
    match (ahead.tok(0), ahead.tok(1)) {
        (_, Some(Tok::Colon | Tok::Assign)) if is_kind_with_sign(ahead) => ELEMENT,
        (_, Some(Tok::Colon | Tok::Assign | Tok::Eq)) => ATTRIBUTE,
        (_, Some(Tok::Dot)) if names_kind(ahead) => QUALIFIED,
        (_, Some(Tok::Dot)) if is_dotted_attribute(ahead) => DOTTED,
        (Some(Tok::KwFlow), Some(Tok::Str)) if ahead.quoted_name(1).is_some() && ahead.is(2, Tok::Colon) => FLOW,
        (Some(Tok::Arrow), _) | (_, Some(Tok::Arrow | Tok::BackArrow | Tok::Dot)) => FLOW,
        (Some(Tok::KwFact | Tok::KwControl | Tok::KwDerive), Some(next))
            if next.is_name() && (ahead.is(2, Tok::Colon) || declares_by_path(ahead)) && !lone(ahead) =>
        {
            DECLARATION
        }
        (Some(Tok::KwInherited), Some(Tok::KwFact | Tok::KwControl)) if ahead.name(2) => DECLARATION,
        (Some(Tok::KwEach), Some(Tok::LBrace)) => EACH,
        (Some(Tok::KwEach), Some(next)) if next.is_name() => EACH,
        (Some(Tok::KwFlow), Some(next))
            if next.is_name() && matches!(ahead.tok(2), Some(Tok::Colon | Tok::Arrow | Tok::Dot)) && !lone(ahead) =>
        {
            FLOW
        }
        _ => ELEMENT,
    }
}

/// `{ … }`, perhaps behind a sign of another language, perhaps not there.
fn optional<'t>(block: P<'t, Block>) -> P<'t, Option<Block>> {
    rule(move |inp| {
        pass_sign_before_block(inp);
        if inp.peek() == Some(Tok::LBrace) { inp.parse(&block).map(Some) } else { Ok(None) }
    })
}

/// `derive s.x: type`
fn declares_by_path(ahead: &Ahead<'_, '_>) -> bool {
    ahead.is(2, Tok::Dot) && ahead.name(3) && ahead.is(4, Tok::Colon) && !ahead.newline(1)
}

/// A word alone on its line before the start of another member: half typed.
fn lone(ahead: &Ahead<'_, '_>) -> bool {
    ahead.newline(1) && ahead.is(2, Tok::Colon)
}

/// `a.b name {`: a kind written with its module.
fn names_kind(ahead: &Ahead<'_, '_>) -> bool {
    let mut last = 0;
    while ahead.is(last + 1, Tok::Dot) && ahead.name(last + 2) {
        last += 2;
    }
    ahead.name(last + 1) && !ahead.newline(last + 1) && ahead.is(last + 2, Tok::LBrace)
}

/// Takes the module before a kind, with an error that says that it does not belong there.
fn qualified_kind(inp: &mut Ref<'_, '_>) -> Result<(), EmptyErr> {
    let (lo, at) = (look(inp).sig(0), at(inp));
    while look(inp).is(1, Tok::Dot) {
        inp.skip();
        inp.skip();
    }
    let kind = look(inp).sig(0);
    let stream = inp.state();
    let range = stream.source.range(lo).start..stream.source.range(kind).end;
    let message = "the kind of an element is written without its module".to_owned();
    let help = "bring it into scope with `use a.b`, under another name if need be: `use a.{kind as name}`";
    stream.report(at, error("unexpected-token", range, message, help));
    Ok(())
}

/// `fact name: type` among members: one error for all of it, and a member that says nothing.
fn declaration<'t>(expr: P<'t, Expr>) -> P<'t, MemberKind> {
    rule(move |inp| {
        let ahead = look(inp);
        let (sig, is_derived) = (ahead.sig(0), ahead.is(0, Tok::KwDerive));
        while look(inp).name(0) || look(inp).is(0, Tok::Dot) {
            inp.skip();
        }
        let at = at(inp);
        let stream = inp.state();
        let range = stream.source.range(sig);
        let message = "an attribute is declared outside of a kind".to_owned();
        let help =
            "declare it for all elements of a kind, `extend KIND { fact name: type }`; state it here as `name: value`";
        stream.report(at, error("declaration-in-element", range, message, help));
        let ahead = look(inp);
        if is_derived && ahead.name(1) && ahead.is(2, Tok::Assign) {
            (0..3).for_each(|_| inp.skip());
            inp.parse(&expr)?;
        } else {
            skip_garbage(inp, MEMBERS);
        }
        Ok(MemberKind::Each(Each { kind: None, block: None }))
    })
}

/// `{ members }`
pub(super) fn block<'t>(member: P<'t, MemberKind>) -> P<'t, Block> {
    braced(MEMBERS, documented(member))
        .map(|(range, members)| Block {
            range,
            members: members.into_iter().map(|(docs, range, kind)| Member { docs, range, kind }).collect(),
        })
        .boxed()
}

/// `name: value`
pub(super) fn attribute<'t>(value: P<'t, Option<Value>>) -> P<'t, Attribute> {
    let colon = rule(|inp| {
        if inp.peek() == Some(Tok::Eq) {
            wrong_operator(inp, "`:` is written before a value, not `==`", ":");
            inp.skip();
            return Ok(true);
        }
        Ok(sign(inp, Tok::Colon, Tok::Assign, "before a value"))
    });
    seen_name().then_ignore(colon).then(values(value)).map(|(name, value)| Attribute { name, value }).boxed()
}

/// `each kind { … }`
fn each<'t>(block: P<'t, Block>, attribute: P<'t, Attribute>) -> P<'t, Each> {
    let required = required("the values to state", block);
    word(Tok::KwEach)
        .ignore_then(path_or_missing("a kind", "write `each service { … }`"))
        .then(rule(move |inp| {
            let ahead = look(inp);
            match ahead.name(0) && ahead.is(1, Tok::Colon) && !ahead.newline(0) {
                true => unbraced(inp, &attribute).map(Some),
                false => inp.parse(&required),
            }
        }))
        .map(|(kind, block)| Each { kind, block })
        .boxed()
}

/// `flow name: a -> b { … }`, `a -> b { … }`, `-> b { … }`
fn flow<'t>(block: P<'t, Option<Block>>) -> P<'t, Flow> {
    let ends = rule(|inp| {
        let ahead = look(inp);
        let mut name = None;
        let declared = ahead.is(0, Tok::KwFlow) && (ahead.name(1) || ahead.is(1, Tok::Str));
        if declared {
            inp.skip();
            if look(inp).is(1, Tok::Colon) {
                name = name_or_missing(inp, "the name of the flow");
                inp.skip();
            } else {
                missing(inp, "missing-name", "a name and `:`", "write `flow NAME: a -> b`, or leave `flow` out");
                let at = at(inp);
                let from = take_path(inp);
                take(inp, Tok::Arrow);
                let to = target(inp, Some(at));
                return Ok((None, Some(from), to));
            }
        }
        let ahead = look(inp);
        let from = (ahead.name(0) && (!declared || !starts_over(&ahead))).then(|| take_path(inp));
        if from.is_none() && declared {
            missing(inp, "missing-name", "the source of the flow", "a flow is written `a -> b`");
        }
        if take(inp, Tok::BackArrow) {
            // It has an error of its own, which shows the ends the right way round.
            let to = from;
            let ahead = look(inp);
            let from = (ahead.name(0) && !ahead.begins_line()).then(|| take_path(inp));
            return Ok((name, from, to));
        }
        if is_word_for_arrow(&look(inp)) {
            missing(inp, "unexpected-token", "`->`", "a flow is written `a -> b`");
            inp.skip();
            return Ok((name, from, target(inp, None)));
        }
        if !take(inp, Tok::Arrow) {
            missing(inp, "unexpected-token", "`->` and a target", "a flow is written `a -> b`");
            return Ok((name, from, None));
        }
        Ok((name, from, target(inp, None)))
    });
    let label = rule(|inp| {
        pass_label(inp);
        Ok(())
    });
    ends.then_ignore(label).then(block).map(|((name, from, to), block)| Flow { name, from, to, block }).boxed()
}

/// A name that starts the next member, not the source of this flow.
fn starts_over(ahead: &Ahead<'_, '_>) -> bool {
    ahead.begins_line() && !ahead.is(1, Tok::Arrow)
}

/// What stands after `->`. `reported`: where an error about this flow stands already.
fn target(inp: &mut Ref<'_, '_>, reported: Option<usize>) -> Option<crate::ast::Path> {
    let ahead = look(inp);
    if ahead.name(0) && !ahead.begins_line() {
        return Some(take_path(inp));
    }
    if reported.is_none() {
        missing(
            inp,
            "missing-name",
            "the target of the flow",
            "a flow goes to a component or an endpoint: `-> cart.add-item`",
        );
    }
    None
}

/// `kind name { … }`
fn element<'t>(block: P<'t, Option<Block>>) -> P<'t, Element> {
    let name = rule(|inp| {
        let lo = at(inp);
        let is_flow = lo > 0 && inp.state().text(lo - 1) == "flow";
        let (what, help) = match is_flow {
            true => ("the name of the flow", "a flow is written `flow name: a -> b { … }`, or `a -> b { … }`"),
            false => ("the name of the element", "an element is written `kind name`, an attribute `name: value`"),
        };
        Ok(name_or_help(inp, what, help))
    });
    let sign = rule(|inp| {
        pass_sign_before_name(inp);
        Ok(())
    });
    seen_name()
        .then_ignore(sign)
        .then(name)
        .then(block)
        .map(|((kind, name), block)| Element { kind, name, block })
        .boxed()
}
