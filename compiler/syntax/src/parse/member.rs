//! What stands in a block: attributes, `each`, flows, elements.

use chumsky::error::EmptyErr;
use chumsky::prelude::*;

use super::base::*;
use super::value::{path_or_missing, take_path, value};
use crate::ast::{Attribute, Block, Each, Element, Flow, Member, MemberKind, TokRange, Value, ValueKind};
use crate::stream::{Stream, error, show};
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
pub(super) fn member<'t>() -> P<'t, MemberKind> {
    recursive(|member| {
        let block = block(member.boxed());
        let attribute = attribute(value());
        let optional = when(|ahead| ahead.is(0, Tok::LBrace), block.clone());
        let qualified = rule(qualified_kind).ignore_then(element(optional.clone())).map(MemberKind::Element).boxed();
        let arms = vec![
            attribute.clone().map(MemberKind::Attribute).boxed(),
            each(block, attribute).map(MemberKind::Each).boxed(),
            flow(optional.clone()).map(MemberKind::Flow).boxed(),
            element(optional).map(MemberKind::Element).boxed(),
            rule(declaration),
            qualified,
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
    match (ahead.tok(0), ahead.tok(1)) {
        (_, Some(Tok::Colon | Tok::Assign | Tok::Eq)) => ATTRIBUTE,
        (_, Some(Tok::Dot)) if names_kind(ahead) => QUALIFIED,
        (Some(Tok::Arrow), _) | (_, Some(Tok::Arrow | Tok::BackArrow | Tok::Dot)) => FLOW,
        (Some(Tok::KwFact | Tok::KwControl | Tok::KwDerive), Some(next))
            if next.is_name() && ahead.is(2, Tok::Colon) && !lone(ahead) =>
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
fn declaration(inp: &mut Ref<'_, '_>) -> Result<MemberKind, EmptyErr> {
    let sig = look(inp).sig(0);
    while look(inp).name(0) {
        inp.skip();
    }
    let at = at(inp);
    let stream = inp.state();
    let range = stream.source.range(sig);
    let message = "an attribute is declared outside of a kind".to_owned();
    let help =
        "declare it for all elements of a kind, `extend KIND { fact name: type }`; state it here as `name: value`";
    stream.report(at, error("declaration-in-element", range, message, help));
    skip_garbage(inp, MEMBERS);
    Ok(MemberKind::Each(Each { kind: None, block: None }))
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

/// A value, or several without brackets: one error, and a list.
fn values<'t>(value: P<'t, Option<Value>>) -> P<'t, Option<Value>> {
    rule(move |inp| {
        let lo = at(inp);
        let first = inp.parse(&value)?;
        if !another_value(&look(inp)) {
            return Ok(first);
        }
        let mut found: Vec<Value> = first.into_iter().collect();
        while another_value(&look(inp)) {
            inp.skip();
            found.extend(inp.parse(&value)?);
        }
        let range = range_from(inp, lo);
        let stream = inp.state();
        let message = "several values belong between brackets".to_owned();
        let help = format!("write `[{}]`, or state one value", shown_range(stream, range));
        let bytes = stream.source.bytes(range);
        stream.report(lo, error("missing-bracket", bytes, message, &help));
        Ok(Some(Value { range, kind: ValueKind::List(found), lacks_brackets: true }))
    })
}

/// `, value` where the comma does not end the attribute: what follows it is no member.
fn another_value(ahead: &Ahead<'_, '_>) -> bool {
    if !ahead.is(0, Tok::Comma) || ahead.newline(1) {
        return false;
    }
    let mut end = 2;
    while ahead.is(end, Tok::Dot) && ahead.name(end + 1) {
        end += 2;
    }
    let is_keyword = ahead.tok(1).is_some_and(Tok::is_keyword);
    let ends = matches!(ahead.tok(end), None | Some(Tok::Comma | Tok::RBrace | Tok::Doc))
        || ahead.begins_line_at(end)
        || (ahead.name(end) && ahead.is(end + 1, Tok::Colon) && !is_keyword);
    ahead.literal(1) || (ahead.name(1) && ends)
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

/// Attributes on the line of what they are about, where braces belong: one error, and the block.
fn unbraced<'t>(inp: &mut Ref<'t, '_>, attribute: &P<'t, Attribute>) -> Result<Block, EmptyErr> {
    let lo = at(inp);
    let mut members = Vec::new();
    loop {
        let ahead = look(inp);
        if !ahead.name(0) || !ahead.is(1, Tok::Colon) || ahead.newline(0) {
            break;
        }
        let from = ahead.at;
        let found = inp.parse(attribute)?;
        let docs = TokRange::default();
        members.push(Member { docs, range: range_from(inp, from), kind: MemberKind::Attribute(found) });
        take(inp, Tok::Comma);
    }
    let range = range_from(inp, lo);
    let stream = inp.state();
    let message = "values belong between braces".to_owned();
    let help = format!("write `{{ {} }}`", shown_range(stream, range));
    let bytes = stream.source.bytes(range);
    stream.report(lo, error("missing-block", bytes, message, &help));
    Ok(Block { range, members })
}

/// What stands there, to be shown between other words.
fn shown_range(stream: &Stream<'_>, range: TokRange) -> String {
    let bytes = stream.source.bytes(range);
    let text = stream.source.text.get(bytes.start as usize..bytes.end as usize).unwrap_or_default();
    show(text).trim_matches('`').to_owned()
}

/// `flow name: a -> b { … }`, `a -> b { … }`, `-> b { … }`
fn flow<'t>(block: P<'t, Option<Block>>) -> P<'t, Flow> {
    let ends = rule(|inp| {
        let ahead = look(inp);
        let mut name = None;
        let declared = ahead.is(0, Tok::KwFlow) && ahead.name(1);
        if declared {
            inp.skip();
            if look(inp).is(1, Tok::Colon) {
                name = Some(take_name(inp));
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
    ends.then(block).map(|((name, from, to), block)| Flow { name, from, to, block }).boxed()
}

/// `to b`, `calls b`: a word on the line of the flow where the arrow belongs, and the target.
fn is_word_for_arrow(ahead: &Ahead<'_, '_>) -> bool {
    let is_word = |i: usize| ahead.name(i) && !ahead.newline(i);
    is_word(0) && is_word(1) && !ahead.is(2, Tok::Colon)
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
        let help = "an element is written `kind name`, an attribute `name: value`";
        Ok(name_or_help(inp, "the name of the element", help))
    });
    seen_name().then(name).then(block).map(|((kind, name), block)| Element { kind, name, block }).boxed()
}
