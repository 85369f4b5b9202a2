//! A group of findings as one entry.

use tm_analysis::report::{Certainty, Finding, Hop, Rating, Report, Subject};

use super::entry::{Entry, Note};
use super::facts::{self, Facts, facts};
use crate::cause::Cause;
use crate::decided;
use crate::group::Group;
use crate::names::Names;
use crate::sanitize::{self, NAME, PARAGRAPH, SENTENCE};
use crate::summary;

/// Subjects of a group that are named.
const SUBJECTS: usize = 8;
/// Hops of a path that are named at either end of it.
const ENDS: usize = 6;
/// Further groups of one cause.
const BEHIND: usize = 20;
/// Decisions that are shown of a group.
const DECISIONS: usize = 3;

pub(super) fn entry<'a>(cause: &Cause<'a>, report: &Report, names: &Names, is_all: bool) -> Entry<'a> {
    let group = &cause.first;
    let finding = group.first;
    let shared = finding.cause.as_ref().filter(|_| !group.rest.is_empty());
    let location = shared.unwrap_or(&finding.location);
    let Facts { labels, origin, unplaced, left_out } = facts(finding, location, names);

    let mut message = sanitize::lines(&finding.message, SENTENCE).next().unwrap_or_default().into_owned();
    let title = sanitize::inline(finding.title.trim().trim_end_matches('.'), SENTENCE).into_owned();
    let title = if title.is_empty() { std::mem::take(&mut message) } else { title };
    let message = said(message, group.rest.len(), origin);

    let mut notes = Vec::new();
    if !group.rest.is_empty() {
        notes.push(Note { word: "on", text: subjects(group, names) });
    }
    if !finding.path.is_empty() {
        notes.push(Note { word: "path", text: path(&finding.path, names) });
    }
    if !unplaced.is_empty() {
        notes.push(Note { word: "given", text: unplaced.join("; ") });
    }
    if left_out > 0 {
        let facts = if left_out == 1 { "fact" } else { "facts" };
        notes.push(Note { word: "note", text: format!("and {left_out} more {facts}: `tm check --format json`") });
    }
    let priority = finding.priority;
    notes.push(Note { word: "priority", text: format!("{} ({})", priority.score, priority.band().name()) });
    notes.extend(finding.rating.as_deref().map(|rating| Note { word: rating.scheme.name(), text: rated(rating) }));
    notes.extend(decisions(group, names));
    notes.extend(help(finding.help.as_deref()));
    let page = report.rule(&finding.rule).and_then(|rule| rule.page.as_deref());
    notes.extend(page.map(|page| Note { word: "see", text: sanitize::inline(page, SENTENCE).into_owned() }));
    if finding.certainty == Certainty::Possible {
        notes.push(Note { word: "note", text: "possible, because what would decide it is not stated".to_owned() });
    }
    notes.extend(more(cause, names, is_all));
    Entry {
        kind: summary::severity(finding.severity, finding.certainty),
        code: &finding.rule,
        title,
        tint: finding.severity.into(),
        location: Some(location),
        message,
        labels,
        notes,
    }
}

/// The other findings that rest on the same fact, a line for each rule.
fn more(cause: &Cause, names: &Names, is_all: bool) -> Option<Note> {
    let fact = cause.fact.filter(|_| !cause.rest.is_empty())?;
    let resting = match cause.more() {
        1 => "1 more finding rests on it".to_owned(),
        count => format!("{count} more findings rest on it"),
    };
    let mut lines = vec![format!("{}; {resting}", facts::said(fact, cause.first.first, names))];
    let shown = if is_all { cause.rest.len() } else { BEHIND };
    for group in cause.rest.iter().take(shown) {
        let finding = group.first;
        let severity = summary::severity(finding.severity, finding.certainty);
        let rule = sanitize::inline(&finding.rule, NAME);
        let priority = format!("{} ({})", finding.priority.score, finding.priority.band().name());
        let rating = finding.rating.as_deref().map(|rating| {
            let score = rating.score.map(|score| format!("{score:.1} ")).unwrap_or_default();
            format!(", {} {score}{}", rating.scheme.name(), rating.level)
        });
        let decided = group.findings().find_map(|finding| finding.decision.as_ref());
        let decided = decided.map(|decision| format!("; {}", decided::words(decision)));
        lines.push(format!(
            "{severity}[{rule}] on {}: {priority}{}{}",
            subjects(group, names),
            rating.unwrap_or_default(),
            decided.unwrap_or_default()
        ));
    }
    if let more @ 1.. = cause.rest.len().saturating_sub(shown) {
        lines.push(format!("and {more} more: `tm check --all`"));
    }
    Some(Note { word: "cause", text: lines.join("\n") })
}

