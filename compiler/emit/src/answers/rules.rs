//! The rules, and what they cover of a framework.

use std::io::{self, Write};

use serde_json::{Value as Json, json};
use tm_analysis::inspect::{Coverage, Covered, Level, RuleLine};

use super::AnswerOptions;
use super::document::{self, Parts};
use super::sheet::{Look, Sheet};
use crate::summary::counted;

/// Rules that are named of one entry of a framework.
const NAMES: usize = 6;

/// By family: severity, class, and how often each fires. `cost`: with what it looks at.
pub fn rules(rules: &[RuleLine], cost: bool, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let mut families: Vec<&str> = rules.iter().map(|rule| rule.family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    for (at, family) in families.iter().enumerate() {
        if at > 0 {
            page.blank()?;
        }
        page.title(if family.is_empty() { "(no family)" } else { family })?;
        let of_family: Vec<&RuleLine> = rules.iter().filter(|rule| rule.family == *family).collect();
        let rows: Vec<[String; 4]> = of_family.iter().map(|rule| row(rule)).collect();
        if !cost {
            page.table(2, [(Look::Plain, 46), (Look::Bold, 9), (Look::Dim, 6), (Look::Plain, 0)], &rows)?;
            continue;
        }
        for (rule, row) in of_family.iter().zip(rows) {
            page.table(2, [(Look::Plain, 46), (Look::Bold, 9), (Look::Dim, 6), (Look::Plain, 0)], &[row])?;
            page.text(6, &looks_at(rule), Look::Dim)?;
        }
    }
    let fired = rules.iter().filter(|rule| rule.findings > 0).count();
    page.blank()?;
    let all = counted(rules.len(), "rule").unwrap_or_else(|| "no rules".to_owned());
    page.title(&format!("{all}, {fired} fire here"))?;
    page.finish()
}

fn row(rule: &RuleLine) -> [String; 4] {
    let findings = counted(rule.findings, "finding");
    let questions = counted(rule.questions, "open");
    let questions = questions.map(|open| open.trim_end_matches('s').to_owned());
    let fires: Vec<String> = findings.into_iter().chain(questions).collect();
    [rule.name.to_string(), severity(rule), rule.class.to_owned(), fires.join(", ")]
}

fn severity(rule: &RuleLine) -> String {
    match rule.level {
        Some(Level::Off) => "off".to_owned(),
        Some(Level::Severity(severity)) => severity.name().to_owned(),
        None if rule.severity.contains(char::is_whitespace) => "varies".to_owned(),
        None => rule.severity.clone(),
    }
}

/// `12 subjects; reads 4 attributes, 1 relation (request)`
fn looks_at(rule: &RuleLine) -> String {
    let cost = &rule.cost;
    let mut parts = vec![counted(cost.subjects, "subject").unwrap_or_else(|| "no subjects".to_owned())];
    if cost.choices > cost.subjects as u64 {
        parts.push(format!("about {} choices of variables", cost.choices));
    }
    if !cost.ties.is_empty() {
        parts.push(format!("further variables by {}", cost.ties.join(", ")));
    }
    parts.extend(counted(cost.attributes.len(), "attribute").map(|attributes| format!("reads {attributes}")));
    if !cost.relations.is_empty() {
        let names: Vec<&str> = cost.relations.iter().map(|name| name.as_str()).collect();
        parts.push(format!("paths along {}", names.join(", ")));
    }
    if cost.is_quadratic {
        parts.push("looks at pairs that nothing ties".to_owned());
    }
    parts.join("; ")
}

pub fn rules_json(rules: &[RuleLine], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let entry = |rule: &RuleLine| {
        let cost = &rule.cost;
        json!({
            "name": &*rule.name,
            "family": &*rule.family,
            "title": &*rule.title,
            "severity": rule.severity,
            "level": rule.level.map(|level| match level {
                Level::Off => "off",
                Level::Severity(severity) => severity.name(),
            }),
            "class": rule.class,
            "isStd": rule.is_std,
            "findings": rule.findings,
            "questions": rule.questions,
            "location": parts.location(rule.location.as_ref()),
            "cost": {
                "subjects": cost.subjects,
                "choices": cost.choices,
                "ties": cost.ties,
                "attributes": cost.attributes.iter().map(|name| &**name).collect::<Vec<_>>(),
                "relations": cost.relations.iter().map(|name| &**name).collect::<Vec<_>>(),
                "isQuadratic": cost.is_quadratic,
            },
        })
    };
    let entries = rules.iter().map(entry).collect();
    document::write(&[("rules", Json::Array(entries))], out)
}

/// Entry by entry; the gaps last.
pub fn coverage(coverage: &Coverage, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let (covered, gaps): (Vec<&Covered>, Vec<&Covered>) = coverage.entries.iter().partition(|it| !it.rules.is_empty());
    match coverage.is_closed {
        true => page.title(&format!("{}: {} of {} covered", coverage.title, covered.len(), coverage.entries.len()))?,
        false => page.title(&format!("{}: {} entries are named by rules", coverage.title, coverage.others.len()))?,
    }
    let columns = [(Look::Bold, 24), (Look::Plain, 44), (Look::Dim, 0)];
    let rows: Vec<[String; 3]> = covered.iter().map(|it| entry_row(it, page.all)).collect();
    page.table(2, columns, &rows)?;
    if !gaps.is_empty() {
        page.heading("Gaps: no rule is about these")?;
        let rows: Vec<[String; 2]> = gaps.iter().map(|it| [it.id.clone(), it.title.to_owned()]).collect();
        page.table(2, [(Look::Bold, 24), (Look::Plain, 0)], &rows)?;
    }
    if !coverage.others.is_empty() {
        if coverage.is_closed {
            page.heading("Named by rules beside these")?;
        }
        let rows: Vec<[String; 2]> = coverage.others.iter().map(|it| [it.id.clone(), rules_of(it, page.all)]).collect();
        page.table(2, [(Look::Bold, 24), (Look::Dim, 0)], &rows)?;
    }
    if !coverage.is_closed {
        page.text(2, "its whole list is not built in, so gaps cannot be told", Look::Dim)?;
    }
    page.finish()
}

fn entry_row(covered: &Covered, all: bool) -> [String; 3] {
    [covered.id.clone(), covered.title.to_owned(), rules_of(covered, all)]
}

fn rules_of(covered: &Covered, all: bool) -> String {
    let most = if all { usize::MAX } else { NAMES };
    let mut names: Vec<String> = covered.rules.iter().take(most).map(ToString::to_string).collect();
    if covered.rules.len() > most {
        names.push(format!("and {} more", covered.rules.len() - most));
    }
    names.join(", ")
}

pub fn coverage_json(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    let entry = |it: &Covered| json!({ "id": it.id, "title": it.title, "rules": it.rules.iter().map(|name| &**name).collect::<Vec<_>>() });
    let members = [
        ("framework", Json::from(coverage.framework)),
        ("title", Json::from(coverage.title)),
        ("isClosed", Json::from(coverage.is_closed)),
        ("entries", coverage.entries.iter().map(entry).collect()),
        ("others", coverage.others.iter().map(entry).collect()),
    ];
    document::write(&members, out)
}
