//! What other languages write where the grammar has something else: one error, and it is read as it was meant.

mod binding;
mod choice;
mod file;
mod rocket;
mod types;

use chumsky::error::EmptyErr;

pub(super) use binding::{foreign_binding, pass_opener};
pub(super) use choice::choice;
pub(super) use file::foreign_file;
pub(super) use rocket::read_rockets;
pub(super) use types::{generic_type, has_arguments};

use super::base::*;
use super::value::take_path;
use crate::ast::{Attribute, Block, Each, Member, MemberKind, TokRange, Value, ValueKind};
use crate::stream::{Stream, error, show};
use crate::token::Tok;

/// A value, or several without brackets: one error, and a list.
pub(super) fn values<'t>(value: P<'t, Option<Value>>) -> P<'t, Option<Value>> {
    rule(move |inp| {
        let lo = at(inp);
        let is_dashed = follows_dash(inp);
        let first = inp.parse(&value)?;
        if is_dashed {
            return dashed_list(inp, lo, first, &value);
        }
        if !another_value(&look(inp)) {
            return Ok(first);
        }
        let mut found: Vec<Value> = first.into_iter().collect();
        while another_value(&look(inp)) {
            inp.skip();
            found.extend(inp.parse(&value)?);
        }
        let range = range_from(inp, lo);
        let help = format!("write `[{}]`, or state one value", shown_range(inp.state(), range));
        say(inp, lo, range, "missing-bracket", "several values belong between brackets", &help);
        Ok(Some(Value { range, kind: ValueKind::List(found), lacks_brackets: true }))
    })
}

/// `- value` on lines of their own, where the first has been taken; the hyphen has its error.
fn dashed_list<'t>(
    inp: &mut Ref<'t, '_>,
    lo: usize,
    first: Option<Value>,
    value: &P<'t, Option<Value>>,
) -> Result<Option<Value>, EmptyErr> {
    let mut found: Vec<Value> = first.into_iter().collect();
    while follows_dash(inp) && (look(inp).name(0) || look(inp).literal(0)) && !look(inp).is(1, Tok::Colon) {
        found.extend(inp.parse(value)?);
    }
    let range = range_from(inp, lo);
    Ok(Some(Value { range, kind: ValueKind::List(found), lacks_brackets: true }))
}

/// Whether a hyphen that begins its line was left out before the next token.
fn follows_dash(inp: &mut Ref<'_, '_>) -> bool {
    let at = at(inp);
    let stream = inp.state();
    let dash = stream.sig(at).checked_sub(1);
    stream.origin.is_some() && dash.is_some_and(|dash| stream.source.is_dash(dash))
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

/// Attributes on the line of what they are about, where braces belong: one error, and the block.
pub(super) fn unbraced<'t>(inp: &mut Ref<'t, '_>, attribute: &P<'t, Attribute>) -> Result<Block, EmptyErr> {
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
    let help = format!("write `{{ {} }}`", shown_range(inp.state(), range));
    say(inp, lo, range, "missing-block", "values belong between braces", &help);
    Ok(Block { range, members })
}

/// Reports what has been taken since `lo`.
fn say(inp: &mut Ref<'_, '_>, lo: usize, range: TokRange, name: &'static str, message: &str, help: &str) {
    let stream = inp.state();
    let bytes = stream.source.bytes(range);
    stream.report(lo, error(name, bytes, message.to_owned(), help));
}

/// What stands there, to be shown between other words.
fn shown_range(stream: &Stream<'_>, range: TokRange) -> String {
    let bytes = stream.source.bytes(range);
    let text = stream.source.text.get(bytes.start as usize..bytes.end as usize).unwrap_or_default();
    show(text).trim_matches('`').to_owned()
}

/// `to b`, `calls b`: a word on the line of the flow where the arrow belongs, and the target.
pub(super) fn is_word_for_arrow(ahead: &Ahead<'_, '_>) -> bool {
    let is_word = |i: usize| ahead.name(i) && !ahead.newline(i);
    is_word(0) && is_word(1) && !ahead.is(2, Tok::Colon)
}

/// `name: {` or `name = {`: passes over a sign between a name and its block.
pub(super) fn pass_sign_before_block(inp: &mut Ref<'_, '_>) {
    let ahead = look(inp);
    if !matches!(ahead.tok(0), Some(Tok::Colon | Tok::Assign)) || !ahead.is(1, Tok::LBrace) {
        return;
    }
    say_sign(inp, "nothing stands between a name and its block");
    inp.skip();
}