/// `7.1 high, estimated: CVSS:4.0/…`
fn rated(rating: &Rating) -> String {
    let score = rating.score.map(|score| format!("{score:.1} ")).unwrap_or_default();
    let factors: Vec<String> = rating.factors.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let made_of = rating.vector.clone().unwrap_or_else(|| factors.join(", "));
    format!("{score}{}, estimated: {made_of}", rating.level)
}

pub(super) fn help(help: Option<&str>) -> Option<Note> {
    let lines: Vec<_> = sanitize::lines(help?, PARAGRAPH).collect();
    (!lines.is_empty()).then(|| Note { word: "help", text: lines.join("\n") })
}

/// `message (and 3 more, from this `each`)`
fn said(message: String, more: usize, origin: Option<&str>) -> String {
    let aside = match (more, origin) {
        (0, None) => return message,
        (0, Some(origin)) => origin.to_owned(),
        (more, None) => format!("and {more} more"),
        (more, Some(origin)) => format!("and {more} more, {origin}"),
    };
    if message.is_empty() { aside } else { format!("{message} ({aside})") }
}

fn subject(finding: &Finding, names: &Names) -> String {
    let names: Vec<_> = finding.on.iter().map(|Subject { name, .. }| names.show(name)).collect();
    if names.is_empty() { "project".to_owned() } else { names.join(" with ") }
}

fn subjects(group: &Group, names: &Names) -> String {
    let shown: Vec<_> = group.findings().take(SUBJECTS).map(|finding| subject(finding, names)).collect();
    match (group.rest.len() + 1).saturating_sub(SUBJECTS) {
        0 => shown.join(", "),
        more => format!("{} (+{more})", shown.join(", ")),
    }
}

/// `shopper -> api-gateway -> cart (2 hops)`
fn path(path: &[Hop], names: &Names) -> String {
    let mut stops: Vec<&str> = path.first().map(|hop| hop.from.as_str()).into_iter().collect();
    stops.extend(path.iter().map(|hop| hop.to.as_str()));
    let hidden = stops.len().saturating_sub(2 * ENDS);
    let mut shown: Vec<_> = Vec::new();
    for (at, stop) in stops.iter().enumerate() {
        if hidden < 2 || at < ENDS || at >= ENDS + hidden {
            shown.push(names.show(stop));
        } else if at == ENDS {
            shown.push(format!("… {hidden} more …"));
        }
    }
    let hops = summary::counted(path.len(), "hop").unwrap_or_default();
    format!("{} ({hops})", shown.join(" -> "))
}

fn decisions<'a>(group: &Group<'a>, names: &Names) -> impl Iterator<Item = Note> {
    let decided: Vec<_> = group.findings().filter_map(|finding| Some((finding, finding.decision.as_ref()?))).collect();
    let many = !group.rest.is_empty();
    let more = decided.len().saturating_sub(DECISIONS);
    let notes: Vec<_> = decided
        .iter()
        .take(DECISIONS)
        .map(|(finding, decision)| {
            let on = if many { format!("{}: ", subject(finding, names)) } else { String::new() };
            Note { word: "decided", text: on + &decided::words(decision) }
        })
        .collect();
    let rest = (more > 0).then(|| Note { word: "decided", text: format!("and {more} more") });
    notes.into_iter().chain(rest)
}
