//! What an edit of a model in memory costs, to the new report. The systems stand in one database, as projects do that are
//! open in one editor.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tm_analysis::report::Report;
use tm_analysis::{
    Database, Date, FileInput, Origin, Project, ProjectInput, ReportOptions, Settings, SourceFile, file_report, report,
};

use super::table::{Table, count, median, milliseconds};
use xtask::gen_model::{System, files};

/// Edits of each sort, each in another place.
pub const STEPS: u32 = 21;

/// Path and text.
type Texts = BTreeMap<String, String>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Comment,
    Value,
    Attribute,
    Flow,
    Rename,
    EachOfNamespace,
    EachOfAll,
}

impl Sort {
    const ALL: [Sort; 7] =
        [Sort::Comment, Sort::Value, Sort::Attribute, Sort::Flow, Sort::Rename, Sort::EachOfNamespace, Sort::EachOfAll];

    fn name(self) -> &'static str {
        match self {
            Sort::Comment => "a comment",
            Sort::Value => "the value of an attribute",
            Sort::Attribute => "an attribute more",
            Sort::Flow => "a flow more",
            Sort::Rename => "a service renamed, here and where it is called",
            Sort::EachOfNamespace => "an `each` over the services of a namespace",
            Sort::EachOfAll => "an `each` over all services",
        }
    }
}

/// Files that an edit replaces, as they are before and after.
#[derive(Debug, Default)]
struct Edit {
    before: Texts,
    after: Texts,
}

/// The edit of a sort, in the namespace that stands at that step of [`STEPS`] on the way through all.
fn edit(sort: Sort, system: &System, texts: &Texts, step: u32) -> Option<Edit> {
    let namespace = u64::from(step) * u64::from(system.namespaces) / u64::from(STEPS);
    let namespace = u32::try_from(namespace).ok()?;
    let service = system.members(namespace).next()?;
    let path = format!("ns-{namespace}.tm");
    let text = texts.get(&path)?;
    let head = format!("    service svc-{service} {{\n");
    let put = |line: &str| replaced(text, &head, &format!("{head}      {line}\n"));
    let mut edit = Edit::default();
    let mut becomes = |path: &str, before: &str, after: String| {
        edit.before.insert(path.to_owned(), before.to_owned());
        edit.after.insert(path.to_owned(), after);
    };
    match sort {
        Sort::Comment => becomes(&path, text, put(&format!("// note {step}"))?),
        Sort::Value => {
            let (stated, other) = ("encryption: tls1-3", "encryption: none");
            let after = replaced(text, stated, other).or_else(|| replaced(text, other, stated))?;
            becomes(&path, text, after);
        }
        Sort::Attribute => becomes(&path, text, put("peer-policy: allow-all")?),
        Sort::Flow => {
            let others = (2..system.services).map(|distance| (service + distance) % system.services);
            let callee = others.map(|other| format!("-> svc-{other} {{")).find(|arrow| !text.contains(arrow))?;
            becomes(&path, text, put(&format!("{callee} protocol: https }}"))?);
        }
        Sort::Rename => {
            let name = format!("svc-{service}");
            for (path, text) in texts {
                let after = renamed(text, &name, &format!("{name}-renamed"));
                if after != *text {
                    becomes(path, text, after);
                }
            }
        }
        Sort::EachOfNamespace => {
            let head = format!("  namespace ns-{namespace} {{\n");
            let with = |value| replaced(text, &head, &format!("{head}    each service {{ peer-policy: {value} }}\n"));
            becomes(&path, &with("allow-all")?, with("named-principals")?);
        }
        Sort::EachOfAll => {
            let (path, head) = ("boundaries.tm", "  vpc main-cluster\n");
            let text = texts.get(path)?;
            // The step is in a comment: every text is a new one.
            let with = |value| {
                let each = format!("each service {{ peer-policy: {value} }}");
                replaced(text, head, &format!("  vpc main-cluster {{\n    // note {step}\n    {each}\n  }}\n"))
            };
            becomes(path, &with("allow-all")?, with("named-principals")?);
        }
    }
    Some(edit)
}

fn replaced(text: &str, from: &str, to: &str) -> Option<String> {
    text.contains(from).then(|| text.replacen(from, to, 1))
}

/// With every whole `name` replaced: `svc-1` is not in `svc-10`.
fn renamed(text: &str, name: &str, to: &str) -> String {
    let mut parts = text.split(name);
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let goes_on = part.starts_with(|next: char| next.is_alphanumeric() || next == '-');
        renamed.push_str(if goes_on { name } else { to });
        renamed.push_str(part);
    }
    renamed
}

/// A system that is open in a database.
pub(super) struct Open {
    system: System,
    texts: Texts,
    handles: BTreeMap<String, SourceFile>,
    pub(super) project: Project,
}

impl Open {
    pub(super) fn new(db: &mut Database, services: u32) -> Result<Open, String> {
        let system = System::of(services);
        let texts: Texts = files(&system).into_iter().filter(|(path, _)| path.ends_with(".tm")).collect();
        let std = tm_analysis::stdlib::embedded();
        let input = ProjectInput {
            name: format!("synthetic-{services}"),
            std: std.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(),
            files: texts
                .iter()
                .map(|(path, text)| FileInput { path: path.clone(), text: text.clone(), origin: Origin::Project })
                .collect(),
            settings: Settings::default(),
            today: Date::parse(super::TODAY).ok_or("no date")?,
        };
        let project = db.add_project(input);
        let own = project.files(db).iter().filter(|file| *file.origin(db) == Origin::Project);
        let handles = own.map(|file| (file.path(db).to_string(), *file)).collect();
        Ok(Open { system, texts, handles, project })
    }

