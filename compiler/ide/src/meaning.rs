//! What a project says of a system, whatever its text looks like: every element with its values, what is found, what is asked.
//!
//! A change of text that must not change the meaning is made on a copy, and the two are compared.

use std::collections::{BTreeMap, BTreeSet};

use tm_analysis::inspect::{ModelElement, each_element};
use tm_analysis::report::{Decision, Finding, Subject};
use tm_analysis::{Database, Project, ReportOptions, report};

/// By what is said of what, how it is. Lists are sets, and their order may follow that of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning(BTreeMap<String, BTreeSet<String>>);

impl Meaning {
    /// `called`: the name that an element is compared by.
    pub fn of(db: &Database, project: Project, called: &dyn Fn(&str) -> String) -> Self {
        let mut elements = Vec::new();
        each_element(db, project, &mut |element| elements.push(element));
        let mut meaning = Said { names: names(&elements, called), told: BTreeMap::new() };
        elements.iter().for_each(|element| meaning.element(element));
        let report = report(db, project, &ReportOptions::default());
        report.findings.iter().for_each(|finding| meaning.finding(finding, "found"));
        report.silenced.iter().for_each(|finding| meaning.finding(finding, "silenced"));
        for question in &report.questions {
            let decides = question.decides.iter().map(|it| {
                let on = it.on.iter().map(|on| meaning.name(on)).collect::<Vec<_>>().join(", ");
                format!("{} on {on}", it.rule)
            });
            let (element, decides) = (meaning.name(&question.element), decides.collect::<Vec<_>>());
            for decides in decides {
                meaning.put(format!("the question about `{}` of `{element}`", question.attribute), decides);
            }
        }
        Self(meaning.told)
    }

    /// The first thing that is said otherwise.
    pub fn difference<'m>(&'m self, other: &'m Self) -> Option<&'m str> {
        let differs = |(key, value): &(&'m String, &'m BTreeSet<String>)| other.0.get(*key) != Some(*value);
        let gone = self.0.iter().find(differs).map(|(key, _)| key);
        gone.or_else(|| other.0.keys().find(|key| !self.0.contains_key(*key))).map(String::as_str)
    }
}

/// By the full name of each element, what it is compared by. Flows without names are called by their ends.
fn names(elements: &[ModelElement], called: &dyn Fn(&str) -> String) -> BTreeMap<String, String> {
    let name = |element: &ModelElement| match (&element.from, element.endpoint.as_ref().or(element.to.as_ref())) {
        (Some(from), Some(to)) if element.element.name.contains("->") => format!("{}->{}", called(from), called(to)),
        _ => called(&element.element.name),
    };
    elements.iter().map(|element| (element.element.name.to_string(), name(element))).collect()
}

struct Said {
    names: BTreeMap<String, String>,
    told: BTreeMap<String, BTreeSet<String>>,
}

impl Said {
    fn name(&self, full: &str) -> String {
        self.names.get(full).cloned().unwrap_or_else(|| full.to_owned())
    }

    fn put(&mut self, what: String, how: String) {
        self.told.entry(what).or_default().insert(how);
    }

    fn element(&mut self, element: &ModelElement) {
        // A decision is called by its rule: it has no name of its own.
        let name = match &element.rule {
            Some(rule) => format!("of {rule}"),
            None => self.name(&element.element.name),
        };
        let called = format!("{} {name}", element.element.kind);
        let ties = [&element.parent, &element.from, &element.to, &element.endpoint];
        let ties = ties.map(|tie| tie.as_deref().map(|tie| self.name(tie)));
        self.put(format!("the element `{called}`"), format!("{:?} {ties:?} {:?}", element.kinds, element.rule));
        for line in &element.values {
            let members = line.members.iter().chain(&line.possible).map(|member| self.name(member));
            let mut members: Vec<String> = members.collect();
            members.sort();
            let shown = if members.is_empty() { self.name(&line.shown) } else { members.join(", ") };
            self.put(format!("`{}` of `{called}`", line.attribute), shown);
        }
    }

    fn finding(&mut self, finding: &Finding, what: &str) {
        let on = |subject: &Subject| format!("{} {}", subject.kind, self.name(&subject.name));
        let on = finding.on.iter().map(on).collect::<Vec<_>>().join(", ");
        let decision = finding.decision.as_deref().map(|Decision { mode, .. }| mode.name());
        let how = format!("{what} {} {:?} {decision:?}", finding.severity.name(), finding.certainty);
        self.put(format!("the finding `{}` on `{on}`", finding.rule), how);
    }
}
