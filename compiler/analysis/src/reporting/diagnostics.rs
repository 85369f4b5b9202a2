//! What is wrong in files, with names, with the vocabulary and with rules: of a project, or of one file.

use crate::db::{self, Db, Pack, Project, SourceFile};
use crate::diagnostic::Diagnostic;
use crate::reporting::outcomes::Said;
use crate::reporting::{imports, packages};
use crate::spans::Place;

/// All of a project.
pub(super) fn all(db: &dyn Db, project: Project, pack: &Pack) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for file in project.files(db).iter() {
        in_file(db, project, *file, &mut |diagnostic| diagnostics.push(diagnostic.clone()));
    }
    of_project(db, project, pack, None, &mut diagnostics);
    diagnostics
}

/// Those that are located in one file, and perhaps others.
pub(super) fn of_file(db: &dyn Db, project: Project, pack: &Pack, file: SourceFile) -> Vec<Diagnostic> {
    let unit = file.unit(db);
    let mut diagnostics = of_itself(db, project, pack, file);
    for other in project.files(db).iter() {
        diagnostics.extend(strays(db, project, *other).iter().cloned());
    }
    // A rule that is not finished may be so in any file.
    if pack.rules.iter().any(|rule| rule.site.unit == unit) {
        let all = super::outcomes(db, project, pack, &super::ReportOptions::default());
        diagnostics.extend(all.iter().filter_map(not_finished));
    }
    diagnostics
}

/// Those for which nothing but the file and what it refers to is looked at.
pub(super) fn of_itself(db: &dyn Db, project: Project, pack: &Pack, file: SourceFile) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    in_file(db, project, file, &mut |diagnostic| diagnostics.push(diagnostic.clone()));
    of_project(db, project, pack, Some(file.unit(db)), &mut diagnostics);
    diagnostics
}

/// What is found while one file is looked at and is located in another.
#[salsa::tracked(returns(ref))]
fn strays(db: &dyn Db, project: Project, file: SourceFile) -> Vec<Diagnostic> {
    let unit = file.unit(db);
    let mut strays = Vec::new();
    in_file(db, project, file, &mut |diagnostic| {
        if diagnostic.site.unit != unit {
            strays.push(diagnostic.clone());
        }
    });
    strays
}

fn in_file(db: &dyn Db, project: Project, file: SourceFile, put: &mut dyn FnMut(&Diagnostic)) {
    db::declared_with_diagnostics(db, project, file).1.iter().for_each(&mut *put);
    db::references(db, project, file).diagnostics.iter().for_each(&mut *put);
    db::statements(db, project, file).diagnostics.iter().for_each(&mut *put);
    let of = db.project_file(project, file.unit(db));
    of.iter().flat_map(|of| &db::rows_with_diagnostics(db, *of).1).for_each(&mut *put);
    imports::check(db, project, file).iter().for_each(&mut *put);
    for assumption in &db::scoped(db, project, file).assumptions {
        let Some(date) = assumption.expires.filter(|date| *date < project.today(db)) else { continue };
        let expired = Diagnostic::warning(
            "expired-assumption",
            Place::element(assumption.id),
            format!("this assumption ended on {date}: nothing rests on it any more"),
        );
        put(&expired.help("make sure that it still holds and give it a new date, or remove it"));
    }
}

/// `unit`: what stands elsewhere need not be there.
fn of_project(db: &dyn Db, project: Project, pack: &Pack, unit: Option<u32>, diagnostics: &mut Vec<Diagnostic>) {
    let topology = db::topology(db, project);
    let name_of = |id| topology.get(id).map(|placed| placed.name.clone()).unwrap_or_default();
    diagnostics.extend(db::names(db, project).diagnostics(&name_of));
    diagnostics.extend(topology.diagnostics.iter().cloned());
    diagnostics.extend(db::vocabulary(db, project).diagnostics.iter().cloned());
    diagnostics.extend(pack.diagnostics.iter().cloned());
    for (number, relation) in (0..).zip(&db::vocabulary(db, project).program.relations) {
        let is_meant = unit.is_none_or(|unit| relation.site.unit == unit);
        if is_meant && !db::graph(db, project, number, tm_rules::View::Actual).is_complete() {
            let message = format!(
                "the relation `{}` has too many edges: paths along it were not judged to the end",
                relation.name
            );
            let error = Diagnostic::error("relation-too-large", relation.site, message);
            diagnostics.push(error.help("tie the variables of its edges, with `==`, `in` or by going through flows"));
        }
    }
    diagnostics.extend(packages::check(db, project, pack));
    diagnostics.extend(rules_not_run(pack));
}

/// One note for all of a file: it is what the errors mean, and they are told one by one.
fn rules_not_run(pack: &Pack) -> Vec<Diagnostic> {
    const NAMED: usize = 5;
    let of_a_file = pack.broken.chunk_by(|(_, a), (_, b)| a.unit == b.unit);
    let note = |rules: &[(smol_str::SmolStr, tm_model::Site)]| {
        let ((name, site), more) = rules.split_first()?;
        let message = if more.is_empty() {
            format!("the rule `{name}` did not run: it, or something that it reads, has errors")
        } else {
            let names: Vec<String> = rules.iter().take(NAMED).map(|(name, _)| format!("`{name}`")).collect();
            let rest = if rules.len() > NAMED { ", …" } else { "" };
            let (count, names) = (rules.len(), names.join(", "));
            format!("{count} rules did not run: they, or something that they read, have errors: {names}{rest}")
        };
        let note = Diagnostic::note("rule-not-run", *site, message);
        Some(note.help("mend the errors; until then what would be found is not reported"))
    };
    of_a_file.filter_map(note).collect()
}

/// That a rule took too many steps.
pub(super) fn not_finished(said: &Said<'_>) -> Option<Diagnostic> {
    let (rule, skipped) = (said.rule, said.outcome.skipped.as_ref()?);
    let note = Diagnostic::note(
        "rule-not-finished",
        rule.site,
        format!("`{}` was not judged for {} subjects: it takes too many steps", rule.name, skipped.count),
    );
    Some(note.help("narrow the rule: tie its variables with `==`, `in` or a path"))
}
