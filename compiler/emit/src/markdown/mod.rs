//! Markdown for a comment on a pull request: counts, a table of the findings, and what is behind each, folded.
//!
//! Whatever a model says stands in `<code>`, each char that could mean something as an entity: no forge looks there for
//! mentions, references or links, and nothing in it can end the element or the table.

mod escape;

use std::io::{self, Write};

use tm_analysis::report::{Finding, Location, Problem, Reason, Report, SilencingChange};

use crate::cause::{Cause, causes};
use crate::changes;
use crate::decided;
use crate::group::Group;
use crate::lines::Places;
use crate::names::Names;
use crate::paths;
use crate::run::Run;
use crate::sanitize::{NAME, PARAGRAPH, SENTENCE};
use crate::summary;
use escape::{attribute, code};

/// Rows of a table, and folded details.
const ROWS: usize = 50;
/// Elements and facts that are listed of one group.
const LISTED: usize = 8;
/// A comment has at most 65,536 chars: what must be seen may fill it so far, what is folded so far.
const SIZE: usize = 45_000;
const FOLDED_SIZE: usize = 60_000;

/// Writes the worst of what was found.
pub fn markdown(report: &Report, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { run, report, names: Names::new(report), places: Places::new(report), text: String::new() };
    page.headline();
    page.problems();
    page.changes();
    let causes = causes(&report.findings);
    page.findings(&causes);
    page.details(&causes);
    page.notices();
    out.write_all(page.text.as_bytes())?;
    out.flush()
}

struct Page<'a> {
    run: &'a Run<'a>,
    report: &'a Report,
    names: Names<'a>,
    places: Places<'a>,
    text: String,
}

impl<'a> Page<'a> {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn headline(&mut self) {
        self.line("### Threat model");
        self.line("");
        let summary = summary::parts(self.report, None).join(" · ");
        self.line(&format!("**{summary}**"));
    }

    /// Those that have room, and how many more there are.
    fn lines(&mut self, lines: &[String], count: usize, size: usize) {
        let mut shown = 0;
        for line in lines {
            if self.text.len() + line.len() > size {
                break;
            }
            self.line(line);
            shown += 1;
        }
        if count > shown {
            self.line(&format!("\n… and {} more", count - shown));
        }
    }

    fn problems(&mut self) {
        let errors = &self.report.errors;
        if errors.is_empty() {
            return;
        }
        self.line("\nThe model has errors, so that not everything could be judged.\n");
        let lines: Vec<String> = errors.iter().take(ROWS).map(|problem| self.problem(problem)).collect();
        self.lines(&lines, errors.len(), SIZE);
    }

    fn problem(&mut self, problem: &Problem) -> String {
        let place = problem.location.as_ref().map(|location| format!("{}: ", self.place(location)));
        let message = code(problem.message.lines().next().unwrap_or_default(), SENTENCE);
        format!("- {}{} {message}", place.unwrap_or_default(), code(&problem.name, NAME))
    }

    /// What silences stands where everybody sees it.
    fn changes(&mut self) {
        let Some(changed) = &self.report.changes else { return };
        self.line(&format!("\n{}", code(&changes::headline(self.report, changed), SENTENCE)));
        for note in &changed.notes {
            self.line(&format!("\n{}", code(note, SENTENCE)));
        }
        if !changed.silencing.is_empty() {
            self.line("\nWhat silences findings, or decides which there are, is different:\n");
            let lines: Vec<String> = changed.silencing.iter().take(ROWS).map(|change| self.silencing(change)).collect();
            self.lines(&lines, changed.silencing.len(), SIZE);
        }
        let gone = changed.gone.iter().take(ROWS).map(|gone| {
            let message = code(&changes::message(gone), SENTENCE);
            format!("- {} {message}: {}", code(&gone.rule, NAME), code(&changes::why(gone), SENTENCE))
        });
        let gone: Vec<String> = gone.collect();
        self.folded("Gone", &gone, changed.gone.len());
    }

    fn silencing(&mut self, change: &SilencingChange) -> String {
        let place = change.location.as_ref().map(|location| format!(", {}", self.place(location)));
        let head = format!("- {}: {}", changes::kind(change), code(&changes::title(change), SENTENCE));
        let effects = changes::effects(change).into_iter().map(|line| format!("\n  - {}", code(&line, PARAGRAPH)));
        format!("{head}{}{}", place.unwrap_or_default(), effects.collect::<String>())
    }

