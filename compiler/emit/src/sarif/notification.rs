//! What is wrong with the model, as notifications of the tool: they say that something could not be judged.

use serde_json::{Map, Value, json};
use tm_analysis::Level;
use tm_analysis::report::Problem;

use super::{RESULTS, Sarif, text};
use crate::sanitize::{self, PARAGRAPH, SENTENCE};

/// The first so many are enough to work on.
const PROBLEMS: usize = 1_000;

impl Sarif<'_> {
    pub(super) fn invocation(&mut self) -> Value {
        let report = self.report;
        let mut notifications: Vec<Value> =
            report.errors.iter().chain(&report.notices).take(PROBLEMS).map(|problem| self.problem(problem)).collect();
        let problems = report.errors.len() + report.notices.len();
        if problems > PROBLEMS {
            notifications.push(left_out(problems - PROBLEMS, "errors and notices"));
        }
        let results = report.findings.len() + report.silenced.len();
        if results > RESULTS {
            notifications.push(left_out(results - RESULTS, "findings, the least severe ones"));
        }
        json!({ "executionSuccessful": report.errors.is_empty(), "toolExecutionNotifications": notifications })
    }

    fn problem(&mut self, problem: &Problem) -> Value {
        let level = match problem.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        let message = text(problem.message.lines().next().unwrap_or_default(), SENTENCE);
        let message = match problem.help.as_deref() {
            Some(help) => format!("{message}. Help: {}", text(help, PARAGRAPH)),
            None => message,
        };
        let mut notification = Map::new();
        let name = sanitize::inline(&problem.name, SENTENCE);
        notification.insert("descriptor".to_owned(), json!({ "id": name }));
        notification.insert("level".to_owned(), level.into());
        notification.insert("message".to_owned(), json!({ "text": message }));
        if let Some(physical) = problem.location.as_ref().and_then(|location| self.physical(location)) {
            notification.insert("locations".to_owned(), json!([{ "physicalLocation": physical }]));
        }
        Value::Object(notification)
    }
}

fn left_out(count: usize, what: &str) -> Value {
    let message = format!("{count} more are left out here ({what}); the JSON format has all");
    json!({ "level": "warning", "message": { "text": message } })
}
