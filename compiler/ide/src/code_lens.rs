//! What the compiler makes of declarations, above them: findings and coverage of elements, how often rules fire, tests to run.

use std::collections::BTreeMap;
use std::ops::Range;

use tm_analysis::inspect::coverage_of;
use tm_analysis::occurrences::{Symbol, occurrences, syntax};
use tm_analysis::report::{Coverage, Report};
use tm_analysis::{Database, ElementId, Project, SourceFile};

use crate::body::body_at;
use crate::command::Command;
use crate::markdown::inline;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLens {
    /// The name that it is about.
    pub range: Range<u32>,
    /// Its title is plain text.
    pub command: Command,
}

/// What is told of the declarations of a file, in order. The report is one of the project as it is.
#[must_use]
pub fn code_lens(db: &Database, project: Project, report: &Report, file: SourceFile) -> Vec<CodeLens> {
    let declared = occurrences(db, project, file).iter().filter(|it| it.is_declaration);
    let mut elements = Vec::new();
    let mut lenses = Vec::new();
    for it in declared {
        match &it.symbol {
            Symbol::Element(id) => elements.push((*id, it.range.clone())),
            Symbol::Rule(name) => lenses.push(rule(report, name, it.range.clone())),
            Symbol::Test(_) => lenses.push(test(db, file, it.range.clone())),
            _ => {}
        }
    }
    lenses.extend(of_elements(db, project, report, file, &elements));
    lenses.sort_by_key(|lens| lens.range.start);
    lenses
}

fn rule(report: &Report, name: &str, range: Range<u32>) -> CodeLens {
    let findings = report.findings.iter().filter(|finding| finding.rule == name).count();
    let asks = report.questions.iter().flat_map(|question| &question.decides);
    let mut asks: Vec<_> = asks.filter(|decides| decides.rule == name).map(|decides| &decides.on).collect();
    asks.sort_unstable();
    asks.dedup();
    let title = format!("{}, {}", count(findings, "finding"), count(asks.len(), "open question"));
    CodeLens { range, command: Command::explain(title, name) }
}

fn test(db: &Database, file: SourceFile, range: Range<u32>) -> CodeLens {
    let parsed = syntax(db, file);
    let title = parsed.significant_at(range.start).map(|token| parsed.string(file.text(db), token));
    let arguments = vec![file.path(db).to_string(), title.unwrap_or_default()];
    CodeLens { range, command: Command { title: "run test".to_owned(), name: "tm.runTest", arguments } }
}

/// Of each element with a name, what was found of it and of all that is declared inside of it.
fn of_elements(
    db: &Database,
    project: Project,
    report: &Report,
    file: SourceFile,
    elements: &[(ElementId, Range<u32>)],
) -> Vec<CodeLens> {
    let (source, parsed) = (file.text(db), syntax(db, file));
    let mut totals: BTreeMap<ElementId, (usize, Coverage)> = BTreeMap::new();
    for (id, coverage) in coverage_of(db, project, file) {
        totals.entry(id).or_default().1 = coverage;
    }
    let names = tm_analysis::inspect::names_of(db, project, elements.iter().map(|(id, _)| *id));
    let by_name: BTreeMap<(&str, &str), ElementId> =
        names.iter().map(|named| ((named.name.as_str(), named.kind.as_str()), named.id)).collect();
    for finding in &report.findings {
        let subject = finding.on.first().and_then(|on| by_name.get(&(on.name.as_str(), on.kind.as_str())));
        if let Some(id) = subject {
            totals.entry(*id).or_default().0 += 1;
        }
    }
    let mut lenses = Vec::new();
    for ((_, range), named) in elements.iter().zip(&names) {
        // A flow without a name is told at what it stands in.
        if source.get(range.start as usize..range.end as usize) == Some("->") {
            continue;
        }
        let Some(whole) = body_at(parsed, range).map(|body| body.whole) else { continue };
        let first = elements.partition_point(|(_, other)| other.start < whole.start);
        let inside = elements.iter().skip(first).take_while(|(_, other)| other.end <= whole.end);
        let (mut findings, mut coverage) = (0, Coverage::default());
        for (found, covered) in inside.filter_map(|(id, _)| totals.get(id)) {
            findings += found;
            coverage.stated += covered.stated;
            coverage.asked += covered.asked;
        }
        if findings == 0 && coverage.asked == 0 {
            continue;
        }
        let mut title = count(findings, "finding");
        if coverage.asked > 0 {
            title.push_str(&format!(", {} of {} stated", coverage.stated, count(coverage.asked, "control")));
        }
        let command = Command { title, name: "tm.showElement", arguments: vec![inline(&named.name)] };
        lenses.push(CodeLens { range: range.clone(), command });
    }
    lenses
}

fn count(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use tm_analysis::{ReportOptions, report};

    use super::code_lens;
    use crate::fixture::Fixture;
    use crate::place::slice;

    const RULE: &str = "/// Calls travel in clear text\nrule clear-text {\n  for f: flow\n  where f.encryption == none\n  severity: high\n  stride: [information-disclosure]\n  message: \"{f}\"\n}\n";

    fn lenses(text: &str) -> Vec<String> {
        let fixture = Fixture::new(&format!("{RULE}{text}"));
        let report = report(&fixture.db, fixture.project, &ReportOptions::default());
        let file = fixture.cursor.file;
        let found = code_lens(&fixture.db, fixture.project, &report, file);
        let show = |lens: &super::CodeLens| {
            let name = slice(file.text(&fixture.db), &lens.range);
            format!("{name}: {} {} {}", lens.command.title, lens.command.name, lens.command.arguments.join(" "))
        };
        found.iter().map(show).collect()
    }

    #[test]
    fn rules_elements_and_tests() {
        let text = "cluster prod {\n  service a {\n    -> b { encryption: none }\n    -> c\n  }\n  service b\n}\nservice c\ntest \"none is \\\"none\\\"\" {\n  service x\n  expect nothing\n}\n";
        assert_eq!(
            lenses(text),
            [
                "clear-text: 1 finding, 1 open question tm.explain clear-text",
                "prod: 1 finding, 1 of 2 controls stated tm.showElement shop.prod",
                "a: 1 finding, 1 of 2 controls stated tm.showElement shop.a",
                "\"none is \\\"none\\\"\": run test tm.runTest a.tm none is \"none\"",
            ]
        );
    }

    #[test]
    fn nothing_is_told_where_nothing_is_known() {
        assert_eq!(lenses("service a {").len(), 1, "the rule alone");
        assert_eq!(lenses("rule {").len(), 1);
    }
}
