//! What is different from another revision, in words that every format shares.

use std::borrow::Cow;

use tm_analysis::report::{Change, Changes, GoneFinding, Report, SilencingChange};

use crate::decided;
use crate::sanitize::{self, NAME, SENTENCE};

/// Ids that are listed of one change.
const LISTED: usize = 5;

/// `since main: 2 new findings, 5 known, 1 gone`
pub(crate) fn headline(report: &Report, changes: &Changes) -> String {
    let new = report.findings.len();
    let noun = if new == 1 { "finding" } else { "findings" };
    let since = sanitize::inline(&changes.since, NAME);
    format!("since {since}: {new} new {noun}, {} known, {} gone", changes.known, changes.gone.len())
}

/// `added decision`, `changed level`
pub(crate) fn kind(change: &SilencingChange) -> String {
    format!("{} {}", change.change.name(), change.sort)
}

/// `accept a-rule on cart`
pub(crate) fn title(change: &SilencingChange) -> Cow<'_, str> {
    sanitize::inline(&change.title, SENTENCE)
}

/// What it does: the findings that it keeps away, and what it was.
pub(crate) fn effects(change: &SilencingChange) -> Vec<String> {
    let mut lines = Vec::new();
    match (change.silences.len(), change.is_judged) {
        (0, true) if change.change == Change::Removed => {}
        (0, true) => lines.push("silences nothing".to_owned()),
        (0, false) => lines.push("what it silences was not looked for".to_owned()),
        (count, _) => {
            let listed: Vec<Cow<'_, str>> =
                change.silences.iter().take(LISTED).map(|id| sanitize::inline(id, SENTENCE)).collect();
            let more = count.saturating_sub(LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            lines.push(format!("silences {}{more}", listed.join(", ")));
        }
    }
    lines.extend(change.was.as_deref().map(|was| format!("was: {}", sanitize::inline(was, SENTENCE))));
    lines
}

/// `not found any more`, `accepted by shop-team, until 2027-02-01`
pub(crate) fn why(gone: &GoneFinding) -> String {
    gone.decision.as_ref().map_or_else(|| "not found any more".to_owned(), decided::words)
}

pub(crate) fn message(gone: &GoneFinding) -> Cow<'_, str> {
    sanitize::inline(gone.message.lines().next().unwrap_or_default(), SENTENCE)
}
