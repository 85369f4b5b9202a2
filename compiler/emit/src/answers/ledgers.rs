//! Assumptions, decisions and safeguards, with what rests on them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value as Json, json};
use tm_analysis::Date;
use tm_analysis::inspect::{AssumptionLine, AssumptionState, DecisionLine, Resting};
use tm_analysis::report::{DecisionMode, Severity};

use super::AnswerOptions;
use super::document::{self, Parts};
use super::sheet::{Look, Sheet};
use crate::summary::{self, counted};

/// Findings that are named of one entry unless all are asked for.
const FINDINGS: usize = 5;

pub fn assumptions(lines: &[AssumptionLine], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    page.title(&counted(lines.len(), "assumption").unwrap_or_else(|| "no assumptions".to_owned()))?;
    for line in lines {
        page.blank()?;
        let name = page.name(&line.assumption.name);
        page.item(0, "", &name, Look::Bold)?;
        let place = page.place(line.assumption.location.as_ref());
        let until = match (line.state, line.expires) {
            (AssumptionState::Live, Some(date)) => format!("holds until {date}"),
            (AssumptionState::Live, None) => "never ends".to_owned(),
            (AssumptionState::Expired, Some(date)) => format!("ended on {date}: nothing rests on it"),
            (AssumptionState::Expired, None) => "ended: nothing rests on it".to_owned(),
            (AssumptionState::LeftOut, _) => "left out by `--without`".to_owned(),
        };
        page.text(2, &format!("{until}, {} ({place})", owner(line.owner.as_deref())), Look::Dim)?;
        if !line.about.is_empty() {
            let about = page.names(line.about.iter().map(|name| name.as_str()));
            page.text(2, &format!("about {about}"), Look::Plain)?;
        }
        if let Some(claim) = &line.claim {
            page.text(2, &format!("claims {claim}"), Look::Plain)?;
        }
        if let Some(evidence) = &line.evidence {
            page.text(2, &format!("evidence: {evidence}"), Look::Plain)?;
        }
        if !line.refuted_by.is_empty() {
            page.text(2, &format!("refuted by {}", line.refuted_by.join(", ")), Look::Bold)?;
        }
        if line.state != AssumptionState::Live {
            continue;
        }
        match &line.findings {
            None => page.text(2, "not tried: there are too many assumptions", Look::Dim)?,
            Some(findings) if findings.is_empty() && line.questions == 0 => {
                page.text(2, "nothing rests on it", Look::Plain)?;
            }
            Some(findings) => {
                if let Some(questions) = counted(line.questions, "question") {
                    page.text(2, &format!("{questions} would be open without it"), Look::Plain)?;
                }
                rest(&mut page, if findings.len() == 1 { "rests on it" } else { "rest on it" }, findings)?;
            }
        }
    }
    page.finish()
}

pub fn decisions(lines: &[DecisionLine], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let count = |is: fn(&DecisionLine) -> bool, noun: &str| counted(lines.iter().filter(|line| is(line)).count(), noun);
    let is_safeguard = |line: &DecisionLine| line.mode == DecisionMode::Safeguard;
    let title: Vec<String> = [
        count(|line| line.mode != DecisionMode::Safeguard, "decision"),
        count(is_safeguard, "safeguard"),
        count(|line| matches!(line.state.as_str(), "expired" | "overdue" | "stale"), "to look at again")
            .map(|text| text.replace("agains", "again")),
    ]
    .into_iter()
    .flatten()
    .collect();
    page.title(&if title.is_empty() { "no decisions and no safeguards".to_owned() } else { title.join(", ") })?;
    for line in lines {
        page.blank()?;
        let on = page.names(line.on.iter().map(|name| name.as_str()));
        let on = if on.is_empty() { "the project".to_owned() } else { on };
        let what = match &line.name {
            Some(name) => format!("safeguard {} about {on}", page.name(&name.name)),
            None => format!("{} {} on {on}", line.mode.name(), line.rules.join(", ")),
        };
        page.item(0, "", &what, Look::Bold)?;
        let place = page.place(line.location.as_ref());
        let state = state(line);
        page.text(2, &format!("{state}, {} ({place})", owner(line.owner.as_deref())), Look::Dim)?;
        if line.name.is_some() {
            page.text(2, &format!("against {}", line.rules.join(", ")), Look::Plain)?;
        }
        let word = match line.mode {
            DecisionMode::Mitigate => "plan",
            DecisionMode::Safeguard => "evidence",
            _ => "reason",
        };
        if let Some(reason) = &line.reason {
            page.text(2, &format!("{word}: {reason}"), Look::Plain)?;
        }
        if let Some(ticket) = &line.ticket {
            page.text(2, &format!("ticket: {ticket}"), Look::Plain)?;
        }
        let effect = match line.mode {
            DecisionMode::Mitigate => "stand until it is done",
            _ if line.silences() => "silenced",
            DecisionMode::Safeguard => "lowered, not silenced",
            _ => "named, not silenced",
        };
        rest(&mut page, effect, &line.findings)?;
    }
    page.finish()
}

