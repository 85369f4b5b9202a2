//! An element with all that is known of it.

use std::io::{self, Write};

use serde_json::Value as Json;
use tm_analysis::Value;
use tm_analysis::inspect::{ElementSheet, Named, ValueLine};
use tm_analysis::report::{Finding, Provenance, Question};

use super::document::{self, Parts};
use super::markdown::markdown;
use super::reach::summary;
use super::sheet::{Look, Sheet};
use super::{AnswerOptions, value};

/// Names in one line of ties.
const NAMES: usize = 12;

pub fn element(sheet: &ElementSheet, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let name = page.name(&sheet.element.name);
    page.title(&format!("{} {name}", sheet.element.kind))?;
    let place = page.place(sheet.element.location.as_ref());
    let within: Vec<String> = sheet.within.iter().map(|it| format!("{} {}", it.kind, page.name(&it.name))).collect();
    let within = if within.is_empty() { String::new() } else { format!(", in {}", within.join(", in ")) };
    page.text(2, &format!("declared at {place}{within}"), Look::Dim)?;
    if !sheet.docs.trim().is_empty() {
        page.blank()?;
        markdown(&mut page, sheet.docs.trim_end())?;
    }
    ties(&mut page, &sheet.ties)?;
    let lines = |derived: bool| sheet.values.iter().filter(move |line| (line.class == "derive") == derived);
    values(&mut page, "Values", "absent: ", lines(false))?;
    values(&mut page, "Derived", "false or empty: ", lines(true))?;
    findings(&mut page, &sheet.findings)?;
    questions(&mut page, &sheet.questions)?;
    summary(&mut page, &sheet.reach)?;
    page.finish()
}

pub fn element_json(sheet: &ElementSheet, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let list = |parts: &mut Parts<'_>, all: &[Named]| all.iter().map(|it| parts.named(it)).collect::<Vec<_>>();
    let ties = sheet.ties.iter().map(|(name, all)| (name.to_string(), Json::Array(list(&mut parts, all))));
    let ties = Json::Object(ties.collect());
    let members = [
        ("element", parts.named(&sheet.element)),
        ("docs", Json::from(sheet.docs.as_str())),
        ("within", Json::Array(list(&mut parts, &sheet.within))),
        ("ties", ties),
        ("values", sheet.values.iter().map(|line| value::line(&mut parts, line)).collect()),
        ("findings", sheet.findings.iter().map(|finding| parts.finding(finding)).collect()),
        ("questions", sheet.questions.iter().map(|question| parts.question(question)).collect()),
        ("reach", sheet.reach.iter().map(|reach| super::reach::entry(&mut parts, reach)).collect()),
    ];
    document::write(&members, out)
}

fn ties(page: &mut Sheet<'_, '_>, ties: &[(tm_analysis::report::Name, Vec<Named>)]) -> io::Result<()> {
    let most = if page.all { usize::MAX } else { NAMES };
    let rows: Vec<[String; 2]> = ties
        .iter()
        .map(|(name, all)| {
            let mut shown = page.names(all.iter().take(most).map(|it| it.name.as_str()));
            if all.len() > most {
                shown.push_str(&format!(", and {} more", all.len() - most));
            }
            [name.to_string(), shown]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.table(2, [(Look::Plain, 12), (Look::Plain, 0)], &rows)
}

/// What says that there is nothing comes in one line, and so does what nobody states, unless all is asked for.
fn values<'l>(
    page: &mut Sheet<'_, '_>,
    heading: &str,
    nothing: &str,
    lines: impl Iterator<Item = &'l ValueLine>,
) -> io::Result<()> {
    let all = page.all;
    let (told, rest): (Vec<&ValueLine>, Vec<&ValueLine>) = lines.partition(|line| all || is_told(line));
    if told.is_empty() && rest.is_empty() {
        return Ok(());
    }
    page.heading(heading)?;
    let rows: Vec<[String; 3]> =
        told.iter().map(|line| [line.attribute.to_string(), shown(page, line), origin(page, line)]).collect();
    page.table(2, [(Look::Plain, 26), (Look::Bold, 24), (Look::Dim, 0)], &rows)?;
    let (open, empty): (Vec<&ValueLine>, Vec<&ValueLine>) = rest.into_iter().partition(|line| line.class == "control");
    for (what, lines) in [("not stated: ", open), (nothing, empty)] {
        let names: Vec<&str> = lines.iter().map(|line| line.attribute.as_str()).collect();
        if !names.is_empty() {
            page.item(2, what, &names.join(", "), Look::Dim)?;
        }
    }
    Ok(())
}

/// A control that nobody states, a fact that is absent, or a derived value that says no, is seldom what was asked for.
fn is_told(line: &ValueLine) -> bool {
    match line.class {
        "control" => !line.is_unstated,
        _ => !(matches!(line.provenance, Provenance::Default | Provenance::Derived) && value::is_empty(&line.value)),
    }
}

fn shown(page: &Sheet<'_, '_>, line: &ValueLine) -> String {
    match &line.value {
        Value::Element(_) => page.name(&line.shown),
        Value::Set(_) if line.possible.is_empty() => {
            format!("[{}]", page.names(line.members.iter().map(|name| name.as_str())))
        }
        _ => line.shown.to_string(),
    }
}

/// `inherited from cluster prod, system.tm:3:3`
fn origin(page: &mut Sheet<'_, '_>, line: &ValueLine) -> String {
    if line.is_unstated {
        return if line.class == "control" { "not stated".to_owned() } else { "absent: not stated".to_owned() };
    }
    let source = line.source.as_ref().map(|source| format!("{} {}", source.kind, page.name(&source.name)));
    let how = match (line.provenance, source) {
        (Provenance::Stated, _) => "stated".to_owned(),
        (Provenance::Each, Some(source)) => format!("by an `each` of {source}"),
        (Provenance::Each, None) => "by an `each` of the module".to_owned(),
        (Provenance::Inherited, Some(source)) => format!("inherited from {source}"),
        (Provenance::Inherited, None) => "inherited".to_owned(),
        (Provenance::Assumed, Some(source)) => format!("assumed by {source}"),
        (Provenance::Assumed, None) => "assumed".to_owned(),
        (Provenance::Default, _) => "default".to_owned(),
        (Provenance::Derived, _) => "computed".to_owned(),
    };
    match page.place(line.location.as_ref()) {
        place if place.is_empty() => how,
        place => format!("{how}, {place}"),
    }
}

fn findings(page: &mut Sheet<'_, '_>, findings: &[Finding]) -> io::Result<()> {
    page.heading("Findings")?;
    if findings.is_empty() {
        return page.text(2, "none: no rule fires on it with what is known", Look::Dim);
    }
    let rows: Vec<[String; 2]> = findings
        .iter()
        .map(|it| [document::severity(it), format!("{}: {}", it.rule, first_line(&it.message))])
        .collect();
    page.table(2, [(Look::Bold, 18), (Look::Plain, 0)], &rows)
}

fn questions(page: &mut Sheet<'_, '_>, questions: &[Question]) -> io::Result<()> {
    if questions.is_empty() {
        return Ok(());
    }
    page.heading("Open questions")?;
    let rows: Vec<[String; 2]> = questions
        .iter()
        .map(|question| {
            let mut rules: Vec<&str> = question.decides.iter().map(|decides| decides.rule.as_str()).collect();
            rules.sort_unstable();
            rules.dedup();
            [question.attribute.to_string(), format!("decides {}", rules.join(", "))]
        })
        .collect();
    page.table(2, [(Look::Bold, 26), (Look::Plain, 0)], &rows)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