/// `kind: name {`
pub(super) fn is_kind_with_sign(ahead: &Ahead<'_, '_>) -> bool {
    let is_sign = matches!(ahead.tok(1), Some(Tok::Colon | Tok::Assign));
    is_sign && ahead.name(2) && ahead.is(3, Tok::LBrace) && !ahead.newline(2) && !ahead.newline(3)
}

/// Passes over the sign between a kind and a name.
pub(super) fn pass_sign_before_name(inp: &mut Ref<'_, '_>) {
    let ahead = look(inp);
    if matches!(ahead.tok(0), Some(Tok::Colon | Tok::Assign)) && ahead.name(1) && ahead.is(2, Tok::LBrace) {
        say_sign(inp, "nothing stands between a kind and the name of an element");
        inp.skip();
    }
}

fn say_sign(inp: &mut Ref<'_, '_>, message: &str) {
    let ahead = look(inp);
    let (at, help) = (ahead.at, format!("remove the {}", show(ahead.text(0))));
    let stream = inp.state();
    let range = stream.source.range(stream.sig(at));
    stream.report(at, error("unexpected-token", range, message.to_owned(), &help));
}

/// `a -> b: label`: passes over the label.
pub(super) fn pass_label(inp: &mut Ref<'_, '_>) {
    let ahead = look(inp);
    if !ahead.is(0, Tok::Colon) || ahead.newline(0) || ahead.is(1, Tok::LBrace) {
        return;
    }
    let at = ahead.at;
    let stream = inp.state();
    let range = stream.source.range(stream.sig(at));
    let message = "a flow has no label behind it".to_owned();
    let help = "name it in front, `flow NAME: a -> b`, and state the rest in braces, `{ protocol: https }`";
    stream.report(at, error("unexpected-token", range, message, help));
    inp.skip();
    loop {
        let ahead = look(inp);
        match ahead.tok(0) {
            None | Some(Tok::LBrace | Tok::RBrace | Tok::Doc | Tok::Skipped) => return,
            _ if ahead.newline(0) => return,
            _ => skip_group(inp),
        }
    }
}

/// `a.b: value`
pub(super) fn is_dotted_attribute(ahead: &Ahead<'_, '_>) -> bool {
    let mut end = 1;
    while ahead.is(end, Tok::Dot) && ahead.name(end + 1) {
        end += 2;
    }
    let is_sign = matches!(ahead.tok(end), Some(Tok::Colon | Tok::Assign | Tok::Eq));
    end > 1 && is_sign && !ahead.newline(end) && !ahead.is(end + 1, Tok::LBrace)
}

/// Takes an attribute whose name is a path: nothing comes of it.
pub(super) fn dotted_attribute<'t>(value: P<'t, Option<Value>>) -> P<'t, MemberKind> {
    rule(move |inp| {
        let lo = at(inp);
        let path = take_path(inp).range;
        let message = "an attribute is stated in its element, by its name alone";
        let help =
            "write `name: value` between the braces of the element; from elsewhere, `extend ELEMENT { name: value }`";
        say(inp, lo, path, "unexpected-token", message, help);
        inp.skip();
        inp.parse(&value)?;
        Ok(MemberKind::Each(Each { kind: None, block: None }))
    })
}

/// `any(…)`, `x.contains(…)`: a parenthesis that touches what stands before it.
pub(super) fn is_call(inp: &mut Ref<'_, '_>) -> bool {
    if inp.peek() != Some(Tok::LParen) {
        return false;
    }
    let at = at(inp);
    let stream = inp.state();
    at > 0 && stream.source.range(stream.sig(at - 1)).end == stream.source.range(stream.sig(at)).start
}

/// Takes the rest of a call, with one error.
pub(super) fn pass_call(inp: &mut Ref<'_, '_>) {
    let at = at(inp);
    let stream = inp.state();
    let sig = stream.sig(at);
    let name = stream.source.slice(sig.saturating_sub(1));
    let help = match name {
        "any" | "all" | "no" | "exists" | "forall" | "some" | "none" | "every" => {
            "write `any x in LIST: CONDITION`, or the same with `all` or `no`"
        }
        "count" | "len" | "length" | "size" | "min" | "max" | "collect" | "filter" | "map" => {
            "write `count x in LIST if CONDITION`, or the same with `max`, `min` or `collect`"
        }
        "contains" | "includes" | "has" => "write `x in LIST`",
        _ => "ask with `in`, `is`, a comparison, or a quantifier such as `any x in LIST: CONDITION`",
    };
    let range = stream.source.range(sig.saturating_sub(1));
    let message = format!("there are no functions: {} cannot be called", show(name));
    stream.report(at, error("unexpected-token", range, message, help));
    skip_group(inp);
}
