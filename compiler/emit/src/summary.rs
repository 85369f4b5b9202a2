//! The line that closes the output for people.

use std::time::Duration;

use tm_analysis::Level;
use tm_analysis::report::{Certainty, Coverage, DecisionMode, Finding, Report, Severity};

/// `4 critical, 18 high - 75 open questions - coverage 61 % (120 of 197 controls stated) - 12 ms`
///
/// Without findings it says what that means, which is never that the system is safe.
pub(crate) fn line(report: &Report, elapsed: Option<Duration>) -> String {
    parts(report, elapsed).join(BETWEEN)
}

/// Stands between the parts.
pub(crate) const BETWEEN: &str = " - ";

pub(crate) fn parts(report: &Report, elapsed: Option<Duration>) -> Vec<String> {
    let mut parts = Vec::new();
    let warnings = report.notices.iter().filter(|notice| notice.level == Level::Warning).count();
    let problems = [counted(report.errors.len(), "error"), counted(warnings, "warning")];
    let problems: Vec<_> = problems.into_iter().flatten().collect();
    if !problems.is_empty() {
        parts.push(problems.join(", "));
    }
    parts.extend(verdict(report));
    let is_old = |finding: &&Finding| finding.decision.as_ref().is_some_and(|it| it.mode == DecisionMode::Baseline);
    let old = report.silenced.iter().filter(is_old).count();
    match report.summary.silenced.saturating_sub(old) {
        0 => {}
        decided => parts.push(format!("{decided} silenced")),
    }
    if old > 0 {
        parts.push(format!("{old} in the baseline"));
    }
    parts.extend(coverage(report.summary.coverage));
    if let Some(elapsed) = elapsed {
        parts.push(duration(elapsed));
    }
    parts
}

/// `3 words`, `1 word`; nothing for none.
pub(crate) fn counted(count: usize, noun: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        count => Some(format!("{count} {noun}s")),
    }
}

fn verdict(report: &Report) -> Vec<String> {
    let summary = &report.summary;
    let total: usize = summary.findings.iter().sum();
    let severities = severities(report);
    let questions = counted(summary.questions, "open question");
    if total > summary.possible {
        let possible = if summary.possible > 0 { format!(" ({} possible)", summary.possible) } else { String::new() };
        return std::iter::once(severities + &possible).chain(questions).collect();
    }
    if summary.elements == 0 && report.errors.is_empty() {
        return vec!["nothing to judge: the project has no elements".to_owned()];
    }
    let judged = if report.errors.is_empty() { "" } else { " in what could be judged" };
    let remain = questions.map(|questions| {
        let verb = if summary.questions == 1 { "remains" } else { "remain" };
        format!("{questions} {verb}")
    });
    let none = match (summary.possible, remain) {
        (0, None) => format!("no findings and no open questions{judged}; rules judge only what the model states"),
        (0, Some(remain)) => format!("no definite findings{judged}; {remain}"),
        (possible, None) => format!("no definite findings{judged}, {possible} possible ({severities})"),
        (possible, Some(remain)) => {
            format!("no definite findings{judged}, {possible} possible ({severities}); {remain}")
        }
    };
    vec![none]
}

/// Worst first.
fn severities(report: &Report) -> String {
    let counts = Severity::ALL.iter().zip(report.summary.findings).rev().filter(|(_, count)| *count > 0);
    counts.map(|(severity, count)| format!("{count} {}", severity.name())).collect::<Vec<_>>().join(", ")
}

/// The share is rounded down: only what is complete says 100 %.
fn coverage(coverage: Coverage) -> Option<String> {
    let Coverage { stated, asked } = coverage;
    let percent = stated.saturating_mul(100).checked_div(asked)?;
    Some(format!("coverage {percent} % ({stated} of {asked} controls stated)"))
}

fn duration(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "< 1 ms".to_owned(),
        millis @ 1..10_000 => format!("{millis} ms"),
        millis => format!("{}.{} s", millis / 1000, millis % 1000 / 100),
    }
}

/// `high`, `possible high`: the severity as people read it.
pub(crate) fn severity(severity: Severity, certainty: Certainty) -> String {
    match certainty {
        Certainty::Definite => severity.name().to_owned(),
        Certainty::Possible => format!("possible {}", severity.name()),
    }
}

pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}