fn owner(owner: Option<&str>) -> String {
    owner.map_or_else(|| "nobody answers for it".to_owned(), |owner| format!("{owner} answers for it"))
}

fn state(line: &DecisionLine) -> String {
    let date = |before: &str| line.date.map(|date: Date| format!(" {before} {date}")).unwrap_or_default();
    match (line.state.as_str(), line.mode) {
        ("active", DecisionMode::Mitigate) => format!("to be done{}", date("by")),
        ("active", _) => format!("in force{}", date("until")),
        ("expired", _) => format!("expired{}", date("on")),
        ("overdue", _) => format!("overdue{}", date("since")),
        ("stale", _) => "stale: nothing is found that it names".to_owned(),
        ("done", _) => "done: nothing is found any more, it can be removed".to_owned(),
        ("broken", _) => "not understood: `tm check` says why".to_owned(),
        (other, _) => format!("{other}{}", date("until")),
    }
}

/// `3 findings silenced: 2 high, 1 low`, and the first of them.
fn rest(page: &mut Sheet<'_, '_>, what: &str, findings: &[Resting]) -> io::Result<()> {
    let Some(count) = counted(findings.len(), "finding") else { return Ok(()) };
    let mut by_severity: BTreeMap<std::cmp::Reverse<Severity>, usize> = BTreeMap::new();
    for finding in findings {
        *by_severity.entry(std::cmp::Reverse(finding.severity)).or_default() += 1;
    }
    let parts: Vec<String> =
        by_severity.iter().map(|(severity, count)| format!("{count} {}", severity.0.name())).collect();
    page.text(2, &format!("{count} {what}: {}", parts.join(", ")), Look::Plain)?;
    let most = if page.all { usize::MAX } else { FINDINGS };
    let rows: Vec<[String; 3]> = findings
        .iter()
        .take(most)
        .map(|finding| {
            let on = page.names(finding.on.iter().map(|name| name.as_str()));
            [summary::severity(finding.severity, finding.certainty), finding.rule.to_string(), on]
        })
        .collect();
    page.table(4, [(Look::Bold, 17), (Look::Plain, 36), (Look::Plain, 0)], &rows)?;
    match findings.len().saturating_sub(most) {
        0 => Ok(()),
        more => page.text(4, &format!("… and {more} more: `--all`"), Look::Dim),
    }
}

pub fn assumptions_json(lines: &[AssumptionLine], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let line = |line: &AssumptionLine| {
        json!({
            "assumption": parts.named(&line.assumption),
            "about": line.about.iter().map(|name| &**name).collect::<Vec<_>>(),
            "claim": line.claim.as_deref(),
            "owner": line.owner,
            "evidence": line.evidence,
            "expires": line.expires.map(|date| date.to_string()),
            "state": line.state.name(),
            "refutedBy": line.refuted_by.iter().map(|name| &**name).collect::<Vec<_>>(),
            "findings": line.findings.as_deref().map(|findings| findings.iter().map(resting).collect::<Vec<_>>()),
            "questions": line.questions,
        })
    };
    document::write(&[("assumptions", lines.iter().map(line).collect())], out)
}

pub fn decisions_json(lines: &[DecisionLine], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let line = |line: &DecisionLine| {
        json!({
            "mode": line.mode.name(),
            "name": line.name.as_ref().map(|name| &*name.name),
            "rules": line.rules.iter().map(|name| &**name).collect::<Vec<_>>(),
            "on": line.on.iter().map(|name| &**name).collect::<Vec<_>>(),
            "state": line.state,
            "owner": line.owner,
            "date": line.date.map(|date| date.to_string()),
            "reason": line.reason,
            "ticket": line.ticket,
            "silences": line.silences(),
            "findings": line.findings.iter().map(resting).collect::<Vec<_>>(),
            "location": parts.location(line.location.as_ref()),
        })
    };
    document::write(&[("decisions", lines.iter().map(line).collect())], out)
}

pub(super) fn resting(finding: &Resting) -> Json {
    json!({
        "rule": &*finding.rule,
        "on": finding.on.iter().map(|name| &**name).collect::<Vec<_>>(),
        "severity": finding.severity.name(),
        "certainty": document::certainty(finding.certainty),
        "score": finding.score,
    })
}
