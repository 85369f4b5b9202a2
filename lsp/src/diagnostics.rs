//! A report in the words of the protocol.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use serde_json::json;
use tm_analysis::Level;
use tm_analysis::report::{
    Certainty, Decision, Finding, Location as Place, Problem, Question, Report, ReportFile, Severity,
};

use crate::features::Features;
use crate::positions::{Encoding, Lines};
use crate::settings::Questions;
use crate::types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Range, Uri,
};

pub(crate) const SOURCE: &str = "tm";

/// Of one file. Nobody reads more, and some clients do not survive it.
const MOST: usize = 2_000;

/// Other places of one diagnostic.
const MOST_RELATED: usize = 64;

/// Of one line in a message, in chars.
const LINE: usize = 600;

/// Lines of a message.
const LINES: usize = 20;

/// Of the controls that are not stated, those that are named: who reads more of them asks for the element.
const ASKED: usize = 10;

/// Diagnostics by the address of what they are in. Shared: what is equal is the same.
pub(crate) type Files = BTreeMap<String, Arc<FileDiagnostics>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileDiagnostics {
    pub uri: Uri,
    /// What they count in; none: what they are said of is no text.
    pub text: Option<Arc<str>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// How a report is told.
pub(crate) struct Telling<'a> {
    pub encoding: Encoding,
    pub features: &'a Features,
    pub questions: Questions,
    /// By the number of the file in the report; few of them are asked for.
    pub uri: &'a dyn Fn(u32) -> Option<Uri>,
    /// Where what is said of the project as a whole is shown.
    pub home: Option<Uri>,
    /// The folder with the pages of rules, as an address that ends with `/`.
    pub pages: &'a str,
}

/// Everything that a report says, errors first, then in the order of the report. What has been told of it goes: of a large
/// project there is not room for both.
pub(crate) fn of_report(mut report: Report, telling: &Telling<'_>) -> Files {
    let errors = std::mem::take(&mut report.errors);
    let findings = std::mem::take(&mut report.findings);
    let notices = std::mem::take(&mut report.notices);
    let questions = std::mem::take(&mut report.questions);
    let mut teller = Teller {
        report: &report,
        telling,
        uris: BTreeMap::new(),
        lines: BTreeMap::new(),
        files: BTreeMap::new(),
        left_out: BTreeMap::new(),
    };
    errors.iter().for_each(|error| teller.problem(error));
    findings.into_iter().for_each(|finding| teller.finding(&finding));
    notices.iter().for_each(|notice| teller.problem(notice));
    if telling.questions != Questions::Off {
        let mut by_element: BTreeMap<(&Place, &str), Vec<&Question>> = BTreeMap::new();
        for question in &questions {
            by_element.entry((&question.location, &question.element)).or_default().push(question);
        }
        by_element.into_iter().for_each(|((place, element), questions)| teller.questions(place, element, &questions));
    }
    teller.finish()
}

struct Teller<'a> {
    report: &'a Report,
    telling: &'a Telling<'a>,
    /// Of files that something was located in.
    uris: BTreeMap<u32, Option<Uri>>,
    lines: BTreeMap<u32, Lines>,
    files: BTreeMap<String, FileDiagnostics>,
    /// By address, how many diagnostics were too many.
    left_out: BTreeMap<String, usize>,
}

