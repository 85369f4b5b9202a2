//! Judges the project of a case, and says what the command would.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tm_analysis::report::{Location, Problem, Report, ReportFile, Summary};
use tm_analysis::{
    Database, Date, Level, Origin, Project, ProjectInput, ReportOptions, SourceFile, TestRun, Tests, report, run_tests,
};
use tm_emit::HumanOptions;

use super::disk;
use super::document::{Case, Mode, Sort};

const WIDTH: usize = 100;

/// Keeps the standard library, and projects by name, for the cases that follow: what a case does not change is not
/// computed again.
#[derive(Default)]
pub struct Runner {
    db: Database,
    std: Vec<SourceFile>,
    projects: BTreeMap<String, Project>,
}

impl Runner {
    pub fn say(&mut self, case: &Case, mode: &Mode) -> String {
        let is_plain = case.files.iter().all(|file| file.sort == Sort::Text && file.path.ends_with(".tm"));
        let (mut input, mut options) =
            if is_plain { (plain(case), ReportOptions::default()) } else { disk::load(case) };
        options.select.clone_from(&mode.select);
        input.settings.without.clone_from(&mode.without);
        if let Some(today) = &mode.today {
            input.today = Date::parse(today).expect("a date");
        }
        let project = self.put(input);
        if mode.shown == "test" {
            return tests(&run_tests(&self.db, project, Tests::Project));
        }
        let mut report = report(&self.db, project, &options);
        if !mode.only.is_empty() {
            report.errors.retain(|problem| mode.only.contains(&problem.name));
            report.notices.retain(|problem| mode.only.contains(&problem.name));
        }
        shown(report, &mode.shown)
    }

    fn put(&mut self, mut input: ProjectInput) -> Project {
        if self.std.is_empty() {
            let files = tm_tests::std_files();
            self.std = files.iter().map(|(path, text)| self.db.add_file(path, text, Origin::Std)).collect();
        }
        let files = std::mem::take(&mut input.files);
        let project = match self.projects.get(&input.name) {
            Some(known) => {
                self.db.set_settings(*known, input.settings);
                self.db.set_today(*known, input.today);
                *known
            }
            None => {
                let name = input.name.clone();
                let project = self.db.add_project(input);
                self.projects.insert(name, project);
                project
            }
        };
        let own =
            files.iter().map(|file| self.db.add_file(&file.path, &file.text, file.origin.clone())).collect::<Vec<_>>();
        self.db.set_files(project, self.std.iter().copied().chain(own).collect());
        project
    }
}

fn plain(case: &Case) -> ProjectInput {
    let files: Vec<(&str, &str)> = case.files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    ProjectInput { std: Vec::new(), ..tm_tests::input("shop", &files) }
}

fn shown(mut report: Report, shown: &str) -> String {
    let options = HumanOptions { width: WIDTH, ..HumanOptions::default() };
    let (findings, questions, all) = match shown {
        "findings" => (true, false, false),
        "questions" => (false, true, false),
        "all" | "concise" => (true, true, true),
        _ => (false, false, false),
    };
    if !findings {
        report.findings.clear();
    }
    if !questions {
        report.questions.clear();
    }
    if !all {
        let counted = if questions { report.summary.questions } else { 0 };
        report.summary = Summary { questions: counted, ..Summary::default() };
        if findings || questions {
            report.notices.clear();
        }
    }
    let mut out = Vec::new();
    if shown == "concise" {
        tm_emit::concise(&report, &options, &mut out).expect("a buffer takes all");
    } else {
        tm_emit::human(&report, &options, &mut out).expect("a buffer takes all");
    }
    let text = String::from_utf8(out).expect("output is text");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    // What sums up stands last, after an empty line.
    let end = if all { lines.len() } else { lines.iter().rposition(|line| line.is_empty()).unwrap_or(0) };
    lines[..end].iter().fold(String::new(), |text, line| text + line + "\n")
}

fn tests(run: &TestRun) -> String {
    let mut out = String::new();
    for problem in &run.problems {
        writeln!(out, "{}", line(&run.files, problem)).expect("a text takes all");
        if let Some(help) = &problem.help {
            writeln!(out, "  help: {help}").expect("a text takes all");
        }
    }
    for test in &run.tests {
        let verdict = if test.failures.is_empty() { "passed" } else { "FAILED" };
        writeln!(out, "{verdict} {}:{} {}", test.file, test.line, test.title).expect("a text takes all");
        for failure in &test.failures {
            writeln!(out, "  {}{}", place(&run.files, Some(&failure.location)), failure.message)
                .expect("a text takes all");
        }
    }
    out
}

fn line(files: &[ReportFile], problem: &Problem) -> String {
    let level = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    format!("{}{level}[{}] {}", place(files, problem.location.as_ref()), problem.name, problem.message)
}

fn place(files: &[ReportFile], location: Option<&Location>) -> String {
    let Some((file, at)) = location.and_then(|at| Some((files.get(at.file as usize)?, at))) else {
        return String::new();
    };
    let before = &file.text[..at.range.start as usize];
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{}:{column}: ", file.path, before.matches('\n').count() + 1)
}
