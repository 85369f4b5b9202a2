//! An element: what it is, where it sits, every value with who says so, and what was found of it.

use tm_analysis::inspect::{ElementSheet, ValueLine, element_in};
use tm_analysis::report::{Finding, Location, Provenance, Question, Report};
use tm_analysis::{Database, ElementId, Origin, Project, SourceFile, Value};

use crate::markdown::{code, docs, plain};

/// Names in one line.
const NAMES: usize = 30;
/// Lines of one list.
const LINES: usize = 20;

pub(super) fn page(db: &Database, project: Project, report: &Report, here: SourceFile, id: ElementId) -> String {
    let sheet = element_in(db, project, report, id);
    let places = Places { db, project, here };
    let mut parts = vec![heading(&sheet, &places)];
    let text = docs(&sheet.docs);
    if !text.is_empty() {
        parts.push(text);
    }
    parts.extend(values(&sheet, &places));
    parts.extend(findings(&sheet.findings));
    parts.extend(questions(&sheet.questions));
    parts.join("\n\n")
}

/// How often a rule fires, and how often it asks.
pub(super) fn fires(report: &Report, rule: &str) -> String {
    let found = report.findings.iter().filter(|finding| finding.rule == rule).count();
    let asks = report.questions.iter().flat_map(|question| &question.decides);
    let asks = asks.filter(|decides| decides.rule == rule).count();
    let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    format!("{} here, {}", count(found, "finding"), count(asks, "open question"))
}

struct Places<'a> {
    db: &'a Database,
    project: Project,
    here: SourceFile,
}

impl Places<'_> {
    /// `line 3`, `zones.tm:3`
    fn show(&self, location: &Location) -> Option<String> {
        let file = *self.project.files(self.db).get(location.file as usize)?;
        let before = file.text(self.db).get(..location.range.start as usize)?;
        let line = before.matches('\n').count() + 1;
        if file == self.here {
            return Some(format!("line {line}"));
        }
        let library = if *file.origin(self.db) == Origin::Std { "the standard library, " } else { "" };
        Some(format!("{library}{}:{line}", file.path(self.db)))
    }
}

fn heading(sheet: &ElementSheet, places: &Places<'_>) -> String {
    let mut text = format!("**{}** {}", plain(&sheet.element.kind), code(&sheet.element.name));
    for within in &sheet.within {
        text.push_str(&format!(", in {} {}", plain(&within.kind), code(&within.name)));
    }
    if let Some(place) = sheet.element.location.as_ref().and_then(|location| places.show(location)) {
        text.push_str(&format!("  \ndeclared at {}", plain(&place)));
    }
    text
}

fn values(sheet: &ElementSheet, places: &Places<'_>) -> Vec<String> {
    let (told, rest): (Vec<&ValueLine>, Vec<&ValueLine>) = sheet.values.iter().partition(|line| is_told(line));
    let mut parts = Vec::new();
    if !told.is_empty() {
        let mut table = "| | | |\n|---|---|---|".to_owned();
        for line in told {
            let cell = |text: &str| code(text).replace('|', "\\|");
            let origin = plain(&origin(line, places));
            table.push_str(&format!("\n| {} | {} | {origin} |", plain(&line.attribute), cell(&line.shown)));
        }
        parts.push(table);
    }
    let open: Vec<&str> =
        rest.iter().filter(|line| line.class == "control").map(|line| line.attribute.as_str()).collect();
    if !open.is_empty() {
        let more = open.len().saturating_sub(NAMES);
        let names = open.iter().take(NAMES).map(|name| plain(name)).collect::<Vec<_>>().join(", ");
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        parts.push(format!("not stated: {names}{more}"));
    }
    parts
}

/// A control that nobody states, a fact that is absent, or a derived value that says no, is seldom what was asked for.
fn is_told(line: &ValueLine) -> bool {
    let is_empty = match &line.value {
        Value::Set(set) => set.members.is_empty() && set.possible.is_empty(),
        Value::Bool(value) => !value,
        value => !value.is_definite(),
    };
    match line.class {
        "control" => !line.is_unstated,
        _ => !(matches!(line.provenance, Provenance::Default | Provenance::Derived) && is_empty),
    }
}

/// `inherited from cluster prod, line 3`
fn origin(line: &ValueLine, places: &Places<'_>) -> String {
    let source = line.source.as_ref().map(|source| format!(" {} {}", source.kind, source.name));
    let from = |word: &str| source.as_ref().map(|source| format!(" {word}{source}")).unwrap_or_default();
    let how = match line.provenance {
        Provenance::Stated => "stated".to_owned(),
        Provenance::Each => format!("each{}", from("in")),
        Provenance::Inherited => format!("inherited{}", from("from")),
        Provenance::Assumed => format!("assumed{}", from("by")),
        Provenance::Default => "default".to_owned(),
        Provenance::Derived => "computed".to_owned(),
    };
    match line.location.as_ref().and_then(|location| places.show(location)) {
        Some(place) => format!("{how}, {place}"),
        None => how,
    }
}

fn findings(findings: &[Finding]) -> Option<String> {
    let line = |finding: &Finding| {
        let possible = match finding.certainty {
            tm_analysis::report::Certainty::Definite => "",
            tm_analysis::report::Certainty::Possible => "possible, ",
        };
        format!("- {possible}**{}** {}: {}", finding.severity.name(), code(&finding.rule), plain(&finding.message))
    };
    list("Findings", findings.iter().map(line))
}

fn questions(questions: &[Question]) -> Option<String> {
    let line = |question: &Question| {
        let mut rules: Vec<&str> = question.decides.iter().map(|decides| decides.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        let rules: Vec<String> = rules.iter().take(NAMES).map(|rule| code(rule)).collect();
        format!("- {} decides {}", code(&question.attribute), rules.join(", "))
    };
    list("Open questions", questions.iter().map(line))
}

fn list(heading: &str, lines: impl ExactSizeIterator<Item = String>) -> Option<String> {
    let count = lines.len();
    if count == 0 {
        return None;
    }
    let mut text = format!("**{heading}**\n");
    for line in lines.take(LINES) {
        text.push_str(&format!("\n{line}"));
    }
    if count > LINES {
        text.push_str(&format!("\n- and {} more", count - LINES));
    }
    Some(text)
}
