//! A project as plain data beside the same project in a database.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tm_analysis::{
    Database, Date, FileInput, Origin, Profile, Project, ProjectInput, ReportOptions, Settings, SourceFile, Tests,
    report_on, run_tests,
};
use tm_tests::{load, std_files};

/// Path and text of the files of a project.
pub type Texts = BTreeMap<String, String>;

/// The files of an example.
pub fn example(folder: &str) -> Texts {
    load(&format!("examples/{folder}")).files.into_iter().map(|file| (file.path, file.text)).collect()
}

/// The synthetic system of 30 services.
pub fn synthetic() -> Texts {
    static FILES: LazyLock<Texts> = LazyLock::new(|| {
        let folder = tempfile::tempdir().expect("a folder");
        xtask::gen_model::run(30, folder.path()).expect("the system is written");
        let project = tm_project::load(folder.path(), &tm_project::LoadOptions::default()).expect("the system is read");
        project.files.into_iter().map(|file| (file.path, file.text)).collect()
    });
    FILES.clone()
}

/// What a project is, apart from any database.
#[derive(Clone)]
pub struct Model {
    pub files: Texts,
    pub settings: Settings,
    pub today: Date,
    /// The rules of the standard library that judge it beside its own; without a list, all.
    pub std_rules: Option<&'static [&'static str]>,
}

impl Model {
    pub fn new(files: Texts) -> Self {
        Self { files, settings: Settings::default(), today: tm_tests::today(), std_rules: None }
    }

    pub fn of(files: &[(&str, &str)]) -> Self {
        Self::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    pub fn input(&self) -> ProjectInput {
        let file = |(path, text): (&String, &String)| FileInput {
            path: path.clone(),
            text: text.clone(),
            origin: Origin::Project,
        };
        ProjectInput {
            name: "model".to_owned(),
            std: std_files().into_iter().filter(|(path, _)| self.has_std(path)).collect(),
            files: self.files.iter().map(file).collect(),
            settings: self.settings.clone(),
            today: self.today,
        }
    }

    fn has_std(&self, path: &str) -> bool {
        let name = path.strip_prefix("stdlib/rules/").and_then(|rule| rule.rsplit('/').next());
        let is_listed = |name: &str| self.std_rules.is_none_or(|rules| rules.contains(&name.trim_end_matches(".tm")));
        name.is_none_or(is_listed)
    }

    /// What a new database says.
    pub fn fresh(&self) -> String {
        self.fresh_on(1)
    }

    /// The same with so many threads.
    pub fn fresh_on(&self, threads: usize) -> String {
        let (db, project) = tm_tests::open(self.input());
        json_on(&db, project, threads)
    }
}

/// Everything that is reported, questions raised to findings too; then what comes of the tests in the project.
pub fn json(db: &Database, project: Project) -> String {
    json_on(db, project, 1)
}

fn json_on(db: &Database, project: Project, threads: usize) -> String {
    let options = ReportOptions { profile: Profile::Paranoid, ..ReportOptions::default() };
    let mut out = Vec::new();
    tm_emit::json(&report_on(db, project, &options, threads), threads, &mut out).expect("memory takes it");
    let mut text = String::from_utf8(out).expect("JSON is UTF-8");
    for test in run_tests(db, project, Tests::Project).tests {
        text.push_str(&format!("{test:?}\n"));
    }
    text
}

/// A database that follows a [`Model`].
pub struct Live {
    pub db: Database,
    pub project: Project,
    std: Vec<SourceFile>,
    /// Every file that there has ever been, by path.
    known: BTreeMap<String, SourceFile>,
    model: Model,
}

impl Live {
    pub fn new(db: Database, model: Model) -> Self {
        let mut db = db;
        let project = db.add_project(model.input());
        let all = project.files(&db).clone();
        let (std, own): (Vec<SourceFile>, Vec<SourceFile>) =
            all.iter().partition(|file| *file.origin(&db) == Origin::Std);
        let known = own.into_iter().map(|file| (file.path(&db).to_string(), file)).collect();
        Self { db, project, std, known, model }
    }

    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Makes the database say what the model says, by the smallest edits.
    pub fn follow(&mut self, model: Model) {
        let paths_change = !model.files.keys().eq(self.model.files.keys());
        for (path, text) in &model.files {
            match self.known.get(path) {
                Some(file) if &**file.text(&self.db) != text => self.db.set_text(*file, text),
                Some(_) => {}
                None => {
                    let file = self.db.add_file(path, text, Origin::Project);
                    self.known.insert(path.clone(), file);
                }
            }
        }
        if paths_change {
            let own = model.files.keys().map(|path| self.known[path]);
            let files = self.std.iter().copied().chain(own).collect();
            self.db.set_files(self.project, files);
        }
        if model.today != self.model.today {
            self.db.set_today(self.project, model.today);
        }
        if model.settings != self.model.settings {
            self.db.set_settings(self.project, model.settings.clone());
        }
        self.model = model;
    }

    /// Changes one file.
    pub fn edit(&mut self, path: &str, edit: impl FnOnce(&str) -> String) {
        let mut model = self.model.clone();
        let text = model.files.get_mut(path).expect("the file is there");
        *text = edit(text);
        self.follow(model);
    }

    pub fn json(&self) -> String {
        json(&self.db, self.project)
    }
}

/// A project with vocabulary, relations, rules, tests, assumptions and decisions of its own, in several modules.
pub fn own_vocabulary() -> Texts {
    let files = [
        ("decisions.tm", include_str!("own/decisions.tm")),
        ("model.tm", include_str!("own/model.tm")),
        ("platform.tm", include_str!("own/platform.tm")),
        ("rules/own/own.tm", include_str!("own/rules.tm")),
        ("vocabulary.tm", include_str!("own/vocabulary.tm")),
    ];
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The first lines in which two reports differ.
pub fn difference(live: &str, fresh: &str) -> String {
    let lines = |text: &str, other: &str| -> Vec<String> {
        text.lines().filter(|line| !other.lines().any(|it| it == *line)).take(5).map(str::to_owned).collect()
    };
    format!("only after edits: {:#?}\nonly in a fresh run: {:#?}", lines(live, fresh), lines(fresh, live))
}

/// Fails where a report is not that of a fresh run, with what differs.
pub fn assert_same(report: &str, fresh: &str) {
    assert!(report == fresh, "{}", difference(report, fresh));
}