    /// Puts texts in and reports, first the last of these files by itself; how long that takes.
    fn put(&self, db: &mut Database, texts: &Texts) -> Result<(Took, Report), String> {
        let options = ReportOptions::default();
        let started = Instant::now();
        let mut last = None;
        for (path, text) in texts {
            let file = *self.handles.get(path).ok_or_else(|| format!("there is no `{path}`"))?;
            db.set_text(file, text);
            last = Some(file);
        }
        let of_file = last.map(|file| file_report(db, self.project, file, &options));
        let file = started.elapsed();
        drop(of_file);
        let report = report(db, self.project, &options);
        let took = Took { file, all: started.elapsed() };
        match report.errors.first() {
            None => Ok((took, report)),
            Some(error) => Err(format!("the synthetic system has errors: {}", error.message)),
        }
    }

    /// The medians of the edits of a sort, after each of which everything is as it was.
    fn measure(&self, db: &mut Database, sort: Sort, steps: u32) -> Result<Took, String> {
        let mut times = Vec::new();
        for step in 0..steps {
            let edit = edit(sort, &self.system, &self.texts, step);
            let edit =
                edit.ok_or_else(|| format!("{} services are too few for {}", self.system.services, sort.name()))?;
            self.put(db, &edit.before)?;
            times.push(self.put(db, &edit.after)?.0);
            let restored = edit.after.keys().filter_map(|path| Some((path.clone(), self.texts.get(path)?.clone())));
            self.put(db, &restored.collect())?;
        }
        let of = |part: fn(&Took) -> Duration| median(&times.iter().map(part).collect::<Vec<_>>());
        Ok(Took { file: of(|took| took.file), all: of(|took| took.all) })
    }
}

/// From an edit to what is said of the edited file, and to the report.
#[derive(Clone, Copy, Debug)]
struct Took {
    file: Duration,
    all: Duration,
}

/// Milliseconds from an edit to what is said of the edited file and to the report, by sort of edit and size.
pub fn table(sizes: &[u32], steps: u32) -> Result<Table, String> {
    let mut db = Database::default();
    let open: Vec<Open> = sizes.iter().map(|size| Open::new(&mut db, *size)).collect::<Result<_, _>>()?;
    let heads = sizes.iter().flat_map(|size| {
        let services = count(u64::from(*size));
        [format!("{services} services: the file, ms"), format!("{services} services: all, ms")]
    });
    let mut table = Table::new(std::iter::once("edit".to_owned()).chain(heads));
    let first = open.iter().map(|open| Ok(open.put(&mut db, &Texts::new())?.0)).collect::<Result<Vec<_>, String>>()?;
    row(&mut table, "none: the first report, on one thread", &first);
    for sort in Sort::ALL {
        let times = open.iter().map(|open| open.measure(&mut db, sort, steps)).collect::<Result<Vec<_>, String>>()?;
        row(&mut table, sort.name(), &times);
    }
    Ok(table)
}

fn row(table: &mut Table, name: &str, times: &[Took]) {
    let times = times.iter().flat_map(|took| [took.file, took.all]);
    table.row(std::iter::once(name.to_owned()).chain(times.map(milliseconds)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_name_is_replaced() {
        let text = "service svc-1 {\n-> svc-10 {\n-> svc-1 {\n-> svc-1-a {\n-> svc-1";
        let expected = "service new {\n-> svc-10 {\n-> new {\n-> svc-1-a {\n-> new";
        assert_eq!(renamed(text, "svc-1", "new"), expected);
    }

    /// Else the time would be that of something else.
    #[test]
    fn every_edit_does_what_it_says() {
        let mut db = Database::default();
        let open = Open::new(&mut db, 30).unwrap();
        let (_, initial) = open.put(&mut db, &Texts::new()).unwrap();
        for sort in Sort::ALL {
            for step in [0, 20] {
                let edit = edit(sort, &open.system, &open.texts, step).unwrap();
                assert!(edit.before.keys().eq(edit.after.keys()));
                let (_, before) = open.put(&mut db, &edit.before).unwrap();
                let (_, after) = open.put(&mut db, &edit.after).unwrap();
                let judged = |report: &Report| (report.summary.clone(), ids(report));
                assert_eq!(judged(&before) == judged(&after), sort == Sort::Comment, "{sort:?} {step}");
                assert_eq!(edit.after.len() > 1, sort == Sort::Rename, "{sort:?}");
                open.put(&mut db, &open.texts).unwrap();
            }
        }
        assert_eq!(open.put(&mut db, &Texts::new()).unwrap().1, initial);
    }

    fn ids(report: &Report) -> Vec<String> {
        report.findings.iter().map(|finding| finding.id.clone()).collect()
    }

    #[test]
    fn the_table_has_a_row_for_each_sort() {
        let table = table(&[25], 1).unwrap().to_string();
        assert_eq!(table.lines().count(), 2 + 1 + Sort::ALL.len());
        let head = "| edit | 25 services: the file, ms | 25 services: all, ms |\n|---|---:|---:|\n| none: ";
        assert!(table.starts_with(head), "{table}");
        let too_small = super::table(&[1], 1);
        assert!(too_small.is_err_and(|error| error.contains("too few")));
    }
}
