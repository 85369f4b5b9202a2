//! Deciding about a finding. What has to be said of a decision is left empty, which the compiler reports until it is filled in.

use tm_analysis::Date;
use tm_analysis::inspect::{Found, find};
use tm_analysis::report::{Certainty, Finding};

use super::{Asking, CodeActionKind};
use crate::markdown::inline;
use crate::text_edit::{TextEdit, written};

impl Asking<'_> {
    pub(super) fn decisions(&mut self) {
        let report = self.report;
        let here = report.findings.iter().filter(|finding| self.touches(&finding.location));
        // What is only possible is a question to answer, and what is being mended has its decision.
        let is_open = |finding: &&Finding| finding.certainty == Certainty::Definite && finding.decision.is_none();
        for finding in here.filter(is_open).collect::<Vec<_>>() {
            self.decide(finding);
        }
    }

    fn decide(&mut self, finding: &Finding) {
        let Some(subjects) = self.subjects(finding) else { return };
        let date = in_three_months(self.project.today(self.db));
        let forms = [
            ("accept", format!("reason: \"\"\n  owner: \"\"\n  until: {date}")),
            ("mitigate", format!("plan: \"\"\n  owner: \"\"\n  due: {date}")),
            ("dismiss", "reason: \"\"\n  reviewer: \"\"".to_owned()),
        ];
        let end = u32::try_from(self.source.len()).unwrap_or(u32::MAX);
        let gap = match self.source {
            "" => "",
            text if text.ends_with("\n\n") => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let rule = written(&finding.rule);
        for (verb, body) in forms {
            let text = format!("{gap}{verb} {rule} on {subjects} {{\n  {body}\n}}\n");
            let title = format!("{verb} `{}` on `{}`", inline(&rule), inline(&subjects));
            self.change(&title, CodeActionKind::QuickFix, TextEdit { range: end..end, text });
        }
    }

    /// The elements of a finding, as a decision in this file calls them.
    fn subjects(&self, finding: &Finding) -> Option<String> {
        if finding.on.is_empty() {
            return Some("project".to_owned());
        }
        let mut subjects = Vec::new();
        for on in &finding.on {
            // With its kind in front, since `data orders` and `service orders` have one name.
            let Found::One(named) = find(self.db, self.project, &format!("{} {}", on.kind, on.name)) else {
                return None;
            };
            let (path, end) = self.scope.subject(named.id)?;
            let text = |path: &[tm_analysis::report::Name]| {
                path.iter().map(|name| written(name)).collect::<Vec<_>>().join(".")
            };
            subjects.push(match end {
                Some(end) => format!("{}->{}", text(&path), text(&end)),
                None => text(&path),
            });
        }
        Some(subjects.join(", "))
    }
}

/// A day three months on; of a month that has no such day, its 28th.
fn in_three_months(date: Date) -> String {
    let text = date.to_string();
    let mut parts = text.split('-').filter_map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next().unwrap_or(1), parts.next().unwrap_or(1), parts.next().unwrap_or(1));
    let (year, month) = if month > 9 { (year.saturating_add(1), month - 9) } else { (year, month + 3) };
    let small = |number: u16| u8::try_from(number).unwrap_or(1);
    let found = Date::new(year, small(month), small(day)).or_else(|| Date::new(year, small(month), 28));
    found.filter(|_| year <= 9999).unwrap_or(date).to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test may fail")]

    use tm_analysis::Date;

    use super::in_three_months;

    #[test]
    fn there_is_always_such_a_day() {
        for (from, to) in [
            ("2026-07-01", "2026-10-01"),
            ("2026-11-30", "2027-02-28"),
            ("2026-12-31", "2027-03-31"),
            ("9999-12-31", "9999-12-31"),
        ] {
            assert_eq!(in_three_months(Date::parse(from).expect("a date")), to);
        }
    }
}