impl Teller<'_> {
    fn location(&mut self, place: &Place) -> Option<Location> {
        let telling = self.telling;
        let uri = self.uris.entry(place.file).or_insert_with(|| (telling.uri)(place.file)).clone()?;
        let ReportFile { text, .. } = self.report.files.get(place.file as usize)?;
        let lines = self.lines.entry(place.file);
        let lines = lines.or_insert_with(|| Lines::new(text.clone(), self.telling.encoding));
        Some(Location { uri, range: lines.range(place.range) })
    }

    fn put(&mut self, place: Option<&Place>, diagnostic: impl FnOnce(&mut Self, Range) -> Diagnostic) {
        let text = place.and_then(|place| Some(self.report.files.get(place.file as usize)?.text.clone()));
        let location = place.and_then(|place| self.location(place)).map(|location| (location, text));
        let home = || Some((Location { uri: self.telling.home.clone()?, range: Range::default() }, None));
        let Some((Location { uri, range }, text)) = location.or_else(home) else { return };
        let key = uri.as_str().to_owned();
        let count = self.files.get(&key).map_or(0, |file| file.diagnostics.len());
        if count >= MOST {
            *self.left_out.entry(key).or_default() += 1;
            return;
        }
        let diagnostic = diagnostic(self, range);
        let file = self.files.entry(key);
        let file = file.or_insert_with(|| FileDiagnostics { uri, text: None, diagnostics: Vec::new() });
        file.text = file.text.take().or(text);
        file.diagnostics.push(diagnostic);
    }

    fn problem(&mut self, problem: &Problem) {
        let page = || {
            let folder = self.telling.pages.strip_suffix("rules/")?;
            Some(format!("{folder}errors/{}.md", problem.name))
        };
        let page = page();
        self.put(problem.location.as_ref(), |teller, range| {
            let severity = match problem.level {
                Level::Error => DiagnosticSeverity::ERROR,
                Level::Warning => DiagnosticSeverity::WARNING,
                Level::Note => DiagnosticSeverity::INFORMATION,
            };
            let mut diagnostic = teller.diagnostic(
                range,
                severity,
                &problem.name,
                message(&problem.message, &[], problem.help.as_deref()),
            );
            diagnostic.tags = teller.telling.features.tags.then(|| tags(&problem.name)).flatten();
            diagnostic.code_description = teller.page(page.as_deref());
            let labels = problem.labels.iter().map(|label| (&label.location, line(&label.message)));
            diagnostic.related_information = teller.related(labels.collect());
            diagnostic
        });
    }

    fn finding(&mut self, finding: &Finding) {
        self.put(Some(&finding.location), |teller, range| {
            let mut asides = Vec::new();
            if finding.certainty == Certainty::Possible {
                asides.push("possible, because what would decide it is not stated".to_owned());
            }
            asides.extend(finding.decision.as_deref().map(decided));
            let said = if finding.message.trim().is_empty() { &finding.title } else { finding.message.as_str() };
            let text = message(said, &asides, finding.help.as_deref());
            let mut diagnostic = teller.diagnostic(range, severity(finding.severity), &finding.rule, text);
            let page = teller.report.rule(&finding.rule).and_then(|rule| rule.page.clone());
            diagnostic.code_description = teller.page(page.as_deref());
            diagnostic.related_information = teller.related(places(finding));
            diagnostic.data = Some(json!({ "id": finding.id }));
            diagnostic
        });
    }

    /// What of one element is not stated and would decide something: one entry, however much it is.
    fn questions(&mut self, place: &Place, element: &str, questions: &[&Question]) {
        self.put(Some(place), |teller, range| {
            let severity = match teller.telling.questions {
                Questions::Information => DiagnosticSeverity::INFORMATION,
                Questions::Hint | Questions::Off => DiagnosticSeverity::HINT,
            };
            teller.diagnostic(range, severity, "question", open(element, questions))
        });
    }

    fn diagnostic(&self, range: Range, severity: DiagnosticSeverity, code: &str, message: String) -> Diagnostic {
        Diagnostic {
            range,
            severity: Some(severity),
            code: Some(NumberOrString::String(line(code))),
            source: Some(SOURCE.to_owned()),
            message,
            ..Diagnostic::default()
        }
    }

    /// Only what a browser can open.
    fn page(&self, page: Option<&str>) -> Option<CodeDescription> {
        let page = page.filter(|page| page.starts_with("https://") || page.starts_with("http://"))?;
        let href = Uri::from_str(page).ok()?;
        self.telling.features.code_description.then_some(CodeDescription { href })
    }

    fn related(&mut self, places: Vec<(&Place, String)>) -> Option<Vec<DiagnosticRelatedInformation>> {
        if !self.telling.features.related_information {
            return None;
        }
        let mut related: Vec<DiagnosticRelatedInformation> = Vec::new();
        for (place, message) in places.into_iter().take(MOST_RELATED) {
            if let Some(location) = self.location(place) {
                let one = DiagnosticRelatedInformation { location, message };
                if !related.contains(&one) {
                    related.push(one);
                }
            }
        }
        (!related.is_empty()).then_some(related)
    }

    fn finish(mut self) -> Files {
        for (uri, count) in std::mem::take(&mut self.left_out) {
            let text = format!("{count} more are not shown here: `tm check` shows all");
            let note = self.diagnostic(Range::default(), DiagnosticSeverity::INFORMATION, "too-many", text);
            if let Some(file) = self.files.get_mut(&uri) {
                file.diagnostics.push(note);
            }
        }
        let kept = |(uri, mut file): (String, FileDiagnostics)| {
            // They stay for as long as nothing changes in that file.
            file.diagnostics.shrink_to_fit();
            (uri, Arc::new(file))
        };
        self.files.into_iter().map(kept).collect()
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Critical | Severity::High => DiagnosticSeverity::ERROR,
        Severity::Medium => DiagnosticSeverity::WARNING,
        Severity::Low | Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

fn tags(name: &str) -> Option<Vec<DiagnosticTag>> {
    match name {
        "unused-variable" | "stale-decision" | "stale-baseline" | "mitigation-done" => {
            Some(vec![DiagnosticTag::UNNECESSARY])
        }
        "expired-assumption" | "decision-expired" | "safeguard-expired" | "retired-rule" => {
            Some(vec![DiagnosticTag::DEPRECATED])
        }
        _ => None,
    }
}

/// The unstated controls of an element, the most consequential first, with the rules that each decides.
fn open(element: &str, questions: &[&Question]) -> String {
    let rules = |question: &Question| {
        let rules: BTreeSet<&str> = question.decides.iter().map(|decides| decides.rule.as_str()).collect();
        rules.into_iter().collect::<Vec<_>>().join(", ")
    };
    if let [question] = questions {
        return line(&format!("stating `{}` on `{element}` decides {}", question.attribute, rules(question)));
    }
    let shown = questions.len().min(ASKED);
    let mut lines = vec![line(&format!("stating any of {} controls on `{element}` decides rules:", questions.len()))];
    lines.extend(
        questions.iter().take(shown).map(|question| line(&format!("`{}`: {}", question.attribute, rules(question)))),
    );
    if shown < questions.len() {
        lines.push(line(&format!("and {} more: `tm explain {element}` shows all", questions.len() - shown)));
    }
    lines.join("\n")
}

/// Every fact that a finding rests on, every hop of its path, what it shares with others, and what was decided.
fn places(finding: &Finding) -> Vec<(&Place, String)> {
    let mut places = Vec::new();
    for reason in &finding.because {
        if let Some(place) = &reason.location {
            let text = format!(
                "`{}.{}` is `{}` ({})",
                reason.element,
                reason.attribute,
                reason.value,
                reason.provenance.name()
            );
            places.push((place, line(&text)));
        }
    }
    for (at, hop) in (1..).zip(&finding.path) {
        if let Some(place) = &hop.location {
            let by = hop.via.as_ref().map(|via| format!(" by `{via}`")).unwrap_or_default();
            places.push((place, line(&format!("hop {at}: `{}` -> `{}`{by}", hop.from, hop.to))));
        }
    }
    if let Some(cause) = finding.cause.as_ref().filter(|cause| **cause != finding.location) {
        places.push((cause, "what it comes from".to_owned()));
    }
    if let Some((decision, place)) = finding.decision.as_ref().and_then(|it| Some((it, it.location.as_ref()?))) {
        places.push((place, line(&decided(decision))));
    }
    places
}

fn decided(decision: &Decision) -> String {
    let reason = decision.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("decided, `{}`{reason}", decision.mode.name())
}

/// Nothing in a model may break out of its line.
fn line(text: &str) -> String {
    tm_emit::inline(text.trim(), LINE).into_owned()
}

fn message(said: &str, asides: &[String], help: Option<&str>) -> String {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|text| !text.is_empty()).take(LINES).map(line).collect()
    };
    let mut all = lines(said);
    all.extend(asides.iter().map(|aside| line(aside)));
    let help = lines(help.unwrap_or_default());
    all.extend(help.into_iter().enumerate().map(|(at, text)| if at == 0 { format!("help: {text}") } else { text }));
    all.join("\n")
}
