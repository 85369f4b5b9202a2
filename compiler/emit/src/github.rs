//! Annotations of GitHub's runner: workflow commands, written as `@actions/core` writes them.
//!
//! A step shows ten of each sort, so findings with one cause are one annotation, as they are for people.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use tm_analysis::Level;
use tm_analysis::report::{Location, Problem, Report, Severity};

use crate::changes;
use crate::group::{Group, groups};
use crate::lines::Places;
use crate::paths;
use crate::run::Run;
use crate::sanitize::{self, NAME, PARAGRAPH, SENTENCE};
use crate::summary;

/// Writes an annotation for each error, group of findings and notice, and a line that sums up.
pub fn github(report: &Report, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let mut places = Places::new(report);
    for problem in &report.errors {
        writeln!(out, "{}", of_problem(problem, &mut places, run))?;
    }
    for group in groups(&report.findings) {
        writeln!(out, "{}", of_group(&group, report, &mut places, run))?;
    }
    for problem in &report.notices {
        writeln!(out, "{}", of_problem(problem, &mut places, run))?;
    }
    if let Some(changed) = &report.changes {
        for note in &changed.notes {
            writeln!(out, "{}", command("notice", &[], &sanitize::inline(note, SENTENCE)))?;
        }
        for change in &changed.silencing {
            let message = [vec![changes::title(change).into_owned()], changes::effects(change)].concat().join("\n");
            let properties = properties(&changes::kind(change), change.location.as_ref(), &mut places, run);
            writeln!(out, "{}", command("warning", &properties, &message))?;
        }
        for gone in &changed.gone {
            let title = format!("gone: {}", sanitize::inline(&gone.rule, NAME));
            let message = format!("{} ({})", changes::message(gone), changes::why(gone));
            writeln!(out, "{}", command("notice", &properties(&title, None, &mut places, run), &message))?;
        }
        writeln!(out, "{}", changes::headline(report, changed))?;
    }
    writeln!(out, "{}", summary::line(report, None))?;
    out.flush()
}

fn of_problem(problem: &Problem, places: &mut Places<'_>, run: &Run<'_>) -> String {
    let name = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let title = sanitize::inline(&problem.name, NAME);
    let message = with_help(&problem.message, "", problem.help.as_deref(), None);
    command(name, &properties(&title, problem.location.as_ref(), places, run), &message)
}

fn of_group(group: &Group<'_>, report: &Report, places: &mut Places<'_>, run: &Run<'_>) -> String {
    let finding = group.first;
    let name = match finding.severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    };
    let severity = summary::severity(finding.severity, finding.certainty);
    let title = format!("{} ({severity})", sanitize::inline(&finding.rule, NAME));
    let more = match group.rest.len() {
        0 => String::new(),
        more => format!(" (and {more} more, from the same line)"),
    };
    let page = report.rule(&finding.rule).and_then(|rule| rule.page.as_deref());
    let message = with_help(&finding.message, &more, finding.help.as_deref(), page);
    let location = finding.cause.as_ref().filter(|_| !group.rest.is_empty()).unwrap_or(&finding.location);
    command(name, &properties(&title, Some(location), places, run), &message)
}

fn with_help(message: &str, more: &str, help: Option<&str>, page: Option<&str>) -> String {
    let mut lines = vec![format!("{}{more}", sanitize::inline(message.lines().next().unwrap_or_default(), SENTENCE))];
    lines.extend(help.map(|help| format!("help: {}", sanitize::inline(help, PARAGRAPH))));
    lines.extend(page.map(|page| format!("see: {}", sanitize::inline(page, SENTENCE))));
    lines.join("\n")
}

type Property = (&'static str, String);

/// In the order in which the toolkit gives them. Columns are for places on one line.
fn properties(title: &str, location: Option<&Location>, places: &mut Places<'_>, run: &Run<'_>) -> Vec<Property> {
    let mut properties = vec![("title", title.to_owned())];
    let Some(place) = location.and_then(|location| places.place(location)) else { return properties };
    let path = paths::in_repository(run.folder, place.file);
    properties.push(("file", sanitize::inline(&path, SENTENCE).into_owned()));
    properties.push(("line", place.start.line.to_string()));
    properties.push(("endLine", place.end.line.to_string()));
    if place.start.line == place.end.line {
        properties.push(("col", place.start.column.to_string()));
        properties.push(("endColumn", place.end.column.to_string()));
    }
    properties
}

/// `::name key=value,key=value::message`; what is empty is left out.
fn command(name: &str, properties: &[Property], message: &str) -> String {
    let properties = properties.iter().filter(|(_, value)| !value.is_empty());
    let properties: Vec<String> = properties.map(|(key, value)| format!("{key}={}", property(value))).collect();
    let between = if properties.is_empty() { "" } else { " " };
    format!("::{name}{between}{}::{}", properties.join(","), data(message))
}

fn data(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '\r', '\n']) {
        return Cow::Borrowed(text);
    }
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A").into()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `@actions/core` 3.0.1 printed for `core.error(message, properties)`, recorded.
    #[test]
    fn commands_are_those_of_the_toolkit() {
        let all = [
            ("title", "a, b: 100 %\r\n".to_owned()),
            ("file", "a:b,c%2C.tm".to_owned()),
            ("line", "3".to_owned()),
            ("endLine", "3".to_owned()),
            ("col", "5".to_owned()),
            ("endColumn", "9".to_owned()),
        ];
        assert_eq!(command("error", &all, "one, two: 50 %25\r\nthree\n::error::x"), RECORDED[0]);
        assert_eq!(command("warning", &[("title", "t".to_owned())], ""), RECORDED[1]);
        assert_eq!(command("notice", &[], "plain"), RECORDED[2]);
        assert_eq!(command("error", &[("title", String::new()), ("file", "a.tm".to_owned())], "é漢😀"), RECORDED[3]);
    }

    const RECORDED: [&str; 4] = [
        r"::error title=a%2C b%3A 100 %25%0D%0A,file=a%3Ab%2Cc%252C.tm,line=3,endLine=3,col=5,endColumn=9::one, two: 50 %2525%0D%0Athree%0A::error::x",
        r"::warning title=t::",
        r"::notice::plain",
        r"::error file=a.tm::é漢😀",
    ];
}