    /// A row for each group; those of one cause stand below its worst.
    fn findings(&mut self, causes: &[Cause<'a>]) {
        if causes.is_empty() {
            return;
        }
        self.line("\n| severity | finding | where |\n|---|---|---|");
        let lines: Vec<String> = causes.iter().flat_map(rows).take(ROWS).map(|row| self.row(row)).collect();
        self.lines(&lines, causes.iter().map(|cause| cause.rest.len() + 1).sum(), SIZE);
    }

    fn row(&mut self, (group, fact): (&Group<'a>, Option<&Reason>)) -> String {
        let finding = group.first;
        let severity = summary::severity(finding.severity, finding.certainty);
        let more = match group.rest.len() {
            0 => String::new(),
            more => format!(" and {more} more, from the same line"),
        };
        let message = code(finding.message.lines().next().unwrap_or_default(), SENTENCE);
        let place = self.place(location(group));
        let fact = fact.map(|fact| code(&format!("{}: {}", fact.attribute, fact.value), SENTENCE));
        let fact = fact.map(|fact| format!("<br>by {fact} too")).unwrap_or_default();
        format!("| {severity} | {}<br>{message}{more}{fact} | {place} |", self.rule(finding))
    }

    /// The name of the rule, with its page if it has an address.
    fn rule(&self, finding: &Finding) -> String {
        let name = code(&finding.rule, NAME);
        let page = self.report.rule(&finding.rule).and_then(|rule| rule.page.as_deref());
        match page.filter(|page| page.starts_with("https://") || page.starts_with("http://")) {
            Some(page) => format!("<a href=\"{}\">{name}</a>", attribute(page)),
            None => name,
        }
    }

    fn place(&mut self, location: &Location) -> String {
        let Some(place) = self.places.place(location) else { return String::new() };
        let path = paths::in_repository(self.run.folder, place.file);
        let shown = code(&format!("{path}:{}", place.start.line), SENTENCE);
        match self.run.source_url {
            Some(template) => {
                let url = paths::source_url(template, &path, place.start.line);
                format!("<a href=\"{}\">{shown}</a>", attribute(&url))
            }
            None => shown,
        }
    }

    fn details(&mut self, causes: &[Cause<'a>]) {
        let groups = causes.iter().flat_map(rows).take(ROWS);
        let details: Vec<String> = groups.map(|(group, _)| self.detail(group)).collect();
        let details: Vec<String> = details.into_iter().filter(|detail| !detail.is_empty()).collect();
        self.folded("Why, and what to do", &details, details.len());
    }

    fn folded(&mut self, title: &str, lines: &[String], count: usize) {
        if !lines.is_empty() {
            self.line(&format!("\n<details><summary>{title}</summary>\n"));
            self.lines(lines, count, FOLDED_SIZE);
            self.line("\n</details>");
        }
    }

    /// A list of what made it true; empty where there is nothing more to say.
    fn detail(&mut self, group: &Group<'a>) -> String {
        let finding = group.first;
        let mut items = Vec::new();
        if !group.rest.is_empty() {
            let shown = group.findings().take(LISTED).flat_map(|finding| finding.on.first());
            let shown: Vec<String> = shown.map(|subject| code(&self.names.show(&subject.name), NAME)).collect();
            let more = (group.rest.len() + 1).saturating_sub(LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            items.push(format!("on {}{more}", shown.join(", ")));
        }
        for reason in finding.because.iter().take(LISTED) {
            let place = reason.location.as_ref().map(|location| self.place(location));
            let place = place.filter(|place| !place.is_empty()).map(|place| format!(", {place}")).unwrap_or_default();
            let element = code(&self.names.show(&reason.element), NAME);
            let fact = code(&format!("{}: {}", reason.attribute, reason.value), SENTENCE);
            items.push(format!("{fact} of {element} ({}{place})", reason.provenance.name()));
        }
        if finding.because.len() > LISTED {
            items.push(format!("and {} more facts", finding.because.len() - LISTED));
        }
        if let Some(first) = finding.path.first() {
            let stops = std::iter::once(&first.from).chain(finding.path.iter().map(|hop| &hop.to)).take(2 * LISTED);
            let stops: Vec<String> = stops.map(|stop| self.names.show(stop)).collect();
            let more = if finding.path.len() >= 2 * LISTED { " -> …" } else { "" };
            items.push(format!("path {}", code(&format!("{}{more}", stops.join(" -> ")), PARAGRAPH)));
        }
        items.extend(finding.decision.as_ref().map(|decision| code(&decided::words(decision), PARAGRAPH)));
        items.extend(finding.help.as_deref().map(|help| format!("help: {}", code(help, PARAGRAPH))));
        if items.is_empty() {
            return String::new();
        }
        let items: Vec<String> = items.iter().map(|item| format!("  - {item}")).collect();
        format!("- {} {}\n{}", self.rule(finding), self.place(location(group)), items.join("\n"))
    }

    fn notices(&mut self) {
        let notices = &self.report.notices;
        let lines: Vec<String> = notices.iter().take(LISTED).map(|problem| self.problem(problem)).collect();
        self.folded("Notices", &lines, notices.len());
    }
}

/// The groups of a cause; each but the first with the fact that it shares with that.
fn rows<'c, 'a>(cause: &'c Cause<'a>) -> impl Iterator<Item = (&'c Group<'a>, Option<&'a Reason>)> + use<'c, 'a> {
    std::iter::once((&cause.first, None)).chain(cause.rest.iter().map(|group| (group, cause.fact)))
}

/// Where a group is shown: at its cause, if that is what its findings share.
fn location<'a>(group: &Group<'a>) -> &'a Location {
    group.first.cause.as_ref().filter(|_| !group.rest.is_empty()).unwrap_or(&group.first.location)
}
