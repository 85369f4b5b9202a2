//! `tm check` as a whole process, with everything that it finds as JSON in a file.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::process;
use super::table::median;

/// How often memory is looked at.
const INTERVAL: Duration = Duration::from_millis(1);

/// The summary is the end of the output.
const TAIL: u64 = 4096;

/// Runs of `tm check` on one project.
pub struct Check {
    tm: PathBuf,
    project: PathBuf,
    output: PathBuf,
    times: Vec<Duration>,
    pub peak: Option<u64>,
    pub counts: Counts,
    /// Of the output.
    pub bytes: u64,
}

/// What the output says of itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Counts {
    pub elements: u64,
    pub findings: u64,
    pub questions: u64,
}

impl Check {
    /// A first run, which takes no time: it finds out the memory and leaves the files in the memory of the system.
    pub fn new(tm: &Path, project: &Path, output: PathBuf) -> Result<Check, String> {
        let mut command = command(tm, project);
        let (_, peak, status) = process::time_and_memory(&mut command, &output, INTERVAL)?;
        judged(project, status.code())?;
        let told = |error: std::io::Error| format!("`{}`: {error}", output.display());
        let mut file = File::open(&output).map_err(told)?;
        let bytes = file.metadata().map_err(told)?.len();
        file.seek(SeekFrom::Start(bytes.saturating_sub(TAIL))).map_err(told)?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail).map_err(told)?;
        let counts = counts(&String::from_utf8_lossy(&tail));
        let counts = counts.ok_or_else(|| format!("there is no summary at the end of `{}`", output.display()))?;
        let (tm, project) = (tm.to_owned(), project.to_owned());
        Ok(Check { tm, project, output, times: Vec::new(), peak, counts, bytes })
    }

    pub fn run(&mut self) -> Result<(), String> {
        let (time, status) = process::time(&mut command(&self.tm, &self.project), &self.output)?;
        judged(&self.project, status.code())?;
        self.times.push(time);
        Ok(())
    }

    pub fn best(&self) -> Duration {
        self.times.iter().min().copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        median(&self.times)
    }
}

fn command(tm: &Path, project: &Path) -> Command {
    let mut command = Command::new(tm);
    command.arg("check").arg(project).args(["--format", "json", "--today", super::TODAY]);
    command.env_remove("TM_STDLIB");
    command
}

/// With errors less would be judged, and faster.
fn judged(project: &Path, code: Option<i32>) -> Result<(), String> {
    match code {
        Some(0 | 1) => Ok(()),
        _ => Err(format!("`tm check {}` did not end well: {code:?}", project.display())),
    }
}

/// From the end of an output, which has its summary on a line.
fn counts(tail: &str) -> Option<Counts> {
    let (_, summary) = tail.rsplit_once("\n\"summary\":")?;
    // It has a line of its own.
    let summary: Value = serde_json::from_str(summary.lines().next()?.trim_end_matches(',')).ok()?;
    let by_severity = summary.get("findings")?.as_object()?;
    Some(Counts {
        elements: summary.get("elements")?.as_u64()?,
        findings: by_severity.values().map(Value::as_u64).sum::<Option<u64>>()?,
        questions: summary.get("questions")?.as_u64()?,
    })
}

#[cfg(test)]
mod tests {
    use tm_analysis::report::{Report, Summary};

    use super::*;

    #[test]
    fn the_summary_is_read_from_the_end() {
        let tail = concat!(
            "lf\"}\n],\n\"notices\":[],\n",
            "\"summary\":{\"findings\":{\"critical\":1,\"high\":20,\"medium\":300,\"low\":0,\"info\":0},\"possible\":2,",
            "\"questions\":7,\"coverage\":{\"stated\":5,\"asked\":12},\"files\":3,\"elements\":44},\n\"changes\":null\n}\n"
        );
        assert_eq!(counts(tail), Some(Counts { elements: 44, findings: 321, questions: 7 }));
        assert_eq!(counts("{\"findings\":["), None);
        assert_eq!(counts("\n\"summary\":{\"findings\":{\"low\":\"x\"}}\n}\n"), None);
    }

    #[test]
    fn what_the_command_writes_is_understood() {
        let summary = Summary { findings: [1, 2, 3, 4, 5], questions: 6, elements: 7, ..Summary::default() };
        let mut written = Vec::new();
        tm_emit::json(&Report { summary, ..Report::default() }, 1, &mut written).expect("memory takes it");
        let written = String::from_utf8(written).expect("JSON is UTF-8");
        assert_eq!(counts(&written), Some(Counts { elements: 7, findings: 15, questions: 6 }));
    }
}
