//! Elements in a list, and what an expression evaluates to.

use std::io::{self, Write};

use serde_json::{Value as Json, json};
use tm_analysis::Value;
use tm_analysis::inspect::{Answered, Listed, Named, Open, QueryAnswer};

use super::AnswerOptions;
use super::document::{self, Parts};
use super::sheet::{Look, Sheet};
use crate::summary::counted;

/// Elements, one on a line; those that are only possible have a question mark.
pub fn list(listed: &[Listed], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let rows: Vec<[String; 3]> = listed
        .iter()
        .map(|it| {
            let mark = if it.is_definite { "" } else { "? " };
            row(&mut page, mark, &it.element)
        })
        .collect();
    table(&mut page, &rows)?;
    let open = listed.iter().filter(|it| !it.is_definite).count();
    if let Some(open) = counted(open, "element") {
        page.text(0, &format!("{open} with `?`: what would decide it is not stated"), Look::Dim)?;
    }
    page.finish()
}

fn row(page: &mut Sheet<'_, '_>, mark: &str, named: &Named) -> [String; 3] {
    let name = page.name(&named.name);
    [named.kind.to_string(), format!("{mark}{name}"), page.place(named.location.as_ref())]
}

fn table(page: &mut Sheet<'_, '_>, rows: &[[String; 3]]) -> io::Result<()> {
    page.table(0, [(Look::Dim, 20), (Look::Bold, 60), (Look::Dim, 0)], rows)
}

pub fn list_json(listed: &[Listed], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let mut entry = |it: &Listed| {
        json!({
            "name": &*it.element.name,
            "kind": &*it.element.kind,
            "certainty": if it.is_definite { "definite" } else { "possible" },
            "location": parts.location(it.element.location.as_ref()),
        })
    };
    let elements = listed.iter().map(&mut entry).collect();
    document::write(&[("elements", Json::Array(elements))], out)
}

/// The value of an expression: a list has a line for each member.
pub fn query(answer: &QueryAnswer, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    match &answer.value {
        Answered::One(_) => page.raw(&answer.shown, Look::Bold)?,
        Answered::Element(named) => {
            let row = row(&mut page, "", named);
            table(&mut page, &[row])?;
        }
        Answered::Elements(members, possible) => {
            let mut rows: Vec<[String; 3]> = members.iter().map(|it| row(&mut page, "", it)).collect();
            rows.extend(possible.iter().map(|it| row(&mut page, "? ", it)));
            table(&mut page, &rows)?;
        }
        Answered::Values(members, possible) if members.is_empty() && possible.is_empty() => {
            page.raw("[]", Look::Bold)?;
        }
        Answered::Values(members, possible) => {
            for value in members {
                page.raw(value, Look::Bold)?;
            }
            for value in possible {
                page.raw(&format!("? {value}"), Look::Plain)?;
            }
        }
        Answered::Between(least, Some(most)) => page.raw(&format!("{least} to {most}"), Look::Bold)?,
        Answered::Between(least, None) => page.raw(&format!("{least} or more"), Look::Bold)?,
    }
    for open in &answer.open {
        let place = page.place(open.location.as_ref());
        let text =
            format!("hangs on `{}` of {}, which is not stated ({place})", open.attribute, page.name(&open.element));
        page.text(2, &text, Look::Dim)?;
    }
    if !answer.is_whole {
        page.text(2, "it takes too many steps, so not everything was looked at", Look::Dim)?;
    }
    page.finish()
}

pub fn query_json(answer: &QueryAnswer, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let names = |all: &[Named]| all.iter().map(|it| Json::from(&*it.name)).collect::<Vec<_>>();
    let texts = |all: &[tm_analysis::report::Name]| all.iter().map(|it| Json::from(&**it)).collect::<Vec<_>>();
    let (value, possible) = match &answer.value {
        Answered::One(Value::Bool(value)) => (Json::from(*value), Vec::new()),
        Answered::One(Value::Int(value)) => (Json::from(*value), Vec::new()),
        Answered::One(Value::Text(value)) => (Json::from(&**value), Vec::new()),
        Answered::One(Value::Unset | Value::Unknown | Value::NotApplicable(_)) => (Json::Null, Vec::new()),
        Answered::One(_) => (Json::from(&*answer.shown), Vec::new()),
        Answered::Element(named) => (Json::from(&*named.name), Vec::new()),
        Answered::Elements(members, possible) => (Json::Array(names(members)), names(possible)),
        Answered::Values(members, possible) => (Json::Array(texts(members)), texts(possible)),
        Answered::Between(least, most) => (Json::Null, vec![json!({ "least": least, "most": most })]),
    };
    let state = match &answer.value {
        Answered::One(Value::Unset) => "unset",
        Answered::One(Value::Unknown) => "unknown",
        Answered::One(Value::NotApplicable(_)) => "not-applicable",
        Answered::Between(..) => "unknown",
        _ => "known",
    };
    let open = |open: &Open| {
        json!({
            "element": &*open.element,
            "attribute": &*open.attribute,
            "location": parts.location(open.location.as_ref()),
        })
    };
    let open = answer.open.iter().map(open).collect();
    let members = [
        ("value", value),
        ("state", Json::from(state)),
        ("possible", Json::Array(possible)),
        ("open", Json::Array(open)),
        ("isWhole", Json::from(answer.is_whole)),
    ];
    document::write(&members, out)
}
